"""Damaged files: whatever the damage, a reader gives BadInput or a valid result, and never loses a row in
silence."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import random
from pathlib import Path

import duckdb
import pytest

from kneewise.case.definition import TABLES
from kneewise.case.documents import case_from_document, document_from_case
from kneewise.case.record import Case
from kneewise.case.sets import Rejected, read_cases
from kneewise.case.tables import open_tables, write_tables
from kneewise.errors import BadInput

HERE = Path(__file__).parent
DISPUTES = (HERE.parents[2] / "examples" / "disputes.yaml").read_bytes()
CASES = list(read_cases(io.BytesIO(DISPUTES), form="yaml"))
DOCUMENTS = [document_from_case(case) for case in CASES]
SOURCES = {
    "yaml": (HERE / "data" / "teaching.yaml").read_bytes(),
    "json": json.dumps(DOCUMENTS[:4], ensure_ascii=False).encode(),
    "jsonl": "\n".join(json.dumps(one, ensure_ascii=False) for one in DOCUMENTS[:6]).encode(),
}
PIECES = [
    b'"',
    b"'",
    b",",
    b":",
    b"\n",
    b"\r",
    b"\0",
    b"{",
    b"}",
    b"[",
    b"]",
    b"- ",
    b"&a ",
    b"*a",
    b"!!x ",
    b"#",
]
PIECES += [
    b"\xff",
    b"\xb0\xa1",
    b"\xed\xa0\x80",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"NaN",
    b"1e999",
    b"null",
    b"---\n",
]
PIECES += [
    "김".encode(),
    b"9" * 30,
    b"\t",
    b"610101-2123456",
    b"%",
    b"@",
    b"? ",
    b"| ",
    b"> ",
    b"<<: ",
    b"\xe2\x80\xa8",
]


def damage(data: bytes, chance: random.Random) -> bytes:
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            data[at:at] = chance.choice(PIECES)
        elif kind == 1:
            del data[at : at + chance.choice((1, 1, 3, 30, 300))]
        elif kind == 2 and at < len(data):
            data[at] = chance.randrange(256)
        else:
            end = chance.randrange(len(data) + 1)
            data[at:at] = data[end : end + chance.choice((1, 5, 50))]
        data = data or bytearray(b" ")
    return bytes(data)


@pytest.mark.parametrize("form", SOURCES)
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_document_is_refused_or_valid(form, seed):
    chance = random.Random(f"{form}{seed}")
    for _ in range(120):
        data = damage(SOURCES[form], chance)
        with contextlib.suppress(BadInput):
            for row in read_cases(io.BytesIO(data), form=form):
                if isinstance(row, Rejected):
                    assert row.problems
                    assert "2123456" not in str(row.problems)
                    json.dumps(row.document)
                else:
                    assert case_from_document(json.loads(json.dumps(document_from_case(row)))) == row


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_line_of_json_lines_loses_no_other_line(seed):
    chance = random.Random(seed)
    lines = SOURCES["jsonl"].split(b"\n")
    for _ in range(60):
        number = chance.randrange(len(lines))
        broken = damage(lines[number], chance).replace(b"\n", b" ").replace(b"\r", b" ")
        data = b"\n".join([*lines[:number], broken, *lines[number + 1 :]])
        with contextlib.suppress(BadInput):  # where the line is no UTF-8
            rows = list(read_cases(io.BytesIO(data), form="jsonl"))
            assert len(rows) == len(lines) - (not broken.strip(b" \t"))
            assert sum(isinstance(row, Case) for row in rows) >= len(lines) - 2


def plain_rows(data: bytes) -> list[list[str]] | None:
    """Read CSV by Python's own reader, as a second opinion."""
    try:
        text = data.decode("utf-8-sig")
        return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except (UnicodeDecodeError, csv.Error):
        return None


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_csv_file_is_refused_or_loses_nothing(tmp_path, seed):
    chance = random.Random(seed)
    write_tables(CASES, tmp_path / "t", "csv")
    with duckdb.connect() as connection:
        for _ in range(25):
            table = chance.choice(["cases", "cases", "readings", "documents", "charges"])
            path = tmp_path / "t" / f"{table}.csv"
            whole = path.read_bytes()
            path.write_bytes(damage(whole, chance))
            try:
                opened = open_tables(connection, tmp_path / "t", skip_bad=chance.random() < 0.5)
                rows = plain_rows(path.read_bytes())
                assert rows is not None
                bad = connection.execute("select count(*) from bad_cases").fetchone()[0]
                kept = connection.execute(f"select count(*) from in_{table}").fetchone()[0]
                assert opened.n_rows[table] == kept
                if not bad:
                    assert kept == len(rows) - 1
                    assert_same_text(connection, table, rows)
            except BadInput as error:
                assert "2123456" not in str(error)
            finally:
                path.write_bytes(whole)


def assert_same_text(connection, table, rows):
    texts = [
        field.name
        for field in TABLES[table].fields
        if field.kind in ("text", "code") and field.name in rows[0]
    ]
    texts = [name for name in texts if name != "claim"]
    names = ", ".join(f'"{name}"' for name in texts)
    stored = connection.execute(f"select {names} from in_{table}").fetchall()
    given = [tuple(row[rows[0].index(name)] or None for name in texts) for row in rows[1:]]
    assert sorted(map(repr, stored)) == sorted(map(repr, given))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_parquet_file_is_refused_or_read(tmp_path, seed):
    chance = random.Random(seed)
    write_tables(CASES, tmp_path / "t")
    for _ in range(15):
        table = chance.choice(["cases", "readings", "steps"])
        path = tmp_path / "t" / f"{table}.parquet"
        whole = path.read_bytes()
        path.write_bytes(damage(whole, chance))
        with contextlib.suppress(BadInput), duckdb.connect() as connection:
            opened = open_tables(connection, tmp_path / "t", skip_bad=chance.random() < 0.5)
            assert opened.n_cases + opened.n_bad_cases <= 2 * len(CASES)
        path.write_bytes(whole)
