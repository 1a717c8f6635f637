// How busy does the schedule keep 10^2 … 10^5 ranks? Prints the table of the simulated crew; with a file
// name, writes it as CSV too.
//
//   schedule_simulation [MOST_RANKS [FILE.csv]]

#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "simulated_mixes.hpp"
#include "yieldscape/ensemble/schedule.hpp"

int main(int argc, char** argv) {
  using namespace yieldscape::bench;
  const double most = argc > 1 ? std::atof(argv[1]) : 1e5;
  std::ofstream csv;
  if (argc > 2) csv.open(argv[2]);
  csv << "mix,ranks,batch_seconds,busy_fraction,controller_serving\n";
  std::printf("simulation, %g s of computing per rank; a request costs the controller %g s, a message %g s\n",
              work_per_rank, message_costs.serve, message_costs.latency);
  std::printf("%-34s %8s %10s %8s %12s\n", "mix", "ranks", "batch (s)", "busy", "controller");
  for (const Mix& mix : mixes()) {
    for (const std::uint32_t ranks : {2U, 10U, 100U, 1000U, 10000U, 100000U}) {
      if (ranks > most) continue;
      const CrewSimulation crew = simulate_crew(ranks, mix, work_per_rank, message_costs);
      std::printf("%-34s %8u %10.3g %8.4f %12.4f\n", mix.name.c_str(), ranks,
                  yieldscape::batch_seconds(ranks), crew.busy_fraction, crew.controller_serving);
      csv << '"' << mix.name << "\"," << ranks << ',' << yieldscape::batch_seconds(ranks) << ','
          << crew.busy_fraction << ',' << crew.controller_serving << '\n';
    }
  }
}
