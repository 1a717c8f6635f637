"""The same command resumes and extends, and never computes anything twice."""

import json
import re
import signal
import time

from contents import differences
from test_same_bytes import SMALL

# Takes a few seconds, so that there is time to stop it on the way.
LONG = SMALL.replace("realizations: 24", "realizations: 60000").replace("events: true", "realizations: false")


def missing(text):
    return int(re.search(r"(\d+) realizations are missing", text).group(1))


def test_stop_resume_extend_gives_the_bytes_of_one_run(program):
    program.write("long.yaml", LONG)
    program("run", "long.yaml", "-o", "one.h5", ranks=2)

    program.write("part.yaml", LONG.replace("60000", "50000"))
    process = program.start("run", "part.yaml", "-o", "parts.h5", ranks=3)
    status = program.directory / "parts.run/status.json"
    while process.poll() is None and not (status.exists() and json.loads(status.read_text())["done"] > 100):
        time.sleep(0.02)
    process.send_signal(signal.SIGUSR1)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 75, output + errors
    assert missing(errors) > 0

    program("run", "part.yaml", "-o", "parts.h5", ranks=1)  # resume on other ranks
    done = program("run", "long.yaml", "-o", "parts.h5", ranks=4)  # extend
    assert "computed 10000 realizations" in done.stdout
    assert differences(program.directory / "one.h5", program.directory / "parts.h5") == []


def test_nothing_is_computed_twice(program):
    program.write("small.yaml", SMALL)
    first = program("run", "small.yaml", "-o", "a.h5")
    assert "computed 62 realizations" in first.stdout
    before = (program.directory / "a.h5").read_bytes()
    second = program("run", "small.yaml", "-o", "a.h5")
    assert "computed" not in second.stdout
    assert differences(program.directory / "a.h5", program.directory / "a.h5") == []
    assert before


def test_a_new_point_changes_no_old_one(program):
    import h5py

    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5")
    with h5py.File(program.directory / "a.h5") as file:
        old = dict(zip(file["statistics/name"].asstr()[()], file["statistics/stress_mean"][()]))
    program.write("more.yaml", SMALL.replace("points:\n", "points:\n  - {name: first, slip: {c0: 0.05, c1: 0}}\n"))
    done = program("run", "more.yaml", "-o", "a.h5")
    assert "computed 24 realizations" in done.stdout
    with h5py.File(program.directory / "a.h5") as file:
        names = list(file["statistics/name"].asstr()[()])
        assert names == ["first", "small", "oblong", "extremal"]
        for name, curve in zip(names[1:], file["statistics/stress_mean"][1:]):
            assert (curve == old[name]).all()


def test_other_physics_is_refused_with_key_and_values(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5")
    refused = program("run", "small.yaml", "-o", "a.h5", "--set", "seed=12", code=4)
    assert "seed" in refused.stderr and "11" in refused.stderr and "12" in refused.stderr
    refused = program("run", "small.yaml", "-o", "a.h5", "--set", "slip.c0=0.03", code=4)
    assert "slip.c0" in refused.stderr and "0.0235" in refused.stderr and "0.03" in refused.stderr


def test_fewer_realizations_are_shown_not_lost(program):
    import h5py

    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5")
    program("run", "small.yaml", "-o", "a.h5", "--set", "realizations=5")
    with h5py.File(program.directory / "a.h5") as file:
        assert file["statistics/stress_count"][0, 0] == 5
    done = program("run", "small.yaml", "-o", "a.h5")
    assert "computed" not in done.stdout
