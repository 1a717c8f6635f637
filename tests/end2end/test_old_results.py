"""Results of earlier versions are opened, verified, taken up and extended."""

import pathlib
import shutil
import struct

import h5py
import numpy
import pytest

from contents import differences
from journals import START, all_records

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden"
VERSIONS = sorted(path.parent.name for path in GOLDEN.glob("version_*/old.tar.xz"))


def stress(path):
    """The stress of every realization, by the name of the point."""
    with h5py.File(path) as file:
        return dict(zip(file["statistics/name"].asstr()[()], file["realizations/stress"][()]))


def differences_beyond_rounding(first, second):
    """Names of the datasets that differ by more than the last digits."""
    with h5py.File(first) as a, h5py.File(second) as b:
        def same(name):
            if a[name].dtype.kind != "f":
                return (a[name][()] == b[name][()]).all()
            return numpy.allclose(a[name][()], b[name][()], rtol=1e-8, atol=1e-12, equal_nan=True)
        return [name for name in differences(first, second) if not same(name)]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_result_is_extended(program, version):
    shutil.unpack_archive(GOLDEN / version / "old.tar.xz", program.directory)
    assert "sound" in program("verify", "old.h5").stdout
    assert "small" in program("info", "old.h5").stdout
    old = stress(program.directory / "old.h5")
    sessions = set((program.directory / "old.run/journal").iterdir())

    # One realization is half done, two are new, and so is a point of three.
    configuration = (program.directory / "old.yaml").read_text()
    longer = configuration.replace("name: oblong,", "name: oblong, realizations: 6,").replace(", realizations: 4", "")
    program.write("more.yaml", longer + "  - {name: new, slip: {c0: 0.05, c1: 0}, realizations: 3}\n")
    assert "computed 6 realizations" in program("run", "more.yaml", "-o", "old.h5").stdout
    for path in sessions:
        path.rename(path.with_suffix(".seen"))
    taken_up = [record for record in all_records(program.directory / "old.run")
                if record.type == START and record.payload and struct.unpack("<Q", record.payload)[0] > 0]
    assert len(taken_up) == 1
    for path in sessions:
        path.with_suffix(".seen").rename(path)

    program("verify", "old.h5")
    program("run", "more.yaml", "-o", "new.h5", ranks=2)
    # What was computed before is kept as it is; versions may round differently, and do nothing else.
    assert differences_beyond_rounding(program.directory / "new.h5", program.directory / "old.h5") == []
    extended = stress(program.directory / "old.h5")
    fresh = stress(program.directory / "new.h5")
    for name, curves in old.items():
        kept = len(curves[numpy.isfinite(curves).all(axis=1)])
        assert kept > 0
        assert (extended[name][:kept] == curves[:kept]).all()
    assert (extended["new"][:3] == fresh["new"][:3]).all()
