"""Storage that fails: a clear message and exit code 6, earlier results whole, and the same command goes on."""

import ctypes
import os
import subprocess
import threading

import h5py
import pytest

from contents import differences
from journals import times_done
from test_large_ensembles import CONFIGURATION as MANY
from test_same_bytes import SMALL

UNDISTURBED = SMALL

# What fails: ranks, fault, a word of the system's reason, a word of the remedy.
FAULTS = {
    "identity": (1, "write|*/a.run/.identity*|1+|ENOSPC", "No space left", "Free space"),
    "lock": (1, "write|*/a.run/.lock*|1+|EDQUOT", "quota", "raise the quota"),
    "journal header": (2, "write|*.journal|1+|ENOSPC", "No space left", "Free space"),
    "journal start": (1, "write|*.journal|8+|ENOSPC", "No space left", "Free space"),
    "journal result": (1, "write|*.journal|9+|ENOSPC", "No space left", "Free space"),
    "journal of another rank": (3, "write|*-r00001.journal|4+|EDQUOT", "quota", "raise the quota"),
    "journal sync": (2, "sync|*.journal|2+|EIO", "Input/output error", "have it checked"),
    "session": (1, "write|*/sessions/*|1+|ENOSPC", "No space left", "Free space"),
    "room for the result": (2, "reserve|*.h5.tmp|1+|ENOSPC", "No space left", "Free space"),
    "result": (1, "write|*.h5.tmp|1+|EIO", "h5", "again"),
    "one write of the result's structure": (1, "write|*.h5.tmp|50|EIO", "a.h5.tmp", "again"),
    "one write as the result's structure is closed": (2, "write|*.h5.tmp|100|EIO", "cannot close", "again"),
    "short writes": (1, "write|*/a.*|2+|short", "a.h5.tmp", "again"),
    "short writes of two ranks": (2, "write|*/a.*|2+|short", "a.h5.tmp", "again"),
    "short writes of three ranks": (3, "write|*/a.*|2+|short", "a.h5.tmp", "again"),
    "what is written is not what is there": (2, "write|*.h5.tmp|1|lost|1", "/realizations/status", "render again"),
    "the same where no checksum is": (2, "write|*.h5.tmp|3|lost|1", "/provenance", "render again"),
    "the result's head as it is closed": (2, "head|*.h5.tmp|4|EIO", "cannot close", "again"),
    "storing of the result": (2, "store|*.h5.tmp|3|EIO", "Input/output error", "have it checked"),
    "sync of the result": (2, "sync|*.h5.tmp|1+|EIO", "MPI_File_sync failed", "give the same command again"),
    "rename": (2, "rename|*.h5|1+|EROFS", "Read-only", "permissions"),
    "read-only directory": (1, "open|*/.lock-new*|1+|EACCES", "Permission denied", "permissions"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_error(program, undisturbed, what):
    ranks, fault, reason, remedy = FAULTS[what]
    program.environment["FAULT_SECONDS"] = "1"  # instead of minutes, where one rank waits for another in vain
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "old.h5", "--set", "realizations=3")
    before = (program.directory / "old.h5").read_bytes()
    (program.directory / "old.h5").rename(program.directory / "a.h5")
    failed = program("run", "small.yaml", "-o", "a.h5", ranks=ranks, fault=fault, code=6)
    assert str(program.directory.name) in failed.stderr or "a." in failed.stderr, failed.stderr
    assert reason in failed.stderr and remedy in failed.stderr, failed.stderr
    assert (program.directory / "a.h5").read_bytes() == before, "the earlier result is not whole"
    left = list(program.directory.glob("*.tmp*"))
    assert left == [] or fault.startswith("head"), "only a process that ended at once leaves something"
    run = program.directory / "a.run"
    done = set(times_done(run)) if run.exists() else set()
    program("run", "small.yaml", "-o", "a.h5", ranks=2)
    after = times_done(run)
    assert done <= set(after) and set(after.values()) == {1}
    assert differences(undisturbed, program.directory / "a.h5") == []
    assert list(program.directory.glob("*.tmp*")) == []


@pytest.mark.parametrize("fault", ["write|*/a.run/*|2+|short", "write|*/a.run/*|3|EINTR", "sync|*|2|EINTR"])
def test_short_and_interrupted_calls_are_continued(program, undisturbed, fault):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5", fault=fault)
    assert differences(undisturbed, program.directory / "a.h5") == []
    program("verify", "a.h5")


def test_a_journal_that_the_storage_refuses(program):
    """It is told of every megabyte before a sync asks for all."""
    program.write("many.yaml", MANY)
    realizations = ["--set", "realizations=3000"]
    failed = program("run", "many.yaml", "-o", "a.h5", *realizations, fault="store|*.journal|1|EIO", code=6)
    assert "cannot store 'a.run/journal/" in failed.stderr and "have it checked" in failed.stderr, failed.stderr
    program("run", "many.yaml", "-o", "a.h5", *realizations)
    after = times_done(program.directory / "a.run")
    assert len(after) == 3000 and set(after.values()) == {1}


def test_what_a_killed_rank_left_of_mpi_io_stops_nobody(program):
    """Open MPI may guard a file of this name by a semaphore of the node, which a killed process keeps for ever."""
    program.write("small.yaml", SMALL)
    result = f"{program.directory.name}.h5"
    name = f"/OMPIO_{result}.tmp".encode()
    library = ctypes.CDLL(None, use_errno=True)
    library.sem_open.restype = ctypes.c_void_p
    assert library.sem_open(name, os.O_CREAT, 0o644, 0), os.strerror(ctypes.get_errno())
    try:
        program("run", "small.yaml", "-o", result, ranks=2, timeout=60)
    finally:
        library.sem_unlink(name)


def test_only_locks_of_mpi_io_are_cleared_away(program):
    program.write("small.yaml", SMALL)
    left = ["a.h5.tmp-7-1.lock", "a.h5.tmp.locktest.0"]
    kept = ["a.h5.tmp.mine", "a.h5.tmpl", "a.h5.tmp-mine", "a.h5.lock"]
    for name in left + kept:
        program.write(name, "x")
    program("run", "small.yaml", "-o", "a.h5")
    assert [name for name in left + kept if (program.directory / name).exists()] == kept


def test_a_disk_error_is_held_against_no_realization(program):
    program.write("small.yaml", SMALL)
    for _ in range(4):
        program("run", "small.yaml", "-o", "a.h5", fault="write|*.journal|5+|ENOSPC", code=6)
    done = program("run", "small.yaml", "-o", "a.h5")
    assert "first, one at a time" not in done.stderr and "put aside" not in done.stderr


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 400 kB; where that may not be made, a directory on which the library in between allows
    as much."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "none", disk], capture_output=True,
                             check=False).returncode == 0
    yield disk, None if mounted else "write|*/disk/*|40+|ENOSPC"
    if mounted:
        subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk(program, undisturbed, small_disk):
    disk, fault = small_disk
    program.write("small.yaml", SMALL)
    full = program("run", "small.yaml", "-o", disk / "a.h5", ranks=2, fault=fault, code=6)
    assert "Free space" in full.stderr
    if fault is None:
        subprocess.run(["mount", "-o", "remount,size=40m", disk], check=True)
    program("run", "small.yaml", "-o", disk / "a.h5", ranks=2)
    assert set(times_done(disk / "a.run").values()) == {1}
    assert differences(undisturbed, disk / "a.h5") == []


