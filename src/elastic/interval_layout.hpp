#pragma once

#include <cstdint>
#include <vector>

#include "yieldscape/core/lattice.hpp"

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

/// How the cells of a lattice lie in memory: a tile of 8 x 8 cells is 64 numbers in a row, a block of 4 x 4
/// tiles is 16 tiles in a row. Numbers per block are kept with a row stride of whole vectors: a block has a
/// `slot` there.
class TileLayout {
 public:
  static constexpr int tile_cells = TiledAxis::tile * TiledAxis::tile;
  static constexpr int tiles_per_block = TiledAxis::block_tiles * TiledAxis::block_tiles;

  /// Where the block of a slot begins; `first_tile` < 0 if the slot only fills up its row.
  struct Block {
    std::int32_t first_tile;
    std::int32_t x;
    std::int32_t y;
  };

  explicit TileLayout(Lattice lattice);

  [[nodiscard]] const Lattice& lattice() const noexcept { return lattice_; }
  [[nodiscard]] const TiledAxis& rows() const noexcept { return rows_; }
  [[nodiscard]] const TiledAxis& columns() const noexcept { return columns_; }

  /// All tiles of all blocks, those included that a ragged block lacks.
  [[nodiscard]] std::size_t tiles() const noexcept {
    return std::size_t(rows_.blocks) * std::size_t(columns_.blocks) * tiles_per_block;
  }
  [[nodiscard]] std::size_t cells() const noexcept { return tiles() * tile_cells; }
  [[nodiscard]] std::size_t slots() const noexcept { return blocks_.size(); }
  [[nodiscard]] int slot_stride() const noexcept { return slot_stride_; }
  [[nodiscard]] const Block& block(std::size_t slot) const noexcept { return blocks_[slot]; }

  [[nodiscard]] std::size_t slot_of_tile(int tile) const noexcept {
    const int block = tile / tiles_per_block;
    return std::size_t(block / columns_.blocks * slot_stride_ + block % columns_.blocks);
  }

  /// Number of a tile: the part of its tile row plus the part of its tile column.
  [[nodiscard]] int row_part(int tile_row) const noexcept {
    return tile_row / TiledAxis::block_tiles * columns_.blocks * tiles_per_block +
           tile_row % TiledAxis::block_tiles * TiledAxis::block_tiles;
  }
  [[nodiscard]] static int column_part(int tile_column) noexcept {
    return tile_column / TiledAxis::block_tiles * tiles_per_block + tile_column % TiledAxis::block_tiles;
  }
  [[nodiscard]] std::uint32_t cell(int x, int y) const noexcept {
    const int number = row_part(x / TiledAxis::tile) + column_part(y / TiledAxis::tile);
    return std::uint32_t(number * tile_cells + x % TiledAxis::tile * TiledAxis::tile + y % TiledAxis::tile);
  }

 private:
  Lattice lattice_;
  TiledAxis rows_;
  TiledAxis columns_;
  int slot_stride_;
  std::vector<Block> blocks_;
};

}  // namespace yieldscape
