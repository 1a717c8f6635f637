#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "../unit/io/support.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/ensemble/statistics.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/io/read_result.hpp"
#include "yieldscape/io/read_table.hpp"
#include "yieldscape/io/render.hpp"
#include "yieldscape/io/session.hpp"
#include "yieldscape/io/verify.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {
namespace {

using test::made_up_result;
using test::message_of;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::size_t strains = 6;

ModelParams params(int lx, int ly, double c0) {
  ModelParams params;
  params.lattice = Lattice(lx, ly);
  params.moduli = {19, 55};
  params.initial_thresholds = {.mean = 1.65, .std = 0.5};
  params.renewed_thresholds = {.mean = 1.0, .std = 0.4};
  params.slip.c0 = c0;
  return params;
}

/// Points of different lattices and lengths; the first alone spans three blocks of statistics.
EnsembleSpec ensemble() {
  EnsembleSpec spec;
  spec.title = "made up";
  spec.grid = {0.1, strains};
  spec.record.events = true;
  spec.record.maps_at = {1};
  spec.record.maps_realizations = 2;
  spec.record.histograms_at = {2};
  spec.record.histogram_bins = 2;
  spec.points.emplace_back(Point::Labels{"first", "ESL", "disordered"}, params(2, 3, 0.05), 150);
  spec.points.emplace_back(Point::Labels{"second, längerer Name", "GQ", "rejuvenation"}, params(3, 2, 0.06),
                           70);
  spec.points.emplace_back(Point::Labels{"third", "", "disordered"}, params(1, 6, 0.07), 5);
  return spec;
}

// The first point lacks realization 100, the second has a failed one, the third has nothing at all.
bool is_absent(std::size_t point, std::uint32_t r) {
  return (point == 0 && r == 100) || point == 2;
}
bool is_failed(std::size_t point, std::uint32_t r) {
  return point == 1 && r == 3;
}

RealizationResult result_of(std::size_t point, std::uint32_t r) {
  return made_up_result(std::uint32_t(1000 * point) + r, strains, r < 2);
}

/// A run directory with three journals; made by the root, removed at the end.
class Render : public testing::Test {
 protected:
  void SetUp() override {
    if (world.is_root()) {
      directory.emplace();
      make_run();
    }
    path = broadcast(world, world.is_root() ? directory->path().native() : std::string());
  }
  void TearDown() override { world.barrier(); }

  virtual void make_run() {
    const RunDirectory run(*directory / "x.run");
    prepare_run(run, spec);
    const Hash128 identity = hash128(canonical_text(spec));
    std::vector<JournalWriter> writers;
    for (int i = 0; i < 3; ++i)
      writers.emplace_back(run.journal("s", i), JournalHeader{identity, "s", std::uint32_t(i)});
    for (std::size_t p = 0; p < spec.points.size(); ++p) {
      for (std::uint32_t r = 0; r < spec.points[p].realizations(); ++r) {
        const TaskId task{spec.points[p].hash(), r};
        auto& writer = writers[(r * 7 + p) % writers.size()];
        if (is_failed(p, r)) writer.failed(task, "no finite stress");
        if (!is_failed(p, r) && !is_absent(p, r)) writer.done(task, result_of(p, r));
      }
    }
    write_session(run, {.name = "s", .started = 1, .hosts = "here", .slips = 12345, .core_seconds = 2.5});
  }

  [[nodiscard]] RunDirectory run() const { return RunDirectory(path / "x.run"); }

  /// Renders on the first `ranks` ranks; the others wait.
  void render_on(int ranks, const std::string& name) {
    const auto part = world.split(world.rank() < ranks ? 0 : 1, 0);
    if (world.rank() < ranks)
      report = render(part, spec, run(), {"as: given\n", "as: resolved\n"}, path / name);
    world.barrier();
  }