def test_readers_never_see_a_broken_file(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5", "--set", "realizations=2")
    result = program.directory / "a.h5"
    held = h5py.File(result)
    old = held["statistics/stress_mean"][()]
    ended, seen, broken = threading.Event(), [], []

    def read():
        while not ended.is_set():
            try:
                with h5py.File(result) as file:
                    seen.append(int(file["statistics/stress_count"][0, 0]))
                    file["realizations/stress"][()]
            except (OSError, KeyError) as error:
                broken.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for realizations in (3, 4, 5, 6):
        program("run", "small.yaml", "-o", "a.h5", "--set", f"realizations={realizations}", ranks=2)
    ended.set()
    reader.join()
    assert broken == []
    assert len(seen) > 10 and seen == sorted(seen) and seen[-1] > seen[0]
    assert (held["statistics/stress_mean"][()] == old).all(), "an open file changed under its reader"
    held.close()


def test_verify_finds_one_changed_byte(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5")
    program("verify", "a.h5")
    (journal,) = (program.directory / "a.run/journal").glob("*.journal")
    for path in (program.directory / "a.h5", journal):
        size = path.stat().st_size
        for place in (size // 3, size - 30):
            change(path, place)
            damaged = program("verify", "a.h5", code=7)
            assert str(path.name) in damaged.stdout
            change(path, place)
    program("verify", "a.h5")


def change(path, place):
    with open(path, "r+b") as file:
        file.seek(place)
        byte = file.read(1)[0]
        file.seek(place)
        file.write(bytes([byte ^ 0x10]))
