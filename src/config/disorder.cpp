#include "yieldscape/config/disorder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "yieldscape/landscape/slip_law.hpp"
#include "yieldscape/landscape/threshold_law.hpp"

namespace yieldscape {
namespace {

constexpr std::array threshold_kinds{
    ThresholdKind::normal,      ThresholdKind::weibull, ThresholdKind::gamma,    ThresholdKind::lognormal,
    ThresholdKind::exponential, ThresholdKind::uniform, ThresholdKind::constant, ThresholdKind::table};
constexpr std::array slip_kinds{SlipKind::exponential, SlipKind::constant, SlipKind::uniform,
                                SlipKind::table};

template <class Kinds>
auto kind_named(const Kinds& kinds, const std::string& word) {
  return *std::find_if(kinds.begin(), kinds.end(), [&](auto kind) { return name(kind) == word; });
}

bool is_one_sided(ThresholdKind kind) {
  return kind == ThresholdKind::weibull || kind == ThresholdKind::gamma || kind == ThresholdKind::lognormal ||
         kind == ThresholdKind::exponential;
}

bool has_mean(ThresholdKind kind) {
  return kind != ThresholdKind::table;
}

bool has_std(ThresholdKind kind) {
  return kind != ThresholdKind::table && kind != ThresholdKind::exponential &&
         kind != ThresholdKind::constant;
}

bool same_table(const std::shared_ptr<const Table>& a, const std::shared_ptr<const Table>& b) {
  return a == b || (a && b && a->probability == b->probability && a->value == b->value);
}

bool same_law(const ThresholdSpec& a, const ThresholdSpec& b) {
  return a.kind == b.kind && a.mean == b.mean && a.std == b.std && a.shift == b.shift && a.lower == b.lower &&
         a.upper == b.upper && same_table(a.table, b.table);
}

/// The law of k σ_c + d.
ThresholdSpec stretched(const ThresholdSpec& law, double k, double d) {
  if (k == 0) return {.kind = ThresholdKind::constant, .mean = d};
  ThresholdSpec result = law;
  result.mean *= k;
  result.std *= k;
  result.shift = law.shift * k + d;
  result.lower = law.lower * k + d;
  result.upper = law.upper * k + d;
  if (law.table) {
    Table table = *law.table;
    for (double& value : table.value) value *= k;
    result.table = std::make_shared<const Table>(std::move(table));
  }
  const bool is_symmetric = law.kind == ThresholdKind::normal || law.kind == ThresholdKind::uniform;
  if (is_symmetric || law.kind == ThresholdKind::constant) {
    // These laws are moved by their mean as well as by a shift; the mean is how one writes it.
    result.mean += d;
    result.shift -= d;
  }
  return result;
}

std::vector<const Setting*> settings_of(const Layer& layer, const std::string& section) {
  std::vector<const Setting*> settings;
  for (const KeySpec& entry : schema()) {
    if (entry.path.starts_with(section + ".")) settings.push_back(layer[key(entry.path)]);
  }
  return settings;
}

}  // namespace

std::optional<ThresholdSpec> DisorderReader::law_spec(PointSettings& point, const std::string& section) {
  const auto word = point.get<std::string>(section + ".law");
  if (!word) return std::nullopt;
  ThresholdSpec law;
  law.kind = kind_named(threshold_kinds, *word);
  if (!has_mean(law.kind)) point.drop_meaningless(section + ".mean", section + ".law");
  if (!has_std(law.kind)) point.drop_meaningless(section + ".std", section + ".law");
  if (law.kind != ThresholdKind::table) {
    for (const char* leaf : {".file", ".dataset", ".kind"})
      point.drop_meaningless(section + leaf, section + ".law");
  }
  const auto read = [&](const char* leaf, bool wanted) {
    return wanted ? point.get<double>(section + leaf) : std::optional(0.0);
  };
  const auto mean = read(".mean", has_mean(law.kind));
  const auto std = read(".std", has_std(law.kind));
  const auto shift = read(".shift", true);
  const auto lower = read(".lower", true);
  const auto upper = read(".upper", true);
  if (law.kind == ThresholdKind::table) {
    if (point.find(section + ".file") == nullptr)
      point.report_missing(section + ".file", " for 'law: table'");
    law.table = tables_.law_table(point.layer(), section, point.reading());
    if (!law.table) return std::nullopt;
  }
  if (!mean || !std || !shift || !lower || !upper) return std::nullopt;
  law.mean = *mean;
  law.std = *std;
  law.shift = *shift;
  law.lower = *lower;
  law.upper = *upper;
  if (is_one_sided(law.kind) && law.mean <= 0) {
    point.error(section + ".mean", fmt::format("'{}.mean' must be greater than 0 for 'law: {}', got {}",
                                               section, *word, law.mean));
    return std::nullopt;
  }
  if (law.lower >= law.upper) {
    const bool at_upper = !point.find(section + ".upper")->is_default;
    point.error(section + (at_upper ? ".upper" : ".lower"),
                fmt::format("'{}.lower' = {} must be less than '{}.upper' = {}", section, law.lower, section,
                            law.upper));
    return std::nullopt;
  }
  return law;
}

std::optional<DisorderReader::Law> DisorderReader::checked(const ThresholdSpec& spec,
                                                           const std::string& place, PointSettings& point) {
  try {
    const ThresholdLaw law(spec);
    return Law{spec, law.mean(), law.std()};
  } catch (const std::invalid_argument& fault) {
    point.error(place, fmt::format("no such law of thresholds: {}", fault.what()));
    return std::nullopt;
  }
}

std::optional<DisorderReader::Law> DisorderReader::law(PointSettings& point, const std::string& section) {
  const auto spec = law_spec(point, section);
  if (!spec) return std::nullopt;
  const auto [known, is_new] = laws_.try_emplace(settings_of(point.layer(), section));
  if (is_new) known->second = checked(*spec, section + ".law", point);
  return known->second;
}

std::optional<DisorderReader::Law> DisorderReader::aged(PointSettings& point, const Law& renewal) {
  const auto age = point.get<double>("thresholds.age");
  const Setting* width = point.find("thresholds.initial_std");
  if (!age || (width != nullptr && !width->valid())) return std::nullopt;
  auto settings = settings_of(point.layer(), "thresholds.renewal");
  settings.push_back(point.find("thresholds.age"));
  settings.push_back(width);
  const auto [known, is_new] = aged_.try_emplace(settings);
  if (!is_new) return known->second;

  double factor = 1 + *age;
  double offset = 0;
  const auto* word = width != nullptr ? std::get_if<std::string>(&width->value) : nullptr;
  if (width != nullptr && !(word != nullptr && *word == "scaled")) {
    // The law keeps its shape: stretched about its mean to the given width, then moved to the aged mean.
    const double wanted = word != nullptr ? renewal.std : std::get<double>(width->value);
    if (renewal.std == 0 && wanted > 0) {
      point.error("thresholds.initial_std",
                  "the renewed thresholds are all equal and cannot be stretched to a width");
      return std::nullopt;
    }
    const double mean = (1 + *age) * renewal.mean;
    factor = renewal.std > 0 && word == nullptr ? wanted / renewal.std : 1;
    offset = mean - factor * renewal.mean;
  }
  known->second = checked(stretched(renewal.spec, factor, offset), "thresholds.age", point);
  return known->second;
}

std::optional<Thresholds> DisorderReader::thresholds(PointSettings& point) {
  const Setting* scenario = point.find("scenario");
  const Setting* age = point.find("thresholds.age");
  if (scenario != nullptr && !scenario->valid()) return std::nullopt;
  const std::string wanted = scenario != nullptr ? std::get<std::string>(scenario->value) : std::string();
  if (age == nullptr && point.find("thresholds.initial_std") != nullptr) {
    point.drop_meaningless("thresholds.initial_std", "thresholds.age");
  }
  if (age == nullptr && wanted == "disordered") point.drop_section("thresholds.renewal");

  const bool has_renewal = point.has_section("thresholds.renewal");
  if (!has_renewal && age != nullptr) {
    point.report_missing("thresholds.renewal", ", from which 'thresholds.age' derives the initial law");
  } else if (!has_renewal && wanted == "rejuvenation") {
    point.error("scenario",
                "'scenario: rejuvenation' needs 'thresholds.renewal', the law of renewed thresholds");
  }
  if (age == nullptr && !point.has_section("thresholds.initial")) {
    point.report_missing("thresholds.initial", ", the law of initial thresholds");
  }
  std::optional<Law> renewal;
  std::optional<Law> initial;
  if (has_renewal) renewal = law(point, "thresholds.renewal");
  if (age != nullptr && renewal) initial = aged(point, *renewal);
  if (age == nullptr && point.has_section("thresholds.initial")) initial = law(point, "thresholds.initial");
  if (!has_renewal && wanted != "rejuvenation") renewal = initial;
  if (!initial || !renewal) return std::nullopt;

  const bool same = same_law(initial->spec, renewal->spec);
  if (wanted == "disordered" && !same) {
    point.error("thresholds.age",
                "'scenario: disordered' has no age: renewed and initial thresholds are alike; remove "
                "one of the two");
    return std::nullopt;
  }
  const std::string amounts_to = same ? "disordered" : "rejuvenation";
  if (wanted.empty()) point.set("scenario", amounts_to);
  if (same && age == nullptr && wanted != "rejuvenation") point.drop_section("thresholds.renewal");
  return Thresholds{initial->spec, renewal->spec, renewal->std, wanted.empty() ? amounts_to : wanted};
}

std::optional<SlipSpec> DisorderReader::slip(PointSettings& point,
                                             const std::optional<Thresholds>& thresholds,
                                             const std::optional<Moduli>& moduli) {
  if (!point.has_section("slip")) {
    point.report_missing("slip", ", the law of slip increments");
    return std::nullopt;
  }
  const auto word = point.get<std::string>("slip.law");
  SlipSpec slip;
  bool has_shape = word.has_value();
  if (word) {
    slip.kind = kind_named(slip_kinds, *word);
    if (slip.kind != SlipKind::table) {
      for (const char* path : {"slip.file", "slip.dataset", "slip.kind"})
        point.drop_meaningless(path, "slip.law");
    } else {
      if (point.find("slip.file") == nullptr) point.report_missing("slip.file", " for 'law: table'");
      slip.table = tables_.law_table(point.layer(), "slip", point.reading());
      has_shape = slip.table != nullptr;
    }
  }
  if (point.find("slip.disorder_strength") != nullptr) {
    const auto strength = point.get<double>("slip.disorder_strength");
    if (!strength || !thresholds || !moduli) return std::nullopt;
    if (thresholds->renewal_std == 0) {
      point.error("slip.disorder_strength",
                  "the renewed thresholds are all equal, so no slip has this disorder strength; give "
                  "'slip.c0' instead");
      return std::nullopt;
    }
    slip.c0 = thresholds->renewal_std / (*strength * moduli->effective_modulus());
  } else {
    if (point.find("slip.c0") == nullptr) point.report_missing("slip.c0", " or 'slip.disorder_strength'");
    const auto c1 = point.get<double>("slip.c1");
    if (point.find("slip.c0") == nullptr) return std::nullopt;
    const auto c0 = point.get<double>("slip.c0");
    if (!c0 || !c1) return std::nullopt;
    if (*c0 == 0 && *c1 == 0) {
      point.error("slip.c0", "'slip.c0' and 'slip.c1' are both 0, so nothing would ever slip");
      return std::nullopt;
    }
    slip.c0 = *c0;
    slip.c1 = *c1;
  }
  if (!has_shape) return std::nullopt;
  try {
    static_cast<void>(SlipLaw(slip));
  } catch (const std::invalid_argument& fault) {
    point.error(slip.kind == SlipKind::table ? "slip.file" : "slip.law",
                fmt::format("no such law of slips: {}", fault.what()));
    return std::nullopt;
  }
  return slip;
}

}  // namespace yieldscape
