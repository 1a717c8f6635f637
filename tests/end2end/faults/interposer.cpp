// A library to be preloaded (LD_PRELOAD): makes one system or MPI call of a process fail, stop or kill it.
// The program under test knows nothing of it.
//
//   FAULT = CALL|PATTERN|NTH|ACTION[|RANK]
//
//   CALL     open (to write), write, head (a write at the beginning of a file), store (sync_file_range),
//            sync, rename, close, reserve, send (MPI_Send), or start: the journal's record that the
//            realization PATTERN is begun
//   PATTERN  of the file's whole path, as a shell matches names; not used by send
//   NTH      the matching call it happens to, counted from 1 in each process; with a + that one and all later
//   ACTION   no-memory (start only: the next large allocation throws std::bad_alloc), kill, kill-after,
//   kill-half (half of a write), stop (SIGSTOP), short (half of a write is done), lost (the same, but all is
//   said to be done),
//            or the name of an error: ENOSPC, EDQUOT, EIO, EINTR, EACCES, EROFS
//   RANK     only in this rank of an mpirun

#define OMPI_SKIP_MPICXX  // declares nothing of the old C++ bindings

#include <dlfcn.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <mpi.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <map>
#include <new>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Fault {
  std::string call, pattern, action;
  long nth = 0;
  bool lasting = false;
};

Fault read_fault() {
  const char* text = std::getenv("FAULT");
  if (text == nullptr) return {};
  std::istringstream fields(text);
  Fault fault;
  std::string nth, rank;
  std::getline(fields, fault.call, '|');
  std::getline(fields, fault.pattern, '|');
  std::getline(fields, nth, '|');
  std::getline(fields, fault.action, '|');
  std::getline(fields, rank, '|');
  const char* here = std::getenv("OMPI_COMM_WORLD_RANK");
  if (!rank.empty() && rank != (here == nullptr ? "0" : here)) return {};
  fault.nth = std::strtol(nth.c_str(), nullptr, 10);
  fault.lasting = nth.ends_with('+');
  return fault;
}

const Fault& fault() {
  static const Fault value = read_fault();
  return value;
}

std::string path_of(int descriptor) {
  std::array<char, PATH_MAX> path{};
  const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
  const ssize_t length = ::readlink(link.c_str(), path.data(), path.size());
  return length > 0 ? std::string(path.data(), std::size_t(length)) : std::string();
}

// Whether the fault happens to this call.
bool happens(const char* call, const std::string& path) {
  if (fault().call != call) return false;
  if (!path.empty() && ::fnmatch(fault().pattern.c_str(), path.c_str(), 0) != 0) return false;
  static std::atomic<long> calls{0};
  const long number = ++calls;
  return fault().lasting ? number >= fault().nth : number == fault().nth;
}

[[noreturn]] void die() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

int error_number() {
  static const std::map<std::string, int> numbers{{"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EIO", EIO},
                                                  {"EINTR", EINTR},   {"EACCES", EACCES}, {"EROFS", EROFS}};
  return numbers.at(fault().action);
}

template <typename Function>
Function original(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

// What happens instead of the call, where that is the same for all calls.
template <typename Call>
ssize_t acting(const Call& call) {
  const std::string& action = fault().action;
  if (action == "kill") die();
  if (action == "kill-after") {
    call();
    die();
  }
  if (action == "stop") {
    ::raise(SIGSTOP);
    return call();
  }
  errno = error_number();
  return -1;
}

// A call that takes `size` bytes; `half` does the first half of it.
template <typename Call, typename Half>
ssize_t writing(int descriptor, std::size_t size, const Call& call, const Half& half) {
  if (!happens("write", path_of(descriptor))) return call();
  if (fault().action == "short") return half();
  if (fault().action == "lost") {
    half();
    return ssize_t(size);
  }
  if (fault().action == "kill-half") {
    half();
    die();
  }
  return acting(call);
}

// Any other call that returns -1 if it fails.
template <typename Call>
auto calling(const char* name, const std::string& path, const Call& call) -> decltype(call()) {
  if (!happens(name, path)) return call();
  return decltype(call())(acting(call));
}

// Whether the next large allocation throws: one of the realization, not of the journal.
std::atomic<bool> memory_is_short{false};

// Whether these bytes hold the record that the realization of the fault is begun (src/io/journal_format.hpp).
bool begins_realization(int descriptor, const void* bytes, std::size_t size) {
  if (fault().call != "start" || !path_of(descriptor).ends_with(".journal")) return false;
  std::array<unsigned char, 16> wanted{0x89, 'Y', 'S', 'R', 'e', 'c', 0x0a, 0x1a, 1};
  const auto realization = std::uint32_t(std::strtoul(fault().pattern.c_str(), nullptr, 10));
  std::memcpy(wanted.data() + 12, &realization, sizeof realization);
  return ::memmem(bytes, size, wanted.data(), wanted.size()) != nullptr && happens("start", {});
}

std::vector<iovec> first_half(const iovec* parts, int count) {
  std::vector<iovec> half(parts, parts + (count + 1) / 2);
  if (count == 1) half.front().iov_len /= 2;
  return half;
}

}  // namespace

