"""KOOS-12: twelve items of KOOS, three parts and a summary of the knee's impact, 0 worst to 100 best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kneewise.outcomes.instruments.definition import Instrument, Part
from kneewise.outcomes.instruments.koos import ITEMS, hundred_minus_mean
from kneewise.outcomes.instruments.scales import score_scales

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.outcomes.instruments.scores import Scores

_NAMES: Final = {
    "pain": ("P1", "P5", "P6", "P8"),
    "function": ("A3", "A4", "A7", "SP4"),
    "QOL": ("Q1", "Q2", "Q3", "Q4"),
}
_SOURCE: Final = (
    "http://www.koos.nu/koos12pres.html; Gandek B et al. Osteoarthritis Cartilage 2019;27:762-770 (as cited by "
    "https://yhocphuchoi.com/rehab-scales/le-scales/knee-injury-and-osteoarthritis-outcome-score-12-koos-12)"
)

KOOS_12: Final = Instrument(
    name="KOOS-12",
    items=tuple(ITEMS[name] for names in _NAMES.values() for name in names),
    parts=(
        *(
            Part(name=part, items=names, needed={"2019": 2}, low=0, high=100, better="higher")
            for part, names in _NAMES.items()
        ),
        Part(name="summary", made_of=tuple(_NAMES), low=0, high=100, better="higher"),
    ),
    sources={"2019": _SOURCE},
)


def score_koos_12(
    items: Any, *, parts: Sequence[str] | None = None, columns: Mapping[str, str] | None = None
) -> Scores:
    """Score KOOS-12 forms, or the twelve items of full KOOS forms: pain, function, QOL and their summary, 0 to 100.

    items : a table with the columns P1, P5, P6, P8, A3, A4, A7, SP4, Q1-Q4 (the ids of KOOS; other columns are left
        alone), or an array of shape (n, 12) in that order. Answers 0 (good) to 4; None or NaN: not answered.
    parts, columns : as in `score_koos`; "summary" brings the three parts that it is made of

    A part needs two of its four items; those without an answer count as the mean of the answered ones. The summary is
    the mean of the three parts and needs them all. Raises BadValues as `score_koos` does.

    Source: koos.nu, KOOS-12; the items by the list of the authors' abstract, matched to the ids of KOOS by content.
    """
    return score_scales(KOOS_12, items, hundred_minus_mean, parts=parts, columns=columns, join="mean")
