#!/usr/bin/python3
"""Compares an ensemble with the curves of an independent code (tests/golden/reference).

  compare_reference.py RESULT.h5

Five observables at 400 strains, judged twice: at yielding (strain up to 0.05), which feels the initial
thresholds, and at all strains, which feel everything else. z is the difference of the two means over their
joint standard error. If both codes compute the same model, three things must hold for every observable and
window; each bound is set so that all of them together raise a false alarm with a chance below 1e-6:

  largest |z|   at most the two-sided Gaussian quantile for all points (Bonferroni: strains need not be
                independent), widened where the realizations are skewed: a studentized mean of n samples of
                skewness g has its quantiles shifted by (2 z² + 1) g/(6 √n) (first Edgeworth term). This matters
                at the first strains, where few sites have slipped;
  rms z         over the strains; neighbouring strains are correlated, so the sum of z² is a weighted sum of
                chi-squared numbers, the weights being the eigenvalues of the correlation matrix of the
                realizations; Chernoff's bound on its tail gives the limit;
  mean z        over the strains, against its own standard error from the same matrix: the sharp one for
                parameters that are off by a few per cent.

Exit code: 0 agreement, 1 not, 2 usage, 6 a file cannot be read.
"""

from pathlib import Path
import sys

import numpy as np
from scipy import optimize, stats

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))
from yieldscape_tools.result_file import ResultError, ResultFile  # noqa: E402

REFERENCE = ROOT / 'tests/golden/reference/ESL_rejuvenation_correlated_local.txt'
REFERENCE_REALIZATIONS = 300
POINT = 'ESL_rejuvenation_correlated_local'
FALSE_ALARM = 3e-7  # of each of the three criteria, over all observables and windows
WINDOWS = {'yielding': 0.05, 'all strains': np.inf}  # largest strain
# Observable of the result, its column in the reference, and what is averaged over realizations.
COLUMNS = (('stress', 1, None), ('plastic_strain_variance', 3, None), ('internal_stress_std', 5, np.square),
           ('strain_variance', 7, None), ('localization', 9, None))
JUDGED = len(COLUMNS) * len(WINDOWS)


def largest_deviation(z, skewness):
    """Largest |z| in units of its limit."""
    quantile = stats.norm.isf(FALSE_ALARM / (2 * JUDGED * z.size))
    limit = quantile + (2 * quantile**2 + 1) * np.abs(skewness) / 6
    return np.max(np.abs(z) / limit)


def rms_limit(correlation):
    """The rms z that is exceeded with a chance below FALSE_ALARM per observable and window, by Chernoff's bound."""
    weights = np.clip(np.linalg.eigvalsh(correlation), 0, None)
    log_chance = np.log(FALSE_ALARM / JUDGED)

    def sum_of_squares(s):  # the q at which exp(−s q) Π (1 − 2 s w)^(−1/2) equals the chance
        return (-log_chance - 0.5 * np.sum(np.log1p(-2 * s * weights))) / s

    best = optimize.minimize_scalar(sum_of_squares, bounds=(1e-9, 0.5 / weights.max() * (1 - 1e-9)),
                                    method='bounded')
    return np.sqrt(best.fun / len(weights))


def mean_limit(correlation):
    """The |mean z| that is exceeded with a chance below FALSE_ALARM per observable and window."""
    return stats.norm.isf(FALSE_ALARM / (2 * JUDGED)) * np.sqrt(correlation.mean())


def compare(curves, mean, error):
    """The three criteria of one observable and window, [n, T] curves against mean and error [T]."""
    n = len(curves)
    own_error = curves.std(axis=0, ddof=1) / np.sqrt(n)
    joint = np.hypot(own_error, error)
    z = (curves.mean(axis=0) - mean) / joint
    skewness = stats.skew(curves, axis=0) * (own_error**3 / np.sqrt(n)
                                             + error**3 / np.sqrt(REFERENCE_REALIZATIONS)) / joint**3
    correlation = np.corrcoef(curves.T)
    return {'largest |z| over its limit': (largest_deviation(z, skewness), 1.0),
            'rms z': (np.sqrt(np.mean(z**2)), rms_limit(correlation)),
            '|mean z|': (abs(z.mean()), mean_limit(correlation))}


def judge(point, reference):
    """All criteria of all observables and windows: (passed, line) each."""
    for observable, column, transform in COLUMNS:
        curves, _ = point.realizations(observable)
        curves = transform(curves) if transform else curves
        for window, largest in WINDOWS.items():
            inside = reference[:, 0] <= largest
            criteria = compare(curves[:, inside], reference[inside, column], reference[inside, column + 1])
            for criterion, (value, limit) in criteria.items():
                yield value <= limit, f'{observable:<24} {window:<12} {criterion:<27} {value:8.3f}  limit {limit:.3f}'


def main(path):
    reference = np.loadtxt(REFERENCE)
    with ResultFile(path) as result:
        point = result.point(POINT)
        if len(point.strain) != len(reference) or not np.allclose(point.strain, reference[:, 0]):
            raise ResultError(f'{path}: strains {point.strain[0]:g} to {point.strain[-1]:g} ({len(point.strain)}), '
                              f'the reference has {reference[0, 0]:g} to {reference[-1, 0]:g} ({len(reference)})')
        verdicts = list(judge(point, reference))
        for passed, line in verdicts:
            print('PASS' if passed else 'FAIL', line)
        failed = sum(not passed for passed, _ in verdicts)
        print(f'{point.count} realizations against {REFERENCE_REALIZATIONS}: '
              f'{"agreement" if not failed else f"{failed} criteria fail"}')
    return 1 if failed else 0


if __name__ == '__main__':
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(sys.argv[1]))
    except (ResultError, OSError) as error:
        print(f'compare_reference: {error}', file=sys.stderr)
        sys.exit(6)
