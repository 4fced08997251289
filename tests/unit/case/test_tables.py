"""Folders of tables: round trips, what is refused, and what is set aside."""

from __future__ import annotations

import re
from datetime import date, datetime
from operator import attrgetter
from pathlib import Path

import duckdb
import pytest

from kneewise.case.definition import TABLES
from kneewise.case.fields import LARGEST_AMOUNT
from kneewise.case.record import Case
from kneewise.case.rows import Charge, Step
from kneewise.case.sets import read_cases
from kneewise.case.settle import Plain, Refused, settle_by
from kneewise.case.table_cases import cases_from_tables
from kneewise.case.tables import case_ranges, check_orphans, open_tables, write_tables
from kneewise.errors import BadInput

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


@pytest.fixture
def connection():
    with duckdb.connect() as connection:
        yield connection


def csv(folder, **tables):
    folder.mkdir(exist_ok=True)
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8", newline="")
    return folder


def refused(connection, folder, **options):
    with pytest.raises(BadInput) as error:
        open_tables(connection, folder, **options)
    return error.value


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


_INTEGERS = """
    0 1 2 4 5 -1 2.0 2.5 2.00 1e1 1E+1 +2 02 0x2 1_0 1, 2 1900 2100 2101 1e16 9e99 1e999 nan inf - . ２ 1e-1
    1000000000000000 1000000000000001 -1000000000000000 99999999999999999999999 2e0 10e-1 -0 -0.0 1e15
    """
_NUMBERS = "0 -0 1.5 100 100.1 1e2 1e-300 1e999 nan NaN inf -inf .5 5. 1,5 0x1p3 1e 1e400 1e5 ２ 12345678.9"
_DAYS = """
    2024-02-29 2023-02-29 2024-13-01 2024-1-1 20240101 2024-01-01T00:00 1899-12-31 1900-01-01 2199-12-31
    2200-01-01 0000-01-01 9999-12-31 infinity epoch 2024-01-01x 2024/01/01 ２024-01-01 -2024-01-01 2024-W01-1
    """
_INSTANTS = """
    2024-02-29T10:00 2023-02-29T10:00 2024-02-29T24:00 2024-02-29T23:59:60 2024-02-29T23:59:59.123456
    2024-02-29T23:59:59.1234567 2024-02-29T10:00Z 2024-02-29T10:00+09:00 2024-02-29 2024-02-29T1:00 infinity
    1899-12-31T23:59 2199-12-31T23:59:59.999999 2200-01-01T00:00 2024-02-29T10:00:00. 2024-02-29t10:00
    """
VALUES = {
    "text": [
        "a",
        "서울",
        "610101-2123456",
        "x 610101 - 8123456",
        "610101-9123456",
        "a\tb",
        "a\x01b",
        "\x7f",
        "\u0085",
    ],
    "code": ["left", "KL", "xray", "Left", " left", "injection", "other", "none", "bmac "],
    "integer": _INTEGERS.split(),
    "number": _NUMBERS.split(),
    "boolean": ["true", "false", "True", "TRUE", "1", "0", "yes", "t"],
    "day": _DAYS.split(),
    "instant": [*_INSTANTS.split(), "2024-02-29 10:00", "2024-02-29 10:00:01", "2024-02-29 10:00 "],
}


def test_tables_and_documents_take_and_refuse_the_same_values(connection, tmp_path):
    for table in TABLES.values():
        fields = [field for field in table.fields if field.name not in ("case", "claim")]
        rows = max(len(VALUES[field.kind]) for field in fields)
        lines, bad = [], set()
        for number in range(rows):
            cells = [f"c{number}"]
            for field in fields:
                values = VALUES[field.kind]
                cells.append(values[number % len(values)])
                try:
                    settle_by(field.spec)(Plain(cells[-1]))
                except Refused as one:
                    bad.add((number + 2, f"{table.name}.{field.name}", one.found))
            lines.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
        folder = tmp_path / table.name
        header = ",".join(["case", *(field.name for field in fields)])
        keys = "case,knee\n" + "".join(f"c{number},left\n" for number in range(rows))
        csv(folder, **{"cases": keys, table.name: header + "\n" + "\n".join(lines) + "\n"})

        open_tables(connection, folder, skip_bad=True)

        told = connection.execute('select "row", field, found from bad_cases').fetchall()
        assert set(told) == bad


