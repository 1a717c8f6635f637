"""Two runs at once, locks left behind, foreign files in the way, and unusual places."""

import json
import os
import signal
import time

import h5py
import pytest

from contents import differences
from test_same_bytes import SMALL

LONG = SMALL.replace("realizations: 24", "realizations: 60000").replace("events: true", "realizations: false")


def test_two_runs_at_once(program):
    program.write("long.yaml", LONG)
    first = program.start("run", "long.yaml", "-o", "a.h5")
    status = program.directory / "a.run/status.json"
    while first.poll() is None and not status.exists():
        time.sleep(0.02)
    second = program("run", "long.yaml", "-o", "a.h5", ranks=2, code=5)
    assert f"process {first.pid} on " in second.stderr and "-o" in second.stderr
    assert program("run", "long.yaml", "-o", "a.h5", "--shard", "0/2", code=5)
    assert "in use" in program("retry", "a.h5", code=5).stderr
    first.send_signal(signal.SIGKILL)
    first.communicate()
    program("run", "long.yaml", "-o", "a.h5", "--set", "realizations=10")  # a dead process holds no lock


def test_a_lock_of_another_host_holds_for_five_minutes(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5")
    lock = program.directory / "a.run/lock"
    lock.write_text("host = elsewhere\npid = 12\nprocess_start = 5\ntime = 2026-01-01T00:00:00Z\n")
    assert "process 12 on elsewhere" in program("run", "small.yaml", "-o", "a.h5", code=5).stderr
    old = time.time() - 301
    os.utime(lock, (old, old))
    program("run", "small.yaml", "-o", "a.h5")
    assert not lock.exists()


def test_a_restarted_slurm_job_takes_its_lock_back(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5")
    lock = program.directory / "a.run/lock"
    lock.write_text("host = n7\npid = 12\nprocess_start = 5\nslurm_job = 77\nslurm_restart = 1\n")
    program.environment["SLURM_JOB_ID"] = "77"
    program.environment["SLURM_RESTART_COUNT"] = "1"
    program("run", "small.yaml", "-o", "a.h5", code=5)  # another step of the same start
    program.environment["SLURM_RESTART_COUNT"] = "2"
    program("run", "small.yaml", "-o", "a.h5")


def test_a_foreign_file_in_the_way_is_found_before_anything_is_computed(program):
    program.write("small.yaml", SMALL)
    program.write("a.h5", "my thesis")
    refused = program("run", "small.yaml", "-o", "a.h5", code=6)
    assert "not a result of yieldscape" in refused.stderr and "-o" in refused.stderr
    with h5py.File(program.directory / "b.h5", "w") as file:
        file["mine"] = [1, 2, 3]
    program("run", "small.yaml", "-o", "b.h5", code=6)
    program.write("c.run", "a file")
    assert "Not a directory" in program("run", "small.yaml", "-o", "c.h5", code=6).stderr
    assert (program.directory / "a.h5").read_text() == "my thesis"
    assert sorted(os.listdir(program.directory)) == ["a.h5", "b.h5", "c.run", "small.yaml"]


@pytest.mark.parametrize("name", ["with space's \"quotes\".h5", "σ_c — Überschlag 雪.h5", "x" * 251 + ".h5", "-o.h5"])
def test_names(program, name):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", f"--output=./{name}", ranks=2)
    program("verify", f"./{name}")
    assert json.loads(program("status", f"./{name}", "--json").stdout)["state"] == "complete"
    assert (program.directory / name).exists()


@pytest.mark.parametrize("length", [255, 256])
def test_a_name_too_long_is_refused_before_anything_is_computed(program, length):
    program.write("small.yaml", SMALL)
    refused = program("run", "small.yaml", "-o", "x" * (length - 3) + ".h5", code=None)
    assert refused.returncode in (3, 6), refused.stderr
    assert "name" in refused.stderr and "computed" not in refused.stdout
    assert os.listdir(program.directory) == ["small.yaml"]


def test_links_and_other_directories(program):
    """A result that is a link stays one; a run directory may be a link; any directory will do to run in."""
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "one.h5")
    for place in ("data", "scratch", "elsewhere"):
        (program.directory / place).mkdir()
    (program.directory / "a.h5").symlink_to("data/real.h5")
    (program.directory / "a.run").symlink_to(program.directory / "scratch")
    program("run", "small.yaml", "-o", "a.h5", "--set", "realizations=3")
    program("run", "small.yaml", "-o", "a.h5", ranks=2)
    assert (program.directory / "a.h5").is_symlink() and (program.directory / "data/real.h5").is_file()
    assert (program.directory / "scratch/journal").is_dir()
    assert differences(program.directory / "one.h5", program.directory / "a.h5") == []

    home, program.directory = program.directory, program.directory / "elsewhere"
    assert "computed" not in program("run", "../small.yaml", "-o", "../a.h5").stdout
    program("run", "../small.yaml", ranks=2)
    assert differences(home / "one.h5", home / "elsewhere/small.h5") == []


def test_copies_that_do_not_know_of_each_other_are_refused(program):
    """Another MPI's mpirun, and srun without its plugin: each copy believes to be alone."""
    program.write("small.yaml", SMALL)
    for variables in ({"PMI_SIZE": "2", "PMI_RANK": "1"}, {"MPI_LOCALNRANKS": "2"},
                      {"SLURM_STEP_NUM_TASKS": "2", "SLURM_PROCID": "1"}):
        program.environment.update(variables)
        refused = program("run", "small.yaml", code=2)
        assert "mpirun" in refused.stderr or "srun" in refused.stderr
        for name in variables:
            del program.environment[name]
    assert os.listdir(program.directory) == ["small.yaml"]
