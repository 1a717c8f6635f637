#include "lane_convolution.hpp"

#include "interval_flush.hpp"

namespace yieldscape {

Field lane_convolution(const OffsetTable& kernel, const Field& source, Partners* partners) {
  const LatticePart part = source.part();
  const int block = TiledAxis::block;
  const TileLayout layout(kernel.lattice(), {.first = (part.first_row() + block - 1) / block,
                                             .count = (part.rows() + block - 1) / block});
  FarFlush transforms(layout, kernel, interval_sweeps(best_simd_path()), partners);
  SlipTerms slips;
  Field result(part);
  const auto for_each_site = [&](const auto& act) {
    for (int x = part.first_row(); x < part.first_row() + part.rows(); ++x) {
      for (int y = 0; y < part.lattice().ly(); ++y) act(x, y);
    }
  };
  for_each_site([&](int x, int y) { slips.push_back({std::int16_t(y), std::int16_t(x)}, source.at(x, y)); });
  AlignedArray<double> cells(layout.cells(), 0.0);
  AlignedArray<double> tile_keys(layout.tiles(), 0.0);
  transforms(slips.view(), cells.data(), tile_keys.data());
  for_each_site([&](int x, int y) { result.at(x, y) = cells[layout.cell(y, x)]; });
  return result;
}

}  // namespace yieldscape
