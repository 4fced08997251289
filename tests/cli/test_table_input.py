"""Tables that commands of figures read: every form, every gap, and every way in which a table can be wrong."""

from __future__ import annotations

import csv
import json
import math

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kneewise.cli.source import read_source
from kneewise.cli.table_input import read_table
from kneewise.cli.table_kinds import Wanted
from kneewise.errors import BadInput

SCORE = Wanted(name="score", kind="number", low=0, high=100)


@pytest.fixture
def table(tmp_path):
    """Write a table of this text and read it."""

    def read(text, *wanted, name="t.csv", **more):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_table(path, wanted, **more)

    return read


def problems(read, *arguments, **more):
    with pytest.raises(BadInput) as caught:
        read(*arguments, **more)
    return caught.value.problems


def test_cells_become_numbers_texts_days_and_gaps(table):
    found = table(
        'knee,arm,score,on,seen\nk1,10,"40.5",2024-03-01,true\nk2,1,NA,,no\n,50,,2024-03-02,\n',
        Wanted(name="on", kind="day"), Wanted(name="seen", kind="truth"), SCORE, Wanted(name="knee", kind="key"),
    )  # fmt: skip

    assert found.columns["arm"].tolist() == [10, 1, 50]
    assert found.columns["score"].tolist()[0] == 40.5 and np.isnan(found.columns["score"][1:]).all()
    assert found.columns["on"].tolist()[0].isoformat() == "2024-03-01" and np.isnat(found.columns["on"][1])
    assert found.columns["seen"].tolist()[:2] == [1.0, 0.0] and math.isnan(found.columns["seen"][2])
    assert found.columns["knee"].tolist() == ["k1", "k2", None]
    assert found.rows.tolist() == [2, 3, 4]


def test_keys_with_leading_zeros_stay_text(table):
    assert table("site\n007\n012\n").columns["site"].tolist() == ["007", "012"]
    assert table("site\n7\n12\n").columns["site"].tolist() == [7, 12]
    assert table("site\n7\n12\n", Wanted(name="site", kind="key")).columns["site"].tolist() == ["7", "12"]


def test_a_table_without_rows_has_empty_columns(table):
    found = table("knee,score\n", SCORE)

    assert found.n_rows == 0 and found.columns["score"].dtype == np.float64


@pytest.mark.parametrize(
    ("cell", "found", "allowed"),
    [
        ("forty", "text of 5 characters", "a number from 0 to 100 or an empty cell"),
        ('"40,5"', "text of 4 characters (a decimal comma?)", "a number from 0 to 100 or an empty cell"),
        ("-1", "a number below the lowest", "a number from 0 to 100 or an empty cell"),
        ("100.01", "a number above the highest", "a number from 0 to 100 or an empty cell"),
        ("inf", "a number above the highest", "a number from 0 to 100 or an empty cell"),
        ("1_0", "a number", "a number from 0 to 100 or an empty cell"),
        ("2024-03-01", "text of 10 characters", "a number from 0 to 100 or an empty cell"),
    ],
)
def test_a_cell_that_is_no_score_is_told_without_its_value(table, cell, found, allowed):
    (problem,) = problems(table, f"knee,score\nk1,50\nk2,{cell}\n", SCORE)

    assert (problem.row, problem.field, problem.found, problem.allowed) == (3, "score", found, allowed)
    assert problem.file.endswith("t.csv")


@pytest.mark.parametrize(
    ("wanted", "cell", "found", "allowed"),
    [
        (Wanted(name="x", kind="whole"), "2.5", "a number with decimals", "a whole number or an empty cell"),
        (Wanted(name="x", kind="whole", low=0), "-2", "a number below the lowest",
         "a whole number of 0 or more or an empty cell"),
        (Wanted(name="x", kind="day"), "01.03.2024", "text of 10 characters", "a day as 2024-03-12 or an empty cell"),
        (Wanted(name="x", kind="day"), "2024-02-30", "text of 10 characters", "a day as 2024-03-12 or an empty cell"),
        (Wanted(name="x", kind="truth"), "maybe", "text of 5 characters", "true or false or an empty cell"),
        (Wanted(name="x", among=("a", "b")), "c", "text of 1 characters", "one of a, b or an empty cell"),
        (Wanted(name="x", kind="key", gaps=False), "", "an empty cell", "text"),
        (Wanted(name="x", kind="number", gaps=False), "NA", "an empty cell", "a number"),
    ],
)  # fmt: skip
def test_a_cell_that_its_column_cannot_hold_is_told(table, wanted, cell, found, allowed):
    (problem,) = problems(table, f"y,x\n1,{cell}\n", wanted)

    assert (problem.row, problem.field, problem.found, problem.allowed) == (2, "x", found, allowed)


