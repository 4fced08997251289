"""Bad cases of a folder: set aside with all their rows, and no person among what is told of them."""

from __future__ import annotations

import pytest

from kneewise.case.tables import check_orphans, open_tables
from kneewise.errors import BadInput
from unit.case.made_tables import csv, parquet, refused

FORMS = ("csv", "parquet")


def test_bad_cases_are_set_aside_with_all_their_rows(connection, tmp_path):
    csv(
        tmp_path,
        cases="case,knee\na,left\nb,up\nc,left\nd,left\nd,right\ne,left\n",
        readings="case,grade\na,1\na,9\nb,1\nc,2\nd,1\nz,1\n,1\n",
        charges="case,amount\nc,5\ne,6\na,1\n",
    )

    opened = open_tables(connection, tmp_path, skip_bad=True)

    assert opened.n_cases == 2
    assert connection.execute('select "case" from in_cases order by 1').fetchall() == [("c",), ("e",)]
    assert connection.execute('select "case", grade from in_readings').fetchall() == [("c", 2)]
    assert connection.execute('select "case", amount from in_charges order by 1').fetchall() == [
        ("c", 5),
        ("e", 6),
    ]
    assert opened.n_rows["readings"] == 1
    told = connection.execute('select "case", "row", field from bad_cases').fetchall()
    assert sorted(told, key=repr) == sorted(
        [
            ("b", 3, "cases.knee"),
            ("d", 6, "cases.case"),
            ("a", 3, "readings.grade"),
            ("z", 7, "readings.case"),
            (None, 8, "readings.case"),
        ],
        key=repr,
    )
    assert (opened.n_bad_cases, opened.n_problems) == (4, 5)


def test_a_key_that_names_a_person_is_not_written_into_the_rejects(connection, tmp_path):
    csv(tmp_path, cases="case,knee\n610101-2123456,left\na,left\n", readings="case,grade\n610101-2123456,2\n")

    open_tables(connection, tmp_path, skip_bad=True)

    assert connection.execute("select count(*) from in_readings").fetchone() == (0,)
    assert "2123456" not in str(connection.execute("select * from bad_cases").fetchall())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("column", ["note", "source", "expected", "stay_reason", "claim"])
def test_a_resident_number_in_any_text_of_a_table_is_refused_and_never_shown(
    connection, tmp_path, form, column
):
    if form == "csv":
        csv(tmp_path, cases=f"case,knee,{column}\na,left,see 610101-2123456\n")
    else:
        cases = f"select 'a' as \"case\", 'left' as knee, 'see 610101-2123456' as {column}"
        parquet(connection, tmp_path, cases=cases)

    error = refused(connection, tmp_path)

    assert error.problems[0].field == f"cases.{column}"
    assert "2123456" not in str(error)


def test_orphans_may_be_left_to_the_joins_of_the_review_and_found_later(connection, tmp_path):
    folder = parquet(
        connection,
        tmp_path,
        cases="select 'a' as \"case\", 'left' as knee",
        charges="select 'a' as \"case\", 1 as amount union all select 'z', 2",
    )
    assert "charges.case" in str(refused(connection, folder))

    opened = open_tables(connection, folder, orphans=False)

    assert (opened.unchecked, opened.n_rows["charges"]) == ({"charges"}, 2)
    with pytest.raises(BadInput, match="not in the table 'cases'"):
        check_orphans(connection, opened)
