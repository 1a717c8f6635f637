"""Parts computed apart are one run in the end."""

import shutil

import pytest

from contents import differences
from test_same_bytes import SMALL

MORE = SMALL.replace("points:\n", "points:\n  - {name: weak, slip: {c0: 0.05, c1: 0}}\n")


@pytest.fixture
def small(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "one.h5")
    return program


def same_as_one_run(program, name, one="one.h5"):
    return differences(program.directory / one, program.directory / name) == []


def test_two_clusters_that_overlap(small):
    """Both computed some of the same realizations, on other numbers of ranks."""
    small("run", "small.yaml", "-o", "a.h5", "--set", "realizations=15", ranks=3)
    small("run", "small.yaml", "-o", "b.h5", "--shard", "1/2", "--no-render", ranks=2)
    partial = small("merge", "small.yaml", "-o", "all.h5", "a.h5", "b.run", code=75)
    assert "partial" in partial.stdout
    small("run", "small.yaml", "-o", "c.h5", "--shard", "0/2", "--no-render")
    small("merge", "small.yaml", "-o", "all.h5", "c.h5", ranks=2)
    assert same_as_one_run(small, "all.h5")


def test_a_result_that_was_extended_elsewhere(small):
    """A copy of the run got more realizations and another point; the original knows of neither."""
    small.write("more.yaml", MORE)
    more = ("more.yaml", "--set", "realizations=30")
    small("run", *more, "-o", "expected.h5")
    shutil.copytree(small.directory / "one.run", small.directory / "away.run")
    small("run", *more, "-o", "away.h5", ranks=2)
    small("merge", *more, "-o", "one.h5", "away.h5")
    assert same_as_one_run(small, "one.h5", "expected.h5")
    assert "computed" not in small("run", *more, "-o", "one.h5").stdout


def test_merging_again_changes_nothing(small):
    small("merge", "small.yaml", "-o", "all.h5", "one.h5")
    said = small("merge", "small.yaml", "-o", "all.h5", "one.h5", "./one.run", "all.h5")
    assert "0 journals copied" in said.stdout
    assert same_as_one_run(small, "all.h5")


@pytest.mark.parametrize("change, key, values", [("seed=12", "seed", "12"), ("slip.c0=0.03", "slip.c0", "0.03"),
                                                 ("loading.strain_step=0.02", "strain_step", "0.02")])
def test_other_physics_is_refused_with_key_and_values(small, change, key, values):
    small("run", "small.yaml", "-o", "b.h5", "--set", change, "--set", "realizations=2")
    refused = small("merge", "small.yaml", "-o", "all.h5", "one.h5", "b.h5", code=4)
    assert "b.run" in refused.stderr and key in refused.stderr and values in refused.stderr
    assert "configuration" in refused.stderr
    assert not (small.directory / "all.run").exists() and not (small.directory / "all.h5").exists()


def test_a_result_file_without_its_journals_is_refused(small):
    shutil.copy(small.directory / "one.h5", small.directory / "b.h5")
    refused = small("merge", "small.yaml", "-o", "all.h5", "b.h5", code=6)
    assert "NAME.run/" in refused.stderr
