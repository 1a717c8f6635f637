"""What the scripts in tools/studies share: one command line, one footnote, one way to end."""

import argparse
import hashlib
from pathlib import Path
import sys

EXIT_USAGE, EXIT_FILE = 2, 6


class StudyError(Exception):
    """A result that lacks what a study needs; the message says what, and which configuration records it."""


def identity(file):
    """One line that names a result: title, hash of its points and of what decides their curves, program."""
    digest = hashlib.sha1()
    for key in ('provenance/run_identity', 'provenance/point_canonical_text'):
        digest.update(repr(file.read(key)).encode() if key in file else b'')
    counts = file.read('statistics/stress_count').max(axis=1)
    sizes = f'{counts.min()}' if counts.min() == counts.max() else f'{counts.min()} to {counts.max()}'
    commit = _text(file.read('provenance/sessions/commit')[-1])[:12] if 'provenance/sessions/commit' in file else ''
    return f'{file.title} · {Path(file.path).name} · {digest.hexdigest()[:12]} · {len(file.points)} points, {sizes} ' \
           f'realizations each{" · yieldscape " + commit if commit else ""}'


def footnote(figure, text):
    """The identity of the result, small, below everything."""
    if figure.get_layout_engine() is not None:
        figure.get_layout_engine().set(rect=(0, 0.022, 1, 0.978))
    figure.text(0.995, 0.003, text, ha='right', va='bottom', fontsize=5, color='0.4')


def save(figure, directory, stem, text):
    from .figures import style
    footnote(figure, text)
    return style.save(figure, directory, stem)


def main(doc, draw, arguments=None):
    """Runs `draw(result file, directory, options)`, which returns the paths of its pictures. `arguments(parser)`
    adds options."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('result', metavar='RESULT.h5')
    parser.add_argument('-o', '--output', type=Path, default=Path('figures'), help='directory (default: figures)')
    if arguments:
        arguments(parser)
    options = parser.parse_args()
    name = Path(sys.argv[0]).name
    try:
        from .figures import style
        from .result_file import ResultError, ResultFile
    except ImportError as error:
        print(f'{name}: {error}; on Debian: apt-get install python3-h5py python3-matplotlib python3-scipy',
              file=sys.stderr)
        return EXIT_USAGE
    try:
        with ResultFile(options.result) as file:
            style.use_style()
            options.output.mkdir(parents=True, exist_ok=True)
            paths = draw(file, options.output, options)
    except (ResultError, StudyError, OSError) as error:
        print(f'{name}: {error}', file=sys.stderr)
        return EXIT_FILE
    for path in paths:
        print(path)
    return 0


def _text(value):
    return value.decode() if isinstance(value, bytes) else str(value)
