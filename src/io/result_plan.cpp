#include "result_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>

#include "yieldscape/core/build_info.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/landscape/threshold_law.hpp"

namespace yieldscape {

namespace {

using hdf5::ElementType;
using hdf5::Shape;
using Role = PlannedDataset::Role;

struct Description {
  std::string name;
  std::string long_name;
  std::string symbol;
  std::string unit;
  std::string equation;
};

std::vector<std::pair<std::string, std::string>> attributes_of(const Description& what) {
  return {{"units", what.unit},
          {"long_name", what.long_name},
          {"symbol", what.symbol},
          {"equation", what.equation}};
}

template <typename T>
std::vector<std::byte> bytes_of(const std::vector<T>& values) {
  const auto view = std::as_bytes(std::span(values));
  return {view.begin(), view.end()};
}

/// "(LJ stress)^2".
std::string power_of(std::string_view unit, int order) {
  return unit == "1" ? "1" : fmt::format("({})^{}", unit, order);
}

/// Collects the datasets of one group.
class Group {
 public:
  Group(ResultPlan& plan, std::string path) : plan_(plan), path_(std::move(path)) {}

  [[nodiscard]] std::string path(std::string_view name) const { return fmt::format("{}/{}", path_, name); }

  void scale(const Description& what, const std::vector<double>& values) {
    add(what, {ElementType::float64, {values.size()}}, {}, bytes_of(values), Role::scale);
  }
  /// A coordinate that only counts: 0, 1, …
  void count(const Description& what, std::uint64_t length) {
    std::vector<std::int64_t> values(length);
    std::iota(values.begin(), values.end(), std::int64_t{0});
    add(what, {ElementType::int64, {length}}, {}, bytes_of(values), Role::scale);
  }
  void dimension(const Description& what, std::uint64_t length) {
    add(what, {ElementType::float64, {length}}, {}, {}, Role::dimension);
  }
  void numbers(const Description& what, const std::vector<std::string>& scales,
               const std::vector<double>& values) {
    add(what, {ElementType::float64, {values.size()}}, scales, bytes_of(values));
  }
  void integers(const Description& what, const std::vector<std::string>& scales,
                const std::vector<std::int64_t>& values) {
    add(what, {ElementType::int64, {values.size()}}, scales, bytes_of(values));
  }
  void texts(const Description& what, const std::vector<std::string>& scales,
             std::vector<std::string> values) {
    add(what, {ElementType::texts, {values.size()}}, scales, {}).texts = std::move(values);
  }
  void text(const Description& what, const std::string& value) {
    // The closing zero is part of it: netCDF-C 4.9.0 does not add one of its own.
    const std::vector<char> characters(value.c_str(), value.c_str() + value.size() + 1);
    add(what, {ElementType::text, {}, characters.size()}, {}, bytes_of(characters));
  }

  /// One that is written later.
  PlannedDataset& later(const Description& what, ElementType type, Shape shape,
                        const std::vector<std::string>& scales) {
    return add(what, {type, std::move(shape)}, scales, {});
  }

 private:
  PlannedDataset& add(const Description& what, hdf5::Format format, const std::vector<std::string>& scales,
                      std::vector<std::byte> content, Role role = Role::data) {
    std::vector<std::string> scale_paths;
    for (const auto& name : scales) scale_paths.push_back(name.starts_with('/') ? name : path(name));
    plan_.datasets.push_back({path(what.name),
                              std::move(format),
                              std::move(scale_paths),
                              role,
                              attributes_of(what),
                              {},
                              std::move(content)});
    return plan_.datasets.back();
  }

