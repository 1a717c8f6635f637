"""What all end-to-end tests share: the program under test, and a directory to run it in."""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(pathlib.Path(__file__).parent))

MPI_ENVIRONMENT = {
    "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
    "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_hwloc_base_binding_policy": "none",
    "OMPI_MCA_mpi_yield_when_idle": "1",
}


class Program:
    """The yieldscape under test, run in a directory of its own."""

    def __init__(self, directory):
        self.directory = directory
        self.path = os.environ.get("YIELDSCAPE_PROGRAM", str(ROOT / "build/release/yieldscape"))
        self.mpirun = os.environ.get("MPIEXEC", "mpirun")
        self.environment = dict(os.environ, **MPI_ENVIRONMENT)

    def command(self, *arguments, ranks=1, fault=None):
        """`fault`: what tests/end2end/faults/interposer.cpp is to do to the program (to every rank of it)."""
        launcher = [self.mpirun, "-n", str(ranks)] if ranks > 1 else []
        if fault:
            launcher += ["env", f"LD_PRELOAD={os.environ['FAULT_INTERPOSER']}", f"FAULT={fault}"]
        return launcher + [self.path] + [str(argument) for argument in arguments]

    def __call__(self, *arguments, ranks=1, code=0, timeout=300, fault=None):
        """Runs to the end; fails the test if the exit code is not `code` (None: whatever it is)."""
        done = subprocess.run(self.command(*arguments, ranks=ranks, fault=fault), cwd=self.directory,
                              env=self.environment, capture_output=True, text=True, timeout=timeout)
        assert code in (None, done.returncode), f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done

    def start(self, *arguments, ranks=1, fault=None):
        """Starts and returns the process."""
        return subprocess.Popen(self.command(*arguments, ranks=ranks, fault=fault), cwd=self.directory, env=self.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text)
        return path


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path)


@pytest.fixture(scope="module")
def undisturbed(request, tmp_path_factory):
    """The result of the module's configuration UNDISTURBED, computed once and without any trouble. Its file is
    named as in the module, because it names a point that has no other name."""
    program = Program(tmp_path_factory.mktemp("undisturbed"))
    name = getattr(request.module, "CONFIGURATION", "small.yaml")
    program.write(name, request.module.UNDISTURBED)
    program("run", name, "-o", "one.h5", ranks=2)
    return program.directory / "one.h5"
