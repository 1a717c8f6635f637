"""Signals and deadlines end a run in good order; the same command goes on."""

import json
import signal
import time

import pytest

from contents import differences
from test_same_bytes import SMALL

LONG = SMALL.replace("realizations: 24", "realizations: 60000").replace("events: true", "realizations: false")


def when_computing(program, process, result):
    status = program.directory / result.replace(".h5", ".run") / "status.json"
    limit = time.time() + 60
    while time.time() < limit and process.poll() is None:
        if status.exists() and json.loads(status.read_text())["done"] > 20:
            return
        time.sleep(0.01)
    raise AssertionError("the run did not get going")


@pytest.mark.parametrize("name, ranks", [("SIGUSR1", 1), ("SIGTERM", 1), ("SIGINT", 1), ("SIGUSR1", 3)])
def test_signal(program, name, ranks):
    program.write("long.yaml", LONG)
    process = program.start("run", "long.yaml", "-o", "a.h5", ranks=ranks)
    when_computing(program, process, "a.h5")
    process.send_signal(getattr(signal, name))
    started = time.time()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 75, errors
    assert time.time() - started < 20
    assert "run the same command again" in errors
    assert (program.directory / "a.h5").exists()
    program("run", "long.yaml", "-o", "a.h5", ranks=2)
    program("run", "long.yaml", "-o", "b.h5", ranks=2)
    assert differences(program.directory / "a.h5", program.directory / "b.h5") == []


def test_a_deadline_in_the_past_computes_nothing(program):
    program.write("small.yaml", SMALL)
    stopped = program("run", "small.yaml", "-o", "a.h5", "--deadline", "0", code=75)
    assert "62 realizations are missing" in stopped.stderr
    program("run", "small.yaml", "-o", "a.h5", "--deadline", time.time() + 600)


def test_a_deadline_on_the_way_is_kept(program):
    """Of the 40 s, 35 are kept for 600000 records to be rendered; computing them takes longer than the rest."""
    program.write("long.yaml", LONG.replace("60000", "600000"))
    deadline = time.time() + 40
    stopped = program("run", "long.yaml", "-o", "a.h5", "--deadline", deadline, code=75, ranks=2)
    assert time.time() < deadline
    assert "fits in the wall time: no" in stopped.stderr
    assert "partial" in stopped.stdout
