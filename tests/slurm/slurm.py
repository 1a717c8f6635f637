"""What the Slurm tests ask of the cluster they run in (local_cluster.sh)."""

import os
import re
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENDED = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "DEADLINE"}


def command(*arguments, **environment):
    """Runs a command that must succeed and returns what it prints."""
    done = subprocess.run(
        [str(a) for a in arguments],
        env=os.environ | {key: str(value) for key, value in environment.items()},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
    return done.stdout


def submit(*arguments, **environment):
    """jobs/submit; the number of the job."""
    return command(ROOT / "jobs/submit", "--parsable", *arguments, **environment).strip()


def job(number):
    """State, exit code, signal and restarts of a job, or of an array element N_i."""
    record = command("scontrol", "--oneliner", "show", "job", number)
    fields = dict(re.findall(r"(\S+?)=(\S*)", record))
    code, signal = fields["ExitCode"].split(":")
    return {
        "state": fields["JobState"],
        "code": int(code),
        "signal": int(signal),
        "restarts": int(fields["Restarts"]),
    }


def wait_until(condition, seconds, what):
    """Returns the first true value of condition(); fails with `what` after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.2)
    raise AssertionError(f"{what}: not within {seconds} s\n" + command("squeue", "--all"))


def wait_for_end(number, seconds=120):
    """The record of a job once it is neither waiting nor running."""

    def ended():
        record = job(number)
        return record if record["state"] in ENDED else None

    return wait_until(ended, seconds, f"end of job {number}")


def wait_for_state(number, state, seconds=60):
    wait_until(lambda: job(number)["state"] == state, seconds, f"job {number} {state}")
