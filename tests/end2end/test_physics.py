"""The numbers: against the independent model, the independent code's ensemble, and the paper."""

import pathlib
import subprocess

from conftest import ROOT


def check(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_numpy_model_gives_the_same_runs_event_by_event(program):
    here = pathlib.Path(__file__).parent
    for config in sorted((here / "oracle").glob("*.yaml")):
        program("run", config, "-o", f"{config.stem}.h5", ranks=2)
        check(here / "compare_oracle.py", program.directory / f"{config.stem}.h5")


def test_the_ensemble_agrees_with_the_independent_code(program):
    here = pathlib.Path(__file__).parent
    program("run", here / "reference.yaml", "-o", "reference.h5", ranks=2, timeout=600)
    check(here / "compare_reference.py", program.directory / "reference.h5")


def test_the_eight_runs_behave_as_the_paper_says(program):
    program("run", ROOT / "configs/paper/paper.yaml", "-o", "paper.h5", ranks=2, timeout=600)
    assert "FAIL" not in check(ROOT / "tools/check_paper", program.directory / "paper.h5")
    check(pathlib.Path(__file__).parent / "check_statistics.py", program.directory / "paper.h5")
