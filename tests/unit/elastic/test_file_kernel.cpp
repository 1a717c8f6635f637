#include <gmock/gmock.h>

#include <limits>
#include <memory>

#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

ElasticKernel from_table(Lattice lattice, std::shared_ptr<const Field> table) {
  return elastic_kernel(lattice, test::glass_moduli, {.form = KernelForm::file, .table = std::move(table)});
}

std::string refusal(Lattice lattice, std::shared_ptr<const Field> table) {
  try {
    (void)from_table(lattice, std::move(table));
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

// Whatever its symmetry and scale: the user's numbers, less their mean.
TEST(FileKernel, IsTheTableWithItsMeanRemoved) {
  const Lattice lattice(2, 3);
  const auto table = std::make_shared<const Field>(lattice, std::vector<double>{-3, 4, 5, 6, 7, -1});
  const ElasticKernel kernel = from_table(lattice, table);
  EXPECT_THAT(kernel.zero_mean.span(), ElementsAre(-6, 1, 2, 3, 4, -4));
  EXPECT_DOUBLE_EQ(kernel.uniform, -2 * 19.0 / 6);
}

TEST(FileKernel, RefusesAnotherShapeAndSaysBoth) {
  const std::string message = refusal(Lattice(2, 3), std::make_shared<const Field>(Lattice(3, 2)));
  EXPECT_THAT(message, HasSubstr("[3, 2]"));
  EXPECT_THAT(message, HasSubstr("[2, 3]"));
}

TEST(FileKernel, RefusesNumbersThatAreNotFinite) {
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT(refusal(Lattice(1, 2), std::make_shared<const Field>(Lattice(1, 2), std::vector{-1.0, bad})),
                HasSubstr("not finite"));
  }
}

TEST(FileKernel, NeedsATable) {
  EXPECT_THAT(refusal(Lattice(2, 3), nullptr), HasSubstr("needs a table"));
}

}  // namespace
}  // namespace yieldscape
