#include "yieldscape/ensemble/point.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <span>

namespace yieldscape {
namespace {

using Entries = std::map<std::string, std::string>;

// Zero has two signs and one meaning.
std::string number(double value) {
  return fmt::format("{}", value == 0 ? 0.0 : value);
}

std::string table_hash(std::span<const double> first, std::span<const double> second) {
  std::string bytes;
  for (const auto values : {first, second}) {
    bytes += fmt::format("{}:", values.size());
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  }
  return "xxh3:" + hash128(bytes).hex();
}

std::string table_hash(const std::shared_ptr<const Table>& table) {
  return table ? table_hash(table->probability, table->value) : "none";
}

void add_threshold(Entries& entries, const std::string& key, const ThresholdSpec& spec) {
  entries[key + ".law"] = name(spec.kind);
  if (spec.kind == ThresholdKind::table) {
    entries[key + ".table"] = table_hash(spec.table);
  } else {
    entries[key + ".mean"] = number(spec.mean);
    const bool has_std = spec.kind != ThresholdKind::exponential && spec.kind != ThresholdKind::constant;
    if (has_std) entries[key + ".std"] = number(spec.std);
  }
  entries[key + ".shift"] = number(spec.shift);
  entries[key + ".lower"] = number(spec.lower);
  entries[key + ".upper"] = number(spec.upper);
}

}  // namespace

std::string canonical_text(const ModelParams& params) {
  Entries entries;
  entries["lattice.shape"] = fmt::format("[{}, {}]", params.lattice.lx(), params.lattice.ly());
  entries["material.shear_modulus"] = number(params.moduli.shear_modulus);
  entries["material.bulk_modulus"] = number(params.moduli.bulk_modulus);
  entries["kernel.form"] = name(params.kernel.form);
  entries["kernel.normalization"] = name(params.kernel.normalization);
  if (params.kernel.form == KernelForm::file) {
    entries["kernel.table"] = params.kernel.table ? table_hash(params.kernel.table->span(), {}) : "none";
  }
  add_threshold(entries, "thresholds.initial", params.initial_thresholds);
  add_threshold(entries, "thresholds.renewal", params.renewed_thresholds);
  entries["internal_stress.std"] = number(params.internal_stress_std);
  entries["slip.law"] = name(params.slip.kind);
  entries["slip.c0"] = number(params.slip.c0);
  entries["slip.c1"] = number(params.slip.c1);
  if (params.slip.kind == SlipKind::table) entries["slip.table"] = table_hash(params.slip.table);
  entries["loading.dynamics"] = name(params.dynamics);

  std::string text;
  for (const auto& [key, value] : entries) text += fmt::format("{} = {}\n", key, value);
  return text;
}

Point::Point(Labels labels, ModelParams params, std::uint32_t realizations)
    : labels_(std::move(labels)),
      params_(std::move(params)),
      realizations_(realizations),
      canonical_(yieldscape::canonical_text(params_)),
      hash_(hash128(canonical_)) {}

}  // namespace yieldscape
