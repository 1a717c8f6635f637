"""What the paper says of its eight runs, as checks with stated tolerances.

Every check compares a measured value with a bound. The bound is a tolerance of its own, on the physics, plus
CONFIDENCE standard errors of what was measured, so that a small ensemble is judged less sharply; both are
printed. Values are in LJ units.
"""

from dataclasses import dataclass
import math

import numpy as np

from . import paper

CONFIDENCE = 3.0             # standard errors allowed on top of every tolerance
PLATEAU_TOLERANCE = 0.02     # largest deviation of a plateau from the mean of the eight
PEAK_MATCH_TOLERANCE = 0.03  # relative difference of the two scenarios' peaks in a two-parameter fit
NO_PEAK_TOLERANCE = 0.03     # overshoot/plateau − 1 of a curve without peak
TINY_PEAK = 0.20             # largest overshoot/plateau − 1 of uncorrelated disordered GQ
TINY_PEAK_DROP = 0.05        # and least fall of the stress behind its peak, over the plateau
CLEAR_PEAK = 0.05            # least overshoot/plateau − 1 of the runs whose fit has a peak
# Internal stress in flow over w_g is "2 to 3", in whole numbers: hence 10 % on both ends. It is asked of the
# rejuvenation runs only. With the reconstructed threshold laws they come out at 3.0 to 3.2, the disordered
# runs above (ESL 3.5, GQ 4.9): those are shown as notes, so that nobody takes them for agreement.
INTERNAL_STRESS_RATIO = (2.0, 3.0)
INTERNAL_STRESS_TOLERANCE = 0.10
MEAN_SLIP_TOLERANCE = 1e-4   # one unit of the last printed digit: c0 and c1 are rounded as well
AGES = {'ESL': 0.14, 'GQ': 0.65}
AGE_TOLERANCE = 0.005        # half a unit of the last printed digit
OVERSHOOT_STRAIN = 0.15      # a peak at yielding is looked for below this strain
OVERSHOOT_WINDOW = 3         # grid strains averaged, so that noise does not make a peak


@dataclass(frozen=True)
class Measured:
    """What is read off one run."""

    name: str
    realizations: int
    plateau: tuple          # value, standard error
    peak: tuple
    peak_strain: tuple
    localization_max: tuple
    overshoot: tuple        # highest mean over OVERSHOOT_WINDOW strains at yielding, over the plateau, minus 1
    drop: tuple             # fall from that peak to the lowest mean behind it, over the plateau
    internal_stress: tuple  # std of the internal stress in flow
    mean_slip: float
    age: float


@dataclass(frozen=True)
class Outcome:
    """One line of the report."""

    passed: bool | None  # None: a note, not judged
    text: str


def measure(point):
    """All that the checks need of one point; errors from the realizations."""
    stress, _ = point.realizations('stress')
    internal, _ = point.realizations('internal_stress_std')
    flow = point.strain >= 0.5 * point.strain[-1] * (1 - 1e-9)
    parameters = point.parameters()
    overshoot, drop = _yield_peak(stress, point.strain, flow)
    return Measured(
        name=point.name, realizations=len(stress), plateau=point.quantity('flow_stress'),
        peak=point.quantity('peak_stress'), peak_strain=point.quantity('peak_strain'),
        localization_max=point.quantity('localization_max'), overshoot=overshoot, drop=drop,
        internal_stress=_mean_and_error(internal[:, flow].mean(axis=1)),
        mean_slip=parameters.mean_slip, age=parameters.age)


def _mean_and_error(samples):
    error = samples.std(ddof=1) / math.sqrt(samples.size) if samples.size > 1 else math.nan
    return float(samples.mean()), error


def _yield_peak(stress, strain, flow):
    """Overshoot and drop of the mean curve at yielding, both over the plateau, with jackknife errors."""
    window = np.ones(OVERSHOOT_WINDOW) / OVERSHOOT_WINDOW
    early = strain <= OVERSHOOT_STRAIN * (1 + 1e-9)

    def ratios(curve):
        plateau = curve[flow].mean()
        yielding = np.convolve(curve[early], window, mode='valid') / plateau
        peak = int(yielding.argmax())
        return np.array([yielding[peak] - 1, yielding[peak] - yielding[peak:].min()])

    n = len(stress)
    values = ratios(stress.mean(axis=0))
    if n < 2:
        return [(value, math.nan) for value in values]
    total = stress.sum(axis=0)
    left_out = np.array([ratios((total - curve) / (n - 1)) for curve in stress])
    errors = np.sqrt((n - 1) / n * np.sum((left_out - left_out.mean(axis=0))**2, axis=0))
    return list(zip(values, errors))


