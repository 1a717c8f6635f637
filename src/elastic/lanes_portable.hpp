#pragma once

#include <cstdint>

#include "site_pair.hpp"

// Eight doubles side by side, and eight pairs of integers, for any processor: the meaning of every operation.
// The other lanes_*.hpp say the same in one processor's instructions, bit for bit. Unnamed namespaces: a
// function compiled for one processor must never be taken for another one.
namespace yieldscape {
namespace {

// Two doubles in a register of any 64-bit processor, by the compiler's vector extension.
using Two = double __attribute__((vector_size(16)));

/// Lane by lane; b if either is not a number.
inline Two least_of(Two a, Two b) {
  return a < b ? a : b;
}

struct Lanes {
  Two v[4];

  static Lanes load(const double* p) {
    Lanes r;
    __builtin_memcpy(&r, p, sizeof r);
    return r;
  }
  static Lanes load(const float* p) { return load(p, p + 4); }
  /// Four numbers from each.
  static Lanes load(const float* low, const float* high) {
    return {{Two{double(low[0]), double(low[1])}, Two{double(low[2]), double(low[3])},
             Two{double(high[0]), double(high[1])}, Two{double(high[2]), double(high[3])}}};
  }
  static Lanes all(double x) { return {{Two{x, x}, Two{x, x}, Two{x, x}, Two{x, x}}}; }
  void store(double* p) const { __builtin_memcpy(p, this, sizeof *this); }

  friend Lanes operator+(const Lanes& a, const Lanes& b) {
    return {{a.v[0] + b.v[0], a.v[1] + b.v[1], a.v[2] + b.v[2], a.v[3] + b.v[3]}};
  }
  friend Lanes operator-(const Lanes& a, const Lanes& b) {
    return {{a.v[0] - b.v[0], a.v[1] - b.v[1], a.v[2] - b.v[2], a.v[3] - b.v[3]}};
  }
  friend Lanes operator*(const Lanes& a, const Lanes& b) {
    return {{a.v[0] * b.v[0], a.v[1] * b.v[1], a.v[2] * b.v[2], a.v[3] * b.v[3]}};
  }
  /// Lane by lane; b if either is not a number.
  friend Lanes minimum(const Lanes& a, const Lanes& b) {
    return {{least_of(a.v[0], b.v[0]), least_of(a.v[1], b.v[1]), least_of(a.v[2], b.v[2]),
             least_of(a.v[3], b.v[3])}};
  }
  /// Bit i: a <= b in lane i.
  friend std::uint32_t below(const Lanes& a, const Lanes& b) {
    std::uint32_t bits = 0;
    for (unsigned i = 0; i < 4; ++i) {
      bits |= std::uint32_t(a.v[i][0] <= b.v[i][0]) << (2 * i);
      bits |= std::uint32_t(a.v[i][1] <= b.v[i][1]) << (2 * i + 1);
    }
    return bits;
  }
  /// Over all lanes, halves folded onto each other.
  friend double least(const Lanes& a) {
    const Two two = least_of(least_of(a.v[0], a.v[2]), least_of(a.v[1], a.v[3]));
    return two[0] < two[1] ? two[0] : two[1];
  }
  /// Over all lanes, halves folded onto each other.
  friend double sum(const Lanes& a) {
    const Two two = (a.v[0] + a.v[2]) + (a.v[1] + a.v[3]);
    return two[0] + two[1];
  }
};

/// Lane j of r[i] becomes lane i of r[j].
inline void transpose(Lanes (&r)[8]) {
  for (int i = 0; i < 8; i += 2) {
    for (int j = 0; j < 8; j += 2) {
      if (j < i) continue;
      const Two upper_first = r[i].v[j / 2];
      const Two upper_second = r[i + 1].v[j / 2];
      const Two lower_first = r[j].v[i / 2];
      const Two lower_second = r[j + 1].v[i / 2];
      r[i].v[j / 2] = Two{lower_first[0], lower_second[0]};
      r[i + 1].v[j / 2] = Two{lower_first[1], lower_second[1]};
      r[j].v[i / 2] = Two{upper_first[0], upper_second[0]};
      r[j + 1].v[i / 2] = Two{upper_first[1], upper_second[1]};
    }
  }
}

/// Eight pairs of 16-bit numbers.
struct PairLanes {
  SitePair v[8];

  static PairLanes load(const SitePair* p) {
    PairLanes r;
    for (int i = 0; i < 8; ++i) r.v[i] = p[i];
    return r;
  }
  static PairLanes all(SitePair pair) {
    PairLanes r;
    for (SitePair& lane : r.v) lane = pair;
    return r;
  }

  template <class Act>
  static PairLanes each(const PairLanes& a, const PairLanes& b, const Act& act) {
    PairLanes r;
    for (int i = 0; i < 8; ++i) {
      r.v[i] = {std::int16_t(act(a.v[i].x, b.v[i].x)), std::int16_t(act(a.v[i].y, b.v[i].y))};
    }
    return r;
  }
  friend PairLanes operator-(const PairLanes& a, const PairLanes& b) {
    return each(a, b, [](int p, int q) { return p - q; });
  }
  friend PairLanes minimum(const PairLanes& a, const PairLanes& b) {
    return each(a, b, [](int p, int q) { return p < q ? p : q; });
  }
  friend PairLanes magnitude(const PairLanes& a) {
    return each(a, a, [](int p, int) { return p < 0 ? -p : p; });
  }
  /// a + b where a is negative, a elsewhere.
  friend PairLanes plus_if_negative(const PairLanes& a, const PairLanes& b) {
    return each(a, b, [](int p, int q) { return p < 0 ? p + q : p; });
  }
  /// Of each pair the larger number, then the smaller.
  friend PairLanes larger_first(PairLanes a) {
    for (SitePair& pair : a.v) {
      if (pair.x < pair.y) pair = {pair.y, pair.x};
    }
    return a;
  }
  /// table[pair · factor], the scalar product.
  friend Lanes gather(const double* table, const PairLanes& pair, const PairLanes& factor) {
    const auto at = [&](int i) { return table[pair.v[i].x * factor.v[i].x + pair.v[i].y * factor.v[i].y]; };
    Lanes r;
    for (int i = 0; i < 4; ++i) r.v[i] = Two{at(2 * i), at(2 * i + 1)};
    return r;
  }
};

}  // namespace
}  // namespace yieldscape
