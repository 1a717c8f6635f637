#pragma once

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "require.hpp"

namespace yieldscape::fuzz {

/// A file in a directory of its own, in memory where the system has such a place; both removed at the end.
class ScratchFile {
 public:
  explicit ScratchFile(const std::string& name)
      : directory_((::access("/dev/shm", W_OK) == 0 ? std::filesystem::path("/dev/shm")
                                                    : std::filesystem::temp_directory_path()) /
                   ("yieldscape-fuzz-" + std::to_string(::getpid()))),
        path_(directory_ / name) {
    std::filesystem::create_directories(directory_);
  }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;
  ~ScratchFile() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  void hold(const std::uint8_t* data, std::size_t size) const {
    std::ofstream file(path_, std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(data), std::streamsize(size));
    require(bool(file.flush()), "the scratch file can be written");
  }

  [[nodiscard]] const std::filesystem::path& directory() const noexcept { return directory_; }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path directory_;
  std::filesystem::path path_;
};

}  // namespace yieldscape::fuzz
