"""What the journals of a run hold, read as src/io/journal_format.hpp describes them (without checksums)."""

import collections
import pathlib
import struct

HEADER, HEAD, TAIL = 128, 48, 8
MAGIC = b"\x89YSRec\n\x1a"
START, DONE, FAILED, END, FORGIVEN = 1, 2, 3, 4, 5

Record = collections.namedtuple("Record", "type point realization payload")


def records(path):
    data = pathlib.Path(path).read_bytes()
    place = HEADER
    while place + HEAD <= len(data) and data[place:place + 8] == MAGIC:
        kind, realization, length = struct.unpack_from("<IIQ", data, place + 8)
        if place + HEAD + length + TAIL > len(data):
            return
        yield Record(kind, data[place + 24:place + 40].hex(), realization, data[place + HEAD:place + HEAD + length])
        place += HEAD + length + TAIL


def all_records(run):
    return [record for path in sorted((run / "journal").glob("*.journal")) for record in records(path)]


def times_done(run):
    """How often each task was computed to its end."""
    return collections.Counter((record.point, record.realization) for record in all_records(run)
                               if record.type == DONE)
