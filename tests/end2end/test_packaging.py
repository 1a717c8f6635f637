"""The installed program, alone and as a Debian package, does what the checkout's does."""

import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest

from conftest import MPI_ENVIRONMENT, ROOT

BUILD = Path(os.environ.get("YIELDSCAPE_BUILD_DIR", ROOT / "build/release"))


def run(*command, code=0, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300, **options)
    assert done.returncode == code, f"{command}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    """A place that knows nothing of the checkout."""
    place = tmp_path_factory.mktemp("opt") / "yieldscape"
    run("cmake", "--install", BUILD, "--prefix", place)
    return place


def works(prefix, folder):
    """From plan to figures with what lies in the prefix alone."""
    environment = dict(os.environ, PATH=f"{prefix}/bin:{os.environ['PATH']}", **MPI_ENVIRONMENT)
    share = prefix / "share/yieldscape"
    options = {"cwd": folder, "env": environment}
    assert run("yieldscape", "--version", **options).stdout.startswith("yieldscape 0.")
    assert "core-hours" in run("yieldscape", "plan", share / "configs/paper/paper.yaml", **options).stdout
    run("mpirun", "-n", "2", "yieldscape", "run", share / "configs/tiny.yaml", **options)
    run("yieldscape", "verify", "tiny.h5", **options)
    figures = run("yieldscape-figures", "tiny.h5", **options).stdout.split()
    assert figures and all((folder / figure).stat().st_size > 1000 for figure in figures)
    run(share / "tools/reference_model", "--help", **options)


def test_the_installed_program_works_where_it_is(prefix, tmp_path):
    works(prefix, tmp_path)


def test_jobs_are_installed_and_runnable(prefix):
    for name in ("submit", "site.sh", "common.sh", "paper.sbatch"):
        assert (prefix / "share/yieldscape/jobs" / name).exists()
    run(prefix / "share/yieldscape/jobs/submit", "--help")


def help_options(prefix):
    """Verb by verb, the options that the help shows."""
    program = prefix / "bin/yieldscape"
    verbs = re.findall(r"^  (\w+)  +\S", run(program, "--help").stdout, re.MULTILINE)
    assert len(verbs) >= 8
    return {verb: re.findall(r"^  (?:-\w \[ )?(--[\w-]+)", run(program, verb, "--help").stdout, re.MULTILINE)
            for verb in verbs}


def test_the_manual_page_is_sound_and_complete(prefix):
    page = prefix / "share/man/man1/yieldscape.1"
    shown = run("man", "--warnings", "--local-file", page, env=dict(os.environ, MANWIDTH="100", LC_ALL="C.UTF-8"))
    assert shown.stderr == ""
    text = " ".join(shown.stdout.split())
    assert run("lexgrog", page).stdout.strip().endswith('"yieldscape - ensembles of the scalar quasistatic elastoplastic '
                                                        'model of glasses"')
    for verb, options in help_options(prefix).items():
        assert f"yieldscape {verb}" in text
        for option in options:
            assert option in text
    assert "stopped early on request" in text


class Shell:
    """A bash that a person types into."""

    def __init__(self, script, folder):
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"],
                       {"PATH": os.environ["PATH"], "TERM": "dumb", "PS1": "$ ", "INPUTRC": "/dev/null"})
        self.shows(f"source {script}; echo rea''dy\n", "ready")

    def shows(self, typed, wanted):
        """Types, and waits for what the terminal shall show; the line is dropped after it."""
        os.write(self.terminal, typed.encode())
        shown, end = "", time.time() + 20
        while wanted not in shown and time.time() < end and select.select([self.terminal], [], [], 20)[0]:
            shown += os.read(self.terminal, 4096).decode().replace("\a", "")
        assert wanted in shown, shown
        os.write(self.terminal, b"\x15")

    def close(self):
        os.close(self.terminal)
        os.waitpid(self.child, 0)


def test_completion_in_a_real_bash(prefix, tmp_path):
    for name in ("glass.yaml", "glass.h5", "other.txt"):
        (tmp_path / name).touch()
    shell = Shell(prefix / "share/bash-completion/completions/yieldscape", tmp_path)
    try:
        shell.shows("yieldscape cal\t", "yieldscape calibrate ")
        shell.shows("yieldscape run gl\t", "yieldscape run glass.yaml ")
        shell.shows("yieldscape status gl\t", "yieldscape status glass.h5 ")
        shell.shows("yieldscape run glass.yaml --no-r\t", "--no-render ")
        shell.shows("yieldscape run glass.yaml -o gl\t", "-o glass.h5 ")
        shell.shows("yieldscape run glass.yaml --deadline gl\tEND", "--deadline glEND")
        shell.shows("yieldscape no-such-verb gl\tEND", "no-such-verb glEND")
    finally:
        shell.close()


def test_completion_knows_every_verb_and_option(prefix):
    script = (prefix / "share/bash-completion/completions/yieldscape").read_text()
    run("bash", "-n", prefix / "share/bash-completion/completions/yieldscape")
    for verb, options in help_options(prefix).items():
        (known,) = re.findall(rf'^    {verb}\) options="([^"]*)"', script, re.MULTILINE)
        assert known.split() == options


def test_the_debian_package(tmp_path):
    run("cpack", "--config", BUILD / "CPackConfig.cmake", "-B", tmp_path, cwd=tmp_path)
    (package,) = tmp_path.glob("yieldscape_*_*.deb")
    info = run("dpkg-deb", "--info", package).stdout
    (depends,) = re.findall(r"^ Depends: (.*)$", info, re.MULTILINE)
    for library in ("libhdf5-openmpi", "libopenmpi", "libfftw3", "libyaml-cpp", "libboost-program-options", "openmpi-bin"):
        assert library in depends
    for name in re.findall(r"(?:^|, )([a-z0-9.+-]+)", depends):
        run("dpkg-query", "--status", name)
    run("dpkg-deb", "--extract", package, tmp_path / "root")
    usr = tmp_path / "root/usr"
    for path in ("bin/yieldscape", "share/man/man1/yieldscape.1", "share/doc/yieldscape/copyright",
                 "share/bash-completion/completions/yieldscape", "share/yieldscape/jobs/submit"):
        assert (usr / path).exists()
    assert not list(usr.rglob("__pycache__"))
    works(usr, tmp_path)
    # Only the folders of the system are searched for libraries.
    assert not re.search("RPATH|RUNPATH", run("readelf", "--dynamic", usr / "bin/yieldscape").stdout)


def test_recipes_name_what_the_build_asks_for():
    """The Spack recipe and the Apptainer definition are not run here; they must at least keep up."""
    recipe = (ROOT / "tools/packaging/spack/packages/yieldscape/package.py").read_text()
    compile(recipe, "package.py", "exec")
    version = re.search(r"project\(yieldscape VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    assert f'version("{version}")' in recipe and f"yieldscape@{version}" in recipe
    for library in ("mpi", "hdf5", "fftw", "boost", "yaml-cpp", "fmt", "nlohmann-json", "xxhash", "random123"):
        assert re.search(rf'depends_on\("{library}\b', recipe)
    definition = (ROOT / "tools/packaging/yieldscape.def").read_text()
    files = re.findall(r"^    (\S+) /opt/source/$", definition, re.MULTILINE)
    assert files and all((ROOT / name).exists() for name in files)
