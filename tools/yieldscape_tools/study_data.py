"""Readings of result files that several studies need."""

from collections import namedtuple

import numpy as np

from .studies import StudyError

Estimate = namedtuple('Estimate', 'value error')


def by_parameter(points, *names):
    """Points grouped by parameters of /statistics, as {(value, …): point}, in increasing order."""
    rows = {tuple(round(float(point.row(f'statistics/{name}')), 6) for name in names): point for point in points}
    return dict(sorted(rows.items()))


def full_curves(point, observable):
    """Curves [n, T] of the finished realizations; a study that needs them says how to get them."""
    if 'realizations/stress' not in point.file:
        raise StudyError(f'{point.file.path}: curves of realizations are needed; record: {{realizations: true}}')
    return point.realizations(observable)[0]


def estimate(samples):
    """Mean and standard error over axis 0."""
    samples = np.asarray(samples, dtype=float)
    n = len(samples)
    error = samples.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else np.full(samples.shape[1:], np.nan)
    return Estimate(samples.mean(axis=0), error)


def diffusion(point):
    """D = Var(ε_p)/ε of each realization in flow, over the mean slip: slope of Var(ε_p) against ε over the upper
    half of the strains (a straight line, so that what the transient left does not count), mean and error."""
    variance = full_curves(point, 'plastic_strain_variance')
    flow = point.strain >= 0.5 * point.strain[-1] * (1 - 1e-9)
    strain = point.strain[flow] - point.strain[flow].mean()
    slopes = variance[:, flow] @ strain / (strain @ strain)
    return estimate(slopes / float(point.row('statistics/mean_slip')))


def persistence(strain, localization):
    """Strain interval over which LOC stays above the middle between its largest and its last value, around the
    largest; of curves [T]. The end of the strains limits it."""
    peak = int(np.nanargmax(localization))
    level = (localization[peak] + localization[-1]) / 2
    below = localization < level
    after = np.flatnonzero(below[peak:])
    before = np.flatnonzero(below[:peak])
    last = peak + after[0] if after.size else strain.size - 1
    first = before[-1] if before.size else 0
    return strain[last] - strain[first]


def flowing(point, stress):
    """Grid strains at which at least half of the strain is plastic: before, LOC is that of single slips."""
    return stress <= float(point.row('statistics/shear_modulus')) * point.strain
