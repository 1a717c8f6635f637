"""Errors of what is read off ensembles. The independent unit is the realization: samples have shape [n, …]."""

import numpy as np
from scipy import optimize, special


def jackknife(function, samples):
    """Value and standard error of `function` of the mean over realizations (a number or an array)."""
    samples = np.asarray(samples, dtype=float)
    n = len(samples)
    mean = samples.mean(axis=0)
    value = np.asarray(function(mean), dtype=float)
    if n < 2:
        return value, np.full(value.shape, np.nan)
    left_out = np.array([function(mean + (mean - sample) / (n - 1)) for sample in samples])
    return value, np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean(axis=0))**2, axis=0))


def bootstrap(function, samples, replicates=400, seed=1):
    """`function` of resampled samples, [replicates, …]; the resampling is decided by the seed."""
    samples = np.asarray(samples)
    random = np.random.default_rng(seed)
    return np.array([function(samples[random.integers(0, len(samples), len(samples))]) for _ in range(replicates)])


def simultaneous_band(curves, level=0.95, replicates=1000, seed=1):
    """Mean of curves [n, T] and a half-width [T]: mean ± half-width holds the whole true curve with probability
    `level`. Width: standard error times the quantile of the largest standardized deviation of resampled means."""
    curves = np.asarray(curves, dtype=float)
    n = len(curves)
    mean = curves.mean(axis=0)
    error = curves.std(axis=0, ddof=1) / np.sqrt(n)
    scale = np.where(error > 0, error, np.inf)
    random = np.random.default_rng(seed)
    times = random.multinomial(n, np.full(n, 1 / n), size=replicates)
    # A resampled mean is judged by the scatter of its own sample, as the mean is by the scatter of ours: without
    # this the band of few realizations is too narrow.
    deviations = (times @ curves) / n - mean
    second = (times @ (curves - mean)**2) / n - deviations**2
    own = np.sqrt(np.maximum(second, 0) / max(n - 1, 1))
    own = np.where((own > 0) & (error > 0), own, scale)
    largest = np.max(np.abs(deviations) / own, axis=1)
    return mean, np.quantile(largest, level) * error


def paired_difference(first, second):
    """Mean of first − second, its standard error, and how many times more realizations independent random numbers
    would need for that error. Samples [n, …] of the same realizations with common random numbers."""
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    difference = first - second
    n = len(difference)
    error = difference.std(axis=0, ddof=1) / np.sqrt(n)
    independent = (first.var(axis=0, ddof=1) + second.var(axis=0, ddof=1)) / n
    with np.errstate(divide='ignore', invalid='ignore'):
        gain = independent / error**2
    return difference.mean(axis=0), error, gain


def log_bins(values, per_decade=5):
    """Edges of logarithmic bins that hold all positive values."""
    values = np.asarray(values)
    low, high = np.floor(np.log10(values.min()) * per_decade), np.ceil(np.log10(values.max()) * per_decade)
    return 10**(np.arange(low, max(high, low + 1) + 1) / per_decade)


def log_histogram(values, groups, integers=False, per_decade=5):
    """Density of positive values in logarithmic bins, with errors from the scatter between `groups` (the
    realization of each value): centres, densities, standard errors of the filled bins. `integers`: a bin is as
    wide as it holds integers."""
    edges = log_bins(values, per_decade)
    if integers:
        edges = np.unique(np.ceil(edges - 1e-9)) if edges[-1] > edges[0] else edges
        edges = np.append(edges, edges[-1] + 1) if edges[-1] <= values.max() else edges
    labels, members = np.unique(groups, return_inverse=True)
    cell = np.clip(np.searchsorted(edges, values, side='right') - 1, 0, len(edges) - 2)
    counts = np.zeros((len(labels), len(edges) - 1))
    np.add.at(counts, (members, cell), 1)
    total, width = counts.sum(), np.diff(edges)
    n = len(labels)
    share = counts.sum(axis=0) / total
    # A ratio of sums over realizations: the error of its linear part.
    residual = counts - np.outer(counts.sum(axis=1), share)
    error = np.sqrt(n / max(n - 1, 1) * np.sum(residual**2, axis=0)) / total
    filled = share > 0
    centres = np.sqrt(edges[:-1] * np.maximum(edges[1:] - integers, edges[:-1]))
    return centres[filled], (share / width)[filled], (error / width)[filled]


