"""Pain on one line or one number: visual analogue scale (mm or cm) and numeric rating scale, 0 no pain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kneewise.errors import BadValues
from kneewise.outcomes.instruments.definition import Instrument, Item, Part
from kneewise.outcomes.instruments.scales import score_scales

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.outcomes.instruments.scales import Floats
    from kneewise.outcomes.instruments.scores import Scores

_SOURCE: Final = "one answer is the score; ranges as the thresholds of docs/reference/thresholds.md state them"


def _instrument(name: str, high: int, *, whole: bool) -> Instrument:
    item = Item(name="pain", high=high, whole=whole)
    part = Part(name="pain", items=("pain",), needed={"one answer": 1}, low=0, high=high, better="lower")
    return Instrument(name=name, items=(item,), parts=(part,), sources={"one answer": _SOURCE})


PAIN_SCALES: Final = {
    "VAS mm": _instrument("VAS pain", 100, whole=False),
    "VAS cm": _instrument("VAS pain (cm)", 10, whole=False),
    "NRS": _instrument("NRS pain", 10, whole=True),
}


def score_pain(values: Any, *, form: str, columns: Mapping[str, str] | None = None) -> Scores:
    """Check answers on a pain scale: part "pain", 0 no pain.

    values : an array of shape (n,) or (n, 1), or a table with the column "pain". None or NaN: not answered.
    form : "VAS mm" (0-100), "VAS cm" (0-10) or "NRS" (0-10, whole numbers). It has to be named: a 7 may be mm or cm.
    columns : where the table names its column otherwise, {"pain": "vas"}

    The score is the answer. Raises BadValues at an answer outside the scale (row), at a missing column.
    """
    if form not in PAIN_SCALES:
        raise BadValues(f"form of the pain scale: found {form!r}; allowed: {', '.join(PAIN_SCALES)}")
    return score_scales(PAIN_SCALES[form], values, _as_it_is, columns=columns)


def _as_it_is(total: Floats, n_answered: Floats, part: Part) -> Floats:  # noqa: ARG001 - one shape for all
    return total
