#include "yieldscape/elastic/kernel_spec.hpp"

namespace yieldscape {

std::string_view name(KernelForm form) noexcept {
  switch (form) {
    case KernelForm::continuum:
      return "continuum";
    case KernelForm::laplacian:
      return "laplacian";
    case KernelForm::rotated:
      return "rotated";
    case KernelForm::file:
      return "file";
  }
  return "unknown";
}

std::string_view name(KernelNormalization normalization) noexcept {
  return normalization == KernelNormalization::raw ? "raw" : "local";
}

}  // namespace yieldscape
