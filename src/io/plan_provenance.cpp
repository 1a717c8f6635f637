#include <cmath>

#include "result_groups.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {

namespace {

using hdf5::ElementType;

constexpr std::string_view seed_rule =
    "Random numbers are pure functions (Philox4x32-10, Random123) of a key and a counter. Key: the 64-bit "
    "stream_key of "
    "the point (low word first) = first 8 bytes of XXH3-128 of the text 'yieldscape seed=<seed> "
    "point=<point_hash>' "
    "(seed_policy independent) or 'yieldscape seed=<seed>' (common). Counter words: visit, site, "
    "realization, stream. "
    "Output words 0, 1 and 2, 3 make two 64-bit integers (low word first); of each the upper 52 bits j give "
    "u = (2j + 1)/2^53. Streams: 0 initial thresholds, 1 renewal (first number: slip, second: threshold; "
    "visit: earlier "
    "slips of the site), 2 initial stress.";

void plan_sessions(ResultPlan& plan, const ResultContents& contents) {
  GroupPlan group(plan, "/provenance/sessions");
  const auto& sessions = contents.sessions;
  const std::uint64_t S = sessions.size();
  group.count({"session", "number of the session", "", "1", "by start"}, S);
  const auto texts = [&](std::string name, std::string long_name, const auto& value) {
    std::vector<std::string> values;
    for (const auto& session : sessions) values.push_back(value(session));
    group.texts({std::move(name), std::move(long_name), "", "1", ""}, {"session"}, values);
  };
  const auto numbers = [&](std::string name, std::string long_name, std::string unit, const auto& value) {
    std::vector<double> values;
    for (const auto& session : sessions) values.push_back(double(value(session)));
    group.numbers({std::move(name), std::move(long_name), "", std::move(unit), ""}, {"session"}, values);
  };
  texts("name", "name of the session", [](const auto& s) { return s.name; });
  texts("started", "start, UTC", [](const auto& s) { return utc(s.started); });
  texts("ended", "end, UTC; empty if it did not end in order",
        [](const auto& s) { return std::isnan(s.ended) ? std::string() : utc(s.ended); });
  // Not "s since …": readers of that form would turn the numbers into dates and trip over NaN.
  numbers("wall_seconds", "time from start to end; NaN if it did not end in order", "s",
          [](const auto& s) { return s.ended - s.started; });
  numbers("ranks", "ranks", "1", [](const auto& s) { return s.ranks; });
  texts("hosts", "hosts", [](const auto& s) { return s.hosts; });
  texts("version", "version of the program", [](const auto& s) { return s.version; });
  texts("commit", "commit of the program", [](const auto& s) { return s.commit; });
  texts("compiler", "compiler", [](const auto& s) { return s.compiler; });
  texts("flags", "compiler flags", [](const auto& s) { return s.flags; });
  texts("libraries", "versions of the libraries", [](const auto& s) { return s.libraries; });
  numbers("realizations", "realizations finished", "1", [](const auto& s) { return s.realizations; });
  numbers("slips", "slips computed", "1", [](const auto& s) { return s.slips; });
  numbers("core_seconds", "CPU time in the physics", "s", [](const auto& s) { return s.core_seconds; });
}

}  // namespace

void plan_provenance(ResultPlan& plan, const ResultContents& contents) {
  GroupPlan group(plan, "/provenance");
  const std::uint64_t P = contents.spec.points.size();
  const std::uint64_t R = contents.realizations();
  group.text({"configuration", "configuration as given", "", "1", ""}, contents.provenance.configuration);
  group.text({"configuration_resolved", "configuration as resolved", "", "1", ""},
             contents.provenance.configuration_resolved);
  group.text(
      {"run_identity", "canonical text of the ensemble", "", "1", "what decides the data beside the points"},
      canonical_text(contents.spec));
  group.text({"seed_rule", "how random numbers are made", "", "1", ""}, std::string(seed_rule));
  group.count(point_axis(), P);
  std::vector<std::string> canonical_texts;
  for (const Point& point : contents.spec.points) canonical_texts.push_back(point.canonical_text());
  group.texts({"point_canonical_text", "canonical text of the parameter point", "", "1",
               "every parameter that affects the physics, one 'key = value' a line"},
              {"point"}, std::move(canonical_texts));
  group.count(realization_axis(), R);
  group.later({"realization_seconds", "CPU time of the realization", "", "s", "NaN where absent"},
              ElementType::float64, {P, R}, {"point", "realization"});
  plan_sessions(plan, contents);
}

}  // namespace yieldscape
