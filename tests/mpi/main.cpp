// Runs the tests of one program on every rank; only rank 0 reports passes, all report failures.

#include <gmock/gmock.h>

#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/communicator.hpp"
#include "yieldscape/parallel/environment.hpp"

int main(int argc, char** argv) {
  // An exception that leaves a test would leave the other ranks waiting: let it end the job instead.
  GTEST_FLAG_SET(catch_exceptions, false);
  testing::InitGoogleMock(&argc, argv);
  bool failed = false;
  {
    const yieldscape::Environment environment(argc, argv);
    const auto world = yieldscape::Communicator::world();
    auto& listeners = testing::UnitTest::GetInstance()->listeners();
    if (!world.is_root()) {
      delete listeners.Release(listeners.default_result_printer());
      struct FailurePrinter : testing::EmptyTestEventListener {
        void OnTestPartResult(const testing::TestPartResult& result) override {
          if (result.failed()) std::cerr << result << std::endl;
        }
      };
      listeners.Append(new FailurePrinter);  // owned by the list
    }
    failed = yieldscape::all_reduce_or(world, RUN_ALL_TESTS() != 0);
  }
  return failed ? 1 : 0;
}