  Communicator world = Communicator::world();
  EnsembleSpec spec = ensemble();
  std::optional<test::TemporaryDirectory> directory;
  std::filesystem::path path;
  RenderReport report;
};

TEST_F(Render, HasTheSameBytesForAnyNumberOfRanks) {
  for (int ranks = 1; ranks <= world.size(); ++ranks) {
    render_on(ranks, "x" + std::to_string(ranks) + ".h5");
    if (!world.is_root()) continue;
    const auto checksums = read_checksums(path / ("x" + std::to_string(ranks) + ".h5"));
    EXPECT_GT(checksums.size(), 100u);
    EXPECT_EQ(checksums, read_checksums(path / "x1.h5"));
  }
}

TEST_F(Render, ProvesItsBytesAndLeavesNothingBehind) {
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  const auto verified = verify_result(path / "x.h5");
  EXPECT_THAT(verified.damage, IsEmpty());
  EXPECT_GT(verified.checked, 100u);
  EXPECT_FALSE(std::filesystem::exists(path / "x.h5.tmp"));
}

TEST_F(Render, OneChangedByteAnywhereIsFound) {
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  const std::string bytes = test::read_all(path / "x.h5");
  constexpr std::size_t stride = 211;
  for (std::size_t i = 0; i < bytes.size(); i += i + stride < bytes.size() - 500 ? stride : 1) {
    std::fstream file(path / "x.h5", std::ios::in | std::ios::out | std::ios::binary);
    const auto put = [&](char c) {
      file.seekp(std::streamoff(i));
      file.put(c);
      file.flush();
    };
    put(char(bytes[i] ^ 0x10));
    ASSERT_THAT(verify_result(path / "x.h5").damage, Not(IsEmpty())) << "byte " << i;
    put(bytes[i]);
  }
  EXPECT_THAT(verify_result(path / "x.h5").damage, IsEmpty());
}

TEST_F(Render, IsReadAlikeByEveryReader) {
  if (world.size() > 1) return;  // a child process of one of several MPI ranks is asking for trouble
  const auto status_of_check = [&](const std::string& name) {
    const std::string command = "/usr/bin/python3 '" YIELDSCAPE_SOURCE_DIR
                                "/"
                                "tests/end2end/check_readers.py' '" +
                                (path / name).string() + "'";
    return std::system(command.c_str());
  };
  render_on(1, "x.h5");
  EXPECT_EQ(status_of_check("x.h5"), 0);
  std::filesystem::remove_all(run().journals());
  render_on(1, "empty.h5");
  EXPECT_EQ(status_of_check("empty.h5"), 0) << "no realization and no event";
}

TEST_F(Render, AveragesTheGaplessPrefix) {
  render_on(world.size(), "x.h5");
  EXPECT_TRUE(report.partial);
  EXPECT_EQ(report.points[0], (PointProgress{150, 149, 0, 100, 100}));
  EXPECT_EQ(report.points[1], (PointProgress{70, 69, 1, 70, 69}));
  EXPECT_EQ(report.points[2], (PointProgress{5, 0, 0, 0, 0}));
  if (!world.is_root()) return;

  const auto file = path / "x.h5";
  Moments first(1);
  Moments flow(1);
  double peaks = 0;
  for (std::uint32_t r = 0; r < 100; ++r) {
    const auto result = result_of(0, r);
    const auto stress = result.records.series[Observable::stress];
    first.add(stress.subspan(2, 1));
    const double value = flow_stress(stress);
    flow.add(std::span(&value, 1));
    peaks += std::ranges::max(stress);
  }
  EXPECT_NEAR(read_mean_curve(file, 0, "stress_mean")[2], first.mean(0), 1e-14);
  EXPECT_NEAR(read_mean_curve(file, 0, "stress_sem")[2], first.sem(0), 1e-14);
  EXPECT_NEAR(read_mean_curve(file, 0, "stress_m4")[2], first.central(0, 4), 1e-14);
  EXPECT_EQ(read_mean_curve(file, 0, "stress_count")[2], 100);
  EXPECT_EQ(read_mean_curve(file, 1, "stress_count")[2], 69);
  EXPECT_TRUE(std::isnan(read_mean_curve(file, 2, "stress_mean")[2]));
  const auto overview = read_overview(file);
  EXPECT_NEAR(overview.points[0].flow_stress, flow.mean(0), 1e-14);
  EXPECT_NEAR(overview.points[0].flow_stress_sem, flow.sem(0), 1e-14);
  EXPECT_NEAR(overview.points[0].mean_of_peaks, peaks / 100, 1e-14);
}

TEST_F(Render, OverviewSaysWhatIsThere) {
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  const auto overview = read_overview(path / "x.h5");
  EXPECT_EQ(overview.title, "made up");
  EXPECT_TRUE(overview.partial);
  EXPECT_EQ(overview.slips, 12345);
  const auto near_ties = read_table(path / "x.h5", "/realizations/near_ties");
  EXPECT_EQ(near_ties[5],
            (std::vector<double>{double(result_of(0, 5).near_ties), double(result_of(1, 5).near_ties), 0}));
  double sum = 0;
  for (const auto& row : near_ties) sum += std::accumulate(row.begin(), row.end(), 0.0);
  EXPECT_GT(sum, 0);
  EXPECT_EQ(double(overview.near_ties), sum);
  ASSERT_EQ(overview.points.size(), 3u);
  EXPECT_EQ(overview.points[1].name, "second, längerer Name");
  EXPECT_EQ(overview.points[1].realizations_failed, 1);
  EXPECT_EQ(overview.points[0].realizations, 100);
  EXPECT_EQ(overview.points[0].realizations_done, 149);
  EXPECT_NEAR(overview.points[0].N, std::sqrt(6.0), 1e-15);
}

TEST_F(Render, EventsAreOrderedByPointRealizationAndTime) {
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  std::vector<double> strain;
  std::vector<double> realization;
  for (std::size_t p = 0; p < 3; ++p) {
    for (std::uint32_t r = 0; r < spec.points[p].realizations(); ++r) {
      if (is_absent(p, r) || is_failed(p, r)) continue;
      for (const auto& avalanche : result_of(p, r).records.avalanches) {
        strain.push_back(avalanche.strain);
        realization.push_back(r);
      }
    }
  }
  // A zero strain is a finite number, so the table reader takes these columns.
  EXPECT_EQ(read_table(path / "x.h5", "/events/strain")[0], strain);
  EXPECT_EQ(read_table(path / "x.h5", "/events/realization")[0], realization);
}

TEST_F(Render, StatusAndHistogramsCountRealizations) {
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  const auto status = read_table(path / "x.h5", "/realizations/status");
  ASSERT_EQ(status.size(), 150u);
  EXPECT_EQ(status[0], (std::vector<double>{1, 1, 0}));
  EXPECT_EQ(status[3], (std::vector<double>{1, 2, 0}));
  EXPECT_EQ(status[100], (std::vector<double>{0, 0, 0}));
  // made_up_result(seed) with fields counts {seed, 1, 2, 3}, for realizations 0 and 1.
  const auto histogram = read_table(path / "x.h5", "/histograms/0.3/strength");
  EXPECT_EQ(histogram[0], (std::vector<double>{0 + 1, 1000 + 1001, 0}));
  EXPECT_EQ(histogram[3], (std::vector<double>{6, 6, 0}));
}

TEST_F(Render, ReplacesAnOldResultAndNothingElse) {
  render_on(world.size(), "x.h5");
  render_on(world.size(), "x.h5");
  if (world.is_root()) test::write_all(path / "thesis.h5", "not a result");
  world.barrier();
  EXPECT_THAT(message_of<Error>([&] { render_on(world.size(), "thesis.h5"); }),
              HasSubstr("not a result of yieldscape"));
  EXPECT_EQ(test::read_all(path / "thesis.h5"), "not a result");
}

TEST_F(Render, FollowsASymbolicLink) {
  if (world.is_root()) std::filesystem::create_symlink(path / "target.h5", path / "link.h5");
  world.barrier();
  render_on(world.size(), "link.h5");
  if (!world.is_root()) return;
  EXPECT_TRUE(std::filesystem::is_symlink(path / "link.h5"));
  EXPECT_THAT(verify_result(path / "target.h5").damage, IsEmpty());
}

TEST_F(Render, WithoutCurvesKeepsTheStatistics) {
  spec.record.realizations = false;
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  EXPECT_EQ(read_mean_curve(path / "x.h5", 0, "stress_count")[0], 100);
  EXPECT_THROW(static_cast<void>(read_table(path / "x.h5", "/realizations/stress")), ConfigurationError);
}

TEST_F(Render, OfAnEmptyRunIsAllNan) {
  if (world.is_root()) std::filesystem::remove_all(run().journals());
  world.barrier();
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  EXPECT_TRUE(std::isnan(read_overview(path / "x.h5").points[0].flow_stress));
  EXPECT_THAT(verify_result(path / "x.h5").damage, IsEmpty());
}

TEST_F(Render, TablesAreReadFromHdf5ByName) {
  render_on(world.size(), "x.h5");
  if (!world.is_root()) return;
  const auto refusal = [&](const std::string& dataset) {
    return message_of<ConfigurationError>([&] { static_cast<void>(read_table(path / "x.h5", dataset)); });
  };
  EXPECT_EQ(read_table(path / "x.h5", "statistics/strain").size(), 1u) << "the leading slash may be left out";
  EXPECT_THAT(refusal(""), HasSubstr("name the dataset to read"));
  EXPECT_THAT(refusal("/nowhere/such"), HasSubstr("there is none of this name"));
  EXPECT_THAT(refusal("/statistics/name"), HasSubstr("text, not numbers"));
  EXPECT_THAT(refusal("/realizations/stress"), HasSubstr("3 dimensions"));
  EXPECT_THAT(refusal("/statistics/stress_mean"), HasSubstr("not a finite number"));
}

TEST_F(Render, IndexOfAllRanksIsThatOfOne) {
  const auto run_hash = hash128(canonical_text(spec));
  const auto index = index_journals(world, run().journals(), run_hash);
  if (!world.is_root()) {
    EXPECT_THAT(index.done(), IsEmpty());
    return;
  }
  const auto alone = index_journals(run().journals(), run_hash);
  ASSERT_EQ(index.done().size(), alone.done().size());
  for (std::size_t i = 0; i < index.done().size(); ++i) {
    ASSERT_EQ(index.done()[i].task, alone.done()[i].task);
    ASSERT_EQ(index.done()[i].journal, alone.done()[i].journal);
    ASSERT_EQ(index.done()[i].offset, alone.done()[i].offset);
  }
  EXPECT_EQ(index.failed().size(), 1u);
}

TEST_F(Render, AContradictionInTheJournalsReachesEveryRank) {
  if (world.is_root()) {
    JournalWriter writer(run().journal("other", 0), {hash128(canonical_text(spec)), "other", 0});
    writer.done({spec.points[0].hash(), 0}, made_up_result(77, strains));
  }
  world.barrier();
  EXPECT_THAT(message_of<Error>([&] { render_on(world.size(), "x.h5"); }), HasSubstr("determinism alarm"));
  const auto run_hash = hash128(canonical_text(spec));
  EXPECT_THAT(
      message_of<Error>([&] { static_cast<void>(index_journals(world, run().journals(), run_hash)); }),
      HasSubstr("determinism alarm"));
}

/// Points so long that errors come from leaving out groups of 128 and of 64 realizations, and a short one.
class RenderMany : public Render {
 protected:
  static constexpr std::array<std::uint32_t, 3> realizations{9000, 5000, 100};
  static constexpr std::array<std::uint32_t, 3> group{128, 64, 1};

