#!/usr/bin/python3
"""Recomputes realizations of a result file with the NumPy model and compares them, avalanche by avalanche.

  compare_oracle.py RESULT.h5 [--realizations 3] [--table FILE …]

The result must have been recorded with `record: {events: true}`. Compared are, for the first realizations of
every point: the avalanches (number, slips and rounds exactly, strain and stress within 1e-9), the observables
at every grid strain (1e-9, relative), maps and histograms where recorded (a histogram sums over all
realizations of its point). Tables of laws and kernels are found among the CSV files in oracle/ and those given
with --table.
Exit code: 0 equal, 1 different, 2 usage, 6 a file cannot be read.
"""

import argparse
from pathlib import Path
import sys

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tools'))
from yieldscape_tools.model import MAP_FIELDS, OBSERVABLES, simulate  # noqa: E402
from yieldscape_tools.result_file import ResultError, ResultFile  # noqa: E402
from yieldscape_tools.tables import load_tables  # noqa: E402

TOLERANCE = 1e-9
ROUNDING = 1e-12  # of quantities that are zero but for rounding, such as the internal stress of a lattice of one row
EVENT_COLUMNS = ('strain', 'stress', 'slips', 'rounds', 'plastic_strain', 'stress_drop')


class Difference(Exception):
    """Two codes disagree; the message says where."""


def require_close(what, own, theirs, scale=None):
    """Equal within TOLERANCE of the values' scale (default: the largest of theirs); NaN equals NaN."""
    own, theirs = np.asarray(own, dtype=float), np.asarray(theirs, dtype=float)
    if own.shape != theirs.shape:
        raise Difference(f'{what}: the model has shape {own.shape}, the file {theirs.shape}')
    if scale is None:
        scale = np.nanmax(np.abs(theirs), initial=0.0, where=np.isfinite(theirs))
    same = np.isclose(own, theirs, rtol=TOLERANCE, atol=max(TOLERANCE * scale, ROUNDING), equal_nan=True)
    if not same.all():
        at = tuple(int(i) for i in np.argwhere(~same)[0])
        raise Difference(f'{what}{list(at)}: the model has {own[at]!r}, the file {theirs[at]!r}')


def compare_events(run, events):
    """The avalanche list of one realization, {column: [E]}."""
    for number, avalanche in enumerate(run.avalanches[:len(events['strain'])]):
        where = f'avalanche {number} (first site {avalanche.first_site})'
        for column in EVENT_COLUMNS:
            require_close(f'{where}, {column}', getattr(avalanche, column), events[column][number], scale=1e-3)
    if len(run.avalanches) != len(events['strain']):
        raise Difference(f'the model has {len(run.avalanches)} avalanches, the file {len(events["strain"])}')


def compare_observables(run, point, realization):
    for name in OBSERVABLES:
        require_close(name, run.observables[name], point.row(f'realizations/{name}')[realization])


def compare_maps(run, point, sample):
    for grid, name in point.file.strain_groups('maps').items():
        for quantity in MAP_FIELDS:
            require_close(f'map of {quantity} at {name}', run.maps[grid][quantity],
                          point.field_map(name, quantity, sample))


def add_histograms(totals, run, histograms, file):
    """Counts of strength and threshold, outliers in the first and last bin, added to {(grid, what): counts}."""
    for grid, name in histograms.items():
        bins = np.concatenate(([-np.inf], file.read(f'histograms/{name}/edges'), [np.inf]))
        fields = run.maps[grid]
        values = {'strength': fields['threshold'] - fields['stress'], 'threshold': fields['threshold']}
        for what, samples in values.items():
            totals[grid, what] = totals.get((grid, what), 0) + np.histogram(samples, bins)[0]


def compare_point(point, events, realizations, tables):
    """All of one point; returns the number of avalanches compared."""
    parameters = point.parameters(tables)
    maps, histograms = (point.file.strain_groups(group) for group in ('maps', 'histograms'))
    map_samples = next((point.row(f'maps/{name}/strain').shape[0] for name in maps.values()), 0)
    finished = point.realizations('stress')[1]
    totals, compared = {}, 0
    for realization in finished[:None if histograms else realizations]:
        try:
            run = simulate(parameters, point.stream_key, int(realization), point.strain,
                           maps_at={*maps, *histograms})
            compare_observables(run, point, realization)
            chosen = (events['point'] == point.number) & (events['realization'] == realization)
            compare_events(run, {column: events[column][chosen] for column in EVENT_COLUMNS})
            if realization < map_samples:
                compare_maps(run, point, int(realization))
        except Difference as difference:
            raise Difference(f'{point.name}, realization {realization}: {difference}') from None
        if histograms:
            add_histograms(totals, run, histograms, point.file)
        compared += len(run.avalanches)
    for grid, name in histograms.items():
        for what in ('strength', 'threshold'):
            require_close(f'{point.name}: histogram of {what} at {name}', totals[grid, what],
                          point.row(f'histograms/{name}/{what}'))
    return compared


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('result', metavar='RESULT.h5')
    parser.add_argument('--realizations', type=int, default=3, help='of every point (default: 3)')
    parser.add_argument('--table', action='append', default=[], metavar='FILE', help='may be repeated')
    chosen = parser.parse_args()
    try:
        tables = load_tables([*sorted((Path(__file__).parent / 'oracle').glob('*.csv')), *chosen.table])
        with ResultFile(chosen.result) as result:
            events = result.events()
            if not events:
                raise ResultError(f'{chosen.result}: no /events; record: {{events: true}} keeps them')
            for point in result.points:
                compared = compare_point(point, events, chosen.realizations, tables)
                print(f'equal  {point.name}: {compared} avalanches')
    except Difference as difference:
        print(f'DIFFERENT  {difference}')
        return 1
    except (ResultError, OSError, ValueError) as error:
        print(f'compare_oracle: {error}', file=sys.stderr)
        return 6
    return 0


if __name__ == '__main__':
    sys.exit(main())
