#include "support.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/run_directory.hpp"
#include "yieldscape/io/run_lock.hpp"
#include "yieldscape/io/session.hpp"

namespace yieldscape {
namespace {

using test::message_of;
using test::read_all;
using test::TemporaryDirectory;
using test::write_all;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

ModelParams params(double c0) {
  ModelParams params;
  params.moduli = {19, 55};
  params.initial_thresholds = {.mean = 1.65, .std = 0.5};
  params.renewed_thresholds = {.mean = 1.0, .std = 0.4};
  params.slip.c0 = c0;
  return params;
}

EnsembleSpec ensemble(std::vector<double> slips) {
  EnsembleSpec spec;
  spec.grid = {0.1, 4};
  for (const double c0 : slips)
    spec.points.emplace_back(Point::Labels{"c0=" + std::to_string(c0), "", ""}, params(c0), 3);
  return spec;
}

TEST(RunDirectory, LiesBesideTheResult) {
  EXPECT_EQ(run_directory_of("some/where/x.y.h5").path(), "some/where/x.y.run");
  EXPECT_EQ(run_directory_of("x").path(), "x.run");
}

class Run : public testing::Test {
 protected:
  TemporaryDirectory temporary;
  RunDirectory directory{temporary / "x.run"};
};

TEST_F(Run, IdentityIsWrittenAndReadBack) {
  const auto spec = ensemble({0.05, 0.1});
  EXPECT_FALSE(read_identity(directory));
  prepare_run(directory, spec);
  EXPECT_EQ(read_identity(directory), identity_of(spec));
  const std::string text = read_all(directory.identity());
  EXPECT_THAT(text, HasSubstr("  seed = 1\n"));
  EXPECT_THAT(text, HasSubstr("point " + spec.points[0].hash().hex() + " c0=0.05"));
  prepare_run(directory, spec);
  EXPECT_EQ(read_all(directory.identity()), text);
}

TEST_F(Run, NewPointsExtend) {
  prepare_run(directory, ensemble({0.05}));
  const auto spec = ensemble({0.1, 0.05});
  prepare_run(directory, spec);
  const auto identity = read_identity(directory).value();
  ASSERT_THAT(identity.points, SizeIs(2));
  EXPECT_EQ(identity.points[0].hash, spec.points[1].hash()) << "known points come first";
}

TEST_F(Run, AnotherSeedIsRefusedWithBothValues) {
  auto spec = ensemble({0.05});
  prepare_run(directory, spec);
  spec.seed = 7;
  EXPECT_THAT(message_of<IdentityError>([&] { check_run(directory, spec); }),
              HasSubstr("seed: 1 in the run directory, 7 in the configuration"));
}

TEST_F(Run, VanishedPointIsComparedWithTheMostSimilarNewOne) {
  prepare_run(directory, ensemble({0.05, 0.1}));
  auto spec = ensemble({0.1, 0.07});
  auto far = params(0.2);
  far.moduli.shear_modulus = 1;
  spec.points.emplace_back(Point::Labels{"far", "", ""}, far, 3);
  const auto message = message_of<IdentityError>([&] { prepare_run(directory, spec); });
  EXPECT_THAT(message, HasSubstr("slip.c0: 0.05 in the run directory, 0.07 in the configuration"));
  EXPECT_THAT(message, Not(HasSubstr("shear_modulus")));
  EXPECT_THAT(message_of<IdentityError>([&] { prepare_run(directory, ensemble({0.1})); }),
              HasSubstr("points may be added, not removed"));
}

TEST_F(Run, EveryChangedByteOfTheIdentityIsFound) {
  prepare_run(directory, ensemble({0.05}));
  const std::string text = read_all(directory.identity());
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string damaged = text;
    damaged[i] = char(damaged[i] ^ 1);
    write_all(directory.identity(), damaged);
    EXPECT_THROW(static_cast<void>(read_identity(directory)), CorruptError) << "byte " << i;
    write_all(directory.identity(), text.substr(0, i));
    EXPECT_THROW(static_cast<void>(read_identity(directory)), CorruptError) << "cut to " << i;
  }
}

TEST_F(Run, ForeignDirectoryOrFileIsRefused) {
  std::filesystem::create_directories(directory.path());
  write_all(directory.path() / "thesis.tex", "x");
  EXPECT_THAT(message_of<IoError>([&] { check_run(directory, ensemble({0.05})); }), HasSubstr("thesis.tex"));
  const RunDirectory file(temporary / "y.run");
  write_all(file.path(), "x");
  EXPECT_THAT(message_of<IoError>([&] { check_run(file, ensemble({0.05})); }), HasSubstr("Not a directory"));
}

TEST_F(Run, SessionsAreKeptByTime) {
  prepare_run(directory, ensemble({0.05}));
  SessionRecord second{
      .name = "b", .started = 20.5, .hosts = "n1 x4", .flags = "-O3 \"quoted\"", .slips = 1ull << 60};
  second.ended = 30;
  SessionRecord first{.name = "c", .started = 10};
  write_session(directory, second);
  write_session(directory, first);
  write_all(directory.sessions() / "broken.json", "{");
  const auto sessions = read_sessions(directory);
  ASSERT_THAT(sessions, SizeIs(2));
  EXPECT_EQ(sessions[0].name, "c");
  EXPECT_EQ(sessions[1], second);
  EXPECT_NE(sessions[0].ended, sessions[0].ended) << "NaN: not ended";
}

// A lock that a process on another host made now.
void write_foreign_lock(const std::filesystem::path& path, const std::string& more = "") {
  std::filesystem::create_directories(path.parent_path());
  write_all(path, "host = elsewhere\npid = 12\nprocess_start = 5\ntime = 2024-01-01T00:00:00Z\n" + more);
}

TEST_F(Run, LockIsHeldByOne) {
  const RunLock lock(directory);
  const auto message = message_of<LockedError>([&] { RunLock second(directory); });
  EXPECT_THAT(message, HasSubstr("process " + std::to_string(::getpid()) + " on " + host_name()));
  EXPECT_THAT(message, HasSubstr("-o"));
  lock.touch();
}

TEST_F(Run, LockIsReleased) {
  { const RunLock lock(directory); }
  { const RunLock lock(directory); }
  EXPECT_TRUE(std::filesystem::is_empty(directory.path()));
}

TEST_F(Run, LockOfADeadProcessIsTakenOver) {
  const pid_t child = ::fork();
  if (child == 0) {
    const RunLock lock(directory);
    ::_exit(0);  // without the destructor, as if killed
  }
  ::waitpid(child, nullptr, 0);
  EXPECT_TRUE(std::filesystem::exists(directory.path() / "lock"));
  const RunLock lock(directory);
  lock.touch();
}

TEST_F(Run, LiveLockOfAnotherHostHoldsUntilItIsOld) {
  write_foreign_lock(directory.path() / "lock");
  EXPECT_THAT(message_of<LockedError>([&] { RunLock lock(directory); }),
              HasSubstr("process 12 on elsewhere"));
  const timespec old[2] = {{::time(nullptr) - 400, 0}, {::time(nullptr) - 400, 0}};
  ::utimensat(AT_FDCWD, (directory.path() / "lock").c_str(), old, 0);
  const RunLock lock(directory);
}

TEST_F(Run, LockOfTheSameSlurmJobBeforeItsRestartIsTakenOver) {
  write_foreign_lock(directory.path() / "lock", "slurm_job = 77\nslurm_restart = \n");
  ::setenv("SLURM_JOB_ID", "77", 1);
  EXPECT_THROW(RunLock lock(directory), LockedError) << "same start: another step of the job is at work";
  ::setenv("SLURM_RESTART_COUNT", "1", 1);
  { const RunLock lock(directory); }
  ::unsetenv("SLURM_JOB_ID");
  ::unsetenv("SLURM_RESTART_COUNT");
}

TEST_F(Run, LostLockIsNoticedAndNotRemoved) {
  {
    const RunLock lock(directory);
    write_foreign_lock(directory.path() / "lock");
    EXPECT_THAT(message_of<LockedError>([&] { lock.touch(); }), HasSubstr("process 12 on elsewhere"));
  }
  EXPECT_TRUE(std::filesystem::exists(directory.path() / "lock"));
}

TEST_F(Run, ShardsOfOneDivisionRunSideBySide) {
  const RunLock first(directory, Shard{0, 4});
  const RunLock second(directory, Shard{3, 4});
  EXPECT_THROW(RunLock(directory, Shard{3, 4}), LockedError);
  EXPECT_THROW(RunLock(directory, Shard{1, 3}), LockedError);
  EXPECT_THROW(RunLock{directory}, LockedError);
}

TEST_F(Run, WholeRunExcludesShards) {
  const RunLock whole(directory);
  EXPECT_THROW(RunLock(directory, Shard{0, 4}), LockedError);
  EXPECT_FALSE(std::filesystem::exists(directory.path() / "lock.0-of-4"));
}

}  // namespace
}  // namespace yieldscape
