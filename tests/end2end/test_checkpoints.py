"""Long realizations keep their progress: stopped or killed, they go on where they were, with the same bytes."""

import signal
import struct
import time

import pytest

from conftest import Program
from contents import differences
from journals import START, all_records, times_done
from test_same_bytes import SMALL

# A realization of a second and a half on a fast core; checkpoints from a thirtieth of a second on.
LONG = SMALL[:SMALL.index("loading:")].replace("N: 8", "N: 128").replace("realizations: 24", "realizations: 1") + """
loading: {strain_max: 5, strain_step: 0.05}
record: {events: true, maps_at: [0.1, 1.5], histograms_at: [0.2]}
"""
CONFIGURATION, UNDISTURBED = "long.yaml", LONG
TEAM = (LONG.replace("N: 128", "N: 192").replace("strain_max: 5, strain_step: 0.05", "strain_max: 2, strain_step: 0.02")
        + "ranks_per_realization: {default: 2}\n")
SHORT_INTERVAL = ("--checkpoint-interval", "0.3")


def starts(program):
    """The grid strains at which realizations were begun or taken up, in order."""
    return [struct.unpack("<Q", record.payload)[0] if record.payload else 0
            for record in all_records(program.directory / "a.run") if record.type == START]


def checkpoints(program):
    return sorted((program.directory / "a.run/checkpoint").glob("*"))


def wait_for_checkpoint(program, process, count):
    limit = time.time() + 60
    while process.poll() is None and time.time() < limit and len(checkpoints(program)) < count:
        time.sleep(0.02)
    assert process.poll() is None, process.communicate()


def finish(program, undisturbed, ranks=1):
    program("run", "long.yaml", "-o", "a.h5", *SHORT_INTERVAL, ranks=ranks)
    assert max(starts(program)) > 0, "nothing was taken up"
    assert set(times_done(program.directory / "a.run").values()) == {1}
    assert checkpoints(program) == []
    assert differences(undisturbed, program.directory / "a.h5") == []


def test_a_stop_writes_where_each_realization_is(program, undisturbed):
    program.write("long.yaml", LONG)
    process = program.start("run", "long.yaml", "-o", "a.h5", "--checkpoint-interval", "3")
    while process.poll() is None and not starts(program):
        time.sleep(0.01)
    time.sleep(0.5)  # a checkpoint is held in memory, none is written yet
    assert checkpoints(program) == []
    process.send_signal(signal.SIGTERM)
    asked = time.time()
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 75, errors
    assert time.time() - asked < 5
    assert len(checkpoints(program)) == 1
    finish(program, undisturbed)


def test_a_killed_realization_goes_on_at_its_checkpoint(program, undisturbed):
    program.write("long.yaml", LONG)
    process = program.start("run", "long.yaml", "-o", "a.h5", *SHORT_INTERVAL)
    wait_for_checkpoint(program, process, 2)
    process.kill()
    process.communicate()
    finish(program, undisturbed)


def test_killed_while_a_checkpoint_is_written(program, undisturbed):
    program.write("long.yaml", LONG)
    program("run", "long.yaml", "-o", "a.h5", *SHORT_INTERVAL,
            fault="write|*/checkpoint/*|9|kill-half", code=-9)
    finish(program, undisturbed, ranks=2)


@pytest.fixture(scope="module")
def undisturbed_team(tmp_path_factory):
    """Computed by one rank."""
    program = Program(tmp_path_factory.mktemp("team"))
    program.write("long.yaml", TEAM)
    program("run", "long.yaml", "-o", "one.h5")
    return program.directory / "one.h5"


@pytest.mark.parametrize("ranks", [1, 3])
def test_what_a_killed_team_has_written_is_taken_up_by_others(program, undisturbed_team, ranks):
    program.write("long.yaml", TEAM)
    # Of two ranks a checkpoint takes twelve writes: the second is cut short.
    program("run", "long.yaml", "-o", "a.h5", *SHORT_INTERVAL, ranks=2, fault="write|*/checkpoint/*|20|kill-half",
            code=None)
    assert len(checkpoints(program)) == 2
    finish(program, undisturbed_team, ranks)


def test_a_team_out_of_time_writes_where_it_is(program, undisturbed_team):
    program.write("long.yaml", TEAM)
    for seconds in (1, 1.5, 2, 3, 5):  # on a busy machine the first may end before anything is begun
        done = program("run", "long.yaml", "-o", "a.h5", "--no-render", *SHORT_INTERVAL, "--deadline",
                       time.time() + seconds, ranks=2, code=75)
        assert "1 realizations are missing" in done.stderr
        if checkpoints(program):
            break
    finish(program, undisturbed_team, ranks=2)


def test_a_disk_full_of_checkpoints_loses_nothing(program, undisturbed):
    program.write("long.yaml", LONG)
    full = program("run", "long.yaml", "-o", "a.h5", *SHORT_INTERVAL, fault="write|*/checkpoint/*|9+|ENOSPC",
                   code=6)
    assert "Free space" in full.stderr and "checkpoint" in full.stderr
    finish(program, undisturbed)


def test_a_team_on_a_full_disk_loses_nothing(program, undisturbed_team):
    program.write("long.yaml", TEAM)
    full = program("run", "long.yaml", "-o", "a.h5", *SHORT_INTERVAL, ranks=2, timeout=60,
                   fault="write|*/checkpoint/*|20+|ENOSPC", code=6)
    assert "Free space" in full.stderr and "checkpoint" in full.stderr
    finish(program, undisturbed_team, ranks=2)


def test_a_deadline_shorter_than_one_realization_makes_progress(program, undisturbed):
    """Jobs shorter than a realization: each takes up what the one before it left."""
    program.write("long.yaml", LONG)
    codes = []
    while 0 not in codes and len(codes) < 30:
        done = program("run", "long.yaml", "-o", "a.h5", "--no-render", *SHORT_INTERVAL, "--deadline",
                       time.time() + 0.6 + 0.1 * len(codes), code=None)
        codes.append(done.returncode)
        if codes[-1] != 0:
            assert codes[-1] == 75 and "1 realizations are missing" in done.stderr
    assert codes[0] == 75, "the first deadline comes before the end of the realization"
    finish(program, undisturbed)
