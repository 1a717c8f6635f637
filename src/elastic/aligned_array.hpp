#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace yieldscape {

/// A fixed number of plain values, zero at first, that start on a cache line; large ones start on a large
/// page, so that the system may map them by large pages.
template <class T>
class AlignedArray {
 public:
  explicit AlignedArray(std::size_t size)
      : size_(size),
        values_(static_cast<T*>(::operator new(rounded(size), alignment(size))), Free{alignment(size)}) {
    std::fill_n(values_.get(), size, T{});
  }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] T* data() noexcept { return values_.get(); }
  [[nodiscard]] const T* data() const noexcept { return values_.get(); }
  [[nodiscard]] T& operator[](std::size_t i) noexcept { return values_[i]; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept { return values_[i]; }
  [[nodiscard]] T* begin() noexcept { return values_.get(); }
  [[nodiscard]] T* end() noexcept { return values_.get() + size_; }
  [[nodiscard]] const T* begin() const noexcept { return values_.get(); }
  [[nodiscard]] const T* end() const noexcept { return values_.get() + size_; }

 private:
  static constexpr std::size_t cache_line = 64;
  static constexpr std::size_t large_page = std::size_t(1) << 21U;
  static constexpr std::size_t unit(std::size_t size) {
    return size * sizeof(T) < large_page ? cache_line : large_page;
  }
  static constexpr std::align_val_t alignment(std::size_t size) { return std::align_val_t(unit(size)); }
  static constexpr std::size_t rounded(std::size_t size) {
    return (size * sizeof(T) + unit(size)) / unit(size) * unit(size);
  }
  struct Free {
    std::align_val_t alignment;
    void operator()(T* values) const noexcept { ::operator delete(values, alignment); }
  };
  std::size_t size_;
  std::unique_ptr<T[], Free> values_;
};

}  // namespace yieldscape
