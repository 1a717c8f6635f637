#include "yieldscape/random/counter.hpp"

#include <Random123/philox.h>

namespace yieldscape {
namespace {

double uniform(std::uint32_t low, std::uint32_t high) noexcept {
  const std::uint64_t word = low | std::uint64_t(high) << 32U;
  return (2.0 * double(word >> 12U) + 1.0) * 0x1p-53;
}

}  // namespace

UniformPair RandomNumbers::operator()(Stream stream, Site site, std::uint32_t visit) const noexcept {
  const r123::Philox4x32::ctr_type counter = {
      {visit, std::uint32_t(site), realization_, std::uint32_t(stream)}};
  const r123::Philox4x32::key_type key = {{std::uint32_t(key_), std::uint32_t(key_ >> 32U)}};
  const auto words = r123::Philox4x32{}(counter, key);
  return {.first = uniform(words[0], words[1]), .second = uniform(words[2], words[3])};
}

}  // namespace yieldscape
