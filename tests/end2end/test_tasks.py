"""Realizations that fail, kill their process or hang are recorded and reported, and the others finish."""

import re

import h5py
import numpy
import pytest

from contents import differences
from journals import START, all_records, times_done
from test_same_bytes import SMALL

ONE = SMALL[:SMALL.index("points:")].replace("N: 8", "N: 16")  # 24 realizations of one point
CONFIGURATION, UNDISTURBED = "one.yaml", ONE
FAILED = 2  # realizations/status


def statuses(path):
    with h5py.File(path) as file:
        return file["realizations/status"][()]


def test_one_that_kills_its_process_every_time_is_put_aside(program, undisturbed):
    """Realization 13 kills the rank that begins it; the other two ranks are at work meanwhile."""
    program.write("one.yaml", ONE)
    for session in range(3):
        killed = program("run", "one.yaml", "-o", "a.h5", ranks=3, fault="start|13|1|kill-after", code=137)
        # At the first kill it is one of many begun together, at the second it and those of the other ranks.
        suspects = re.search(r"one at a time: (\d+)", killed.stderr)
        assert (1 <= int(suspects[1]) <= 3) if session == 2 else suspects is None
    done = program("run", "one.yaml", "-o", "a.h5", ranks=3, fault="start|13|1|kill-after", code=8)
    assert "realization 13" in done.stderr and "put aside" in done.stderr
    assert numpy.flatnonzero(statuses(program.directory / "a.h5")[0] == FAILED).tolist() == [13]
    assert program("run", "one.yaml", "-o", "a.h5", code=8).stderr.count("put aside") == 0, "it is recorded"
    assert len(times_done(program.directory / "a.run")) == 23

    retried = program("retry", "a.h5")
    assert "realization 13" in retried.stdout and "1 realizations will be tried again" in retried.stdout
    assert "0 realizations" in program("retry", "a.h5").stdout
    program("run", "one.yaml", "-o", "a.h5", ranks=2)
    assert differences(undisturbed, program.directory / "a.h5") == []


def test_being_near_a_kill_makes_no_realization_guilty(program, undisturbed):
    """Each rank dies at the second lot of realizations it begins, whichever these are."""
    program.write("one.yaml", ONE)
    for _ in range(2):
        program("run", "one.yaml", "-o", "a.h5", ranks=2, fault="write|*.journal|4|kill-after", code=137)
    done = program("run", "one.yaml", "-o", "a.h5", ranks=2)
    assert "put aside" not in done.stderr
    assert differences(undisturbed, program.directory / "a.h5") == []


def test_an_endless_avalanche_and_an_infinite_stress_fail(program):
    program.write("one.yaml", ONE)
    endless = program("run", "one.yaml", "-o", "a.h5", "--set", "loading.round_limit=3", code=8, ranks=2)
    assert "round_limit" in endless.stderr
    infinite = program("run", "one.yaml", "-o", "b.h5", "--set", "slip.c0=1e308", code=8, ranks=2)
    assert "the stress became" in infinite.stderr
    assert (statuses(program.directory / "b.h5") == FAILED).all()
    assert "24 realizations will be tried again" in program("retry", "b.h5").stdout
    again = program("run", "one.yaml", "-o", "b.h5", "--set", "slip.c0=1e308", code=8)
    assert "the stress became" in again.stderr


def test_one_without_memory_fails_and_the_others_finish(program, undisturbed):
    """Any exception of a realization is held against it alone."""
    program.write("one.yaml", ONE)
    done = program("run", "one.yaml", "-o", "a.h5", fault="start|13|1|no-memory", code=8)
    assert "realization 13 of point 'one' failed: std::bad_alloc" in done.stderr, done.stderr
    assert numpy.flatnonzero(statuses(program.directory / "a.h5")[0] == FAILED).tolist() == [13]
    assert "1 realizations will be tried again" in program("retry", "a.h5").stdout
    assert "computed 1 realizations" in program("run", "one.yaml", "-o", "a.h5").stdout
    assert differences(undisturbed, program.directory / "a.h5") == []


