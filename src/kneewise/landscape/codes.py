"""The closed lists: which codes there are, with their words in English and Korean; and what each kind of event does."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast

DATA = Path(__file__).with_name("data")
Axis = Literal["development", "market", "cover"]
AXES: tuple[Axis, ...] = ("market", "development", "cover")


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneKind:
    """What an event of a kind does to the standing of a product.

    axis, state : which side of the standing it moves, and to what; None: it moves nothing
    also : a second side that it moves, with the state: an approval ends the trials that led to it
    order : its natural place: of two events that may have come on one day, the later in this order counts
    after : kinds that cannot come later than it for the same subject, jurisdiction and indication
    """

    kind: str
    axis: Axis | None
    state: str | None
    also: tuple[Axis, str] | None
    order: int
    after: tuple[str, ...]
    words: dict[str, str]


@cache
def code_lists() -> dict[str, dict[str, dict[str, str]]]:
    """Give every closed list: list -> code -> language -> word, in the order of the file."""
    lists: dict[str, dict[str, dict[str, str]]] = {}
    for row in _table("codes.csv"):
        lists.setdefault(row["list"], {})[row["code"]] = {"en": row["en"], "ko": row["ko"]}
    return lists


def codes(name: str) -> tuple[str, ...]:
    """Give the codes of one list.

    >>> codes("donor")
    ('autologous', 'allogeneic', 'mixed')
    """
    return tuple(code_lists()[name])


def words_of(name: str, code: str) -> dict[str, str]:
    """Give the words of a code; a code that the list does not hold stands as it is, never dropped."""
    return code_lists()[name].get(code, {"en": code, "ko": code})


@cache
def milestone_kinds() -> dict[str, MilestoneKind]:
    """Give every kind of event by its code."""
    return {
        row["kind"]: MilestoneKind(
            kind=row["kind"],
            axis=cast("Axis | None", row["axis"] or None),
            state=row["state"] or None,
            also=(cast("Axis", row["also_axis"]), row["also_state"]) if row["also_axis"] else None,
            order=int(row["order"]),
            after=tuple(each for each in row["after"].split(";") if each),
            words={"en": row["en"], "ko": row["ko"]},
        )
        for row in _table("milestone_kinds.csv")
    }


def state_on(kind: str, axis: str) -> str | None:
    """Give the state to which an event of a kind moves one side of a standing; None where it moves it not."""
    found = milestone_kinds()[kind]
    if found.axis == axis:
        return found.state
    return found.also[1] if found.also is not None and found.also[0] == axis else None


@cache
def state_words() -> dict[tuple[str, str], dict[str, str]]:
    """Give the words of every state, by axis and state."""
    return {(row["axis"], row["state"]): {"en": row["en"], "ko": row["ko"]} for row in _table("states.csv")}


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
