#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <type_traits>

namespace yieldscape {

/// Memory for an array, aligned as AlignedArray says; large arrays in huge pages where the system gives them
/// on request, so that sites far apart are found without a walk through page tables. Throws std::bad_alloc.
[[nodiscard]] void* allocate_array(std::size_t bytes);
void free_array(void* memory) noexcept;

/// An owning array of plain values that begins at a pair of cache lines. Its memory is not touched before it
/// is written: pages never used cost nothing.
template <class T>
class AlignedArray {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  static constexpr std::size_t alignment = 128;

  AlignedArray() = default;
  explicit AlignedArray(std::size_t size)
      : size_(size), values_(static_cast<T*>(allocate_array(size * sizeof(T)))) {}
  AlignedArray(std::size_t size, T value) : AlignedArray(size) { std::fill_n(data(), size, value); }

  [[nodiscard]] T* data() noexcept { return values_.get(); }
  [[nodiscard]] const T* data() const noexcept { return values_.get(); }
  [[nodiscard]] T* begin() noexcept { return data(); }
  [[nodiscard]] T* end() noexcept { return data() + size_; }
  [[nodiscard]] const T* begin() const noexcept { return data(); }
  [[nodiscard]] const T* end() const noexcept { return data() + size_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return data()[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return data()[i]; }

 private:
  struct Free {
    void operator()(T* p) const noexcept { free_array(p); }
  };
  std::size_t size_ = 0;
  std::unique_ptr<T, Free> values_;
};

/// An array of zeros that several share.
[[nodiscard]] std::shared_ptr<double[]> shared_zeros(std::size_t size);

}  // namespace yieldscape
