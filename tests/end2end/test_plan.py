"""What `plan` promises, and what comes of it."""

import json

import pytest

from conftest import ROOT
from test_same_bytes import SMALL


def plan(program, *arguments, code=0):
    return json.loads(program("plan", *arguments, "--json", code=code).stdout)


@pytest.fixture
def small(program):
    program.write("small.yaml", SMALL)
    return program


def test_plan_counts_points_and_tasks_and_touches_nothing(small):
    said = plan(small, "small.yaml")
    assert said["points"] == len(said["per_point"]) == 3
    assert said["tasks"] == sum(point["tasks"] for point in said["per_point"]) == 62
    assert said["tasks_done"] == 0
    assert said["core_seconds"] == pytest.approx(
        sum(point["tasks"] * point["seconds_per_task"] for point in said["per_point"]))
    assert said["memory_per_rank_bytes"] > 0
    assert [path.name for path in small.directory.iterdir()] == ["small.yaml"]


def test_file_size_is_that_of_the_result(small):
    said = plan(small, "small.yaml", "-o", "a.h5")
    small("run", "small.yaml", "-o", "a.h5", ranks=2)
    assert said["file_bytes"] == pytest.approx((small.directory / "a.h5").stat().st_size, rel=0.3)


def test_more_ranks_take_less_time_until_there_are_no_more_tasks(small):
    walls = plan(small, "small.yaml", "--ranks", "1,2,62,1000")["wall_seconds"]
    assert [wall["ranks"] for wall in walls] == [1, 2, 62, 1000]
    seconds = [wall["seconds"] for wall in walls]
    assert seconds[0] > seconds[1] > seconds[2] == seconds[3]
    assert "separated by commas" in small("plan", "small.yaml", "--ranks", "2,x", code=2).stderr
    assert "separated by commas" in small("plan", "small.yaml", "--ranks", "0", code=2).stderr


def test_what_is_done_is_not_planned_again(small):
    small("run", "small.yaml", "-o", "a.h5", ranks=2)
    said = plan(small, "small.yaml", "-o", "a.h5", "--set", "realizations=30")
    assert said["tasks_done"] == 62
    # Two of the three points take the file's number of realizations, one has its own.
    assert said["tasks"] > 62
    assert 0 < said["core_seconds_left"] < said["core_seconds"]
    assert all(point["observed_tasks"] == point["tasks_done"] for point in said["per_point"])
    text = small("plan", "small.yaml", "-o", "a.h5", "--set", "realizations=30").stdout
    assert "of which 62 are done in a.run/" in text and "still to do" in text


def test_plan_refuses_what_run_would_refuse(small):
    small("run", "small.yaml", "-o", "a.h5")
    refused = small("plan", "small.yaml", "-o", "a.h5", "--set", "seed=12", code=4)
    assert "seed" in refused.stderr


@pytest.mark.parametrize("configuration", ["paper/paper.yaml", "sweeps/disorder_strength.yaml"])
def test_the_table_shows_every_point(program, configuration):
    text = program("plan", ROOT / "configs" / configuration).stdout
    said = plan(program, ROOT / "configs" / configuration)
    for point in said["per_point"]:
        assert point["name"] in text
    for words in ("tasks", "core-hours", "memory", "ranks", "wall time"):
        assert words in text
