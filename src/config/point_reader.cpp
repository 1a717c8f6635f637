#include "yieldscape/config/point_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace yieldscape {
namespace {

template <class Enum, std::size_t n>
Enum named(const std::array<Enum, n>& values, const std::string& word) {
  return *std::find_if(values.begin(), values.end(), [&](Enum value) { return name(value) == word; });
}

std::optional<Lattice> read_lattice(PointSettings& point) {
  if (const Setting* shape = point.find("lattice.shape"); shape != nullptr) {
    if (!shape->valid()) return std::nullopt;
    const auto& lengths = std::get<std::vector<double>>(shape->value);
    return Lattice(int(lengths[0]), int(lengths[1]));
  }
  const auto side = point.get<std::uint64_t>("lattice.N");
  return side ? std::optional(Lattice(int(*side), int(*side))) : std::nullopt;
}

std::optional<Moduli> read_moduli(PointSettings& point) {
  if (!point.has_section("material")) {
    point.report_missing("material", ", the elastic moduli");
    return std::nullopt;
  }
  const auto shear = point.get<double>("material.shear_modulus");
  const auto bulk = point.get<double>("material.bulk_modulus");
  return shear && bulk ? std::optional(Moduli{*shear, *bulk}) : std::nullopt;
}

}  // namespace

std::optional<KernelSpec> PointReader::kernel(PointSettings& point, const std::optional<Lattice>& lattice) {
  constexpr std::array forms{KernelForm::continuum, KernelForm::laplacian, KernelForm::rotated,
                             KernelForm::file};
  constexpr std::array normalizations{KernelNormalization::raw, KernelNormalization::local};
  const auto form = point.get<std::string>("kernel.form");
  const auto normalization = point.get<std::string>("kernel.normalization");
  if (!form || !normalization) return std::nullopt;
  KernelSpec kernel{named(forms, *form), named(normalizations, *normalization), nullptr};
  if (kernel.form != KernelForm::file) {
    point.drop_meaningless("kernel.file", "kernel.form");
    point.drop_meaningless("kernel.dataset", "kernel.form");
    return kernel;
  }
  if (point.find("kernel.file") == nullptr) point.report_missing("kernel.file", " for 'form: file'");
  if (!lattice) return std::nullopt;
  kernel.table = tables_.kernel_table(point.layer(), *lattice, point.reading());
  return kernel.table ? std::optional(kernel) : std::nullopt;
}

std::optional<PointValues> PointReader::read(Layer& layer, const Place& place, Reading& reading) {
  constexpr std::array all_dynamics{Dynamics::synchronous, Dynamics::extremal};
  PointSettings point(layer, place, reading);
  const auto lattice = read_lattice(point);
  const auto moduli = read_moduli(point);
  const auto elastic_kernel = kernel(point, lattice);
  const auto thresholds = disorder_.thresholds(point);
  const auto slip = disorder_.slip(point, thresholds, moduli);
  const auto internal_stress = point.get<double>("internal_stress.std");
  const auto dynamics = point.get<std::string>("loading.dynamics");
  const auto realizations = point.get<std::uint64_t>("realizations");
  if (!lattice || !moduli || !elastic_kernel || !thresholds || !slip || !internal_stress || !dynamics ||
      !realizations) {
    return std::nullopt;
  }
  if (*internal_stress > 0 && (lattice->lx() == 1 || lattice->ly() == 1)) {
    point.error(
        "internal_stress.std",
        fmt::format(
            "'internal_stress.std' is {}, but a {} x {} lattice, one site wide, can carry no internal "
            "stress; set it to 0",
            *internal_stress, lattice->lx(), lattice->ly()));
    return std::nullopt;
  }
  const Setting* glass = point.find("glass");
  return PointValues{.params = {.lattice = *lattice,
                                .moduli = *moduli,
                                .kernel = *elastic_kernel,
                                .initial_thresholds = thresholds->initial,
                                .renewed_thresholds = thresholds->renewal,
                                .internal_stress_std = *internal_stress,
                                .slip = *slip,
                                .dynamics = named(all_dynamics, *dynamics)},
                     .glass = glass != nullptr ? std::get<std::string>(glass->value) : std::string(),
                     .scenario = thresholds->scenario,
                     .realizations = std::uint32_t(*realizations)};
}

}  // namespace yieldscape