def test_a_point_without_numbers_fails_and_the_others_finish(program, undisturbed):
    """Slips of 1e308 make the stress infinite and then NaN."""
    program.write("one.yaml", ONE + "points:\n  - {name: one}\n  - {name: endless, slip: {c0: 1e308}}\n")
    done = program("run", "one.yaml", "-o", "a.h5", ranks=2, code=8)
    assert "of point 'endless' failed: the stress became" in done.stderr, done.stderr
    assert (statuses(program.directory / "a.h5") == FAILED).all(axis=1).tolist() == [False, True]
    with h5py.File(program.directory / "a.h5") as file, h5py.File(undisturbed) as other:
        assert (file["realizations/stress"][0] == other["realizations/stress"][0]).all()
    assert "24 realizations will be tried again" in program("retry", "a.h5").stdout
    program("run", "one.yaml", "-o", "a.h5", code=8)


def test_a_silent_rank_ends_the_job_by_option(program):
    program.write("many.yaml", ONE.replace("realizations: 24", "realizations: 20000"))
    hung = program("run", "many.yaml", "-o", "a.h5", "--hang-timeout", 2, ranks=2,
                   fault="write|*-r00001.journal|4|stop", code=71)
    assert re.search(r"rank 1 on \S+ has given no sign of life for \S+ s \(since \S+\), at or before realization "
                     r"\d+ of point", hung.stderr), hung.stderr
    begun = [record for record in all_records(program.directory / "a.run") if record.type == START]
    assert begun
    program("run", "many.yaml", "-o", "a.h5", "--set", "realizations=20", ranks=2)


def test_a_silent_rank_0_ends_the_job_by_option(program):
    program.write("many.yaml", ONE.replace("realizations: 24", "realizations: 20000"))
    hung = program("run", "many.yaml", "-o", "a.h5", "--hang-timeout", 2, ranks=3, timeout=60,
                   fault="write|*-r00000.journal|4|stop", code=71)
    assert re.search(r"rank 0 on \S+ has given no sign of life for \S+ s \(since \S+\) to rank [12], which waits",
                     hung.stderr), hung.stderr
    program("run", "many.yaml", "-o", "a.h5", "--set", "realizations=20", ranks=2)


def test_rank_0_silent_over_a_suspect_ends_the_job_by_option(program):
    """Nobody has heard of it yet: it tries what killed its process twice before it answers anybody."""
    program.write("one.yaml", ONE.replace("realizations: 24", "realizations: 1"))
    for _ in range(2):
        program("run", "one.yaml", "-o", "a.h5", fault="start|0|1|kill-after", code=-9)
    hung = program("run", "one.yaml", "-o", "a.h5", "--hang-timeout", 2, ranks=3, timeout=60,
                   fault="start|0|1|stop|0", code=71)
    assert "one at a time: 1" in hung.stderr, hung.stderr
    assert re.search(r"rank 0 on \S+ has given no sign of life for \S+ s \(since \S+\) to rank [12], which waits",
                     hung.stderr), hung.stderr


@pytest.mark.parametrize("rank, call", [(0, "write|*.h5.tmp|60"), (1, "open|*.h5.tmp|1")])
def test_a_rank_silent_while_the_result_is_written_ends_the_job_by_option(program, undisturbed, rank,
                                                                                 call):
    program.write("one.yaml", ONE)
    hung = program("run", "one.yaml", "-o", "a.h5", "--hang-timeout", 2, ranks=3, timeout=60,
                   fault=f"{call}|stop|{rank}", code=71)
    assert re.search(r"rank \d on \S+ has heard nothing of the other ranks for 2 s while the result is written",
                     hung.stderr), hung.stderr
    program("run", "one.yaml", "-o", "a.h5", "--hang-timeout", 20, ranks=2)
    assert differences(undisturbed, program.directory / "a.h5") == []


@pytest.mark.parametrize("ranks, realizations", [(4, 1), (3, 2)])
def test_fewer_realizations_than_ranks(program, ranks, realizations):
    program.write("one.yaml", ONE)
    arguments = ("one.yaml", "--set", f"realizations={realizations}")
    program("run", *arguments, "-o", "a.h5", ranks=ranks)
    program("run", *arguments, "-o", "one.h5")
    assert differences(program.directory / "one.h5", program.directory / "a.h5") == []


def test_one_realization_a_hundred_times_longer_than_the_rest(program):
    program.write("mixed.yaml", ONE.replace("N: 16", "N: 6") + """
points:
  - {name: short, realizations: 200}
  - {name: long, lattice: {N: 24}, realizations: 1}
""")
    program("run", "mixed.yaml", "-o", "a.h5", ranks=3)
    program("run", "mixed.yaml", "-o", "one.h5")
    assert differences(program.directory / "one.h5", program.directory / "a.h5") == []
