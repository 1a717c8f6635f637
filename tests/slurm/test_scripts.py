"""When a job script requeues itself, what it hands on and what it returns, seen with a stand-in for the program."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from slurm import JOBS, ROOT, command, log, submit, wait_for_end, wait_until

RUN = JOBS / "run.sbatch"
ARRAY = JOBS / "array.sbatch"
PLAN = """\
{"title": "stand-in", "points": 1, "tasks": 8, "tasks_done": 0, "core_seconds_left": 80,
 "memory_per_rank_bytes": 1000, "file_bytes": 1000, "wall_seconds": [WALLS]}
"""


@pytest.fixture
def program(folder, monkeypatch):
    """program(body) makes the stand-in: it knows its plan, otherwise notes its arguments and runs `body`."""
    path = folder / "program"
    monkeypatch.setenv("YIELDSCAPE_PROGRAM", str(path))
    monkeypatch.setenv("LAUNCH", "env")

    def write(body):
        walls = 'sed "s/WALLS/$(sed "s/[0-9]*/{\\"ranks\\": &, \\"seconds\\": 10}/g" <<<"${@: -1}")/" plan.json'
        (folder / "plan.json").write_text(PLAN)
        path.write_text(
            f'#!/usr/bin/env bash\nif [[ $1 == plan ]]; then {walls}; exit; fi\necho "$*" >>{folder}/calls.txt\n{body}\n'
        )
        path.chmod(0o755)

    return write


def calls():
    return Path("calls.txt").read_text().splitlines()


def test_only_75_brings_a_job_back(program):
    program('exit "$(basename "$2")"')
    numbers = {code: submit("-n1", RUN, str(code), "-o", f"{code}.h5", MAX_REQUEUE=1) for code in (0, 1, 3, 8, 137, 75)}
    records = {code: wait_for_end(number) for code, number in numbers.items()}
    assert {code: record["code"] for code, record in records.items()} == {code: code for code in numbers}
    assert {code for code, record in records.items() if record["restarts"] > 0} == {75}
    assert {code for code, record in records.items() if record["state"] == "COMPLETED"} == {0}
    assert len(calls()) == len(numbers) + 1
    assert log(numbers[0]).endswith("tools/figures 0.h5 -o figures/0\n")
    assert "finished with exit code 8" in log(numbers[8])
    assert "back into the queue (restart 1 of at most 1)" in log(numbers[75])
    assert "stopped early after 1 restarts (MAX_REQUEUE); submit the job again" in log(numbers[75])


@pytest.mark.parametrize("ending, refused", [("kill -TERM $$", False), ("exit 1", True)])
def test_a_requeue_that_ends_its_own_command_is_no_refusal(program, folder, ending, refused):
    program("exit 75")
    (folder / "bin").mkdir()
    (folder / "bin/scontrol").write_text(f"#!/bin/sh\n[ $1 = requeue ] && {ending}\nexec {shutil.which('scontrol')} $@\n")
    (folder / "bin/scontrol").chmod(0o755)
    number = submit("-n1", RUN, "a", "-o", "a.h5", PATH=f"{folder / 'bin'}:{os.environ['PATH']}")
    assert wait_for_end(number)["code"] == 75
    assert ("Slurm refuses to requeue the job" in log(number)) == refused


def test_configuration_and_result_come_from_the_environment(program, folder):
    """`sbatch` alone, from the project's folder."""
    program("exit 0")
    files = f"--export=ALL,CONFIG={folder}/c.yaml,OUTPUT={folder}/c.h5"
    number = command("env", "-C", ROOT, "sbatch", "--parsable", "-n1", f"--output={folder}/%x-%j.out", files, RUN).strip()
    assert wait_for_end(number)["state"] == "COMPLETED"
    assert calls()[0].startswith(f"run {folder}/c.yaml --output {folder}/c.h5 --deadline ")


def test_the_deadline_is_the_time_limit_less_the_margin(program):
    program("exit 0")
    start = int(time.time())
    wait_for_end(submit("-n1", "--time=10", RUN, "a.yaml", "--set", "x=1", "--quiet", STOP_MARGIN=40))
    *head, deadline = calls()[0].split()
    assert head == "run a.yaml --output a.h5 --set x=1 --quiet --deadline".split()
    assert 0 <= int(deadline) - (start + 600 - 40) < 60


def test_a_part_of_an_array_needs_its_size(program):
    program("exit 0")
    said = command(JOBS / "submit", "-n1", "--array=2", ARRAY, "a.yaml")
    refused = re.match(r"array (\d+):", said)[1] + "_2"
    said = command(JOBS / "submit", "-n1", "--array=2", ARRAY, "a.yaml", SHARDS=4)
    repeated = re.match(r"array (\d+):", said)[1] + "_2"
    record = wait_for_end(refused)
    assert (record["state"], record["code"]) == ("FAILED", 2)
    assert wait_for_end(repeated)["state"] == "COMPLETED"
    assert any("--shard 2/4" in line for line in calls())


def test_a_rank_has_seconds_to_stop_in_order(folder):
    """Open MPI's launcher, told to end, by itself waits one second before it kills its ranks."""
    (folder / "rank").write_text("trap 'sleep 2.5; touch stopped; exit' TERM\ntouch started\nwhile :; do sleep 0.1; done\n")
    script = f'root={ROOT}; source "$root/jobs/common.sh"; exec mpirun --quiet -n 1 bash {folder}/rank'
    launcher = subprocess.Popen(["bash", "-c", script], env=os.environ | {"YIELDSCAPE_ROOT": str(ROOT)})
    wait_until(Path("started").exists, 30, "start of the rank")
    launcher.terminate()
    launcher.wait(timeout=60)
    assert Path("stopped").exists()
