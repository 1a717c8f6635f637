#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include "yieldscape/core/lattice.hpp"
#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// How many ranks compute one realization, by lattice side.
struct RanksPerRealization {
  std::size_t fallback = 1;
  std::map<std::size_t, std::size_t> from_side;  ///< for sides at and above the key, up to the next one

  [[nodiscard]] std::size_t operator()(const Lattice& lattice) const {
    const auto above = from_side.upper_bound(std::size_t(lattice.side()));
    return above == from_side.begin() ? fallback : std::prev(above)->second;
  }
};

/// A configuration, validated as a whole.
struct RunConfig {
  EnsembleSpec ensemble;
  RanksPerRealization ranks_per_realization;
  std::filesystem::path path;  ///< as the user gave it
  std::string text_given;      ///< the file, then the overrides as comments
  std::string text_resolved;   ///< a configuration of its own: every key, defaults filled in, every point
};

}  // namespace yieldscape
