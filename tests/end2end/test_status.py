"""What `status` says of a run that goes on, is over, was killed, or is another version's."""

import json
import signal
import subprocess
import time

import pytest

from test_resume import LONG
from test_same_bytes import SMALL


def status(program, name="a.h5"):
    return json.loads(program("status", name, "--json").stdout)


@pytest.fixture
def small(program):
    program.write("small.yaml", SMALL)
    return program


def test_a_finished_run(small):
    small("run", "small.yaml", "-o", "a.h5", ranks=2)
    said = status(small)
    assert (said["state"], said["tasks"], said["done"], said["failed"], said["running"]) == ("complete", 62, 62, 0, 0)
    assert said["eta_seconds"] == 0 and said["slips_per_second"] > 0
    assert {point["name"]: point["done"] for point in said["points"]} == {"small": 24, "oblong": 31, "extremal": 7}
    assert status(small, "a.run") == said
    text = small("status", "a.h5").stdout
    for words in ("same bytes: complete", "62/62 realizations", "slips per second on 2 ranks", "oblong"):
        assert words in text


def wait_for(program, wanted, process):
    """The status while the run goes on, as soon as it is as wanted."""
    for _ in range(600):
        assert process.poll() is None, "the run was over before it was looked at"
        try:
            said = status(program)
        except AssertionError:  # no run yet
            time.sleep(0.05)
            continue
        if wanted(said):
            return said
        time.sleep(0.05)
    raise AssertionError(f"never so: {said}")


def test_a_run_that_goes_on_and_is_killed(program):
    program.write("long.yaml", LONG)
    end = time.time() + 3600
    process = program.start("run", "long.yaml", "-o", "a.h5", "--deadline", end, ranks=3)
    try:
        said = wait_for(program, lambda now: now["done"] > 100 and now["eta_seconds"] is not None, process)
        assert said["state"] == "computing" and said["tasks"] == 60000 + 31 + 7
        assert said["running"] > 0 and said["slips_per_second"] > 0
        assert said["fits"] is True
        assert sum(point["running"] for point in said["points"]) == said["running"]
        assert sum(point["done"] for point in said["points"]) == said["done"]
        ranks = said["last_words"]
        assert [rank["rank"] for rank in ranks] == [0, 1, 2]
        assert any("realization" in rank["task"] for rank in ranks)
        assert all(said["updated"] - 30 < rank["heard"] <= said["updated"] for rank in ranks)
        text = program("status", "a.h5").stdout
        for words in ("computing", "left", "fits in the wall time: yes", "last heard", "works on"):
            assert words in text
        watcher = subprocess.Popen(program.command("status", "a.h5", "--watch"), cwd=program.directory,
                                   stdout=subprocess.PIPE, text=True)
        killed = said["pid"]
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    for _ in range(100):  # mpirun is gone; its ranks notice at once, or nearly so
        if status(program)["state"] == "interrupted":
            break
        time.sleep(0.1)
    said = status(program)
    assert said["state"] == "interrupted" and said["running"] == 0 and said["eta_seconds"] is None
    text = program("status", "a.h5").stdout
    assert f"process {killed}" in text and "run the same command again" in text
    # Who watched is told the end.
    assert "interrupted" in watcher.communicate(timeout=30)[0]


def test_shards_are_added_up(small):
    for shard in range(3):
        small("run", "small.yaml", "-o", "a.h5", "--shard", f"{shard}/3", "--no-render")
        said = status(small)
        assert said["shard"] == "all/3"
    assert (said["state"], said["tasks"], said["done"]) == ("complete", 62, 62)
    assert {point["name"]: point["done"] for point in said["points"]} == {"small": 24, "oblong": 31, "extremal": 7}
    assert "3 shards of 3 have reported" in small("status", "a.h5").stdout


def test_a_run_without_status_is_told_by_its_journals(small):
    small("run", "small.yaml", "-o", "a.h5")
    (small.directory / "a.run/status.json").write_text("{ torn")
    said = status(small)
    assert (said["state"], said["done"]) == ("not known", 62)
    (small.directory / "a.run/status.json").unlink()
    assert status(small) == said
    assert "only the configuration says" in small("status", "a.h5").stdout


def test_a_run_of_another_version(small):
    small("run", "small.yaml", "-o", "a.h5")
    identity = small.directory / "a.run/identity"
    identity.write_text(identity.read_text().replace("format 1", "format 7"))
    path = small.directory / "a.run/status.json"
    # Newer: keys that nobody knows here. Older: keys that were not there yet.
    path.write_text(json.dumps({"format": 7, "state": "complete", "tasks": 5, "done": 5, "novelty": [{}]}))
    said = status(small)
    assert (said["state"], said["tasks"], said["done"], said["running"]) == ("complete", 5, 5, 0)
    small("status", "a.h5")
    path.write_text(json.dumps({"title": "old", "state": "computing", "realizations": 9, "done": 4, "pid": 0}))
    said = status(small)
    assert (said["state"], said["tasks"], said["done"]) == ("interrupted", 9, 4)
    path.unlink()
    said = status(small)
    assert said["state"] == "not known"
    text = small("status", "a.h5").stdout
    assert "another version" in text and "format 7" in text


def test_no_run_at_all(small):
    assert "no run" in small("status", "nothing.h5", code=6).stderr
    (small.directory / "empty.run").mkdir()
    assert "no run" in small("status", "empty.h5", code=6).stderr
