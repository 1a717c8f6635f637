#include "result_places.hpp"

#include <cstring>
#include <tuple>

#include "bytes.hpp"
#include "journal_format.hpp"
#include "journal_share.hpp"
#include "yieldscape/core/contracts.hpp"
#include "yieldscape/io/result_encoding.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

ResultPlaces::ResultPlaces(const Communicator& communicator, const EnsembleSpec& spec,
                           const std::filesystem::path& directory, const Hash128& run)
    : spec_(&spec),
      blocks_(spec),
      share_(share_of(blocks_.total(), communicator.rank(), communicator.size())),
      journals_(list_journals(communicator, directory)) {
  std::vector<std::vector<std::byte>> parts;
  together(communicator, [&] { parts = scan(communicator, run); });
  parts = exchange_bytes(communicator, std::move(parts));
  together(communicator, [&] {
    places_.resize(share_.size() * statistics_block);
    for (auto& part : parts) {
      for (std::size_t begin = 0; begin < part.size(); begin += sizeof(Found)) {
        Found found{};
        std::memcpy(&found, part.data() + begin, sizeof found);
        take(found);
      }
      std::vector<std::byte>().swap(part);
    }
  });
}

/// What this rank's journals hold, for each rank what it renders; realizations not asked for are left out.
std::vector<std::vector<std::byte>> ResultPlaces::scan(const Communicator& communicator,
                                                       const Hash128& run) const {
  std::map<Hash128, std::uint32_t> points;
  for (std::uint32_t p = 0; p < spec_->points.size(); ++p) points.emplace(spec_->points[p].hash(), p);
  std::vector<std::vector<std::byte>> parts(std::size_t(communicator.size()));
  const auto add = [&](const TaskId& task, const Place& place) {
    const auto point = points.find(task.point);
    if (point == points.end() || task.realization >= spec_->points[point->second].realizations()) return;
    const Found found{point->second, task.realization, place};
    const auto bytes = std::as_bytes(std::span(&found, 1));
    auto& part = parts[std::size_t(
        blocks_.owner(blocks_.holding(point->second, task.realization), communicator.size()))];
    part.insert(part.end(), bytes.begin(), bytes.end());
  };
  for (const std::size_t i : share_of_rank(communicator, journals_)) {
    static_cast<void>(read_journal(journals_[i], run, [&](const JournalRecord& record) {
      if (record.type == RecordType::failed) add(record.task, {});
      if (record.type == RecordType::forgiven) {
        const std::uint32_t failures = journal::decode_forgiveness(record.payload).failures;
        if (failures > 0) add(record.task, {.events = failures});
      }
      if (record.type != RecordType::done) return;
      try {
        const auto summary = summarize(record.payload, "a result");
        add(record.task, {record.offset, summary.records_hash, std::uint32_t(i), summary.events});
      } catch (const CorruptError&) {
        // Damage: the session that computes what is lost reports it.
      }
    }));
  }
  return parts;
}

void ResultPlaces::take(const Found& found) {
  const std::uint64_t at = slot(found.point, found.realization);
  if (found.place.journal == nowhere) {
    failures_[at] += found.place.events > 0 ? -std::int64_t(found.place.events) : 1;
    return;
  }
  Place& known = places_[at];
  if (known.journal != nowhere && known.records_hash != found.place.records_hash) {
    throw_determinism_alarm(task(found.point, found.realization), journals_[known.journal], known.offset,
                            journals_[found.place.journal], found.place.offset);
  }
  const auto order = [](const Place& place) { return std::tuple(place.journal, place.offset); };
  if (order(found.place) < order(known)) known = found.place;
}

TaskId ResultPlaces::task(std::uint64_t point, std::uint64_t realization) const {
  return {spec_->points[point].hash(), std::uint32_t(realization)};
}

std::uint64_t ResultPlaces::slot(std::uint64_t point, std::uint64_t realization) const {
  const std::uint64_t block = blocks_.holding(point, realization);
  EXPECTS(block >= share_.first && block < share_.last);
  return (block - share_.first) * statistics_block + realization % statistics_block;
}

std::optional<DoneTask> ResultPlaces::find(std::uint64_t point, std::uint64_t realization) const {
  const Place& place = places_[slot(point, realization)];
  if (place.journal == nowhere) return std::nullopt;
  return DoneTask{.task = task(point, realization),
                  .journal = place.journal,
                  .offset = place.offset,
                  .records_hash = place.records_hash,
                  .events = place.events};
}

bool ResultPlaces::failed(std::uint64_t point, std::uint64_t realization) const {
  const std::uint64_t at = slot(point, realization);
  const auto failures = failures_.find(at);
  return failures != failures_.end() && failures->second > 0 && places_[at].journal == nowhere;
}

}  // namespace yieldscape
