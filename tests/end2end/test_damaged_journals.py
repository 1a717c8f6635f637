"""Whatever happens to a journal: the same command finishes, says what is damaged and where, and gives the same
bytes. What proves itself is not computed again."""

import re
import shutil
import struct

import pytest
from contents import differences

CONFIG = """
seed: 5
realizations: 12
lattice: {N: 4}
material: {shear_modulus: 19, bulk_modulus: 55}
thresholds: {initial: {law: normal, mean: 1.65, std: 0.507}, renewal: {law: normal, mean: 1.00, std: 0.436}}
slip: {law: exponential, c0: 0.0235, c1: 0.0163}
loading: {strain_max: 0.1, strain_step: 0.01}
record: {events: true}
"""
REALIZATIONS = 12
HEADER = 128
RECORD = bytes([0x89]) + b"YSRec\n\x1a"
DONE = 2


def results(journal):
    """Where the records of finished realizations begin and end."""
    found = []
    begin = journal.find(RECORD)
    while begin >= 0:
        kind, _, length = struct.unpack_from("<IIQ", journal, begin + len(RECORD))
        end = begin + 48 + length + 8
        if kind == DONE:
            found.append((begin, end))
        begin = journal.find(RECORD, end)
    return found


def flipped(journal, place):
    return journal[:place] + bytes([journal[place] ^ 1]) + journal[place + 1 :]


# name: (the journal as it is found, results that survive, words of the message)
DAMAGE = {
    "cut in the last result": lambda j, r: (j[: r[-1][1] - 9], 11, "offset"),
    "bit in a result": lambda j, r: (flipped(j, r[4][0] + 70), 11, f"offset {r[4][0]}"),
    "bit in the header": lambda j, r: (flipped(j, 50), 12, "header"),
    "zeroed block": lambda j, r: (j[: r[2][0]] + bytes(r[4][1] - r[2][0]) + j[r[4][1] :], 9, f"offset {r[2][0]}"),
    "empty": lambda j, r: (b"", 0, "empty file"),
    "half a header": lambda j, r: (j[:60], 0, "header is cut short"),
    "header only": lambda j, r: (j[:HEADER], 0, None),
    "no header": lambda j, r: (j[HEADER:], 12, "header"),
    "noise": lambda j, r: (bytes(range(256)) * 40, 0, "header"),
}


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """One uninterrupted run: its directory, to be copied and damaged."""
    from conftest import Program

    program = Program(tmp_path_factory.mktemp("finished"))
    program.write("a.yaml", CONFIG)
    program("run", "a.yaml", "-o", "a.h5")
    return program.directory


@pytest.fixture
def copied(program, finished):
    shutil.copytree(finished, program.directory, dirs_exist_ok=True)
    (program.directory / "a.h5").unlink()
    (journal,) = (program.directory / "a.run/journal").iterdir()
    return program, journal


def finish(program, finished):
    """Gives the same command again; how many realizations it computed, and what it said."""
    done = program("run", "a.yaml", "-o", "a.h5")
    assert differences(finished / "a.h5", program.directory / "a.h5") == []
    computed = re.search(r"computed (\d+) realizations", done.stdout)
    return int(computed.group(1)) if computed else 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", DAMAGE)
def test_what_proves_itself_is_kept_and_the_rest_recomputed(copied, finished, name):
    program, journal = copied
    whole = journal.read_bytes()
    assert len(results(whole)) == REALIZATIONS
    damaged, survivors, words = DAMAGE[name](whole, results(whole))
    journal.write_bytes(damaged)
    computed, said = finish(program, finished)
    assert computed == REALIZATIONS - survivors
    if words:
        assert journal.name in said and words in said
    # What was said once is not lost: verify says it, and the run is whole all the same.
    assert finish(program, finished)[0] == 0


def test_the_same_journal_twice_counts_once(copied, finished):
    program, journal = copied
    shutil.copy(journal, journal.with_name("copy.journal"))
    assert finish(program, finished)[0] == 0


def test_another_ensembles_journal_is_left_alone_and_named(copied, finished):
    program, journal = copied
    program.write("b.yaml", CONFIG.replace("seed: 5", "seed: 6"))
    program("run", "b.yaml", "-o", "b.h5")
    (other,) = (program.directory / "b.run/journal").iterdir()
    stranger = journal.with_name("stranger.journal")
    shutil.copy(other, stranger)
    computed, said = finish(program, finished)
    assert computed == 0
    assert "stranger.journal" in said and "belongs to another run" in said
    assert stranger.read_bytes() == other.read_bytes()
    journal.unlink()
    assert finish(program, finished)[0] == REALIZATIONS


def test_a_newer_format_is_left_alone_and_named(copied, finished):
    import xxhash

    program, journal = copied
    whole = journal.read_bytes()
    header = bytearray(whole[: HEADER - 8])
    struct.pack_into("<I", header, 8, struct.unpack_from("<I", header, 8)[0] + 1)
    newer = journal.with_name("newer.journal")
    newer.write_bytes(bytes(header) + struct.pack("<Q", xxhash.xxh3_64_intdigest(bytes(header))) + whole[HEADER:])
    journal.unlink()
    before = newer.read_bytes()
    computed, said = finish(program, finished)
    assert computed == REALIZATIONS
    assert "newer.journal" in said and "format" in said
    assert newer.read_bytes() == before
