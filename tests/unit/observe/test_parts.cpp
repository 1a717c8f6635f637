#include <gtest/gtest.h>

#include <cmath>

#include "yieldscape/observe/measure.hpp"

// States kept in parts leave the records of the whole, in every bit.
namespace yieldscape {
namespace {

constexpr Lattice lattice(70, 41);

/// A state with fields of no symmetry, of a part of the lattice.
struct Piece {
  explicit Piece(LatticePart part) : state(part), strength(part.sites()) {
    state.plastic_strain_sum = 137.25;
    for (std::size_t i = 0; i < part.sites(); ++i) {
      const auto site = double(part.first_site() + i);
      state.threshold.span()[i] = 1 + 0.3 * std::sin(site * site);
      state.plastic_strain.span()[i] = 0.1 + 0.1 * std::cos(0.7 * site);
      strength[i] = state.threshold.span()[i] - 0.2 * std::sin(1.3 * site);
    }
  }
  [[nodiscard]] Snapshot snapshot() const {
    return {.strain = 0.2, .stress = 0.6, .shear_modulus = 2, .state = state, .strength = strength};
  }
  State state;
  std::vector<double> strength;
};

/// Lets the parts speak one after another, then the first one hear all.
template <class Ask>
auto asked_of_parts(const Ask& ask) {
  std::vector<std::vector<std::vector<double>>> said(3);  // by part, by question
  const int first_row[] = {0, 32, 64, 70};
  for (std::size_t p = 0; p < 3; ++p) {
    const Piece piece(LatticePart(lattice, first_row[p], first_row[p + 1] - first_row[p]));
    (void)ask(piece, [&](std::vector<double> numbers) {
      said[p].push_back(numbers);
      return std::vector<double>(p == 0 ? numbers : std::vector<double>{});
    });
  }
  const Piece leader(LatticePart(lattice, 0, 32));
  std::size_t question = 0;
  return ask(leader, [&](const std::vector<double>&) {
    std::vector<double> all;
    for (const auto& part : said) all.insert(all.end(), part[question].begin(), part[question].end());
    ++question;
    return all;
  });
}

TEST(Parts, MeasureWhatTheWholeMeasures) {
  const Piece whole{LatticePart(lattice)};
  const Measurement expected = measure(whole.snapshot());
  const Measurement found = asked_of_parts([](const Piece& piece, const GatherNumbers& gather) {
    return measure(piece.snapshot(), best_simd_path(), gather);
  });
  EXPECT_EQ(found, expected);
  EXPECT_GT(expected[std::size_t(Observable::strain_variance)], 0);
}

TEST(Parts, MapTheWhole) {
  const Piece whole{LatticePart(lattice)};
  EXPECT_EQ(asked_of_parts([](const Piece& piece, const GatherNumbers& gather) {
              return map_fields(3, piece.snapshot(), gather);
            }),
            map_fields(3, whole.snapshot()));
}

TEST(Parts, CountAllSites) {
  const Piece whole{LatticePart(lattice)};
  const RecordSpec spec;
  EXPECT_EQ(asked_of_parts([&](const Piece& piece, const GatherNumbers& gather) {
              return count_sites(3, piece.snapshot(), spec, gather);
            }),
            count_sites(3, whole.snapshot(), spec));
}

}  // namespace
}  // namespace yieldscape