  ResultPlan& plan_;
  std::string path_;
};

const Description point_axis{"point", "number of the parameter point", "p", "1",
                             "position in the configuration"};
const Description realization_axis{"realization", "number of the realization", "", "1", "counted from 0"};

std::vector<double> strains_of(const StrainGrid& grid) {
  std::vector<double> strains(grid.count);
  for (std::size_t k = 0; k < grid.count; ++k) strains[k] = grid.strain(k);
  return strains;
}

struct PointQuantity {
  Description what;
  std::function<double(const Point&)> value;
};

const std::vector<PointQuantity>& point_quantities() {
  static const std::vector<PointQuantity> table{
      {{"N", "side of the lattice", "N", "1", "sqrt(Lx Ly)"},
       [](const Point& p) { return p.params().lattice.side(); }},
      {{"Lx", "sites along x", "Lx", "1", "first index of maps"},
       [](const Point& p) { return double(p.params().lattice.lx()); }},
      {{"Ly", "sites along y", "Ly", "1", "second index of maps"},
       [](const Point& p) { return double(p.params().lattice.ly()); }},
      {{"disorder_strength", "disorder strength", "s", "1", "std(σ_c renewed)/(μ* <ε_0>), eq. (3)"},
       [](const Point& p) { return disorder_strength(p.params()); }},
      {{"age", "age parameter", "r", "1", "(<σ_c initial> − <σ_c renewed>)/<σ_c renewed>, eq. (6)"},
       [](const Point& p) { return age(p.params()); }},
      {{"c0", "mean slip at zero threshold", "c0", "1", "<ε_0> = c0 + c1 σ_c², eqs. (11), (12)"},
       [](const Point& p) { return p.params().slip.c0; }},
      {{"c1", "growth of the mean slip with the squared threshold", "c1", "1/(LJ stress)^2",
        "<ε_0> = c0 + c1 σ_c², eqs. (11), (12)"},
       [](const Point& p) { return p.params().slip.c1; }},
      {{"mean_slip", "mean slip increment over the renewed thresholds", "<ε_0>", "1", "c0 + c1 <σ_c²>"},
       [](const Point& p) { return mean_slip(p.params()); }},
      {{"shear_modulus", "shear modulus", "μ", "LJ stress", "Σ = 2μ(ε − <ε_p>)"},
       [](const Point& p) { return p.params().moduli.shear_modulus; }},
      {{"bulk_modulus", "bulk modulus in two dimensions", "K", "LJ stress", "enters by μ*"},
       [](const Point& p) { return p.params().moduli.bulk_modulus; }},
      {{"effective_modulus", "stress drop per unit slip in an inclusion", "μ*", "LJ stress",
        "μ/(1 + μ/K), eq. (1)"},
       [](const Point& p) { return p.params().moduli.effective_modulus(); }},
      {{"initial_threshold_mean", "mean of the law of initial thresholds", "<σ_c initial>", "LJ stress",
        "as drawn"},
       [](const Point& p) { return ThresholdLaw(p.params().initial_thresholds).mean(); }},
      {{"initial_threshold_std", "standard deviation of the law of initial thresholds", "std(σ_c initial)",
        "LJ stress", "as drawn"},
       [](const Point& p) { return ThresholdLaw(p.params().initial_thresholds).std(); }},
      {{"renewed_threshold_mean", "mean of the law of renewed thresholds", "<σ_c renewed>", "LJ stress",
        "as drawn"},
       [](const Point& p) { return ThresholdLaw(p.params().renewed_thresholds).mean(); }},
      {{"renewed_threshold_std", "standard deviation of the law of renewed thresholds", "std(σ_c renewed)",
        "LJ stress", "as drawn"},
       [](const Point& p) { return ThresholdLaw(p.params().renewed_thresholds).std(); }},
      {{"initial_stress_std", "standard deviation of the initial internal stress", "w_0", "LJ stress",
        "0: none, as in the paper"},
       [](const Point& p) { return p.params().internal_stress_std; }},
  };
  return table;
}

/// Written at the end: what is read off the mean curves, with errors.
const std::vector<Description>& summary_quantities() {
  static const std::vector<Description> table = [] {
    std::vector<Description> list;
    const auto with_error = [&](const Description& what, std::string_view error) {
      list.push_back(what);
      list.push_back(
          {what.name + "_sem", what.long_name + ", standard error", "", what.unit, std::string(error)});
    };
    constexpr std::string_view jackknife = "leave-one-out jackknife over realizations";
    with_error({"flow_stress", "flow stress", "Σ_flow", "LJ stress",
                "mean over strains >= strain_max/2 of each realization, then over realizations"},
               "std/sqrt(n) over realizations");
    list.push_back({"flow_stress_lower", "flow stress, lower end of its 95 % interval", "", "LJ stress",
                    "percentile bootstrap over realizations"});
    list.push_back({"flow_stress_upper", "flow stress, upper end of its 95 % interval", "", "LJ stress",
                    "percentile bootstrap over realizations"});
    with_error({"peak_stress", "peak of the mean stress curve", "Σ_peak", "LJ stress",
                "max over strains of stress_mean"},
               jackknife);
    with_error({"peak_strain", "strain of the peak of the mean stress curve", "ε_peak", "1",
                "grid strain where stress_mean is largest"},
               "leave-one-out jackknife over realizations; 0 where the peak never leaves its grid strain");
    with_error(
        {"mean_of_peaks", "mean of the peaks of the realizations' stress curves", "<max Σ>", "LJ stress",
         "max over strains of each realization, then mean; above peak_stress by construction"},
        "std/sqrt(n) over realizations");
    with_error({"yield_strain", "strain where the mean stress first reaches the flow stress", "ε_y", "1",
                "straight lines between grid strains"},
               jackknife);
    with_error({"localization_max", "largest localization of the mean curve after yielding", "max LOC", "1",
                "max of localization_mean where at least half of the strain is plastic, Σ <= μ ε"},
               jackknife);
    return list;
  }();
  return table;
}

Description statistic_of(const ObservableInfo& what, std::string_view suffix) {
  const auto describe = [&](std::string_view meaning, std::string symbol, std::string unit,
                            std::string_view how) {
    return Description{fmt::format("{}_{}", what.name, suffix),
                       fmt::format("{}, {}", what.long_name, meaning), std::move(symbol), std::move(unit),
                       fmt::format("{} of {}", how, what.equation)};
  };
  const std::string unit(what.unit);
  if (suffix == "mean")
    return describe("mean over realizations", fmt::format("<{}>", what.symbol), unit, "mean");
  if (suffix == "sem") return describe("standard error of the mean", "", unit, "std/sqrt(n)");
  if (suffix == "std")
    return describe("standard deviation over realizations", "", unit, "sqrt(Σ(x − <x>)²/(n − 1))");
  if (suffix == "count") return describe("realizations in the mean", "n", "1", "number of finite values");
  const int order = suffix.back() - '0';
  return describe(fmt::format("central moment of order {} over realizations", order), "",
                  power_of(what.unit, order), fmt::format("<(x − <x>)^{}>", order));
}

void plan_statistics(ResultPlan& plan, const ResultContents& contents) {
  Group group(plan, "/statistics");
  const auto& points = contents.spec.points;
  const std::uint64_t P = points.size();
  const std::uint64_t T = contents.spec.grid.count;
  group.count(point_axis, P);
  group.scale({"strain", "imposed strain, tensor component", "ε", "1", "γ = 2ε"},
              strains_of(contents.spec.grid));
  for (const auto& observable : observables()) {
    for (const std::string_view suffix : statistic_suffixes) {
      group.later(statistic_of(observable, suffix),
                  suffix == "count" ? ElementType::int64 : ElementType::float64, {P, T}, {"point", "strain"});
    }
  }

  const auto text_of_points = [&](const Description& what, const auto& value) {
    std::vector<std::string> texts;
    for (const auto& point : points) texts.push_back(value(point));
    group.texts(what, {"point"}, std::move(texts));
  };
  text_of_points({"name", "name of the parameter point", "", "1", "as configured"},
                 [](const Point& p) { return p.labels().name; });
  text_of_points({"glass", "glass", "", "1", "as configured"},
                 [](const Point& p) { return p.labels().glass; });
  text_of_points({"scenario", "disordered or rejuvenation", "", "1",
                  "whether thresholds are renewed from their own law"},
                 [](const Point& p) { return p.labels().scenario; });
  text_of_points({"point_hash", "identity of the parameter point", "", "1",
                  "XXH3-128 of its canonical text, hexadecimal"},
                 [](const Point& p) { return p.hash().hex(); });
  text_of_points(
      {"stream_key", "key of the random numbers", "", "1", "64 bits, hexadecimal; see /provenance/seed_rule"},
      [&](const Point& p) { return fmt::format("{:016x}", stream_key(contents.spec, p)); });

  for (const auto& [what, value] : point_quantities()) {
    std::vector<double> values;
    std::ranges::transform(points, std::back_inserter(values), value);
    group.numbers(what, {"point"}, values);
  }
  const auto progress = [&](const Description& what, std::uint32_t PointProgress::*member) {
    std::vector<std::int64_t> values;
    for (const auto& point : contents.points) values.push_back(point.*member);
    group.integers(what, {"point"}, values);
  };
  progress({"realizations", "realizations in the statistics", "n", "1",
            "finished ones among the gapless prefix; failed ones are left out"},
           &PointProgress::averaged);
  progress({"realizations_requested", "realizations asked for", "", "1", "as configured"},
           &PointProgress::requested);
  progress({"realizations_done", "realizations finished", "", "1", "all in /realizations"},
           &PointProgress::done);
  progress({"realizations_failed", "realizations that failed", "", "1", "recorded failures"},
           &PointProgress::failed);
  for (const auto& what : summary_quantities()) group.later(what, ElementType::float64, {P}, {"point"});
}

void plan_realizations(ResultPlan& plan, const ResultContents& contents) {
  Group group(plan, "/realizations");
  const std::uint64_t P = contents.spec.points.size();
  const std::uint64_t R = contents.realizations();
  group.count(point_axis, P);
  group.count(realization_axis, R);
  auto& status = group.later({"status", "state of the realization", "", "1", "0 absent, 1 done, 2 failed"},
                             ElementType::int8, {P, R}, {"point", "realization"});
  status.flag_values = {0, 1, 2};
  status.attributes.emplace_back("flag_meanings", "absent done failed");
  group.later(
      {"near_ties", "comparisons so close that the order of additions may have decided them", "", "1",
       "0: the events are those of the definition, site by site; else, from the first tie on, those of "
       "a trajectory equal to it within rounding until then; 0 where absent"},
      ElementType::int64, {P, R}, {"point", "realization"});
  if (!contents.spec.record.realizations) return;
  group.scale({"strain", "imposed strain, tensor component", "ε", "1", "γ = 2ε"},
              strains_of(contents.spec.grid));
  for (const auto& what : observables()) {
    group.later({std::string(what.name), std::string(what.long_name), std::string(what.symbol),
                 std::string(what.unit), std::string(what.equation)},
                ElementType::float64, {P, R, contents.spec.grid.count}, {"point", "realization", "strain"});
  }
}

void plan_maps(ResultPlan& plan, const ResultContents& contents) {
  const auto& record = contents.spec.record;
  if (record.maps_at.empty() || contents.maps() == 0) return;
  const Lattice lattice = contents.largest_lattice();
  const std::uint64_t P = contents.spec.points.size();
  Group axes(plan, "/maps");
  axes.count(point_axis, P);
  axes.count(realization_axis, contents.maps());
  axes.count({"x", "site along x", "x", "patch side a", "first index"}, std::uint64_t(lattice.lx()));
  axes.count({"y", "site along y", "y", "patch side a", "second index"}, std::uint64_t(lattice.ly()));
  const Shape shape{P, contents.maps(), std::uint64_t(lattice.lx()), std::uint64_t(lattice.ly())};
  const std::vector<std::string> scales{"/maps/point", "/maps/realization", "/maps/x", "/maps/y"};
  for (const std::size_t k : record.maps_at) {
    Group group(plan, "/maps/" + strain_label(contents.spec.grid, k));
    group.later({"strain", "local total strain", "ε(r)", "1", "ε_p + σ/2μ"}, ElementType::float64, shape,
                scales);
    group.later({"plastic_strain", "local plastic strain", "ε_p(r)", "1", "sum of the slips"},
                ElementType::float64, shape, scales);
    group.later({"stress", "local stress", "σ(r)", "LJ stress", "Σ + internal stress"}, ElementType::float64,
                shape, scales);
    group.later({"threshold", "local yield stress", "σ_c(r)", "LJ stress", "drawn from the threshold laws"},
                ElementType::float64, shape, scales);
  }
}

void plan_histograms(ResultPlan& plan, const ResultContents& contents) {
  const auto& record = contents.spec.record;
  if (record.histograms_at.empty()) return;
  const std::uint64_t P = contents.spec.points.size();
  const std::uint64_t bins = std::uint64_t(record.histogram_bins) + 2;
  Group axes(plan, "/histograms");
  axes.count(point_axis, P);
  axes.count({"bin", "number of the bin", "", "1", "0: all below the range, last: all above"}, bins);
  std::vector<double> edges;
  edges.push_back(-std::numeric_limits<double>::infinity());
  for (std::uint32_t i = 0; i <= record.histogram_bins; ++i) edges.push_back(record.histogram_edge(i));
  edges.push_back(std::numeric_limits<double>::infinity());
  axes.numbers({"bin_lower", "lower edge of the bin", "", "LJ stress", "included"}, {"bin"},
               {edges.begin(), edges.end() - 1});
  axes.numbers({"bin_upper", "upper edge of the bin", "", "LJ stress", "excluded"}, {"bin"},
               {edges.begin() + 1, edges.end()});
  const std::vector<std::string> scales{"/histograms/point", "/histograms/bin"};
  for (const std::size_t k : record.histograms_at) {
    Group group(plan, "/histograms/" + strain_label(contents.spec.grid, k));
    group.later(
        {"strength", "sites by plastic strength, over all averaged realizations", "x", "1", "x = σ_c − σ"},
        ElementType::int64, {P, bins}, scales);
    group.later(
        {"threshold", "sites by local yield stress, over all averaged realizations", "σ_c", "1", "σ_c"},
        ElementType::int64, {P, bins}, scales);
  }
}

void plan_events(ResultPlan& plan, const ResultContents& contents) {
  if (!contents.spec.record.events) return;
  Group group(plan, "/events");
  group.dimension(
      {"event", "avalanches by point, realization and time", "", "1", "a dimension without values"},
      contents.events);
  const auto column = [&](const Description& what, ElementType type) {
    group.later(what, type, {contents.events}, {"event"});
  };
  column({"point", "number of the parameter point", "p", "1", "index into /statistics"}, ElementType::int64);
  column({"realization", "number of the realization", "", "1", "counted from 0"}, ElementType::int64);
  column({"strain", "imposed strain at which the avalanche starts", "ε", "1", ""}, ElementType::float64);
  column({"stress", "stress at which the avalanche starts", "Σ", "LJ stress", ""}, ElementType::float64);
  column({"slips", "size: number of slips", "S", "1", ""}, ElementType::int64);
  column({"rounds", "duration: rounds of slips", "", "1", ""}, ElementType::int64);
  column({"plastic_strain", "mean plastic strain released", "Δ<ε_p>", "1", "Σ ε_0/(Lx Ly)"},
         ElementType::float64);
  column({"stress_drop", "stress drop", "ΔΣ", "LJ stress", "2μ Δ<ε_p>"}, ElementType::float64);
}

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
  Group group(plan, "/provenance/sessions");
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

void plan_provenance(ResultPlan& plan, const ResultContents& contents) {
  Group group(plan, "/provenance");
  const std::uint64_t P = contents.spec.points.size();
  const std::uint64_t R = contents.realizations();
  group.text({"configuration", "configuration as given", "", "1", ""}, contents.provenance.configuration);
  group.text({"configuration_resolved", "configuration as resolved", "", "1", ""},
             contents.provenance.configuration_resolved);
  group.text(
      {"run_identity", "canonical text of the ensemble", "", "1", "what decides the data beside the points"},
      canonical_text(contents.spec));
  group.text({"seed_rule", "how random numbers are made", "", "1", ""}, std::string(seed_rule));
  group.count(point_axis, P);
  std::vector<std::string> canonical_texts;
  for (const Point& point : contents.spec.points) canonical_texts.push_back(point.canonical_text());
  group.texts({"point_canonical_text", "canonical text of the parameter point", "", "1",
               "every parameter that affects the physics, one 'key = value' a line"},
              {"point"}, std::move(canonical_texts));
  group.count(realization_axis, R);
  group.later({"realization_seconds", "CPU time of the realization", "", "s", "NaN where absent"},
              ElementType::float64, {P, R}, {"point", "realization"});
  plan_sessions(plan, contents);
}

/// One checksum for every dataset with values planned so far; those of /provenance are not data.
void plan_checksums(ResultPlan& plan) {
  std::vector<std::string> names;
  for (const auto& dataset : plan.datasets) {
    const bool data = dataset.role != Role::dimension && !dataset.path.starts_with("/provenance/");
    if (data) names.push_back(dataset.path);
  }
  Group group(plan, "/provenance/checksums");
  group.count({"entry", "number of the entry", "", "1", ""}, names.size());
  group.texts({"dataset", "dataset", "", "1", ""}, {"entry"}, names);
  group.later(
      {"xxh3_64",
       "XXH3-64 of the dataset's bytes, row-major, little-endian; of texts: each followed by a zero byte", "",
       "1", "hexadecimal"},
      ElementType::texts, {names.size()}, {"entry"});
}

}  // namespace

std::uint64_t ResultPlan::bytes() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& dataset : datasets) {
    if (dataset.role != Role::dimension) sum += dataset.format.bytes();
    for (const auto& text : dataset.texts) sum += text.size() + 1;
  }
  return sum;
}

