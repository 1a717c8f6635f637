"""Includes and links go down only; every planted breach is found."""

from pathlib import Path

import pytest

import include_rule

ROOT = Path(__file__).resolve().parents[2]


def test_the_project_keeps_the_rule():
    assert include_rule.violations(ROOT) == []


def test_every_folder_is_a_room():
    assert include_rule.unknown_rooms(ROOT) == []


def plant(root, file, text):
    path = root / file
    path.parent.mkdir(parents=True)
    path.write_text(text)
    return include_rule.violations(root)


@pytest.mark.parametrize(
    "file, line",
    [
        ("src/core/a.cpp", '#include "yieldscape/model/state.hpp"'),
        ("src/drive/a.cpp", '#include "yieldscape/observe/recorder.hpp"'),
        ("src/io/a.cpp", '#include "yieldscape/config/reader.hpp"'),
        ("src/config/a.cpp", '#  include "yieldscape/io/journal.hpp"'),
        ("src/model/a.cpp", '#include "yieldscape/parallel/communicator.hpp"'),
        ("src/elastic/direct.cpp", '#include "yieldscape/parallel/communicator.hpp"'),
        ("src/model/a.cpp", '#include "yieldscape/elastic/slab_engine.hpp"'),
        ("src/app/a.cpp", '#include "yieldscape/kitchen/sink.hpp"'),
        ("src/app/a.cpp", '#include "../io/journal_detail.hpp"'),
        ("src/app/a.cpp", '#include "io/journal_detail.hpp"'),
        ("src/ensemble/a.cpp", "#include <mpi.h>"),
        ("src/ensemble/a.cpp", "#include <hdf5.h>"),
        ("src/io/a.cpp", "#include <yaml-cpp/yaml.h>"),
        ("src/landscape/a.cpp", "#include <Random123/philox.h>"),
        ("src/model/a.cpp", "#include <fftw3.h>"),
        ("src/io/a.cpp", "#include <xxhash.h>"),
        ("src/config/a.cpp", "#include <boost/program_options.hpp>"),
        ("src/app/a.cpp", "#include <Eigen/Dense>"),
        ("src/observe/a.cpp", "#include <chrono>"),
        ("src/drive/a.cpp", "#include <fstream>"),
        ("src/random/a.cpp", "#include <unistd.h>"),
        ("include/yieldscape/landscape/a.hpp", "#include <filesystem>"),
        ("src/model/CMakeLists.txt", "yieldscape_room(model SOURCES a.cpp PUBLIC yieldscape::drive)"),
        ("src/model/CMakeLists.txt", "yieldscape_room(model SOURCES a.cpp PUBLIC yieldscape::slab)"),
    ],
)
def test_a_breach_is_found(tmp_path, file, line):
    found = plant(tmp_path, file, f"// planted\n{line}\n")
    assert len(found) == 1
    assert found[0].startswith(f"{file}:2: ")


@pytest.mark.parametrize(
    "file, line",
    [
        ("src/app/a.cpp", '#include "yieldscape/core/error.hpp"'),
        ("src/io/a.cpp", '#include "journal_detail.hpp"'),
        ("src/elastic/slab.cpp", '#include "yieldscape/parallel/communicator.hpp"'),
        ("src/parallel/a.cpp", "#include <mpi.h>"),
        ("src/io/a.cpp", "#include <fcntl.h>"),
        ("src/core/a.cpp", "#include <vector>"),
        ("src/model/CMakeLists.txt", "yieldscape_room(model SOURCES a.cpp PUBLIC yieldscape::elastic)"),
    ],
)
def test_what_is_allowed_passes(tmp_path, file, line):
    assert plant(tmp_path, file, f"{line}\n") == []
