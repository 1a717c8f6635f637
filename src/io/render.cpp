#include "yieldscape/io/render.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>
#include <string_view>

#include "rendering.hpp"
#include "result_checksums.hpp"
#include "seal.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

/// Where the output really is: a symbolic link stays one, the file it names is replaced (or made).
std::filesystem::path resolved(std::filesystem::path output) {
  constexpr int longest_chain = 40;  // as the system's own limit
  std::error_code error;
  for (int i = 0; i < longest_chain && std::filesystem::is_symlink(output, error); ++i) {
    output = output.parent_path() / std::filesystem::read_symlink(output, error);
  }
  return output;
}

/// Beside the target. Open MPI 4.1 derives names of its own from it and overruns a buffer if it is long.
std::filesystem::path temporary_of(const std::filesystem::path& target) {
  constexpr std::size_t longest = 100;
  const std::string name = target.filename().native();
  if (name.size() <= longest) return target.native() + ".tmp";
  return directory_of(target) / fmt::format(".{:016x}.h5.tmp", hash64(std::as_bytes(std::span(name))));
}

/// Collective.
std::uint64_t count_events(const Communicator& communicator, const EnsembleSpec& spec,
                           const ResultPlaces& places) {
  std::uint64_t events = 0;
  if (!spec.record.events) return events;
  for (std::uint64_t b = places.share().first; b < places.share().last; ++b) {
    const Block block = places.blocks()[b];
    const std::uint64_t end = std::min<std::uint64_t>(block.last, spec.points[block.point].realizations());
    for (std::uint64_t r = block.first; r < end; ++r) {
      if (const auto done = places.find(block.point, r)) events += done->events;
    }
  }
  return all_reduce_sum(communicator, events);
}

