#include "yieldscape/config/dump_config.hpp"

#include <fmt/format.h>

#include "interpret.hpp"
#include "yieldscape/config/schema.hpp"

namespace yieldscape {

std::string dump_config(const RunConfig& config) {
  return config.text_resolved;
}

std::string dump_default_config() {
  SourceText example{.title = "example", .directory = {}, .text = {}};
  for (const char* path : {"material.shear_modulus", "material.bulk_modulus", "thresholds.initial.law",
                           "thresholds.initial.mean", "thresholds.initial.std", "slip.law", "slip.c0"}) {
    example.text += fmt::format("{}: {}\n", path, spec(key(path)).example);
  }
  return interpret(std::move(example), "example", {}, {}).text_resolved;
}

}  // namespace yieldscape
