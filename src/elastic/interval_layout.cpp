#include "interval_layout.hpp"

namespace yieldscape {

TileLayout::TileLayout(Lattice lattice)
    : lattice_(lattice),
      rows_(lattice.lx()),
      columns_(lattice.ly()),
      slot_stride_((columns_.blocks + 7) / 8 * 8) {
  for (int row = 0; row < rows_.blocks; ++row) {
    for (int column = 0; column < slot_stride_; ++column) {
      const bool real = column < columns_.blocks;
      blocks_.push_back({.first_tile = real ? (row * columns_.blocks + column) * tiles_per_block : -1,
                         .x = row * TiledAxis::block,
                         .y = column * TiledAxis::block});
    }
  }
}

}  // namespace yieldscape
