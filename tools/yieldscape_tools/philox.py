"""Philox4x32-10 (Salmon et al., SC11, doi 10.1145/2063384.2063405), written from the paper.

The random numbers of a realization are a pure function of (key, realization, stream, site, visit): the
counter words are (visit, site, realization, stream), the key words the low and high half of a 64-bit key.
"""

import numpy as np

STREAM_INITIAL_THRESHOLD = 0  # visit: redraws made before; second number -> threshold
STREAM_RENEWAL = 1            # visit: slips the site has made before; first -> slip, second -> threshold
STREAM_INITIAL_STRESS = 2     # visit 0; second number -> eigenstrain

_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_KEY_STEPS = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_LOW = np.uint64(0xFFFFFFFF)
_WORD = np.uint64(32)


def philox4x32(counter, key):
    """Four 32-bit words (as uint64 arrays) for four counter words (broadcast together) and two key words."""
    c0, c1, c2, c3 = np.broadcast_arrays(*(np.asarray(c, dtype=np.uint64) for c in counter))
    k0, k1 = (int(k) for k in key)
    for _ in range(_ROUNDS):
        p0 = _MULTIPLIERS[0] * c0
        p1 = _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = ((p1 >> _WORD) ^ c1 ^ np.uint64(k0), p1 & _LOW,
                          (p0 >> _WORD) ^ c3 ^ np.uint64(k1), p0 & _LOW)
        k0 = (k0 + _KEY_STEPS[0]) & 0xFFFFFFFF
        k1 = (k1 + _KEY_STEPS[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


def _uniform(low, high):
    """(2j + 1)/2^53 with j the upper 52 bits of the 64: never 0, never 1."""
    j = (low | (high << _WORD)) >> np.uint64(12)
    return (2.0 * j.astype(np.float64) + 1.0) / 2.0**53


def uniform_pair(key, realization, stream, site, visit):
    """The two uniform numbers in (0, 1) of (site, visit); site and visit may be arrays that broadcast."""
    w = philox4x32((visit, site, realization, stream), (key & 0xFFFFFFFF, key >> 32))
    return _uniform(w[0], w[1]), _uniform(w[2], w[3])