def test_typed_values_of_csv_are_those_of_documents(connection, tmp_path):
    for table in TABLES.values():
        for field in table.fields:
            if field.name in ("case", "claim"):
                continue
            taken = {}
            for number, value in enumerate(VALUES[field.kind]):
                try:
                    taken[f"c{number:02}"] = (value, settle_by(field.spec)(Plain(value)))
                except Refused:
                    continue
            if not taken or field.kind == "code":
                continue
            lines = "".join(f'{key},left,"{value}"\n' for key, (value, _) in taken.items())
            keys = "case,knee\n" + "".join(f"{key},left\n" for key in taken)
            if table.name == "cases":
                tables = {"cases": f"case,knee,{field.name}\n" + lines}
            else:
                lines = "".join(f'{key},"{value}"\n' for key, (value, _) in taken.items())
                tables = {"cases": keys, table.name: f"case,{field.name}\n" + lines}
            csv(tmp_path, **tables)
            open_tables(connection, tmp_path)
            stored = connection.execute(
                f'select "{field.name}" from in_{table.name} order by "case"'
            ).fetchall()
            assert [row[0] for row in stored] == [value for _, value in taken.values()]
            for path in tmp_path.iterdir():
                path.unlink()
        if table.name == "cases":
            break  # every kind of field has been seen by then


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


def parquet(connection, folder, **tables):
    folder.mkdir(exist_ok=True)
    for name, query in tables.items():
        path = folder / f"{name}.parquet"
        path.parent.mkdir(exist_ok=True)
        connection.execute(f"copy ({query}) to '{path}' (format parquet)")
    return folder


@pytest.mark.parametrize(
    ("column", "found"),
    [
        ("7 as grade", "a whole number above 4"),
        ("2.5::DOUBLE as grade", "a number with decimals"),
        ("'nan'::DOUBLE as grade", "NaN or infinity"),
        ("'2' as grade", "a column of type VARCHAR"),
        ("true as grade", "a column of type BOOLEAN"),
        ("date '2024-01-01' as grade", "a column of type DATE"),
        ("'XX' as scale", "'XX'"),
        ("'' as scale", "nothing"),
        ("1 as weight_bearing", "a column of type INTEGER"),
        ("timestamp '2024-01-01 10:00:00' as read_on", "a column of type TIMESTAMP"),
        ("date '2300-01-01' as read_on", "a day of another century"),
        ("'infinity'::DATE as read_on", "a day of another century"),
        ("date '20240-01-01' as read_on", "a day of another century"),
        ("'610101-2123456' as compartment", "text that looks like a resident registration number"),
        ("'x'::BLOB as compartment", "a column of type BLOB"),
        ("[1] as compartment", "a column of type INTEGER[]"),
        ("1 as colour", "unknown column 'colour'"),
    ],
)
def test_a_parquet_column_or_value_that_cannot_be_is_told(connection, tmp_path, column, found):
    query = f"select 'a' as \"case\", {column}"
    parquet(connection, tmp_path, cases="select 'a' as \"case\", 'left' as knee", readings=query)

    (problem,) = refused(connection, tmp_path).problems

    assert problem.found == found
    assert problem.row in (1, None)


def test_instants_of_parquet_are_local(connection, tmp_path):
    cases = "select 'a' as \"case\", 'left' as knee, timestamptz '2024-01-01 10:00:00+09' as stay_admitted_at"

    assert "WITH TIME ZONE" in str(refused(connection, parquet(connection, tmp_path, cases=cases)))


def test_nan_is_found_among_values_that_statistics_call_good(connection, tmp_path):
    cases = (
        "select printf('c%06d', i) as \"case\", 'left' as knee,"
        " case when i = 4321 then 'nan'::DOUBLE else 1.0 end as product_volume_ml from range(9000) t(i)"
    )

    (problem,) = refused(connection, parquet(connection, tmp_path, cases=cases)).problems

    assert (problem.row, problem.found) == (4322, "NaN or infinity")


def test_numbers_of_other_widths_are_taken(connection, tmp_path):
    cases = (
        "select 'a' as \"case\", 'left' as knee, 2.0::DOUBLE as contract_generation,"
        " 5::UTINYINT as injection_number,"
        " 7::DECIMAL(9,2) as discount, 3::SMALLINT as product_volume_ml, 1.5::FLOAT as lesion_area_cm2,"
        " timestamp_s '2024-01-01 10:00:00' as stay_admitted_at, null::INTEGER as kit_class"
    )
    open_tables(connection, parquet(connection, tmp_path, cases=cases))

    row = connection.execute(
        "select contract_generation, injection_number, discount, product_volume_ml, lesion_area_cm2,"
        " stay_admitted_at from in_cases"
    ).fetchone()
    assert row == (2, 5, 7, 3.0, 1.5, datetime(2024, 1, 1, 10))


