"""The hot loops call nothing outside their own object.

A function compiled for another instruction set, called from a wide loop, costs several times its work and hides
from profilers; an inline function emitted there may be linked into code for processors that lack the set.
The build folder is given by YIELDSCAPE_BUILD_DIR.
"""

import os
import subprocess
from pathlib import Path

import pytest

BUILD = Path(os.environ["YIELDSCAPE_BUILD_DIR"])
OBJECTS = sorted(BUILD.rglob("*.simd.cpp.o"))
LINKER_ONLY = {"_GLOBAL_OFFSET_TABLE_"}


def symbols(path):
    """(letter of nm, name) of every symbol of an object."""
    done = subprocess.run(["nm", "--demangle", path], capture_output=True, text=True, check=True)
    return [tuple(line[17:].split(" ", 1)) for line in done.stdout.splitlines()]


def test_every_kernel_has_its_paths():
    paths = {path.parent.name.removesuffix(".dir").split("_")[-1] for path in OBJECTS}
    assert paths == {"baseline", "avx2", "avx512"}
    assert len(OBJECTS) % 3 == 0


@pytest.mark.parametrize("path", OBJECTS, ids=lambda p: f"{p.parent.name.removesuffix('.dir')}/{p.name}")
def test_kernel_stands_alone(path):
    found = symbols(path)
    undefined = {name for kind, name in found if kind == "U"} - LINKER_ONLY
    weak = {name for kind, name in found if kind in "WwVv"}
    assert undefined == set()
    assert weak == set()
