"""The result file opens without help in the tools people use."""

import pathlib
import subprocess

from test_same_bytes import SMALL


def test_h5py_xarray_and_h5dump(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5", ranks=2)
    done = subprocess.run([str(pathlib.Path(__file__).parent / "check_readers.py"), str(program.directory / "a.h5")],
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
