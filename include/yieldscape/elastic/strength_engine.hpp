#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "yieldscape/core/lattice_part.hpp"
#include "yieldscape/core/simd.hpp"
#include "yieldscape/elastic/propagator.hpp"

namespace yieldscape {

/// One slip of one site, as elasticity sees it.
struct Slip {
  Site site;
  double amount;          ///< ε_0 > 0
  double threshold_jump;  ///< new minus old threshold, LJ stress
};

struct WeakestSite {
  Site site;
  double strength;  ///< LJ stress
};

/// Keeps the plastic strengths x = σ_c − σ_internal of all sites (LJ stress) while sites slip. The load Σ is
/// a scalar of the caller's: a site is unstable when x <= Σ. Engines differ in cost, never in result: the
/// same slips give the same sites in the same order, but for ties closer than rounding.
class StrengthEngine {
 public:
  StrengthEngine() = default;
  StrengthEngine(const StrengthEngine&) = delete;
  StrengthEngine& operator=(const StrengthEngine&) = delete;
  virtual ~StrengthEngine() = default;

  /// The rows whose strengths are kept here: all of them, unless several engines share a lattice. Those that
  /// do must be asked the same questions in the same order, and each of them answers for its own rows, but
  /// for the weakest site and the gathered slips, which are the same for all.
  [[nodiscard]] virtual LatticePart part() const noexcept = 0;
  [[nodiscard]] virtual bool is_shared() const noexcept { return false; }

  /// The slips of a round, of all engines that share the lattice, in the order of their sites; valid until
  /// the next call. Needed between finding unstable sites and applying their slips.
  virtual std::span<const Slip> gather(std::span<const Slip> own) { return own; }
  /// The sum over these engines.
  [[nodiscard]] virtual std::uint64_t total(std::uint64_t own) { return own; }

  /// Begin with these strengths, shape [rows, Ly].
  virtual void reset(std::span<const double> strength) = 0;

  /// The site of least strength; of equals the one of lowest number.
  [[nodiscard]] virtual WeakestSite weakest() = 0;

  /// Replace `sites` by all sites with x <= load, in increasing order.
  virtual void unstable(double load, std::vector<Site>& sites) = 0;

  /// The same sites, in memory of the engine's that is valid until the next call.
  virtual std::span<const Site> unstable(double load) {
    unstable(load, unstable_);
    return unstable_;
  }

  /// Let sites slip at once: each gets its threshold jump, then every site x −= ε_0 G_zero-mean(r − r'),
  /// slip by slip in the order given. Engines that add so round product and difference once.
  virtual void apply(std::span<const Slip> slips) = 0;

  /// Copy of the strengths, shape [rows, Ly].
  virtual void read(std::span<double> strength) = 0;

  /// The same in memory of the engine's, where it keeps them so, else in `room`; valid until the next call.
  virtual std::span<const double> strengths(std::span<double> room) {
    read(room);
    return room;
  }

  /// Comparisons so close that the order of additions may have decided them; always 0 for engines that add
  /// in the order of the definition.
  [[nodiscard]] virtual std::uint64_t near_ties() const noexcept { return 0; }

 private:
  std::vector<Site> unstable_;
};

enum class EngineKind { direct, interval, reference };

/// Whether the interval engine can work on a lattice: 65 to 32767 sites on either axis.
[[nodiscard]] bool interval_engine_fits(Lattice lattice) noexcept;

/// The faster engine for a lattice, by size and shape alone: interval from 128² sites on where it fits.
[[nodiscard]] EngineKind automatic_engine(Lattice lattice) noexcept;

/// `kernel` must outlive the engine. The interval engine needs interval_engine_fits. The path changes the
/// cost alone; the reference engine has but one.
[[nodiscard]] std::unique_ptr<StrengthEngine> make_engine(EngineKind kind, const ElasticKernel& kernel,
                                                          SimdPath path = best_simd_path());

}  // namespace yieldscape
