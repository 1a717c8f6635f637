"""Errors mean what they say: coverage and scatter on synthetic ensembles. Seeds are fixed; for each check the chance
that right code fails it with another seed is below 1e-6."""

import numpy as np
import pytest
from scipy import stats

from yieldscape_tools import statistics

STRAIN = np.linspace(0.01, 1, 60)
TRUE_CURVE = 0.5 + 0.3 * np.exp(-((STRAIN - 0.3) / 0.15)**2)


def ensembles(count, n, seed):
    """`count` ensembles of n curves [n, T] whose noise is correlated along the strain, as that of stress curves is."""
    random = np.random.default_rng(seed)
    kernel = np.exp(-0.5 * (np.arange(-6, 7) / 2.0)**2)
    kernel /= np.sqrt(np.sum(kernel**2))
    for _ in range(count):
        white = random.standard_normal((n, STRAIN.size + 12))
        noise = np.array([np.convolve(row, kernel, mode='valid') for row in white])
        yield TRUE_CURVE + 0.1 * noise + 0.05 * random.standard_normal((n, 1))


def assert_fraction(hits, trials, expected):
    """`hits` of `trials` agree with the expected chance: two-sided binomial chance above 1e-6."""
    assert stats.binomtest(hits, trials, expected).pvalue > 1e-6, f'{hits / trials:.3f}, expected {expected:.3f}'


def test_standard_errors_cover_the_truth():
    """The mean lies within t standard errors as often as Student's law says."""
    flow = STRAIN >= 0.6
    truth = TRUE_CURVE[flow].mean()
    for level in (0.68, 0.95):
        limit = stats.t.ppf((1 + level) / 2, 19)
        hits = 0
        for curves in ensembles(600, 20, 1):
            value, error = statistics.jackknife(lambda mean: mean[flow].mean(), curves)
            hits += abs(value - truth) < limit * error
        assert_fraction(hits, 600, level)


@pytest.mark.parametrize('name, feature', [
    ('peak', np.max), ('peak over plateau', lambda mean: mean.max() / mean[STRAIN >= 0.6].mean()),
    ('half width', lambda mean: np.interp(0.65, mean[32:18:-1], STRAIN[32:18:-1]))])
def test_jackknife_errors_are_the_scatter(name, feature):
    """The rms stated error is the scatter of the estimates between ensembles, within 25 %: 300 ensembles know the
    scatter to 4 %, and the maximum of a noisy curve is not quite a smooth function of it."""
    pairs = np.array([statistics.jackknife(feature, curves) for curves in ensembles(300, 40, 2)])
    ratio = np.sqrt(np.mean(pairs[:, 1]**2)) / pairs[:, 0].std()
    assert ratio == pytest.approx(1, abs=0.25), name


def test_bootstrap_errors_are_the_scatter_of_a_fit():
    """The slope of a line through means, whose points share realizations: no formula, the bootstrap knows it."""
    x = np.arange(10.0)

    def slope(samples):
        return np.polyfit(x, samples.mean(axis=0)[:10], 1)[0]
    estimates = np.array([[slope(curves), statistics.bootstrap(slope, curves, 60).std()]
                          for curves in ensembles(150, 40, 3)])
    assert np.sqrt(np.mean(estimates[:, 1]**2)) / estimates[:, 0].std() == pytest.approx(1, abs=0.35)


@pytest.mark.parametrize('n', [12, 50])
def test_a_simultaneous_band_holds_the_whole_curve(n):
    """In 95 % of the ensembles; bands of single strains do so much less often. A bootstrap of few curves is not
    exact: 91 to 99 % are taken for right, with the binomial spread of 300 ensembles."""
    whole = pointwise = 0
    for curves in ensembles(300, n, 4):
        mean, width = statistics.simultaneous_band(curves, 0.95, 300)
        whole += bool(np.all(np.abs(mean - TRUE_CURVE) < width))
        error = curves.std(axis=0, ddof=1) / np.sqrt(n)
        pointwise += bool(np.all(np.abs(mean - TRUE_CURVE) < 1.96 * error))
    assert stats.binomtest(whole, 300, 0.91, alternative='less').pvalue > 1e-6, whole / 300
    assert pointwise < 0.8 * 300 and whole > pointwise


