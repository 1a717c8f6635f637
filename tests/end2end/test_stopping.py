"""Signals and deadlines end a run in good order; the same command goes on."""

import json
import pathlib
import signal
import subprocess
import time

import pytest

from contents import differences
from journals import END, all_records, records
from kill_campaign import processes_below
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


def listens(pid):
    """Whether a process has installed its handler of USR1."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("SigCgt:"):
            return int(line.split()[1], 16) >> (signal.SIGUSR1 - 1) & 1 == 1
    return False


@pytest.mark.parametrize("ranks, name", [(1, "SIGUSR1"), (1, "SIGTERM"), (1, "SIGINT"), (3, "SIGUSR1")])
def test_signal_while_mpi_starts(program, ranks, name):
    program.write("long.yaml", LONG)
    process = program.start("run", "long.yaml", "-o", "a.h5", ranks=ranks)
    limit = time.time() + 60
    while time.time() < limit:
        below = [pid for pid, rank in processes_below(process.pid) if rank is not None] or [process.pid] * (ranks == 1)
        if len(below) == ranks and all(listens(pid) for pid in below):
            break
    assert not (program.directory / "a.run").exists(), "too late for the start-up"
    process.send_signal(getattr(signal, name))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 75, errors
    assert "realizations are missing" in errors


@pytest.mark.parametrize("name", ["SIGUSR1", "SIGTERM", "SIGINT"])
def test_signal_while_the_result_is_written(program, name):
    """The process stops itself (SIGSTOP) in the middle of writing, so that the signal meets it there."""
    program.write("small.yaml", SMALL)
    process = program.start("run", "small.yaml", "-o", "a.h5", fault="write|*.h5.tmp|3|stop")
    wait_until_stopped(process)
    process.send_signal(getattr(signal, name))
    process.send_signal(signal.SIGCONT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    program("verify", "a.h5")
    assert "computed" not in program("run", "small.yaml", "-o", "a.h5").stdout


def wait_until_stopped(process):
    limit = time.time() + 60
    while process.poll() is None and time.time() < limit:
        if pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T":
            return
        time.sleep(0.01)
    raise AssertionError("the process did not stop")


def test_a_second_interrupt_ends_at_once(program):
    program.write("long.yaml", LONG)
    process = program.start("run", "long.yaml", "-o", "a.h5", fault="write|*.h5.tmp|3|stop")
    when_computing(program, process, "a.h5")
    process.send_signal(signal.SIGINT)
    wait_until_stopped(process)
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGINT
    assert not (program.directory / "a.h5").exists()
    done = program("run", "long.yaml", "-o", "a.h5", "--set", "realizations=10", ranks=2)
    assert "0 there already" not in done.stderr


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_mpirun_interrupted(program, name):
    """mpirun answers TERM and INT itself: the ranks get TERM, one second later KILL. Nothing is held against
    the realizations under way."""
    program.write("long.yaml", LONG)
    process = program.start("run", "long.yaml", "-o", "a.h5", ranks=2)
    when_computing(program, process, "a.h5")
    process.send_signal(getattr(signal, name))
    process.communicate(timeout=60)
    assert process.returncode != 0
    run = program.directory / "a.run"
    assert [list(records(path))[-1].type for path in sorted((run / "journal").glob("*"))] == [END, END]
    program("run", "long.yaml", "-o", "a.h5", "--set", "realizations=10")


def test_a_realization_that_cannot_finish_is_not_started(program):
    """Five seconds are kept for the result; a realization at N = 128 takes longer than the one that is left."""
    program.write("large.yaml", SMALL[:SMALL.index("points:")].replace("N: 8", "N: 128"))
    stopped = program("run", "large.yaml", "-o", "a.h5", "--deadline", time.time() + 6.5, code=75, ranks=2)
    assert "24 realizations are missing" in stopped.stderr
    assert [record.type for record in all_records(program.directory / "a.run")] == [END, END]


@pytest.mark.parametrize("arguments, fault, code", [
    ((), None, 0),
    (("--deadline", "0"), None, 75),
    (("--deadline", "nan"), None, 2),
    (("--set", "sede=1"), None, 3),
    (("--set", "seed=1"), None, 4),
    (("--set", "realizations=25"), "reserve|*.h5.tmp|1+|ENOSPC", 6),
    (("--set", "realizations=26", "--set", "loading.round_limit=3", "-o", "b.h5"), None, 8),
])
def test_every_rank_returns_the_same_code(program, arguments, fault, code):
    program.write("small.yaml", SMALL)
    if "seed=1" in arguments:
        program("run", "small.yaml", "-o", "a.h5", "--set", "realizations=1")
    output = () if "-o" in arguments else ("-o", "a.h5")
    command = program.command("run", "small.yaml", *output, *arguments, fault=fault)
    each = ["sh", "-c", '"$@"; echo $? > code.$OMPI_COMM_WORLD_RANK', "sh"]
    subprocess.run([program.mpirun, "-n", "3"] + each + command, cwd=program.directory, env=program.environment,
                   capture_output=True, timeout=60, check=True)
    assert [(program.directory / f"code.{rank}").read_text().strip() for rank in range(3)] == [str(code)] * 3