def test_many_bad_cells_are_counted_and_the_first_twenty_shown(table):
    with pytest.raises(BadInput, match="and 280 more") as caught:
        table("score\n" + "x\n" * 300, SCORE)

    assert len(caught.value.problems) == 20 and caught.value.total == 300


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "an empty file"),
        ("score\n1\n".encode("utf-16"), "a zero byte"),
        ("점수\n1\n".encode("cp949"), "bytes that are not UTF-8 (they read as Korean Windows encoding, CP949)"),
        ("knee;score\nk1;2\n", "a header separated by semicolons or tabs"),
        ("knee\tscore\nk1\t2\n", "a header separated by semicolons or tabs"),
        ("score,score\n1,2\n", "the column 'score' twice"),
        ("score,Score\n1,2\n", "the column 'Score' twice"),
        ("score,#\n1,2\n", "a column named '#'"),
        ("score,\n1,2\n", "no name for column 2"),
        ("score, arm\n1,2\n", "a space around the name of column 2"),
        ("knee,score\nk1,2,3\n", "3 cells"),
        ('knee,score\n"k1,2\n', "broken quotes"),
    ],
)
def test_a_file_that_is_no_plain_table_is_told(table, text, found):
    (problem,) = problems(table, text, SCORE)

    assert problem.found == found


NAMES = ["score", "Score", 'x"y', "case", "select", "é", "e\u0301", "한글", "a.b", "file_row_number", "0"]
CELLS = ["", "NA", "1", "-2.5", "1e5", "abc", '"', "a,b", "x\ny", "2024-02-01", "점수", " 3 ", "007", "inf", "\u2028"]


@settings(derandomize=True, max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4), st.data())
def test_any_table_is_read_whole_or_refused(tmp_path, header, data):
    rows = data.draw(st.lists(st.lists(st.sampled_from(CELLS), min_size=len(header), max_size=len(header)), max_size=4))
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    try:
        found = read_table(path, [Wanted(name="score", kind="number", must=False)])
    except BadInput:
        return
    assert list(found.columns) == header
    assert found.n_rows == len(rows)


def test_a_column_that_is_missing_is_told_with_the_nearest(table):
    (problem,) = problems(table, "knee,scores\nk1,2\n", SCORE)

    assert problem.field == "score"
    assert problem.found == "no such column; there are: knee, scores; did you mean 'scores'?"


def test_files_that_cannot_be_read_are_told(tmp_path):
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 and no more")
    (tmp_path / "notes.txt").write_text("x")
    for name, found in (
        ("nowhere.csv", "no such file"),
        ("broken.parquet", "a file that cannot be read (InvalidInputException)"),
        ("notes.txt", "a file that ends in '.txt'"),
    ):
        (problem,) = problems(read_table, tmp_path / name)
        assert problem.found == found


def test_parquet_keeps_its_types_and_lists_are_left_out_and_told(tmp_path):
    path = str(tmp_path / "t.parquet")
    duckdb.sql(
        "copy (select * from (values ('k1', 1.5::float, 3, true, date '2024-03-01', [1]), "
        "('k2', 'nan'::float, null, null, null, [2])) t(knee, score, visit, seen, day, list)) to '"
        f"{path}' (format parquet)"
    )
    found = read_table(path, [SCORE, Wanted(name="visit", kind="whole"), Wanted(name="seen", kind="truth")])

    assert found.columns["score"].tolist()[0] == 1.5 and math.isnan(found.columns["score"][1])
    assert found.columns["visit"].tolist()[0] == 3 and math.isnan(found.columns["visit"][1])
    assert found.columns["seen"].tolist()[0] == 1.0
    assert found.columns["day"].tolist()[0].isoformat() == "2024-03-01"
    assert found.rows.tolist() == [1, 2]
    assert found.told == ("columns left out, since their cells are lists or groups: list",)
    (problem,) = problems(read_table, path, [Wanted(name="list", kind="number")])
    assert problem.found == "a column of type INTEGER[]"


