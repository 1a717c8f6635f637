"""Laws of thresholds and slips, as quantile functions (inverse CDFs) of a uniform number."""

from dataclasses import dataclass, field
from functools import cached_property
import math

import numpy as np
from scipy import integrate, optimize, special, stats


@dataclass(frozen=True)
class Table:
    """An inverse CDF: value[i] at probability[i], joined by straight lines, constant outside."""

    probability: np.ndarray
    value: np.ndarray

    @staticmethod
    def from_samples(samples):
        """Empirical inverse CDF: sorted sample i of n at probability (i + 1/2)/n."""
        value = np.sort(np.asarray(samples, dtype=float))
        return Table((np.arange(value.size) + 0.5) / value.size, value)

    def ppf(self, u):
        return np.interp(u, self.probability, self.value)

    def cdf(self, x):
        return np.interp(x, self.value, self.probability, left=0.0, right=1.0)

    def mean(self):
        p = np.concatenate(([0.0], self.probability, [1.0]))
        return float(np.trapz(self.ppf(p), p))


def _weibull(mean, std):
    def excess(shape):
        return special.gamma(1 + 2 / shape) / special.gamma(1 + 1 / shape)**2 - 1 - (std / mean)**2
    shape = optimize.brentq(excess, 0.05, 1e4, xtol=1e-14, rtol=1e-15)
    return stats.weibull_min(shape, scale=mean / special.gamma(1 + 1 / shape))


_DISTRIBUTIONS = {
    'normal': lambda mean, std: stats.norm(mean, std),
    'weibull': _weibull,
    'gamma': lambda mean, std: stats.gamma((mean / std)**2, scale=std**2 / mean),
    'lognormal': lambda mean, std: stats.lognorm(
        math.sqrt(math.log1p((std / mean)**2)), scale=mean / math.sqrt(1 + (std / mean)**2)),
    'exponential': lambda mean, std: stats.expon(scale=mean),
    'uniform': lambda mean, std: stats.uniform(mean - math.sqrt(3) * std, 2 * math.sqrt(3) * std),
}


@dataclass(frozen=True)
class ThresholdLaw:
    """σ_c = shift + X, X of the given mean and std, conditioned on lower <= σ_c <= upper."""

    law: str
    mean: float = 0.0
    std: float = 0.0
    shift: float = 0.0
    lower: float = -math.inf
    upper: float = math.inf
    table: Table | None = field(default=None, compare=False)

    @cached_property
    def _distribution(self):
        return self.table if self.law == 'table' else _DISTRIBUTIONS[self.law](self.mean, self.std)

    @property
    def _degenerate(self):
        return self.law == 'constant' or (self.std == 0 and self.law not in ('table', 'exponential'))

    def quantile(self, u):
        u = np.asarray(u, dtype=float)
        if self._degenerate:
            return np.full(u.shape, self.shift + self.mean)
        if self.lower == -math.inf and self.upper == math.inf:
            return self.shift + self._distribution.ppf(u)
        below, within = self._truncation
        sample = self.shift + self._distribution.ppf(below + u * within)
        return np.clip(sample, self.lower, self.upper)

    @cached_property
    def _truncation(self):
        """P(σ_c < lower) and P(lower <= σ_c <= upper) of the law before conditioning."""
        below = float(self._distribution.cdf(self.lower - self.shift))
        within = float(self._distribution.cdf(self.upper - self.shift)) - below
        if not within > 0:
            raise ValueError(f'{self.law} threshold law has no weight in [{self.lower}, {self.upper}]')
        return below, within

    def pdf(self, x):
        """Probability density; for a table the slope of its CDF, smeared over 1/40 of its range."""
        x = np.asarray(x, dtype=float)
        if self._degenerate:
            raise ValueError('a constant threshold has no density')
        below, within = self._truncation
        if self.law == 'table':
            half = np.ptp(self.table.value) / 80
            density = (self.table.cdf(x - self.shift + half) - self.table.cdf(x - self.shift - half)) / (2 * half)
        else:
            density = self._distribution.pdf(x - self.shift)
        return np.where((x >= self.lower) & (x <= self.upper), density / within, 0.0)

    def moment(self, order):
        """<σ_c^order>."""
        if self._degenerate:
            return (self.shift + self.mean)**order
        value, _ = integrate.quad(lambda u: float(self.quantile(u))**order, 0, 1, limit=400, epsabs=1e-11)
        return value


@dataclass(frozen=True)
class SlipLaw:
    """ε_0 = (c0 + c1 σ_c²) times a shape of mean one, σ_c the threshold before renewal (eqs. 11, 12)."""

    law: str
    c0: float
    c1: float = 0.0
    table: Table | None = field(default=None, compare=False)

    def shape(self, u):
        """Shape of mean one for a uniform number; an exponential one is −ln u."""
        if self.law == 'exponential':
            return -np.log(u)
        if self.law == 'uniform':
            return 2.0 * np.asarray(u)
        if self.law == 'constant':
            return np.ones_like(u)
        return self.table.ppf(u) / self.table.mean()

    def mean(self, threshold):
        return self.c0 + self.c1 * np.square(threshold)
