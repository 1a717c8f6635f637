"""Figures of any result: one per observable, every point a curve coloured by what was swept."""

from matplotlib import cm, colors
import matplotlib.pyplot as plt
import numpy as np

from . import style

OBSERVABLES = ('stress', 'strain_variance', 'threshold_mean', 'localization', 'internal_stress_std')
_SWEPT = {'disorder_strength': r'disorder strength $s$', 'age': r'age parameter $r$', 'N': 'lattice side $N$',
          'c0': r'$c_0$', 'c1': r'$c_1$', 'shear_modulus': r'shear modulus $\mu$'}
_LEGEND_LIMIT = 6     # more curves than this get a colour bar
_LOG_SPAN = 20        # ratio of the swept values from which on the colours are logarithmic


def swept_parameter(points):
    """Name and values [P] of the parameter that takes most values over the points; None if all are equal."""
    best = None
    for name in _SWEPT:
        values = np.array([float(point.row(f'statistics/{name}')) for point in points.values()])
        distinct = np.unique(np.round(values[np.isfinite(values)], 12)).size
        if distinct > 1 and (best is None or distinct > best[2]):
            best = name, values, distinct
    return best[:2] if best else None


def _colours(points, swept):
    """A colour of every point and the mapping behind them."""
    if swept is None or np.unique(swept[1]).size < len(points) and len(points) <= _LEGEND_LIMIT:
        return [plt.get_cmap('viridis')(x) for x in np.linspace(0, 0.85, len(points))], None
    values = swept[1]
    logarithmic = values.min() > 0 and values.max() / values.min() >= _LOG_SPAN
    norm = (colors.LogNorm if logarithmic else colors.Normalize)(values.min(), values.max())
    mapping = cm.ScalarMappable(norm, colors.LinearSegmentedColormap.from_list(
        'viridis_dark', plt.get_cmap('viridis')(np.linspace(0, 0.92, 256))))
    return [mapping.to_rgba(value) for value in values], mapping


def _draw(observable, axes, points, overlays):
    swept = swept_parameter(points)
    colours, mapping = _colours(points, swept)
    use_bar = mapping is not None and len(points) > _LEGEND_LIMIT
    for (name, point), colour in zip(points.items(), colours):
        style.curve(axes, point, observable, colour, None if use_bar else name.replace('_', ' '))
    axes.set_xlabel(style.STRAIN_LABEL)
    axes.set_ylabel(style.LABELS[observable])
    style.fit_limits(axes, zero=observable != 'threshold_mean')
    for number, overlay in enumerate(o for o in overlays if o.figure == observable):
        style.overlay_curve(axes, overlay, number)
    if use_bar:
        axes.figure.colorbar(mapping, ax=axes, label=_SWEPT[swept[0]])
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc='best')


def draw_figures(points, observables, overlays, directory):
    """One file pair per observable."""
    paths = []
    for observable in observables:
        figure, axes = plt.subplots(figsize=(4.6, 3.3), constrained_layout=True)
        _draw(observable, axes, points, overlays)
        paths += style.save(figure, directory, observable)
    return paths


def draw_overview(points, observables, overlays, directory):
    """All observables on one page."""
    columns = 3
    rows = -(-len(observables) // columns)
    figure = plt.figure(figsize=(4.9 * columns, 3.4 * rows + 0.5), constrained_layout=True)
    figure.suptitle(f'{len(points)} points ({style.BAND_LABEL})', fontsize=12)
    grid = figure.add_gridspec(rows, columns)
    for number, observable in enumerate(observables):
        _draw(observable, figure.add_subplot(grid[divmod(number, columns)]), points, overlays)
    return style.save(figure, directory, 'overview')
