#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "yieldscape/config/point_settings.hpp"
#include "yieldscape/config/table_library.hpp"
#include "yieldscape/elastic/kernel_spec.hpp"
#include "yieldscape/landscape/law_spec.hpp"

namespace yieldscape {

/// The thresholds of a point as configured, and what the laws amount to.
struct Thresholds {
  ThresholdSpec initial;
  ThresholdSpec renewal;
  double renewal_std = 0;  ///< of the law as drawn, truncation included, LJ stress
  std::string scenario;    ///< disordered or rejuvenation
};

/// Reads the laws of disorder. Laws are checked once, however many points share them.
class DisorderReader {
 public:
  explicit DisorderReader(TableLibrary& tables) : tables_(tables) {}

  /// Section `thresholds` and `scenario`; nullopt after diagnostics. Leaves in `point` what has a meaning.
  [[nodiscard]] std::optional<Thresholds> thresholds(PointSettings& point);

  /// Section `slip`; disorder_strength needs thresholds and moduli, eq. (3).
  [[nodiscard]] std::optional<SlipSpec> slip(PointSettings& point,
                                             const std::optional<Thresholds>& thresholds,
                                             const std::optional<Moduli>& moduli);

 private:
  struct Law {
    ThresholdSpec spec;
    double mean = 0;
    double std = 0;
  };
  using Memory = std::map<std::vector<const Setting*>, std::optional<Law>>;

  [[nodiscard]] std::optional<Law> law(PointSettings& point, const std::string& section);
  [[nodiscard]] std::optional<ThresholdSpec> law_spec(PointSettings& point, const std::string& section);
  /// Constructs the law to see whether it exists; diagnoses at `place` if not.
  [[nodiscard]] std::optional<Law> checked(const ThresholdSpec& spec, const std::string& place,
                                           PointSettings& point);
  [[nodiscard]] std::optional<Law> aged(PointSettings& point, const Law& renewal);

  TableLibrary& tables_;
  Memory laws_;
  Memory aged_;
};

}  // namespace yieldscape
