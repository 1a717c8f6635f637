#pragma once

// Values to little-endian bytes and back, with the lengths of arrays checked before anything is allocated.

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {

static_assert(std::endian::native == std::endian::little, "journals are little-endian, without conversion");
static_assert(sizeof(double) == 8);

template <typename T>
concept Plain = std::is_arithmetic_v<T> || std::is_enum_v<T>;

class ByteWriter {
 public:
  ByteWriter() = default;
  /// Writes into the memory of `used`, whose bytes are lost.
  explicit ByteWriter(std::vector<std::byte> used) : bytes_(std::move(used)) { bytes_.clear(); }
  template <Plain T>
  void put(T value) {
    put_bytes(std::as_bytes(std::span(&value, 1)));
  }
  /// The elements alone; the reader must know how many.
  template <Plain T>
  void put_array(std::span<const T> values) {
    put_bytes(std::as_bytes(values));
  }
  /// The length, then the characters.
  void put_text(std::string_view text) {
    put(std::uint64_t(text.size()));
    put_bytes(std::as_bytes(std::span(text)));
  }
  void put_bytes(std::span<const std::byte> bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  }
  void reserve(std::size_t size) { bytes_.reserve(size); }

  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::vector<std::byte> take() && { return std::move(bytes_); }

 private:
  std::vector<std::byte> bytes_;
};

/// So many bytes, without a place in the heap: for the heads of records, of which there are millions.
template <std::size_t size>
class FixedWriter {
 public:
  template <Plain T>
  void put(T value) {
    put_bytes(std::as_bytes(std::span(&value, 1)));
  }
  void put_bytes(std::span<const std::byte> bytes) {
    EXPECTS(bytes.size() <= size - filled_);
    std::memcpy(bytes_.data() + filled_, bytes.data(), bytes.size());
    filled_ += bytes.size();
  }
  /// What is there so far.
  [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return std::span(bytes_).first(filled_); }
  [[nodiscard]] const std::array<std::byte, size>& whole() const {
    EXPECTS(filled_ == size);
    return bytes_;
  }

 private:
  std::array<std::byte, size> bytes_{};
  std::size_t filled_ = 0;
};

/// Throws CorruptError, in the words "WHAT: …", if the bytes end early.
class ByteReader {
 public:
  ByteReader(std::span<const std::byte> bytes, std::string_view what) : bytes_(bytes), what_(what) {}

  template <Plain T>
  [[nodiscard]] T get() {
    T value{};
    copy(&value, sizeof(T), 1);
    return value;
  }
  template <Plain T>
  [[nodiscard]] std::vector<T> get_array(std::uint64_t count) {
    expect(count, sizeof(T));
    std::vector<T> values(count);
    copy(values.data(), sizeof(T), count);
    return values;
  }
  template <Plain T>
  void get_into(std::span<T> values) {
    copy(values.data(), sizeof(T), values.size());
  }
  [[nodiscard]] std::string get_text() {
    const auto characters = get_array<char>(get<std::uint64_t>());
    return {characters.begin(), characters.end()};
  }
  /// A count of things of which each takes at least `bytes_each`.
  [[nodiscard]] std::uint64_t get_count(std::size_t bytes_each) {
    const auto count = get<std::uint64_t>();
    expect(count, bytes_each);
    return count;
  }
  [[nodiscard]] std::size_t left() const noexcept { return bytes_.size(); }
  /// What has not been read.
  [[nodiscard]] std::span<const std::byte> rest() const noexcept { return bytes_; }
  void expect_end() const {
    if (!bytes_.empty()) fail(std::to_string(bytes_.size()) + " bytes too many");
  }
  [[noreturn]] void fail(const std::string& why) const {
    throw CorruptError(std::string(what_) + ": " + why);
  }

 private:
  void expect(std::uint64_t count, std::size_t bytes_each) const {
    if (count > bytes_.size() / bytes_each) fail_early(count, bytes_each);
  }
  [[noreturn, gnu::cold, gnu::noinline]] void fail_early(std::uint64_t count, std::size_t bytes_each) const {
    fail("ends early (" + std::to_string(count) + " values of " + std::to_string(bytes_each) +
         " bytes announced, " + std::to_string(bytes_.size()) + " bytes left)");
  }
  void copy(void* to, std::size_t bytes_each, std::uint64_t count) {
    expect(count, bytes_each);
    if (count == 0) return;
    std::memcpy(to, bytes_.data(), bytes_each * count);
    bytes_ = bytes_.subspan(bytes_each * count);
  }

  std::span<const std::byte> bytes_;
  std::string_view what_;
};

}  // namespace yieldscape
