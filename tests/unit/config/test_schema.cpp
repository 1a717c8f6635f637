#include <gtest/gtest.h>

#include <set>

#include "yieldscape/config/schema.hpp"
#include "yieldscape/config/setting.hpp"

namespace yieldscape {
namespace {

/// Reads `text` as the value of a key; false if it is none.
bool is_value(const KeySpec& key, const std::string& text) {
  const SourceText source{.title = key.path, .directory = {}, .text = text};
  Diagnostics diagnostics;
  const NodePtr node = parse_document(source, diagnostics);
  if (node) static_cast<void>(read_value(key, *node, diagnostics));
  return diagnostics.empty();
}

TEST(Schema, DescribesEveryKey) {
  std::set<std::string> paths;
  for (const KeySpec& key : schema()) {
    EXPECT_TRUE(paths.insert(key.path).second) << key.path;
    EXPECT_TRUE(key.meaning.ends_with('.')) << key.path;
    EXPECT_FALSE(key.fallback.empty() && key.example.empty()) << key.path;
    EXPECT_EQ(key.type == ValueType::choice || key.type == ValueType::spread, !key.choices.empty())
        << key.path;
    EXPECT_FALSE(is_section(key.path)) << key.path;
  }
}

TEST(Schema, DefaultsAndExamplesAreValid) {
  for (const KeySpec& key : schema()) {
    EXPECT_TRUE(key.fallback.empty() || is_value(key, key.fallback)) << key.path;
    EXPECT_TRUE(key.example.empty() || is_value(key, key.example)) << key.path;
    EXPECT_EQ(std::holds_alternative<std::monostate>(default_value(*find_key(key.path))),
              key.fallback.empty());
  }
}

TEST(Schema, RivalsOpposeEachOther) {
  for (std::size_t i = 0; i < schema().size(); ++i) {
    for (const KeyId rival : rivals(KeyId{i})) {
      const auto back = rivals(rival);
      EXPECT_NE(std::find(back.begin(), back.end(), KeyId{i}), back.end());
    }
  }
  EXPECT_FALSE(rivals(key("slip.disorder_strength")).empty());
}

TEST(Schema, FindsKeysByPathAndLastComponent) {
  EXPECT_EQ(find_key("slip.c0"), find_point_key_by_leaf("c0"));
  EXPECT_EQ(find_point_key_by_leaf("mean"), std::nullopt);        // of two laws
  EXPECT_EQ(find_point_key_by_leaf("strain_max"), std::nullopt);  // of no point
  EXPECT_EQ(find_key("slip"), std::nullopt);
  EXPECT_TRUE(is_section("thresholds.initial"));
}

TEST(Schema, SaysRanges) {
  EXPECT_EQ(range_text(spec(key("lattice.N"))), "from 1 to 32768");
  EXPECT_EQ(range_text(spec(key("material.shear_modulus"))), "greater than 0");
  EXPECT_EQ(range_text(spec(key("slip.c0"))), "at least 0");
  EXPECT_EQ(range_text(spec(key("thresholds.initial.mean"))), "");
}

}  // namespace
}  // namespace yieldscape
