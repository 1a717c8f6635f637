"""Laws of thresholds and slips: moments by quadrature, truncation, tables."""

import numpy as np
import pytest

from yieldscape_tools.laws import SlipLaw, Table, ThresholdLaw

U = (np.arange(200000) + 0.5) / 200000


@pytest.mark.parametrize('law', ['normal', 'weibull', 'gamma', 'lognormal', 'uniform'])
@pytest.mark.parametrize('mean, std', [(1.0, 0.436), (1.65, 0.507), (2.0, 0.05)])
def test_mean_and_std(law, mean, std):
    threshold = ThresholdLaw(law, mean, std)
    assert threshold.moment(1) == pytest.approx(mean, rel=1e-7)
    assert threshold.moment(2) == pytest.approx(mean**2 + std**2, rel=1e-7)


def test_one_parameter_laws():
    assert ThresholdLaw('exponential', 1.3).moment(2) == pytest.approx(2 * 1.3**2, rel=1e-6)
    assert np.all(ThresholdLaw('constant', 1.3, shift=-0.2).quantile(U) == pytest.approx(1.1))


def test_shift_moves_the_law():
    assert ThresholdLaw('gamma', 1.0, 0.3, shift=-0.4).quantile(U) == \
        pytest.approx(ThresholdLaw('gamma', 1.0, 0.3).quantile(U) - 0.4)


@pytest.mark.parametrize('law', ['normal', 'weibull', 'gamma', 'lognormal', 'exponential', 'uniform'])
def test_truncation_is_conditioning(law):
    free = ThresholdLaw(law, 1.0, 0.4, shift=0.1)
    samples = free.quantile(U)
    kept = samples[(samples >= 0.6) & (samples <= 1.5)]
    confined = ThresholdLaw(law, 1.0, 0.4, shift=0.1, lower=0.6, upper=1.5).quantile(U)
    assert confined.min() >= 0.6 and confined.max() <= 1.5
    assert confined.mean() == pytest.approx(kept.mean(), abs=2e-5)
    assert confined.std() == pytest.approx(kept.std(), abs=2e-5)


def test_truncation_without_weight_is_refused():
    with pytest.raises(ValueError, match='no weight'):
        ThresholdLaw('uniform', 1.0, 0.1, lower=3.0).quantile(0.5)


@pytest.mark.parametrize('law', ['normal', 'weibull', 'gamma', 'lognormal', 'uniform'])
def test_density_is_the_slope_of_the_distribution(law):
    threshold = ThresholdLaw(law, 1.0, 0.3, lower=0.7)
    x = np.linspace(0.5, 3.5, 30001)
    assert np.trapz(threshold.pdf(x), x) == pytest.approx(1, abs=1e-3)
    assert np.trapz(x * threshold.pdf(x), x) == pytest.approx(threshold.moment(1), abs=1e-3)


def test_samples_make_an_empirical_inverse_cdf():
    table = Table.from_samples([3.0, 1.0, 2.0, 5.0])
    law = ThresholdLaw('table', table=table)
    assert law.quantile([0.01, 0.125, 0.25, 0.375, 0.75, 0.99]) == pytest.approx([1, 1, 1.5, 2, 4, 5])
    assert table.mean() == pytest.approx(2.75)


def test_truncated_table():
    law = ThresholdLaw('table', table=Table(np.array([0.0, 1.0]), np.array([0.0, 4.0])), lower=1.0, upper=2.0)
    assert law.quantile([1e-9, 0.5, 1 - 1e-9]) == pytest.approx([1, 1.5, 2])


@pytest.mark.parametrize('law', ['exponential', 'uniform', 'constant', 'table'])
def test_slip_shapes_have_mean_one(law):
    slip = SlipLaw(law, 0.03, 0.02, Table.from_samples([1.0, 4.0, 9.0]))
    assert slip.shape(U).mean() == pytest.approx(1, rel=1e-4)
    assert slip.mean(2.0) == pytest.approx(0.11)


def test_exponential_slip_is_minus_the_logarithm():
    assert SlipLaw('exponential', 1.0).shape(np.array([0.25])) == pytest.approx([np.log(4)])
