"""The rooms of the house and who may see whom, read from #include lines and link lists.

A room sees itself and the rooms below it. The physics sees no processes, no files and no clock, and every
external library has one room that hides it from the others.
"""

import fnmatch
import re
from pathlib import Path

# From the bottom up; rooms on one floor do not see each other.
FLOORS = [
    ["core"],
    ["random", "parallel"],
    ["elastic", "landscape"],
    ["model"],
    ["drive", "observe"],
    ["ensemble"],
    ["config", "io"],
    ["app"],
]
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
PHYSICS = {"core", "random", "elastic", "landscape", "model", "drive", "observe"}
OUTSIDE_PHYSICS = set(FLOOR) - PHYSICS

# Header pattern -> rooms that may include it. A header that is neither here nor of the C++ library is refused,
# so that a new dependency is a decision.
LIBRARIES = {
    "fmt/*": set(FLOOR),
    "xxhash.h": {"core"},
    "Random123/*": {"random"},
    "immintrin.h": {"core", "elastic"},  # vector instructions of the inner loops
    "mpi.h": {"parallel"},
    "fftw3.h": {"elastic"},
    "boost/math/*": {"random", "landscape"},  # inverse cumulative distributions
    "yaml-cpp/*": {"config"},
    "hdf5.h": {"io"},
    "nlohmann/*": {"ensemble", "io", "app"},
    "boost/program_options*": {"app"},
    # Clock, files and processes.
    "chrono": OUTSIDE_PHYSICS,
    "ctime": OUTSIDE_PHYSICS,
    "filesystem": OUTSIDE_PHYSICS,
    "fstream": OUTSIDE_PHYSICS,
    "csignal": OUTSIDE_PHYSICS,
    "thread": OUTSIDE_PHYSICS,
    "sys/mman.h": {"core"},  # huge pages
    "*.h": OUTSIDE_PHYSICS,  # POSIX
}
# The one part of the physics that works on several ranks: the slab-decomposed engine. It is a library of its
# own, for the rooms above the physics.
SLAB = "elastic/slab*"

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
LINK = re.compile(r"\byieldscape::(\w+)")


def room_fault(file, room, seen):
    """Why `file` of `room` may not see the room `seen`; None if it may."""
    if seen == "slab":
        if fnmatch.fnmatch(file, SLAB) or room in OUTSIDE_PHYSICS:
            return None
        return f"the physics ({room}) sees no processes (slab)"
    if seen not in FLOOR:
        return f"'{seen}' is not a room"
    if seen == "parallel" and room in PHYSICS:
        return None if fnmatch.fnmatch(file, SLAB) else f"the physics ({room}) sees no processes (parallel)"
    if seen != room and FLOOR[seen] >= FLOOR[room]:
        return f"'{seen}' is not below '{room}'"
    return None


def library_fault(file, room, header):
    """Why `file` of `room` may not include <header>; None if it may."""
    if fnmatch.fnmatch(file, SLAB) and header in {"mpi.h", "fftw3-mpi.h"}:
        return None
    for pattern, rooms in LIBRARIES.items():
        if fnmatch.fnmatch(header, pattern):
            return None if room in rooms else f"<{header}> belongs to {', '.join(sorted(rooms))}, not '{room}'"
    if "/" in header or "." in header:
        return f"<{header}> is of no library known to tests/house/include_rule.py"
    return None


def include_fault(file, room, kind, header):
    if kind == "<":
        return library_fault(file, room, header)
    if fnmatch.fnmatch(header, f"yieldscape/{SLAB}"):
        return None if fnmatch.fnmatch(file, SLAB) else room_fault(file, room, "slab")
    if header.startswith("yieldscape/"):
        return room_fault(file, room, header.split("/")[1])
    if header.startswith("../") or "/" in header and header.split("/")[0] != room:
        return f'"{header}" reaches into the sources of another room'
    return None


def violations(root):
    """All breaches in the headers and sources beneath `root`, as 'path:line: reason'."""
    root = Path(root)
    found = []
    for base in (root / "include" / "yieldscape", root / "src"):
        for path in sorted(path for room in FLOOR for path in (base / room).rglob("*") if path.is_file()):
            file = path.relative_to(base).as_posix()
            room = file.split("/")[0]
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if path.name == "CMakeLists.txt":
                    faults = [room_fault(file, room, seen) for seen in LINK.findall(line)]
                else:
                    faults = [include_fault(file, room, *match) for match in INCLUDE.findall(line)]
                found += [f"{path.relative_to(root)}:{number}: {fault}" for fault in faults if fault]
    return found


def unknown_rooms(root):
    """Folders of the project that the diagram does not know."""
    bases = (Path(root) / "include" / "yieldscape", Path(root) / "src")
    return sorted({path.name for base in bases for path in base.iterdir() if path.is_dir()} - set(FLOOR))
