"""A study of full size, where there is Slurm, is a job."""

import re

from slurm import ROOT, command, log, wait_for_words


def test_a_study_at_cluster_scale_is_submitted(folder):
    said = command(ROOT / "tools/study", "avalanches", "--scale", "cluster", "-o", "out")
    number = re.search(r"Submitted batch job (\d+)", said)[1]
    assert "the same command draws" in said
    try:
        wait_for_words(number, "3560 to do")
        assert "16 ranks: n" in log(number)
    finally:
        command("scancel", number)
    assert (folder / "out/avalanches.cluster.run").is_dir()
