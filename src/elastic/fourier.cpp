#include "fourier.hpp"

#include <fftw3.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>

#include "lane_convolution.hpp"
#include "yieldscape/elastic/propagator.hpp"
#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {
namespace {

struct FftwFree {
  void operator()(void* memory) const noexcept { fftw_free(memory); }
};
struct DestroyPlan {
  void operator()(fftw_plan plan) const noexcept { fftw_destroy_plan(plan); }
};
using PlanHandle = std::unique_ptr<std::remove_pointer_t<fftw_plan>, DestroyPlan>;

// FFTW_NO_SIMD, a flag FFTW keeps out of fftw3.h: vector code differs between processors in the last bit.
constexpr unsigned fftw_no_simd = 1U << 17U;
constexpr unsigned plan_flags = FFTW_ESTIMATE | fftw_no_simd;

template <class T>
std::unique_ptr<T[], FftwFree> allocate(std::size_t count) {
  void* memory = fftw_malloc(count * sizeof(T));
  if (memory == nullptr) throw std::bad_alloc();
  return std::unique_ptr<T[], FftwFree>(static_cast<T*>(memory));
}

}  // namespace

Field inverse_even_transform(Lattice lattice, std::span<const double> spectrum) {
  const std::size_t half = std::size_t(lattice.lx()) * std::size_t(lattice.ly() / 2 + 1);
  EXPECTS(spectrum.size() == half);
  const auto modes = allocate<fftw_complex>(half);
  const auto values = allocate<double>(lattice.sites());
  const PlanHandle plan(
      fftw_plan_dft_c2r_2d(lattice.lx(), lattice.ly(), modes.get(), values.get(), plan_flags));
  if (!plan) throw std::runtime_error("FFTW cannot plan the transform of the elastic kernel");
  for (std::size_t i = 0; i < half; ++i) {
    modes[i][0] = spectrum[i];
    modes[i][1] = 0;
  }
  fftw_execute(plan.get());
  Field field(lattice);
  for (std::size_t i = 0; i < lattice.sites(); ++i) field.span()[i] = values[i] / double(lattice.sites());
  return field;
}

struct EvenLine::Plan {
  explicit Plan(int length)
      : modes(allocate<fftw_complex>(std::size_t(length / 2 + 1))),
        values(allocate<double>(std::size_t(length))),
        handle(fftw_plan_dft_c2r_1d(length, modes.get(), values.get(), plan_flags)) {
    if (!handle) throw std::runtime_error("FFTW cannot plan the transform of the elastic kernel");
  }
  std::unique_ptr<fftw_complex[], FftwFree> modes;
  std::unique_ptr<double[], FftwFree> values;
  PlanHandle handle;
};

EvenLine::EvenLine(int length) : size_(std::size_t(length / 2 + 1)), plan_(std::make_unique<Plan>(length)) {}
EvenLine::EvenLine(EvenLine&&) noexcept = default;
EvenLine::~EvenLine() = default;

void EvenLine::set(std::size_t k, double mode) noexcept {
  plan_->modes[k][0] = mode;
  plan_->modes[k][1] = 0;
}

std::span<const double> EvenLine::transform() {
  fftw_execute(plan_->handle.get());
  return {plan_->values.get(), size_};
}

Field convolve(const Field& kernel, const Field& source) {
  EXPECTS(kernel.lattice() == source.lattice());
  const Lattice lattice = kernel.lattice();
  if (interval_engine_fits(lattice)) {
    Field exchanged(Lattice(lattice.ly(), lattice.lx()));
    for (int x = 0; x < lattice.lx(); ++x) {
      for (int y = 0; y < lattice.ly(); ++y) exchanged.at(y, x) = kernel.at(x, y);
    }
    return lane_convolution(OffsetTable::of(exchanged), source, nullptr);
  }
  const std::size_t half = std::size_t(lattice.lx()) * std::size_t(lattice.ly() / 2 + 1);
  const auto values = allocate<double>(lattice.sites());
  const auto product = allocate<fftw_complex>(half);
  const auto modes = allocate<fftw_complex>(half);
  const auto transform = [&](const Field& field, fftw_complex* target) {
    const PlanHandle plan(fftw_plan_dft_r2c_2d(lattice.lx(), lattice.ly(), values.get(), target, plan_flags));
    if (!plan) throw std::runtime_error("FFTW cannot plan a convolution");
    std::ranges::copy(field.span(), values.get());
    fftw_execute(plan.get());
  };
  transform(kernel, product.get());
  transform(source, modes.get());
  const PlanHandle back(
      fftw_plan_dft_c2r_2d(lattice.lx(), lattice.ly(), product.get(), values.get(), plan_flags));
  if (!back) throw std::runtime_error("FFTW cannot plan a convolution");
  for (std::size_t i = 0; i < half; ++i) {
    const double real = product[i][0] * modes[i][0] - product[i][1] * modes[i][1];
    const double imaginary = product[i][0] * modes[i][1] + product[i][1] * modes[i][0];
    product[i][0] = real;
    product[i][1] = imaginary;
  }
  fftw_execute(back.get());
  Field result(lattice);
  for (std::size_t i = 0; i < lattice.sites(); ++i) result.span()[i] = values[i] / double(lattice.sites());
  return result;
}

std::string fourier_library() {
  return fftw_version;
}

}  // namespace yieldscape
