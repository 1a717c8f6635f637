"""Every Slurm test works in a folder of its own; result files are compared as the end-to-end tests do."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end2end"))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # The nodes claim more processors than there are: ranks that compute must not starve Slurm's daemons.
    monkeypatch.setenv("LAUNCH", "nice mpirun --quiet")
    return tmp_path
