"""Figures drawn from synthetic results: the files are there, and something is on them."""

from pathlib import Path
import subprocess
import sys

from matplotlib import image
import matplotlib.pyplot as plt
import numpy as np
import pytest

from yieldscape_tools.figures import paper_figures, style, sweep_figures
from yieldscape_tools.figures.paper_panels import PANELS
from yieldscape_tools.overlay import Overlay
from yieldscape_tools.result_file import open_points

SCRIPT = Path(__file__).resolve().parents[2] / 'tools/figures'
ATOMS = Overlay(np.array([0.0, 0.05, 1.0]), np.array([0.0, 0.7, 0.5]), np.array([0.0, 0.1, 0.1]), 'atoms', '3b')


@pytest.fixture(autouse=True)
def coarse_pictures():
    style.use_style()
    with plt.rc_context({'savefig.dpi': 80}):
        yield


def run_script(*arguments, cwd):
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], cwd=cwd, capture_output=True, text=True)


def assert_drawn(paths):
    assert paths
    for path in paths:
        assert path.stat().st_size > 2000
        if path.suffix == '.png':
            pixels = image.imread(path)[..., :3]
            inked = np.mean(np.any(pixels < 0.9, axis=-1))
            assert 0.01 < inked < 0.9, f'{path}: {inked:.3f} of the pixels are not white'
        else:
            assert path.read_bytes().startswith(b'%PDF')


def test_every_panel_of_the_paper(paper_result, tmp_path):
    points = open_points([paper_result])
    panels, absent = paper_figures.chosen_panels(points, [])
    assert absent == {} and len(panels) == len(PANELS) == 14
    paths = paper_figures.draw_figures(points, panels, [ATOMS], tmp_path, [])
    assert sorted({path.stem for path in paths}) == [f'figure_{number}' for number in range(1, 8)]
    assert_drawn(paths)


def test_overview_of_the_paper(paper_result, tmp_path):
    points = open_points([paper_result])
    panels, _ = paper_figures.chosen_panels(points, [])
    assert_drawn(paper_figures.draw_overview(points, panels, [], tmp_path))
    header, rows = paper_figures.table_rows(points)
    assert len(rows) == 8 and all(len(row) == len(header) for row in rows)


def test_overlay_is_drawn_on_its_panel_only(paper_result):
    points = open_points([paper_result])
    for key, expected in (('3a', False), ('3b', True)):
        figure, axes = plt.subplots()
        paper_figures.draw_panel(PANELS[key], axes, points, [ATOMS])
        labels = [text.get_text() for text in axes.get_legend().get_texts()]
        assert ('atoms' in labels) == expected
        plt.close(figure)


def test_panels_without_their_runs_are_named(paper_result, tmp_path):
    points = open_points([paper_result])
    some = {name: point for name, point in points.items() if name.startswith('ESL')}
    panels, absent = paper_figures.chosen_panels(some, [])
    assert {panel.figure for panel in panels} == {'1', '2', '3', '4', '7'}
    assert absent['5a'].startswith('no point GQ_disordered_uncorrelated')


def test_sweep(sweep_result, tmp_path):
    points = open_points([sweep_result])
    assert sweep_figures.swept_parameter(points)[0] in ('c0', 'disorder_strength')
    assert_drawn(sweep_figures.draw_figures(points, ['stress', 'threshold_mean'], [], tmp_path))
    assert_drawn(sweep_figures.draw_overview(points, sweep_figures.OBSERVABLES, [], tmp_path))


def test_script_draws_one_panel_with_an_overlay(paper_result, tmp_path):
    (tmp_path / 'atoms.csv').write_text('strain,stress\n0,0\n0.1,0.6\n1,0.5\n')
    done = run_script(paper_result, '--figure', '3a', '--overlay', 'atoms.csv:3a:atoms', '-o', 'out', cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ['out/figure_3a.png', 'out/figure_3a.pdf']
    assert_drawn([tmp_path / path for path in done.stdout.split()])
    assert image.imread(tmp_path / 'out/figure_3a.png').shape[1] >= 3.5 * 200


@pytest.mark.parametrize('arguments, code, message', [
    (['nothing.h5'], 6, 'nothing.h5: cannot be read'),
    (['{paper}', '--figure', '9'], 2, "no figure '9'"),
    (['{paper}', '--overlay', 'bad.csv:3a'], 7, "bad.csv:2: error: 'abc' is not a finite number"),
    (['{paper}', '--overlay', 'good.csv:1b'], 2, "no figure '1b' with a strain axis"),
])
def test_script_errors(paper_result, tmp_path, arguments, code, message):
    (tmp_path / 'bad.csv').write_text('0,0\n0.1,abc\n')
    (tmp_path / 'good.csv').write_text('0,0\n0.1,1\n')
    done = run_script(*(a.format(paper=paper_result) for a in arguments), '-o', 'out', cwd=tmp_path)
    assert done.returncode == code
    assert message in done.stderr and 'Traceback' not in done.stderr
    assert not (tmp_path / 'out').exists()
