#!/usr/bin/python3
"""Kills a worker, rank 0 or mpirun (-9) at random instants of a run and lets the same command finish it.

    YIELDSCAPE_PROGRAM=build/release/yieldscape tests/end2end/kill_campaign.py [INSTANTS] [SEED]

Every result must have the bytes of an undisturbed run, and nothing that was recorded may be computed again.
"""

import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

from contents import differences
from journals import times_done

ENSEMBLE = """
title: to be killed
seed: 3
realizations: 400
lattice: {N: 16}
material: {shear_modulus: 19, bulk_modulus: 55}
thresholds:
  initial: {law: normal, mean: 1.65, std: 0.507}
  renewal: {law: normal, mean: 1.00, std: 0.436}
slip: {law: exponential, c0: 0.0235, c1: 0.0163}
loading: {strain_max: 1, strain_step: 0.01}
points:
  - {name: many}
  - {name: few, lattice: {N: 40}, realizations: 6}
"""
REALIZATIONS = 406


def processes_below(pid):
    """(pid, rank) of the processes of a job; mpirun itself has no rank."""
    found = []
    for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        try:
            environment = pathlib.Path(f"/proc/{child}/environ").read_bytes().split(b"\0")
            found.append((int(child), next((int(entry.split(b"=")[1]) for entry in environment
                                            if entry.startswith(b"OMPI_COMM_WORLD_RANK=")), None)))
            found += processes_below(child)
        except OSError:
            pass  # gone meanwhile
    return found


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


class Campaign:

    def __init__(self, directory, seed):
        from conftest import Program

        self.program = Program(pathlib.Path(directory))
        self.program.write("killed.yaml", ENSEMBLE)
        self.random = random.Random(seed)
        started = time.time()
        self.program("run", "killed.yaml", "-o", "undisturbed.h5", ranks=2)
        self.duration = time.time() - started

    def run(self, instants):
        for i in range(instants):
            ranks = self.random.randint(1, 4)
            victim = self.random.choice(["worker", "rank 0", "mpirun"]) if ranks > 1 else "rank 0"
            print(f"{i}: {ranks} ranks, {victim}: {self.once(f'r{i}.h5', ranks, victim)}", flush=True)

    def once(self, result, ranks, victim):
        """Kills until one session ends by itself; what happened in words."""
        run = (self.program.directory / result).with_suffix(".run")
        kills = 0
        while True:
            process = self.program.start("run", "killed.yaml", "-o", result, "--quiet", ranks=ranks)
            instant = self.random.uniform(0, self.duration)
            time.sleep(instant)
            if kills < 3:
                kills += self.kill(process, victim)
            _, errors = process.communicate(timeout=300)
            before = times_done(run) if run.exists() else {}
            assert set(before.values()) <= {1}, "something was computed twice"
            if process.returncode == 0:
                break
            assert process.returncode in (1, 137, -9), f"exit {process.returncode}\n{errors}"
        assert len(before) == REALIZATIONS
        different = differences(self.program.directory / "undisturbed.h5", self.program.directory / result)
        assert different == [], different
        self.program("verify", result)
        return f"{kills} kills"

    def kill(self, process, victim):
        """1 if somebody was killed; returns when all processes of the job are gone."""
        ranks = processes_below(process.pid) if process.poll() is None else []
        targets = {"mpirun": [process.pid],
                   "rank 0": [pid for pid, rank in ranks if rank == 0] or [process.pid],
                   "worker": [pid for pid, rank in ranks if rank]}[victim]
        if process.poll() is not None or not targets:
            return 0
        os.kill(targets[0], signal.SIGKILL)
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            left = [rank for pid, rank in ranks if alive(pid)]
            raise AssertionError(f"{victim} was killed, mpirun did not end; ranks that live: {left}") from None
        limit = time.time() + 60
        while any(alive(pid) for pid, _ in ranks):
            assert time.time() < limit, f"orphans of {victim} live on"
            time.sleep(0.05)
        return 1


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        arguments = [int(argument) for argument in sys.argv[1:]] + [100, 1][len(sys.argv) - 1:]
        Campaign(scratch, seed=arguments[1]).run(instants=arguments[0])
