// The same configuration written in another way is the same configuration: order of keys, spelling of
// numbers, nested or dotted paths, flow or block style make no other point and no other run.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <variant>

#include "scratch_config.hpp"

namespace yieldscape::test {
namespace {

/// A key with its value, a number or any other text.
struct Given {
  std::string section;
  std::string key;
  std::variant<double, std::string> value;
};

class Spelling : public testing::Test {
 protected:
  template <class T>
  T pick(const std::vector<T>& choices) {
    return choices[std::uniform_int_distribution<std::size_t>(0, choices.size() - 1)(random)];
  }

  /// `value` as people write it; each spelling reads as the same double.
  std::string spelled(double value) {
    const std::string shortest = fmt::format("{}", value);
    const std::string exact = fmt::format("{:.17g}", value);
    const std::string scientific = fmt::format("{:.17e}", value);
    const bool plain = shortest.find_first_of("e.") == shortest.npos;
    std::vector<std::string> spellings{shortest, exact, scientific, "+" + shortest, "0" + shortest};
    if (plain) spellings.push_back(shortest + ".000");
    if (shortest.starts_with("0.")) spellings.push_back(shortest.substr(1));
    if (!plain && shortest.find('e') == shortest.npos) spellings.push_back(shortest + "00");
    return pick(spellings);
  }

  std::string spelled(const std::variant<double, std::string>& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return spelled(std::get<double>(value));
  }

  /// All that is given, in any order and style.
  std::string written(std::vector<Given> given) {
    std::ranges::shuffle(given, random);
    std::string text;
    std::vector<std::string> sections;
    for (const Given& one : given) {
      if (std::ranges::find(sections, one.section) == sections.end()) sections.push_back(one.section);
    }
    for (const std::string& section : sections) {
      const std::string style = section.empty() ? "dotted" : pick<std::string>({"dotted", "flow", "block"});
      std::string inner;
      for (const Given& one : given) {
        if (one.section != section) continue;
        const std::string value = spelled(one.value);
        if (style == "dotted") text += (section.empty() ? "" : section + ".") + one.key + ": " + value + "\n";
        if (style == "flow") inner += (inner.empty() ? "" : ", ") + one.key + ": " + value;
        if (style == "block") inner += "\n  " + one.key + ":   " + value + "  # a note";
      }
      if (style == "flow") text += section + ": {" + inner + "}\n";
      if (style == "block") text += section + ":" + inner + "\n";
    }
    return text;
  }

  std::vector<Given> random_physics() {
    const auto between = [&](double from, double to) {
      return std::uniform_real_distribution<double>(from, to)(random);
    };
    return {{"", "seed", double(random() % 1000)},
            {"", "realizations", double(1 + random() % 1000)},
            {"", "engine", pick<std::string>({"auto", "direct", "reference"})},
            {"lattice", "N", double(1 + random() % 64)},
            {"material", "shear_modulus", between(1, 100)},
            {"material", "bulk_modulus", pick<std::variant<double, std::string>>({55.0, ".inf"})},
            {"thresholds.initial", "law", pick<std::string>({"normal", "weibull", "gamma"})},
            {"thresholds.initial", "mean", between(1, 2)},
            {"thresholds.initial", "std", between(0.1, 0.5)},
            {"thresholds.renewal", "law", std::string("uniform")},
            {"thresholds.renewal", "mean", std::round(between(1, 2) * 100) / 100},
            {"thresholds.renewal", "std", 1 / between(2, 10)},
            {"slip", "law", std::string("exponential")},
            {"slip", "c0", between(0.01, 0.1)},
            {"slip", "c1", pick<double>({0, 1e-3, 0.0163})},
            {"loading", "strain_max", 0.5},
            {"loading", "strain_step", pick<double>({0.005, 0.01})},
            {"record", "maps_at", std::string("[0.2, 5e-1]")}};
  }

  std::mt19937 random{20240612};  // NOLINT: the same configurations every time
};

TEST_F(Spelling, IdentityKnowsNoOrderAndNoSpelling) {
  for (int i = 0; i < 40; ++i) {
    const auto given = random_physics();
    const std::string one = written(given);
    const std::string other = written(given);
    SCOPED_TRACE(one + "-- and --\n" + other);
    const RunConfig a = read_text(one);
    const RunConfig b = read_text(other);
    ASSERT_EQ(canonical_text(a.ensemble), canonical_text(b.ensemble));
    ASSERT_EQ(a.ensemble.points.front().canonical_text(), b.ensemble.points.front().canonical_text());
    ASSERT_EQ(a.ensemble.points.front().hash(), b.ensemble.points.front().hash());
    ASSERT_EQ(a.text_resolved, b.text_resolved);
  }
}

// The next double is another material.
TEST_F(Spelling, TheLastBitOfANumberMakesAnotherPoint) {
  const auto hash = [&](double modulus) {
    return read_text(fmt::format("material.shear_modulus: {}\nmaterial.bulk_modulus: 52\n"
                                 "thresholds.initial: {{law: normal, mean: 1.14, std: 0.478}}\n"
                                 "slip: {{law: exponential, c0: 0.0626}}\n",
                                 spelled(modulus)))
        .ensemble.points.front()
        .hash();
  };
  EXPECT_EQ(hash(14.7), hash(14.7));
  EXPECT_NE(hash(14.7), hash(std::nextafter(14.7, 15.0)));
}

}  // namespace
}  // namespace yieldscape::test
