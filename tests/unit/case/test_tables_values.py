"""The values of a cell: tables and documents take and refuse the same ones, and give them one type."""

from __future__ import annotations

from kneewise.case.definition import TABLES
from kneewise.case.settle import Plain, Refused, settle_by
from kneewise.case.tables import open_tables
from unit.case.made_tables import csv

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
