#pragma once

#include <vector>

namespace yieldscape {

/// Sets of vector instructions that inner loops are compiled for. All give the same bits.
enum class InstructionSet { portable, avx2, avx512 };

/// Those that this processor has and this program was built with, the widest last.
[[nodiscard]] std::vector<InstructionSet> available_instruction_sets();

/// The widest of them.
[[nodiscard]] InstructionSet widest_instruction_set();

}  // namespace yieldscape
