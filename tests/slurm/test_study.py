"""A study of full size, where there is Slurm, is a job."""

import re

from slurm import ROOT, command


def test_a_study_at_cluster_scale_is_submitted(folder):
    said = command(ROOT / "tools/study", "avalanches", "--scale", "cluster", "-o", "out")
    number = re.search(r"Submitted batch job (\d+)", said)[1]
    assert "the same command draws" in said
    asked = command("scontrol", "--oneliner", "show", "job", number)
    command("scancel", number)
    assert f"Command={ROOT}/jobs/run.sbatch" in asked and "NumTasks=16" in asked, asked
    assert (folder / "out").is_dir()
