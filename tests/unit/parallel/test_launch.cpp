#include <gmock/gmock.h>

#include <map>

#include "yieldscape/parallel/launch.hpp"

namespace yieldscape {
namespace {

using testing::HasSubstr;

std::optional<std::string> refusal(int size, const std::map<std::string, std::string>& environment) {
  return singleton_under_launcher(size, [&](const char* name) {
    const auto found = environment.find(name);
    return found == environment.end() ? nullptr : found->second.c_str();
  });
}

TEST(Launch, PlainProcessIsFine) {
  EXPECT_FALSE(refusal(1, {}));
}

TEST(Launch, SingletonOfAnotherMpirunIsRefused) {
  EXPECT_THAT(refusal(1, {{"PMI_SIZE", "4"}, {"PMI_RANK", "2"}}).value(), HasSubstr("PMI_SIZE=4"));
  EXPECT_THAT(refusal(1, {{"OMPI_COMM_WORLD_SIZE", "3"}}).value(), HasSubstr("started 3"));
  EXPECT_TRUE(refusal(1, {{"MPI_LOCALNRANKS", "2"}}));
}

TEST(Launch, SingletonInASlurmStepIsRefused) {
  EXPECT_THAT(
      refusal(1, {{"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "4"}}).value(),
      HasSubstr("srun --mpi=pmix"));
}

TEST(Launch, BatchShellOfAMultiTaskJobIsFine) {
  EXPECT_FALSE(refusal(1, {{"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "0"}}));
}

TEST(Launch, OneRankOfMpirunInsideALargerStepIsFine) {
  EXPECT_FALSE(refusal(1, {{"OMPI_COMM_WORLD_SIZE", "1"}, {"SLURM_STEP_NUM_TASKS", "2"}}));
}

TEST(Launch, RanksThatSeeEachOtherAreFine) {
  EXPECT_FALSE(refusal(4, {{"OMPI_COMM_WORLD_SIZE", "4"}}));
}

TEST(Launch, UnreadableNumberIsIgnored) {
  EXPECT_FALSE(refusal(1, {{"PMI_SIZE", "many"}}));
}

}  // namespace
}  // namespace yieldscape