std::uint64_t ResultContents::realizations() const {
  std::uint32_t most = 0;
  for (const auto& point : spec.points) most = std::max(most, point.realizations());
  return most;
}

std::uint64_t ResultContents::maps() const {
  return spec.record.maps_at.empty() ? 0
                                     : std::min<std::uint64_t>(spec.record.maps_realizations, realizations());
}

Lattice ResultContents::largest_lattice() const {
  int lx = 1;
  int ly = 1;
  for (const auto& point : spec.points) {
    lx = std::max(lx, point.params().lattice.lx());
    ly = std::max(ly, point.params().lattice.ly());
  }
  return {lx, ly};
}

ResultPlan plan_result(const ResultContents& contents) {
  ResultPlan plan;
  const bool partial = !std::ranges::all_of(contents.points, &PointProgress::complete);
  plan.attributes = {
      {std::string(result_format_attribute), std::string(result_format)},
      {"title", contents.spec.title},
      {"source", "yieldscape " + build_info().version},
      {"references", "B. Tyukodi et al., C. R. Physique 24 S1, 113-131 (2023), doi:10.5802/crphys.156"},
      {"partial", partial ? "yes" : "no"},
      {"partial_meaning",
       "yes: some realizations are still missing. The statistics average the gapless prefix 0 … k of each "
       "point, so that "
       "an early stop does not favour quick samples; /realizations holds all finished ones. Failed "
       "realizations are "
       "recorded failures: they count as finished and are left out of every average."},
  };
  plan_statistics(plan, contents);
  plan_realizations(plan, contents);
  plan_maps(plan, contents);
  plan_histograms(plan, contents);
  plan_events(plan, contents);
  plan_provenance(plan, contents);
  plan_checksums(plan);
  return plan;
}

