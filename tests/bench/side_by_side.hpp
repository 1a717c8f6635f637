#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <string>
#include <vector>

namespace yieldscape::bench {

/// The usual lines, and at the end what they say side by side: engines with ratios, memory, ranks. Of
/// repeated measurements the median counts.
class SideBySide : public benchmark::ConsoleReporter {
 public:
  SideBySide() : ConsoleReporter(OO_Tabular) {}
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  /// Counters (and "seconds", of one iteration) of a measurement, by its name, one value per repetition.
  std::map<std::string, std::map<std::string, std::vector<double>>> measured_;

  [[nodiscard]] double median(const std::string& name, const std::string& counter) const;
  void print_engines() const;
  void print_ranks() const;
};

}  // namespace yieldscape::bench
