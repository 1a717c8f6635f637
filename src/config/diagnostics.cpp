#include "yieldscape/config/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

constexpr std::size_t max_excerpt = 120;  // code points of a source line that are shown

bool is_continuation(char byte) noexcept {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::size_t code_points(std::string_view text) noexcept {
  return std::size_t(
      std::count_if(text.begin(), text.end(), [](char byte) { return !is_continuation(byte); }));
}

/// Byte offset of code point `number` of `text`, or its length.
std::size_t offset_of(std::string_view text, std::size_t number) noexcept {
  std::size_t i = 0;
  for (; i < text.size() && number > 0; --number) {
    do {
      ++i;
    } while (i < text.size() && is_continuation(text[i]));
  }
  return i;
}

auto order(const Place& place) noexcept {
  return std::tuple(place.source->order, place.line, place.column);
}

/// The source line and a caret under `column` (code points, from 0); a long line is cut around it.
std::string excerpt(std::string_view line, std::size_t column) {
  const std::size_t length = code_points(line);
  std::size_t first = 0;
  if (length > max_excerpt && column > max_excerpt / 2) first = column - max_excerpt / 2;
  const std::string_view shown = line.substr(offset_of(line, first));
  const bool cut = code_points(shown) > max_excerpt;
  std::string text = first > 0 ? "..." : "";
  text += printable(shown.substr(0, offset_of(shown, max_excerpt)), max_excerpt);
  if (cut) text += "...";
  const std::size_t indent = column - first + (first > 0 ? 3 : 0);
  return fmt::format("{}\n{}^", text, std::string(indent, ' '));
}

}  // namespace

std::string printable(std::string_view text, std::size_t max_length) {
  std::string result;
  const std::string_view kept = text.substr(0, offset_of(text, max_length));
  for (const char byte : kept) {
    const bool control = static_cast<unsigned char>(byte) < 0x20 || byte == 0x7F;
    result += control ? ' ' : byte;
  }
  // An ill-formed text is shown as far as it is ASCII.
  if (first_non_text(result) != std::string::npos) {
    for (char& byte : result) {
      if (static_cast<unsigned char>(byte) >= 0x80) byte = '?';
    }
  }
  if (kept.size() < text.size()) result += "...";
  return result;
}

void Diagnostics::error(const Place& place, std::string message) {
  const bool known = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return order(entry.place) == order(place) && entry.message == message;
  });
  if (known) return;
  entries_.push_back({place, std::move(message)});
  if (entries_.size() == max_kept) throw_if_any();
}

std::string Diagnostics::text() const {
  std::vector<Entry> sorted = entries_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Entry& a, const Entry& b) { return order(a.place) < order(b.place); });
  std::string result;
  for (std::size_t i = 0; i < std::min(sorted.size(), max_shown); ++i) {
    const auto& [place, message] = sorted[i];
    if (!place.source->is_file) {
      result += fmt::format("{}: error: {}\n", place.source->title, message);
      continue;
    }
    const std::string_view line = place.source->line(place.line);
    const std::size_t column = code_points(line.substr(0, std::min(place.column - 1, line.size())));
    result += fmt::format("{}:{}:{}: error: {}\n", place.source->title, place.line, column + 1, message);
    if (!line.empty()) result += excerpt(line, column) + "\n";
  }
  if (sorted.size() > max_shown) {
    result += fmt::format("and {}{} more errors\n", sorted.size() == max_kept ? "at least " : "",
                          sorted.size() - max_shown);
  }
  if (!result.empty()) result.pop_back();
  return result;
}

void Diagnostics::throw_if_any() const {
  if (!empty()) throw ConfigurationError(text());
}

}  // namespace yieldscape