def check_all(runs):
    """All checks on the eight runs, {name: Measured}; a list of outcomes."""
    return [*_plateaus(runs), *_peak_matches(runs), *_peak_shapes(runs), *_internal_stresses(runs),
            *_mean_slips(runs), *_ages(runs)]


def _within(value, low, high, error, what):
    """value in [low, high], CONFIDENCE standard errors allowed on either side."""
    margin = CONFIDENCE * error
    passed = bool(low - margin <= value <= high + margin)
    if error == 0:
        return Outcome(passed, f'{what}: {value:.4f}, expected {_range(low, high)}')
    return Outcome(passed, f'{what}: {value:.4f} ± {error:.4f}, expected {_range(low, high)} '
                           f'(± {CONFIDENCE:g} errors)')


def _range(low, high):
    if math.isinf(low):
        return f'at most {high:g}'
    return f'at least {low:g}' if math.isinf(high) else f'{low:g} to {high:g}'


def _plateaus(runs):
    values = np.array([run.plateau[0] for run in runs.values()])
    mean = values.mean()
    spread = np.abs(values / mean - 1).max()
    yield Outcome(bool(spread <= PLATEAU_TOLERANCE),
                  f'plateaus: mean {mean:.4f}, largest deviation {100 * spread:.2f} % (statistical error up to '
                  f'{100 * max(run.plateau[1] for run in runs.values()) / mean:.2f} %), expected at most '
                  f'{100 * PLATEAU_TOLERANCE:g} %')


def _peak_matches(runs):
    for glass in paper.GLASSES:
        disordered, rejuvenation = (runs[paper.run(glass, scenario, 'correlated').name].peak
                                    for scenario in paper.SCENARIOS)
        mean = (disordered[0] + rejuvenation[0]) / 2
        yield _within((disordered[0] - rejuvenation[0]) / mean, -PEAK_MATCH_TOLERANCE, PEAK_MATCH_TOLERANCE,
                      math.hypot(disordered[1], rejuvenation[1]) / mean,
                      f'{glass} correlated: peaks equal, relative difference disordered − rejuvenation')


def _peak_shapes(runs):
    expected = {('ESL', 'disordered', 'uncorrelated'): (-math.inf, NO_PEAK_TOLERANCE, 'no peak'),
                ('ESL', 'rejuvenation', 'uncorrelated'): (-math.inf, NO_PEAK_TOLERANCE, 'no peak'),
                ('GQ', 'disordered', 'uncorrelated'): (-math.inf, TINY_PEAK, 'peak at most tiny')}
    for run in paper.RUNS:
        low, high, what = expected.get((run.glass, run.scenario, run.fit), (CLEAR_PEAK, math.inf, 'peak'))
        yield _within(runs[run.name].overshoot[0], low, high, runs[run.name].overshoot[1],
                      f'{run.name}: {what}, overshoot/plateau − 1')
    tiny = runs[paper.run('GQ', 'disordered', 'uncorrelated').name]
    yield _within(tiny.drop[0], TINY_PEAK_DROP, math.inf, tiny.drop[1],
                  f'{tiny.name}: but a peak, fall of the stress behind it over the plateau')


def _internal_stresses(runs):
    low, high = INTERNAL_STRESS_RATIO
    for run in paper.RUNS:
        value, error = (x / paper.INTERNAL_STRESS_WIDTH for x in runs[run.name].internal_stress)
        if run.scenario == 'disordered':
            yield Outcome(None, f'{run.name}: internal stress in flow over w_g: {value:.4f} ± {error:.4f}, not judged')
        else:
            yield _within(value, low * (1 - INTERNAL_STRESS_TOLERANCE), high * (1 + INTERNAL_STRESS_TOLERANCE),
                          error, f'{run.name}: internal stress in flow over w_g')


def _mean_slips(runs):
    for run in paper.RUNS:
        if run.mean_slip:
            yield _within(runs[run.name].mean_slip, run.mean_slip - MEAN_SLIP_TOLERANCE,
                          run.mean_slip + MEAN_SLIP_TOLERANCE, 0.0, f'{run.name}: mean slip as printed')


def _ages(runs):
    for glass, printed in AGES.items():
        run = runs[paper.run(glass, 'rejuvenation', 'correlated').name]
        yield _within(run.age, printed - AGE_TOLERANCE, printed + AGE_TOLERANCE, 0.0, f'{glass}: age r')
