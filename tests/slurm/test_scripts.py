"""When a job script requeues itself, what it hands on and what it returns, seen with a stand-in for the program."""

import re
import time

import pytest

from slurm import ROOT, command, job, submit, wait_for_end, wait_for_state, wait_until

ENSEMBLE = ROOT / "jobs/ensemble.sbatch"
SHARD = ROOT / "jobs/shard.sbatch"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """program(body) makes the stand-in, a script that notes its arguments in calls.txt and then runs `body`."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "program"
    monkeypatch.setenv("YIELDSCAPE_PROGRAM", str(path))
    # A shell cannot trap a signal that was ignored when it started, as the job scripts do; the program can.
    monkeypatch.setenv("LAUNCH", "env --default-signal=USR1")

    def write(body):
        path.write_text(f'#!/usr/bin/env bash\necho "$*" >>calls.txt\n{body}\n')
        path.chmod(0o755)

    return write


def calls(tmp_path):
    file = tmp_path / "calls.txt"
    return file.read_text().splitlines() if file.exists() else []


def log(tmp_path):
    (file,) = (tmp_path / "logs").glob("*.out")
    return file.read_text()


@pytest.mark.parametrize("code", [0, 1, 3, 8])
def test_the_exit_code_is_kept_and_does_not_requeue(program, tmp_path, code):
    program(f"exit {code}")
    record = wait_for_end(submit("-n1", ENSEMBLE, "a.yaml"))
    assert (record["code"], record["restarts"]) == (code, 0)
    assert record["state"] == ("FAILED" if code else "COMPLETED")
    assert len(calls(tmp_path)) == 1


def test_a_program_that_stopped_early_is_run_again(program, tmp_path):
    program("(($(wc -l <calls.txt) > 1)) || exit 75")
    record = wait_for_end(submit("-n1", ENSEMBLE, "a.yaml", "-o", "a.h5"))
    assert (record["state"], record["restarts"]) == ("COMPLETED", 1)
    assert len(calls(tmp_path)) == 2
    assert "back into the queue (restart 1 of at most 20)" in log(tmp_path)
    assert log(tmp_path).endswith("finished with exit code 0\n")


def test_restarts_are_counted(program, tmp_path):
    program("exit 75")
    record = wait_for_end(submit("-n1", ENSEMBLE, "a.yaml", MAX_REQUEUE=1))
    assert (record["state"], record["code"], record["restarts"]) == ("FAILED", 75, 1)
    assert len(calls(tmp_path)) == 2
    assert "MAX_REQUEUE" in log(tmp_path)


def test_the_deadline_is_the_time_limit_less_the_margin(program, tmp_path):
    program("exit 0")
    start = int(time.time())
    wait_for_end(submit("-n1", "--time=10", ENSEMBLE, "a.yaml", "--quiet", STOP_MARGIN=40))
    verb, config, quiet, option, deadline = calls(tmp_path)[0].split()
    assert (verb, config, quiet, option) == ("run", "a.yaml", "--quiet", "--deadline")
    assert 0 <= int(deadline) - (start + 600 - 40) < 60


def test_the_warning_of_the_time_limit_reaches_the_program(program, tmp_path):
    program("trap 'echo warned >>calls.txt; exit 75' USR1; while :; do sleep 0.1; done")
    number = submit("-n1", "--time=1", "--signal=B:USR1@55", ENSEMBLE, "a.yaml", MAX_REQUEUE=0)
    record = wait_for_end(number)
    assert (record["state"], record["code"]) == ("FAILED", 75)
    assert calls(tmp_path)[1:] == ["warned"]
    assert "the time limit is near" in log(tmp_path)


def test_a_cancelled_job_does_not_come_back(program, tmp_path):
    program("trap 'exit 75' TERM; echo ready >>calls.txt; while :; do sleep 0.1; done")
    number = submit("-n1", ENSEMBLE, "a.yaml")
    wait_until(lambda: "ready" in calls(tmp_path), 30, "start of the program")
    command("scancel", number)
    record = wait_for_end(number)
    time.sleep(2)
    assert record["state"] == job(number)["state"] == "CANCELLED"
    assert record["restarts"] == 0
    assert calls(tmp_path)[1:] == ["ready"]


def test_an_array_element_requeues_itself_alone(program, tmp_path):
    program('[[ " $* " != *" --shard 1/3 "* ]] || (($(grep -c "shard 1/3" calls.txt) > 1)) || exit 75')
    number = submit("-n1", "--array=0-2", SHARD, "a.yaml", "-o", "a.h5")
    records = [wait_for_end(f"{number}_{element}") for element in range(3)]
    assert [record["state"] for record in records] == ["COMPLETED"] * 3
    assert [record["restarts"] for record in records] == [0, 1, 0]
    assert all("--no-render" in line for line in calls(tmp_path))
    shards = sorted(re.search(r"--shard (\S+)", line)[1] for line in calls(tmp_path))
    assert shards == ["0/3", "1/3", "1/3", "2/3"]


def test_a_part_of_an_array_needs_its_size(program, tmp_path):
    program("exit 0")
    refused = wait_for_end(submit("-n1", "--array=2", SHARD, "a.yaml") + "_2")
    assert (refused["state"], refused["code"]) == ("FAILED", 2)
    repeated = wait_for_end(submit("-n1", "--array=2", SHARD, "a.yaml", SHARDS=4) + "_2")
    assert repeated["state"] == "COMPLETED"
    assert "--shard 2/4" in calls(tmp_path)[0]


def test_a_sweep_renders_after_its_last_shard(program, tmp_path):
    program("[[ $1 != run ]] || sleep 1")
    said = command(ROOT / "jobs/sweep", 3, "a.yaml", "a.h5", "-n1")
    render = said.splitlines()[-1].split(":")[0].removeprefix("job ")
    wait_for_state(render, "PENDING", 10)
    assert wait_for_end(render)["state"] == "COMPLETED"
    lines = calls(tmp_path)
    assert len(lines) == 4
    assert lines[-1] == "render a.yaml -o a.h5"