def test_common_random_numbers_tell_points_apart():
    random = np.random.default_rng(5)
    common = random.standard_normal((400, 1))
    first, second = (common + 0.1 * random.standard_normal((400, 3)) + shift for shift in (0.02, 0.0))
    value, error, gain = statistics.paired_difference(first, second)
    assert np.all(error < 0.01) and np.all(gain > 50)
    assert np.all(np.abs(value - 0.02) < 5 * error)


def draws(tau, cut_off, n, random):
    """Integers from S^−τ exp(−S/S_c), S ≥ 1."""
    support = np.arange(1, int(30 * cut_off))
    weight = support**-tau * np.exp(-support / cut_off)
    return random.choice(support, n, p=weight / weight.sum())


def test_maximum_likelihood_finds_exponent_and_cut_off():
    """Within five of its own errors, from the least size on where the fit begins."""
    random = np.random.default_rng(6)
    values, groups = draws(1.3, 80, 20000, random), np.repeat(np.arange(20), 1000)
    for least in (1, 4):
        (tau, tau_error), (cut, cut_error) = statistics.cut_off_power_law_errors(values, groups, least)
        assert abs(tau - 1.3) < 5 * tau_error < 0.3
        assert abs(cut - 80) < 5 * cut_error < 60


def test_maximum_likelihood_errors_are_the_scatter():
    random = np.random.default_rng(7)
    fits, errors = [], []
    for _ in range(40):
        values = draws(1.3, 40, 2000, random)
        fit = statistics.cut_off_power_law_errors(values, np.arange(2000) // 100, 2, replicates=12)
        fits.append(fit[0][0])
        errors.append(fit[0][1])
    # 40 fits know the scatter to 11 %, 12 replicates an error to 20 %: 0.4 … 1.8 is beyond 5 sigma.
    assert 0.4 < np.sqrt(np.mean(np.square(errors))) / np.std(fits) < 1.8


def test_the_moment_ratio_follows_the_cut_off():
    """Its error is the scatter, and twice the cut-off is twice the ratio: both within five errors of this test."""
    random = np.random.default_rng(9)
    groups = np.arange(2000) // 100
    found = {}
    for cut_off in (40, 80):
        values, errors = np.array([statistics.moment_ratio(draws(1.3, cut_off, 2000, random), groups)
                                   for _ in range(60)]).T
        assert 0.5 < np.sqrt(np.mean(errors**2)) / values.std() < 1.6
        found[cut_off] = values.mean(), values.std() / np.sqrt(values.size)
    relative = np.hypot(*(error / value for value, error in found.values()))
    # Sizes begin at 1, not at 0: that is 1 % of the smaller ratio.
    assert found[80][0] / found[40][0] == pytest.approx(2, rel=5 * relative + 0.02)


@pytest.mark.parametrize('integers', [True, False])
def test_log_histogram_is_a_density(integers):
    random = np.random.default_rng(8)
    values = draws(1.5, 200, 40000, random) if integers else random.pareto(1.0, 40000) + 1e-3
    x, density, error = statistics.log_histogram(values, np.arange(40000) // 500, integers)
    if integers:
        expected = x**-1.5 * np.exp(-x / 200)
        support = np.arange(1, 6000)
        expected /= np.sum(support**-1.5 * np.exp(-support / 200.0))
        good = density > 20 / 40000
        ratio = density[good] / expected[good]
        assert np.all(np.abs(ratio - 1) < 0.12 + 6 * error[good] / expected[good])
    assert np.all(error > 0) and np.all(np.diff(x) > 0)


def test_line_fit_and_agreement():
    (slope, slope_error), (start, _) = statistics.line_fit([0, 1, 2], [1, 3, 5], [0.1, 0.1, 0.1])
    assert slope == pytest.approx(2) and start == pytest.approx(1) and slope_error == pytest.approx(0.1 / np.sqrt(2))
    assert statistics.agreement(0.62, 0.05, 0.5, 0.7) == 'agrees'
    assert statistics.agreement(0.75, 0.03, 0.5, 0.7) == 'agrees'
    assert statistics.agreement(1.0, 0.05, 0.5, 0.7) == '6 errors above'
