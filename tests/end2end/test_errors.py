"""Bad input gets a clear error and the right exit code, and nothing is touched."""

import os

import pytest

from test_same_bytes import SMALL


@pytest.mark.parametrize("arguments, words", [
    ([], "a verb is missing"),
    (["rnu", "small.yaml"], "there is no verb 'rnu'"),
    (["run"], "run needs a configuration"),
    (["run", "small.yaml", "--dead", "3"], "dead"),
    (["run", "small.yaml", "-o", "result.txt"], "must end in .h5"),
    (["run", "small.yaml", "--shard", "3/3"], "--shard '3/3'"),
    (["run", "small.yaml", "--deadline", "soon"], "deadline"),
    (["calibrate", "small.yaml"], "--flow-stress"),
    (["merge", "small.yaml", "-o", "a.h5"], "merge needs"),
])
def test_usage(program, arguments, words):
    program.write("small.yaml", SMALL)
    assert words in program(*arguments, code=2).stderr


def test_configuration_errors_come_all_at_once_with_place(program):
    program.write("bad.yaml", SMALL.replace("seed: 11", "sede: 11").replace("strain_step: 0.01", "strain_step: 0"))
    refused = program("run", "bad.yaml", code=3, ranks=2)
    assert "bad.yaml:3:1: error: unknown key 'sede' (did you mean 'seed'?)" in refused.stderr
    assert refused.stderr.count("error:") == 2, refused.stderr
    assert "strain_step" in refused.stderr
    assert os.listdir(program.directory) == ["bad.yaml"]


def test_no_configuration_file(program):
    assert "nothing.yaml" in program("run", "nothing.yaml", code=3).stderr


def test_a_result_that_is_a_directory(program):
    program.write("small.yaml", SMALL)
    (program.directory / "a.h5").mkdir()
    assert "is a directory" in program("run", "small.yaml", "-o", "a.h5", code=3).stderr
    assert sorted(os.listdir(program.directory)) == ["a.h5", "small.yaml"]


def test_a_result_in_no_directory(program):
    program.write("small.yaml", SMALL)
    assert "create it first" in program("run", "small.yaml", "-o", "there/a.h5", code=3).stderr


def test_a_run_directory_that_is_none(program):
    program.write("small.yaml", SMALL)
    (program.directory / "a.run").mkdir()
    (program.directory / "a.run/thesis.txt").write_text("mine")
    program("run", "small.yaml", "-o", "a.h5", code=6)
    assert os.listdir(program.directory / "a.run") == ["thesis.txt"]


def test_ranks_that_do_not_know_of_each_other_are_refused(program):
    program.write("small.yaml", SMALL)
    program.environment.update(PMI_SIZE="4", PMI_RANK="0")  # as another MPI's mpirun sets them
    assert "mpirun" in program("run", "small.yaml", code=2).stderr


def test_realizations_that_fail_are_reported_and_the_others_finish(program):
    program.write("hard.yaml", SMALL + "\n")
    failed = program("run", "hard.yaml", "-o", "a.h5", "--set", "loading.round_limit=12", code=8, ranks=2)
    import h5py

    with h5py.File(program.directory / "a.h5") as file:
        status = file["realizations/status"][()]
        assert (status == 2).any() and (status == 1).any()
    assert "failed" in failed.stderr
