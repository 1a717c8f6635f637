#include "yieldscape/io/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {

namespace {

std::string_view remedy(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "Free space or raise the quota, then give the same command again: finished realizations are "
             "kept.";
    case EACCES:
    case EPERM:
    case EROFS:
      return "Check the permissions of the file and of its directory, or choose another place (-o).";
    case ENOENT:
    case ENOTDIR:
      return "Check the path: it, or a directory on the way to it, does not exist.";
    case EISDIR:
    case EEXIST:
    case ENOTEMPTY:
      return "Something else is in the way: move it, or choose another name (-o).";
    case ENAMETOOLONG:
      return "Choose a shorter name (-o).";
    case EIO:
      return "The storage reports a fault: have it checked, then give the same command again.";
    default:
      return "Once the cause is gone, give the same command again: finished realizations are kept.";
  }
}

/// Repeats a call that a signal interrupted.
template <typename Call>
auto uninterrupted(const Call& call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

}  // namespace

void throw_io_error(std::string_view action, const std::filesystem::path& path, int error) {
  throw IoError(fmt::format("cannot {} '{}': {} (errno {})\n{}", action, path.string(), std::strerror(error),
                            error, remedy(error)));
}

File::File(std::filesystem::path path, int flags) : path_(std::move(path)) {
  descriptor_ = uninterrupted([&] { return ::open(path_.c_str(), flags | O_CLOEXEC, 0666); });
  if (descriptor_ < 0) throw_io_error((flags & O_CREAT) != 0 ? "create" : "open", path_, errno);
}

File File::open_to_read(const std::filesystem::path& path) {
  return {path, O_RDONLY};
}
File File::create(const std::filesystem::path& path) {
  return {path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND};
}
File File::overwrite(const std::filesystem::path& path) {
  return {path, O_WRONLY | O_CREAT | O_TRUNC};
}
File File::open_to_append(const std::filesystem::path& path) {
  return {path, O_WRONLY | O_APPEND};
}

File::File(File&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

File& File::operator=(File&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

File::~File() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void File::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = uninterrupted([&] { return ::write(descriptor_, bytes.data(), bytes.size()); });
    if (written < 0) throw_io_error("write", path_, errno);
    if (written == 0) throw_io_error("write", path_, ENOSPC);
    bytes = bytes.subspan(std::size_t(written));
  }
}

void File::write(std::string_view text) {
  write(std::as_bytes(std::span(text)));
}

void File::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        uninterrupted([&] { return ::pwrite(descriptor_, bytes.data(), bytes.size(), off_t(offset)); });
    if (written < 0) throw_io_error("write", path_, errno);
    if (written == 0) throw_io_error("write", path_, ENOSPC);
    bytes = bytes.subspan(std::size_t(written));
    offset += std::uint64_t(written);
  }
}

std::size_t File::read_at(std::uint64_t offset, std::span<std::byte> bytes) const {
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = uninterrupted(
        [&] { return ::pread(descriptor_, bytes.data() + done, bytes.size() - done, off_t(offset + done)); });
    if (got < 0) throw_io_error("read", path_, errno);
    if (got == 0) break;
    done += std::size_t(got);
  }
  return done;
}

std::uint64_t File::size() const {
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0) throw_io_error("examine", path_, errno);
  return std::uint64_t(status.st_size);
}

void File::truncate(std::uint64_t size) {
  if (uninterrupted([&] { return ::ftruncate(descriptor_, off_t(size)); }) != 0) {
    throw_io_error("shorten", path_, errno);
  }
}

void File::reserve(std::uint64_t size) {
  if (size == 0) return;
  if (uninterrupted([&] { return ::fallocate(descriptor_, 0, 0, off_t(size)); }) == 0) return;
  if (errno == EOPNOTSUPP || errno == ENOSYS) return;
  throw_io_error(fmt::format("reserve {} bytes for", size), path_, errno);
}

void File::sync() {
  if (uninterrupted([&] { return ::fdatasync(descriptor_); }) != 0) throw_io_error("sync", path_, errno);
}

void File::begin_sync(std::uint64_t offset, std::uint64_t bytes) {
#ifdef SYNC_FILE_RANGE_WRITE
  const auto begin = [&] {
    return ::sync_file_range(descriptor_, off_t(offset), off_t(bytes), SYNC_FILE_RANGE_WRITE);
  };
  if (uninterrupted(begin) == 0 || errno == ENOSYS || errno == ESPIPE || errno == EINVAL) return;
  throw_io_error("store", path_, errno);
#endif
}

void File::close() {
  // The descriptor is gone even if close fails, and must not be closed twice.
  const int result = ::close(std::exchange(descriptor_, -1));
  if (result != 0 && errno != EINTR) throw_io_error("close", path_, errno);
}

void sync_directory(const std::filesystem::path& directory) {
  const int descriptor =
      uninterrupted([&] { return ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (descriptor < 0) throw_io_error("open directory", directory, errno);
  const int result = uninterrupted([&] { return ::fsync(descriptor); });
  const int error = errno;
  ::close(descriptor);
  // EINVAL: a file system that keeps directories permanent by itself and has no call for it.
  if (result != 0 && error != EINVAL) throw_io_error("sync directory", directory, error);
}

void make_directories(const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error) throw_io_error("create directory", directory, error.value());
}

void rename_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) throw_io_error("rename a finished file to", to, errno);
  sync_directory(directory_of(to));
}

void write_atomically(const std::filesystem::path& path, std::string_view text) {
  // Several processes may replace one file at a time (shards of an array): each has a name of its own.
  const auto temporary = directory_of(path) / fmt::format(".{}.{}", path.filename().string(), process_tag());
  try {
    File file = File::overwrite(temporary);
    file.write(text);
    file.sync();
    file.close();
    rename_durably(temporary, path);
  } catch (const IoError&) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    throw;
  }
}

std::string read_text(const std::filesystem::path& path, std::uint64_t limit) {
  const File file = File::open_to_read(path);
  const std::uint64_t size = file.size();
  if (size > limit) {
    throw IoError(
        fmt::format("'{}' has {} bytes, more than the {} that make sense here\n"
                    "Check that it is the file you mean.",
                    path.string(), size, limit));
  }
  std::string text(size, '\0');
  text.resize(file.read_at(0, std::as_writable_bytes(std::span(text))));
  return text;
}

std::filesystem::path directory_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace yieldscape
