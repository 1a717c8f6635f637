"""Tables of a user, found again by the hash that stands for them in a canonical text."""

from pathlib import Path

import h5py
import numpy as np

from .laws import Table


def table_hash(first, second=()):
    """"xxh3:" and 32 hexadecimal digits, as the program writes them (probabilities, values or a kernel)."""
    import xxhash
    text = b''
    for values in (first, second):
        flat = np.ascontiguousarray(values, dtype='<f8').ravel()
        text += f'{flat.size}:'.encode() + flat.tobytes()
    return f'xxh3:{xxhash.xxh3_128_hexdigest(text)}'


def load_tables(paths):
    """{hash: table} of CSV and HDF5 files: a column of samples, two columns (probability, value), a kernel."""
    tables = {}
    for path in paths:
        for values in _arrays(Path(path)):
            tables[table_hash(values)] = values  # a kernel [Lx, Ly]
            if values.ndim == 1 or values.shape[1] == 1:
                # Samples are a set: the program names them sorted.
                tables[table_hash((), np.sort(values.ravel()))] = Table.from_samples(values.ravel())
            elif values.shape[1] == 2:
                tables[table_hash(values[:, 0], values[:, 1])] = Table(values[:, 0], values[:, 1])
    return tables


def _arrays(path):
    if path.suffix in ('.h5', '.hdf5'):
        found = []
        with h5py.File(path, 'r') as file:
            file.visititems(lambda _, node: found.append(node[()]) if isinstance(node, h5py.Dataset) else None)
        return [np.asarray(values, dtype=float) for values in found]
    lines = [line.split('#', 1)[0].replace(',', ' ').replace(';', ' ').split()
             for line in path.read_text(encoding='utf-8').splitlines()]
    rows = [line for line in lines if line]
    header = any(cell.lstrip('+-')[:1].isalpha() for cell in rows[0])
    return [np.array(rows[header:], dtype=float)]
