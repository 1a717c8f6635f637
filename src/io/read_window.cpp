#include "read_window.hpp"

#include <algorithm>

namespace yieldscape {

std::span<const std::byte> ReadWindow::at(std::uint64_t offset, std::size_t length) {
  const bool inside = offset >= begin_ && offset - begin_ <= filled_ && filled_ - (offset - begin_) >= length;
  if (!inside) {
    const std::size_t wanted = std::max(length, ahead_);
    // Of an unusually long record no more is kept than until the next reading.
    if (bytes_.size() != wanted) std::vector<std::byte>(wanted).swap(bytes_);
    filled_ = file_->read_at(offset, bytes_);
    begin_ = offset;
  }
  const auto rest = std::span<const std::byte>(bytes_).first(filled_).subspan(std::size_t(offset - begin_));
  return rest.first(std::min(rest.size(), length));
}

}  // namespace yieldscape
