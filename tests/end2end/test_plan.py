"""What `plan` promises, and what comes of it."""

import json

import pytest

from conftest import ROOT, Program
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
    said = plan(small, "small.yaml", "-o", "a.h5", "--set", "realizations=40")
    assert said["tasks_done"] == 62
    assert said["tasks"] > 62
    assert 0 < said["core_seconds_left"] < said["core_seconds"]
    assert all(point["observed_tasks"] == point["tasks_done"] for point in said["per_point"])
    text = small("plan", "small.yaml", "-o", "a.h5", "--set", "realizations=40").stdout
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


SWEEP = """
title: brittle to ductile
realizations: 3
material: {shear_modulus: 14.7, bulk_modulus: 52}
thresholds:
  renewal: {law: normal, mean: 1.00, std: 0.436}
slip: {law: exponential}
loading: {strain_max: 0.3, strain_step: 0.005}
record: {realizations: false}
sweep:
  cross:
    - {lattice.N: [16, 32, 64], realizations: [60, 15, 4]}
    - {slip.disorder_strength: [0.1, 1, 10]}
    - {thresholds.age: [0, 0.65]}
"""


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """A place for caches with the speed of this machine in it, and what plan said when it measured."""
    program = Program(tmp_path_factory.mktemp("measured"))
    cache = program.directory / "cache"
    program.environment["XDG_CACHE_HOME"] = str(cache)
    program.write("sweep.yaml", SWEEP)
    assert "built in" in program("plan", "sweep.yaml").stdout
    said = plan(program, "sweep.yaml", "--measure")
    assert "measured" in said["prices"] and str(cache / "yieldscape/speed.json") in said["prices"]
    return cache, said


def test_a_measured_machine_foretells_the_cost(program, measured):
    """Fails if the model is off by a factor of two: half of the eighteen points would have to be measured wrong by
    1.8 through other load of the machine."""
    cache, before = measured
    program.environment["XDG_CACHE_HOME"] = str(cache)
    program.write("sweep.yaml", SWEEP)
    assert plan(program, "sweep.yaml") == before  # kept for the next time
    program("run", "sweep.yaml")
    after = plan(program, "sweep.yaml")
    assert after["tasks_done"] == after["tasks"] and after["core_seconds_left"] == 0
    ratios = sorted(told["seconds_per_task"] / took["seconds_per_task"]
                    for told, took in zip(before["per_point"], after["per_point"]))
    assert 1 / 1.8 < ratios[len(ratios) // 2] < 1.8, ratios
    assert 1 / 6 < ratios[0] and ratios[-1] < 6, ratios


def test_what_was_recorded_corrects_what_was_not(program, measured):
    """The prices of a machine a thousand times slower than this one are put right by the points computed."""
    speed = json.loads((measured[0] / "yieldscape/speed.json").read_text())
    for row in speed["prices"]:
        row["seconds_per_slip"] = [1000 * price for price in row["seconds_per_slip"]]
        row["seconds_per_record"] *= 1000
        row["seconds_to_start"] *= 1000
    program.environment["XDG_CACHE_HOME"] = str(program.directory)
    (program.directory / "yieldscape").mkdir()
    program.write("yieldscape/speed.json", json.dumps(speed))
    program.write("sweep.yaml", SWEEP)
    program.write("part.yaml", SWEEP.replace("[0.1, 1, 10]", "[1]"))
    wrong = plan(program, "sweep.yaml")
    program("run", "part.yaml", "-o", "sweep.h5")
    right = plan(program, "sweep.yaml")
    for before, after in zip(wrong["per_point"], right["per_point"]):
        assert (after["observed_tasks"] > 0) == (after["disorder_strength"] == pytest.approx(1))
        assert 150 < before["seconds_per_task"] / after["seconds_per_task"] < 6000


def test_a_useless_cache_is_left_alone(program):
    program.environment["XDG_CACHE_HOME"] = str(program.directory)
    (program.directory / "yieldscape").mkdir()
    program.write("small.yaml", SMALL)
    for text in ("", "{}", "{ torn", '{"format": 1}', '{"format": 2, "prices": []}', '{"format": 1, "machine": 1}'):
        program.write("yieldscape/speed.json", text)
        assert "built in" in program("plan", "small.yaml").stdout
