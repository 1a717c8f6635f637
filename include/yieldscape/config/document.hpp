#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "yieldscape/config/diagnostics.hpp"
#include "yieldscape/config/source_text.hpp"

namespace yieldscape {

enum class NodeKind { null, scalar, sequence, mapping };

struct Node;
using NodePtr = std::shared_ptr<const Node>;

/// One value of a YAML text and where it stands. An alias is the node of its anchor.
struct Node {
  struct Entry {
    std::string key;
    Place key_place;
    NodePtr value;
  };

  NodeKind kind = NodeKind::null;
  Place place;
  std::string text;            ///< scalar
  bool quoted = false;         ///< scalar: '…', "…" or a block, so that it is a text
  std::vector<NodePtr> items;  ///< sequence
  std::vector<Entry> entries;  ///< mapping, in the order of the text, duplicates included
  std::size_t weight = 1;      ///< values in it, aliases written out
};

/// Limits of a text: nobody writes more, and nothing that is below them can exhaust memory.
inline constexpr std::size_t max_depth = 32;
inline constexpr std::size_t max_values = 400'000;

/// The one YAML document in `source`; nullptr after a diagnostic if it is not well-formed, empty, more than
/// one document, or beyond the limits. Uses anchors and aliases; refuses tags and keys that are not scalars.
/// Cost: linear in the text, 0.1 s per MiB.
[[nodiscard]] NodePtr parse_document(const SourceText& source, Diagnostics& diagnostics);

/// "a list", "a mapping", "'text'" …, for messages.
[[nodiscard]] std::string describe(const Node& node);

}  // namespace yieldscape
