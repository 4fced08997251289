"""One door to every questionnaire, `score("KOOS", table)`; which there are; scores worked out elsewhere, checked."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from kneewise.columns import numbers
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kneewise.outcomes.instruments.definition import Instrument, Part
    from kneewise.outcomes.instruments.scores import Scores


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Where an instrument is written, what scores it, and which choices a caller has (besides `columns`)."""

    name: str
    module: str
    function: str
    options: tuple[str, ...]
    must: tuple[str, ...] = ()  # choices that cannot be left open


CATALOGUE: Final = {
    entry.name: entry
    for entry in (
        Entry(name="KOOS", module="koos", function="score_koos", options=("rule", "parts")),
        Entry(name="KOOS-12", module="koos_12", function="score_koos_12", options=("parts",)),
        Entry(name="KOOS-PS", module="koos_ps", function="score_koos_ps", options=()),
        Entry(name="KOOS JR", module="koos_jr", function="score_koos_jr", options=()),
        Entry(name="WOMAC", module="womac", function="score_womac", options=("form", "parts"), must=("form",)),
        Entry(name="WOMAC from KOOS", module="womac", function="score_womac_from_koos", options=("parts",)),
        Entry(name="IKDC", module="ikdc", function="score_ikdc", options=()),
        Entry(name="pain", module="pain", function="score_pain", options=("form",), must=("form",)),
        Entry(name="EQ-5D-3L", module="eq5d", function="score_eq5d_3l", options=("country",), must=("country",)),
        Entry(name="EQ-5D-5L", module="eq5d", function="score_eq5d_5l", options=("country",), must=("country",)),
    )
}


def score(instrument: str, items: Any, *, columns: Mapping[str, str] | None = None, **choices: Any) -> Scores:
    """Score forms of any questionnaire that is held.

    instrument : "KOOS", "KOOS-12", "KOOS-PS", "KOOS JR", "WOMAC", "WOMAC from KOOS", "IKDC", "pain", "EQ-5D-3L",
        "EQ-5D-5L"; case, spaces and marks do not matter
    items : a dataframe or mapping with one column an item, or an array of shape (n, items); see the function of the
        instrument (`score_koos`, `score_womac`, ...) for the ids and ranges of its items
    choices : what that function takes besides: rule, parts (KOOS), form (WOMAC, pain), country (EQ-5D). A choice
        of None is one that was not made.

    Raises BadValues at an instrument or choice that is not there, at a choice that has to be made and was not, and at
    items as the function of the instrument does.
    """
    entry = instrument_named(instrument)
    made = {name: value for name, value in choices.items() if value is not None}
    if unknown := [name for name in made if name not in entry.options]:
        raise BadValues(
            f"{entry.name}: found the choice {unknown[0]!r}; allowed: {', '.join(entry.options) or 'no choice'}"
        )
    if open_ := [name for name in entry.must if name not in made]:
        raise BadValues(f"{entry.name}: found no {open_[0]}; it has to be named (see `{entry.function}`)")
    home = import_module(f"kneewise.outcomes.instruments.{entry.module}")
    result: Scores = getattr(home, entry.function)(items, columns=columns, **made)
    return result


def instrument_named(name: str) -> Entry:
    """Find an instrument by its name, whatever the case, spaces and marks; raises BadValues where there is none."""
    for entry in CATALOGUE.values():
        if _plain(entry.name) == _plain(name):
            return entry
    raise BadValues(f"instrument: found {name!r}; allowed: {', '.join(CATALOGUE)}")


def definition_of(name: str, *, form: str | None = None, country: str | None = None) -> Instrument:
    """Give the definition of an instrument: its items with their lists, its parts with their ranges and missing rules.

    form, country : for those of which there are several; raises BadValues where one has to be named and is not
    """
    from kneewise.outcomes.instruments import eq5d, eq5d_values, ikdc, koos, koos_12, koos_jr, koos_ps, pain, womac

    entry = instrument_named(name)
    if "form" in entry.must:
        of_form = womac.WOMAC if entry.name == "WOMAC" else pain.PAIN_SCALES
        if form not in of_form:
            raise BadValues(f"form of {entry.name}: found {form!r}; allowed: {', '.join(of_form)}")
        return of_form[form]
    if "country" in entry.must:
        version = entry.name.removeprefix("EQ-5D-")
        return eq5d.eq5d(version, eq5d_values.country_named(version, country or ""))
    single = {
        "KOOS": koos.KOOS,
        "KOOS-12": koos_12.KOOS_12,
        "KOOS-PS": koos_ps.KOOS_PS,
        "KOOS JR": koos_jr.KOOS_JR,
        "WOMAC from KOOS": womac.WOMAC_FROM_KOOS,
        "IKDC": ikdc.IKDC,
    }
    return single[entry.name]


def check_scores(
    instrument: str, part: str, scores: Any, *, form: str | None = None, country: str | None = None
) -> NDArray[np.float64]:
    """Check scores that were worked out elsewhere against the range of their part; shape (n,) in and out.

    scores : None or NaN is unknown and stays so

    Raises BadValues at a score outside the range (row, part), at a cell that is no number, at a part that is not there.
    """
    held = definition_of(instrument, form=form, country=country)
    found = _part_named(held, part)
    taken = numbers({part: scores}, part)
    slack = 1e-9 * (found.high - found.low)
    if (stray := (taken < found.low - slack) | (taken > found.high + slack)).any():
        row = int(stray.argmax())
        side = "below" if taken[row] < found.low else "above"
        raise BadValues(
            f"row {row + 1}, {held.name} {part}: found a score {side} its range; "
            f"allowed: {found.low:g} to {found.high:g}, or nothing"
        )
    return taken


def _part_named(held: Instrument, name: str) -> Part:
    for part in held.parts:
        if part.name.casefold() == name.casefold():
            return part
    raise BadValues(f"parts of {held.name}: found {name!r}; allowed: {', '.join(part.name for part in held.parts)}")


def _plain(name: str) -> str:
    return "".join(letter for letter in str(name).casefold() if letter.isalnum())