double mean_of(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

/// Means of neighbours, until they are few: the bootstrap of independent means gives the same interval.
std::vector<double> joined(std::vector<double> samples) {
  constexpr std::size_t enough = 2048;
  while (samples.size() > enough) {
    const std::size_t pairs = samples.size() / 2;  // one that is left over would weigh twice
    for (std::size_t i = 0; i < pairs; ++i) samples[i] = (samples[2 * i] + samples[2 * i + 1]) / 2;
    samples.resize(pairs);
  }
  return samples;
}

/// Bootstrap intervals of the flow stress of every point.
std::vector<Interval> flow_stress_intervals(const EnsembleSpec& spec,
                                            const std::vector<FlowStress>& samples) {
  std::vector<Interval> intervals;
  auto sample = samples.begin();
  for (std::size_t p = 0; p < spec.points.size(); ++p) {
    std::vector<double> values;
    for (; sample != samples.end() && sample->point == p; ++sample) values.push_back(sample->value);
    intervals.push_back(
        bootstrap(joined(std::move(values)), mean_of, {.seed = stream_key(spec, spec.points[p])}));
  }
  return intervals;
}

void write_whole(const hdf5::File& file, const std::string& path, std::span<const std::byte> bytes) {
  const auto dataset = hdf5::open_dataset(file, path);
  const auto format = hdf5::format_of(dataset, path);
  hdf5::write(dataset, format, hdf5::whole(format), bytes, path);
}

/// What is read off the mean curves, with errors; on the root, serial.
void write_summaries(const std::filesystem::path& path, const std::vector<PointSummary>& points,
                     const std::vector<Interval>& intervals) {
  auto file = hdf5::File::open_to_write(path);
  const auto write = [&](std::string_view name, const auto& items, const auto& value) {
    std::vector<double> column;
    std::ranges::transform(items, std::back_inserter(column), value);
    write_whole(file, paths::summary(name), std::as_bytes(std::span(column)));
  };
  write("flow_stress", points, [](const auto& p) { return p.flow_stress; });
  write("flow_stress_sem", points, [](const auto& p) { return p.flow_stress_sem; });
  write("flow_stress_lower", intervals, [](const auto& i) { return i.lower; });
  write("flow_stress_upper", intervals, [](const auto& i) { return i.upper; });
  write("mean_of_peaks", points, [](const auto& p) { return p.mean_of_peaks; });
  write("mean_of_peaks_sem", points, [](const auto& p) { return p.mean_of_peaks_sem; });
  write("peak_stress", points, [](const auto& p) { return p.features.peak_stress; });
  write("peak_stress_sem", points, [](const auto& p) { return p.errors.peak_stress; });
  write("peak_strain", points, [](const auto& p) { return p.features.peak_strain; });
  write("peak_strain_sem", points, [](const auto& p) { return p.errors.peak_strain; });
  write("yield_strain", points, [](const auto& p) { return p.features.yield_strain; });
  write("yield_strain_sem", points, [](const auto& p) { return p.errors.yield_strain; });
  write("localization_max", points, [](const auto& p) { return p.features.localization_max; });
  write("localization_max_sem", points, [](const auto& p) { return p.errors.localization_max; });
  file.close();
}

/// On the root: the last touches, and the step that makes the file the result.
void publish(const std::filesystem::path& temporary, const std::filesystem::path& output,
             const std::vector<DatasetChecksum>& checksums) {
  std::vector<std::string> digits;
  std::vector<SealedDataset> sealed;
  for (const auto& dataset : checksums) {
    digits.push_back(fmt::format("{:016x}", dataset.checksum));
    if (dataset.offset) sealed.push_back({dataset.path, *dataset.offset, dataset.bytes, dataset.checksum});
  }
  {
    const std::string path(paths::checksum);
    auto file = hdf5::File::open_to_write(temporary);
    hdf5::write_texts(hdf5::open_dataset(file, path), digits, path);
    file.close();
  }
  append_seal(temporary, std::move(sealed));
  rename_durably(temporary, output);
}

bool is_result(const std::filesystem::path& path) {
  if (read_seal(File::open_to_read(path))) return true;
  try {
    const auto format =
        hdf5::text_attribute(hdf5::File::open_to_read(path), std::string(result_format_attribute));
    return format && format->starts_with("yieldscape result");
  } catch (const IoError&) {
    return false;
  }
}

/// Whether Open MPI gave this name to a lock of the file `name`, or to a trial of locking it.
bool is_lock_of(std::string_view lock, const std::string& name) {
  if (!lock.starts_with(name)) return false;
  lock.remove_prefix(name.size());
  return lock.starts_with(".locktest.") || (lock.starts_with('-') && lock.ends_with(".lock"));
}

/// Removes the temporary file if rendering does not come to its end, and the locks that MPI-IO or a killed
/// process left beside it.
class TemporaryFile {
 public:
  TemporaryFile(const Communicator& communicator, std::filesystem::path path)
      : is_mine_(communicator.is_root()), path_(std::move(path)) {
    if (is_mine_) clear();
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (is_mine_) clear();  // after the rename there is nothing of this name
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  void clear() const {
    const std::string name = path_.filename().native();
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
    std::filesystem::directory_iterator entry(directory_of(path_), ignored);
    for (; entry != std::filesystem::directory_iterator(); entry.increment(ignored)) {
      if (is_lock_of(entry->path().filename().native(), name)) std::filesystem::remove(*entry, ignored);
    }
  }

  bool is_mine_;
  std::filesystem::path path_;
};

}  // namespace

void check_output(const std::filesystem::path& output) {
  const auto target = resolved(output);
  const auto directory = directory_of(target);
  std::error_code error;
  if (!std::filesystem::is_directory(directory, error)) throw_io_error("write into", directory, ENOENT);
  if (::access(directory.c_str(), W_OK) != 0) throw_io_error("write into", directory, errno);
  if (!std::filesystem::exists(target, error)) return;
  if (std::filesystem::is_directory(target, error)) throw_io_error("write", target, EISDIR);
  if (std::filesystem::file_size(target, error) == 0 || is_result(target)) return;
  throw IoError(
      fmt::format("'{}' is there already and is not a result of yieldscape\n"
                  "Move it, or choose another name (-o).",
                  target.string()));
}

RenderReport render(const Communicator& communicator, const EnsembleSpec& spec, const RunDirectory& run,
                    const Provenance& provenance, const std::filesystem::path& output) {
  EXPECTS(!spec.points.empty() && spec.grid.count > 0);
  std::filesystem::path target;
  std::vector<SessionRecord> sessions;
  together(communicator, [&] {
    if (!communicator.is_root()) return;
    target = resolved(output);
    check_output(target);
    sessions = read_sessions(run);
  });
  target = broadcast(communicator, target.native());

  const Hash128 identity = hash128(canonical_text(spec));
  const ResultPlaces places(communicator, spec, run.journals(), identity);
  RenderReport report{.points = progress_of(communicator, spec, places)};
  report.partial = !std::ranges::all_of(report.points, &PointProgress::complete);
  const ResultContents contents{spec, report.points, count_events(communicator, spec, places), sessions,
                                provenance};
  Rendering rendering{communicator,  spec,     places,
                      report.points, contents, ResultReader(places.journals(), identity)};

  const TemporaryFile temporary(communicator, temporary_of(target));
  together(communicator, [&] {
    if (communicator.is_root()) create_result(temporary.path(), plan_result(contents));
  });
  CurveSummaries summaries;
  std::vector<WrittenPart> written;
  {
    ResultWriter writer(communicator, temporary.path());
    summaries = render_curves(rendering, writer);
    render_maps(rendering, writer);
    render_events(rendering, writer);
    written = writer.close();
  }
  auto points = gather(communicator, summaries.points);
  const auto flow_stresses = gather(communicator, summaries.flow_stresses);
  const auto errors = jackknife_errors(rendering, temporary.path());
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (!jackknife_level(report.points[p].prefix)) points[p].errors = errors[p];
  }
  together(communicator, [&] {
    if (!communicator.is_root()) return;
    write_summaries(temporary.path(), points, flow_stress_intervals(spec, flow_stresses));
  });
  const auto checksums = compare_and_hash(communicator, temporary.path(), written);
  together(communicator, [&] {
    if (communicator.is_root()) publish(temporary.path(), target, checksums);
  });
  return report;
}

}  // namespace yieldscape
