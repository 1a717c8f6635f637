#include "yieldscape/app/rank_places.hpp"

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <span>
#include <vector>

#include "yieldscape/io/host.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {
namespace {

// The processors this process may run on; none if the machine has more than the set holds.
std::vector<std::int32_t> own_processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<std::int32_t> numbers;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return numbers;
  for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
    if (CPU_ISSET(cpu, &set)) numbers.push_back(cpu);
  }
  return numbers;
}

template <class Container>
Container from_bytes(std::span<const std::byte> bytes) {
  Container values(bytes.size() / sizeof(typename Container::value_type), {});
  if (!bytes.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

}  // namespace

std::map<std::string, HostRanks> rank_places(const Communicator& world) {
  const std::string own_name = host_name();
  std::vector<std::int32_t> numbers = own_processors();
  numbers.push_back(std::int32_t(sysconf(_SC_NPROCESSORS_ONLN)));
  numbers.push_back(std::int32_t(best_simd_path()));
  const auto all_names = gather_bytes(world, std::as_bytes(std::span(own_name)));
  const auto all_numbers = gather_bytes(world, std::as_bytes(std::span(numbers)));

  std::map<std::string, HostRanks> places;
  std::map<std::string, std::set<std::int32_t>> processors;
  for (std::size_t rank = 0; rank < all_names.size(); ++rank) {
    const auto name = from_bytes<std::string>(all_names[rank]);
    auto of_rank = from_bytes<std::vector<std::int32_t>>(all_numbers[rank]);
    HostRanks& host = places[name];
    host.loops = SimdPath(of_rank.back());
    of_rank.pop_back();
    host.host_processors = of_rank.back();
    of_rank.pop_back();
    const auto count = int(of_rank.size());
    host.fewest_processors = host.ranks == 0 ? count : std::min(host.fewest_processors, count);
    ++host.ranks;
    processors[name].insert(of_rank.begin(), of_rank.end());
  }
  for (auto& [name, host] : places) host.all_processors = int(processors[name].size());
  return places;
}

std::string describe_hosts(const std::map<std::string, HostRanks>& places) {
  std::string text;
  for (const auto& [name, host] : places)
    text += fmt::format("{}{} x{}", text.empty() ? "" : ", ", name, host.ranks);
  return text;
}

std::string describe_binding(const std::map<std::string, HostRanks>& places) {
  std::string crowded;
  int fewest = 0;
  bool bound = true;
  for (const auto& [name, host] : places) {
    if (host.all_processors > 0 && host.all_processors < host.ranks && crowded.empty()) {
      crowded = fmt::format("on {} {} ranks share {} processor{} and wait for each other", name, host.ranks,
                            host.all_processors, host.all_processors == 1 ? "" : "s");
    }
    fewest = fewest == 0 ? host.fewest_processors : std::min(fewest, host.fewest_processors);
    bound = bound && host.fewest_processors > 0 && host.fewest_processors < host.host_processors;
  }
  if (!crowded.empty()) return crowded;
  return bound ? fmt::format("each bound to {} processor{}", fewest, fewest == 1 ? "" : "s") : "not bound";
}

std::string describe_loops(const std::map<std::string, HostRanks>& places) {
  SimdPath slowest = SimdPath::avx512;
  for (const auto& [name, host] : places) slowest = std::min(slowest, host.loops);
  const auto hosts =
      std::ranges::count_if(places, [slowest](const auto& place) { return place.second.loops == slowest; });
  std::string text = fmt::format("{} loops", name(slowest));
  if (std::size_t(hosts) < places.size()) {
    text += fmt::format(" on {} of {} hosts, faster ones on the others", hosts, places.size());
  }
  if (slowest == SimdPath::baseline)
    text += " (processors without FMA: small lattices take twenty times as long)";
  return text;
}

}  // namespace yieldscape
