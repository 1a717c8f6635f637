// Slips per second of a large lattice on one rank and on all ranks of the job, in turns, from the same start:
// the events are the same, so the times can be compared. Wall time shows what the machine gives, with
// messages and whoever else computes there; core time outside of messages, of the busiest rank, how evenly
// and with how little done twice the work is shared. Then the memory of each rank.
//   mpirun -n RANKS slab_speed N SLIPS [ALONE [START]]
// ALONE = 0: without the lattice on one rank, for what does not fit there. START: slips that one rank makes
// before, to bring the lattice into flow.

#include <fmt/format.h>
#include <mpi.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "yieldscape/ensemble/shared_realization.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/environment.hpp"
#include "yieldscape/parallel/messages.hpp"

namespace yieldscape {
namespace {

using Clock = std::chrono::steady_clock;

double core_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

double in_messages = 0;  // core seconds

// Counts the core time of a call.
template <class Call>
int counted(const Call& call) {
  const double begin = core_seconds();
  const int code = call();
  in_messages += core_seconds() - begin;
  return code;
}

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

ModelParams params_of(int side) {
  ModelParams params;
  params.lattice = Lattice(side, side);
  params.moduli = {.shear_modulus = 19, .bulk_modulus = 55};
  params.initial_thresholds = {.mean = 1.65, .std = 0.507};
  params.renewed_thresholds = {.mean = 1, .std = 0.436};
  params.slip = {.c0 = 0.0235, .c1 = 0.0163};
  return params;
}

// Loads until so many slips have been made.
void drive(Sample& sample, std::uint64_t slips) {
  while (sample.state.slips < slips) {
    const WeakestSite weakest = sample.engine->weakest();
    sample.state.stress = std::max(sample.state.stress, weakest.strength);
    (void)relax(sample, weakest.site, std::uint64_t(1) << 40);
  }
}

// The others wait for rank 0 without keeping a core busy.
void wait_for_root(const Communicator& world) {
  constexpr Tag tag{7};
  if (world.is_root()) {
    for (int rank = 1; rank < world.size(); ++rank) send(world, rank, tag, {});
    return;
  }
  while (!try_receive(world, {.source = 0, .tag = tag})) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

// The present state of rank 0's sample, taken up by all ranks together.
void hand_over(const Communicator& world, Sample* alone, Sample& together) {
  State& state = together.state;
  const LatticePart part = state.part();
  const auto own = [&](const auto& values) {
    const auto all = broadcast(world, values);
    return std::vector(all.begin() + std::ptrdiff_t(part.first_site()),
                       all.begin() + std::ptrdiff_t(part.first_site() + part.sites()));
  };
  const auto copy = [](std::span<const double> values) {
    return std::vector<double>(values.begin(), values.end());
  };
  std::vector<double> strength(alone != nullptr ? part.lattice().sites() : 0);
  if (alone != nullptr) alone->engine->read(strength);
  const State* from = alone != nullptr ? &alone->state : &state;
  state.visits = own(from->visits);
  state.threshold = Field(part, own(copy(from->threshold.span())));
  state.plastic_strain = Field(part, own(copy(from->plastic_strain.span())));
  state.stress = broadcast(world, from->stress);
  state.plastic_strain_sum = broadcast(world, from->plastic_strain_sum);
  state.slips = broadcast(world, from->slips);
  together.engine->reset(own(strength));
}

std::uint64_t status_kilobytes(const std::string& key) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(key)) return std::stoull(line.substr(key.size() + 1));
  }
  return 0;
}

