"""check_paper passes on runs that behave as the paper says, and fails on each way of not doing so."""

from pathlib import Path
import subprocess
import sys

import pytest

from conftest import paper_points
from result_writer import write_result
from yieldscape_tools import paper
from yieldscape_tools.model import strain_grid

SCRIPT = Path(__file__).resolve().parents[2] / 'tools/check_paper'
STRAIN = strain_grid(0.005, 2.0)


def check(*paths):
    return subprocess.run([sys.executable, SCRIPT, *map(str, paths)], capture_output=True, text=True)


def check_points(tmp_path, points):
    write_result(tmp_path / 'paper.h5', STRAIN, points)
    return check(tmp_path / 'paper.h5')


def failures(done):
    return [line for line in done.stdout.splitlines() if line.startswith('FAIL')]


def test_passes(paper_result):
    done = check(paper_result)
    assert done.returncode == 0, done.stdout + done.stderr
    assert all(run.name in done.stdout for run in paper.RUNS)
    assert failures(done) == []


@pytest.mark.parametrize('run, change, statement', [
    ('ESL_disordered_correlated', {'plateau': 0.56}, 'plateaus'),
    ('GQ_disordered_correlated', {'overshoot': 0.25}, 'GQ correlated: peaks equal'),
    ('ESL_disordered_uncorrelated', {'overshoot': 0.15}, 'no peak'),
    ('GQ_disordered_uncorrelated', {'overshoot': 0.4}, 'peak at most tiny'),
    ('GQ_disordered_uncorrelated', {'overshoot': 0.0}, 'but a peak'),
    ('GQ_rejuvenation_uncorrelated', {'overshoot': 0.0}, 'GQ_rejuvenation_uncorrelated: peak'),
    ('ESL_rejuvenation_correlated', {'internal_stress': 0.62}, 'internal stress'),
    ('GQ_rejuvenation_correlated', {'internal_stress': 0.25}, 'internal stress'),
])
def test_fails_on_other_physics(tmp_path, run, change, statement):
    done = check_points(tmp_path, paper_points(STRAIN, realizations=20, **{run: change}))
    assert done.returncode == 1
    assert any(statement in line for line in failures(done)), done.stdout


def test_fails_on_other_parameters(tmp_path):
    points = paper_points(STRAIN)
    for point in points:
        if point.name == 'GQ_rejuvenation_correlated':
            point.text = point.text.replace('initial.mean = 1.65', 'initial.mean = 1.6')
        if point.name == 'ESL_disordered_correlated':
            point.text = point.text.replace('slip.c1 = 0.0216', 'slip.c1 = 0.022')
    assert [line.split(':')[0] for line in failures(check_points(tmp_path, points))] == \
        ['FAIL ESL_disordered_correlated', 'FAIL GQ']


def test_runs_may_be_spread_over_files(tmp_path):
    points = paper_points(STRAIN)
    write_result(tmp_path / 'esl.h5', STRAIN, points[:4])
    write_result(tmp_path / 'gq.h5', STRAIN, points[3:])
    assert check(tmp_path / 'esl.h5', tmp_path / 'gq.h5').returncode == 0
    missing = check(tmp_path / 'esl.h5')
    assert missing.returncode == 6
    assert 'no point GQ_disordered_uncorrelated, GQ_rejuvenation_uncorrelated' in missing.stderr


def test_one_name_for_two_points_is_refused(tmp_path):
    points = paper_points(STRAIN)
    write_result(tmp_path / 'one.h5', STRAIN, points)
    points[2].text = points[2].text.replace('slip.c0 = 0.0304', 'slip.c0 = 0.03')
    write_result(tmp_path / 'two.h5', STRAIN, points)
    done = check(tmp_path / 'one.h5', tmp_path / 'two.h5')
    assert done.returncode == 6 and 'has other parameters than in' in done.stderr


@pytest.mark.parametrize('content', [None, b'', b'not HDF5 at all'])
def test_unreadable_files(tmp_path, content):
    path = tmp_path / 'paper.h5'
    if content is not None:
        path.write_bytes(content)
    done = check(path)
    assert done.returncode == 6 and str(path) in done.stderr and 'Traceback' not in done.stderr


def test_usage():
    assert check().returncode == 2
