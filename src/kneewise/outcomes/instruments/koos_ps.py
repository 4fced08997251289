"""KOOS-PS: seven items of KOOS on physical function, one interval score."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kneewise.outcomes.instruments.definition import Instrument, Part
from kneewise.outcomes.instruments.interval_tables import score_by_table
from kneewise.outcomes.instruments.koos import ITEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.outcomes.instruments.scores import Scores

_NAMES: Final = ("A10", "A9", "A3", "A5", "SP4", "SP5", "SP1")
_SOURCE: Final = (
    "github.com/awell-health/awell-score src/scores/koos_ps (table of Perruccio AV et al. Osteoarthritis Cartilage "
    "2008;16:542-550, turned so that 100 is no difficulty)"
)

KOOS_PS: Final = Instrument(
    name="KOOS-PS",
    items=tuple(ITEMS[name] for name in _NAMES),
    parts=(Part(name="total", items=_NAMES, needed={"2008": 7}, low=0, high=100, better="higher"),),
    sources={"2008": _SOURCE},
    notes=(
        "A sum of 11 is 64.7, as the source's program has it; the page beside the program prints 67.7, which would be "
        "above the score of a sum of 10.",
        "The original scale runs the other way, from 0 (no difficulty) to 100: to_100(better='lower') gives it.",
    ),
)


def score_koos_ps(items: Any, *, columns: Mapping[str, str] | None = None) -> Scores:
    """Score KOOS-PS forms, or the seven items of full KOOS forms: part "total", 0 (worst) to 100 (best).

    items : a table with the columns A10, A9, A3, A5, SP4, SP5, SP1 (the ids of KOOS, in the order of the short form;
        other columns are left alone), or an array of shape (n, 7) in that order. Answers 0 (good) to 4; None or NaN:
        not answered.
    columns : where the table names its columns otherwise

    The sum, 0 to 28, is turned into the score by a table, so all seven items must be answered. The scale of the first
    publication runs the other way: `.part("total").to_100(better="lower")`. Raises BadValues as `score_koos` does.

    Agrees with awell-score `koos_ps` (tests/alignment/test_scoring.py); see the note of the result on a sum of 11.
    """
    return score_by_table(KOOS_PS, "koos_ps.csv", items, columns)
