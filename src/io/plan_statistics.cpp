#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "result_groups.hpp"
#include "yieldscape/landscape/threshold_law.hpp"

namespace yieldscape {

namespace {

using hdf5::ElementType;

/// "(LJ stress)^2".
std::string power_of(std::string_view unit, int order) {
  return unit == "1" ? "1" : fmt::format("({})^{}", unit, order);
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
    const std::string bootstrap =
        "percentile bootstrap over realizations; from 4096 realizations on over blocks of 64 of them";
    constexpr std::string_view jackknife =
        "jackknife over realizations; of more than 4096 over 64 to 127 groups of them";
    with_error({"flow_stress", "flow stress", "Σ_flow", "LJ stress",
                "mean over strains >= strain_max/2 of each realization, then over realizations"},
               "std/sqrt(n) over realizations");
    list.push_back(
        {"flow_stress_lower", "flow stress, lower end of its 95 % interval", "", "LJ stress", bootstrap});
    list.push_back(
        {"flow_stress_upper", "flow stress, upper end of its 95 % interval", "", "LJ stress", bootstrap});
    with_error({"peak_stress", "peak of the mean stress curve", "Σ_peak", "LJ stress",
                "max over strains of stress_mean"},
               jackknife);
    with_error({"peak_strain", "strain of the peak of the mean stress curve", "ε_peak", "1",
                "grid strain where stress_mean is largest"},
               fmt::format("{}; 0 where the peak never leaves its grid strain", jackknife));
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

}  // namespace

void plan_statistics(ResultPlan& plan, const ResultContents& contents) {
  GroupPlan group(plan, "/statistics");
  const auto& points = contents.spec.points;
  const std::uint64_t P = points.size();
  const std::uint64_t T = contents.spec.grid.count;
  group.count(point_axis(), P);
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

}  // namespace yieldscape
