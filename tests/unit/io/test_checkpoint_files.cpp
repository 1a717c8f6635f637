#include "support.hpp"

#include "yieldscape/io/checkpoint_files.hpp"

namespace yieldscape {
namespace {

using test::made_up_result;
using test::read_all;
using test::TemporaryDirectory;
using test::write_all;
using testing::ElementsAre;
using testing::IsEmpty;

const Lattice lattice(2, 3);
const Hash128 run{1, 2};
const TaskId task{.point = {0xaaaa, 0xbbbb}, .realization = 7};

Checkpoint made_up(std::uint64_t grid) {
  State state(lattice);
  state.stress = 0.25 * double(grid);
  state.plastic_strain_sum = 1e-3;
  state.slips = 100 + grid;
  state.rounds = 50;
  state.avalanches = 20;
  state.near_ties = 3;
  std::vector<double> strength;
  for (std::uint32_t i = 0; i < lattice.sites(); ++i) {
    state.plastic_strain[Site(i)] = 0.5 * i;
    state.threshold[Site(i)] = 1 + i;
    state.visits[i] = i * i;
    strength.push_back(0.1 * i - 1);
  }
  return {.next_grid = grid,
          .state = std::move(state),
          .strength = std::move(strength),
          .records = made_up_result(5, 6, true).records,
          .seconds = 1.5};
}

std::uint64_t grid_of(const std::optional<Checkpoint>& checkpoint) {
  return checkpoint ? checkpoint->next_grid : 0;
}

class CheckpointFilesTest : public testing::Test {
 protected:
  [[nodiscard]] std::vector<std::filesystem::path> on_disk() const {
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(directory.checkpoints())) {
      paths.push_back(entry.path());
    }
    return paths;
  }

  TemporaryDirectory temporary;
  RunDirectory directory{temporary / "x.run"};
  CheckpointFiles files{directory, run, task};
};

TEST_F(CheckpointFilesTest, HoldWhatWasWritten) {
  EXPECT_FALSE(files.read(lattice));
  EXPECT_THAT(list_checkpoints(directory), IsEmpty());
  const Checkpoint written = made_up(4);
  files.write(encode(written));
  const Checkpoint read = files.read(lattice).value();
  EXPECT_EQ(read.next_grid, 4U);
  EXPECT_EQ(read.state.stress, written.state.stress);
  EXPECT_EQ(read.state.plastic_strain_sum, written.state.plastic_strain_sum);
  EXPECT_EQ(read.state.plastic_strain, written.state.plastic_strain);
  EXPECT_EQ(read.state.threshold, written.state.threshold);
  EXPECT_EQ(read.state.visits, written.state.visits);
  EXPECT_EQ(read.state.slips, written.state.slips);
  EXPECT_EQ(read.state.rounds, written.state.rounds);
  EXPECT_EQ(read.state.avalanches, written.state.avalanches);
  EXPECT_EQ(read.strength, written.strength);
  EXPECT_EQ(read.records, written.records);
  EXPECT_EQ(read.state.near_ties, written.state.near_ties);
  EXPECT_EQ(read.seconds, written.seconds);
  EXPECT_THAT(list_checkpoints(directory), ElementsAre(task));
}

TEST_F(CheckpointFilesTest, TakeTurns) {
  for (std::uint64_t grid = 1; grid < 6; ++grid) {
    files.write(encode(made_up(grid)));
    EXPECT_EQ(grid_of(CheckpointFiles(directory, run, task).read(lattice)), grid);
    EXPECT_EQ(on_disk().size(), grid == 1 ? 1U : 2U);
  }
  files.remove();
  EXPECT_THAT(on_disk(), IsEmpty());
  EXPECT_FALSE(files.read(lattice));
}

// Whatever a kill or the storage leaves of the newer one, the older one holds.
TEST_F(CheckpointFilesTest, EveryDamageOfOneLeavesTheOther) {
  files.write(encode(made_up(1)));
  const auto older = on_disk().front();
  files.write(encode(made_up(2)));
  const auto paths = on_disk();
  const auto newer = paths[0] == older ? paths[1] : paths[0];
  const std::string bytes = read_all(newer);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] = char(damaged[i] ^ 4);
    write_all(newer, damaged);
    ASSERT_EQ(grid_of(files.read(lattice)), 1U) << "byte " << i;
    write_all(newer, bytes.substr(0, i));
    ASSERT_EQ(grid_of(files.read(lattice)), 1U) << "cut to " << i;
  }
  files.write(encode(made_up(3)));
  EXPECT_EQ(grid_of(files.read(lattice)), 3U);
  write_all(older, "");
  EXPECT_EQ(grid_of(files.read(lattice)), 3U) << "the damaged one was replaced";
}

TEST_F(CheckpointFilesTest, OfOthersAreNotTakenUp) {
  files.write(encode(made_up(1)));
  const auto path = on_disk().front();
  const TaskId other{.point = task.point, .realization = 8};
  std::filesystem::copy(path, directory.checkpoints() / (task.point.hex() + "-8.a"));
  EXPECT_FALSE(CheckpointFiles(directory, run, other).read(lattice));
  EXPECT_FALSE(CheckpointFiles(directory, {1, 3}, task).read(lattice)) << "another run";
  write_all(directory.checkpoints() / "notes.txt", "mine");
  EXPECT_THAT(list_checkpoints(directory), ElementsAre(task, other));
}

}  // namespace
}  // namespace yieldscape
