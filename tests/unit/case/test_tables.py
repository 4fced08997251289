"""Folders of tables: what is written is what is read, whole or not at all."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from pathlib import Path

import pytest

from kneewise.case.definition import TABLES
from kneewise.case.fields import LARGEST_AMOUNT
from kneewise.case.record import Case
from kneewise.case.rows import Charge, Step
from kneewise.case.sets import read_cases
from kneewise.case.table_cases import cases_from_tables
from kneewise.case.tables import open_tables, write_tables
from kneewise.errors import BadInput
from unit.case.made_tables import csv

HERE = Path(__file__).parent
FORMS = ("csv", "parquet")
CASES = [
    *read_cases(HERE.parents[2] / "examples" / "disputes.yaml"),
    *read_cases(HERE / "data" / "teaching.yaml"),
    Case(
        case='odd "key", 김',
        knee="right",
        discount=LARGEST_AMOUNT,
        lesion_area_cm2=0.1 + 0.2,
        steps=[Step(kind="injection"), Step(kind="harvest"), Step()],
        charges=[Charge(item="kit", amount=-1, currency="KRW")],
        carried={"note": 'two\nlines, "quoted"\r\nand 서울', "expected": {"a": [1]}},
    ),
]


@pytest.mark.parametrize("form", FORMS)
def test_documents_written_as_tables_give_the_same_values(connection, tmp_path, form):
    assert write_tables(iter(CASES), tmp_path / "t", form) == len(CASES)

    opened = open_tables(connection, tmp_path / "t")

    assert opened.n_cases == len(CASES)
    for table in TABLES.values():
        names = ", ".join(f'"{field.name}"' for field in table.fields)
        stored = connection.execute(f'select {names} from in_{table.name} order by "case"').fetchall()
        assert sorted(stored, key=repr) == sorted(expected_rows(table), key=repr)
    read = list(cases_from_tables(connection, [case.case for case in CASES]))
    for case, back in zip(CASES, read, strict=True):
        for table in TABLES.values():
            assert table.name == "cases" or getattr(back, table.name) == getattr(case, table.name)
        assert (back.kit, back.stay, back.contract, back.patient) == (
            case.kit,
            case.stay,
            case.contract,
            case.patient,
        )
        assert back.carried.get("note") == case.carried.get("note")


def expected_rows(table):
    for case in CASES:
        if table.name == "cases":
            yield tuple(attrgetter(field.attribute)(case) for field in table.fields)
        for row in getattr(case, table.name) if table.name != "cases" else ():
            own = [row] if table.plain else [attrgetter(field.attribute)(row) for field in table.fields[1:]]
            yield (case.case, *own)


@pytest.mark.parametrize("form", FORMS)
def test_columns_have_the_types_of_the_definition(connection, tmp_path, form):
    write_tables(CASES, tmp_path / "t", form)
    open_tables(connection, tmp_path / "t")

    kinds = {
        "text": "VARCHAR",
        "code": "VARCHAR",
        "integer": "BIGINT",
        "number": "DOUBLE",
        "boolean": "BOOLEAN",
    }
    kinds |= {"day": "DATE", "instant": "TIMESTAMP"}
    for table in TABLES.values():
        types = {row[0]: row[1] for row in connection.execute(f"describe in_{table.name}").fetchall()}
        assert {field.name: kinds[field.kind] for field in table.fields}.items() <= types.items()


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_a_list_keep_their_order(connection, tmp_path, form):
    write_tables(reversed(CASES), tmp_path / "t", form)
    open_tables(connection, tmp_path / "t")

    (case,) = cases_from_tables(connection, ['odd "key", 김'])

    assert [step.kind for step in case.steps] == ["injection", "harvest", None]


def test_missing_tables_are_empty_and_missing_columns_unknown(connection, tmp_path):
    csv(tmp_path, cases="knee,case\nleft,a\n")

    opened = open_tables(connection, tmp_path)

    assert opened.n_rows["readings"] == 0
    row = connection.execute('select "case", claim, service_on, discount from in_cases').fetchall()
    assert row == [("a", "a", None, None)]
    assert connection.execute("select grade from in_readings").fetchall() == []


def test_a_day_of_the_definition_is_a_day_in_the_view(connection, tmp_path):
    csv(tmp_path, cases="case,knee,service_on\na,left,2024-02-29\n")
    open_tables(connection, tmp_path)

    assert connection.execute("select service_on from in_cases").fetchone() == (date(2024, 2, 29),)


def test_a_path_with_odd_characters_is_a_path(connection, tmp_path):
    folder = tmp_path / "it's [1] * 서울"
    write_tables(CASES[:3], folder)

    assert open_tables(connection, folder).n_cases == 3


def test_tables_are_written_whole_or_not_at_all(tmp_path):
    def broken():
        yield CASES[0]
        raise RuntimeError("the source broke")

    with pytest.raises(RuntimeError):
        write_tables(broken(), tmp_path / "t")
    assert list(tmp_path.iterdir()) == []

    write_tables(CASES, tmp_path / "t")
    with pytest.raises(BadInput, match="something in it"):
        write_tables(CASES, tmp_path / "t")


def test_an_empty_set_is_written_and_opened(connection, tmp_path):
    for form in FORMS:
        assert write_tables([], tmp_path / form, form) == 0
        assert open_tables(connection, tmp_path / form).n_cases == 0
