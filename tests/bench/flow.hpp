#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "yieldscape/model/sample.hpp"

// Samples in flow: what the measurements of engines begin from.
namespace yieldscape::bench {

/// ESL flows everywhere, GQ in a shear band; both with rejuvenation and correlated slips. `tables` is ESL
/// with each of its laws given as a user's table.
enum class Glass { esl, gq, tables };
[[nodiscard]] std::string_view name(Glass glass) noexcept;
[[nodiscard]] ModelParams params(Glass glass, int side);

/// Strain to which a lattice is driven: well into flow where that takes seconds, past yielding on the
/// largest.
[[nodiscard]] double flow_strain(int side) noexcept;

/// The engines that are compared; plain is not one of the program's.
enum class Engine { plain, direct, interval };
[[nodiscard]] std::string_view name(Engine engine) noexcept;

/// One sample driven to flow_strain by the program's own choice of engine.
struct Flow {
  Flow(Glass glass, int side);

  Glass glass;
  int side;
  Medium medium;
  State state;
  std::vector<double> strength;  ///< shape [side, side]
};

/// The flow asked for last is kept: driving a large lattice takes seconds.
[[nodiscard]] const Flow& flow(Glass glass, int side);

/// The sample of a flow, taken up by an engine.
[[nodiscard]] Sample resume(const Flow& flow, Engine engine);

/// The next avalanche of a sample; returns its slips.
std::uint64_t next_avalanche(Sample& sample);

}  // namespace yieldscape::bench
