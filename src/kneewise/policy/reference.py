"""The catalogue of facts as Markdown (docs/reference/facts.md), made from `facts.toml`."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kneewise.policy.catalogue import read_catalogue

if TYPE_CHECKING:
    from kneewise.policy.catalogue import FactSpec

_HEAD = """\
# The catalogue of facts

<!-- Made by `python -m kneewise.policy.reference`; a test checks that it is current. Do not edit. -->

A **fact** is a name that a rule may use. A rule sees nothing else of a case. Every fact is unknown (null) where the
record does not tell it; [what absence means](../explanation/three-values.md) says when an empty list means none.

How each is had:

| kind | the value |
| --- | --- |
| column | a field of the record, as it stands |
| recorded | whether a field is known at all |
| prefix | whether a code begins with one of the given prefixes |
| grade | the grade of one scale by the rule of the record, or the lowest and highest of its readers |
| any | true where a row of a list satisfies the condition; false where none does and the list is complete |
| count | how many rows satisfy the condition |
| sum, min, max | of a field over the rows that satisfy the condition; a sum is unknown where one value is |
| label | read from the kit's label |
| licence | what the licences in force on the day of service say of the kit's permit |
| hours | hours from one instant to another; unknown where the end lies before the start |
| day_of | the day of an instant |
| ages | the ages that a year of birth leaves open on the day of service |
| scaled | a number as whole hundredths |
| ratio | one number over another; unknown where the other is not above zero |
| derived | an expression over other facts |
| claim | a figure of the whole claim, known after eligibility: only for amounts |
| outcome | the outcome of a part that is computed earlier |
| peer | a figure over the whole set of cases; unknown for a case alone; feeds flags only |

| fact | type | unit | kind | from | meaning | 뜻 |
| --- | --- | --- | --- | --- | --- | --- |
"""


def facts_reference() -> str:
    """Give the catalogue as Markdown, in the order of `facts.toml`."""
    catalogue = read_catalogue()
    raw = tomllib.loads(files("kneewise.policy").joinpath("facts.toml").read_text(encoding="utf-8"))["fact"]
    return _HEAD + "".join(_row(catalogue[each["name"]], each) for each in raw)


def _row(fact: FactSpec, raw: dict[str, Any]) -> str:
    cells = [
        f"`{fact.name}`",
        fact.type,
        fact.unit or "",
        fact.kind,
        _origin(fact, raw),
        fact.says["en"],
        fact.says["ko"],
    ]
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |\n"


def _origin(fact: FactSpec, raw: dict[str, Any]) -> str:
    """Say what it is computed from, as it stands in the catalogue."""
    if fact.list is not None:
        value = f" of `{fact.value}`" if fact.value else ""
        where = "" if raw["where"] == "true" else f" where `{raw['where']}`"
        complete = raw.get("complete")
        rests = "" if complete in (None, "always", "never") else f"; complete if `{complete}`"
        return f"`{fact.list}`{value}{where}{rests}"
    if fact.kind == "derived":
        return f"`{raw['expression']}`"
    if fact.column is not None:
        begins = f", beginning with {', '.join(raw['prefixes'])}" if "prefixes" in raw else ""
        return f"`cases.{fact.column}`{begins}"
    told = {key: raw[key] for key in ("scale", "pick", "ask", "since", "until", "of", "to", "part") if key in raw}
    return ", ".join(f"{key} {value}" for key, value in told.items())


if __name__ == "__main__":
    print(facts_reference(), end="")
