"""The elastic kernel: stress at r per unit slip at the origin of a periodic lattice of cells."""

import numpy as np


def _nyquist(length):
    return np.arange(length) * 2 == length


def _modes(form, shape):
    """G(q)/μ* of the zero-mean part, FFT order, shape [Lx, Ly]: −8 X Y/(X + Y)², X and Y the squared modes."""
    lx, ly = shape
    qx = 2 * np.pi * np.fft.fftfreq(lx)[:, None] * np.ones((1, ly))
    qy = 2 * np.pi * np.fft.fftfreq(ly)[None, :] * np.ones((lx, 1))
    if form == 'continuum':
        x, y = qx**2, qy**2
    elif form == 'laplacian':
        x, y = 2 - 2 * np.cos(qx), 2 - 2 * np.cos(qy)
    elif form == 'rotated':
        x, y = np.tan(qx / 2)**2, np.tan(qy / 2)**2
    else:
        raise ValueError(f"unknown kernel form '{form}': continuum, laplacian, rotated or file")
    with np.errstate(invalid='ignore'):
        g = -8 * x * y / (x + y)**2
    if form == 'rotated':
        # tan diverges on the Nyquist lines: the limit is 0 where one axis is there alone, and where both
        # are, the value along the diagonal (the one that keeps the exact identities and x <-> y).
        nx, ny = _nyquist(lx)[:, None], _nyquist(ly)[None, :]
        g = np.where(nx & ny, -2.0, np.where(nx | ny, 0.0, g))
    g[0, 0] = 0.0
    return g


def zero_mean_kernel(shape, effective_modulus, form='continuum', normalization='raw', table=None):
    """Internal stress G0(r) per unit slip at the origin, shape [Lx, Ly], unit of the modulus; its mean is 0."""
    if form == 'file':
        g = np.asarray(table, dtype=float)
        if g.shape != tuple(shape):
            raise ValueError(f'kernel table has shape {g.shape}, the lattice {tuple(shape)}')
        g = g - g.mean()
    else:
        g = effective_modulus * np.fft.ifft2(_modes(form, shape)).real
    if normalization == 'local':
        if not g[0, 0] < 0:
            raise ValueError(f'kernel cannot be normalized: its local value on a {shape} lattice is {g[0, 0]}')
        g = g * (-effective_modulus / g[0, 0])
    elif normalization != 'raw':
        raise ValueError(f"unknown kernel normalization '{normalization}': raw or local")
    return g


def full_kernel(zero_mean, shear_modulus):
    """G(r) at constant total strain: the zero-mean part and the fall of the mean stress, G(q=0) = −2μ."""
    return zero_mean - 2 * shear_modulus / zero_mean.size
