#!/usr/bin/python3
"""Recomputes /statistics of a result file from its /realizations, with NumPy, and compares.

  check_statistics.py RESULT.h5

Means, standard errors, standard deviations and counts of every observable; flow stress, peak of the mean curve
and largest localization with jackknife errors. Exit code: 0 equal within 1e-9, 1 not, 2 usage, 6 unreadable.
"""

from pathlib import Path
import sys

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))
from yieldscape_tools.model import OBSERVABLES  # noqa: E402
from yieldscape_tools.result_file import ResultError, ResultFile  # noqa: E402

TOLERANCE = 1e-9


def moments(curves):
    """Mean, standard error, standard deviation and count over realizations, NaN left out, each [T]."""
    count = np.isfinite(curves).sum(axis=0)
    with np.errstate(invalid='ignore', divide='ignore'):
        mean = np.where(count > 0, np.nansum(curves, axis=0) / count, np.nan)
        std = np.sqrt(np.where(count > 1, np.nansum((curves - mean)**2, axis=0) / (count - 1), np.nan))
        return {'mean': mean, 'sem': std / np.sqrt(count), 'std': std, 'count': count}


def flow(strain):
    return strain >= 0.5 * strain[-1] * (1 - 1e-9)


def landmarks(stress, localization, strain, shear_modulus):
    """Flow stress, peak and its strain, and largest localization where half of the strain is plastic, of mean
    curves."""
    plateau = stress[flow(strain)].mean()
    plastic = np.where(stress <= shear_modulus * strain, localization, -np.inf)
    largest = np.nanmax(plastic)
    return np.array([plateau, stress.max(), strain[stress.argmax()], largest if largest > -np.inf else np.nan])


def landmarks_and_errors(stress, localization, strain, shear_modulus):
    """The landmarks of the ensemble and their jackknife errors, each [4]; curves are [n, T]."""
    n = len(stress)
    total_stress, total_localization = stress.sum(axis=0), localization.sum(axis=0)
    values = landmarks(total_stress / n, total_localization / n, strain, shear_modulus)
    if n < 2:
        return values, np.full(4, np.nan)
    left_out = np.array([landmarks((total_stress - s) / (n - 1), (total_localization - l) / (n - 1), strain,
                                   shear_modulus)
                         for s, l in zip(stress, localization)])
    return values, np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean(axis=0))**2, axis=0))


def differences(point):
    """One line for every statistic of the point that is not the recomputed one."""
    expected = {}
    for name in OBSERVABLES:
        curves, _ = point.realizations(name)
        expected |= {f'{name}_{what}': values for what, values in moments(curves).items()}
    values, errors = landmarks_and_errors(point.realizations('stress')[0], point.realizations('localization')[0],
                                          point.strain, point.row('statistics/shear_modulus'))
    for name, value, error in zip(('flow_stress', 'peak_stress', 'peak_strain', 'localization_max'), values, errors):
        expected |= {name: value, f'{name}_sem': error}
    for name, values in expected.items():
        found = point.row(f'statistics/{name}')
        scale = np.max(np.abs(values), initial=0.0, where=np.isfinite(values))
        same = np.isclose(values, found, rtol=TOLERANCE, atol=TOLERANCE * max(scale, 1e-3), equal_nan=True)
        if not np.all(same):
            at = np.flatnonzero(~np.atleast_1d(same))[0]
            yield f'{point.name}: {name}[{at}]: expected {np.atleast_1d(values)[at]!r}, ' \
                  f'the file has {np.atleast_1d(found)[at]!r}'


def main(path):
    with ResultFile(path) as result:
        lines = [line for point in result.points for line in differences(point)]
        print('\n'.join(lines) if lines else f'statistics of {len(result.points)} points are those of their '
              'realizations')
    return 1 if lines else 0


if __name__ == '__main__':
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(sys.argv[1]))
    except (ResultError, OSError) as error:
        print(f'check_statistics: {error}', file=sys.stderr)
        sys.exit(6)