def cut_off_power_law(values, least, integers=True):
    """Exponent τ and cut-off S_c of p(S) ~ S^−τ exp(−S/S_c), S ≥ least, by maximum likelihood; S an integer or a
    real number."""
    values = np.asarray(values, dtype=float)
    values = values[values >= least]
    mean_log, mean = np.log(values).mean(), values.mean()
    top = max(values.max() * 50, least * 100)
    if integers:
        # Every integer up to 1000, then logarithmic cells that stand for the integers in them.
        first = np.arange(least, least + 1000)
        edges = np.unique(np.round(np.geomspace(first[-1] + 1, max(top, first[-1] + 3), 2000)))
        support = np.concatenate([first, (edges[:-1] + edges[1:] - 1) / 2])
        weight = np.concatenate([np.ones(first.size), np.diff(edges)])
    else:
        edges = np.geomspace(least, top, 4000)
        support, weight = np.sqrt(edges[:-1] * edges[1:]), np.diff(edges)
    log_support, log_weight = np.log(support), np.log(weight)

    def cost(parameters):
        tau, rate = parameters[0], np.exp(-parameters[1])
        return special.logsumexp(log_weight - tau * log_support - rate * support) + tau * mean_log + rate * mean

    start = np.array([1.3, np.log(max(values.max() / 3, least))])
    found = optimize.minimize(cost, start, method='Nelder-Mead', options={'xatol': 1e-4, 'fatol': 1e-9})
    return float(found.x[0]), float(np.exp(found.x[1]))


def cut_off_power_law_errors(values, groups, least, integers=True, replicates=40, seed=1):
    """cut_off_power_law with standard errors by bootstrap over the groups: ((τ, error), (S_c, error))."""
    values, groups = np.asarray(values), np.asarray(groups)
    by_group = [values[groups == label] for label in np.unique(groups)]
    random = np.random.default_rng(seed)
    fits = [cut_off_power_law(np.concatenate([by_group[i] for i in random.integers(0, len(by_group), len(by_group))]),
                              least, integers) for _ in range(replicates)]
    error = np.std(fits, axis=0, ddof=1)
    tau, cut_off = cut_off_power_law(values, least, integers)
    return (tau, float(error[0])), (cut_off, float(error[1]))


def moment_ratio(values, groups):
    """Σ S² / Σ S, with its standard error by leaving out one group at a time. Of S^−τ f(S/S_c) with τ < 2 it is
    proportional to S_c, whatever f."""
    values = np.asarray(values, dtype=float)
    _, member = np.unique(groups, return_inverse=True)
    first, second = np.bincount(member, values), np.bincount(member, values**2)
    left_out = (second.sum() - second) / (first.sum() - first)
    n = first.size
    return float(second.sum() / first.sum()), float(np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean())**2)))


def line_fit(x, y, error):
    """Slope and intercept of a weighted straight line and their standard errors, by the errors of y:
    ((slope, error), (intercept, error))."""
    x, y, error = (np.asarray(a, dtype=float) for a in (x, y, error))
    design = np.stack([x, np.ones_like(x)], axis=1) / error[:, None]
    covariance = np.linalg.inv(design.T @ design)
    slope, intercept = covariance @ design.T @ (y / error)
    return (slope, np.sqrt(covariance[0, 0])), (intercept, np.sqrt(covariance[1, 1]))


def agreement(value, error, low, high, confidence=2):
    """Whether a number agrees with a published range, `confidence` standard errors allowed: 'agrees', or by how
    many errors it lies 'above' or 'below'."""
    if low - confidence * error <= value <= high + confidence * error:
        return 'agrees'
    distance = (value - high if value > high else low - value) / error
    return f'{distance:.0f} errors {"above" if value > high else "below"}'
