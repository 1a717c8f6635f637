#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "yieldscape/io/file.hpp"

namespace yieldscape {

/// Reads a file from front to back in pieces far larger than its records: a call of the system costs as much
/// as the checksum of a short record.
class ReadWindow {
 public:
  /// The file must outlive this. `ahead`: bytes to read at a time, at least.
  ReadWindow(const File& file, std::size_t ahead) : file_(&file), ahead_(ahead) {}

  /// The bytes from `offset` on, fewer than `length` only at the end of the file; valid until the next call.
  [[nodiscard]] std::span<const std::byte> at(std::uint64_t offset, std::size_t length);

 private:
  const File* file_;
  std::size_t ahead_;
  std::uint64_t begin_ = 0;
  std::size_t filled_ = 0;
  std::vector<std::byte> bytes_;
};

}  // namespace yieldscape