def test_text_of_parquet_is_composed_and_a_key_must_be(connection, tmp_path):
    decomposed = "\u1109\u1165\u110b\u116e\u11af"
    cases = f"select 'a' as \"case\", 'left' as knee, '{decomposed}' as patient_region, '' as kit_model"
    open_tables(connection, parquet(connection, tmp_path / "a", cases=cases))
    assert connection.execute("select patient_region, kit_model from in_cases").fetchone() == ("서울", None)

    cases = f"select '{decomposed}' as \"case\", 'left' as knee"
    assert "NFC" in str(refused(connection, parquet(connection, tmp_path / "b", cases=cases)))


def test_parts_of_a_table_are_one_table_and_their_rows_name_their_file(connection, tmp_path):
    parquet(
        connection,
        tmp_path,
        **{
            "cases-1": "select 'a' as \"case\", 'left' as knee",
            "cases-2": "select 'b' as \"case\", 'left' as knee, date '2024-01-01' as service_on",
            "readings/x": "select 'a' as \"case\", 1 as grade",
            "readings/y": "select 'b' as \"case\", 2 as grade union all select 'b', 9",
        },
    )

    (problem,) = refused(connection, tmp_path).problems
    assert (Path(problem.file).name, problem.row, problem.field) == ("y.parquet", 2, "readings.grade")

    opened = open_tables(connection, tmp_path, skip_bad=True)
    assert opened.n_cases == 1
    assert connection.execute('select "case", grade from in_readings').fetchall() == [("a", 1)]
    assert opened.clustered["cases"]


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


@pytest.mark.parametrize("order", ["i", "hash(i)"])
def test_ranges_hold_every_case_once_and_are_about_equal(connection, tmp_path, order):
    cases = f"select printf('c%06d', i) as \"case\", 'left' as knee from range(50000) t(i) order by {order}"
    path = tmp_path / "cases.parquet"
    connection.execute(f"copy ({cases}) to '{path}' (format parquet, row_group_size 4096)")
    opened = open_tables(connection, tmp_path)
    assert opened.clustered["cases"] == (order == "i")

    ranges = case_ranges(connection, opened, 10_000)

    sizes = []
    for low, high in ranges:
        within = " and ".join(
            [*([f"\"case\" >= '{low}'"] if low else []), *([f"\"case\" < '{high}'"] if high else []), "true"]
        )
        sizes.append(connection.execute(f"select count(*) from in_cases where {within}").fetchone()[0])
    assert sum(sizes) == 50_000
    assert max(sizes) < 13_000
    assert min(sizes) > 1_000
    assert case_ranges(connection, opened, 50_000) == [(None, None)]


def test_a_range_of_cases_reads_only_its_row_groups(connection, tmp_path):
    cases = "select printf('c%06d', i) as \"case\", 'left' as knee from range(50000) t(i)"
    connection.execute(f"copy ({cases}) to '{tmp_path}/cases.parquet' (format parquet, row_group_size 4096)")
    open_tables(connection, tmp_path)

    within = "\"case\" >= 'c010000' and \"case\" < 'c011000'"
    query = f"explain analyze select count(knee) from in_cases where {within}"
    plan = connection.execute(query).fetchone()[1]

    scanned = re.search(r"Row Groups Scanned: ([0-9]+) / ([0-9]+)", plan)
    assert scanned is None or int(scanned.group(1)) < int(scanned.group(2)) / 3


def test_files_that_are_no_tables_are_told_and_papers_are_not(connection, tmp_path):
    csv(tmp_path, cases="case,knee\na,left\n")
    for name in (".hidden", "_SUCCESS", "README.md"):
        (tmp_path / name).write_text("x")
    open_tables(connection, tmp_path)

    for name in ("reading.csv", "cases.xlsx", "cases.csv.gz", "readings-1.csv"):
        (tmp_path / name).write_text("x")
        assert "no table" in str(refused(connection, tmp_path))
        (tmp_path / name).unlink()
    (tmp_path / "cases.parquet").write_text("x")
    assert "several files" in str(refused(connection, tmp_path))


def test_a_folder_without_cases_and_a_broken_parquet_file_are_told(connection, tmp_path):
    assert "no table 'cases'" in str(refused(connection, tmp_path))
    assert "No such file" in str(refused(connection, tmp_path / "none"))
    (tmp_path / "cases.parquet").write_bytes(b"PAR1 but not really PAR1")
    assert "cannot be read" in str(refused(connection, tmp_path))


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


def test_a_day_of_the_definition_is_a_day_in_the_view(connection, tmp_path):
    csv(tmp_path, cases="case,knee,service_on\na,left,2024-02-29\n")
    open_tables(connection, tmp_path)

    assert connection.execute("select service_on from in_cases").fetchone() == (date(2024, 2, 29),)
