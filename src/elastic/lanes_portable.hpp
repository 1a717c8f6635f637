#pragma once

#include <cstdint>

// Eight doubles side by side, and eight integers, in plain C++: the meaning of every operation. The other
// lanes_*.hpp say the same in one processor's instructions, bit for bit. Unnamed namespaces: a function
// compiled for one processor must never be taken for another one.
namespace yieldscape {
namespace {

struct Lanes {
  double v[8];

  template <class T>
  static Lanes load(const T* p) {
    Lanes r;
    for (int i = 0; i < 8; ++i) r.v[i] = double(p[i]);
    return r;
  }
  /// Four numbers from each.
  static Lanes load(const float* low, const float* high) {
    Lanes r;
    for (int i = 0; i < 4; ++i) r.v[i] = double(low[i]);
    for (int i = 0; i < 4; ++i) r.v[i + 4] = double(high[i]);
    return r;
  }
  static Lanes all(double x) {
    Lanes r;
    for (double& lane : r.v) lane = x;
    return r;
  }
  void store(double* p) const {
    for (int i = 0; i < 8; ++i) p[i] = v[i];
  }

  friend Lanes operator+(Lanes a, Lanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] += b.v[i];
    return a;
  }
  friend Lanes operator-(Lanes a, Lanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] -= b.v[i];
    return a;
  }
  friend Lanes operator*(Lanes a, Lanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] *= b.v[i];
    return a;
  }
  /// Lane by lane; b if either is not a number.
  friend Lanes minimum(Lanes a, Lanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] = a.v[i] < b.v[i] ? a.v[i] : b.v[i];
    return a;
  }
  /// Bit i: a <= b in lane i.
  friend std::uint32_t below(const Lanes& a, const Lanes& b) {
    std::uint32_t bits = 0;
    for (int i = 0; i < 8; ++i) bits |= std::uint32_t(a.v[i] <= b.v[i]) << unsigned(i);
    return bits;
  }
  /// Over all lanes, halves folded onto each other.
  friend double least(Lanes a) {
    for (int half = 4; half > 0; half /= 2) {
      for (int i = 0; i < half; ++i) a.v[i] = a.v[i] < a.v[i + half] ? a.v[i] : a.v[i + half];
    }
    return a.v[0];
  }
  /// Over all lanes, halves folded onto each other.
  friend double sum(Lanes a) {
    for (int half = 4; half > 0; half /= 2) {
      for (int i = 0; i < half; ++i) a.v[i] += a.v[i + half];
    }
    return a.v[0];
  }
};

/// Lane j of r[i] becomes lane i of r[j].
void transpose(Lanes (&r)[8]) {
  for (int i = 0; i < 8; ++i) {
    for (int j = i + 1; j < 8; ++j) {
      const double upper = r[i].v[j];
      r[i].v[j] = r[j].v[i];
      r[j].v[i] = upper;
    }
  }
}

struct IntLanes {
  std::int32_t v[8];

  static IntLanes load(const std::int32_t* p) {
    IntLanes r;
    for (int i = 0; i < 8; ++i) r.v[i] = p[i];
    return r;
  }
  static IntLanes all(std::int32_t x) {
    IntLanes r;
    for (std::int32_t& lane : r.v) lane = x;
    return r;
  }

  friend IntLanes operator+(IntLanes a, IntLanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] += b.v[i];
    return a;
  }
  friend IntLanes operator-(IntLanes a, IntLanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] -= b.v[i];
    return a;
  }
  friend IntLanes operator*(IntLanes a, IntLanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] *= b.v[i];
    return a;
  }
  friend IntLanes minimum(IntLanes a, IntLanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] = a.v[i] < b.v[i] ? a.v[i] : b.v[i];
    return a;
  }
  friend IntLanes maximum(IntLanes a, IntLanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] = a.v[i] > b.v[i] ? a.v[i] : b.v[i];
    return a;
  }
  friend IntLanes magnitude(IntLanes a) {
    for (int i = 0; i < 8; ++i) a.v[i] = a.v[i] < 0 ? -a.v[i] : a.v[i];
    return a;
  }
  /// a + b where a is negative, a elsewhere.
  friend IntLanes plus_if_negative(IntLanes a, IntLanes b) {
    for (int i = 0; i < 8; ++i) a.v[i] += a.v[i] < 0 ? b.v[i] : 0;
    return a;
  }
  friend Lanes gather(const double* table, const IntLanes& place) {
    Lanes r;
    for (int i = 0; i < 8; ++i) r.v[i] = table[place.v[i]];
    return r;
  }
};

}  // namespace
}  // namespace yieldscape
