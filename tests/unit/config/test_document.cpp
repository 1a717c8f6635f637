#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>

#include "scratch_config.hpp"
#include "yieldscape/config/source_text.hpp"

namespace yieldscape::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string hash_of(std::string_view text) {
  return read_text(text).ensemble.points.front().hash().hex();
}

TEST(Document, LineEndsAndByteOrderMarkDoNotMatter) {
  const std::string reference = hash_of(complete);
  std::string crlf;
  std::string cr;
  for (const char c : complete) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
    cr += c == '\n' ? '\r' : c;
  }
  EXPECT_EQ(hash_of(crlf), reference);
  EXPECT_EQ(hash_of(cr), reference);
  EXPECT_EQ(hash_of("\xEF\xBB\xBF" + std::string(complete)), reference);
  EXPECT_THAT(errors_of("\xEF\xBB\xBFseeds: 1\r\n" + crlf),
              StartsWith("config.yaml:1:1: error: unknown key 'seeds'"));
}

TEST(Document, OneDocumentMayBeMarked) {
  EXPECT_EQ(hash_of("%YAML 1.2\n---\n" + with("...\n")), hash_of(complete));
}

TEST(Document, AliasesStandForTheirAnchors) {
  const auto config = read_text(
      "material: {shear_modulus: 14.7, bulk_modulus: 52}\n"
      "thresholds:\n  renewal: &law {law: weibull, mean: 1, std: 0.4}\n  initial: *law\n"
      "slip: {law: exponential, c0: 0.0626}\n");
  EXPECT_EQ(config.ensemble.points.front().params().initial_thresholds.kind, ThresholdKind::weibull);
}

TEST(Document, NotesAreFreeAnywhere) {
  EXPECT_EQ(errors_of("x-a: [1, {b: c}]\n" + with("lattice: {x-why: {a: a}, N: 8}\n"
                                                  "points: [{x-p: 1, name: a}]\nrecord: {x-n: {law: 3}}\n")),
            "");
}

TEST(Document, IsUtf8Text) {
  EXPECT_THAT(errors_of("t: \xE9\n"), HasSubstr(":1:4: error: byte 0xE9 is not UTF-8 text"));
  EXPECT_THAT(errors_of(std::string("seed: 1\na\0b\n", 12)),
              HasSubstr(":2:2: error: byte 0x00 is not UTF-8 text"));
  EXPECT_THAT(errors_of(std::string("\xFF\xFEs\0e\0", 6)), HasSubstr("byte 0xFF is not UTF-8 text"));
  EXPECT_THAT(errors_of("a: \xED\xA0"), HasSubstr("byte 0xED"));
}

TEST(Document, HasALimitedSize) {
  EXPECT_THAT(errors_of(std::string(max_config_bytes + 1, '#')), HasSubstr("larger than 2 MiB"));
  EXPECT_EQ(errors_of(with(std::string(1 << 20, '#'))), "");
}

TEST(Document, CountsAliasesAsIfWrittenOut) {
  std::string text(complete);
  text += "x-a: &a [{name: p}, {name: p}, {name: p}, {name: p}]\n";
  for (char c = 'b'; c <= 'm'; ++c) {
    text += fmt::format("x-{0}: &{0} [*{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}, *{1}]\n", c, char(c - 1));
  }
  EXPECT_THAT(errors_of(text + "points: *m\n"),
              HasSubstr("error: more than 400000 values (aliases written out)"));
}

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

/// Texts made to exhaust a reader.
std::vector<std::pair<std::string, std::string>> bombs() {
  std::string aliases = "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n";
  std::string steps;
  for (char c = 'b'; c <= 'p'; ++c) {
    aliases +=
        std::string("x-") + c + ": &" + c + " [" + repeated(std::string("*") + char(c - 1) + ", ", 9) + "]\n";
    steps += std::string(std::size_t(4 * (c - 'a')), ' ') + c + ":\n";
  }
  return {{"aliases", aliases},
          {"brackets", repeated("[", 1'000'000)},
          {"braces", repeated("{a: ", 300'000)},
          {"bracket_lines", repeated("[\n", 500'000)},
          {"indentation", steps + repeated(" ", 4 * 17) + repeated("- ", 900'000)},
          {"questions", repeated("? ", 900'000)},
          {"commas", repeated(",", 1'000'000)},
          {"colons", repeated(":", 1'000'000)},
          {"documents", repeated("---\n", 500'000)},
          {"list", "a: [" + repeated("1,", 900'000)},
          {"duplicates", repeated("a: 1\n", 400'000)},
          {"open_quote", "a: \"" + repeated("x\n", 900'000)},
          {"long_key", repeated("k", 1'900'000) + ": 1"},
          {"anchors", repeated("&a ", 600'000)},
          {"sweeps", with("sweep:\n" + repeated("  c0: {from: 1, to: 2, count: 10000}\n", 40'000))},
          {"points", with("points:\n" + repeated("  - {nam: p, slip: {c: 1}}\n", 9'999))}};
}

class Bomb : public testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(Bomb, IsRefusedInTime) {
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_NE(errors_of(GetParam().second), "");
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(taken.count(), 15);  // a second, with room for a loaded machine and for sanitizers
}

INSTANTIATE_TEST_SUITE_P(All, Bomb, testing::ValuesIn(bombs()),
                         [](const auto& test) { return test.param.first; });

}  // namespace
}  // namespace yieldscape::test
