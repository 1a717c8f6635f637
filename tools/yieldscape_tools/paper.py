"""What the paper says of its eight runs: Tyukodi et al., C. R. Physique 24 S1 (2023) 113."""

from dataclasses import dataclass

INTERNAL_STRESS_WIDTH = 0.175  # w_g: Gaussian width of the initial internal stress in the atomistic glasses
MAP_STRAIN = 0.20              # figure 1
GLASSES = ('ESL', 'GQ')
SCENARIOS = ('disordered', 'rejuvenation')
FITS = ('uncorrelated', 'correlated')  # c0 alone; c0 and c1


@dataclass(frozen=True)
class PaperRun:
    """One of the eight runs."""

    glass: str
    scenario: str
    fit: str
    mean_slip: float | None  # as printed; None: the paper gives c0 itself

    @property
    def name(self):
        return f'{self.glass}_{self.scenario}_{self.fit}'


_PRINTED_MEAN_SLIP = {('ESL', 'disordered'): 0.0634, ('ESL', 'rejuvenation'): 0.0521,
                      ('GQ', 'disordered'): 0.0833, ('GQ', 'rejuvenation'): 0.0429}

RUNS = tuple(PaperRun(glass, scenario, fit, _PRINTED_MEAN_SLIP[glass, scenario] if fit == 'correlated' else None)
             for glass in GLASSES for fit in FITS for scenario in SCENARIOS)


def run(glass, scenario, fit):
    """The run of that glass, scenario and fit."""
    return next(r for r in RUNS if (r.glass, r.scenario, r.fit) == (glass, scenario, fit))
