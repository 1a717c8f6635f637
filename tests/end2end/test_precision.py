"""`run --target-sem` adds realizations until the standard errors are there."""

import signal
import time

import h5py
import pytest

from contents import differences

NOISY = """
title: two points, one noisier
seed: 3
realizations: 16
material: {shear_modulus: 14.7, bulk_modulus: 52}
thresholds: {initial: {law: normal, mean: 1.0, std: 0.436}}
slip: {law: exponential, c0: 0.05}
loading: {strain_max: 0.4, strain_step: 0.01}
sweep: {cross: [{lattice.N: [4, 8]}]}
"""
GOAL = ("--target-sem", "stress=0.02", "--target-sem", "flow_stress=0.01")


def test_the_errors_are_reached_in_whole_batches(program):
    program.write("noisy.yaml", NOISY)
    done = program("run", "noisy.yaml", "-o", "a.h5", *GOAL, ranks=2)
    assert "are too few for the wanted errors" in done.stderr
    with h5py.File(program.directory / "a.h5") as file:
        assert (file["statistics/stress_sem"][...].max(axis=1) <= 0.02).all()
        assert (file["statistics/flow_stress_sem"][...] <= 0.01).all()
        counts = file["statistics/realizations"][...]
    assert (counts % 16 == 0).all() and counts[0] > counts[1] > 16


def test_ranks_and_interruption_change_nothing(program):
    program.write("noisy.yaml", NOISY)
    program("run", "noisy.yaml", "-o", "a.h5", *GOAL)
    process = program.start("run", "noisy.yaml", "-o", "b.h5", *GOAL, ranks=3)
    journals = program.directory / "b.run/journal"
    limit = time.time() + 60
    while time.time() < limit and process.poll() is None:
        if journals.exists() and sum(file.stat().st_size for file in journals.iterdir()) > 300_000:
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGUSR1)
    process.communicate(timeout=60)
    program("run", "noisy.yaml", "-o", "b.h5", *GOAL, ranks=2)
    assert differences(program.directory / "a.h5", program.directory / "b.h5") == []


@pytest.mark.parametrize("goal, words", [
    (["--target-sem", "stress"], "must be QUANTITY=ERROR"),
    (["--target-sem", "stress=-1"], "must be a positive number"),
    (["--target-sem", "strss=0.1"], "there is no such quantity"),
    (["--target-sem", "stress=0.1", "--no-render"], "--no-render"),
])
def test_what_is_no_goal_is_refused(program, goal, words):
    program.write("noisy.yaml", NOISY)
    assert words in program("run", "noisy.yaml", "-o", "a.h5", *goal, code=2).stderr
