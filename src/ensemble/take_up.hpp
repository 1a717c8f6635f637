#pragma once

#include "yieldscape/ensemble/checkpoint.hpp"
#include "yieldscape/model/sample.hpp"

namespace yieldscape {

/// The sample, or the part of it that is kept here, as it was at a grid strain. There the engine had just
/// been read, and one that begins with the strengths it read goes on in the same bits.
inline void take_up(Sample& sample, const Checkpoint& from) {
  EXPECTS(from.strength.size() == sample.state.part().sites());
  EXPECTS(from.state.part() == sample.state.part());
  sample.state = from.state;
  sample.engine->reset(from.strength);
}

}  // namespace yieldscape
