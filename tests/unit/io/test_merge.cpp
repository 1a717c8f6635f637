#include "support.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/io/merge.hpp"
#include "yieldscape/io/session.hpp"
#include "yieldscape/io/verify.hpp"

namespace yieldscape {
namespace {

using test::made_up_result;
using test::message_of;
using test::TemporaryDirectory;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

EnsembleSpec ensemble(double c0) {
  ModelParams params;
  params.moduli = {19, 55};
  params.initial_thresholds = {.mean = 1.65, .std = 0.5};
  params.renewed_thresholds = params.initial_thresholds;
  params.slip.c0 = c0;
  EnsembleSpec spec;
  spec.grid = {0.1, 6};
  spec.points.emplace_back(Point::Labels{"c0=" + std::to_string(c0), "", ""}, params, 3);
  return spec;
}

class Merge : public testing::Test {
 protected:
  /// A run with one journal that holds one realization.
  RunDirectory make_run(const std::string& name, const EnsembleSpec& spec, std::uint32_t realization) {
    const RunDirectory run(directory / name);
    prepare_run(run, spec);
    JournalWriter writer(run.journal("session", 0), {hash128(canonical_text(spec)), "session", 0});
    writer.done({spec.points[0].hash(), realization}, made_up_result(realization));
    write_session(run, {.name = name, .started = 1});
    return run;
  }
  TemporaryDirectory directory;
};

EnsembleSpec both() {
  EnsembleSpec spec = ensemble(0.05);
  spec.points.push_back(ensemble(0.06).points[0]);
  return spec;
}

TEST_F(Merge, UnitesJournalsPointsAndSessions) {
  const auto a = make_run("a.run", ensemble(0.05), 0);
  const auto b = make_run("b.run", ensemble(0.06), 1);
  const auto c = make_run("c.run", ensemble(0.05), 2);
  const RunDirectory target(directory / "all.run");
  const std::vector sources{a, b, c};
  auto report = merge_runs(sources, target, both());
  EXPECT_EQ(report.journals_copied, 3u);
  const auto identity = read_identity(target).value();
  EXPECT_EQ(identity, identity_of(both()));
  const auto index = index_journals(target.journals(), identity.run());
  EXPECT_THAT(index.done(), SizeIs(3));
  EXPECT_THAT(index.damage(), IsEmpty());
  EXPECT_THAT(read_sessions(target), SizeIs(3));

  report = merge_runs(sources, target, both());
  EXPECT_EQ(report.journals_copied, 0u);
  EXPECT_EQ(report.journals_known, 3u);
}

TEST_F(Merge, AnotherEnsembleIsRefusedAndNothingTouched) {
  const auto a = make_run("a.run", ensemble(0.05), 0);
  auto other = ensemble(0.05);
  other.seed = 9;
  const auto b = make_run("b.run", other, 0);
  const auto merge = [&] { merge_runs(std::vector{b}, a, ensemble(0.05)); };
  EXPECT_THAT(message_of<IdentityError>(merge), AllOf(HasSubstr("b.run"), HasSubstr("seed: 9")));
  EXPECT_THAT(list_journals(a.journals()), SizeIs(1));
}

TEST_F(Merge, APointThatTheConfigurationDoesNotHaveIsRefusedAndNothingTouched) {
  const auto a = make_run("a.run", ensemble(0.05), 0);
  const auto b = make_run("b.run", ensemble(0.06), 0);
  const RunDirectory target(directory / "all.run");
  const auto merge = [&] { merge_runs(std::vector{a, b}, target, ensemble(0.05)); };
  EXPECT_THAT(message_of<IdentityError>(merge),
              AllOf(HasSubstr("b.run"), HasSubstr("point 'c0=0.06"), HasSubstr("can be merged")));
  EXPECT_FALSE(std::filesystem::exists(target.path()));
}

TEST_F(Merge, SomethingThatIsNoRunIsRefused) {
  const std::vector sources{RunDirectory(directory / "x")};
  EXPECT_THAT(message_of<IoError>([&] { merge_runs(sources, RunDirectory("y"), both()); }),
              HasSubstr("no run directory"));
}

TEST_F(Merge, VerifyFindsAChangedByteInAJournal) {
  const auto a = make_run("a.run", ensemble(0.05), 0);
  EXPECT_THAT(verify_journals(a).damage, IsEmpty());
  EXPECT_EQ(verify_journals(a).checked, 1u);
  const auto journal = a.journal("session", 0);
  std::string bytes = test::read_all(journal);
  bytes[300] = char(bytes[300] ^ 1);
  test::write_all(journal, bytes);
  ASSERT_THAT(verify_journals(a).damage, SizeIs(1));
  EXPECT_THAT(describe(verify_journals(a).damage[0]), HasSubstr("session-r00000.journal: offset 128"));
}

}  // namespace
}  // namespace yieldscape
