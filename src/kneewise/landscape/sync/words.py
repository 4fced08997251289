"""What the registers write, as codes; a word that the list does not hold stands as it is, and is told."""

from __future__ import annotations

import csv
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from kneewise.errors import BadValues
from kneewise.landscape.codes import DATA
from kneewise.landscape.sync.door import without_contacts
from kneewise.landscape.sync.registry_trial import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

Value = TypeVar("Value")


class Asked:
    """Gathers what could not be understood in one record."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.notices: list[Notice] = []

    def tell(self, field: str, found: object, done: str) -> None:
        """Note one thing; texts are cut and come without contacts."""
        text = without_contacts(str(found))
        self.notices.append(Notice(where=self.where, field=field, found=text[:80], done=done))

    def code(self, field: str, among: str, source: str, stated: object) -> str | None:
        """Give the code of a word; the word itself where the list has none, and None where there is none."""
        if stated is None or stated == "":
            return None
        if not isinstance(stated, str):
            self.tell(field, type(stated).__name__, "left unknown: not a word")
            return None
        found = registry_words(among, source).get(stated) or registry_words(among, source).get(stated.lower())
        if found is None:
            self.tell(field, stated, "kept as the register writes it: not in the list of known values")
            return without_contacts(stated)
        return found

    def listed(self, field: str, value: object) -> list[Any]:
        """Give a list; an empty one, and told, where there is something else."""
        if value is None or isinstance(value, list):
            return value or []
        self.tell(field, value, "left unknown: not a list")
        return []

    def given(self, field: str, value: object, read: Callable[[Any], Value]) -> Value | None:
        """Read a value; None, and told, where it cannot be."""
        if value is None or value == "":
            return None
        try:
            return read(value)
        except (BadValues, ValueError, TypeError):
            self.tell(field, value, "left unknown: not to be read")
            return None


@cache
def registry_words(among: str, source: str) -> dict[str, str]:
    """Give what one source writes for the codes of one list."""
    with (DATA / "registry_words.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["list"] == among and row["source"] == source]
    return {row["stated"]: row["code"] for row in rows}
