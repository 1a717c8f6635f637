// Every message there is, byte for byte: tests/golden/config/bad_X.yaml (read with the overrides in
// bad_X.set, one a line, if there is such a file) must give bad_X.expected. To write the expected files anew
// after a deliberate change: YIELDSCAPE_WRITE_GOLDEN=1 unit_config, then read the difference.
#include <gmock/gmock.h>

#include <cstdlib>

#include "scratch_config.hpp"

namespace yieldscape::test {
namespace {

std::filesystem::path golden() {
  return std::filesystem::path(YIELDSCAPE_SOURCE_DIR) / "tests/golden/config";
}

std::vector<std::string> bad_names() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(golden())) {
    const auto& file = entry.path();
    if (file.extension() == ".yaml" && file.filename().string().starts_with("bad_"))
      names.push_back(file.stem());
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string contents(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

class Messages : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override { std::filesystem::current_path(golden()); }
  void TearDown() override { std::filesystem::current_path(before_); }

 private:
  std::filesystem::path before_ = std::filesystem::current_path();
};

TEST_P(Messages, AreAsAgreed) {
  std::vector<std::string> overrides;
  std::ifstream sets(GetParam() + ".set");
  for (std::string line; std::getline(sets, line);) overrides.push_back(line);
  std::string message;
  try {
    static_cast<void>(read_config(GetParam() + ".yaml", overrides, csv_tables()));
  } catch (const ConfigurationError& error) {
    message = std::string(error.what()) + "\n";
    EXPECT_EQ(error.code(), ExitCode::configuration);
  }
  if (std::getenv("YIELDSCAPE_WRITE_GOLDEN") != nullptr) std::ofstream(GetParam() + ".expected") << message;
  EXPECT_NE(message, "") << "accepted";
  EXPECT_EQ(message, contents(GetParam() + ".expected"));
}

INSTANTIATE_TEST_SUITE_P(Golden, Messages, testing::ValuesIn(bad_names()),
                         [](const auto& test) { return test.param; });

TEST(Messages, GoldenFilesAreThere) {
  EXPECT_GT(bad_names().size(), 50U);
}

TEST(Messages, AreSortedByLine) {
  const std::string message =
      errors_of(with("engine: none\nsweep: {N: []}\nrecord: {event: true}\nseed: x\n"));
  std::vector<std::size_t> lines;
  std::istringstream in(message);
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("config.yaml:")) lines.push_back(std::stoul(line.substr(12)));
  }
  EXPECT_THAT(lines, testing::ElementsAre(5, 6, 7, 8));
}

TEST(Messages, AreCountedBeyondAHundred) {
  std::string text(complete);
  for (int i = 0; i < 150; ++i) text += "unknown" + std::to_string(i) + ": 1\n";
  EXPECT_THAT(errors_of(text), testing::EndsWith("and 50 more errors"));
}

TEST(Messages, OfAFileThatCannotBeRead) {
  const ScratchDirectory directory;
  const auto read = [](const std::filesystem::path& file) { return read_config(file, {}, csv_tables()); };
  EXPECT_THAT([&] { read(directory.path() / "none.yaml"); },
              testing::ThrowsMessage<ConfigurationError>(
                  testing::EndsWith("none.yaml: error: cannot be read: No such file or directory")));
  EXPECT_THAT([&] { read(directory.path()); }, testing::ThrowsMessage<ConfigurationError>(
                                                   testing::EndsWith("cannot be read: it is a directory")));
}

}  // namespace
}  // namespace yieldscape::test
