#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

// Files by POSIX calls, every return checked. All functions throw IoError: what was tried, the path, the
// system's reason, and what to do.

namespace yieldscape {

/// An open file; closed at the end of its life. Interrupted and short calls are continued.
class File {
 public:
  [[nodiscard]] static File open_to_read(const std::filesystem::path& path);
  /// A new file to append to; it must not exist.
  [[nodiscard]] static File create(const std::filesystem::path& path);
  /// A file to write from the start; old contents are dropped.
  [[nodiscard]] static File overwrite(const std::filesystem::path& path);
  /// An existing file to append to.
  [[nodiscard]] static File open_to_append(const std::filesystem::path& path);

  File(File&& other) noexcept;
  File& operator=(File&& other) noexcept;
  ~File();

  /// Writes all bytes at the end (of an appended file) or at the current place, in one call where the system
  /// takes them at once.
  void write(std::span<const std::byte> bytes);
  void write(std::string_view text);
  /// Writes from `offset` on; the current place stays. Not for files to append to.
  void write_at(std::uint64_t offset, std::span<const std::byte> bytes);
  /// Reads from `offset` on; returns how many bytes there were, fewer than asked only at the file's end.
  [[nodiscard]] std::size_t read_at(std::uint64_t offset, std::span<std::byte> bytes) const;
  [[nodiscard]] std::uint64_t size() const;
  void truncate(std::uint64_t size);
  /// Takes `size` bytes of storage for the file now, so that a full disk or a quota shows before anything is
  /// written. Does nothing on file systems that cannot promise.
  void reserve(std::uint64_t size);
  /// Returns when the contents are on stable storage.
  void sync();
  /// Lets the system begin to store these bytes, so that sync() has less to wait for later. Promises nothing,
  /// and does nothing where the system cannot. Throws IoError if the storage refuses.
  void begin_sync(std::uint64_t offset, std::uint64_t bytes);
  /// Closes now and reports what a network file system only says then.
  void close();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  File(std::filesystem::path path, int flags);
  std::filesystem::path path_;
  int descriptor_ = -1;
};

/// "cannot ACTION PATH: reason" and a remedy for this errno.
[[noreturn]] void throw_io_error(std::string_view action, const std::filesystem::path& path, int error);

/// Makes a new, removed or renamed entry of a directory permanent.
void sync_directory(const std::filesystem::path& directory);

/// Creates a directory and its parents unless they are there.
void make_directories(const std::filesystem::path& directory);

/// Replaces `to` by `from` in one step and makes it permanent.
void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to);

/// The whole file is either the old or the new text, whatever happens in between.
void write_atomically(const std::filesystem::path& path, std::string_view text);

/// At most `limit` bytes; a longer file is an error.
[[nodiscard]] std::string read_text(const std::filesystem::path& path, std::uint64_t limit);

/// The directory of a path, "." for a bare name.
[[nodiscard]] std::filesystem::path directory_of(const std::filesystem::path& path);

}  // namespace yieldscape
