"""The panels of the paper's figures, each a function that draws into given axes."""

from dataclasses import dataclass
from functools import partial
from typing import Callable

from mpl_toolkits.axes_grid1 import make_axes_locatable
import numpy as np
from scipy import stats

from .. import paper
from . import style

_UNCORRELATED = r'$\langle\varepsilon_0\rangle = c_0$'
_CORRELATED = r'$\langle\varepsilon_0\rangle = c_0 + c_1\sigma_{\mathrm{c}}^2$'


@dataclass(frozen=True)
class Panel:
    """One panel: what the paper calls it, the runs it needs and how it is drawn into axes."""

    key: str                  # '3a'
    runs: tuple               # names of points
    draw: Callable            # draw(axes, points)
    legend: str | tuple = 'best'  # where in the axes
    is_strain_curve: bool = True

    @property
    def figure(self):
        return self.key[:-1]

    @property
    def letter(self):
        return self.key[-1]


def _names(glass, fit):
    return tuple(paper.run(glass, scenario, fit).name for scenario in paper.SCENARIOS)


def _curves(observable, glass, fit, axes, points, zero=True):
    for scenario, name in zip(paper.SCENARIOS, _names(glass, fit)):
        style.curve(axes, points[name], observable, style.COLOURS[scenario], scenario)
    axes.set_xlabel(style.STRAIN_LABEL)
    axes.set_ylabel(style.LABELS[observable])
    style.fit_limits(axes, zero)
    style.panel_title(axes, f'{glass}, {_CORRELATED if fit == "correlated" else _UNCORRELATED}')


def _stress(glass, fit, axes, points):
    """Stress against strain with the peak enlarged below the plateau."""
    _curves('stress', glass, fit, axes, points)
    inset = axes.inset_axes([0.16, 0.13, 0.42, 0.38])
    for scenario, name in zip(paper.SCENARIOS, _names(glass, fit)):
        style.curve(inset, points[name], 'stress', style.COLOURS[scenario])
    inset.set_xlim(0, 0.2)
    inset.set_ylim(bottom=0, top=axes.get_ylim()[1])
    inset.tick_params(labelsize=8)


def _strain_variance(axes, points):
    """Strain variance of ESL, on logarithmic axes in the inset."""
    _curves('strain_variance', 'ESL', 'correlated', axes, points)
    inset = axes.inset_axes([0.15, 0.54, 0.38, 0.41])
    for scenario, name in zip(paper.SCENARIOS, _names('ESL', 'correlated')):
        style.curve(inset, points[name], 'strain_variance', style.COLOURS[scenario])
    inset.set_xscale('log')
    inset.set_yscale('log')
    inset.tick_params(labelsize=8)


def _mean_threshold(glass, axes, points):
    _curves('threshold_mean', glass, 'correlated', axes, points, zero=False)


def _internal_stress(glass, axes, points):
    """Internal stress, with the width that the atomistic glasses have before any strain."""
    _curves('internal_stress_std', glass, 'correlated', axes, points)
    axes.axhline(paper.INTERNAL_STRESS_WIDTH, color='black', linestyle=':', linewidth=1.1,
                 label=f'$w_g = {paper.INTERNAL_STRESS_WIDTH}$ (atoms, initial)')
    axes.set_ylim(top=axes.get_ylim()[1] * 1.02)


def _thresholds(axes, points):
    """P(σ_c) of the three glasses, from the laws of the runs."""
    laws = {}
    for glass in paper.GLASSES:
        parameters = points[paper.run(glass, 'rejuvenation', 'correlated').name].parameters()
        laws[glass] = parameters.initial
        laws['MCT'] = parameters.renewal
    low, high = min(law.quantile(1e-4) for law in laws.values()), max(law.quantile(1 - 1e-4) for law in laws.values())
    sigma = np.linspace(low - 0.05, high + 0.05, 600)
    for glass in ('MCT', *paper.GLASSES):
        axes.plot(sigma, laws[glass].pdf(sigma), color=style.COLOURS[glass], label=glass)
        axes.plot(2 * [laws[glass].moment(1)], [0, laws[glass].pdf(laws[glass].moment(1))],
                  color=style.COLOURS[glass], linestyle=':', linewidth=0.9)
    axes.plot([], [], color='black', linestyle=':', linewidth=0.9, label='mean')
    axes.set_xlim(sigma[0], sigma[-1])
    axes.set_ylim(0, axes.get_ylim()[1] * 1.08)
    axes.set_xlabel(r'local yield stress $\sigma_{\mathrm{c}}$')
    axes.set_ylabel(r'$P(\sigma_{\mathrm{c}})$')
    style.panel_title(axes, 'local yield stress')


