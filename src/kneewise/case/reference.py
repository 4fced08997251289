"""The field reference of the record as Markdown (docs/reference/record.md), made from the definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.case.definition import TABLES
from kneewise.case.table_sql import TYPES

if TYPE_CHECKING:
    from kneewise.case.definition import Field, Table

_HEAD = """\
# The case record, field by field

<!-- Made by `python -m kneewise.case.reference`; a test checks that it is current. Do not edit. -->

A **case** is one treated (or to be treated) knee in one encounter. Two knees on one day are two cases that
share a `claim`. An absent value means *nobody recorded it*, never *no*.

One case is one YAML or JSON document; a set of cases is several YAML documents, a JSON array, JSON Lines, or
a folder of tables (CSV or Parquet). The columns below are those of the tables; *place* is where the value
stands in a document. Every list's table has the column `case`. In a document a list is a list of groups, and
a list of codes a list of words.

- Days are `YYYY-MM-DD`, times `YYYY-MM-DDThh:mm` (seconds if needed), local, without offset; years 1900 to
  2199.
- Money is a whole number of the minor unit of the currency (won has none).
- Numbers follow the grammar of JSON; a whole number may be written `2` or `2.0`. Truth values are `true` and
  `false`.
- Text is UTF-8, kept in Unicode's composed form (NFC); empty text is an absent value.
- Unknown keys and columns are refused. So is everything that could name a person: keys for names, national
  ids, addresses and the like, and any text that looks like a resident registration number.
- `note`, `source` and `expected` are carried through and never read by a policy.
"""


def record_reference() -> str:
    """Give the reference of all fields as Markdown."""
    return "\n".join([_HEAD, *(_section(table) for table in TABLES.values())])


def _section(table: Table) -> str:
    lines = [
        f"## {table.name}",
        "",
        f"{table.says['en']}. {table.says['ko']}.",
        "",
        "| column | place | type | allowed | unit | meaning | 뜻 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_row(field) for field in table.fields if field.name != "case" or table.name == "cases"]
    return "\n".join([*lines, ""])


def _row(field: Field) -> str:
    column = f"`{field.name}`" + (" (required)" if field.required else "")
    cells = [
        column,
        f"`{field.path}`",
        TYPES[field.kind],
        _allowed(field),
        field.unit or "",
        field.says["en"],
        field.says["ko"],
    ]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _allowed(field: Field) -> str:
    if field.codes:
        return ", ".join(f"`{code}`" for code in field.codes)
    if field.low is None or field.high is None:
        return {"day": "a day", "instant": "a local time", "boolean": "`true`, `false`"}.get(
            field.kind, "text"
        )
    return f"{_number(field.low)} to {_number(field.high)}"


def _number(value: float) -> str:
    return f"{int(value):,}".replace(",", " ") if abs(value) >= 10_000 else str(int(value))


if __name__ == "__main__":
    print(record_reference(), end="")
