"""Large lattices on teams of ranks beside small ones on single ranks: the same bytes on any number of ranks."""

import json
import os
import pathlib
import re
import signal
import time

import pytest

from contents import data, differences

MIXED = """
title: mixed
seed: 11
realizations: 6
material: {shear_modulus: 19, bulk_modulus: 55}
thresholds:
  initial: {law: normal, mean: 1.65, std: 0.507}
  renewal: {law: normal, mean: 1.00, std: 0.436}
slip: {law: exponential, c0: 0.0235, c1: 0.0163}
loading: {strain_max: 0.05, strain_step: 0.01}
record: {events: true, maps_at: [0.02, 0.05], histograms_at: [0.03]}
points:
  - {name: small, lattice: {N: 16}, realizations: 40}
  - {name: large, lattice: {N: 128}, realizations: 5}
  - {name: larger, lattice: {N: 192}, realizations: 2}
ranks_per_realization: {default: 1, 128: 2, 192: 3}
"""


@pytest.fixture(scope="module")
def expected(tmp_path_factory):
    from conftest import Program

    program = Program(tmp_path_factory.mktemp("one"))
    program.write("mixed.yaml", MIXED)
    program("run", "mixed.yaml", "-o", "one.h5")
    assert len(data(program.directory / "one.h5")) > 50
    return program.directory / "one.h5"


@pytest.mark.parametrize("ranks", [2, 3, 4, 5])
def test_number_of_ranks(program, expected, ranks):
    program.write("mixed.yaml", MIXED)
    program("run", "mixed.yaml", "-o", "many.h5", ranks=ranks)
    assert differences(expected, program.directory / "many.h5") == []


def test_a_team_stops_and_another_goes_on(program):
    program.write("long.yaml", MIXED.replace("realizations: 5", "realizations: 80"))
    process = program.start("run", "long.yaml", "-o", "a.h5", ranks=3)
    status = program.directory / "a.run" / "status.json"
    limit = time.time() + 60
    while not (status.exists() and json.loads(status.read_text())["done"] > 2):
        assert time.time() < limit and process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGUSR1)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 75, errors
    program("run", "long.yaml", "-o", "a.h5", ranks=2)
    program("run", "long.yaml", "-o", "b.h5")
    assert differences(program.directory / "a.h5", program.directory / "b.h5") == []


@pytest.mark.parametrize("rank", [0, 1])
def test_a_silent_member_of_the_only_team_ends_the_job_by_option(program, rank):
    program.write("large.yaml", MIXED.replace("realizations: 40", "realizations: 1")
                  .replace("realizations: 5", "realizations: 500"))
    process = program.start("run", "large.yaml", "-o", "a.h5", "--hang-timeout", 2, ranks=2)
    status = program.directory / "a.run" / "status.json"
    limit = time.time() + 60
    while not (status.exists() and json.loads(status.read_text())["done"] > 2):
        assert time.time() < limit and process.poll() is None
        time.sleep(0.01)
    (member,) = [pid for pid in pathlib.Path("/proc").glob("[0-9]*") if rank_of(pid, process.pid) == str(rank)]
    os.kill(int(member.name), signal.SIGSTOP)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 71, errors
    assert re.search(rf"rank {1 - rank} on \S+ has heard nothing of the other ranks for 2 s while computing together",
                     errors), errors


def rank_of(pid, launcher):
    """Of a process that this launcher started."""
    try:
        parent = int((pid / "stat").read_text().rsplit(")", 1)[1].split()[1])
        environment = (pid / "environ").read_bytes() if parent == launcher else b""
    except OSError:  # ended meanwhile
        return None
    variables = dict(entry.split("=", 1) for entry in environment.decode().split("\0") if "=" in entry)
    return variables.get("OMPI_COMM_WORLD_RANK")
