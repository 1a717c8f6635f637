#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace yieldscape {

/// Longest configuration file read, bytes: everything larger is a mistake, and is answered at once.
inline constexpr std::size_t max_config_bytes = std::size_t(2) << 20;

/// A text that configuration is read from: a file, or one override of the command line.
struct SourceText {
  std::string title;                ///< as shown before a message: the path as the user gave it
  std::filesystem::path directory;  ///< to which paths in the text are relative
  std::string text;                 ///< line ends are \n, no byte order mark
  bool is_file = true;              ///< overrides are shown without line and column
  std::size_t order = 0;            ///< messages are sorted by it first

  /// Line `number`, counted from 1; empty beyond the end.
  [[nodiscard]] std::string_view line(std::size_t number) const noexcept;
};

/// Where something was written. Line and column are counted from 1, the column in bytes.
struct Place {
  const SourceText* source = nullptr;
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Bytes of `file`, at most max_config_bytes + 1 of them. Throws std::runtime_error with the reason if it
/// cannot be read or is a directory.
[[nodiscard]] std::string read_bounded(const std::filesystem::path& file);

/// Drops a byte order mark and turns \r\n and \r into \n.
[[nodiscard]] std::string normalized_text(std::string_view bytes);

/// Offset of the first byte that is not UTF-8 text (NUL and other control characters but tab and newline are
/// no text); npos if all is well.
[[nodiscard]] std::size_t first_non_text(std::string_view text) noexcept;

}  // namespace yieldscape
