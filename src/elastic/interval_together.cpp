#include <cstring>

#include "interval_engine.hpp"

// What the parts of a lattice tell each other.
namespace yieldscape {
namespace {

/// What a part has to say at the end of a round; the slips of most rounds fit in.
struct RoundNews {
  static constexpr std::size_t room = 16;
  std::uint64_t slips;
  double work;
  std::uint64_t near_ties;
  Slip first[room];
};

template <class T>
std::span<const T> gather_values(Partners& partners, const T& own, std::vector<std::byte>& received) {
  received.resize(std::size_t(partners.size()) * sizeof(T));
  partners.all_gather(std::as_bytes(std::span(&own, 1)), received);
  return {reinterpret_cast<const T*>(received.data()), std::size_t(partners.size())};
}

}  // namespace

std::span<const Slip> IntervalEngine::gather(std::span<const Slip> own) {
  if (!is_shared()) return own;
  RoundNews news{.slips = own.size(), .work = work_, .near_ties = own_ties_, .first = {}};
  own_ties_ = 0;
  const std::size_t head = std::min(own.size(), RoundNews::room);
  std::copy_n(own.begin(), head, news.first);
  const auto all = gather_values(*partners_, news, received_);

  total_work_ = 0;
  gathered_.clear();
  std::vector<int> rest_bytes;
  std::size_t rest = 0;
  for (const RoundNews& part : all) {
    total_work_ += part.work;
    near_ties_ += part.near_ties;
    const std::size_t more = part.slips - std::min<std::size_t>(part.slips, RoundNews::room);
    rest_bytes.push_back(int(more * sizeof(Slip)));
    rest += more;
  }
  std::vector<Slip> rest_of_all(rest);
  if (rest > 0) {
    partners_->all_gather(std::as_bytes(own.subspan(head)), rest_bytes,
                          std::as_writable_bytes(std::span(rest_of_all)));
  }
  auto next = rest_of_all.begin();
  for (std::size_t r = 0; r < all.size(); ++r) {
    const std::size_t in_head = std::min<std::size_t>(all[r].slips, RoundNews::room);
    gathered_.insert(gathered_.end(), all[r].first, all[r].first + in_head);
    const auto end = next + std::ptrdiff_t(std::size_t(rest_bytes[r]) / sizeof(Slip));
    gathered_.insert(gathered_.end(), next, end);
    next = end;
  }
  return gathered_;
}

std::uint64_t IntervalEngine::total(std::uint64_t own) {
  if (!is_shared()) return own;
  std::uint64_t sum = 0;
  for (const std::uint64_t part : gather_values(*partners_, own, received_)) sum += part;
  return sum;
}

IntervalEngine::LowestBlock IntervalEngine::lowest_of_all(const LowestBlock& own) {
  LowestBlock lowest = own;
  int owner = partners_->rank();
  const auto all = gather_values(*partners_, own, received_);
  for (int rank = 0; rank < partners_->size(); ++rank) {
    const LowestBlock& other = all[std::size_t(rank)];
    if (other.bound < lowest.bound || (other.bound == lowest.bound && other.number < lowest.number)) {
      lowest = other;
      owner = rank;
    }
  }
  if (owner != partners_->rank()) lowest.slot = -1;
  return lowest;
}

IntervalEngine::Search IntervalEngine::merged_of_all(const Search& own) {
  const auto all = gather_values(*partners_, own, received_);
  Search search = all.front();
  for (const Search& other : all.subspan(1)) search = merged(search, other);
  return search;
}

}  // namespace yieldscape
