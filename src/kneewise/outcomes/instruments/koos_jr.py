"""KOOS JR: seven items of KOOS for joint replacement, one interval score, 0 worst to 100 best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kneewise.outcomes.instruments.definition import Instrument, Part
from kneewise.outcomes.instruments.interval_tables import score_by_table
from kneewise.outcomes.instruments.koos import ITEMS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.outcomes.instruments.scores import Scores

_NAMES: Final = ("S6", "P2", "P3", "P6", "P9", "A3", "A5")
_SOURCE: Final = (
    "Lyman S et al. Clin Orthop Relat Res 2016;474:1461-1471 (not read: the table is the one that two independent "
    "public programs hold, koos_jr.csv); items: https://build.fhir.org/ig/paciowg/sample-data-fsh/Questionnaire-KOOSJRQuestionnaire.html"
)

KOOS_JR: Final = Instrument(
    name="KOOS JR",
    items=tuple(ITEMS[name] for name in _NAMES),
    parts=(Part(name="total", items=_NAMES, needed={"2016": 7}, low=0, high=100, better="higher"),),
    sources={"2016": _SOURCE},
)


def score_koos_jr(items: Any, *, columns: Mapping[str, str] | None = None) -> Scores:
    """Score KOOS JR forms, or the seven items of full KOOS forms: part "total", 0 (worst) to 100 (best).

    items : a table with the columns S6, P2, P3, P6, P9, A3, A5 (the ids of KOOS; other columns are left alone), or an
        array of shape (n, 7) in that order. Answers 0 (good) to 4; None or NaN: not answered.
    columns : where the table names its columns otherwise

    The sum, 0 to 28, is turned into the score by a table, so all seven items must be answered. Raises BadValues as
    `score_koos` does.
    """
    return score_by_table(KOOS_JR, "koos_jr.csv", items, columns)
