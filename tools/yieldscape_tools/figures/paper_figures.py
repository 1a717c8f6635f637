"""The paper's figures 1 to 7 and the page that shows them all."""

import math

import matplotlib.pyplot as plt

from .. import paper
from . import style
from .paper_panels import PANELS, missing

_PANEL_SIZE = (3.5, 2.75)  # inches: two panels fill the width of a page


def is_paper(points):
    """Whether any point is one of the paper's runs."""
    return any(run.name in points for run in paper.RUNS)


def draw_panel(panel, axes, points, overlays):
    """The panel and the measured curves that belong to it."""
    panel.draw(axes, points)
    mine = [overlay for overlay in overlays if overlay.figure in (panel.key, panel.figure)]
    for number, overlay in enumerate(mine):
        style.overlay_curve(axes, overlay, number)
    if axes.get_legend_handles_labels()[0]:
        axes.legend(loc=panel.legend)
    style.panel_letter(axes, panel.letter)


def chosen_panels(points, selection):
    """Panels asked for ('3a', or '3' for all of figure 3; nothing: every panel) that can be drawn, and
    what is missing for the others, as {key: reason}."""
    wanted = [panel for panel in PANELS.values()
              if not selection or panel.key in selection or panel.figure in selection]
    reasons = {panel.key: missing(panel, points) for panel in wanted}
    return [panel for panel in wanted if not reasons[panel.key]], \
        {key: reason for key, reason in reasons.items() if reason}


def draw_figures(points, panels, overlays, directory, selection):
    """One file pair per figure of the paper, or per panel where a single panel was asked for."""
    groups = {}
    for panel in panels:
        alone = panel.key in selection and panel.figure not in selection
        groups.setdefault(panel.key if alone else panel.figure, []).append(panel)
    paths = []
    for key, group in groups.items():
        width, height = _PANEL_SIZE
        figure, row = plt.subplots(1, len(group), figsize=(width * len(group), height), squeeze=False,
                                   constrained_layout=True)
        for panel, axes in zip(group, row[0]):
            draw_panel(panel, axes, points, overlays)
        paths += style.save(figure, directory, f'figure_{key}')
    return paths


def table_rows(points):
    """Plateau, peak and localization of the runs that are there: header and rows of text."""
    header = ['run', 'plateau', 'peak', 'peak strain', r'max $\mathrm{LOC}$', 'realizations']
    rows = []
    for run in paper.RUNS:
        if run.name in points:
            point = points[run.name]
            quantities = [point.quantity(name) for name in ('flow_stress', 'peak_stress', 'peak_strain',
                                                            'localization_max')]
            rows.append([run.name.replace('_', ' ')] + [_value(*pair) for pair in quantities] + [str(point.count)])
    return header, rows


def _value(value, error):
    """Value ± error to two digits of the error."""
    if not math.isfinite(error) or error <= 0:
        return f'{value:.3f}'
    digits = min(max(1 - math.floor(math.log10(error)), 0), 4)
    return rf'{value:.{digits}f} $\pm$ {error:.{digits}f}'


def draw_overview(points, panels, overlays, directory):
    """All panels and the table on one page (A3, landscape)."""
    columns = 4
    rows = math.ceil(len(panels) / columns)
    spare = rows * columns - len(panels)
    if spare < 2:
        rows += 1
    figure = plt.figure(figsize=(16.5, 2.7 * rows + 0.9), constrained_layout=True)
    figure.suptitle('Elastoplastic model of ESL and GQ glasses: disordered and rejuvenation scenarios '
                    f'({style.BAND_LABEL})', fontsize=13)
    grid = figure.add_gridspec(rows, columns)
    for number, panel in enumerate(panels):
        axes = figure.add_subplot(grid[divmod(number, columns)])
        draw_panel(panel, axes, points, overlays)
        axes.texts[-1].set_text(f'{panel.figure}({panel.letter})')
    header, body = table_rows(points)
    if body:
        first = len(panels) % columns if spare >= 2 else 0
        _table(figure.add_subplot(grid[rows - 1, first:]), header, body)
    return style.save(figure, directory, 'overview')


def _table(axes, header, body):
    axes.axis('off')
    table = axes.table(cellText=body, colLabels=header, loc='center', cellLoc='center', edges='horizontal',
                       colWidths=[0.30, 0.155, 0.145, 0.15, 0.145, 0.105], bbox=[0, 0.02, 1, 0.96])
    table.auto_set_font_size(False)
    table.set_fontsize(9.5)
    for (row, column), cell in table.get_celld().items():
        cell.set_linewidth(0.6)
        if column == 0:
            cell.set_text_props(ha='left')
            cell.PAD = 0.02
        if row == 0:
            cell.set_text_props(weight='bold')
