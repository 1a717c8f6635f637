#pragma once

#include <cstddef>
#include <memory>

#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Doubles that the ranks of one node keep once for all of them; every rank may write. Making and giving them
/// up is collective: the last owner of the values on each rank lets go together with those of the others.
class NodeArray {
 public:
  /// Collective. Throws ParallelError if the node has no room for them.
  NodeArray(const Communicator& communicator, std::size_t size);

  [[nodiscard]] const std::shared_ptr<double[]>& values() const noexcept { return values_; }

  /// The ranks of the communicator on this node.
  [[nodiscard]] const Communicator& node() const noexcept { return node_; }
  /// Collective on the node: what any rank wrote before can be read after.
  void wait_for_all() const;

 private:
  struct Window;
  Communicator node_;
  std::shared_ptr<Window> window_;
  std::shared_ptr<double[]> values_;
};

}  // namespace yieldscape