std::string strain_label(const StrainGrid& grid, std::size_t k) {
  // As few decimals as tell it from its neighbours by a wide margin: 41 · 0.005 is 0.205, not
  // 0.20500000000000002.
  const double strain = grid.strain(k);
  for (int decimals = 0; decimals <= 17; ++decimals) {
    const std::string text = fmt::format("{:.{}f}", strain, decimals);
    if (std::abs(std::stod(text) - strain) <= 1e-9 * grid.step) return text;
  }
  return fmt::format("{}", strain);
}

namespace paths {
std::string statistic(Observable observable, std::string_view suffix) {
  return fmt::format("/statistics/{}_{}", info(observable).name, suffix);
}
std::string curve(Observable observable) {
  return fmt::format("/realizations/{}", info(observable).name);
}
std::string map(const StrainGrid& grid, std::size_t k, std::string_view field) {
  return fmt::format("/maps/{}/{}", strain_label(grid, k), field);
}
std::string histogram(const StrainGrid& grid, std::size_t k, std::string_view quantity) {
  return fmt::format("/histograms/{}/{}", strain_label(grid, k), quantity);
}
std::string summary(std::string_view name) {
  return fmt::format("/statistics/{}", name);
}
std::string event(std::string_view column) {
  return fmt::format("/events/{}", column);
}
}  // namespace paths

}  // namespace yieldscape
