"""Sources are formatted, shell scripts are clean, and no text depends on the machine it was written on."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Git, what .gitignore names, and inputs of the fuzzers, which are any bytes.
LEFT_OUT = {".git", "build", "figures", "logs", "__pycache__", "corpus"}


def project_files():
    """Every file a checkout has, with or without git."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not LEFT_OUT & set(parts) and not any(p.endswith(".run") for p in parts):
            yield path


def text(path):
    """The text of a file, empty if it holds no text."""
    content = path.read_bytes()
    return "" if b"\0" in content else content.decode("utf-8")


FILES = list(project_files())
SCRIPTS = [f for f in FILES if f.suffix in {".sh", ".sbatch"} or re.match(r"#!.*\bbash\b", text(f))]


def names(paths):
    return [path.relative_to(ROOT).as_posix() for path in paths]


def test_sources_are_formatted():
    sources = [f for f in FILES if f.suffix in {".cpp", ".hpp"}]
    assert sources
    done = subprocess.run(["clang-format", "--dry-run", "--Werror", *sources], capture_output=True, text=True)
    assert done.returncode == 0, "run clang-format -i on:\n" + done.stderr


def test_headers_may_be_included_twice():
    headers = [f for f in FILES if f.suffix == ".hpp"]
    assert [f for f in names(headers) if not text(ROOT / f).startswith("#pragma once\n")] == []


def types_with_names_for_all():
    """(name, file) of the types that any file of the program could clash with: outside of unnamed namespaces."""
    for path in FILES:
        if path.suffix not in {".cpp", ".hpp"} or path.relative_to(ROOT).parts[0] not in {"src", "include"}:
            continue
        unnamed = False
        for line in text(path).splitlines():
            unnamed = (unnamed or line == "namespace {") and line != "}  // namespace"
            found = re.match(r"(?:enum class|struct|class) (\w+)(?: final)?(?: : [^;]*)? \{", line)
            if found and not unnamed:
                yield found[1], path.relative_to(ROOT).as_posix()


def test_no_two_types_share_a_name():
    """The linker keeps one of what the compiler makes of std::vector<Name>: for two types of one name, the wrong one."""
    places = {}
    for name, file in types_with_names_for_all():
        places.setdefault(name, []).append(file)
    assert len(places) > 100
    lanes = {"Lanes", "IntLanes"}  # one for each instruction set, in namespaces of their own
    assert {name: files for name, files in places.items() if len(files) > 1 and name not in lanes | {"File"}} == {}


def test_scripts_are_found():
    assert {"tools/setup", "tools/test", ".ci/run", "jobs/common.sh"} <= set(names(SCRIPTS))


@pytest.mark.parametrize("script", SCRIPTS, ids=names(SCRIPTS))
def test_script_is_clean(script):
    for command in (["bash", "-n"], ["shellcheck", "--external-sources"]):
        done = subprocess.run([*command, script], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr


# Folders any Debian has; below, the groups of the result file, which look like them.
KNOWN_ROOTS = {"bin", "boot", "dev", "etc", "lib", "opt", "proc", "run", "sbin", "sys", "tmp", "usr", "var"}
KNOWN_ROOTS |= {"nowhere"}  # a folder that no machine has, for tests of errors
KNOWN_ROOTS |= {"statistics", "realizations", "events", "maps", "histograms", "provenance"}
ABSOLUTE = re.compile(r"""(?:^|(?<=[\s"'`=(,:\[]))/([A-Za-z][\w.-]*)/[\w.]""", re.MULTILINE)


def foreign_paths(content):
    return [match.group(0) for match in ABSOLUTE.finditer(content) if match.group(1) not in KNOWN_ROOTS]


def test_no_text_names_a_folder_of_one_machine():
    found = {path.relative_to(ROOT).as_posix(): foreign_paths(text(path)) for path in FILES}
    assert {path: paths for path, paths in found.items() if paths} == {}


@pytest.mark.parametrize(
    "content, found",
    [
        ("cd /" "somewhere/project", 1),
        ('path = "/' 'home2/me/x"', 1),
        ("see https://doi.org/10.5802/crphys.156", 0),
        ("/usr/bin/python3 and /statistics/stress_mean", 0),
        ("a ratio a/b/c, s/x/y/ and ../include/yieldscape/core", 0),
    ],
)
def test_a_foreign_path_is_found(content, found):
    assert len(foreign_paths(content)) == found


def test_no_file_is_left_unfinished():
    marks = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "GTEST_" + "SKIP", "DIS" + "ABLED_")) + ")")
    found = {path.relative_to(ROOT).as_posix(): marks.findall(text(path)) for path in FILES}
    assert {path: hits for path, hits in found.items() if hits} == {}
