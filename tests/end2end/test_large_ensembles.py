"""Memory does not grow with the curves of an ensemble, only with the list of where its results are."""

import pathlib
import re
import resource
import sys

import pytest

CONFIGURATION = """
title: many small samples
realizations: 1
lattice: {shape: [2, 1]}
material: {shear_modulus: 19, bulk_modulus: 55}
thresholds:
  initial: {law: normal, mean: 1.65, std: 0.507}
  renewal: {law: normal, mean: 1.00, std: 0.436}
slip: {law: exponential, c0: 0.0235, c1: 0.0163}
loading: {strain_max: 0.05, strain_step: 0.005}
"""

# Bytes of memory of a rank for each realization of the ensemble, whose curves have 10 observables x 10
# strains x 8 = 800 bytes. On two ranks each keeps the places of half of the results.
MOST_BYTES_PER_REALIZATION = 100

# 82 to 84 % were measured with these few realizations, on an idle and on a busy machine; 68 to 74 % when ranks wrote the
# result together and the clock stopped before a sample's memory was given back.
LEAST_SHARE_OF_PHYSICS = 0.75


def peak_memory(program, realizations, record, ranks=2):
    """Peak memory of each rank in bytes, while computing, and while rendering in a run of its own."""
    peaks = []
    name = f"{record}{realizations}"
    meter = pathlib.Path(__file__).with_name("peak_memory.py")
    for verb in (["run", "--quiet"], ["render"]):
        directory = program.directory / f"{name}-{verb[0]}"
        directory.mkdir()
        bare = program.path
        program.path = sys.executable
        try:
            program(meter, directory, bare, *verb, "many.yaml", "-o", f"{name}.h5",
                    "--set", f"realizations={realizations}", "--set", f"record.realizations={record}", ranks=ranks)
        finally:
            program.path = bare
        peaks.append([1024 * int((directory / str(rank)).read_text()) for rank in range(ranks)])
    return peaks


@pytest.mark.parametrize("record", ["true", "false"])
def test_memory_is_flat(program, record):
    program.write("many.yaml", CONFIGURATION)
    few, many = 10_000, 100_000
    before = peak_memory(program, few, record)
    after = peak_memory(program, many, record)
    for verb, small, large in zip(("run", "render"), before, after):
        growth = [(b - a) / (many - few) for a, b in zip(small, large)]
        print(f"record {record}, {verb}: peak {[f'{b / 2**20:.0f} MiB' for b in large]}, "
              f"{[f'{g:.0f}' for g in growth]} bytes per realization")
        assert max(growth) < MOST_BYTES_PER_REALIZATION, (verb, growth)


def test_the_processors_work_on_the_physics(program):
    """Of what the program takes of a processor, start-up, journals and rendering are a small part. Both times are CPU
    times of one run: other work on the machine slows them alike."""
    program.write("many.yaml", CONFIGURATION.replace("shape: [2, 1]", "N: 16").replace("0.05,", "0.1,"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = program("run", "many.yaml", "-o", "x.h5", "--set", "realizations=40000").stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    all_seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    share = float(re.search(r"([\d.]+) core-seconds in the physics", out)[1]) / all_seconds
    print(f"physics: {100 * share:.1f} % of {all_seconds:.2f} core-seconds")
    assert share > LEAST_SHARE_OF_PHYSICS


def test_the_end_of_a_run_says_where_the_time_went(program):
    program.write("many.yaml", CONFIGURATION)
    out = program("run", "many.yaml", "-o", "x.h5", "--set", "realizations=2000", ranks=2).stdout
    shares = re.search(r"of the 2 ranks' time: physics ([\d.]+) %, journals ([\d.]+) %, rendering ([\d.]+) %, "
                       r"start-up and waiting ([\d.]+) %", out)
    assert shares, out
    shares = [float(share) for share in shares.groups()]
    assert sum(shares) == pytest.approx(100, abs=0.3)
    assert min(shares[:3]) > 0
