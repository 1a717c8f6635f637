#include <fmt/format.h>

#include "hdf5_types.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/io/render.hpp"
#include "yieldscape/parallel/native.hpp"

namespace yieldscape::hdf5 {

namespace {

herr_t collect_reason(unsigned, const H5E_error2_t* error, void* reasons) {
  static_cast<std::vector<std::string>*>(reasons)->emplace_back(error->desc == nullptr ? "" : error->desc);
  return 0;
}

/// The innermost reason and the outermost one; between them are the library's own layers.
std::string reason() {
  std::vector<std::string> reasons;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect_reason, &reasons);
  H5Eclear2(H5E_DEFAULT);
  if (reasons.empty()) return "no reason given";
  return reasons.size() == 1 ? reasons.front() : reasons.front() + "; " + reasons.back();
}

/// Errors become exceptions; the library need not print them too.
void be_quiet() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

Handle access_list(const Communicator* communicator) {
  auto list = check(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "create a property list");
  check(H5Pset_fclose_degree(list.id(), H5F_CLOSE_STRONG), "set a property");
  // A write is made when it is asked for: what is kept back would fail in a destructor, unseen.
  check(H5Pset_sieve_buf_size(list.id(), 0), "set a property");
  if (communicator != nullptr) {
    check(H5Pset_fapl_mpio(list.id(), native(*communicator), MPI_INFO_NULL), "choose the MPI-IO driver");
  }
  return list;
}

/// Groups list their members in the order of creation.
Handle group_list() {
  auto list = check(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "create a property list");
  check(H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
        "set a property");
  return list;
}

bool file_given_up = false;

/// A file that is not closed by close() is given up: after a failed write one rank would leave the collective
/// close early, and the others would wait in it for ever.
herr_t give_up(hid_t) {
  file_given_up = true;
  return 0;
}

/// The library keeps a file whose close failed, and breaks down at exit when it closes it again.
herr_t close_or_give_up(hid_t id) {
  const herr_t result = H5Fclose(id);
  file_given_up = file_given_up || result < 0;
  return result;
}

}  // namespace

void fail(const std::string& action) {
  throw IoError(
      fmt::format("cannot {}: {}\n"
                  "Once the cause is gone, give the same command again: finished realizations are kept.",
                  action, reason()));
}

void check(herr_t result, const std::string& action) {
  if (result < 0) fail(action);
}

Handle check(hid_t id, Handle::Closer closer, const std::string& action) {
  if (id < 0) fail(action);
  return {id, closer};
}

File File::create(const std::filesystem::path& path) {
  be_quiet();
  auto creation = check(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "create a property list");
  check(H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
        "set a property");
  return {check(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access_list(nullptr).id()),
                close_or_give_up, about("create", path)),
          path};
}

File File::open_to_read(const std::filesystem::path& path) {
  be_quiet();
  static_cast<void>(yieldscape::File::open_to_read(path));  // says "no such file" in plain words
  return {
      check(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access_list(nullptr).id()), H5Fclose, about("open", path)),
      path};
}

File File::open_to_write(const std::filesystem::path& path) {
  be_quiet();
  return {check(H5Fopen(path.c_str(), H5F_ACC_RDWR, access_list(nullptr).id()), close_or_give_up,
                about("open", path)),
          path};
}

File File::open_parallel(const std::filesystem::path& path, const Communicator& communicator) {
  be_quiet();
  return {check(H5Fopen(path.c_str(), H5F_ACC_RDWR, access_list(&communicator).id()), give_up,
                about("open in parallel", path)),
          path};
}

void File::flush() {
  check(H5Fflush(id(), H5F_SCOPE_GLOBAL), about("flush", path_));
}

void File::close() {
  check(close_or_give_up(handle_.release()), about("close", path_));
}

bool exists(const File& file, const std::string& path) {
  // H5Lexists wants every group on the way to exist.
  for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1)) {
    if (H5Lexists(file.id(), path.substr(0, end).c_str(), H5P_DEFAULT) <= 0) return false;
  }
  return H5Lexists(file.id(), path.c_str(), H5P_DEFAULT) > 0;
}

void make_group(const File& file, const std::string& path) {
  if (path.empty() || path == "/" || exists(file, path)) return;
  make_group(file, path.substr(0, path.rfind('/')));
  static_cast<void>(check(H5Gcreate2(file.id(), path.c_str(), H5P_DEFAULT, group_list().id(), H5P_DEFAULT),
                          H5Gclose, about("create group", path)));
}

}  // namespace yieldscape::hdf5

namespace yieldscape {

bool holds_file_given_up() noexcept {
  return hdf5::file_given_up;
}

}  // namespace yieldscape
