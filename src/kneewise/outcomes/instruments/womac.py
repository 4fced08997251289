"""WOMAC in its three forms (Likert, VAS, NRS): pain, stiffness, function and their total, 0 best; and WOMAC from KOOS.

The questionnaire is licensed: no wording is held here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kneewise.errors import BadValues
from kneewise.outcomes.instruments.definition import Instrument, Part, names_of, numbered
from kneewise.outcomes.instruments.koos import ADL, ITEMS
from kneewise.outcomes.instruments.scales import score_scales

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.outcomes.instruments.definition import Item
    from kneewise.outcomes.instruments.scales import Floats
    from kneewise.outcomes.instruments.scores import Scores

_HIGHEST: Final = {"Likert": 4, "VAS": 100, "NRS": 10}
FORMS: Final = tuple(_HIGHEST)
_NEEDED: Final = {"pain": 5, "stiffness": 2, "function": 14}
_MISSING: Final = (
    "Function: with 4 or more of 17 items missing there is no score, with 1 to 3 missing their place is taken by the "
    "mean of the answered ones. For pain and stiffness no rule was found on a page that could be read: there every "
    "item is needed."
)
_SOURCE: Final = (
    "sums: https://issuhub.com/view/index/7537?pageIndex=263; missing items of function: "
    "http://eprints.qut.edu.au/5615/ (Whitehouse SL et al. J Bone Joint Surg Br 2004;86-B(S4):469)"
)
_FROM_KOOS: Final = (
    "http://physical-therapy.advanceweb.com/Features/Articles/Using-the-KOOS-for-Osteoarthritis-Outcomes.aspx (which "
    "parts of KOOS hold WOMAC's), the items matched by content; " + _SOURCE
)


def _instrument(name: str, groups: dict[str, tuple[Item, ...]], source: str, notes: tuple[str, ...] = ()) -> Instrument:
    highest = {part: sum(item.high for item in items) for part, items in groups.items()}
    return Instrument(
        name=name,
        items=tuple(item for items in groups.values() for item in items),
        parts=(
            *(
                Part(
                    name=part,
                    items=names_of(items),
                    needed={"2004": _NEEDED[part]},
                    low=0,
                    high=highest[part],
                    better="lower",
                    rule_found=part == "function",
                )
                for part, items in groups.items()
            ),
            Part(name="total", made_of=tuple(groups), low=0, high=sum(highest.values()), better="lower"),
        ),
        sources={"2004": source},
        notes=(*notes, _MISSING),
    )


def _own_items(form: str) -> dict[str, tuple[Item, ...]]:
    high, whole = _HIGHEST[form], form != "VAS"
    return {
        part: numbered(letters, last, high=high, whole=whole)
        for part, letters, last in (("pain", "WP", 5), ("stiffness", "WS", 2), ("function", "WF", 17))
    }


WOMAC: Final = {form: _instrument(f"WOMAC {form}", _own_items(form), _SOURCE) for form in FORMS}
WOMAC_FROM_KOOS: Final = _instrument(
    "WOMAC from KOOS",
    {
        "pain": tuple(ITEMS[f"P{number}"] for number in range(5, 10)),
        "stiffness": (ITEMS["S6"], ITEMS["S7"]),
        "function": ADL,
    },
    _FROM_KOOS,
    ("KOOS asks about the last week, WOMAC about the last 48 hours: what is derived keeps the week of KOOS.",),
)


def score_womac(
    items: Any,
    *,
    form: str,
    parts: Sequence[str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Scores:
    """Score WOMAC forms: pain, stiffness, function and total, each a sum, 0 the good end.

    items : a table with the columns WP1-WP5, WS1-WS2, WF1-WF17 (named so because KOOS has other items P1 and S1), or
        an array of shape (n, 24) in that order; with `parts`, only the items of those parts. None or NaN: not answered.
    form : "Likert" (0-4, whole), "VAS" (0-100 mm) or "NRS" (0-10, whole). It has to be named: totals of 0-96, 0-2400
        and 0-240 are all called WOMAC, and 44 % of trials do not say which was used.
    parts : some of "pain", "stiffness", "function", "total"; "total" brings the three that it is made of
    columns : where the table names its columns otherwise

    Function needs 14 of 17 items, those without an answer counting as the mean of the others; pain and stiffness need
    every item, since no rule was found for them (see `notes` of the result). The total needs all three parts.
    `.part("pain").to_100(better="lower")` gives the normalised 0-100 that many thresholds are stated in.
    Raises BadValues at an answer outside the form's list (row and item), at a missing column or another shape.

    Source: https://issuhub.com/view/index/7537?pageIndex=263 (sums), http://eprints.qut.edu.au/5615/ (missing items of
    function), PMC6373321 (ranges in trials). Agrees with awell-score `womac` (tests/alignment/test_scoring.py).
    """
    if form not in WOMAC:
        raise BadValues(f"form of WOMAC: found {form!r}; allowed: {', '.join(FORMS)}")
    return score_scales(WOMAC[form], items, sum_of_all, parts=parts, columns=columns)


def score_womac_from_koos(
    items: Any, *, parts: Sequence[str] | None = None, columns: Mapping[str, str] | None = None
) -> Scores:
    """Score WOMAC (Likert, 0-20, 0-8, 0-68, 0-96) from KOOS forms, which hold its 24 items.

    items : a table with the columns P5-P9, S6, S7, A1-A17 of KOOS (others are left alone), or an array of shape
        (n, 24) in the order P5-P9, S6, S7, A1-A17
    parts, columns, missing items, errors : as in `score_womac`

    Pain is P5-P9, stiffness S6 and S7, function A1-A17. With every item answered, WOMAC function is
    68 x (1 - KOOS ADL / 100).
    """
    return score_scales(WOMAC_FROM_KOOS, items, sum_of_all, parts=parts, columns=columns)


def sum_of_all(total: Floats, n_answered: Floats, part: Part) -> Floats:
    """Give the sum, with the mean of the answered items in the place of the others."""
    return total * (len(part.items) / n_answered)
