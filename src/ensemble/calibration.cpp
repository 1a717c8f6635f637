#include "yieldscape/ensemble/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "calibration_errors.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

constexpr double arm = 0.2;          // of a star: the response is a parabola that far
constexpr double least_arm = 0.1;    // shorter ones would measure noise
constexpr double least_room = 0.02;  // of a centre to the ends of the range
constexpr double longest_move = 0.4;
constexpr double near = 0.1;        // a star serves centres so near to its own
constexpr double very_near = 0.02;  // the slopes' own errors and the curvature do not matter any more
constexpr std::uint32_t first_batches = 32;
constexpr std::uint32_t star_batches = 128;
constexpr double largest_growth = 8;  // of the number of realizations from one round to the next
constexpr std::size_t most_steps = 40;
constexpr std::size_t patience = 4;  // rounds

// A response that is so far from the target, in parts of it, and in so many rounds came no closer, will not.
constexpr double far_from_target = 0.05;
constexpr std::size_t longest_standstill = 8;

// A coefficient that makes a small part of the slip is not asked for to a part of itself.
constexpr double least_part = 0.1;

class Search {
 public:
  Search(const Trials& trials, const CalibrationProblem& problem, const CalibrationOptions& options)
      : trials_(trials),
        problem_(problem),
        options_(options),
        rows_(target_rows(problem.target)),
        coordinates_(problem.target.coefficients(), problem.second_moment, problem.slip_scale,
                     problem.start.c1),
        most_batches_(std::max(star_batches, options.most_realizations / trial_batch)),
        center_(coordinates_.confined(coordinates_.of(usable(problem.start)), least_room)),
        ensembles_(problem.target, problem.grid) {}

  Calibration run(const std::function<void(const CalibrationStep&)>& told) {
    measure_star();
    while (result_.steps.size() < most_steps) {
      measure_center();
      told(result_.steps.back());
      note_distance();
      if (!within(very_near)) {
        approach();
      } else if (star_batches_ < star_batches) {
        sharpen();
      } else if (finish()) {
        return std::move(result_);
      }
    }
    throw ConfigurationError(
        fmt::format("no coefficients were found in {} rounds; the last one gave {}. The response may have no "
                    "such value, or not be a smooth function of the coefficients there",
                    most_steps, response_text()));
  }

 private:
  // A coefficient of zero is no place to begin from if it is to be fitted.
  [[nodiscard]] SlipCoefficients usable(SlipCoefficients start) const {
    const double fitted = coordinates_.size() == 1 ? start.c0 : start.c0 + start.c1;
    if (!(fitted > 0)) start.c0 = problem_.slip_scale;
    return start;
  }

  [[nodiscard]] bool within(double distance) const {
    return std::abs(offset_[0]) <= distance && std::abs(offset_[1]) <= distance;  // false for NaN
  }

  [[nodiscard]] Coordinates root() const { return {center_[0] + offset_[0], center_[1] + offset_[1]}; }

  void measure_star() {
    Star star{.center = coordinates_.confined(center_, least_arm)};
    for (std::size_t i = 0; i < coordinates_.size(); ++i) {
      star.up[i] = std::min(arm, coordinates_.upper(i) - star.center[i]);
      star.down[i] = std::min(arm, star.center[i] - coordinates_.lower(i));
    }
    std::vector<SlipCoefficients> trials;
    for (const Coordinates& u : star.trials(coordinates_.size())) trials.push_back(coordinates_.at(u));
    ensembles_.set_star(star, trials_(trials, star_batches_));
  }

  void measure_center() {
    const SlipCoefficients center = coordinates_.at(center_);
    ensembles_.set_center(center_, trials_(std::span(&center, 1), batches_).front());
    model_ = ensembles_.model();
    offset_ = solve(model_, rows_, coordinates_.size());
    result_.steps.push_back({.center = center,
                             .realizations = batches_ * trial_batch,
                             .flow_stress = model_.level[0],
                             .peak_stress = model_.level[1],
                             .best = best()});
  }

