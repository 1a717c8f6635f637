"""Reading of result files of yieldscape; their layout is in the README, section "Result file"."""

import h5py
import numpy as np

from .parameters import from_canonical_text


class ResultError(Exception):
    """A result file that cannot be read or lacks what is asked for."""


class ResultFile:
    """One result file, open for reading: grid strains [T] and points [P]."""

    def __init__(self, path):
        self.path = str(path)
        try:
            self._file = h5py.File(path, 'r')
        except OSError as error:
            raise ResultError(f'{path}: cannot be read as a result file: {error}') from error
        self.title = _text(self._file.attrs.get('title', ''))
        self.strain = self.read('statistics/strain')
        names = [_text(name) for name in self.read('statistics/name')]
        self.points = [ResultPoint(self, number, name) for number, name in enumerate(names)]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._file.close()

    def __contains__(self, dataset):
        return dataset in self._file

    def read(self, dataset, row=()):
        """A dataset, or one row of it, as an array."""
        try:
            return self._file[dataset][row]
        except (KeyError, AttributeError, ValueError, OSError) as error:
            raise ResultError(f'{self.path}: no readable dataset /{dataset}: not a result file of yieldscape, '
                              'or one made without these records') from error

    def point(self, name):
        """The point of that name."""
        for point in self.points:
            if point.name == name:
                return point
        raise ResultError(f"{self.path}: no point '{name}'; it has {', '.join(p.name for p in self.points)}")

    def strain_groups(self, group):
        """Strains at which maps or histograms are kept, as {grid number: name of the subgroup}."""
        return {int(np.argmin(np.abs(self.strain - float(name)))): name
                for name in self._file.get(group, {}) if _is_number(name)}

    def events(self):
        """The avalanche list as {column: [E]} in (point, realization, time) order; empty if not recorded."""
        return {name: dataset[()] for name, dataset in self._file.get('events', {}).items() if dataset.ndim == 1}


class ResultPoint:
    """One parameter point of a result file."""

    def __init__(self, file, number, name):
        self.file = file
        self.number = number
        self.name = name
        self.strain = file.strain

    def row(self, dataset):
        return self.file.read(dataset, self.number)

    def text(self, dataset):
        return _text(self.row(dataset))

    def curve(self, observable):
        """Ensemble mean and standard error of an observable over the grid strains, each [T]."""
        return self.row(f'statistics/{observable}_mean'), self.row(f'statistics/{observable}_sem')

    def quantity(self, name):
        """A number of the ensemble and its standard error."""
        return float(self.row(f'statistics/{name}')), float(self.row(f'statistics/{name}_sem'))

    def realizations(self, observable):
        """Curves of the finished realizations, [n, T], and their numbers, [n]."""
        finished = np.flatnonzero(np.isfinite(self.row('realizations/stress')).all(axis=1))
        return self.row(f'realizations/{observable}')[finished], finished

    @property
    def count(self):
        """Number of realizations in the averages."""
        return int(np.max(self.row('statistics/stress_count')))

    @property
    def shape(self):
        return int(self.row('statistics/Lx')), int(self.row('statistics/Ly'))

    @property
    def stream_key(self):
        return int(self.text('statistics/stream_key'), 16)

    @property
    def canonical_text(self):
        return self.text('provenance/point_canonical_text')

    def parameters(self, tables=None):
        return from_canonical_text(self.canonical_text, tables)

    def field_map(self, strain_name, quantity, sample=0):
        """A field [Lx, Ly] of one sample, without the padding of smaller lattices."""
        lx, ly = self.shape
        return self.row(f'maps/{strain_name}/{quantity}')[sample, :lx, :ly]


def open_points(paths):
    """Points of several result files by name. A name in two files must be the same point; the file with
    more realizations of it is taken."""
    points = {}
    for path in paths:
        for point in ResultFile(path).points:
            known = points.get(point.name)
            if known and known.canonical_text != point.canonical_text:
                raise ResultError(f"{path}: point '{point.name}' has other parameters than in {known.file.path}")
            if not known or point.count > known.count:
                points[point.name] = point
    return points


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
