#include "yieldscape/core/hash.hpp"

#include <gtest/gtest.h>

namespace yieldscape {
namespace {

// Known answers of XXH3 (xxHash 0.8, seed 0), computed with the Python package xxhash.

TEST(Hash128, KnownAnswers) {
  EXPECT_EQ(hash128("").hex(), "99aa06d3014798d86001c324468d497f");
  EXPECT_EQ(hash128("yieldscape").hex(), "92c1f614b0e06276d6bde1cfd7e13545");
}

TEST(Hash128, HexPutsTheHighWordFirstAndKeepsZeros) {
  EXPECT_EQ((Hash128{.high = 0xab, .low = 1}.hex()), "00000000000000ab0000000000000001");
  EXPECT_EQ(hash128("yieldscape").high, 0x92c1f614b0e06276U);
}

TEST(Hash64, KnownAnswers) {
  EXPECT_EQ(hash64({}), 0x2d06800538d394c2U);
  const std::string_view text = "yieldscape";
  EXPECT_EQ(hash64(std::as_bytes(std::span(text))), 0x5fa0940854a70d54U);
}

TEST(Hash64, EveryPathGivesTheHashOfTheLibrary) {
  std::string text;
  for (int length = 0; length < 3000; ++length) {
    const auto bytes = std::as_bytes(std::span(text));
    Hash64Stream library;
    library.add(bytes);
    for (const SimdPath path : available_simd_paths()) {
      ASSERT_EQ(hash64(bytes, path), library.value()) << length << " bytes, " << name(path);
    }
    text.push_back(char(31 * length % 251));
  }
}

TEST(Hash64Stream, PiecesGiveTheHashOfTheWhole) {
  const std::string text(5000, 'x');
  const auto bytes = std::as_bytes(std::span(text));
  Hash64Stream stream;
  EXPECT_EQ(stream.value(), hash64({}));
  stream.add(bytes.first(1));
  stream.add(bytes.subspan(1, 3000));
  stream.add(bytes.subspan(3001));
  EXPECT_EQ(stream.value(), hash64(bytes));
}

}  // namespace
}  // namespace yieldscape
