"""Parameters of one point, read from its canonical text (lines "key = value")."""

from dataclasses import dataclass, field
import math

import numpy as np

from .laws import SlipLaw, ThresholdLaw


@dataclass(frozen=True)
class Parameters:
    """Everything that decides the physics of one point."""

    shape: tuple
    shear_modulus: float
    bulk_modulus: float
    initial: ThresholdLaw
    renewal: ThresholdLaw
    slip: SlipLaw
    kernel_form: str = 'continuum'
    kernel_normalization: str = 'raw'
    kernel_table: np.ndarray | None = field(default=None, compare=False)
    internal_stress_std: float = 0.0
    dynamics: str = 'synchronous'

    @property
    def effective_modulus(self):
        """μ* = μ/(1 + μ/K), eq. (1)."""
        return self.shear_modulus / (1 + self.shear_modulus / self.bulk_modulus)

    @property
    def mean_slip(self):
        """<ε_0> over the renewed thresholds."""
        return self.slip.c0 + self.slip.c1 * self.renewal.moment(2)

    @property
    def age(self):
        """r, eq. (6)."""
        return self.initial.moment(1) / self.renewal.moment(1) - 1

    @property
    def disorder_strength(self):
        """s, eq. (3)."""
        std = math.sqrt(max(self.renewal.moment(2) - self.renewal.moment(1)**2, 0))
        return std / (self.effective_modulus * self.mean_slip)


def parse_text(text):
    """Dictionary of the lines "key = value"."""
    entries = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        key, separator, value = line.partition(' = ')
        if not separator:
            raise ValueError(f'line {number} of a canonical text is not "key = value": {line!r}')
        entries[key.strip()] = value.strip()
    return entries


def _threshold_law(entries, which, tables):
    prefix = f'thresholds.{which}.'
    numbers = {name: float(entries[prefix + name]) for name in ('mean', 'std', 'shift', 'lower', 'upper')
               if prefix + name in entries}
    return ThresholdLaw(entries[prefix + 'law'], **numbers, table=_table(entries, prefix + 'table', tables))


def _table(entries, key, tables):
    if key not in entries:
        return None
    if entries[key] not in tables:
        raise ValueError(f'{key} is the table {entries[key]}, which is not among the tables given')
    return tables[entries[key]]


def from_canonical_text(text, tables=None):
    """Parameters of a canonical text. It names tables by their hash only: `tables` maps hashes to them."""
    tables = tables or {}
    entries = parse_text(text)
    shape = tuple(int(side) for side in entries['lattice.shape'].strip('[]').split(','))
    initial = _threshold_law(entries, 'initial', tables)
    renewal = _threshold_law(entries, 'renewal', tables) if 'thresholds.renewal.law' in entries else initial
    return Parameters(
        shape=shape,
        shear_modulus=float(entries['material.shear_modulus']),
        bulk_modulus=float(entries['material.bulk_modulus']),
        initial=initial,
        renewal=renewal,
        slip=SlipLaw(entries['slip.law'], float(entries['slip.c0']), float(entries.get('slip.c1', 0)),
                     _table(entries, 'slip.table', tables)),
        kernel_form=entries.get('kernel.form', 'continuum'),
        kernel_normalization=entries.get('kernel.normalization', 'raw'),
        kernel_table=_table(entries, 'kernel.table', tables),
        internal_stress_std=float(entries.get('internal_stress.std', 0)),
        dynamics=entries.get('loading.dynamics', 'synchronous'))