  void note_distance() {
    double squares = 0;
    double wanted = 0;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const TargetRow& target = rows_[row];
      squares += target.weight * (model_.level[row] - target.wanted.value) *
                 (model_.level[row] - target.wanted.value);
      wanted += target.weight * target.wanted.value * target.wanted.value;
    }
    const double distance = std::sqrt(squares / wanted);
    if (!(distance >= closest_)) {
      closest_ = distance;
      closest_round_ = result_.steps.size();
      closest_response_ = response_text();
    }
    if (closest_ > far_from_target && result_.steps.size() - closest_round_ >= longest_standstill) {
      throw ConfigurationError(
          fmt::format("the target cannot be reached: in {} rounds no response was closer to it than {}",
                      longest_standstill, closest_response_));
    }
  }

  // The root, within the range.
  [[nodiscard]] SlipCoefficients best() const {
    const bool known = std::isfinite(offset_[0]) && std::isfinite(offset_[1]);
    return coordinates_.at(coordinates_.confined(known ? root() : center_, 0));
  }

  // Towards the root; with a new star if that is far from the last one.
  void approach() {
    if (is_blocked()) {
      const CalibrationErrors errors = bootstrap_errors(ensembles_, coordinates_, rows_, options_.seed);
      if (is_beyond(errors)) refuse();
      // It may be the noise of few realizations that points beyond the end.
      if (batches_ < most_batches_) {
        batches_ = std::min(most_batches_, 4 * batches_);
        star_batches_ = std::min(star_batches, 4 * star_batches_);
        measure_star();
        return;
      }
    }
    // What moves the centre about near the root, or many times, is noise.
    if (within(near) || result_.steps.size() % patience == 0)
      batches_ = std::min(most_batches_, 2 * batches_);
    for (std::size_t i = 0; i < coordinates_.size(); ++i) {
      if (std::isfinite(offset_[i])) center_[i] += std::clamp(offset_[i], -longest_move, longest_move);
    }
    center_ = coordinates_.confined(center_, least_room);
    for (std::size_t i = 0; i < coordinates_.size(); ++i) {
      if (std::abs(center_[i] - ensembles_.star().center[i]) > near) {
        star_batches_ = std::min(star_batches, std::max(star_batches_, batches_));
        measure_star();
        return;
      }
    }
  }

  void sharpen() {
    star_batches_ = star_batches;
    batches_ = std::max(batches_, star_batches);
    center_ = coordinates_.confined(root(), least_room);
    measure_star();
  }

  // Whether coordinate i is at an end of its range and the root beyond: −1, +1 tell which, 0 neither.
  [[nodiscard]] int end_before_root(std::size_t i) const {
    if (center_[i] <= coordinates_.lower(i) + 1.001 * least_room && !(offset_[i] >= -least_room)) return -1;
    if (center_[i] >= coordinates_.upper(i) - 1.001 * least_room && !(offset_[i] <= least_room)) return 1;
    return 0;
  }

  // Held back by an end of the range, and where it should be otherwise; or nothing to go by at all.
  [[nodiscard]] bool is_blocked() const {
    if (!std::isfinite(offset_[0]) || !std::isfinite(offset_[1])) return true;
    bool held = false;
    for (std::size_t i = 0; i < coordinates_.size(); ++i) {
      if (end_before_root(i) != 0) {
        held = true;
      } else if (std::abs(offset_[i]) > near) {
        return false;
      }
    }
    return held;
  }

  [[nodiscard]] bool is_beyond(const CalibrationErrors& errors) const {
    constexpr double confidence = 4;  // standard errors
    for (std::size_t i = 0; i < coordinates_.size(); ++i) {
      if (!(std::abs(offset_[i]) - least_room <= confidence * errors.coordinates[i]) &&
          (end_before_root(i) != 0 || !std::isfinite(offset_[i])))
        return true;
    }
    return false;
  }

  // The errors decide whether there are realizations enough.
  bool finish() {
    const CalibrationErrors errors = bootstrap_errors(ensembles_, coordinates_, rows_, options_.seed);
    const SlipCoefficients found = best();
    const double slip = found.c0 + found.c1 * problem_.second_moment;
    double excess = errors.simulated[0] / std::max(found.c0, least_part * slip) / options_.precision;
    if (coordinates_.size() == 2) {
      const double scale = std::max(found.c1, least_part * slip / problem_.second_moment);
      excess = std::max(excess, errors.simulated[1] / scale / options_.precision);
    }
    if (excess > 1 && batches_ < most_batches_) {
      const double growth = std::clamp(1.1 * excess * excess, 1.2, largest_growth);
      batches_ = std::min(most_batches_, std::uint32_t(std::ceil(batches_ * growth)));
      return false;
    }
    fill(errors);
    result_.precise = excess <= 1;
    return true;
  }

  void fill(const CalibrationErrors& errors) {
    const SlipCoefficients found = best();
    result_.c0 = {found.c0, errors.total[0]};
    result_.c1 = {found.c1, errors.total[1]};
    result_.correlation = errors.correlation;
    result_.bootstrap = errors.replicates;
    result_.flow_stress = {model_(0, offset_), errors.response[0]};
    result_.peak_stress = {model_(1, offset_), errors.response[1]};
    result_.stress = ensembles_.curve(offset_);
    std::size_t rows = 0;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      if (rows_[row].weight == 0) continue;
      const double miss = model_(row, offset_) - rows_[row].wanted.value;
      result_.chi_square += rows_[row].weight * miss * miss;
      ++rows;
    }
    result_.degrees = rows > coordinates_.size() ? rows - coordinates_.size() : 0;
  }

  [[nodiscard]] std::string response_text() const {
    const SlipCoefficients c = coordinates_.at(center_);
    return fmt::format("flow stress {:.4f} and peak stress {:.4f} at c0 = {:.4g}, c1 = {:.4g}",
                       model_.level[0], model_.level[1], c.c0, c.c1);
  }

  [[noreturn]] void refuse() const {
    for (std::size_t i = coordinates_.size(); i-- > 0;) {
      const int end = end_before_root(i);
      if (end == 0) continue;
      const std::string reason =
          i == 0 ? fmt::format("the mean slip is at the {} end of what is tried (disorder strength s = {})",
                               end < 0 ? "lower" : "upper", end < 0 ? 50 : 0.02)
                 : fmt::format("it would take a negative {}, with these thresholds the peak cannot be any {}",
                               end < 0 ? "c1" : "c0", end < 0 ? "lower" : "higher");
      throw ConfigurationError(fmt::format("the target cannot be reached: {}; the closest there is, is {}",
                                           reason, response_text()));
    }
    throw ConfigurationError(
        fmt::format("the target cannot be reached: the response does not depend on the coefficients at {}",
                    response_text()));
  }

  const Trials& trials_;
  const CalibrationProblem& problem_;
  const CalibrationOptions& options_;
  std::vector<TargetRow> rows_;
  SlipCoordinates coordinates_;
  std::uint32_t most_batches_;
  std::uint32_t star_batches_ = first_batches;
  std::uint32_t batches_ = first_batches;
  Coordinates center_;
  Ensembles ensembles_;
  LocalModel model_;
  Coordinates offset_{};
  Calibration result_;
  double closest_ = std::numeric_limits<double>::infinity();  ///< distance to the target, in parts of it
  std::size_t closest_round_ = 0;
  std::string closest_response_;
};

}  // namespace

Calibration calibrate(const Trials& trials, const CalibrationProblem& problem,
                      const CalibrationOptions& options,
                      const std::function<void(const CalibrationStep&)>& told) {
  return Search(trials, problem, options).run(told);
}

}  // namespace yieldscape
