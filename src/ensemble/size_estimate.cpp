#include "yieldscape/ensemble/size_estimate.hpp"

#include <algorithm>

#include "yieldscape/ensemble/cost_model.hpp"

namespace yieldscape {

double result_bytes(const EnsembleSpec& spec) {
  constexpr double statistics_per_curve = 7;
  constexpr double fields_per_map = 4;
  constexpr double slips_per_avalanche = 5;
  constexpr double bytes_per_event = 8 * 8;
  const double strains = double(spec.grid.count);
  const double strain_max = spec.grid.strain(spec.grid.count - 1);
  double most = 0;
  double largest = 0;
  double slips = 0;
  for (const Point& point : spec.points) {
    most = std::max(most, double(point.realizations()));
    largest = std::max(largest, double(point.params().lattice.sites()));
    slips += point.realizations() * expected_slips(point, strain_max);
  }
  const double points = double(spec.points.size());
  const double curve = strains * observable_count * sizeof(double);
  double bytes = points * curve * statistics_per_curve;
  if (spec.record.realizations) bytes += points * most * curve;
  if (spec.record.events) bytes += slips / slips_per_avalanche * bytes_per_event;
  return bytes + points * spec.record.maps_realizations * double(spec.record.maps_at.size()) *
                     fields_per_map * largest * sizeof(double);
}

double memory_per_rank_bytes(const EnsembleSpec& spec, std::span<const std::uint32_t> ranks) {
  EXPECTS(ranks.empty() || ranks.size() == spec.points.size());
  constexpr double program = 60e6;  // with Open MPI and HDF5 in one process of several
  constexpr double doubles_per_site =
      12;  // kernel and its copies, strengths, thresholds, plastic strain, a record
  constexpr double bytes_per_task = 250;   // an entry of the index, and its copies on the way between ranks
  constexpr double shared_per_site = 0.4;  // doubles: the far kernel, once a node, and far bounds
  double doubles = 0;
  double tasks = 0;
  for (std::size_t p = 0; p < spec.points.size(); ++p) {
    const double sites = double(spec.points[p].params().lattice.sites());
    const double team = ranks.empty() ? 1 : double(ranks[p]);
    const double per_site = team > 1 ? doubles_per_site / team + shared_per_site : doubles_per_site;
    doubles = std::max(doubles, sites * per_site);
    tasks += spec.points[p].realizations();
  }
  return program + sizeof(double) * doubles + bytes_per_task * tasks;
}

}  // namespace yieldscape
