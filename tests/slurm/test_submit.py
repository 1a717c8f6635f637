"""jobs/submit says what a job will cost and refuses what cannot fit, before anything is submitted."""

import re

import pytest

from ensembles import write_config
from slurm import JOBS, command

RUN = JOBS / "run.sbatch"
REFUSED = 2


def test_the_plan_is_printed_for_each_number_of_nodes():
    said = command("bash", "-c", f"{JOBS}/submit --test-only -n4 {RUN} {write_config(6)} -o there/a.h5 2>&1")
    assert "a.yaml -> there/a.h5\n2 points, 12 tasks\n" in said
    assert re.search(r"core-hours, .* a rank, result file .*B\n", said)
    assert [line.split()[:2] for line in said.splitlines() if re.match(r" +\d+ +\d+ ", line)] == [["1", "8"], ["2", "16"]]
    assert re.search(r"asked for: 4 ranks, 4 h 00 min: about \d+ s\n", said)
    assert command("squeue", "--noheader", "--name=run", "--states=PENDING,RUNNING", "--format=%Z").count("there") == 0


@pytest.mark.parametrize(
    "options, words",
    [
        (["-n", "100"], "Requested node configuration is not available"),
        (["--mem-per-cpu=100G"], "Requested node configuration is not available"),
        (["--partition=none"], "invalid partition"),
        (["--mem-per-cpu=20M"], "Ask for --mem-per-cpu="),
        (["--time=3-0"], "partition main gives 24 h 00 min at most"),
        (["--time=5"], "nothing is left: the last 360 s are for stopping"),
        (["--time=8", "-n1"], "do not fit into 21 times 8 min"),
    ],
)
def test_what_cannot_fit_is_refused(options, words):
    config = write_config(400_000, side=64)
    said = command(JOBS / "submit", *options, RUN, config, code=REFUSED)
    assert words in said


def test_what_is_wrong_is_refused_with_the_programs_words():
    config = write_config(0)
    said = command(JOBS / "submit", RUN, config, code=3)
    assert "realizations" in said and "a.yaml:3" in said
    assert "there is no" not in command(JOBS / "submit", RUN, "none.yaml", code=3)
    assert "CONFIG is missing" in command(JOBS / "submit", RUN, code=REFUSED)
    assert "needs a job script" in command(JOBS / "submit", "-n1", code=REFUSED)
