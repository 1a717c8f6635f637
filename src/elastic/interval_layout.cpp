#include "interval_layout.hpp"

namespace yieldscape {

TileLayout::TileLayout(Lattice lattice)
    : TileLayout(lattice, {.first = 0, .count = TiledAxis(lattice.ly()).blocks}) {}

TileLayout::TileLayout(Lattice lattice, BlockColumns own)
    : lattice_(lattice),
      rows_(lattice.lx()),
      columns_(lattice.ly()),
      own_(own),
      slot_stride_((own.count + 7) / 8 * 8) {
  EXPECTS(own.first >= 0 && own.count >= 0 && own.first + own.count <= columns_.blocks);
  for (int row = 0; row < rows_.blocks; ++row) {
    for (int column = 0; column < slot_stride_; ++column) {
      const bool real = column < own_.count;
      blocks_.push_back({.first_tile = real ? (row * own_.count + column) * tiles_per_block : -1,
                         .x = row * TiledAxis::block,
                         .y = (own_.first + column) * TiledAxis::block,
                         .number = row * columns_.blocks + own_.first + column});
    }
  }
}

}  // namespace yieldscape
