"""Writes small result files in the layout of the program, for tests of what reads them."""

from dataclasses import dataclass, field

import h5py
import numpy as np

from yieldscape_tools.model import MAP_FIELDS, OBSERVABLES
from yieldscape_tools.parameters import from_canonical_text

STREAM_KEY = 0x1234_5678_9ABC_DEF0


@dataclass
class PointData:
    """One point of a result: its canonical text, curves [R, observable, T] and what else it recorded."""

    name: str
    text: str
    curves: np.ndarray
    glass: str = ''
    scenario: str = ''
    maps: list = field(default_factory=list)    # per sample {field: [Lx, Ly]}
    events: list = field(default_factory=list)  # per realization a list of model.Avalanche


def canonical_text(shape=(16, 16), shear_modulus=14.7, bulk_modulus=52, initial=('normal', 1.14, 0.478),
                   renewal=('normal', 1.0, 0.436), slip=('exponential', 0.0276, 0.0206), **others):
    """Lines "key = value" as the program writes them; `others` by key with "__" for the dot."""
    entries = {'lattice.shape': f'[{shape[0]}, {shape[1]}]', 'material.shear_modulus': shear_modulus,
               'material.bulk_modulus': bulk_modulus, 'kernel.form': 'continuum',
               'kernel.normalization': 'raw', 'internal_stress.std': 0, 'loading.dynamics': 'synchronous',
               'slip.law': slip[0], 'slip.c0': slip[1], 'slip.c1': slip[2]}
    for which, law in (('initial', initial), ('renewal', renewal)):
        entries |= {f'thresholds.{which}.{key}': value for key, value in zip(('law', 'mean', 'std'), law)}
    entries |= {key.replace('__', '.'): value for key, value in others.items()}
    return ''.join(f'{key} = {entries[key]}\n' for key in sorted(entries))


def write_result(path, strain, points, map_strain='0.2'):
    """A result file of the points, all on the strain grid [T]."""
    strain = np.asarray(strain)
    parameters = [from_canonical_text(point.text) for point in points]
    with h5py.File(path, 'w') as file:
        _write_points(file.create_group('statistics'), points, parameters)
        _write_statistics(file['statistics'], strain, [point.curves for point in points])
        _write_realizations(file.create_group('realizations'), points, strain.size)
        _write_maps(file, points, map_strain)
        _write_events(file, points)
        file['provenance/point_canonical_text'] = [point.text.encode() for point in points]


def _write_points(group, points, parameters):
    for name in ('name', 'glass', 'scenario'):
        group[name] = [getattr(point, name).encode() for point in points]
    columns = {'Lx': [p.shape[0] for p in parameters], 'Ly': [p.shape[1] for p in parameters],
               'N': [p.shape[0] for p in parameters], 'c0': [p.slip.c0 for p in parameters],
               'c1': [p.slip.c1 for p in parameters], 'age': [p.age for p in parameters],
               'disorder_strength': [p.disorder_strength for p in parameters],
               'shear_modulus': [p.shear_modulus for p in parameters],
               'bulk_modulus': [p.bulk_modulus for p in parameters]}
    for name, values in columns.items():
        group[name] = values
    group['stream_key'] = [f'{STREAM_KEY + i:016x}'.encode() for i in range(len(points))]


def _mean_and_error(samples):
    """Mean and standard error over axis 0; the error of one sample is NaN."""
    n = len(samples)
    error = samples.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else np.full(samples.shape[1:], np.nan)
    return samples.mean(axis=0), error


def _write_statistics(group, strain, ensembles):
    group['strain'] = strain
    for o, name in enumerate(OBSERVABLES):
        rows = [_mean_and_error(curves[:, o]) for curves in ensembles]
        group[f'{name}_mean'], group[f'{name}_sem'] = (np.array(column) for column in zip(*rows))
        group[f'{name}_count'] = [np.full(strain.size, len(curves)) for curves in ensembles]
    scalars = {'flow_stress': [], 'peak_stress': [], 'peak_strain': [], 'localization_max': []}
    flow = strain >= strain[-1] / 2
    for curves in ensembles:
        stress, loc = curves[:, OBSERVABLES.index('stress')], curves[:, OBSERVABLES.index('localization')]
        plateau = _mean_and_error(stress[:, flow].mean(axis=1))
        mean, error = _mean_and_error(stress)
        peak = int(np.argmax(mean))
        reached = int(np.argmax(mean >= plateau[0]))
        loc_mean, loc_error = _mean_and_error(loc)
        loc_peak = reached + int(np.nanargmax(loc_mean[reached:]))
        scalars['flow_stress'].append(plateau)
        scalars['peak_stress'].append((mean[peak], error[peak]))
        scalars['peak_strain'].append((strain[peak], strain[1] - strain[0]))
        scalars['localization_max'].append((loc_mean[loc_peak], loc_error[loc_peak]))
    for name, rows in scalars.items():
        group[name], group[f'{name}_sem'] = (np.array(column) for column in zip(*rows))


def _write_realizations(group, points, strains):
    count = max(len(point.curves) for point in points)
    for o, name in enumerate(OBSERVABLES):
        rows = np.full((len(points), count, strains), np.nan)
        for p, point in enumerate(points):
            rows[p, :len(point.curves)] = point.curves[:, o]
        group[name] = rows


def _write_maps(file, points, map_strain):
    count = max(len(point.maps) for point in points)
    if not count:
        return
    lx, ly = (max(m['strain'].shape[axis] for point in points for m in point.maps) for axis in (0, 1))
    for name in MAP_FIELDS:
        rows = np.full((len(points), count, lx, ly), np.nan)
        for p, point in enumerate(points):
            for m, fields in enumerate(point.maps):
                rows[p, m, :fields[name].shape[0], :fields[name].shape[1]] = fields[name]
        file[f'maps/{map_strain}/{name}'] = rows


def _write_events(file, points):
    rows = [(p, r, event) for p, point in enumerate(points) for r, events in enumerate(point.events)
            for event in events]
    if not rows:
        return
    file['events/point'] = [row[0] for row in rows]
    file['events/realization'] = [row[1] for row in rows]
    for name in ('strain', 'stress', 'slips', 'rounds', 'plastic_strain', 'stress_drop'):
        file[f'events/{name}'] = [getattr(row[2], name) for row in rows]
