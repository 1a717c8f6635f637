"""`calibrate` finds the coefficients of ensembles from their stress curves."""

import json
import re
import signal
import time

import h5py
import pytest

from conftest import ROOT

PAPER = ROOT / "configs/paper/paper.yaml"
RESULT_LINE = re.compile(r"c0 = ([\d.]+) \+- ([\d.]+)(?:, c1 = ([\d.]+) \+- ([\d.]+))?")

SMALL = """
title: small
material: {shear_modulus: 14.7, bulk_modulus: 52}
thresholds: {initial: {law: normal, mean: 1.0, std: 0.436}}
lattice: {N: 8}
slip: {law: exponential, c0: 0.04}
loading: {strain_max: 1, strain_step: 0.01}
"""


def fitted(done):
    """[(value, error)] of the last line."""
    numbers = RESULT_LINE.fullmatch(done.stdout.splitlines()[-1]).groups()
    return [(float(value), float(error)) for value, error in zip(numbers[::2], numbers[1::2]) if value]


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """Statistics of the eight runs, by name."""
    from conftest import Program

    program = Program(tmp_path_factory.mktemp("paper"))
    program("run", PAPER, "-o", "paper.h5", "--set", "realizations=1200", "--set", "record.realizations=false",
            "--quiet", ranks=2)
    with h5py.File(program.directory / "paper.h5") as file:
        group = file["statistics"]
        keys = ("flow_stress", "flow_stress_sem", "peak_stress", "peak_stress_sem", "c0", "c1")
        return {name: {key: float(group[key][i]) for key in keys} for i, name in enumerate(group["name"].asstr())}


# The fits use other random numbers than the runs. 5 standard errors in 12 coefficients: chance 7e-6, and the seeds
# are fixed. The errors are those of 1200 realizations of the target and of the precision asked for.
@pytest.mark.parametrize("name", [
    f"{glass}_{scenario}_{fit}" for glass in ("ESL", "GQ") for scenario in ("disordered", "rejuvenation")
    for fit in ("uncorrelated", "correlated")])
def test_the_papers_coefficients_are_recovered(program, paper, name):
    run = paper[name]
    target = ["--flow-stress", f"{run['flow_stress']}+-{run['flow_stress_sem']}"]
    if name.endswith("_correlated"):
        target += ["--peak-stress", f"{run['peak_stress']}+-{run['peak_stress_sem']}"]
    done = program("calibrate", PAPER, "--point", name, "--set", "seed=7", *target, "--precision", 0.03, "-o",
                   "fit.yaml", ranks=2)
    found = fitted(done)
    assert len(found) == (2 if name.endswith("_correlated") else 1)
    for (value, error), truth in zip(found, (run["c0"], run["c1"])):
        assert abs(value - truth) < 5 * error
        assert abs(value - truth) < 0.03 * truth + 2 * error
        assert error < 0.06 * truth


def test_the_fitted_configuration_runs_and_meets_the_target(program):
    program.write("small.yaml", SMALL)
    done = program("calibrate", "small.yaml", "--flow-stress", 0.5, "-o", "fit.yaml")
    (c0, _), = fitted(done)
    assert (program.directory / "fit.yaml").read_text().startswith(f"# Fitted by yieldscape calibrate: c0 = {c0:g}")
    program("run", "fit.yaml", "-o", "fit.h5", "--set", "realizations=400", "--set", "seed=99")
    with h5py.File(program.directory / "fit.h5") as file:
        assert file["statistics/c0"][0] == pytest.approx(c0, rel=1e-3)
        flow, error = file["statistics/flow_stress"][0], file["statistics/flow_stress_sem"][0]
    assert abs(flow - 0.5) < 5 * error + 0.002
    numbers = json.loads((program.directory / "fit.json").read_text())
    assert len(numbers["curve"]["strain"]) == 100 and len(numbers["bootstrap"]["c0"]) == 400


def test_any_number_of_ranks_and_any_interruption_give_the_same_fit(program):
    program.write("small.yaml", SMALL)
    arguments = ("calibrate", "small.yaml", "--flow-stress", 0.5, "--peak-stress", 0.53, "--precision", 0.05, "-o")
    program(*arguments, "one.yaml")
    process = program.start(*arguments, "three.yaml", ranks=3)
    trials = program.directory / "three.calibration.run/trials"
    limit = time.time() + 60
    while time.time() < limit and process.poll() is None and not (trials.exists() and trials.stat().st_size > 100_000):
        time.sleep(0.01)
    process.send_signal(signal.SIGUSR1)
    _, errors = process.communicate(timeout=60)
    if process.returncode != 0:  # it may have been about to end
        assert process.returncode == 75, errors
        assert "run the same command again" in errors
    kept = trials.stat().st_size
    assert kept > 0
    program(*arguments, "three.yaml", ranks=2)
    assert trials.stat().st_size >= kept
    for suffix in ("yaml", "json"):
        assert (program.directory / f"one.{suffix}").read_bytes() == (program.directory / f"three.{suffix}").read_bytes()


def test_a_measured_curve(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "truth.h5", "--set", "slip.c0=0.03", "--set", "slip.c1=0.02", "--set",
            "realizations=1000", "--set", "seed=5")
    with h5py.File(program.directory / "truth.h5") as file:
        rows = zip(*(file[f"statistics/{name}"][...].ravel()[::4] for name in ("strain", "stress_mean", "stress_sem")))
        program.write("curve.csv", "strain,stress,error\n" + "\n".join(f"{a},{b},{c}" for a, b, c in rows))
    done = program("calibrate", "small.yaml", "--curve", "curve.csv", "--precision", 0.03, "-o", "fit.yaml", ranks=2)
    for (value, error), truth in zip(fitted(done), (0.03, 0.02)):
        assert abs(value - truth) < 5 * error


@pytest.mark.parametrize("target, words", [
    (["--flow-stress", "5"], "the mean slip is at the lower end"),
    (["--flow-stress", "0.5", "--peak-stress", "0.72"], "it would take a negative c0"),
    (["--flow-stress", "0.5", "--peak-stress", "2"], "no response was closer"),
    (["--curve", "none.csv"], "none.csv"),
])
def test_what_cannot_be_reached_is_said(program, target, words):
    program.write("small.yaml", SMALL)
    refused = program("calibrate", "small.yaml", *target, code=6 if "none.csv" in words else 3)
    assert words in refused.stderr


def test_the_picture(program):
    import subprocess

    program.write("small.yaml", SMALL)
    program("calibrate", "small.yaml", "--flow-stress", "0.5+-0.01", "-o", "fit.yaml")
    done = subprocess.run([ROOT / "tools/studies/calibration", "fit.json", "-o", "out"], cwd=program.directory,
                          capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (program.directory / "out/fit_calibration.png").stat().st_size > 10_000