  RenderMany() {
    spec.record = {.realizations = false, .events = false};
    spec.points.clear();
    for (std::size_t p = 0; p < realizations.size(); ++p) {
      spec.points.emplace_back(Point::Labels{std::to_string(p), "", "disordered"},
                               params(2, 3, 0.05 + 0.01 * double(p)), realizations[p]);
    }
  }
  void make_run() override {
    prepare_run(run_in(*directory), spec);
    const Hash128 identity = hash128(canonical_text(spec));
    JournalWriter writer(run_in(*directory).journal("s", 0), {identity, "s", 0});
    for (std::size_t p = 0; p < realizations.size(); ++p) {
      for (std::uint32_t r = 0; r < realizations[p]; ++r)
        writer.done({spec.points[p].hash(), r}, many_result(p, r));
    }
    write_session(run_in(*directory), {.name = "s", .started = 1, .hosts = "here"});
  }
  static RealizationResult many_result(std::size_t point, std::uint32_t r) {
    return made_up_result(std::uint32_t(10000 * point) + r, strains);
  }
  static RunDirectory run_in(const test::TemporaryDirectory& where) { return RunDirectory(where / "x.run"); }
};

TEST_F(RenderMany, ErrorsOfManyRealizationsComeFromGroupsOfThem) {
  for (int ranks = 1; ranks <= world.size(); ++ranks) {
    render_on(ranks, "x" + std::to_string(ranks) + ".h5");
    if (!world.is_root()) continue;
    EXPECT_EQ(read_checksums(path / ("x" + std::to_string(ranks) + ".h5")), read_checksums(path / "x1.h5"));
  }
  if (!world.is_root()) return;
  const auto overview = read_overview(path / "x1.h5");
  for (std::size_t p = 0; p < realizations.size(); ++p) {
    const std::uint32_t groups = realizations[p] / group[p];  // what is left over is less than half a group
    std::vector<std::vector<double>> sums(groups + 1, std::vector<double>(2 * strains));
    std::vector<double> all(2 * strains);
    for (std::uint32_t r = 0; r < realizations[p]; ++r) {
      const auto result = many_result(p, r);
      for (std::size_t k = 0; k < 2 * strains; ++k) {
        const double value =
            result.records.series[k < strains ? Observable::stress : Observable::localization][k % strains];
        sums[r / group[p]][k] += value;
        all[k] += value;
      }
    }
    Moments left_out(2);
    for (std::uint32_t g = 0; g < groups; ++g) {
      std::vector<double> without(2 * strains);
      for (std::size_t k = 0; k < without.size(); ++k)
        without[k] = (all[k] - sums[g][k]) / (realizations[p] - group[p]);
      left_out.add(std::array{*std::ranges::max_element(std::span(without).first(strains)),
                              *std::ranges::max_element(std::span(without).last(strains))});
    }
    EXPECT_NEAR(overview.points[p].peak_stress_sem, left_out.jackknife_sem(0), 1e-12);
    EXPECT_NEAR(overview.points[p].localization_max_sem, left_out.jackknife_sem(1), 1e-12);
    EXPECT_GT(left_out.jackknife_sem(0), 0);
  }
}

}  // namespace
}  // namespace yieldscape
