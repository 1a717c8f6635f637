"""The comparison with the independent code's curves: what it accepts and what it rejects."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from result_writer import PointData, canonical_text, write_result
from yieldscape_tools.model import OBSERVABLES

SCRIPT = Path(__file__).resolve().parents[1] / 'end2end/compare_reference.py'
spec = importlib.util.spec_from_file_location('compare_reference', SCRIPT)
reference = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reference)


def write_ensemble(path, changes, realizations=200):
    """Curves scattered about the reference as its own realizations are, one number per curve; `changes`
    multiplies observables."""
    table = np.loadtxt(reference.REFERENCE)
    random = np.random.default_rng(8)
    curves = np.ones((realizations, len(OBSERVABLES), len(table)))
    for name, column, transform in reference.COLUMNS:
        noise = random.standard_normal((realizations, 1))
        noise = (noise - noise.mean()) / noise.std()
        values = table[:, column] + noise * table[:, column + 1] * np.sqrt(reference.REFERENCE_REALIZATIONS)
        values = changes.get(name, 1.0) * np.abs(values)
        curves[:, OBSERVABLES.index(name)] = np.sqrt(values) if transform else values
    write_result(path, table[:, 0], [PointData(reference.POINT, canonical_text(), curves)])


def test_accepts_the_same_model(tmp_path, capsys):
    write_ensemble(tmp_path / 'same.h5', {})
    assert reference.main(tmp_path / 'same.h5') == 0
    assert 'agreement' in capsys.readouterr().out


@pytest.mark.parametrize('name, factor', [('stress', 1.06), ('strain_variance', 0.8), ('internal_stress_std', 1.1)])
def test_rejects_another_model(tmp_path, capsys, name, factor):
    write_ensemble(tmp_path / 'other.h5', {name: factor})
    assert reference.main(tmp_path / 'other.h5') == 1
    assert all(line.split()[1] == name for line in capsys.readouterr().out.splitlines() if line.startswith('FAIL'))


def test_other_strains_are_refused(paper_result, tmp_path):
    with pytest.raises(reference.ResultError, match='no point'):
        reference.main(paper_result)


def test_limit_of_the_rms_bounds_its_quantile():
    chance = reference.FALSE_ALARM / reference.JUDGED
    for strains in (1, 10, 400):
        exact = np.sqrt(stats.chi2.isf(chance, strains) / strains)
        assert exact <= reference.rms_limit(np.eye(strains)) <= 1.15 * exact
    # fully correlated strains are one number
    assert reference.rms_limit(np.ones((50, 50))) == pytest.approx(reference.rms_limit(np.eye(1)), rel=1e-6)
    assert reference.mean_limit(np.ones((50, 50))) == pytest.approx(stats.norm.isf(chance / 2))
