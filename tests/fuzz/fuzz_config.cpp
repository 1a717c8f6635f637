// Any text as a configuration: refused with a message, or understood and then read back from its own dump as
// the same ensemble.
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

#include "interpret.hpp"
#include "require.hpp"
#include "yieldscape/config/dump_config.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape::fuzz {
namespace {

/// Tables by the first letter of their names: samples, quantiles, a kernel of 2 x 2 sites.
std::vector<std::vector<double>> columns(const std::filesystem::path& file, const std::string& dataset) {
  const std::string name = file.filename().string();
  if (!dataset.empty()) throw std::runtime_error("no dataset");
  if (name.starts_with('s')) return {{1.5, 0.7, 1.1, 0.9}};
  if (name.starts_with('q')) return {{0.1, 0.5, 0.9}, {0.5, 1, 1.7}};
  if (name.starts_with('k')) return {{-1, 0.5}, {0.5, 0}};
  throw std::runtime_error("No such file or directory");
}

RunConfig read(std::string_view text) {
  return interpret({.title = "fuzz.yaml", .directory = "/nowhere", .text = normalized_text(text)}, "fuzz", {},
                   {columns});
}

void require_same(const RunConfig& config, const RunConfig& again) {
  require(canonical_text(config.ensemble) == canonical_text(again.ensemble), "the run is the same");
  require(config.ensemble.points.size() == again.ensemble.points.size(), "there are as many points");
  for (std::size_t i = 0; i < config.ensemble.points.size(); ++i) {
    const Point& a = config.ensemble.points[i];
    const Point& b = again.ensemble.points[i];
    require(a.canonical_text() == b.canonical_text(), "the physics is the same");
    require(a.labels().name == b.labels().name, "the name is the same");
    require(a.realizations() == b.realizations(), "there are as many realizations");
  }
  require(config.text_resolved == again.text_resolved, "the resolved text is the same");
}

}  // namespace
}  // namespace yieldscape::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yieldscape;
  RunConfig config;
  try {
    config = fuzz::read({reinterpret_cast<const char*>(data), size});
  } catch (const ConfigurationError& error) {
    fuzz::require(std::string_view(error.what()).find("error: ") != std::string_view::npos,
                  "a refusal has a message");
    return 0;
  }
  const std::string dumped = dump_config(config);
  try {
    fuzz::require_same(config, fuzz::read(dumped));
  } catch (const ConfigurationError& error) {
    fuzz::require(false, "a dump can be read again:\n" + dumped + "\n" + error.what());
  }
  return 0;
}
