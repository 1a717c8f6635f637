"""Results of earlier versions are opened, verified, taken up and extended."""

import pathlib
import shutil
import struct

import h5py
import pytest

from contents import differences
from journals import START, all_records

GOLDEN = pathlib.Path(__file__).resolve().parents[1] / "golden"
VERSIONS = sorted(path.parent.name for path in GOLDEN.glob("version_*/old.tar.xz"))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_result_is_extended(program, version):
    shutil.unpack_archive(GOLDEN / version / "old.tar.xz", program.directory)
    assert "sound" in program("verify", "old.h5").stdout
    assert "small" in program("info", "old.h5").stdout
    with h5py.File(program.directory / "old.h5") as file:
        old = dict(zip(file["statistics/name"].asstr()[()], file["realizations/stress"][()]))
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
    assert differences(program.directory / "new.h5", program.directory / "old.h5") == []
    with h5py.File(program.directory / "old.h5") as file:
        now = dict(zip(file["statistics/name"].asstr()[()], file["realizations/stress"][()]))
    for name, curves in old.items():
        assert (now[name][:len(curves)] == curves)[curves == curves].all()
