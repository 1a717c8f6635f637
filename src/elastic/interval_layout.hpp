#pragma once

#include <cstdint>
#include <vector>

#include "yieldscape/core/lattice_part.hpp"

namespace yieldscape {

/// One axis of a lattice cut into tiles of 8 sites and blocks of 4 tiles. The last tile and the last block
/// are ragged where the length is no multiple: the cells they lack lie past the seam of the period.
struct TiledAxis {
  static constexpr int tile = 8;
  static constexpr int block_tiles = 4;
  static constexpr int block = tile * block_tiles;

  explicit constexpr TiledAxis(int axis_length)
      : length(axis_length), tiles((length + tile - 1) / tile), blocks((length + block - 1) / block) {}

  int length;
  int tiles;
  int blocks;
};

/// Block columns first … first + count − 1.
struct BlockColumns {
  int first;
  int count;
};

/// How the cells of a lattice, or of some of its block columns, lie in memory: a tile of 8 x 8 cells is 64
/// numbers in a row, a block of 4 x 4 tiles is 16 tiles in a row. Numbers per block are kept with a row
/// stride of whole vectors: a block has a `slot` there.
class TileLayout {
 public:
  static constexpr int tile_cells = TiledAxis::tile * TiledAxis::tile;
  static constexpr int tiles_per_block = TiledAxis::block_tiles * TiledAxis::block_tiles;

  /// Where the block of a slot begins; `first_tile` < 0 if the slot only fills up its row. `number` is the
  /// same whatever columns are kept here.
  struct Block {
    std::int32_t first_tile;
    std::int32_t x;
    std::int32_t y;
    std::int32_t number;
  };

  explicit TileLayout(Lattice lattice);
  TileLayout(Lattice lattice, BlockColumns own);

  [[nodiscard]] const Lattice& lattice() const noexcept { return lattice_; }
  [[nodiscard]] const TiledAxis& rows() const noexcept { return rows_; }
  [[nodiscard]] const TiledAxis& columns() const noexcept { return columns_; }
  [[nodiscard]] const BlockColumns& own() const noexcept { return own_; }
  [[nodiscard]] bool owns_block_column(int column) const noexcept {
    return column >= own_.first && column < own_.first + own_.count;
  }
  /// The columns of cells in the own blocks: from the first up to, not including, the end.
  [[nodiscard]] int first_column() const noexcept { return own_.first * TiledAxis::block; }
  [[nodiscard]] int end_column() const noexcept {
    const int end = (own_.first + own_.count) * TiledAxis::block;
    return end < columns_.length ? end : columns_.length;
  }

  /// All tiles of the own blocks, those included that a ragged block lacks.
  [[nodiscard]] std::size_t tiles() const noexcept {
    return std::size_t(rows_.blocks) * std::size_t(own_.count) * tiles_per_block;
  }
  [[nodiscard]] std::size_t cells() const noexcept { return tiles() * tile_cells; }
  [[nodiscard]] std::size_t slots() const noexcept { return blocks_.size(); }
  [[nodiscard]] int slot_stride() const noexcept { return slot_stride_; }
  [[nodiscard]] const Block& block(std::size_t slot) const noexcept { return blocks_[slot]; }

  [[nodiscard]] std::size_t slot_of_tile(int tile) const noexcept {
    const int block = tile / tiles_per_block;
    return std::size_t(block / own_.count * slot_stride_ + block % own_.count);
  }

  /// Number of a tile: the part of its tile row plus the part of its tile column, which must be an own one.
  [[nodiscard]] int row_part(int tile_row) const noexcept {
    return tile_row / TiledAxis::block_tiles * own_.count * tiles_per_block +
           tile_row % TiledAxis::block_tiles * TiledAxis::block_tiles;
  }
  [[nodiscard]] int column_part(int tile_column) const noexcept {
    return (tile_column / TiledAxis::block_tiles - own_.first) * tiles_per_block +
           tile_column % TiledAxis::block_tiles;
  }
  [[nodiscard]] std::uint32_t cell(int x, int y) const noexcept {
    const int number = row_part(x / TiledAxis::tile) + column_part(y / TiledAxis::tile);
    return std::uint32_t(number * tile_cells + x % TiledAxis::tile * TiledAxis::tile + y % TiledAxis::tile);
  }

 private:
  Lattice lattice_;
  TiledAxis rows_;
  TiledAxis columns_;
  BlockColumns own_;
  int slot_stride_;
  std::vector<Block> blocks_;
};

}  // namespace yieldscape
