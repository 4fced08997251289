"""The command as a process: pipes that close, Ctrl-C, a stop from outside."""

from __future__ import annotations

import json
import os
import signal
import time

import pytest


@pytest.fixture
def many_cases(tmp_path, disputes, kneewise):
    """Some thousand cases: enough to be in the midst of them after a second."""
    lines = kneewise("case", "convert", disputes, "-").stdout.splitlines()
    path = tmp_path / "many.jsonl"
    with path.open("w", encoding="utf-8") as stream:
        for n in range(250):
            for line in lines:
                document = json.loads(line)
                document["case"] = document["claim"] = f"{document['case']}-{n}"
                stream.write(json.dumps(document) + "\n")
    return path


def test_a_reader_that_goes_away_ends_the_command_quietly(start, many_cases):
    process = start("review", many_cases, "--out", "-")
    process.stdout.read(100)
    process.stdout.close()

    assert process.stderr.read() == b""
    assert process.wait(60) == 141


def test_the_same_holds_for_the_terminal(start):
    read_end, write_end = os.pipe()
    os.close(read_end)
    process = start("policy", "explain", "kr", stdout=write_end)
    os.close(write_end)

    assert process.stderr.read() == b""
    assert process.wait(60) == 141


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_nothing_half_written(start, many_cases, tmp_path, sent, status):
    process = start("review", many_cases, "--out", "answers.json", "--html", "page.html")
    time.sleep(1)
    process.send_signal(sent)
    said = process.stderr.read().decode()

    assert process.wait(60) in (status, 0)
    assert "Traceback" not in said
    left = {path.name for path in tmp_path.iterdir()}
    assert left <= {"many.jsonl", "answers.json", "page.html"}
    if "answers.json" in left:  # whole, or not there
        assert len(json.loads((tmp_path / "answers.json").read_text(encoding="utf-8"))) == 3000


def test_a_killed_run_leaves_the_former_answers_whole(start, many_cases, tmp_path, one_case):
    assert start("review", one_case, "--out", "answers.json").wait(60) == 0
    before = (tmp_path / "answers.json").read_bytes()
    process = start("review", many_cases, "--out", "answers.json")
    while not list(tmp_path.glob(".answers.json.*.part")) and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait(60)

    assert (tmp_path / "answers.json").read_bytes() == before


def test_a_full_pipe_of_documents_is_read(start, many_cases):
    with many_cases.open("rb") as stream:
        process = start("review", "-", "--out", "-", "--only", "pay", stdin=stream)
        out, err = process.communicate(timeout=60)

    assert process.returncode == 0 and b"250 of 3,000 cases" in err
    assert len(json.loads(out)) == 250


def test_a_terminal_without_korean_letters_does_not_end_the_command(start, one_case):
    narrow = {**os.environ, "PYTHONIOENCODING": "ascii"}

    shown = start("review", one_case, "--lang", "ko", env=narrow)
    out, err = shown.communicate(timeout=60)
    assert shown.returncode == 0 and err == b"" and b"C01" in out

    written = start("review", one_case, "--out", "-", env=narrow)
    out, _ = written.communicate(timeout=60)
    assert "골수" in out.decode("utf-8") and json.loads(out)[0]["case"] == "C01"