def test_an_infinite_number_in_parquet_is_no_score(tmp_path):
    path = str(tmp_path / "t.parquet")
    duckdb.sql(f"copy (select 'inf'::double as score) to '{path}' (format parquet)")
    (problem,) = problems(read_table, path, [Wanted(name="score", kind="number")])

    assert problem.row == 1


def test_json_lines_and_arrays_are_tables(table):
    rows = [{"knee": "k1", "score": 1.5}, {"knee": "k2", "score": None, "seen": True}]
    for name, text in (("t.jsonl", "\n".join(map(json.dumps, rows))), ("t.json", json.dumps(rows))):
        found = table(text, SCORE, name=name)

        assert found.columns["knee"].tolist() == ["k1", "k2"]
        assert found.columns["seen"].tolist() == [None, "true"]
        assert math.isnan(found.columns["score"][1])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"score": 1}\n{"score": [1]}', "a list of 1"),
        ('{"score": 1}\n3', "a whole number of 1 digits"),
        ('{"score": 1}\n{"score": ', "broken JSON"),
        ("\n", "no row"),
    ],
)
def test_json_that_is_no_table_is_told(table, text, found):
    assert found in problems(table, text, name="t.jsonl")[0].found


def test_standard_input_is_read_in_every_form(kneewise, tmp_path):
    rows = "image,reader,grade\nx,A,1\nx,B,2\ny,A,2\ny,B,2\n"
    lines = "\n".join(
        json.dumps(dict(zip(("image", "reader", "grade"), line.split(","), strict=True)))
        for line in rows.splitlines()[1:]
    ).replace('"1"', "1").replace('"2"', "2")  # fmt: skip
    (tmp_path / "rows.csv").write_text(rows)
    duckdb.sql("copy (from 'rows.csv') to 'rows.parquet' (format parquet)")
    texts = [rows, lines, "[" + ",".join(lines.split("\n")) + "]", (tmp_path / "rows.parquet").read_bytes()]
    call = ("outcomes", "agreement", "-", "--subject", "image", "--draws", 0, "--out", "-")
    printed = {kneewise(*call, stdin=text).stdout for text in texts}

    assert len(printed) == 1 and json.loads(printed.pop())["n_subjects"] == 2


def test_an_error_of_standard_input_names_it(kneewise):
    done = kneewise("outcomes", "agreement", "-", stdin="a;b\n1;2\n")

    assert done.exit_code == 3 and done.stderr.startswith("kneewise: <stdin>: found a header separated")


def test_cases_become_long_tables(disputes):
    readings = read_source(disputes, "readings")
    events = read_source(disputes, "events")
    followed = read_source(disputes, "followed")

    assert readings.of_cases and readings.n_rows == 16
    assert {"case", "technology", "kit_model", "provider", "reader", "grade"} <= readings.columns.keys()
    assert events.n_rows == 0 and {"term", "serious", "day"} <= events.columns.keys()
    assert followed.n_rows == 12 and "followed_days" in followed.columns
    assert readings.told[0] == "16 readings of 12 of 12 cases"


def test_a_folder_of_tables_and_a_file_of_the_same_cases_give_the_same(disputes, kneewise, tmp_path):
    kneewise("case", "convert", disputes, tmp_path / "tables")
    for kind in ("grades", "followed"):
        one, other = read_source(disputes, kind), read_source(tmp_path / "tables", kind)

        assert one.columns.keys() == other.columns.keys()
        for name in one.columns:
            assert sorted(map(str, one.columns[name])) == sorted(map(str, other.columns[name])), name


def test_a_bad_case_is_refused_as_everywhere(bad_cases):
    with pytest.raises(BadInput, match="knee"):
        read_source(bad_cases, "scores")
