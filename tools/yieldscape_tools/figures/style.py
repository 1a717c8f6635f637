"""One look for all figures: fonts, colours, curves with error bands, files."""

from pathlib import Path

import matplotlib

matplotlib.use('Agg')
import matplotlib.pyplot as plt  # noqa: E402  (the backend comes first)
import numpy as np  # noqa: E402

# Okabe and Ito's palette: told apart by colour-blind readers and in grey.
COLOURS = {'disordered': '#0072B2', 'rejuvenation': '#D55E00',
           'MCT': '#555555', 'ESL': '#009E73', 'GQ': '#CC79A7'}
OVERLAY_DASHES = ((5, 2), (2, 1.5), (7, 2, 1.5, 2))
STRAIN_LABEL = r'strain $\varepsilon$'
BAND_LABEL = 'shaded: ± one standard error'

# Axis label of every observable.
LABELS = {
    'stress': r'stress $\Sigma$',
    'strain_variance': r'strain variance $\mathrm{Var}(\varepsilon)$',
    'plastic_strain_variance': r'plastic strain variance $\mathrm{Var}(\varepsilon_{\mathrm{p}})$',
    'threshold_mean': r'mean threshold $\langle\sigma_{\mathrm{c}}\rangle$',
    'localization': r'localization $\mathrm{LOC}$',
    'localization_plastic': r'localization of $\varepsilon_{\mathrm{p}}$',
    'internal_stress_std': r'internal stress $\mathrm{std}(\sigma-\Sigma)$',
    'plastic_strain_mean': r'mean plastic strain $\langle\varepsilon_{\mathrm{p}}\rangle$',
    'slips': 'slips',
    'avalanches': 'avalanches',
}


def use_style():
    """Fonts and lines of a printed article; text stays text in the PDF."""
    plt.rcParams.update({
        'font.family': 'STIXGeneral', 'mathtext.fontset': 'stix', 'font.size': 10,
        'axes.labelsize': 11, 'xtick.labelsize': 9, 'ytick.labelsize': 9, 'legend.fontsize': 9,
        'axes.linewidth': 0.7, 'lines.linewidth': 1.3,
        'xtick.direction': 'in', 'ytick.direction': 'in', 'xtick.top': True, 'ytick.right': True,
        'xtick.minor.visible': True, 'ytick.minor.visible': True,
        'legend.frameon': False, 'legend.handlelength': 1.8,
        'figure.dpi': 100, 'savefig.dpi': 300, 'pdf.fonttype': 42})


def curve(axes, point, observable, colour, label=None):
    """Ensemble mean with a band of ± one standard error."""
    mean, error = point.curve(observable)
    axes.plot(point.strain, mean, color=colour, label=label)
    axes.fill_between(point.strain, mean - error, mean + error, color=colour, alpha=0.25, linewidth=0)


def overlay_curve(axes, overlay, number):
    """A measured curve, black and dashed, its error as a grey band; in the panel's insets too."""
    dashes = OVERLAY_DASHES[number % len(OVERLAY_DASHES)]
    for target in (axes, *axes.child_axes):
        x_limits, (low, high) = target.get_xlim(), target.get_ylim()
        target.plot(overlay.strain, overlay.value, color='black', dashes=dashes, linewidth=1.1,
                    label=overlay.label, zorder=5)
        if overlay.error is not None:
            target.fill_between(overlay.strain, overlay.value - overlay.error, overlay.value + overlay.error,
                                color='black', alpha=0.15, linewidth=0)
        shown = overlay.value[(overlay.strain >= x_limits[0]) & (overlay.strain <= x_limits[1])]
        target.set_xlim(x_limits)
        if shown.size:
            room = 0 if target.get_yscale() == 'log' else 0.06 * np.ptp(shown)
            target.set_ylim(min(low, shown.min()), max(high, shown.max() + room))


def fit_limits(axes, zero=True):
    """The strain axis from zero to the last strain, the other from zero or just below the lowest curve to a
    little above the highest one."""
    curves = [line for line in axes.get_lines() if len(line.get_xdata()) > 2]
    low = 0 if zero else min(np.nanmin(line.get_ydata()) for line in curves)
    high = max(np.nanmax(line.get_ydata()) for line in curves)
    axes.set_xlim(0, max(np.nanmax(line.get_xdata()) for line in curves))
    axes.set_ylim(low if zero else low - 0.12 * (high - low), high + 0.08 * (high - low))


def panel_letter(axes, letter):
    """(a), (b), … above the left end of the panel."""
    axes.text(0, 1.02, f'({letter})', transform=axes.transAxes, ha='left', va='bottom', fontsize=11)


def panel_title(axes, title):
    axes.text(0.5, 1.02, title, transform=axes.transAxes, ha='center', va='bottom', fontsize=10)


def save(figure, directory, stem):
    """PNG and PDF; returns their paths. Nothing in them depends on the time of day."""
    paths = [Path(directory) / f'{stem}.png', Path(directory) / f'{stem}.pdf']
    figure.savefig(paths[0], metadata={'Software': None})
    figure.savefig(paths[1], metadata={'CreationDate': None, 'Creator': 'yieldscape tools/figures'})
    plt.close(figure)
    return paths
