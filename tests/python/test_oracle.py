"""The comparison with the model: equal on the model's own run, different after the smallest change."""

from pathlib import Path
import subprocess
import sys

import h5py
import numpy as np
import pytest

from result_writer import STREAM_KEY, PointData, canonical_text, write_result
from yieldscape_tools.laws import Table
from yieldscape_tools.model import OBSERVABLES, simulate, strain_grid
from yieldscape_tools.parameters import from_canonical_text
from yieldscape_tools.tables import load_tables, table_hash

SCRIPT = Path(__file__).resolve().parents[1] / 'end2end/compare_oracle.py'
STRAIN = strain_grid(0.01, 0.2)


def compare(path):
    return subprocess.run([sys.executable, SCRIPT, str(path)], capture_output=True, text=True)


@pytest.fixture
def result(tmp_path):
    """Two points with two realizations each, computed by the model itself."""
    points = []
    for number, text in enumerate((canonical_text(shape=(6, 5)), canonical_text(loading__dynamics='extremal'))):
        runs = [simulate(from_canonical_text(text), STREAM_KEY + number, r, STRAIN, maps_at=[9]) for r in range(2)]
        points.append(PointData(f'point_{number}', text,
                                np.array([[run.observables[name] for name in OBSERVABLES] for run in runs]),
                                maps=[runs[0].maps[9]], events=[run.avalanches for run in runs]))
    path = tmp_path / 'result.h5'
    write_result(path, STRAIN, points, map_strain='0.1')
    return path


def test_equal(result):
    done = compare(result)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count('equal') == 2


@pytest.mark.parametrize('dataset, at', [('events/slips', 3), ('events/strain', 7), ('events/rounds', 40),
                                         ('realizations/threshold_mean', (1, 1, 4)), ('maps/0.1/stress', (0, 0, 2, 3))])
def test_one_changed_number_is_found(result, dataset, at):
    with h5py.File(result, 'r+') as file:
        value = file[dataset][at]
        file[dataset][at] = value + 1 if value.dtype.kind in 'iu' else value * (1 + 1e-7)
    done = compare(result)
    assert done.returncode == 1
    assert dataset.split('/')[-1] in done.stdout


def test_other_parameters_are_found(result):
    with h5py.File(result, 'r+') as file:
        texts = file['provenance/point_canonical_text'][()]
        del file['provenance/point_canonical_text']
        file['provenance/point_canonical_text'] = [t.replace(b'c0 = 0.0276', b'c0 = 0.0277') for t in texts]
    assert 'realization 0: ' in compare(result).stdout


def test_events_are_needed(paper_result):
    done = compare(paper_result)
    assert done.returncode == 6 and 'no /events' in done.stderr


def test_tables_are_found_by_their_hash(tmp_path):
    (tmp_path / 'samples.csv').write_text('value\n3\n1\n2\n')
    (tmp_path / 'quantiles.csv').write_text('# p, value\n0, 1\n1, 2\n')
    tables = load_tables([tmp_path / 'samples.csv', tmp_path / 'quantiles.csv'])
    samples = tables[table_hash((), (1.0, 2.0, 3.0))]
    assert isinstance(samples, Table) and samples.value.tolist() == [1, 2, 3]
    assert tables[table_hash((0.0, 1.0), (1.0, 2.0))].mean() == pytest.approx(1.5)
    text = canonical_text().replace('thresholds.renewal.law = normal', 'thresholds.renewal.law = table\n'
                                    f'thresholds.renewal.table = {table_hash((), (1.0, 2.0, 3.0))}')
    assert from_canonical_text(text, tables).renewal.quantile(0.5) == pytest.approx(2)
    with pytest.raises(ValueError, match='not among the tables given'):
        from_canonical_text(text)
