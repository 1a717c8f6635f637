"""The same configuration gives the same bytes on any number of ranks."""

import pytest

from contents import data, differences

SMALL = """
title: same bytes
seed: 11
realizations: 24
lattice: {N: 8}
material: {shear_modulus: 19, bulk_modulus: 55}
thresholds:
  initial: {law: normal, mean: 1.65, std: 0.507}
  renewal: {law: normal, mean: 1.00, std: 0.436}
slip: {law: exponential, c0: 0.0235, c1: 0.0163}
loading: {strain_max: 0.5, strain_step: 0.01}
record: {events: true, maps_at: [0.2, 0.5], maps_realizations: 3, histograms_at: [0.3]}
points:
  - {name: small}
  - {name: oblong, lattice: {shape: [6, 11]}, realizations: 31}
  - {name: extremal, loading: {dynamics: extremal}, realizations: 7}
"""


@pytest.mark.parametrize("ranks", [2, 3, 4, 8])
def test_number_of_ranks(program, ranks):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "one.h5")
    program("run", "small.yaml", "-o", "many.h5", ranks=ranks)
    assert len(data(program.directory / "one.h5")) > 50
    assert differences(program.directory / "one.h5", program.directory / "many.h5") == []


def test_shards(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "one.h5")
    for shard in range(3):
        program("run", "small.yaml", "-o", "shards.h5", "--shard", f"{shard}/3", "--no-render")
    assert not (program.directory / "shards.h5").exists()
    program("render", "small.yaml", "-o", "shards.h5", ranks=2)
    assert differences(program.directory / "one.h5", program.directory / "shards.h5") == []


def test_merged_runs(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "one.h5")
    program("run", "small.yaml", "-o", "a.h5", "--shard", "0/2", "--no-render")
    program("run", "small.yaml", "-o", "b.h5", "--shard", "1/2", "--no-render")
    program("merge", "small.yaml", "-o", "all.h5", "a.h5", "b.h5")
    assert differences(program.directory / "one.h5", program.directory / "all.h5") == []


def test_engines_agree_on_everything_but_rounding(program):
    import h5py
    import numpy

    program.write("small.yaml", SMALL)
    for engine in ("direct", "reference"):
        program("run", "small.yaml", "-o", f"{engine}.h5", "--set", f"engine={engine}")
    with h5py.File(program.directory / "direct.h5") as a, h5py.File(program.directory / "reference.h5") as b:
        assert (a["realizations/slips"][()] == b["realizations/slips"][()])[a["realizations/status"][()] == 1].all()
        numpy.testing.assert_allclose(a["realizations/stress"], b["realizations/stress"], rtol=0, atol=1e-9)
