"""A reader can do what the README shows: its configuration, its commands on it, its Python."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# The same ensemble, smaller, and a larger error.
SMALL = ["--set", "realizations=2", "--set", "lattice.N=8", "--set", "loading.strain_max=0.3"]


def block(language):
    (found,) = re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)
    return found


def commands():
    """The lines of the README that work on the example, comments dropped."""
    lines = [line.split("#")[0].strip() for text in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in
             text.splitlines()]
    return [line for line in lines if re.match(r"(mpirun |)yieldscape (plan|run)|tools/figures my", line)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("readme")
    (path / "my.yaml").write_text(block("yaml"), encoding="utf-8")
    return path


def run(folder, *arguments):
    done = subprocess.run(arguments, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, f"{arguments}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_commands_on_the_example_work(folder):
    program = os.environ["YIELDSCAPE_PROGRAM"]
    lines = commands()
    assert len(lines) == 4
    for line in lines:
        words = [str(ROOT / word) if word.startswith("tools/") else word for word in line.split()]
        words = [{"yieldscape": program, "stress=0.002": "stress=0.02"}.get(word, word) for word in words]
        if words[0] == "mpirun":
            words[1:1] = ["-n", "2", "--oversubscribe"]
        run(folder, *words, *(SMALL if program in words else []))
    assert (folder / "my.h5").exists()
    assert list((folder / "figures/my").glob("*.png"))


def test_the_python_example_reads_a_result(folder):
    code = block("python").replace("figures/paper.h5", "my.h5") + "\nprint(stress.shape == error.shape, len(names))"
    assert run(folder, "/usr/bin/python3", "-c", code).split() == ["True", "12"]


def test_the_exit_codes_are_those_of_the_program():
    source = (ROOT / "include/yieldscape/core/error.hpp").read_text(encoding="utf-8")
    codes = set(re.findall(r"^  \w+ = (\d+),$", source, re.MULTILINE))
    rows = re.findall(r"^\| ([\d, ]+) \| ", README, re.MULTILINE)
    assert {code for row in rows for code in row.split(", ")} == codes


def test_the_verbs_are_those_of_the_program():
    said = subprocess.run([os.environ["YIELDSCAPE_PROGRAM"], "--help"], capture_output=True, text=True).stdout
    verbs = set(re.findall(r"^  (\w+)  +\S", said, re.MULTILINE))
    assert set(re.findall(r"^\| `(\w+) [^`]*` \|", README, re.MULTILINE)) == verbs
