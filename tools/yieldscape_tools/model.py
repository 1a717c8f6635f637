"""The quasistatic elastoplastic model, slow and obvious: the oracle of the C++ program's tests.

It keeps the local stress σ(r) and the threshold σ_c(r) as they stand in the paper and draws its random
numbers where the program draws them, so both give the same run, avalanche by avalanche.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import special

from . import philox
from .kernel import full_kernel, zero_mean_kernel

OBSERVABLES = ('stress', 'strain_variance', 'plastic_strain_variance', 'threshold_mean', 'localization',
               'localization_plastic', 'internal_stress_std', 'plastic_strain_mean', 'slips', 'avalanches')
MAP_FIELDS = ('strain', 'plastic_strain', 'stress', 'threshold')
_VISIT_BLOCK = 32  # visits drawn at once for all sites; a matter of speed only


@dataclass
class Avalanche:
    """All rounds from the load step that makes a site unstable until every site is stable again."""

    strain: float
    stress: float
    first_site: int
    slips: int = 0
    rounds: int = 0
    plastic_strain: float = 0.0
    stress_drop: float = 0.0


@dataclass
class Run:
    """One realization: observables [T] at the grid strains, avalanches, fields at chosen strains."""

    strain: np.ndarray
    observables: dict
    avalanches: list = field(default_factory=list)
    maps: dict = field(default_factory=dict)  # grid number -> {field: [Lx, Ly]}


class Disorder:
    """Thresholds and slips of one realization as pure functions of (site, visit); arrays are flat [Lx Ly]."""

    def __init__(self, parameters, key, realization):
        self._parameters = parameters
        self._key = key
        self._realization = realization
        self._sites = np.arange(np.prod(parameters.shape))
        self._shapes = np.empty((0, self._sites.size))
        self._renewed = np.empty((0, self._sites.size))

    def eigenstrain(self):
        _, u = self._uniform(philox.STREAM_INITIAL_STRESS, 0)
        return special.ndtri(u)

    def initial_thresholds(self, internal_stress):
        """First threshold of every site above the internal stress; without one, simply the first."""
        threshold = self._initial(0)
        if not internal_stress.any():
            return threshold
        visit = 0
        while np.any(threshold - internal_stress <= 0):
            visit += 1
            threshold = np.where(threshold - internal_stress > 0, threshold, self._initial(visit))
        return threshold

    def renew(self, sites, visits, thresholds):
        """Slips and new thresholds of sites that have slipped `visits` times, by their old thresholds."""
        while visits.max() >= len(self._shapes):
            self._draw_block()
        slips = self._parameters.slip.mean(thresholds) * self._shapes[visits, sites]
        return slips, self._renewed[visits, sites]

    def _uniform(self, stream, visits):
        return philox.uniform_pair(self._key, self._realization, stream, self._sites, visits)

    def _initial(self, visit):
        _, u = self._uniform(philox.STREAM_INITIAL_THRESHOLD, visit)
        return self._parameters.initial.quantile(u)

    def _draw_block(self):
        visits = len(self._shapes) + np.arange(_VISIT_BLOCK)[:, None]
        first, second = self._uniform(philox.STREAM_RENEWAL, visits)
        self._shapes = np.concatenate((self._shapes, self._parameters.slip.shape(first)))
        self._renewed = np.concatenate((self._renewed, self._parameters.renewal.quantile(second)))


class State:
    """Fields of one sample, flat [Lx Ly], site = x Ly + y, and the imposed strain."""

    def __init__(self, parameters, disorder):
        shape = parameters.shape
        self.parameters = parameters
        self.disorder = disorder
        g0 = zero_mean_kernel(shape, parameters.effective_modulus, parameters.kernel_form,
                              parameters.kernel_normalization, parameters.kernel_table)
        self._tiled = np.tile(full_kernel(g0, parameters.shear_modulus), (2, 2))
        self.strain = 0.0
        self.local_stress = _internal_stress(g0, disorder.eigenstrain().reshape(shape),
                                             parameters.internal_stress_std).ravel()
        self.threshold = disorder.initial_thresholds(self.local_stress)
        self.plastic_strain = np.zeros(shape[0] * shape[1])
        self.visits = np.zeros(shape[0] * shape[1], dtype=np.int64)

    @property
    def stress(self):
        """Σ = 2μ(ε − <ε_p>)."""
        return 2 * self.parameters.shear_modulus * (self.strain - self.plastic_strain.mean())

    @property
    def strength(self):
        return self.threshold - self.local_stress

    def load(self, strain):
        """Elastic, homogeneous loading to the given strain."""
        self.local_stress += 2 * self.parameters.shear_modulus * (strain - self.strain)
        self.strain = strain

    def kernel_from(self, site):
        """G(r − r_site) over the lattice, flat."""
        lx, ly = self.parameters.shape
        x, y = divmod(int(site), ly)
        return self._tiled[lx - x:2 * lx - x, ly - y:2 * ly - y].ravel()

    def slip(self, sites):
        """One round: every site of the list slips once; returns the summed slip."""
        slips, renewed = self.disorder.renew(sites, self.visits[sites], self.threshold[sites])
        for site, slip in zip(sites, slips):
            self.local_stress += slip * self.kernel_from(site)
        self.plastic_strain[sites] += slips
        self.threshold[sites] = renewed
        self.visits[sites] += 1
        return slips.sum()


def _internal_stress(g0, eigenstrain, std):
    """Convolution of a random eigenstrain with the kernel, of the given standard deviation in the mean."""
    if std == 0:
        return np.zeros(g0.shape)
    stress = np.fft.ifft2(np.fft.fft2(g0) * np.fft.fft2(eigenstrain)).real
    stress *= std / np.sqrt(np.sum(g0**2))
    return stress - stress.mean()


def _unstable(state, dynamics):
    sites = np.flatnonzero(state.local_stress >= state.threshold)
    if dynamics == 'extremal' and sites.size > 1:
        return sites[[np.argmin(state.strength[sites])]]
    return sites


def _avalanche(state, dynamics, round_limit):
    """Round 1: the weakest site alone. Then rounds of all unstable sites until none is left."""
    first = int(np.argmin(state.strength))
    event = Avalanche(strain=state.strain, stress=state.stress, first_site=first)
    sites = np.array([first])
    while sites.size:
        if event.rounds >= round_limit:
            raise RuntimeError(f'avalanche at strain {event.strain} is longer than {round_limit} rounds')
        event.plastic_strain += state.slip(sites) / state.threshold.size
        event.slips += sites.size
        event.rounds += 1
        sites = _unstable(state, dynamics)
    event.stress_drop = 2 * state.parameters.shear_modulus * event.plastic_strain
    return event


def localization(values, side):
    """n Σ v⁴/(Σ v²)², eq. (13); NaN for a field of zeros."""
    square = np.sum(values**2)
    return side * np.sum(values**4) / square**2 if square > 0 else np.nan


def fields_at(state, strain):
    """Local fields of the stable state carried elastically to the strain, flat."""
    modulus = state.parameters.shear_modulus
    stress = state.local_stress + 2 * modulus * (strain - state.strain)
    return {'strain': state.plastic_strain + stress / (2 * modulus), 'plastic_strain': state.plastic_strain.copy(),
            'stress': stress, 'threshold': state.threshold.copy()}


def observe(state, strain, avalanches):
    """All observables of the stable state carried elastically to the strain."""
    fields = fields_at(state, strain)
    side = np.sqrt(state.threshold.size)
    stress = 2 * state.parameters.shear_modulus * (strain - state.plastic_strain.mean())
    return {'stress': stress,
            'strain_variance': fields['strain'].var(),
            'plastic_strain_variance': fields['plastic_strain'].var(),
            'threshold_mean': fields['threshold'].mean(),
            'localization': localization(fields['strain'], side),
            'localization_plastic': localization(fields['plastic_strain'], side),
            'internal_stress_std': fields['stress'].std(),
            'plastic_strain_mean': fields['plastic_strain'].mean(),
            'slips': state.visits.sum(),
            'avalanches': avalanches}


def strain_grid(step, maximum):
    """Grid strains (k + 1) step up to the maximum."""
    return step * np.arange(1, int(np.floor(maximum / step * (1 + 1e-9))) + 1)


def simulate(parameters, key, realization, grid, maps_at=(), round_limit=10**7):
    """One realization on the strain grid; maps are kept at the grid numbers `maps_at`."""
    state = State(parameters, Disorder(parameters, key, realization))
    run = Run(np.asarray(grid), {name: np.full(len(grid), np.nan) for name in OBSERVABLES})
    for k, target in enumerate(grid):
        while True:
            start = state.strain + max(state.strength.min(), 0) / (2 * parameters.shear_modulus)
            if start > target:
                break
            state.load(start)
            run.avalanches.append(_avalanche(state, parameters.dynamics, round_limit))
        for name, value in observe(state, target, len(run.avalanches)).items():
            run.observables[name][k] = value
        if k in maps_at:
            run.maps[k] = {name: value.reshape(parameters.shape)
                           for name, value in fields_at(state, target).items()}
    return run
