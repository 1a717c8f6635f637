"""What the Slurm tests ask of the cluster they run in (local_cluster.sh)."""

import os
import re
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
JOBS = ROOT / "jobs"
ENDED = {"COMPLETED", "FAILED", "CANCELLED", "TIMEOUT", "NODE_FAIL", "OUT_OF_MEMORY", "DEADLINE"}


def command(*arguments, code=0, **environment):
    """Runs a command that must end with `code` and returns what it prints; its errors too if it must fail."""
    done = subprocess.run(
        [str(a) for a in arguments],
        env=os.environ | {key: str(value) for key, value in environment.items()},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout if code == 0 else done.stdout + done.stderr


def submit(*arguments, **environment):
    """jobs/submit; the number of the job."""
    return command(JOBS / "submit", "--parsable", *arguments, **environment).strip()


def sbatch(script, config, *options, arguments=(), **environment):
    """A job script, with arguments for the program, without jobs/submit, which would refuse what is wrong on purpose;
    logs go to logs/ all the same."""
    Path("logs").mkdir(exist_ok=True)
    files = f"--export=ALL,CONFIG={config},OUTPUT=slurm.h5,YIELDSCAPE_ROOT={ROOT}"
    return command("sbatch", "--parsable", "--output=logs/%x-%j.out", files, *options, script, *arguments,
                   **environment).strip()


def job(number):
    """State, exit code, restarts and nodes of a job, or of an array element N_i."""
    record = command("scontrol", "--oneliner", "show", "job", number)
    fields = dict(re.findall(r"(\S+?)=(\S*)", record))
    return {
        "state": fields["JobState"],
        "code": int(fields["ExitCode"].split(":")[0]),
        "restarts": int(fields["Restarts"]),
        "nodes": fields["NodeList"],
    }


def wait_until(condition, seconds, what):
    """Returns the first true value of condition(); fails with `what` after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.5)
    raise AssertionError(f"{what}: not within {seconds} s\n" + command("squeue", "--all"))


def wait_for_end(number, seconds=200):
    """The record of a job once it is neither waiting nor running."""

    def ended():
        record = job(number)
        return record if record["state"] in ENDED else None

    return wait_until(ended, seconds, f"end of job {number}")


def log(number):
    """What a job has written so far; of an array element N_i too."""
    files = list(Path("logs").glob(f"*-{number}.out"))
    return files[0].read_text(encoding="utf-8") if files else ""


def wait_for_words(number, words, seconds=100):
    """Waits until the log of a job says the words."""
    wait_until(lambda: words in log(number), seconds, f"'{words}' in the log of job {number}")


def node_processes(node):
    """Every process of a virtual node: those that see its host name."""
    daemon = int((Path(os.environ["SLURM_CONF"]).parent / f"{node}.pid").read_text())
    names = os.readlink(f"/proc/{daemon}/ns/uts")

    def is_there(process):
        try:
            return os.readlink(process / "ns/uts") == names
        except OSError:
            return False

    return [int(process.name) for process in Path("/proc").glob("[0-9]*") if is_there(process)]
