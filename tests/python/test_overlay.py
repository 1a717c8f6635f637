"""Measured curves: what is read, and what is refused with file and line."""

import pytest

from yieldscape_tools.overlay import OverlayError, parse_overlay


def test_reads_three_columns_with_header_and_comments(tmp_path):
    path = tmp_path / 'my_atoms.csv'
    path.write_text('\ufeff# from the pilot\nstrain, stress, error\n0, 0, 0.01\n\n0.1; 0.5; 0.02 # late\n0.2 0.4 0.02\n')
    overlay = parse_overlay(str(path))
    assert overlay.strain.tolist() == [0, 0.1, 0.2] and overlay.value.tolist() == [0, 0.5, 0.4]
    assert overlay.error.tolist() == [0.01, 0.02, 0.02]
    assert (overlay.label, overlay.figure) == ('my atoms', None)


@pytest.mark.parametrize('suffix, figure, label', [('', None, 'atoms'), (':3a', '3a', 'atoms'),
                                                   (':3a:2500 atoms', '3a', '2500 atoms'),
                                                   (':3a:atoms: T = 0', '3a', 'atoms: T = 0'), ('::cold', None, 'cold')])
def test_figure_and_label(tmp_path, suffix, figure, label):
    path = tmp_path / 'atoms.csv'
    path.write_text('0,0\n1,1\n')
    overlay = parse_overlay(str(path) + suffix)
    assert (overlay.figure, overlay.label, overlay.error) == (figure, label, None)


def test_a_colon_may_be_in_the_path(tmp_path):
    path = tmp_path / 'a:b.csv'
    path.write_text('0,0\n1,1\n')
    assert parse_overlay(f'{path}:4a').figure == '4a'


@pytest.mark.parametrize('text, line, message', [
    ('0,0\n1\n', 2, '1 columns, expected strain, value'),
    ('0,0\n1,2,3,4\n', 2, '4 columns'),
    ('0,0\n1,x\n', 2, "'x' is not a finite number"),
    ('0,0\n1,nan\n', 2, "'nan' is not a finite number"),
    ('0,0\n1,inf\n', 2, "'inf' is not a finite number"),
    ('0,0\n0,1\n', 2, 'strain 0 does not increase after 0'),
    ('0,0,1\n1,1\n', 2, '2 columns, the rows before have 3'),
    ('0,0,-1\n1,1,1\n', 1, 'standard error -1 is negative'),
    ('strain,stress\nagain,again\n1,1\n', 2, "'again' is not a finite number"),
    ('# nothing\n', 1, 'at least 2 rows, this file has 0'),
    ('', 1, 'at least 2 rows'),
])
def test_bad_rows_are_named_by_line(tmp_path, text, line, message):
    path = tmp_path / 'bad.csv'
    path.write_text(text)
    with pytest.raises(OverlayError) as caught:
        parse_overlay(str(path))
    assert str(caught.value).startswith(f'{path}:{line}: error: ') and message in str(caught.value)


def test_missing_and_binary_files(tmp_path):
    with pytest.raises(OverlayError, match='no such file'):
        parse_overlay(str(tmp_path / 'none.csv:3a'))
    path = tmp_path / 'binary.csv'
    path.write_bytes(b'\xff\xfe\x00\x01')
    with pytest.raises(OverlayError, match='cannot be read as text'):
        parse_overlay(str(path))
