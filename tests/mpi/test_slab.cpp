#include <gmock/gmock.h>

#include <cmath>

#include "../unit/elastic/driven_sample.hpp"
#include "../unit/elastic/kernel_forms.hpp"
#include "yieldscape/elastic/slab_engine.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {
namespace {

/// What the engines of a group are to agree with: one engine for the whole lattice.
struct Flow {
  const char* name;
  Lattice lattice;
  KernelSpec kernel;
  test::Glass glass;
  std::size_t slips;
};

const KernelSpec continuum{};
const KernelSpec laplacian{.form = KernelForm::laplacian};
const KernelSpec rotated{.form = KernelForm::rotated};
const KernelSpec local{.normalization = KernelNormalization::local};

const Flow flows[] = {
    {"GQ", Lattice(128, 128), continuum, test::gq, 8000},
    {"ESL_oblong", Lattice(200, 144), continuum, test::esl, 4000},
    {"prime", Lattice(131, 127), continuum, test::gq, 4000},
    {"large_slips", Lattice(163, 161), continuum, test::gq_large_slips, 4000},
    {"laplacian", Lattice(160, 96), laplacian, test::gq, 4000},
    {"rotated", Lattice(129, 133), rotated, test::esl, 4000},
    {"half_prime", Lattice(96, 158), continuum, test::gq, 3000},
    {"local", Lattice(96, 171), local, test::gq, 4000},
    {"skewed", Lattice(101, 137), test::skewed_kernel(Lattice(101, 137)), test::esl, 3000},
    {"fewer_blocks_than_ranks", Lattice(65, 65), continuum, test::gq, 6000},
};

std::ostream& operator<<(std::ostream& out, const Flow& flow) {
  return out << flow.name;
}

std::vector<double> strengths(StrengthEngine& engine) {
  std::vector<double> values(engine.part().sites());
  engine.read(values);
  return values;
}

class Slab : public testing::TestWithParam<Flow> {};

// Slip by slip the same sites, in every bit the same weakest strength; at the end the same strengths. The
// direct engine has the last word on the order.
TEST_P(Slab, DoesInEveryBitWhatOneEngineDoes) {
  const Flow& flow = GetParam();
  const Communicator world = Communicator::world();
  const ElasticKernel kernel = elastic_kernel(flow.lattice, test::glass_moduli, flow.kernel);
  const SlabKernel shared_kernel(world, flow.lattice, test::glass_moduli, flow.kernel);
  const auto slab = shared_kernel.make_engine();
  const auto whole = make_engine(EngineKind::interval, kernel);
  const auto direct = make_engine(EngineKind::direct, kernel);
  const LatticePart part = slab->part();
  EXPECT_EQ(part, slab_of(flow.lattice, world.rank(), world.size()));

  test::DrivenSample sample(flow.lattice, flow.glass, test::glass_moduli.shear_modulus);
  whole->reset(sample.thresholds());
  direct->reset(sample.thresholds());
  slab->reset(std::span(sample.thresholds()).subspan(part.first_site(), part.sites()));

  std::vector<Site> expected;
  while (sample.slips() < flow.slips) {
    const WeakestSite weakest = whole->weakest();
    const WeakestSite found = slab->weakest();
    ASSERT_EQ(found.site, weakest.site) << "after " << sample.slips() << " slips";
    ASSERT_EQ(found.strength, weakest.strength) << "after " << sample.slips() << " slips";
    ASSERT_EQ(direct->weakest().site, weakest.site);
    sample.raise_load(weakest.strength);
    expected = {weakest.site};
    while (!expected.empty()) {
      const std::vector<Slip> slips = sample.slip(expected);
      std::vector<Slip> own;
      for (const Slip& slip : slips) {
        if (part.contains(slip.site)) own.push_back(slip);
      }
      const auto all = slab->gather(own);
      ASSERT_EQ(all.size(), slips.size());
      for (std::size_t i = 0; i < slips.size(); ++i) ASSERT_EQ(all[i].site, slips[i].site);
      slab->apply(all);
      whole->apply(slips);
      direct->apply(slips);
      whole->unstable(sample.load(), expected);
      std::vector<Site> own_expected;
      for (const Site site : expected) {
        if (part.contains(site)) own_expected.push_back(site);
      }
      const auto own_found = slab->unstable(sample.load());
      ASSERT_EQ(std::vector<Site>(own_found.begin(), own_found.end()), own_expected)
          << "after " << sample.slips() << " slips";
      const auto in_order = direct->unstable(sample.load());
      ASSERT_EQ(std::vector<Site>(in_order.begin(), in_order.end()), expected);
    }
    ASSERT_TRUE(slab->gather({}).empty());
  }
  const std::vector<double> all = strengths(*whole);
  const auto own = std::span(all).subspan(part.first_site(), part.sites());
  EXPECT_EQ(strengths(*slab), std::vector<double>(own.begin(), own.end()));
  EXPECT_EQ(slab->near_ties(), whole->near_ties());
}

INSTANTIATE_TEST_SUITE_P(Flows, Slab, testing::ValuesIn(flows),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(SlabMemory, OfARankFallsWithTheirNumber) {
  const Communicator world = Communicator::world();
  const Lattice lattice(512, 512);
  const auto bytes_with = [&](const Communicator& group) {
    const SlabKernel kernel(group, lattice, test::glass_moduli, {});
    return double(SlabKernel::bytes(*kernel.make_engine()));
  };
  const double alone = bytes_with(Communicator::self());
  const double shared = bytes_with(world);
  // Bounds and the buffers of one transform stay; all else is shared out, the exchanged modes are new.
  EXPECT_LT(shared, 0.1 * alone + 1.45 * alone / world.size());
}

}  // namespace
}  // namespace yieldscape
