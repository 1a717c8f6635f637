"""The elastic kernel against closed forms and exact identities."""

import numpy as np
import pytest

from yieldscape_tools.kernel import full_kernel, zero_mean_kernel

FORMS = ('continuum', 'laplacian', 'rotated')
SHAPES = ((16, 16), (7, 7), (12, 5), (4, 10), (2, 2), (1, 6), (1, 1))


@pytest.mark.parametrize('form, expected, digits', [('continuum', 0.564610, 6), ('laplacian', 0.6315, 4),
                                                    ('rotated', 0.357, 3)])
def test_local_value_at_16(form, expected, digits):
    assert round(-zero_mean_kernel((16, 16), 1.0, form)[0, 0] / 2, digits) == expected


@pytest.mark.parametrize('form, limit', [('continuum', np.pi / 2 - 1), ('laplacian', 2 / np.pi)])
def test_local_value_of_a_large_lattice(form, limit):
    assert -zero_mean_kernel((1024, 1024), 1.0, form)[0, 0] / 2 == pytest.approx(limit, abs=5e-6)


@pytest.mark.parametrize('form', FORMS)
@pytest.mark.parametrize('shape', SHAPES)
def test_slipped_rows_and_columns_make_no_internal_stress(form, shape):
    kernel = zero_mean_kernel(shape, 3.0, form)
    assert np.abs(kernel.sum(axis=0)).max() < 1e-13
    assert np.abs(kernel.sum(axis=1)).max() < 1e-13


@pytest.mark.parametrize('form', FORMS)
def test_symmetries(form):
    kernel = zero_mean_kernel((10, 10), 1.0, form)
    assert kernel == pytest.approx(np.roll(kernel[::-1, ::-1], (1, 1), (0, 1)), abs=1e-15)
    assert kernel == pytest.approx(kernel.T, abs=1e-15)


def test_far_field_is_quadrupolar():
    # 2 μ* cos 4θ/(π r²), for distances between the cell and the lattice
    kernel = zero_mean_kernel((512, 512), 1.0, 'laplacian')
    for x, y in ((20, 0), (16, 16), (30, 0), (24, 24)):
        theta, r = np.arctan2(y, x), np.hypot(x, y)
        assert kernel[x, y] == pytest.approx(2 * np.cos(4 * theta) / (np.pi * r**2), rel=0.03)


def test_local_normalization_fixes_the_local_value():
    assert zero_mean_kernel((16, 16), 11.0, 'continuum', 'local')[0, 0] == pytest.approx(-11.0, rel=1e-15)


def test_local_normalization_needs_a_local_value():
    with pytest.raises(ValueError, match='local value'):
        zero_mean_kernel((1, 8), 1.0, 'continuum', 'local')


def test_table_loses_its_mean():
    table = np.arange(12.0).reshape(3, 4)
    assert zero_mean_kernel((3, 4), 1.0, 'file', table=table) == pytest.approx(table - 5.5)
    with pytest.raises(ValueError, match='shape'):
        zero_mean_kernel((4, 3), 1.0, 'file', table=table)


def test_uniform_part_is_the_fall_of_the_mean_stress():
    kernel = full_kernel(zero_mean_kernel((6, 4), 2.0), 5.0)
    assert kernel.sum() == pytest.approx(-10.0)
