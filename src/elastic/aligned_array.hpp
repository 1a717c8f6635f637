#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace yieldscape {

/// A fixed number of plain values, zero at first, that start on a cache line.
template <class T>
class AlignedArray {
 public:
  explicit AlignedArray(std::size_t size)
      : size_(size), values_(static_cast<T*>(::operator new(size * sizeof(T), cache_line))) {
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
  static constexpr std::align_val_t cache_line{64};
  struct Free {
    void operator()(T* values) const noexcept { ::operator delete(values, cache_line); }
  };
  std::size_t size_;
  std::unique_ptr<T[], Free> values_;
};

}  // namespace yieldscape
