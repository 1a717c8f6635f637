"""What is wrong with the input is said with place and remedy, within a second and in little memory."""

import os
import subprocess
import sys

import pytest

GOOD = """material: {shear_modulus: 14.7, bulk_modulus: 52}
thresholds:
  initial: {law: normal, mean: 1.14, std: 0.478}
slip: {law: exponential, c0: 0.0626}
"""
ANCHORS = "x-a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"x-{c}: &{c} [{', '.join(['*' + chr(ord(c) - 1)] * 9)}]\n" for c in "bcdefghijklmnop"
)

# name: (configuration, what the message must hold)
BAD = {
    "wrong_key": (GOOD + "sed: 3\n", [":5:1: error: unknown key 'sed'", "did you mean 'seed'"]),
    "wrong_type": (GOOD + "seed: many\n", [":5:7: error: 'seed' must be a whole number"]),
    "duplicate": (GOOD + "seed: 1\nseed: 2\n", [":6:1: error:", "seed"]),
    "indentation": (GOOD + "record:\n  events: true\n maps_at: [0.2]\n", ["error:", "indentation"]),
    "anchor_bomb": (GOOD + ANCHORS, ["error: more than", "aliases written out"]),
    "nan": (GOOD.replace("0.0626", ".nan"), [":4:30: error: 'slip.c0' must be a finite number"]),
    "too_large": (GOOD.replace("0.0626", "1e999"), [":4:30: error: 'slip.c0' must be a number below 1.8e308"]),
    "tab": (GOOD + "record:\n\tevents: true\n", [":6:1: error: a tab in the indentation"]),
    "bom_and_crlf": ("\ufeff" + GOOD.replace("\n", "\r\n") + "sed: 3\r\n", [":5:1: error: unknown key 'sed'"]),
    "ten_megabytes": (GOOD + "# filler\n" * (10 * 2**20 // 9), ["larger than 2 MiB"]),
    "ten_megabytes_of_points": ("points:\n" + "  - {name: p}\n" * 700_000, ["larger than 2 MiB"]),
    "binary": ("\x89PNG\x00\x01", ["is not UTF-8 text"]),
    "age_below_minus_one": (
        GOOD.replace("  initial: {law: normal, mean: 1.14, std: 0.478}", "  renewal: {law: weibull, mean: 1, std: 0.4}\n  age: -1"),
        ["thresholds.age", "-1"],
    ),
    "no_disorder": (GOOD.replace("c0: 0.0626", "disorder_strength: 0"), ["slip.disorder_strength", "got 0"]),
    "all_disorder": (GOOD.replace("c0: 0.0626", "disorder_strength: .inf"), ["slip.disorder_strength"]),
}
TABLES = {
    "missing": (None, "No such file"),
    "short": ("0.5,1\n", "at least 2 rows"),
    "unsorted": ("0.1,1\n0.9,3\n0.5,2\n", "row 3"),
    "decreasing": ("0.1,1\n0.5,3\n0.9,2\n", "row 3"),
    "binary": ("0.1,1\x00\n", "binary"),
    "nan": ("0.1,1\n0.5,nan\n", ":2:"),
    "words": ("0.1,1\n0.5,two\n", ":2: 'two' is not a number"),
    "ragged": ("0.1,1\n0.5\n", ":2:"),
    "empty": ("", "no numbers"),
}
SECONDS = 1.0
MEGABYTES = 400

# The child reports its own time on the processor and its largest size: a loaded machine changes neither.
MEASURE = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print("used", used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
sys.exit(code)
"""


def refusal(program, text):
    (program.directory / "bad.yaml").write_text(text, encoding="utf-8", newline="")
    done = subprocess.run([sys.executable, "-c", MEASURE, *program.command("plan", "bad.yaml")], cwd=program.directory,
                          env=program.environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 3, done.stdout + done.stderr
    seconds, megabytes = map(float, done.stdout.split("used")[1].split())
    assert seconds < SECONDS and megabytes < MEGABYTES
    assert "bad.yaml:" in done.stderr
    return done.stderr


@pytest.mark.parametrize("name", BAD)
def test_configuration(program, name):
    text, words = BAD[name]
    said = refusal(program, text)
    for word in words:
        assert word in said, said
    assert os.listdir(program.directory) == ["bad.yaml"], "nothing else is touched"


@pytest.mark.parametrize("name", TABLES)
def test_table(program, name):
    table, words = TABLES[name]
    if table is not None:
        program.write("table.csv", table)
    said = refusal(program, GOOD.replace("{law: normal, mean: 1.14, std: 0.478}", "{law: table, file: table.csv}"))
    assert ":3:" in said and "table.csv" in said and words in said
