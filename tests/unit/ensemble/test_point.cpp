#include "yieldscape/ensemble/point.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "../support/glasses.hpp"

namespace yieldscape {
namespace {

using testing::HasSubstr;
using testing::Not;

// Golden: the identity of every point ever computed hangs on this text. A change to it orphans all results.
TEST(CanonicalText, OfThePapersGlass) {
  EXPECT_EQ(canonical_text(test::aged_glass(Lattice(16, 16))),
            "internal_stress.std = 0\n"
            "kernel.form = continuum\n"
            "kernel.normalization = raw\n"
            "lattice.shape = [16, 16]\n"
            "loading.dynamics = synchronous\n"
            "material.bulk_modulus = 55\n"
            "material.shear_modulus = 19\n"
            "slip.c0 = 0.0235\n"
            "slip.c1 = 0.0163\n"
            "slip.law = exponential\n"
            "thresholds.initial.law = normal\n"
            "thresholds.initial.lower = -inf\n"
            "thresholds.initial.mean = 1.65\n"
            "thresholds.initial.shift = 0\n"
            "thresholds.initial.std = 0.507\n"
            "thresholds.initial.upper = inf\n"
            "thresholds.renewal.law = normal\n"
            "thresholds.renewal.lower = -inf\n"
            "thresholds.renewal.mean = 1\n"
            "thresholds.renewal.shift = 0\n"
            "thresholds.renewal.std = 0.436\n"
            "thresholds.renewal.upper = inf\n");
}

// Computed with the Python package xxhash from the text above.
TEST(Point, HashIsThatOfItsText) {
  const Point point({}, test::aged_glass(Lattice(16, 16)), 300);
  EXPECT_EQ(point.hash(), hash128(point.canonical_text()));
  EXPECT_EQ(point.hash().hex(), "db802638afee993bbc3ca54a6cc9f0fa");
}

TEST(Point, IsNotItsLabelsNorItsNumberOfRealizations) {
  const Point one({.name = "a", .glass = "GQ", .scenario = "rejuvenation"}, test::aged_glass(), 300);
  const Point other({.name = "b"}, test::aged_glass(), 7);
  EXPECT_EQ(one.hash(), other.hash());
  EXPECT_EQ(one.labels().glass, "GQ");
  EXPECT_EQ(other.realizations(), 7U);
}

std::shared_ptr<const Table> table(std::vector<double> probability, std::vector<double> value) {
  return std::make_shared<const Table>(Table{std::move(probability), std::move(value)});
}

// Every parameter of the physics makes another point.
TEST(Point, EveryPhysicalParameterIsInTheHash) {
  using Change = std::function<void(ModelParams&)>;
  const auto kernel = [](double corner) {
    return std::make_shared<const Field>(Lattice(8, 8), std::vector<double>(64, corner));
  };
  const std::vector<Change> changes{
      [](ModelParams&) {},
      [](ModelParams& p) { p.lattice = Lattice(16, 4); },
      [](ModelParams& p) { p.lattice = Lattice(4, 16); },
      [](ModelParams& p) { p.moduli.shear_modulus = 19.000000000000004; },
      [](ModelParams& p) { p.moduli.bulk_modulus = std::numeric_limits<double>::infinity(); },
      [](ModelParams& p) { p.kernel.form = KernelForm::laplacian; },
      [](ModelParams& p) { p.kernel.form = KernelForm::rotated; },
      [&](ModelParams& p) { p.kernel = {.form = KernelForm::file, .table = kernel(1)}; },
      [&](ModelParams& p) { p.kernel = {.form = KernelForm::file, .table = kernel(2)}; },
      [](ModelParams& p) { p.kernel.normalization = KernelNormalization::local; },
      [](ModelParams& p) { p.initial_thresholds.kind = ThresholdKind::weibull; },
      [](ModelParams& p) { p.initial_thresholds.mean = 1.66; },
      [](ModelParams& p) { p.initial_thresholds.std = 0.5; },
      [](ModelParams& p) { p.initial_thresholds.shift = 0.1; },
      [](ModelParams& p) { p.initial_thresholds.lower = 0; },
      [](ModelParams& p) { p.initial_thresholds.upper = 5; },
      [](ModelParams& p) { p.renewed_thresholds.mean = 1.66; },
      [](ModelParams& p) { p.renewed_thresholds.std = 0.5; },
      [](ModelParams& p) { p.renewed_thresholds.lower = 0; },
      [](ModelParams& p) {
        p.renewed_thresholds = {.kind = ThresholdKind::table, .table = table({0, 1}, {1, 2})};
      },
      [](ModelParams& p) {
        p.renewed_thresholds = {.kind = ThresholdKind::table, .table = table({0, 1}, {1, 3})};
      },
      [](ModelParams& p) {
        p.renewed_thresholds = {.kind = ThresholdKind::table, .table = table({}, {0, 1, 1, 2})};
      },
      [](ModelParams& p) { p.internal_stress_std = 0.175; },
      [](ModelParams& p) { p.slip.c0 = 0.024; },
      [](ModelParams& p) { p.slip.c1 = 0; },
      [](ModelParams& p) { p.slip.kind = SlipKind::uniform; },
      [](ModelParams& p) {
        p.slip.kind = SlipKind::table;
        p.slip.table = table({0, 1}, {1, 2});
      },
      [](ModelParams& p) {
        p.slip.kind = SlipKind::table;
        p.slip.table = table({0, 0.5}, {1, 2});
      },
      [](ModelParams& p) { p.dynamics = Dynamics::extremal; },
  };
  std::set<std::string> hashes;
  for (const Change& change : changes) {
    ModelParams params = test::aged_glass();
    change(params);
    hashes.insert(Point({}, params, 1).hash().hex());
  }
  EXPECT_EQ(hashes.size(), changes.size());
}

// What a law does not use makes no other point.
TEST(Point, UnusedParametersAreNotInTheHash) {
  const auto hash = [](const ThresholdSpec& renewed, const SlipSpec& slip) {
    ModelParams params = test::aged_glass();
    params.renewed_thresholds = renewed;
    params.slip = slip;
    return Point({}, params, 1).hash();
  };
  const SlipSpec slip{.c0 = 0.05};
  EXPECT_EQ(hash({.kind = ThresholdKind::constant, .mean = 1, .std = 0.3}, slip),
            hash({.kind = ThresholdKind::constant, .mean = 1, .std = 0.4}, slip));
  EXPECT_EQ(hash({.kind = ThresholdKind::exponential, .mean = 1, .std = 0.3}, slip),
            hash({.kind = ThresholdKind::exponential, .mean = 1}, slip));
  EXPECT_EQ(hash({.kind = ThresholdKind::table, .mean = 1, .table = table({0, 1}, {1, 2})}, slip),
            hash({.kind = ThresholdKind::table, .mean = 2, .table = table({0, 1}, {1, 2})}, slip));
  EXPECT_EQ(hash(test::mct_thresholds(), {.c0 = 0.05, .table = table({0, 1}, {1, 2})}),
            hash(test::mct_thresholds(), {.c0 = 0.05}));
}

TEST(CanonicalText, WritesNumbersInTheirShortestExactForm) {
  ModelParams params = test::aged_glass();
  params.slip.c0 = 0.1;
  params.slip.c1 = 0.1 + 0.2;
  EXPECT_THAT(canonical_text(params), HasSubstr("slip.c0 = 0.1\n"));
  EXPECT_THAT(canonical_text(params), HasSubstr("slip.c1 = 0.30000000000000004\n"));
}

TEST(CanonicalText, NamesTablesByTheirValues) {
  ModelParams params = test::aged_glass();
  params.slip = {.kind = SlipKind::table, .c0 = 0.05, .table = table({0, 1}, {1, 2})};
  EXPECT_THAT(canonical_text(params), HasSubstr("slip.table = xxh3:"));
  EXPECT_THAT(canonical_text(test::aged_glass()), Not(HasSubstr("table")));
}

}  // namespace
}  // namespace yieldscape
