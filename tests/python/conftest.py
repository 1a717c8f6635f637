"""Makes the tools importable and the paper's eight runs available as a small synthetic result."""

from pathlib import Path
import sys

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / 'tools'), str(Path(__file__).parent)]

from result_writer import PointData, canonical_text, write_result  # noqa: E402
from yieldscape_tools import paper  # noqa: E402
from yieldscape_tools.model import MAP_FIELDS, OBSERVABLES, strain_grid  # noqa: E402

LAWS = {'MCT': ('normal', 1.0, 0.436), 'ESL': ('normal', 1.14, 0.478), 'GQ': ('normal', 1.65, 0.507)}
MODULI = {'ESL': (14.7, 52), 'GQ': (19, 55)}
SLIPS = {('ESL', 'disordered', 'uncorrelated'): (0.0626, 0), ('ESL', 'rejuvenation', 'uncorrelated'): (0.0506, 0),
         ('ESL', 'disordered', 'correlated'): (0.0304, 0.0216),
         ('ESL', 'rejuvenation', 'correlated'): (0.0276, 0.0206),
         ('GQ', 'disordered', 'uncorrelated'): (0.0836, 0), ('GQ', 'rejuvenation', 'uncorrelated'): (0.042, 0),
         ('GQ', 'disordered', 'correlated'): (0.0344, 0.0164),
         ('GQ', 'rejuvenation', 'correlated'): (0.0235, 0.0163)}
OVERSHOOTS = {('ESL', 'correlated'): 0.10, ('GQ', 'correlated'): 0.5}


def overshoot_of(run):
    """Height of the stress peak over the plateau, minus 1, as the paper describes the runs."""
    if run.fit == 'correlated' or run.glass == 'ESL':
        return OVERSHOOTS.get((run.glass, run.fit), 0.0)
    return 0.12 if run.scenario == 'disordered' else 0.4


def synthetic_curves(strain, realizations, overshoot, plateau=0.53, internal_stress=0.5, seed=1):
    """Curves [R, observable, T] of plausible form with a little noise."""
    random = np.random.default_rng(seed)
    rise = np.tanh(strain / 0.012)
    peak = overshoot * np.exp(-0.5 * ((strain - 0.04) / 0.015)**2)
    forms = {'stress': plateau * (rise + peak), 'strain_variance': 0.3 * strain**1.1,
             'plastic_strain_variance': 0.3 * strain**1.1, 'threshold_mean': 1.1 + 0.3 * rise,
             'localization': 0.1 + 0.5 * np.exp(-strain / 0.3) * rise, 'localization_plastic': 0.1 + 0 * strain,
             'internal_stress_std': internal_stress * rise, 'plastic_strain_mean': strain - plateau / 30 * rise,
             'slips': 1e4 * strain, 'avalanches': 1e3 * strain}
    shape = np.array([forms[name] for name in OBSERVABLES])
    return shape * (1 + 0.02 * random.standard_normal((realizations, *shape.shape)))


def paper_points(strain, realizations=6, **changes):
    """The eight runs; `changes` by run name override arguments of synthetic_curves."""
    points = []
    for run in paper.RUNS:
        mu, bulk = MODULI[run.glass]
        renewal = LAWS['MCT' if run.scenario == 'rejuvenation' else run.glass]
        text = canonical_text(shear_modulus=mu, bulk_modulus=bulk, initial=LAWS[run.glass], renewal=renewal,
                              slip=('exponential', *SLIPS[run.glass, run.scenario, run.fit]))
        arguments = {'overshoot': overshoot_of(run), 'seed': len(points)} | changes.get(run.name, {})
        field = np.random.default_rng(3).gamma(1.0, 0.2, (16, 16))
        points.append(PointData(run.name, text, synthetic_curves(strain, realizations, **arguments), run.glass,
                                run.scenario, [{name: field for name in MAP_FIELDS}]))
    return points


@pytest.fixture(scope='session')
def paper_result(tmp_path_factory):
    """A result file with the paper's eight runs."""
    path = tmp_path_factory.mktemp('results') / 'paper.h5'
    strain = strain_grid(0.005, 2.0)
    write_result(path, strain, paper_points(strain))
    return path


@pytest.fixture(scope='session')
def sweep_result(tmp_path_factory):
    """A result file of another kind: eight points that differ in c0."""
    path = tmp_path_factory.mktemp('results') / 'sweep.h5'
    strain = strain_grid(0.01, 1.0)
    points = [PointData(f'c0_{c0:g}', canonical_text(slip=('exponential', c0, 0)),
                        synthetic_curves(strain, 4, 0.2, 0.5 + c0)) for c0 in np.geomspace(0.01, 0.5, 8)]
    write_result(path, strain, points)
    return path
