#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "yieldscape/parallel/communicator.hpp"
#include "yieldscape/parallel/watchdog.hpp"

namespace yieldscape {

/// Where ranks work in step, nobody is free to name the silent one: each ends the job (exit code 71) when it
/// has waited for the others for `limit` seconds while `doing` this. No limit: nobody watches.
[[nodiscard]] std::unique_ptr<Watchdog> watch_for_hang(std::optional<double> limit, const Communicator& world,
                                                       std::string_view doing);

}  // namespace yieldscape
