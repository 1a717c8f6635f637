#include <limits>

#include "result_groups.hpp"

namespace yieldscape {

using hdf5::ElementType;

void plan_realizations(ResultPlan& plan, const ResultContents& contents) {
  GroupPlan group(plan, "/realizations");
  const std::uint64_t P = contents.spec.points.size();
  const std::uint64_t R = contents.realizations();
  group.count(point_axis(), P);
  group.count(realization_axis(), R);
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
  GroupPlan axes(plan, "/maps");
  axes.count(point_axis(), P);
  axes.count(realization_axis(), contents.maps());
  axes.count({"x", "site along x", "x", "patch side a", "first index"}, std::uint64_t(lattice.lx()));
  axes.count({"y", "site along y", "y", "patch side a", "second index"}, std::uint64_t(lattice.ly()));
  const hdf5::Shape shape{P, contents.maps(), std::uint64_t(lattice.lx()), std::uint64_t(lattice.ly())};
  const std::vector<std::string> scales{"/maps/point", "/maps/realization", "/maps/x", "/maps/y"};
  for (const std::size_t k : record.maps_at) {
    GroupPlan group(plan, "/maps/" + strain_label(contents.spec.grid, k));
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
  GroupPlan axes(plan, "/histograms");
  axes.count(point_axis(), P);
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
    GroupPlan group(plan, "/histograms/" + strain_label(contents.spec.grid, k));
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
  GroupPlan group(plan, "/events");
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

}  // namespace yieldscape
