"""What the tests of the command line share: a dossier just begun."""

from __future__ import annotations

import shutil

import pytest

from tests.cli.running import process


@pytest.fixture(scope="session")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("fresh") / "mycase"
    done = process("new", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def mycase(fresh, tmp_path):
    return shutil.copytree(fresh, tmp_path / "mycase")
