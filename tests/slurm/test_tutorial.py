"""The ten commands of jobs/README.md, as they are written there."""

import os
import re
import subprocess
from pathlib import Path

from ensembles import assert_same_as_on_a_laptop
from slurm import ROOT, wait_for_end, wait_until

TUTORIAL = (ROOT / "jobs/README.md").read_text(encoding="utf-8")


def commands():
    block = re.search(r"```sh\n(.*?)```", TUTORIAL, re.DOTALL)[1]
    return [line.split("#")[0].strip() for line in block.splitlines()]


def run(line):
    done = subprocess.run(["bash", "-c", line], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    assert done.returncode == 0, f"{line}\n{done.stdout}"
    return done.stdout


def test_from_login_node_to_figure_in_ten_commands(folder):
    for name in ("configs", "jobs", "tools"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "build/release").mkdir(parents=True)
    (folder / "build/release/yieldscape").symlink_to(os.environ["YIELDSCAPE_PROGRAM"])
    del os.environ["YIELDSCAPE_PROGRAM"]  # the commands find it where a build leaves it
    try:
        copy, plan, test, submit, queue, status, tail, *look = commands()
        assert len(look) == 3
        run(copy)
        assert "core-hours" in run(plan)
        assert "asked for: 4 ranks" in run(test)
        assert not Path("logs").exists()
        number = re.search(r"Submitted batch job (\d+)", run(submit))[1]
        assert number in run(queue)
        wait_until(Path("my.run/status.json").exists, 60, "start of the run")
        run(status)
        assert wait_for_end(number)["state"] == "COMPLETED"
        *_, last = run(tail).splitlines()
        assert last.endswith(f"next: {look[-1]}")
        for line in look:
            run(line)
        assert len(list(Path("figures/my").glob("*.png"))) > 3
    finally:
        os.environ["YIELDSCAPE_PROGRAM"] = os.readlink(folder / "build/release/yieldscape")
    assert_same_as_on_a_laptop("my.yaml", "my.h5")
