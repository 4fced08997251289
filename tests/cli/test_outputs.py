"""Where commands of figures write: refused before the work, whole or not at all, the same bytes on a second run."""

from __future__ import annotations

import csv
import json
import random
import signal
import time
from pathlib import Path

import duckdb
import pytest

CALL = ("outcomes", "agreement", "readings.csv", "--subject", "image", "--scale", "KL", "--draws", 50)


@pytest.fixture(autouse=True)
def readings(tmp_path):
    draw = random.Random(4)
    with (tmp_path / "readings.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["image", "reader", "grade"])
        for n in range(40):
            true = draw.choice([1, 2, 2, 3, 4])
            for reader in ("A", "B", "C <b>"):
                writer.writerow([f"x{n:02}", reader, min(4, max(0, true + draw.choice([-1, 0, 0, 0, 1])))])


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["--out", "r.xml"], "--out r.xml: its ending must be one of .json, .csv, .parquet"),
        (["--picture", "p.pdf"], "--picture p.pdf: its ending must be one of .svg, .png"),
        (["--html", "-"], "--html needs a file"),
        (["--out", "nowhere/r.json"], "nowhere: there is no such folder"),
        (["--out", "readings.csv"], "two of the files named are one"),
        (["--out", "r.csv", "--adjudicate", "r.csv"], "two of the files named are one"),
        (["--adjudicate", "r.json"], "--adjudicate r.json: its ending must be .csv"),
        (["--lang", "de"], "'de' is not one of"),
        (["--weights", "cubic"], "'cubic' is not one of"),
        (["--crossing", "1|3"], None),
        (["--crossing", "1"], "--crossing 1: give two neighbouring grades"),
        (["--grades", "1"], "--grades: give the grades of the scale"),
    ],
)
def test_what_cannot_be_done_is_refused(kneewise, arguments, text):
    done = kneewise(*CALL, *arguments)

    assert done.exit_code == (2 if text else 3), done.output
    assert (text or "crossing: found 1|3; allowed: one of 0|1") in " ".join(done.output.split())


def test_a_source_that_is_not_there_is_a_wrong_command_line(kneewise):
    done = kneewise("outcomes", "agreement", "nowhere.csv")

    assert done.exit_code == 2 and "nowhere.csv: there is no such file or folder." in done.output


@pytest.mark.parametrize(("lang", "table", "picture"), [("en", "json", "svg"), ("ko", "parquet", "png")])
def test_every_file_is_written_and_a_second_run_gives_the_same_bytes(kneewise, monkeypatch, lang, table, picture):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    seen = []
    for _ in range(2):
        done = kneewise(*CALL, "--lang", lang, "--out", f"r.{table}", "--picture", f"p.{picture}", "--html", "p.html",
                        "--adjudicate", "again.csv")  # fmt: skip
        assert done.exit_code == 0 and done.stdout == "", done.output
        seen.append({path.name: path.read_bytes() for path in Path().iterdir() if path.name != "readings.csv"})

    assert seen[0] == seen[1]
    assert sorted(seen[0]) == sorted(["again.csv", f"p-boundaries.{picture}", "p.html", f"p.{picture}", f"r.{table}"])


def test_json_csv_and_parquet_hold_the_same_figures(kneewise):
    for ending in ("json", "csv", "parquet"):
        assert kneewise(*CALL, "--out", f"r.{ending}").exit_code == 0
    document = json.loads(Path("r.json").read_text(encoding="utf-8"))
    from_csv = duckdb.sql("select estimate from 'r.csv'").fetchall()
    from_parquet = duckdb.sql("select estimate from 'r.parquet'").fetchall()

    assert document["readers"] == ["A", "B", "C <b>"]
    assert from_csv == from_parquet
    assert [each["estimate"] for each in document["coefficients"]] == [row[0] for row in from_csv[:12]]


def test_machine_outputs_are_not_rounded_and_the_terminal_is(kneewise):
    printed = json.loads(kneewise(*CALL, "--out", "-").stdout)
    shown = kneewise(*CALL).stdout

    estimate = printed["coefficients"][2]["estimate"]
    assert len(repr(estimate)) > 10
    assert f"{estimate:.2f}" in shown and repr(estimate) not in shown


def test_talk_goes_to_standard_error(kneewise):
    done = kneewise(*CALL, "--html", "p.html")

    assert done.stdout == "" and done.stderr == "written: p.html\n"


def test_a_broken_run_leaves_nothing_half_written(kneewise, tmp_path, monkeypatch):
    (tmp_path / "p.html").write_text("as it was")

    def broken(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("pathlib.Path.write_bytes", broken)
    done = kneewise(*CALL, "--html", "p.html")

    assert done.exit_code == 130 and "nothing half-written is left behind" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["p.html", "readings.csv"]
    assert (tmp_path / "p.html").read_text() == "as it was"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_run_leaves_nothing_behind(start, tmp_path, number, status):
    process = start(*CALL[:-2], "--draws", 100000, "--out", "r.json", "--picture", "p.png", "--html", "p.html")
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        # Once numpy is there the command is under way; a signal to the bare interpreter would say nothing.
        if "numpy" in _maps(process.pid):
            process.send_signal(number)
            break
        time.sleep(0.01)
    _, told = process.communicate(timeout=20)

    assert process.returncode == status, told
    assert not (tmp_path / "r.json").exists() or json.loads((tmp_path / "r.json").read_text())
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def _maps(pid):
    try:
        return Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
    except OSError:
        return ""
