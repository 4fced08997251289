"""The command, called within this process and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

DISPUTES = Path(__file__).parents[2] / "examples" / "disputes.yaml"


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def in_own_folder(tmp_path, monkeypatch, cache):
    """Nothing is written outside a test's folder, and the user's own cache is left alone."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KNEEWISE_CACHE", str(cache))
    cache.chmod(0o700)


@pytest.fixture
def kneewise():
    """Call the command in this process; gives status, standard output and standard error."""
    from kneewise.cli.main import cli

    def call(*arguments, stdin=None):
        return CliRunner().invoke(cli, [str(each) for each in arguments], input=stdin, prog_name="kneewise")

    return call


@pytest.fixture
def start():
    """Start the command as a process of its own."""

    def begin(*arguments, **more):
        settings = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "env": dict(os.environ), **more}
        return subprocess.Popen([sys.executable, "-m", "kneewise", *map(str, arguments)], **settings)

    return begin


@pytest.fixture
def disputes():
    return DISPUTES


@pytest.fixture
def one_case(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text(DISPUTES.read_text(encoding="utf-8").split("\n---\n")[1], encoding="utf-8")
    return path


@pytest.fixture
def bad_cases(tmp_path):
    """Two cases of which the first cannot be taken."""
    path = tmp_path / "bad.yaml"
    path.write_text("case: x\nknee: middle\n---\ncase: y\nknee: left\n", encoding="utf-8")
    return path
