"""Ensembles for the Slurm tests, and the comparison with the same one on a laptop."""

import json
import os
from pathlib import Path

from contents import differences
from slurm import command, wait_until

CONFIG = """\
title: small ensemble of the Slurm tests
seed: 11
realizations: {realizations}
engine: {engine}
lattice: {{N: {side}}}
material: {{shear_modulus: 19, bulk_modulus: 55}}
thresholds:
  initial: {{law: normal, mean: 1.65, std: 0.507}}
  renewal: {{law: normal, mean: 1.00, std: 0.436}}
slip: {{law: exponential, c0: 0.0235, c1: 0.0163}}
loading: {{strain_max: {strain_max}, strain_step: 0.01}}
points:
  {points}
"""
TWO_POINTS = """\
- {name: disordered, thresholds.renewal: {law: normal, mean: 1.65, std: 0.507}}
  - {name: rejuvenation}"""
ENDLESS = 20_000  # realizations; many minutes of work on the slow lattice
SLOW = 40  # sites on a side of it: some tens of milliseconds a realization


def write_config(realizations, side=12, name="a.yaml", engine="reference", strain_max=0.2, points=TWO_POINTS):
    text = CONFIG.format(realizations=realizations, side=side, engine=engine, strain_max=strain_max, points=points)
    Path(name).write_text(text, encoding="utf-8")
    return name


def done(result="slurm.h5"):
    """Realizations computed so far, of all points."""
    try:
        return json.loads((Path(result).with_suffix(".run") / "status.json").read_text(encoding="utf-8"))["done"]
    except (OSError, ValueError):
        return 0


def wait_for_work(more_than=3, result="slurm.h5"):
    wait_until(lambda: done(result) > more_than, 100, f"more than {more_than} realizations in {result}")


def end_soon(side=SLOW, result="slurm.h5"):
    """Shortens an endless ensemble to a few realizations more than there are: what a requeued job finds to do."""
    write_config(done(result) // 2 + 5, side)


def assert_same_as_on_a_laptop(config, result="slurm.h5"):
    """One process without Slurm computes the same bytes."""
    command(os.environ["YIELDSCAPE_PROGRAM"], "run", config, "-o", "laptop.h5", "--quiet")
    assert differences(result, "laptop.h5") == []
