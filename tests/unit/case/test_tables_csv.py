"""CSV files as spreadsheets write them: what is taken, and what is told of a file or cell that cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneewise.case.tables import open_tables
from unit.case.made_tables import csv, refused


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("last", [True, False])
def test_line_ends_marks_and_quotes_of_every_spreadsheet(connection, tmp_path, end, mark, last):
    lines = ["case,knee,kit_model,stay_reason", 'a,left,"x, ""y""","one two"', "", 'b,right,"",z']
    csv(tmp_path, cases=mark + end.join(lines) + (end if last else ""))

    open_tables(connection, tmp_path)

    rows = connection.execute('select "case", kit_model, stay_reason from in_cases order by 1').fetchall()
    assert rows == [("a", 'x, "y"', "one two"), ("b", None, "z")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("case,knee\na,left,x\n", "3 cells"),
        ("case,knee\na\n", "1 cells"),
        ('case,knee\na,"left"x\n', "broken"),
        ('case,knee\na,"left\n', "broken"),
        ("", "an empty file"),
        ("a,left\n", "no known column"),
        ("case;knee\na;left\n", "no known column"),
        ("case,knee,case\na,left,b\n", "twice"),
        ("case,knee,kne\na,left,b\n", "unknown column 'kne'"),
        ("case,knee,\na,left,\n", "unknown column"),
        ("case,knee,이름\na,left,홍길동\n", "could name a person"),
        ("case,service_on\na,2024-01-01\n", "no such column"),
        ("case,knee\na,le\0ft\n", "a zero byte"),
    ],
)
@pytest.mark.parametrize("skip_bad", [False, True])
def test_a_csv_file_that_is_no_table_is_refused_whole(connection, tmp_path, text, found, skip_bad):
    error = refused(connection, csv(tmp_path, cases=text), skip_bad=skip_bad)

    assert found in str(error)
    assert "홍길동" not in str(error)


def test_a_csv_file_in_korean_windows_encoding_is_told_so(connection, tmp_path):
    (tmp_path / "cases.csv").write_bytes("case,knee,kit_model\na,left,무릎\n".encode("cp949"))

    assert "CP949" in str(refused(connection, tmp_path))


def test_cells_that_cannot_be_are_told_with_file_row_and_field(connection, tmp_path):
    csv(
        tmp_path,
        cases="case,knee,service_on,discount\na,left,2024-02-30,1\nb,up,,x\n,left,,\n",
        readings="case,grade\na,7\nz,2\n",
    )

    error = refused(connection, tmp_path)

    told = {(Path(one.file).name, one.row, one.field, one.found) for one in error.problems}
    assert told == {
        ("cases.csv", 2, "cases.service_on", "a day that is not in the calendar"),
        ("cases.csv", 3, "cases.knee", "'up'"),
        ("cases.csv", 3, "cases.discount", "text of 1 characters"),
        ("cases.csv", 4, "cases.case", "nothing"),
        ("readings.csv", 2, "readings.grade", "a whole number above 4"),
        ("readings.csv", 3, "readings.case", "a case that is not in the table 'cases'"),
    }


def test_only_the_first_twenty_problems_are_told_and_all_are_counted(connection, tmp_path):
    rows = "".join(f"c{number},up\n" for number in range(50))

    error = refused(connection, csv(tmp_path, cases="case,knee\n" + rows))

    assert (len(error.problems), error.total) == (20, 50)
    assert "30 more" in str(error)


def test_a_repeated_case_is_refused_and_the_same_knee_is_not(connection, tmp_path):
    csv(tmp_path, cases="case,knee\nb,left\na,left\nb,right\n")

    (problem,) = refused(connection, tmp_path).problems

    assert (problem.row, problem.field) == (4, "cases.case")
