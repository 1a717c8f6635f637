#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "support.hpp"
#include "yieldscape/io/trial_store.hpp"

namespace yieldscape {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr TrialStore::Key first{.trial = {1, 2}, .batch = 0};
constexpr TrialStore::Key second{.trial = {1, 2}, .batch = 1};

class TrialStoreFile : public ::testing::Test {
 protected:
  void write_two() const {
    TrialStore store(path);
    store.add(first, std::vector{1.0, 2.0});
    store.add(second, std::vector{3.0, 4.0, 5.0});
    store.sync();
  }
  test::TemporaryDirectory directory;
  std::filesystem::path path = directory / "trials";
};

TEST_F(TrialStoreFile, KeepsWhatWasAdded) {
  write_two();
  const TrialStore store(path);
  EXPECT_THAT(store.find(first), ElementsAre(1.0, 2.0));
  EXPECT_THAT(store.find(second), ElementsAre(3.0, 4.0, 5.0));
  EXPECT_THAT(store.find({.trial = {1, 3}, .batch = 0}), IsEmpty());
}

// Cut anywhere, the records before the cut count, and what is added afterwards is found again.
TEST_F(TrialStoreFile, GoesOnAfterATornRecord) {
  write_two();
  const auto whole = std::filesystem::file_size(path);
  const std::uintmax_t one = 6 * 8 + 2 * 8;
  for (std::uintmax_t size = 0; size < whole; ++size) {
    std::filesystem::remove(path);
    write_two();
    std::filesystem::resize_file(path, size);
    {
      TrialStore store(path);
      EXPECT_EQ(store.size(), size >= one ? 1U : 0U) << size;
      store.add(second, std::vector{6.0});
    }
    const TrialStore again(path);
    EXPECT_THAT(again.find(second), ElementsAre(6.0));
  }
}

TEST_F(TrialStoreFile, DoesNotBelieveAChangedRecord) {
  write_two();
  const auto whole = std::filesystem::file_size(path);
  for (std::uintmax_t place = 6 * 8 + 2 * 8; place < whole; ++place) {
    std::filesystem::remove(path);
    write_two();
    {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(std::streamoff(place));
      const char old = char(file.get());
      file.seekp(std::streamoff(place));
      file.put(char(old ^ 1));
    }
    const TrialStore store(path);
    EXPECT_THAT(store.find(second), IsEmpty()) << place;
    EXPECT_EQ(store.size(), 1U);
  }
}

}  // namespace
}  // namespace yieldscape
