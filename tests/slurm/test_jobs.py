"""yieldscape under Slurm, through the job scripts: the numbers are those of one process without Slurm."""

import json
import os
from pathlib import Path

import pytest

from contents import differences
from slurm import ROOT, command, job, submit, wait_for_end, wait_until

ENSEMBLE = ROOT / "jobs/ensemble.sbatch"
CONFIG = """\
title: small ensemble of the Slurm tests
seed: 11
realizations: {realizations}
engine: reference
lattice: {{N: {side}}}
material: {{shear_modulus: 19, bulk_modulus: 55}}
thresholds:
  initial: {{law: normal, mean: 1.65, std: 0.507}}
  renewal: {{law: normal, mean: 1.00, std: 0.436}}
slip: {{law: exponential, c0: 0.0235, c1: 0.0163}}
loading: {{strain_max: 0.2, strain_step: 0.01}}
points:
  - {{name: disordered, thresholds.renewal: {{law: normal, mean: 1.65, std: 0.507}}}}
  - {{name: rejuvenation}}
"""


@pytest.fixture
def config(tmp_path, monkeypatch):
    """config(realizations, side) writes the configuration a.yaml; results go beside it."""
    monkeypatch.chdir(tmp_path)

    def write(realizations, side=12):
        (tmp_path / "a.yaml").write_text(CONFIG.format(realizations=realizations, side=side))
        return "a.yaml"

    return write


@pytest.fixture
def program():
    return os.environ["YIELDSCAPE_PROGRAM"]


@pytest.mark.parametrize("launch", ["mpirun", "srun --mpi=pmix --kill-on-bad-exit=1"])
def test_an_ensemble_runs_on_four_ranks(config, program, launch):
    file = config(realizations=6)
    record = wait_for_end(submit("-n4", "--time=5", ENSEMBLE, file, "-o", "slurm.h5", LAUNCH=launch))
    assert (record["state"], record["code"]) == ("COMPLETED", 0)
    command(program, "run", file, "-o", "alone.h5", "--quiet")
    assert differences("slurm.h5", "alone.h5") == []


def test_a_job_that_meets_its_time_limit_goes_on_after_requeue(config, program):
    """Slurm's own warning ends the first attempt; the job comes back by itself and finishes what is asked then."""
    file = config(realizations=1000, side=48)  # minutes of work
    arguments = ("-n2", "--time=1", "--signal=B:USR1@55", ENSEMBLE, file, "-o", "slurm.h5")
    number = submit(*arguments, STOP_MARGIN=0)
    (log,) = wait_until(lambda: list(Path("logs").glob("*.out")), 30, "log")
    wait_until(lambda: "back into the queue" in log.read_text(), 90, "requeue")
    config(realizations=3, side=48)
    record = wait_for_end(number)
    assert (record["state"], record["code"], record["restarts"]) == ("COMPLETED", 0, 1)
    command(program, "run", file, "-o", "alone.h5", "--quiet")
    assert differences("slurm.h5", "alone.h5") == []


def test_a_deadline_in_the_past_computes_nothing_and_says_so(config):
    file = config(realizations=6)
    number = submit("-n2", "--time=1", ENSEMBLE, file, "-o", "slurm.h5", STOP_MARGIN=120, MAX_REQUEUE=0)
    record = wait_for_end(number)
    assert (record["state"], record["code"], record["restarts"]) == ("FAILED", 75, 0)


def test_shards_and_one_rendering_make_the_whole(config, program):
    file = config(realizations=7)
    said = command(ROOT / "jobs/sweep", 3, file, "slurm.h5", "-n1", "--time=5")
    array, render = (line.split(":")[0].split()[-1] for line in said.splitlines())
    assert wait_for_end(render)["state"] == "COMPLETED"
    assert {job(f"{array}_{element}")["code"] for element in range(3)} == {0}
    command(program, "run", file, "-o", "alone.h5", "--quiet")
    assert differences("slurm.h5", "alone.h5") == []


def test_the_status_file_tells_the_end(config):
    file = config(realizations=2)
    assert wait_for_end(submit("-n1", "--time=5", ENSEMBLE, file, "-o", "slurm.h5"))["state"] == "COMPLETED"
    with open("slurm.run/status.json", encoding="utf-8") as status:
        assert json.load(status)