def _initial_internal_stress(axes, _points):
    """The Gaussian that the internal stress of the undeformed atomistic glasses follows."""
    width = paper.INTERNAL_STRESS_WIDTH
    sigma = np.linspace(-4 * width, 4 * width, 400)
    density = stats.norm(0, width).pdf(sigma)
    axes.plot(sigma, density, color=style.COLOURS['MCT'])
    axes.fill_between(sigma, density, color=style.COLOURS['MCT'], alpha=0.12, linewidth=0)
    axes.set_xlim(sigma[0], sigma[-1])
    axes.set_ylim(0, 1.15 * density.max())
    axes.set_xlabel(r'internal stress $\sigma - \Sigma$')
    axes.set_ylabel(r'$P(\sigma - \Sigma)$')
    style.panel_title(axes, 'initial internal stress (atoms)')
    axes.text(0.97, 0.94, f'Gaussian,\n$w_g = {width}$', transform=axes.transAxes, ha='right', va='top')


def _map_name(point):
    """Subgroup of the maps kept at the strain of figure 1; None if there is none."""
    for grid, name in point.file.strain_groups('maps').items():
        if abs(point.strain[grid] - paper.MAP_STRAIN) < 1e-9:
            return name
    return None


def _strain_map(glass, axes, points):
    """Local strain of one sample; both glasses share one colour scale."""
    name = paper.run(glass, 'rejuvenation', 'correlated').name
    fields = {g: points[n].field_map(_map_name(points[n]), 'strain')
              for g in paper.GLASSES if (n := paper.run(g, 'rejuvenation', 'correlated').name) in points}
    field = fields[glass]
    highest = max(f.max() for f in fields.values())
    image = axes.imshow(field.T, origin='lower', cmap='magma_r', vmin=0, vmax=highest, interpolation='nearest',
                        extent=(0, field.shape[0], 0, field.shape[1]))
    axes.set_xlabel('$x/a$')
    axes.set_ylabel('$y/a$')
    axes.minorticks_off()
    axes.tick_params(direction='out', top=False, right=False)
    axes.set_xticks(range(0, field.shape[0] + 1, 4))
    axes.set_yticks(range(0, field.shape[1] + 1, 4))
    bar = axes.figure.colorbar(image, cax=make_axes_locatable(axes).append_axes('right', '5%', pad=0.08))
    bar.set_label(r'local strain $\varepsilon(\mathbf{r})$')
    style.panel_title(axes, rf'{glass}, rejuvenation, $\varepsilon = {paper.MAP_STRAIN:.2f}$')


def _panels():
    rejuvenated = tuple(paper.run(glass, 'rejuvenation', 'correlated').name for glass in paper.GLASSES)
    yield Panel('1b', rejuvenated[:1], partial(_strain_map, 'ESL'), is_strain_curve=False)
    yield Panel('1c', rejuvenated[1:], partial(_strain_map, 'GQ'), is_strain_curve=False)
    yield Panel('2a', rejuvenated, _thresholds, 'upper right', is_strain_curve=False)
    yield Panel('2b', (), _initial_internal_stress, is_strain_curve=False)
    for figure, glass in (('3', 'ESL'), ('5', 'GQ')):
        for letter, fit in zip('ab', paper.FITS):
            yield Panel(figure + letter, _names(glass, fit), partial(_stress, glass, fit), 'lower right')
    yield Panel('4a', _names('ESL', 'correlated'), _strain_variance, 'lower right')
    yield Panel('4b', _names('ESL', 'correlated'), partial(_mean_threshold, 'ESL'))
    yield Panel('6a', _names('GQ', 'correlated'), partial(_curves, 'localization', 'GQ', 'correlated'))
    yield Panel('6b', _names('GQ', 'correlated'), partial(_mean_threshold, 'GQ'))
    for letter, glass in zip('ab', paper.GLASSES):
        yield Panel('7' + letter, _names(glass, 'correlated'), partial(_internal_stress, glass), (0.40, 0.27))


PANELS = {panel.key: panel for panel in sorted(_panels(), key=lambda panel: panel.key)}


def figure_keys():
    """Everything that can be asked for: '1', '1b', …"""
    return sorted({key for panel in PANELS.values() for key in (panel.figure, panel.key)})


def curve_keys():
    """Of these, the ones with a strain axis."""
    return sorted({key for panel in PANELS.values() if panel.is_strain_curve for key in (panel.figure, panel.key)})


def missing(panel, points):
    """Why the panel cannot be drawn from these points; empty if it can."""
    absent = [name for name in panel.runs if name not in points]
    if absent:
        return f'no point {", ".join(absent)}'
    if panel.figure == '1' and _map_name(points[panel.runs[0]]) is None:
        return f'no maps at strain {paper.MAP_STRAIN}; record: {{maps_at: [{paper.MAP_STRAIN}]}} keeps them'
    return ''
