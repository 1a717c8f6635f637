"""Picture of a calibration, from the numbers that `yieldscape calibrate` writes."""

import matplotlib.pyplot as plt
import numpy as np

from . import style
from .. import studies

_FIT, _TARGET = style.COLOURS['rejuvenation'], 'black'


def _curve(fit, axes):
    strain, stress, error = (np.array(fit['curve'][key]) for key in ('strain', 'stress', 'error'))
    axes.plot(strain, stress, color=_FIT, label='fit')
    axes.fill_between(strain, stress - error, stress + error, color=_FIT, alpha=0.25, linewidth=0)
    target = fit['target']
    for name, style_ in (('flow_stress', '--'), ('peak_stress', ':')):
        if target[name]:
            value, width = target[name]
            axes.axhline(value, color=_TARGET, linestyle=style_, linewidth=1,
                         label=f'target {name.replace("_", " ")} {value:g}')
            if width:
                axes.axhspan(value - width, value + width, color=_TARGET, alpha=0.1, linewidth=0)
    if target['curve']:
        curve = target['curve']
        axes.errorbar(curve['strain'], curve['stress'], curve['error'] or None, fmt='.', color=_TARGET,
                      markersize=3, linewidth=0.7, label='target curve')
    axes.set_xlim(0, strain[-1])
    axes.set_ylim(bottom=0)
    axes.set_xlabel(style.STRAIN_LABEL)
    axes.set_ylabel(style.LABELS['stress'])
    axes.legend(loc='lower right')


def _residual(fit, axes):
    """Fit − target: of every point of a curve, else of flow and peak stress, with the errors of both."""
    target = fit['target']
    axes.axhline(0, color=_TARGET, linewidth=0.7)
    if target['curve']:
        curve = target['curve']
        strain, wanted = np.array(curve['strain']), np.array(curve['stress'])
        grid = np.concatenate([[0], fit['curve']['strain']])
        found = np.interp(strain, grid, np.concatenate([[0], fit['curve']['stress']]))
        own = np.interp(strain, grid, np.concatenate([[0], fit['curve']['error']]))
        axes.errorbar(strain, found - wanted, np.hypot(own, curve['error'] or 0), fmt='.', color=_FIT, markersize=3,
                      linewidth=0.7)
        axes.set_xlabel(style.STRAIN_LABEL)
        chi = fit['chi_square'] / max(fit['degrees_of_freedom'], 1)
        axes.text(0.97, 0.95, rf'$\chi^2/\mathrm{{dof}} = {chi:.2f}$', transform=axes.transAxes, ha='right', va='top')
    else:
        names = [name for name in ('flow_stress', 'peak_stress') if target[name]]
        for place, name in enumerate(names):
            value, error = fit[name]
            wanted, width = target[name]
            axes.errorbar([place], [value - wanted], [np.hypot(error, width)], fmt='o', color=_FIT, markersize=4,
                          capsize=3)
        axes.set_xticks(range(len(names)), [name.replace('_', ' ') for name in names])
        axes.set_xlim(-0.6, len(names) - 0.4)
    axes.set_ylabel('fit − target')


def _region(fit, axes):
    """Bootstrap fits with the 68 and 95 % ellipses of their covariance; a histogram for c0 alone."""
    c0, c1 = (np.array(fit['bootstrap'][key]) for key in ('c0', 'c1'))
    if not fit['c1_fitted']:
        axes.hist(c0, bins=25, color=_FIT, alpha=0.6)
        axes.axvline(fit['c0'][0], color=_TARGET, linewidth=1)
        axes.set_xlabel('$c_0$')
        axes.set_ylabel('bootstrap fits')
        return
    axes.plot(c0, c1, '.', color=_FIT, markersize=2.5, alpha=0.6)
    values, vectors = np.linalg.eigh(np.cov(c0, c1))
    angle = np.linspace(0, 2 * np.pi, 200)
    for level, line in ((0.68, '-'), (0.95, '--')):
        radius = np.sqrt(-2 * np.log(1 - level))
        ring = vectors @ (np.sqrt(np.maximum(values, 0))[:, None] * radius * np.array([np.cos(angle), np.sin(angle)]))
        axes.plot(fit['c0'][0] + ring[0], fit['c1'][0] + ring[1], color=_TARGET, linestyle=line, linewidth=1,
                  label=f'{level:.0%}')
    axes.plot(*[[fit[key][0]] for key in ('c0', 'c1')], '+', color=_TARGET, markersize=9)
    axes.set_xlabel('$c_0$')
    axes.set_ylabel('$c_1$')
    axes.legend(loc='upper right')


def _search(fit, axes):
    """Coefficients round by round, relative to the result."""
    rounds = np.arange(1, len(fit['steps']) + 1)
    for key, marker in (('c0', 'o'), ('c1', 's')):
        if key == 'c0' or fit['c1_fitted']:
            values = np.array([step[f'best_{key}'] for step in fit['steps']]) / fit[key][0]
            axes.plot(rounds, values, marker=marker, markersize=3.5, linewidth=0.9, label=f'${key[0]}_{key[1]}$')
    axes.axhline(1, color=_TARGET, linewidth=0.7)
    axes.set_ylim(*np.clip(axes.get_ylim(), 0, 3))
    for place, step in zip(rounds, fit['steps']):
        axes.text(place, 0.98, step['realizations'], transform=axes.get_xaxis_transform(), fontsize=6, ha='center',
                  va='top', rotation=90)
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.minorticks_off()
    axes.set_xlabel('round (realizations at the top)')
    axes.set_ylabel('where it points / result')
    axes.legend(loc='lower right')


def draw(fit, directory, stem):
    """One picture of four panels; paths of PNG and PDF."""
    figure, panels = plt.subplots(2, 2, figsize=(7.2, 5.6), constrained_layout=True)
    for letter, axes, panel in zip('abcd', panels.flat, (_curve, _residual, _region, _search)):
        panel(fit, axes)
        style.panel_letter(axes, letter)
    pairs = [('c_0', fit['c0'])] + ([('c_1', fit['c1'])] if fit['c1_fitted'] else [])
    figure.suptitle(f'{fit["point"]}: ' + ', '.join(rf'${name} = {value:.4g} \pm {error:.1g}$'
                                                    for name, (value, error) in pairs), fontsize=11)
    return studies.save(figure, directory, f'{stem}_calibration', f'{fit["identity"]}')