void run(const Communicator& world, int side, std::uint64_t slips, bool with_alone, std::uint64_t start) {
  constexpr int turns = 5;
  const ModelParams params = params_of(side);
  const RandomNumbers random(1, 0);
  const std::uint64_t before = status_kilobytes("VmRSS:");

  std::optional<Medium> medium;
  std::optional<Sample> alone;
  if (world.is_root() && with_alone) {
    medium.emplace(params);
    alone.emplace(*medium, random, EngineKind::interval);
  }
  wait_for_root(world);
  auto begin = Clock::now();
  const SharedMedium shared(world, params);
  Sample together(shared.material, random, shared.kernel.make_engine(), SharedElasticity{});
  if (world.is_root()) fmt::print("start of {} ranks: {:.2f} s\n", world.size(), since(begin));

  if (start > 0) {
    if (alone) drive(*alone, start);
    wait_for_root(world);
    hand_over(world, alone ? &*alone : nullptr, together);
    start = together.state.slips;
  }
  for (int turn = 1; turn <= turns; ++turn) {
    const std::uint64_t end = start + slips * std::uint64_t(turn) / turns;
    double alone_seconds = 0;
    double alone_core = 0;
    std::uint64_t from = together.state.slips;
    begin = Clock::now();
    if (alone) {
      const double core = core_seconds();
      drive(*alone, end);
      alone_seconds = since(begin);
      alone_core = core_seconds() - core;
    }
    wait_for_root(world);
    begin = Clock::now();
    const double core = core_seconds() - in_messages;
    drive(together, end);
    const double seconds = since(begin);
    const double busiest = all_reduce_max(world, core_seconds() - in_messages - core);
    const double made = double(together.state.slips - from);
    if (world.is_root()) {
      fmt::print("N = {}, slips {} ... {}: {:.3g} /s on {} ranks", side, from, together.state.slips,
                 made / seconds, world.size());
      if (alone) {
        fmt::print(", {:.3g} /s on one, ratio {:.2f}; same stress: {}", made / alone_seconds,
                   alone_seconds / seconds, alone->state.stress == together.state.stress);
        fmt::print("; core time outside of messages {:.3g} s, {:.3g} s, ratio {:.2f}", busiest, alone_core,
                   alone_core / busiest);
      }
      fmt::print("\n");
    }
  }
  const auto bytes = gather(world, std::vector<double>{double(SlabKernel::bytes(*together.engine)),
                                                       double(status_kilobytes("VmHWM:")), double(before)});
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    fmt::print("rank {}: {:.1f} MB in the engine, most resident {:.0f} MB, {:.0f} MB of it before\n", i / 3,
               bytes[i] / 1e6, bytes[i + 1] * 1024 / 1e6, bytes[i + 2] * 1024 / 1e6);
  }
}

}  // namespace
}  // namespace yieldscape

// The profiling interface of MPI: the engine's calls come here first.
extern "C" {
int MPI_Allgather(const void* from, int count, MPI_Datatype type, void* to, int to_count,
                  MPI_Datatype to_type, MPI_Comm comm) {
  return yieldscape::counted([&] { return PMPI_Allgather(from, count, type, to, to_count, to_type, comm); });
}
int MPI_Allgatherv(const void* from, int count, MPI_Datatype type, void* to, const int* counts,
                   const int* offsets, MPI_Datatype to_type, MPI_Comm comm) {
  return yieldscape::counted(
      [&] { return PMPI_Allgatherv(from, count, type, to, counts, offsets, to_type, comm); });
}
int MPI_Waitall(int count, MPI_Request* requests, MPI_Status* statuses) {
  return yieldscape::counted([&] { return PMPI_Waitall(count, requests, statuses); });
}
int MPI_Isend(const void* from, int count, MPI_Datatype type, int to, int tag, MPI_Comm comm,
              MPI_Request* request) {
  return yieldscape::counted([&] { return PMPI_Isend(from, count, type, to, tag, comm, request); });
}
}

int main(int argc, char** argv) {
  const yieldscape::Environment environment(argc, argv);
  const int side = argc > 1 ? std::atoi(argv[1]) : 256;
  const std::uint64_t slips = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20000;
  yieldscape::run(yieldscape::Communicator::world(), side, slips, argc <= 3 || std::atoi(argv[3]) != 0,
                  argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 0);
  return 0;
}
