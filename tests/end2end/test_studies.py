"""Every shipped study from its configuration to its picture, with few realizations."""

import os
import shutil
import subprocess

import matplotlib.image
import numpy as np
import pytest

from conftest import ROOT

FEW = {"universal": ["realizations=3", "loading.strain_max=0.2"],
       "age_map": ["realizations=2", "loading.strain_max=0.04"],
       "localization": ["realizations=3", "record.maps_realizations=3"],
       "avalanches": ["realizations=2"],
       "sensitivity": ["realizations=2", "loading.strain_max=0.04"]}
PICTURES = {"localization": ["localization", "film_strip", "space_time"]}
WORDS = {"universal": "collapse at N = 16", "age_map": "persistence", "localization": "broadening rate",
         "avalanches": "published", "sensitivity": "verdict"}


def draw(program, *arguments, code=0):
    done = subprocess.run([ROOT / "tools/studies" / arguments[0], *map(str, arguments[1:])], cwd=program.directory,
                          capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def assert_picture(path):
    pixels = matplotlib.image.imread(path)[..., :3]
    assert 0.01 < np.mean(np.any(pixels < 0.9, axis=-1)) < 0.95


@pytest.mark.parametrize("study", FEW)
def test_a_study(program, study):
    changes = [word for change in FEW[study] for word in ("--set", change)]
    program("run", ROOT / f"configs/sweeps/{study}.yaml", "-o", "a.h5", "--quiet", *changes, ranks=2)
    done = draw(program, study, "a.h5", "-o", "out")
    assert WORDS[study] in done.stdout
    for picture in PICTURES.get(study, [study]):
        assert_picture(program.directory / f"out/{picture}.png")
        assert (program.directory / f"out/{picture}.pdf").exists()


def test_two_points_are_compared_realization_by_realization(program):
    program.write("two.yaml", """
seed_policy: common
realizations: 40
lattice: {N: 8}
material: {shear_modulus: 14.7, bulk_modulus: 52}
thresholds: {initial: {law: normal, mean: 1.0, std: 0.436}}
slip: {law: exponential}
loading: {strain_max: 0.3, strain_step: 0.01}
points: [{name: a, slip: {c0: 0.05}}, {name: b, slip: {c0: 0.06}}]
""")
    program("run", "two.yaml", "-o", "a.h5")
    done = draw(program, "compare", "a.h5", "a", "b", "-o", "out")
    assert "40 realizations, common random numbers" in done.stdout and "gain" in done.stdout
    assert_picture(program.directory / "out/compare_stress.png")


def test_what_a_result_lacks_is_named(program):
    program("run", ROOT / "configs/sweeps/age.yaml", "-o", "a.h5", "--set", "realizations=2", "--set",
            "loading.strain_max=0.05")
    assert "record: {events: true}" in draw(program, "avalanches", "a.h5", code=6).stderr
    assert "maps at several strains are needed" in draw(program, "localization", "a.h5", code=6).stderr
    assert "ASSUMPTION/RUN" in draw(program, "sensitivity", "a.h5", code=6).stderr
    assert "cannot be read" in draw(program, "universal", "none.h5", code=6).stderr


def test_the_study_command_explains_itself():
    done = subprocess.run([ROOT / "tools/study", "--help"], capture_output=True, text=True)
    assert done.returncode == 0 and "--scale laptop|cluster" in done.stdout
    done = subprocess.run([ROOT / "tools/study", "nothing"], capture_output=True, text=True)
    assert done.returncode == 2 and "there is no study 'nothing'" in done.stderr


@pytest.mark.parametrize("options, called", [
    ([], "mpirun"),
    (["--scale", "cluster"], "submit"),
    (["--scale", "cluster", "--ranks", "2"], "mpirun --oversubscribe -n 2"),
])
def test_where_a_study_is_computed(tmp_path, options, called):
    """On a machine with Slurm, seen with stand-ins for what it starts."""
    (tmp_path / "bin").mkdir()
    for name in ("tools/study", "tools/mpi.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    for name in ("configs/sweeps/avalanches.yaml", "configs/sweeps/cluster/avalanches.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for name in ("bin/mpirun", "bin/sbatch", "jobs/submit", "tools/studies/avalanches", "build/release/yieldscape"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('#!/bin/sh\necho "$(basename "$0") $*" >>calls.txt\n')
        path.chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    subprocess.run([tmp_path / "tools/study", "avalanches", *options], cwd=tmp_path, check=True,
                   env=dict(os.environ, PATH=path))
    calls = (tmp_path / "calls.txt").read_text().splitlines()
    assert [call for call in calls if call.startswith(("mpirun", "submit"))] == [calls[0]]
    assert calls[0].startswith(called)
