#include "schema_keys.hpp"

#include <fmt/format.h>

#include "yieldscape/core/lattice.hpp"

namespace yieldscape {
namespace {

constexpr Range positive{.lower = 0, .above_lower = true};
constexpr Range not_negative{.lower = 0};
constexpr double largest_count = 4'294'967'295.0;  // of realizations, 32 bits

std::string stress_unit() {
  return "LJ stress";
}

void add_general(std::vector<KeySpec>& keys) {
  keys.push_back({.path = "title",
                  .scope = Scope::ensemble,
                  .type = ValueType::text,
                  .fallback = "\"\"",
                  .meaning = "Free text, kept in the result file."});
  keys.push_back({.path = "seed",
                  .scope = Scope::ensemble,
                  .type = ValueType::whole,
                  .fallback = "1",
                  .meaning = "Seed of all random numbers; the same seed gives the same bytes."});
  keys.push_back({.path = "seed_policy",
                  .scope = Scope::ensemble,
                  .type = ValueType::choice,
                  .choices = {"independent", "common"},
                  .fallback = "independent",
                  .meaning =
                      "independent: every point draws random numbers of its own. common: all points share "
                      "them, so that differences between points are not blurred by the draw."});
  keys.push_back(
      {.path = "realizations",
       .type = ValueType::whole,
       .range = {.lower = 1, .upper = largest_count},
       .fallback = "300",
       .meaning = "Realizations of the disorder per point. Raising the number extends a finished run."});
  keys.push_back(
      {.path = "name",
       .scope = Scope::label,
       .type = ValueType::text,
       .example = "my_point",
       .meaning = "Name of the point in the result file. Made from the swept values if left out."});
  keys.push_back(
      {.path = "glass",
       .type = ValueType::text,
       .example = "ESL",
       .meaning = "One of the names under 'glasses': its keys are defaults beneath those given here."});
  keys.push_back({.path = "scenario",
                  .type = ValueType::choice,
                  .choices = {"disordered", "rejuvenation"},
                  .example = "disordered",
                  .meaning =
                      "disordered: thresholds are renewed from the initial law, whatever thresholds.renewal "
                      "says. rejuvenation: from thresholds.renewal, which must be given. Default: whichever "
                      "the laws amount to."});
}

void add_elasticity(std::vector<KeySpec>& keys) {
  const Range length{.lower = 1, .upper = Lattice::max_length};
  keys.push_back({.path = "lattice.N",
                  .type = ValueType::whole,
                  .range = length,
                  .fallback = "16",
                  .unit = "sites",
                  .meaning = "Side of the square, periodic lattice."});
  keys.push_back({.path = "lattice.shape",
                  .type = ValueType::lengths,
                  .range = length,
                  .example = "[64, 16]",
                  .unit = "sites",
                  .meaning = "Sides [Lx, Ly] of a rectangular lattice, instead of N."});
  keys.push_back({.path = "material.shear_modulus",
                  .range = positive,
                  .example = "14.7",
                  .unit = stress_unit(),
                  .meaning = "Shear modulus mu."});
  keys.push_back(
      {.path = "material.bulk_modulus",
       .range = {.lower = 0, .above_lower = true, .may_be_infinite = true},
       .example = "52",
       .unit = stress_unit(),
       .meaning = "Two-dimensional bulk modulus K; .inf for an incompressible material. Together they give "
                  "mu* = mu/(1 + mu/K), eq. (1)."});
  keys.push_back(
      {.path = "kernel.form",
       .type = ValueType::choice,
       .choices = {"continuum", "laplacian", "rotated", "file"},
       .fallback = "continuum",
       .meaning = "Discrete form of the quadrupolar stress redistribution; file: a table of the user."});
  keys.push_back(
      {.path = "kernel.normalization",
       .type = ValueType::choice,
       .choices = {"raw", "local"},
       .fallback = "raw",
       .meaning = "raw: as the formula gives it. local: scaled so that a slipping site loses mu* per unit "
                  "slip, eq. (1)."});
  keys.push_back(
      {.path = "kernel.file",
       .type = ValueType::file,
       .example = "kernel.csv",
       .unit = stress_unit(),
       .meaning = "form: file only. Stress at (x, y) per unit slip at (0, 0), Lx rows of Ly numbers (CSV, or "
                  "HDF5 with 'dataset'); its mean is removed."});
  keys.push_back({.path = "kernel.dataset",
                  .type = ValueType::text,
                  .example = "/kernel",
                  .meaning = "Dataset in an HDF5 file."});
}

void add_threshold_law(std::vector<KeySpec>& keys, const std::string& law, const std::string& words,
                       const std::string& mean, const std::string& std) {
  keys.push_back(
      {.path = law + ".law",
       .type = ValueType::choice,
       .choices = {"normal", "weibull", "gamma", "lognormal", "exponential", "uniform", "constant", "table"},
       .example = "normal",
       .meaning = fmt::format("Law of the {} thresholds sigma_c. exponential and constant take the mean "
                              "alone, table takes 'file'.",
                              words)});
  keys.push_back({.path = law + ".mean",
                  .example = mean,
                  .unit = stress_unit(),
                  .meaning = "Mean, before shift and truncation."});
  keys.push_back({.path = law + ".std",
                  .range = not_negative,
                  .example = std,
                  .unit = stress_unit(),
                  .meaning = "Standard deviation, before truncation."});
  keys.push_back({.path = law + ".shift",
                  .fallback = "0",
                  .unit = stress_unit(),
                  .meaning = "Added to every value drawn."});
  keys.push_back({.path = law + ".lower",
                  .range = {.may_be_infinite = true},
                  .fallback = "-.inf",
                  .unit = stress_unit(),
                  .meaning = "Truncation: values below are drawn again."});
  keys.push_back({.path = law + ".upper",
                  .range = {.may_be_infinite = true},
                  .fallback = ".inf",
                  .unit = stress_unit(),
                  .meaning = "Truncation: values above are drawn again."});
  keys.push_back({.path = law + ".file",
                  .type = ValueType::file,
                  .example = "thresholds.csv",
                  .unit = stress_unit(),
                  .meaning =
                      "law: table only. CSV, or HDF5 with 'dataset'; one column of samples, or two columns "
                      "probability, value (an inverse CDF)."});
  keys.push_back({.path = law + ".dataset",
                  .type = ValueType::text,
                  .example = "/thresholds",
                  .meaning = "Dataset in an HDF5 file."});
  keys.push_back({.path = law + ".kind",
                  .type = ValueType::choice,
                  .choices = {"samples", "quantiles"},
                  .example = "samples",
                  .meaning = "What the table holds. Default: samples for one column, quantiles for two."});
}

void add_disorder(std::vector<KeySpec>& keys) {
  add_threshold_law(keys, "thresholds.initial", "initial", "1.14", "0.478");
  add_threshold_law(keys, "thresholds.renewal", "renewed", "1.00", "0.436");
  keys.push_back(
      {.path = "thresholds.age",
       .range = {.lower = -1, .above_lower = true},
       .example = "0.65",
       .meaning = "Age parameter r, eq. (6), instead of thresholds.initial: the initial law is the renewed "
                  "one moved to the mean (1 + r) <sigma_c renewed>."});
  keys.push_back(
      {.path = "thresholds.initial_std",
       .type = ValueType::spread,
       .range = not_negative,
       .choices = {"scaled", "same"},
       .example = "scaled",
       .unit = stress_unit(),
       .meaning = "With age only: standard deviation of the initial law. scaled: by 1 + r, like the mean. "
                  "same: as renewed. Or a number. Default: scaled."});
  keys.push_back(
      {.path = "internal_stress.std",
       .range = not_negative,
       .fallback = "0",
       .unit = stress_unit(),
       .meaning = "Standard deviation of a Gaussian initial internal stress; 0: none, as in the paper."});
  keys.push_back({.path = "slip.law",
                  .type = ValueType::choice,
                  .choices = {"exponential", "constant", "uniform", "table"},
                  .example = "exponential",
                  .meaning = "Shape of the law of slip increments."});
  keys.push_back(
      {.path = "slip.c0",
       .range = not_negative,
       .example = "0.0626",
       .unit = "strain",
       .meaning = "Mean slip c0 + c1 sigma_c^2, eqs. (11), (12), sigma_c the threshold before renewal."});
  keys.push_back(
      {.path = "slip.c1",
       .range = not_negative,
       .fallback = "0",
       .unit = "strain / LJ stress^2",
       .meaning = "Growth of the mean slip with the squared threshold; 0: the uncorrelated model."});
  keys.push_back(
      {.path = "slip.disorder_strength",
       .range = positive,
       .example = "0.5",
       .meaning = "Disorder strength s, eq. (3), instead of c0 and c1: c0 = std(sigma_c renewed)/(s mu*), "
                  "c1 = 0."});
  keys.push_back({.path = "slip.file",
                  .type = ValueType::file,
                  .example = "slips.csv",
                  .meaning =
                      "law: table only. Slips in any unit, scaled to the mean above. CSV, or HDF5 with "
                      "'dataset'; one column of samples, or two columns probability, value."});
  keys.push_back({.path = "slip.dataset",
                  .type = ValueType::text,
                  .example = "/slips",
                  .meaning = "Dataset in an HDF5 file."});
  keys.push_back({.path = "slip.kind",
                  .type = ValueType::choice,
                  .choices = {"samples", "quantiles"},
                  .example = "samples",
                  .meaning = "What the table holds. Default: samples for one column, quantiles for two."});
}

void add_loading(std::vector<KeySpec>& keys) {
  keys.push_back({.path = "loading.strain_max",
                  .scope = Scope::ensemble,
                  .range = positive,
                  .fallback = "2",
                  .unit = "strain (tensor component)",
                  .meaning = "Strain to which every realization is driven."});
  keys.push_back({.path = "loading.strain_step",
                  .scope = Scope::ensemble,
                  .range = positive,
                  .fallback = "0.005",
                  .unit = "strain",
                  .meaning = "Observables are recorded at every multiple of it."});
  keys.push_back({.path = "loading.dynamics",
                  .type = ValueType::choice,
                  .choices = {"synchronous", "extremal"},
                  .fallback = "synchronous",
                  .meaning = "Which unstable sites slip in a round: all of them, or the weakest alone."});
  keys.push_back({.path = "loading.round_limit",
                  .scope = Scope::ensemble,
                  .type = ValueType::whole,
                  .range = {.lower = 1},
                  .fallback = "100000000",
                  .unit = "rounds",
                  .meaning = "An avalanche longer than this fails its realization instead of never ending."});
}

void add_record(std::vector<KeySpec>& keys) {
  constexpr auto scope = Scope::ensemble;
  keys.push_back({.path = "record.realizations",
                  .scope = scope,
                  .type = ValueType::boolean,
                  .fallback = "true",
                  .meaning = "Keep the curves of every realization in the result file."});
  keys.push_back({.path = "record.events",
                  .scope = scope,
                  .type = ValueType::boolean,
                  .fallback = "false",
                  .meaning = "Keep the list of avalanches."});
  keys.push_back({.path = "record.maps_at",
                  .scope = scope,
                  .type = ValueType::reals,
                  .range = positive,
                  .fallback = "[]",
                  .unit = "strain",
                  .meaning = "Strains, multiples of loading.strain_step, at which fields are kept."});
  keys.push_back({.path = "record.maps_realizations",
                  .scope = scope,
                  .type = ValueType::whole,
                  .range = {.lower = 1, .upper = largest_count},
                  .fallback = "1",
                  .meaning = "Fields are kept of the first so many realizations of each point."});
  keys.push_back(
      {.path = "record.histograms_at",
       .scope = scope,
       .type = ValueType::reals,
       .range = positive,
       .fallback = "[]",
       .unit = "strain",
       .meaning = "Strains at which histograms of the plastic strength and of the threshold are kept."});
  keys.push_back({.path = "record.histogram_range",
                  .scope = scope,
                  .type = ValueType::reals,
                  .fallback = "[-2, 6]",
                  .unit = stress_unit(),
                  .meaning = "Lower and upper end of the histograms; what lies beyond is counted apart."});
  keys.push_back({.path = "record.histogram_bins",
                  .scope = scope,
                  .type = ValueType::whole,
                  .range = {.lower = 1, .upper = 65536},
                  .fallback = "160",
                  .meaning = "Number of bins between them."});
  keys.push_back(
      {.path = "engine",
       .scope = scope,
       .type = ValueType::choice,
       .choices = {"auto", "direct", "interval", "slab", "reference"},
       .fallback = "auto",
       .meaning = "How the redistribution is summed: direct everywhere at once; interval for 128 x 128 sites "
                  "and more; slab the same on as many ranks as ranks_per_realization says; reference slow "
                  "and obvious, for checks; auto by size and shape."});
}

}  // namespace

std::vector<KeySpec> schema_keys() {
  std::vector<KeySpec> keys;
  add_general(keys);
  add_elasticity(keys);
  add_disorder(keys);
  add_loading(keys);
  add_record(keys);
  return keys;
}

}  // namespace yieldscape
