"""Measured curves brought by a user, to be drawn over the model's."""

from dataclasses import dataclass
from pathlib import Path
import math
import re

import numpy as np


class OverlayError(Exception):
    """An overlay that cannot be used; the message begins with file and line."""


@dataclass(frozen=True)
class Overlay:
    """A measured curve: strain, value and standard error (None: not given), each [n]."""

    strain: np.ndarray
    value: np.ndarray
    error: np.ndarray | None
    label: str
    figure: str | None  # '3a', '3', 'stress', …; None: wherever the default says


def parse_overlay(argument):
    """Reads `FILE.csv[:figure[:label]]`."""
    path, figure, label = _split(argument)
    strain, value, error = read_curve(path)
    return Overlay(strain, value, error, label or path.stem.replace('_', ' '), figure)


def _split(argument):
    """The shortest part before a colon that is a file is the path; the rest are figure and label."""
    parts = argument.split(':')
    for end in range(1, len(parts) + 1):
        path = Path(':'.join(parts[:end]))
        if path.is_file():
            figure, label = (parts[end:] + ['', ''])[:2] if end + 2 >= len(parts) else \
                (parts[end], ':'.join(parts[end + 1:]))
            return path, figure or None, label or None
    raise OverlayError(f"{parts[0]}: error: no such file; an overlay is FILE.csv[:figure[:label]], "
                       "for example pilot.csv:3b:atoms")


def read_curve(path):
    """Strain, value and error columns of a CSV file: comma, semicolon or blanks between two or three
    numbers, # begins a comment, one header line may come first, strains increase."""
    try:
        lines = Path(path).read_text(encoding='utf-8').splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OverlayError(f'{path}: error: cannot be read as text: {error}') from error
    rows = []
    header_allowed = True
    for number, line in enumerate(lines, 1):
        text = line.split('#', 1)[0].strip().lstrip('\ufeff')
        if not text:
            continue
        cells = [cell for cell in re.split(r'\s*[,;]\s*|\s+', text) if cell]
        if header_allowed and not any(_is_number(cell) for cell in cells):
            header_allowed = False
            continue
        header_allowed = False
        rows.append(_row(f'{path}:{number}', cells, rows[-1] if rows else None))
    if len(rows) < 2:
        raise OverlayError(f'{path}:{max(len(lines), 1)}: error: a curve needs at least 2 rows, '
                           f'this file has {len(rows)}')
    columns = np.array(rows).T
    return columns[0], columns[1], columns[2] if len(columns) == 3 else None


def _row(place, cells, previous):
    if len(cells) not in (2, 3):
        raise OverlayError(f'{place}: error: {len(cells)} columns, expected strain, value and optionally '
                           'standard error')
    for cell in cells:
        if not _is_number(cell) or not math.isfinite(float(cell)):
            raise OverlayError(f"{place}: error: '{cell}' is not a finite number")
    row = [float(cell) for cell in cells]
    if previous and len(row) != len(previous):
        raise OverlayError(f'{place}: error: {len(row)} columns, the rows before have {len(previous)}')
    if previous and row[0] <= previous[0]:
        raise OverlayError(f'{place}: error: strain {row[0]:g} does not increase after {previous[0]:g}')
    if len(row) == 3 and row[2] < 0:
        raise OverlayError(f'{place}: error: standard error {row[2]:g} is negative')
    return row


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True
