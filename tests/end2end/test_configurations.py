"""Every configuration that is shipped can be read, the small ones run, and what is dumped is valid."""

import pytest

from conftest import ROOT
from test_same_bytes import SMALL

CONFIGURATIONS = sorted(path for path in (ROOT / "configs").rglob("*.yaml") if path.parent.name != "glasses")


@pytest.mark.parametrize("path", CONFIGURATIONS, ids=lambda path: str(path.relative_to(ROOT)))
def test_is_valid(program, path):
    assert "core-hours" in program("plan", path).stdout


# Those of full size differ from their laptop versions by numbers alone.
@pytest.mark.parametrize("path", [path for path in CONFIGURATIONS if path.parent.name != "cluster"],
                         ids=lambda path: str(path.relative_to(ROOT)))
def test_runs(program, path):
    """With few realizations and a short strain, but with its own points, laws and records."""
    program("run", path, "-o", "a.h5", "--set", "realizations=2", "--set", "loading.strain_max=0.02",
            "--set", "record.maps_at=[]", "--set", "record.histograms_at=[]", ranks=2)


def test_tiny_runs_as_it_is(program):
    program("run", ROOT / "configs/tiny.yaml", ranks=2, timeout=120)
    assert (program.directory / "tiny.h5").exists()


def test_the_default_dump_is_valid(program):
    dumped = program("--dump-config").stdout
    program.write("default.yaml", dumped)
    program("plan", "default.yaml")
    assert "#" in dumped


def test_a_dump_describes_the_same_ensemble(program):
    program.write("small.yaml", SMALL)
    program.write("dumped.yaml", program("run", "small.yaml", "--dump-config").stdout)
    program("run", "small.yaml", "-o", "a.h5")
    again = program("run", "dumped.yaml", "-o", "a.h5")  # the same physics: nothing to compute
    assert "computed" not in again.stdout
