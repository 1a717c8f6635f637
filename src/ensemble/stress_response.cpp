#include "yieldscape/ensemble/stress_response.hpp"

#include <algorithm>

#include "yieldscape/ensemble/realization.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

// Realizations rank, rank + ranks, … one after the other, shape [own realizations, T].
std::vector<double> own_curves(const Communicator& communicator, const EnsembleSpec& spec) {
  const Medium medium(spec.points.front().params());
  std::vector<double> curves;
  for (auto r = std::uint32_t(communicator.rank()); r < spec.points.front().realizations();
       r += std::uint32_t(communicator.size())) {
    const auto result =
        run_realization(spec, medium, {.point = 0, .realization = r}, [] { return Verdict::go_on; });
    const auto stress = result->records.series[Observable::stress];
    curves.insert(curves.end(), stress.begin(), stress.end());
  }
  return curves;
}

}  // namespace

StressResponse stress_response(const Communicator& communicator, const EnsembleSpec& spec) {
  EXPECTS(spec.points.size() == 1);
  const std::size_t strains = spec.grid.count;
  const std::size_t realizations = spec.points.front().realizations();

  std::vector<double> curves;
  together(communicator, [&] { curves = own_curves(communicator, spec); });
  const auto by_rank = gather_bytes(communicator, std::as_bytes(std::span(curves)));

  StressResponse response;
  if (communicator.is_root()) {
    std::vector<double> sum(strains, 0.0);
    for (std::size_t r = 0; r < realizations; ++r) {  // in this order for any number of ranks
      const std::size_t rank = r % std::size_t(communicator.size());
      const std::size_t row = r / std::size_t(communicator.size());
      std::vector<double> curve(strains);
      std::memcpy(curve.data(), by_rank[rank].data() + row * strains * sizeof(double),
                  strains * sizeof(double));
      for (std::size_t k = 0; k < strains; ++k) sum[k] += curve[k];
    }
    for (double& value : sum) value /= double(realizations);
    // At and above half of the last strain: k + 1 >= T/2.
    const std::span<const double> flow = std::span(sum).subspan((strains + 1) / 2 - 1);
    response = {.flow_stress = mean(flow), .peak_stress = std::ranges::max(sum)};
  }
  return broadcast(communicator, response);
}

}  // namespace yieldscape
