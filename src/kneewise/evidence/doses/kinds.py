"""What a dose counts: products whose doses are not one axis are not put on one axis.

Marrow concentrate brings about 0.1 million progenitors, cultured products bring 1 to 100 million cells: a curve through
both is a line between two products, not a dose-response. Whoever gives doses says what they are doses of.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import column
from kneewise.errors import BadValues
from kneewise.evidence.taken import rows_told

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kneewise.columns import Table

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseKind:
    """A kind of product whose doses are one axis. low_million, high_million : doses seen, None where none is known."""

    kind: str
    also: tuple[str, ...]
    words: dict[str, str]
    counted: str
    low_million: float | None
    high_million: float | None
    source: str


@cache
def dose_kinds() -> dict[str, DoseKind]:
    """Every kind of dose, with what it counts and where that comes from."""
    text = (files("kneewise.evidence.doses") / "kinds.csv").read_text(encoding="utf-8")
    kinds = {}
    for row in csv.DictReader(text.splitlines()):
        kinds[row["kind"]] = DoseKind(
            kind=row["kind"],
            also=tuple(row["also"].split("|")),
            words={"en": row["en"], "ko": row["ko"]},
            counted=row["counted"],
            low_million=float(row["low_million"]) if row["low_million"] else None,
            high_million=float(row["high_million"]) if row["high_million"] else None,
            source=row["source"],
        )
    return kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class OneAxis:
    """The one kind of all doses, None where nobody said (`cautions` then says so); `cautions` about the doses."""

    kind: str | None
    cautions: tuple[str, ...]


def check_one_axis(table: Table | None, given: Any, dose: Floats) -> OneAxis:
    """Refuse doses of several kinds of product, of an unknown one, or of one that nobody named.

    given : None (not said: told as a caution), one kind for all rows, or the name of a column or an array of kinds;
        kinds are those of `dose_kinds` or products that belong to one. Rows of dose 0 need none.
    dose : shape (n,)
    """
    if given is None:
        told = "product_kind: not said; nobody has checked that all doses count the same thing"
        return OneAxis(kind=None, cautions=(told,))
    places = {name: kind.kind for kind in dose_kinds().values() for name in (kind.kind, *kind.also)}
    if isinstance(given, str) and given in places:
        return OneAxis(kind=places[given], cautions=_implausible(places[given], dose))
    if isinstance(given, str) and table is None:
        raise BadValues(f"product_kind: found {given!r}; allowed: {', '.join(places)}, a column, or an array")
    cells = column(table, given) if isinstance(given, str) else np.asarray(given, dtype=object)
    if len(cells) != len(dose):
        raise BadValues(f"product_kind: found {len(cells)} rows; allowed: {len(dose)}, one for each dose")
    taken = dose > 0
    labels = [None if cell is None or cell != cell or not str(cell).strip() else str(cell) for cell in cells.tolist()]  # noqa: PLR0124
    unknown = [row for row, label in enumerate(labels) if taken[row] and label is None]
    if unknown:
        raise BadValues(f"product_kind, {rows_told(unknown)}: found nothing; allowed: what the dose is a dose of")
    strange = [row for row, label in enumerate(labels) if taken[row] and label not in places]
    if strange:
        raise BadValues(
            f"product_kind, {rows_told(strange)}: found {labels[strange[0]]!r}; allowed: {', '.join(places)}"
        )  # fmt: skip
    kinds = {places[str(label)]: row for row, label in reversed(list(enumerate(labels))) if taken[row]}
    if len(kinds) > 1:
        told = "; ".join(f"{kind} ({dose_kinds()[kind].counted}; first in {rows_told([row])})"
                         for kind, row in sorted(kinds.items(), key=lambda each: each[1]))  # fmt: skip
        raise BadValues(
            f"product_kind: found doses of {len(kinds)} kinds of product: {told}; allowed: one kind, since a curve "
            "through several is a line between products, not a dose-response"
        )
    if not kinds:
        raise BadValues("dose: found no dose above 0; allowed: at least one")
    kind = next(iter(kinds))
    return OneAxis(kind=kind, cautions=_implausible(kind, dose))


def _implausible(kind: str, dose: Floats) -> tuple[str, ...]:
    """Say which doses lie outside what is known of the kind: most likely another unit, or another thing counted."""
    known = dose_kinds()[kind]
    if known.low_million is None or known.high_million is None:
        return ()
    outside = np.flatnonzero((dose > 0) & ((dose < known.low_million) | (dose > known.high_million)))
    if not outside.size:
        return ()
    return (
        f"dose, {rows_told(outside)}: outside {known.low_million:g} to {known.high_million:g} million, where doses of "
        f"{kind} lie; they count {known.counted}. Another unit, or nucleated cells taken for progenitors",
    )
