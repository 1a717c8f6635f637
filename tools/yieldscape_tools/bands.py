"""Shear bands in maps of plastic strain: profile across the band, width, position, number."""

from dataclasses import dataclass

import numpy as np

BAND_LEVEL = 2.0  # a band: rows strained so many times the mean
SMOOTHING = 3     # rows averaged before bands are counted, so that one strong row is not two bands


@dataclass(frozen=True)
class Bands:
    """What one map shows."""

    axis: int        # 0: the band's normal is along x; 1: along y
    width: float     # participation (Σp)²/(n Σp²) of the rows: 1/n one row, 1 homogeneous
    position: float  # of the band's centre, in [0, 1) of the period
    number: int      # runs of neighbouring rows strained more than BAND_LEVEL times the mean
    strength: float  # variance of the rows over the variance of the field: 1 if rows differ and sites within not


def profiles(field):
    """Row averages along x (over y) and along y (over x)."""
    return field.mean(axis=1), field.mean(axis=0)


def band_axis(field):
    """The direction along which averages of the rows differ most: the normal of the band."""
    along_x, along_y = profiles(field)
    return 0 if along_x.var() >= along_y.var() else 1


def measure_bands(field, axis=None):
    """Bands in a map of plastic strain [Lx, Ly]; `axis` of their normal, or the stronger one."""
    axis = band_axis(field) if axis is None else axis
    profile = profiles(field)[axis]
    n = profile.size
    total = profile.sum()
    width = total**2 / (n * np.sum(profile**2)) if total > 0 else 1.0
    wave = np.sum(np.maximum(profile - profile.mean(), 0) * np.exp(2j * np.pi * (np.arange(n) + 0.5) / n))
    smooth = sum(np.roll(profile, k) for k in range(-(SMOOTHING // 2), SMOOTHING // 2 + 1)) / SMOOTHING
    high = smooth > BAND_LEVEL * profile.mean()
    number = int(np.sum(high & ~np.roll(high, 1))) if not high.all() else 1
    variance = field.var()
    return Bands(axis, width, float(np.angle(wave) / (2 * np.pi)) % 1.0, number,
                 profile.var() / variance if variance > 0 else 0.0)


def drift(first, second):
    """Distance of two positions on the period, 0 to 1/2."""
    return abs((second - first + 0.5) % 1.0 - 0.5)
