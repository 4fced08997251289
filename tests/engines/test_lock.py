"""The ditch behind the wall: once a set is open, its database reads no other file and writes none."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from engines.made_cases import made_cases
from kneewise.case.tables import write_tables
from kneewise.policy.book import load_program
from kneewise.review.bulk import open_run
from kneewise.review.demo import write_demo
from kneewise.review.kits import licence_book


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("locked")
    write_tables(made_cases(20, "locked"), place / "set")
    (place / "other.csv").write_text("secret\n1\n", encoding="utf-8")
    duckdb.connect(str(place / "other.duckdb")).execute("CREATE TABLE t(i INT)").close()
    return place / "set"


@pytest.fixture(scope="module")
def run(folder):
    with open_run(folder, load_program(cache=False), licence_book(), threads=1) as opened:
        yield opened


FORBIDDEN = {
    "read another file of the folder above": "FROM read_csv('{above}/other.csv')",
    "read it by its name alone": "FROM '{above}/other.csv'",
    "read it as text": "FROM read_text('{above}/other.csv')",
    "read it by a way around": "FROM read_text('{set}/../other.csv')",
    "read a file of the system": "FROM read_text('/etc/passwd')",
    "list a folder": "FROM glob('{above}/*')",
    "read over the network": "FROM read_csv('https://example.org/x.csv')",
    "attach a database": "ATTACH '{above}/other.duckdb' AS other",
    "make a database": "ATTACH '{above}/fresh.duckdb' AS fresh",
    "install an extension": "INSTALL httpfs",
    "load an extension": "LOAD httpfs",
    "load an extension from a path": "LOAD '{above}/x.duckdb_extension'",
    "copy rows out": "COPY (SELECT 1) TO '{above}/out.csv'",
    "copy rows out beside the tables": "COPY (SELECT 1) TO '{set}/out.parquet' (FORMAT parquet)",
    "copy rows into a program": "COPY (SELECT 1) TO '/dev/stdout'",
    "copy rows in": "CREATE OR REPLACE TEMP TABLE z(i VARCHAR); COPY z FROM '{above}/other.csv'",
    "export all": "EXPORT DATABASE '{above}/export'",
    "import all": "IMPORT DATABASE '{above}'",
    "open the lock": "SET lock_configuration = false",
    "reset the lock": "RESET lock_configuration",
    "allow access again": "SET enable_external_access = true",
    "allow a folder": "SET allowed_directories = ['/']",
    "allow a file": "SET allowed_paths = ['/etc/passwd']",
    "move the temporary folder": "SET temp_directory = '{above}/spill'",
    "take more memory": "SET memory_limit = '100GB'",
    "load extensions unasked": "SET autoload_known_extensions = true",
    "name a folder of extensions": "SET extension_directory = '{above}'",
    "change it by PRAGMA": "PRAGMA memory_limit = '100GB'",
    "make a secret": "CREATE PERSISTENT SECRET s (TYPE s3)",
    "write a profile": "SET profiling_output = '{above}/profile.json'",
    "write a log": "CALL enable_logging(storage = 'file', storage_config = {{'path': '{above}'}})",
}
# What DuckDB says when it is the lock that refuses, and not a missing file or network.
BY_THE_LOCK = "disabled by configuration|disabled through configuration|configuration has been locked"


@pytest.mark.parametrize("wish", FORBIDDEN)
def test_an_open_set_is_locked(run, folder, wish):
    before = sorted(each.name for each in folder.parent.rglob("*"))

    with pytest.raises(duckdb.Error, match=BY_THE_LOCK):
        run.connection.execute(FORBIDDEN[wish].format(set=folder, above=folder.parent)).fetchall()

    assert sorted(each.name for each in folder.parent.rglob("*")) == before


def test_the_files_of_the_set_are_not_written_by_a_plain_copy(run, folder):
    """DuckDB allows a path or not, and cannot allow reading alone: COPY with USE_TMP_FILE false would write there.

    Nothing in a policy becomes such a statement, which is the wall's affair; the ditch is this deep and no deeper.
    """
    files = {each: each.read_bytes() for each in folder.iterdir()}

    for file in files:
        with pytest.raises(duckdb.Error, match=BY_THE_LOCK):
            run.connection.execute(f"COPY (SELECT 1 AS x) TO '{file}' (FORMAT parquet)")

    assert {each: each.read_bytes() for each in folder.iterdir()} == files


def test_an_open_set_still_answers(run):
    run.make_verdicts(*run.ranges[0])

    assert run.connection.execute("SELECT count(*) FROM verdicts").fetchone() == (run.opened.n_cases,)


def test_nothing_of_a_run_is_left_behind(folder, tmp_path):
    with open_run(folder, load_program(cache=False), licence_book(), beside=tmp_path):
        assert len(list(tmp_path.iterdir())) == 1

    assert list(tmp_path.iterdir()) == []


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    return write_demo(tmp_path_factory.mktemp("many") / "set", n_cases=60_000, seed=5)


@pytest.mark.parametrize("former", [None, b"what stood there before"])
def test_a_killed_review_leaves_no_half_written_file(many, tmp_path, former):
    """Killed at several moments of its work, the last of them after the first bytes were written beside the target."""
    target = tmp_path / "out" / "verdicts.parquet"
    target.parent.mkdir()
    _kill_after(many, target, former, wait=0.3)
    _kill_after(many, target, former, wait=1.5)
    # A quick machine may be done between the first bytes and the signal: then once more.
    assert any(_kill_after(many, target, former, wait=None) for _ in range(8))


def _kill_after(many, target, former, *, wait):
    """Kill a review after some seconds, or once it has begun to write; tell whether it was still at work then."""
    for each in target.parent.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    if former is not None:
        target.write_bytes(former)
    review = _start(many, target)
    until = time.monotonic() + (60 if wait is None else wait)
    while review.poll() is None and time.monotonic() < until and not (wait is None and _begun(target)):
        time.sleep(0.002)
    review.send_signal(signal.SIGKILL)
    review.wait(timeout=60)
    if (target.read_bytes() if target.exists() else None) == former:
        return review.returncode == -signal.SIGKILL
    # It had put the file in its place before the signal came: then the file is whole.
    with duckdb.connect() as connection:
        counted = connection.execute("select count(*) from read_parquet($1)", [str(target)]).fetchone()
    assert counted == (many.n_cases,)
    return False


def _start(demo, target):
    command = [sys.executable, "-m", "kneewise", "review", str(demo.folder), "--out", str(target)]
    environment = os.environ | {"KNEEWISE_CACHE": str(target.parent.parent / "cache")}
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def _begun(target):
    """Whether bytes stand beside the target already, and the target is still as it was."""
    return any(each != target and each.is_file() and each.stat().st_size for each in target.parent.rglob("*"))
