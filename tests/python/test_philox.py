"""Philox4x32-10 against the known answers that its authors publish with Random123."""

import numpy as np
import pytest

from yieldscape_tools import philox

KNOWN_ANSWERS = [
    ((0, 0, 0, 0), (0, 0), '6627e8d5 e169c58d bc57ac4c 9b00dbd8'),
    ((0xffffffff,) * 4, (0xffffffff,) * 2, '408f276d 41c83b0e a20bc7c6 6d5451fd'),
    ((0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344), (0xa4093822, 0x299f31d0),
     'd16cfe09 94fdcceb 5001e420 24126ea1'),
]


@pytest.mark.parametrize('counter, key, expected', KNOWN_ANSWERS)
def test_known_answers(counter, key, expected):
    assert ' '.join(f'{int(word):08x}' for word in philox.philox4x32(counter, key)) == expected


def test_uniform_numbers_are_odd_multiples_of_two_to_the_minus_53():
    u, v = philox.uniform_pair(12345, 7, philox.STREAM_RENEWAL, np.arange(1000), 3)
    for numbers in (u, v):
        assert np.all((numbers * 2**53) % 2 == 1)
        assert 0 < numbers.min() and numbers.max() < 1
        assert abs(numbers.mean() - 0.5) < 5 / np.sqrt(12 * 1000)


def test_words_and_halves_are_in_the_agreed_order():
    key = 0x299f31d0_a4093822
    u, v = philox.uniform_pair(key, 0x13198a2e, 0x03707344, 0x85a308d3, 0x243f6a88)
    j = (0x94fdcceb_d16cfe09 >> 12, 0x24126ea1_5001e420 >> 12)
    assert (float(u), float(v)) == ((2 * j[0] + 1) / 2**53, (2 * j[1] + 1) / 2**53)


def test_numbers_depend_on_every_part_of_their_address():
    base = dict(key=1, realization=2, stream=1, site=4, visit=5)
    first = philox.uniform_pair(**base)
    for name in base:
        assert philox.uniform_pair(**(base | {name: base[name] + 1})) != first
    assert philox.uniform_pair(**(base | {'key': 1 + 2**40})) != first
