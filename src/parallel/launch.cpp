#include "yieldscape/parallel/launch.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cstring>

namespace yieldscape {

namespace {

std::optional<int> number(const EnvironmentLookup& lookup, const char* name) {
  const char* text = lookup(name);
  if (text == nullptr) return std::nullopt;
  int value = 0;
  const char* end = text + std::strlen(text);
  const auto [rest, error] = std::from_chars(text, end, value);
  return error == std::errc() && rest == end ? std::optional(value) : std::nullopt;
}

struct Launcher {
  const char* variable;
  const char* name;
};

// Innermost first: inside an mpirun, Slurm's variables describe the step that carries its daemons. Slurm's
// batch shell has SLURM_NTASKS too, but only a task of a step has SLURM_STEP_NUM_TASKS.
constexpr std::array launchers{
    Launcher{"OMPI_COMM_WORLD_SIZE", "Open MPI's mpirun"},
    Launcher{"PMI_SIZE", "a PMI launcher (MPICH's or Intel MPI's mpirun, or srun --mpi=pmi2)"},
    Launcher{"MPI_LOCALNRANKS", "MPICH's mpiexec"},
    Launcher{"SLURM_STEP_NUM_TASKS", "srun"},
};

}  // namespace

std::optional<std::string> singleton_under_launcher(int world_size, const EnvironmentLookup& lookup) {
  if (world_size != 1) return std::nullopt;
  for (const auto& [variable, launcher] : launchers) {
    const auto tasks = number(lookup, variable);
    if (!tasks) continue;
    if (*tasks <= 1) return std::nullopt;
    return fmt::format(
        "this process is alone (rank 0 of 1), but {} started {} of them ({}={}): they do not find each "
        "other\n"
        "and each would compute everything. Use the mpirun of the MPI this program was built with, or srun "
        "with a\nmatching plugin (srun --mpi=pmix; srun --mpi=list shows what there is).",
        launcher, *tasks, variable, *tasks);
  }
  return std::nullopt;
}

}  // namespace yieldscape
