"""The README, the citation and the package list tell the truth about the tree they stand in."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:sh|bash)\n(.*?)```", README, re.DOTALL)
COMMANDS = [line.strip() for block in BLOCKS for line in block.splitlines() if line.strip()]
LINKS = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)


def test_the_first_screen_shows_the_two_commands():
    first = "\n".join(README.splitlines()[:40])
    assert "tools/reproduce" in first
    assert "tools/test" in first
    assert "![" in first


@pytest.mark.parametrize("link", sorted(set(LINKS)))
def test_links_lead_somewhere(link):
    assert (ROOT / link).exists()


def named_files():
    """Files of the checkout that the README's commands and sentences name."""
    pattern = re.compile(r"(?<![\w./-])((?:tools|jobs|configs|tests|src|include|\.ci)/[\w./-]*\w)")
    return sorted(set(pattern.findall(README)))


@pytest.mark.parametrize("file", named_files())
def test_named_files_exist(file):
    assert (ROOT / file).exists()


@pytest.mark.parametrize("command", sorted({c.split()[0] for c in COMMANDS if re.match(r"(tools|jobs|\.ci)/", c)}))
def test_commands_are_executable(command):
    assert os.access(ROOT / command, os.X_OK)


def test_continuous_integration_runs_the_test_command():
    assert "tools/test" in COMMANDS
    last = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1]
    assert last == "exec tools/test"


def test_tools_explain_themselves():
    for tool in ("setup", "reproduce", "study", "test", "lint", "check", "coverage"):
        done = subprocess.run([ROOT / "tools" / tool, "--help"], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert f"tools/{tool}" in done.stdout


def test_citation_names_software_and_paper():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license"} <= set(citation)
    version = re.search(r"project\(yieldscape VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text())
    assert citation["version"] == version.group(1)
    assert [paper["doi"] for paper in citation["references"]] == ["10.5802/crphys.156"]
    assert citation["references"][0]["doi"] in README


def test_licenses_are_named():
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("BSD 3-Clause License")
    assert "BSD-3-Clause" in README
    assert "GPL" in README


def test_packages_are_listed_once_each_with_a_reason():
    packages = []
    for line in (ROOT / "tools/packages.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            package, reason = line.split("#", 1)
            assert reason.strip()
            packages.append(package.strip())
    assert len(packages) == len(set(packages)) > 0


def test_all_listed_packages_are_installed_here():
    done = subprocess.run([ROOT / "tools/setup", "--check", "build", "run", "figures", "test", "slurm"])
    assert done.returncode == 0