void* operator new(std::size_t size) {
  constexpr std::size_t large = 1024;
  if (size >= large && memory_is_short.exchange(false)) throw std::bad_alloc();
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

extern "C" {

ssize_t write(int descriptor, const void* bytes, size_t size) {
  static const auto next = original<ssize_t (*)(int, const void*, size_t)>("write");
  if (begins_realization(descriptor, bytes, size)) {
    next(descriptor, bytes, size);
    if (fault().action == "kill-after") die();
    if (fault().action == "no-memory") {
      memory_is_short = true;
      return ssize_t(size);
    }
    ::raise(SIGSTOP);
    return ssize_t(size);
  }
  return writing(
      descriptor, size, [&] { return next(descriptor, bytes, size); },
      [&] { return next(descriptor, bytes, (size + 1) / 2); });
}

ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t offset) {
  static const auto next = original<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (fault().call == "head" && offset == 0) {
    return calling("head", path_of(descriptor), [&] { return next(descriptor, bytes, size, offset); });
  }
  return writing(
      descriptor, size, [&] { return next(descriptor, bytes, size, offset); },
      [&] { return next(descriptor, bytes, (size + 1) / 2, offset); });
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t offset) {
  return pwrite(descriptor, bytes, size, offset);
}

ssize_t pwritev(int descriptor, const iovec* parts, int count, off_t offset) {
  static const auto next = original<ssize_t (*)(int, const iovec*, int, off_t)>("pwritev");
  std::size_t size = 0;
  for (int i = 0; i < count; ++i) size += parts[i].iov_len;
  return writing(
      descriptor, size, [&] { return next(descriptor, parts, count, offset); },
      [&] {
        const auto half = first_half(parts, count);
        return next(descriptor, half.data(), int(half.size()), offset);
      });
}
ssize_t pwritev64(int descriptor, const iovec* parts, int count, off64_t offset) {
  return pwritev(descriptor, parts, count, offset);
}

int open(const char* path, int flags, ...) {
  static const auto next = original<int (*)(const char*, int, mode_t)>("open");
  std::va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  if ((flags & O_ACCMODE) == O_RDONLY) return next(path, flags, mode);
  return calling("open", path, [&] { return next(path, flags, mode); });
}

int fsync(int descriptor) {
  static const auto next = original<int (*)(int)>("fsync");
  return calling("sync", path_of(descriptor), [&] { return next(descriptor); });
}
int fdatasync(int descriptor) {
  static const auto next = original<int (*)(int)>("fdatasync");
  return calling("sync", path_of(descriptor), [&] { return next(descriptor); });
}
int sync_file_range(int descriptor, off64_t offset, off64_t bytes, unsigned flags) {
  static const auto next = original<int (*)(int, off64_t, off64_t, unsigned)>("sync_file_range");
  return calling("store", path_of(descriptor), [&] { return next(descriptor, offset, bytes, flags); });
}
int close(int descriptor) {
  static const auto next = original<int (*)(int)>("close");
  if (fault().call != "close") return next(descriptor);
  return calling("close", path_of(descriptor), [&] { return next(descriptor); });
}
int fallocate(int descriptor, int mode, off_t offset, off_t length) {
  static const auto next = original<int (*)(int, int, off_t, off_t)>("fallocate");
  return calling("reserve", path_of(descriptor), [&] { return next(descriptor, mode, offset, length); });
}
int fallocate64(int descriptor, int mode, off64_t offset, off64_t length) {
  return fallocate(descriptor, mode, offset, length);
}
int rename(const char* from, const char* to) {
  static const auto next = original<int (*)(const char*, const char*)>("rename");
  return calling("rename", to, [&] { return next(from, to); });
}
// FAULT_SECONDS: in place of the minutes that a rank waits for others before it gives up.
int setitimer(__itimer_which_t which, const itimerval* value, itimerval* old) {
  static const auto next = original<int (*)(__itimer_which_t, const itimerval*, itimerval*)>("setitimer");
  const char* seconds = std::getenv("FAULT_SECONDS");
  itimerval shorter = *value;
  if (seconds != nullptr && value->it_value.tv_sec >= 60) {
    shorter.it_value = {.tv_sec = std::atoi(seconds), .tv_usec = 0};
    shorter.it_interval = shorter.it_value;
  }
  return next(which, &shorter, old);
}
int MPI_Send(const void* bytes, int count, MPI_Datatype type, int to, int tag, MPI_Comm communicator) {
  static const auto next = original<int (*)(const void*, int, MPI_Datatype, int, int, MPI_Comm)>("MPI_Send");
  return calling("send", {}, [&] { return next(bytes, count, type, to, tag, communicator); });
}

}  // extern "C"
