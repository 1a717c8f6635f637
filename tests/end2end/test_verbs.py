"""What the verbs say."""

import json
import re

import pytest

from conftest import ROOT
from test_same_bytes import SMALL

EQUALLY_STRONG = """
title: equally strong
seed: 1
realizations: 2
lattice: {N: 65}
material: {shear_modulus: 19, bulk_modulus: 55}
thresholds: {initial: {law: constant, mean: 0.1}, renewal: {law: normal, mean: 1.00, std: 0.436}}
slip: {law: exponential, c0: 0.0235, c1: 0.0163}
loading: {strain_max: 0.01, strain_step: 0.005}
engine: interval
"""


@pytest.fixture
def result(program):
    program.write("small.yaml", SMALL)
    program("run", "small.yaml", "-o", "a.h5", ranks=2)
    return program.directory / "a.h5"


def test_help_of_every_verb(program):
    overview = program("--help").stdout
    for verb in ("run", "plan", "render", "merge", "status", "verify", "info", "calibrate"):
        assert f"  {verb} " in overview
        assert f"usage: yieldscape {verb}" in program(verb, "--help").stdout
    assert "Exit codes" in overview


def test_version(program):
    assert program("--version").stdout.startswith("yieldscape 0.")


def test_run_says_who_computes(program):
    program.write("small.yaml", SMALL)
    lines = program("run", "small.yaml", ranks=2).stderr.splitlines()
    assert any(re.fullmatch(r"2 ranks: \S+ x2; .*; (avx512|avx2|baseline) loops.*", line) for line in lines)


def test_run_says_what_it_cost(program):
    program.write("small.yaml", SMALL)
    done = program("run", "small.yaml")
    for words in ("slips", "core-seconds in the physics", "slips per core-second", "realizations per core-hour"):
        assert words in done.stdout


def test_near_ties_are_named_where_there_are_some(program, result):
    """Sites that are equally strong tie; the interval engine, which adds in another order, says so."""
    assert "near_ties" not in program("info", "a.h5").stdout
    program.write("equal.yaml", EQUALLY_STRONG)
    assert "near_ties" in program("run", "equal.yaml", "-o", "equal.h5").stdout
    assert "near_ties" in program("info", "equal.h5").stdout


def test_status(program, result):
    text = program("status", "a.h5").stdout
    assert "62/62" in text and "complete" in text
    status = json.loads(program("status", "a.h5", "--json").stdout)
    assert status["state"] == "complete" and status["done"] == 62
    assert "no run" in program("status", "b.h5", code=6).stderr


def test_info(program, result):
    text = program("info", "a.h5").stdout
    for words in ("small", "oblong", "extremal", "flow stress", "31"):
        assert words in text


def test_verify_finds_one_changed_byte_in_data_and_in_a_journal(program, result):
    program("verify", "a.h5")
    import h5py

    with h5py.File(result) as file:
        place = file["realizations/stress"].id.get_offset() + 40
    good = result.read_bytes()
    bad = bytearray(good)
    bad[place] ^= 1
    result.write_bytes(bad)
    found = program("verify", "a.h5", code=7)
    assert "realizations/stress" in found.stdout + found.stderr
    result.write_bytes(good)
    journal = next((program.directory / "a.run/journal").iterdir())
    bad = bytearray(journal.read_bytes())
    bad[len(bad) // 2] ^= 1
    journal.write_bytes(bad)
    found = program("verify", "a.h5", code=7)
    assert journal.name in found.stdout + found.stderr
