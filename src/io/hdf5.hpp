#pragma once

// HDF5 as values: handles that close themselves, calls that are checked, errors with the library's own
// reasons. Only this room sees the library.

#include <hdf5.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape::hdf5 {

class Handle {
 public:
  using Closer = herr_t (*)(hid_t);
  Handle(hid_t id, Closer closer) noexcept : id_(id), closer_(closer) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), closer_(other.closer_) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(closer_, other.closer_);
    return *this;
  }
  ~Handle() {
    if (id_ >= 0) closer_(id_);
  }
  [[nodiscard]] hid_t id() const noexcept { return id_; }
  [[nodiscard]] hid_t release() noexcept { return std::exchange(id_, -1); }

 private:
  hid_t id_;
  Closer closer_;
};

/// Throws IoError: "cannot ACTION: " and what the library's error stack says.
[[noreturn]] void fail(const std::string& action);
void check(herr_t result, const std::string& action);
[[nodiscard]] Handle check(hid_t id, Handle::Closer closer, const std::string& action);

/// text: fixed length, UTF-8. texts: of any length each; netCDF-C reads one fixed-length text right, but not
/// an array of them (4.9.0 overruns its buffer).
enum class ElementType { float64, int64, int8, text, texts };

using Shape = std::vector<std::uint64_t>;

[[nodiscard]] std::uint64_t product(const Shape& shape) noexcept;

/// An open HDF5 file.
class File {
 public:
  /// A new file through the serial driver; an old one is dropped.
  [[nodiscard]] static File create(const std::filesystem::path& path);
  [[nodiscard]] static File open_to_read(const std::filesystem::path& path);
  [[nodiscard]] static File open_to_write(const std::filesystem::path& path);
  /// Collective: an existing file through MPI-IO, to read and write. It stays open unless close() is called:
  /// see leave_job for how a process ends then.
  [[nodiscard]] static File open_parallel(const std::filesystem::path& path,
                                          const Communicator& communicator);

  /// Everything written is on stable storage, from the nodes of all ranks. Collective for a parallel file.
  void flush();
  /// Closes now and reports what could not be written. Collective for a parallel file.
  void close();
  [[nodiscard]] hid_t id() const noexcept { return handle_.id(); }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  File(Handle handle, std::filesystem::path path) : handle_(std::move(handle)), path_(std::move(path)) {}
  Handle handle_;
  std::filesystem::path path_;
};

[[nodiscard]] bool exists(const File& file, const std::string& path);
/// Creates the group and those above it unless they are there.
void make_group(const File& file, const std::string& path);

/// A dataset in memory: type, shape, the bytes' length of one text.
struct Format {
  ElementType type = ElementType::float64;
  Shape shape;                 ///< empty: a scalar
  std::size_t text_bytes = 0;  ///< type text only
  [[nodiscard]] std::size_t element_bytes() const noexcept;
  [[nodiscard]] std::uint64_t bytes() const noexcept { return product(shape) * element_bytes(); }
  friend bool operator==(const Format&, const Format&) = default;
};

/// Where the storage of a new dataset comes from.
enum class Storage {
  contiguous,  ///< taken at once, one piece, not filled
  none,        ///< a dimension without values: never written
};

[[nodiscard]] Handle create_dataset(const File& file, const std::string& path, const Format& format,
                                    Storage storage);
[[nodiscard]] Handle open_dataset(const File& file, const std::string& path);
[[nodiscard]] Format format_of(const Handle& dataset, const std::string& path);
/// Place of the dataset's bytes in the file; empty if it has none.
[[nodiscard]] std::optional<std::uint64_t> offset_of(const Handle& dataset);

/// A block of a dataset: `count` elements from `start` in every dimension.
struct Slab {
  Shape start;
  Shape count;
};

/// Several blocks, one after the other in the dataset's row-major order.
using Region = std::vector<Slab>;
[[nodiscard]] std::uint64_t elements(const Region& region) noexcept;
/// Those of a dataset of this shape before one of them, in row-major order.
[[nodiscard]] std::uint64_t elements_before(const Shape& shape, const Shape& place) noexcept;

/// Element type texts: a whole dataset at a time.
void write_texts(const Handle& dataset, const std::vector<std::string>& texts, const std::string& path);

/// `bytes` holds the region in row-major order. Any rank for itself.
void write(const Handle& dataset, const Format& format, const Region& region,
           std::span<const std::byte> bytes, const std::string& path);
void read(const Handle& dataset, const Format& format, const Region& region, std::span<std::byte> bytes,
          const std::string& path);
[[nodiscard]] Region whole(const Format& format);

void set_text_attribute(hid_t object, const std::string& name, std::string_view value);
void set_int8_attribute(hid_t object, const std::string& name, std::span<const std::int8_t> values);

/// Of the file itself; empty if there is none of this name.
[[nodiscard]] std::optional<std::string> text_attribute(const File& file, const std::string& name);

/// A small dataset as a whole.
[[nodiscard]] std::vector<double> read_numbers(const File& file, const std::string& path);
[[nodiscard]] std::vector<std::int64_t> read_integers(const File& file, const std::string& path);
[[nodiscard]] std::vector<std::string> read_texts(const File& file, const std::string& path);

}  // namespace yieldscape::hdf5
