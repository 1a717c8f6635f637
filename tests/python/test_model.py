"""The NumPy model: bookkeeping, stability, symmetry, limits."""

from dataclasses import replace

import numpy as np
import pytest

from yieldscape_tools.laws import SlipLaw, ThresholdLaw
from yieldscape_tools.model import Disorder, State, localization, simulate, strain_grid
from yieldscape_tools.parameters import Parameters

BASE = Parameters(shape=(8, 8), shear_modulus=14.7, bulk_modulus=52.0, initial=ThresholdLaw('normal', 1.14, 0.478),
                  renewal=ThresholdLaw('normal', 1.0, 0.436), slip=SlipLaw('exponential', 0.0276, 0.0206))
GRID = strain_grid(0.01, 0.4)
VARIANTS = {
    'base': {}, 'rectangular': {'shape': (5, 12)}, 'odd': {'shape': (7, 7)}, 'one site': {'shape': (1, 1)},
    'two sites': {'shape': (2, 1)}, 'row': {'shape': (1, 9)}, 'extremal': {'dynamics': 'extremal'},
    'laplacian': {'kernel_form': 'laplacian'}, 'rotated': {'kernel_form': 'rotated'},
    'local': {'kernel_normalization': 'local'}, 'internal stress': {'internal_stress_std': 0.175},
    'incompressible': {'bulk_modulus': np.inf}, 'weibull': {'renewal': ThresholdLaw('weibull', 1.0, 0.436)},
}


@pytest.mark.parametrize('name', VARIANTS)
def test_bookkeeping(name):
    parameters = replace(BASE, **VARIANTS[name])
    run = simulate(parameters, 99, 0, GRID, maps_at=range(len(GRID)))
    observed = run.observables
    stress = 2 * parameters.shear_modulus * (GRID - observed['plastic_strain_mean'])
    assert observed['stress'] == pytest.approx(stress, abs=1e-12)
    for k, fields in run.maps.items():
        assert fields['stress'].mean() == pytest.approx(observed['stress'][k], abs=1e-10)
        assert fields['strain'].mean() == pytest.approx(GRID[k], abs=1e-12)
        assert np.all(fields['stress'] <= fields['threshold'] + 1e-12)
    assert observed['slips'][-1] == sum(a.slips for a in run.avalanches) > 0
    assert observed['avalanches'][-1] == len(run.avalanches)
    assert observed['plastic_strain_mean'][-1] == pytest.approx(sum(a.plastic_strain for a in run.avalanches))
    assert all(a.rounds <= a.slips for a in run.avalanches)
    assert np.all(np.diff([a.strain for a in run.avalanches]) >= 0)


def test_runs_are_functions_of_their_address():
    first, again, other = (simulate(BASE, 99, realization, GRID) for realization in (4, 4, 5))
    assert first.avalanches == again.avalanches
    assert first.avalanches != other.avalanches


class _ShiftedDisorder(Disorder):
    """The same disorder, moved over the periodic lattice."""

    def __init__(self, parameters, key, realization, shift):
        super().__init__(parameters, key, realization)
        lattice = np.arange(np.prod(parameters.shape)).reshape(parameters.shape)
        self._sites = np.roll(lattice, shift, axis=(0, 1)).ravel()


def test_a_shift_of_the_disorder_shifts_the_run(monkeypatch):
    plain = simulate(BASE, 7, 0, GRID, maps_at=[39])
    monkeypatch.setattr('yieldscape_tools.model.Disorder',
                        lambda parameters, key, r: _ShiftedDisorder(parameters, key, r, (3, 5)))
    # _renew addresses columns by lattice position, drawn from the shifted sites: the same disorder, moved.
    moved = simulate(BASE, 7, 0, GRID, maps_at=[39])
    assert [a.slips for a in plain.avalanches] == [a.slips for a in moved.avalanches]
    assert np.roll(plain.maps[39]['strain'], (3, 5), (0, 1)) == pytest.approx(moved.maps[39]['strain'], abs=1e-10)


def test_extremal_dynamics_slips_one_site_a_round():
    run = simulate(replace(BASE, dynamics='extremal'), 1, 0, GRID)
    assert all(a.rounds == a.slips for a in run.avalanches)


def test_negative_threshold_begins_at_zero_strain():
    run = simulate(replace(BASE, initial=ThresholdLaw('normal', 0.1, 0.5)), 1, 0, GRID)
    assert run.avalanches[0].strain == 0 and run.avalanches[0].stress == 0


def test_initial_internal_stress():
    parameters = replace(BASE, shape=(24, 24), internal_stress_std=0.175)
    spreads = []
    for realization in range(40):
        state = State(parameters, Disorder(parameters, 3, realization))
        assert abs(state.local_stress.mean()) < 1e-14
        assert state.strength.min() > 0
        spreads.append(state.local_stress.var())
    assert np.mean(spreads) == pytest.approx(0.175**2, abs=5 * np.std(spreads) / np.sqrt(40))


def test_one_site_yields_at_its_thresholds():
    parameters = replace(BASE, shape=(1, 1), slip=SlipLaw('constant', 0.05),
                         initial=ThresholdLaw('constant', 1.0), renewal=ThresholdLaw('constant', 1.0))
    run = simulate(parameters, 1, 0, GRID)
    # loading to σ_c = 1 takes 1/2μ; each slip of 0.05 releases the strain until the next one
    assert [a.strain for a in run.avalanches] == pytest.approx(1 / 29.4 + 0.05 * np.arange(len(run.avalanches)))


def test_localization_of_simple_fields():
    n = 6
    assert localization(np.ones((n, n)), n) == pytest.approx(1 / n)
    row = np.zeros((n, n))
    row[2] = 0.7
    assert localization(row, n) == pytest.approx(1)
    assert np.isnan(localization(np.zeros((n, n)), n))


def test_grid_ends_at_the_target():
    assert len(strain_grid(0.005, 2.0)) == 400
    assert strain_grid(0.1, 0.3)[-1] == pytest.approx(0.3)
    assert len(strain_grid(0.1, 0.35)) == 3
