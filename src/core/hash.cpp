#include "yieldscape/core/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

#include "hash_kernels.hpp"

namespace yieldscape {

std::string Hash128::hex() const {
  return fmt::format("{:016x}{:016x}", high, low);
}

Hash128 hash128(std::string_view text) noexcept {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  return {.high = hash.high64, .low = hash.low64};
}

std::uint64_t hash64(std::span<const std::byte> bytes, SimdPath path) noexcept {
  const HashKernel kernel = choose(path, baseline::hash_kernel, avx2::hash_kernel, avx512::hash_kernel);
  return kernel(bytes.data(), bytes.size());
}

struct Hash64Stream::State {
  std::unique_ptr<XXH3_state_t, XXH_errorcode (*)(XXH3_state_t*)> xxh3{XXH3_createState(), &XXH3_freeState};
};

Hash64Stream::Hash64Stream() : state_(std::make_unique<State>()) {
  XXH3_64bits_reset(state_->xxh3.get());
}
Hash64Stream::Hash64Stream(Hash64Stream&&) noexcept = default;
Hash64Stream& Hash64Stream::operator=(Hash64Stream&&) noexcept = default;
Hash64Stream::~Hash64Stream() = default;

void Hash64Stream::add(std::span<const std::byte> bytes) noexcept {
  XXH3_64bits_update(state_->xxh3.get(), bytes.data(), bytes.size());
}

std::uint64_t Hash64Stream::value() const noexcept {
  return XXH3_64bits_digest(state_->xxh3.get());
}

}  // namespace yieldscape
