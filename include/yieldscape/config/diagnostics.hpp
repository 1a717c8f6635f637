#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "yieldscape/config/source_text.hpp"

namespace yieldscape {

/// Collects everything that is wrong with a configuration, so that all of it can be said at once:
///   file:line:col: error: message
///   <the line>
///        ^
class Diagnostics {
 public:
  /// Messages beyond this number are counted, not shown.
  static constexpr std::size_t max_shown = 100;
  /// Reading ends there: a file with that many mistakes is not a configuration.
  static constexpr std::size_t max_kept = 1000;

  /// The same message at the same place is kept once: points of a sweep share their mistakes. Throws as
  /// throw_if_any() when there are max_kept messages.
  void error(const Place& place, std::string message);

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  /// All messages, sorted by source, line and column.
  [[nodiscard]] std::string text() const;
  /// Throws ConfigurationError with text() unless empty.
  void throw_if_any() const;

 private:
  struct Entry {
    Place place;
    std::string message;
  };
  std::vector<Entry> entries_;
};

/// `text` as part of a one-line message: control characters replaced, cut to `max_length` code points.
[[nodiscard]] std::string printable(std::string_view text, std::size_t max_length = 60);

}  // namespace yieldscape
