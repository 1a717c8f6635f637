"""The installed yieldscape-submit, which knows nothing of the checkout, does what jobs/submit does."""

import os
from pathlib import Path

from ensembles import assert_same_as_on_a_laptop, write_config
from slurm import ROOT, command, log, wait_for_end

BUILD = Path(os.environ.get("YIELDSCAPE_BUILD_DIR", ROOT / "build/release"))


def test_the_installed_submit_runs_the_installed_program(tmp_path, monkeypatch):
    program = os.environ["YIELDSCAPE_PROGRAM"]
    prefix = tmp_path / "opt"
    command("cmake", "--install", BUILD, "--prefix", prefix)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.delenv("YIELDSCAPE_PROGRAM")
    config = write_config(6)
    asked = (prefix / "bin/yieldscape-submit", "-n2", "--parsable", "jobs/run.sbatch", config, "-o", "slurm.h5")
    number = command(*asked).strip()
    record = wait_for_end(number)
    assert (record["state"], record["code"]) == ("COMPLETED", 0), log(number)
    assert str(ROOT) not in log(number)
    figures = log(number).splitlines()[-1].split("next: ")[1]
    command("bash", "-c", figures)
    assert len(list(Path("figures").rglob("*.png"))) > 3
    monkeypatch.setenv("YIELDSCAPE_PROGRAM", program)
    assert_same_as_on_a_laptop(config)
