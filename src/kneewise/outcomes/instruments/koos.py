"""KOOS, the Knee injury and Osteoarthritis Outcome Score: 42 items, five parts, 0 worst to 100 best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kneewise.outcomes.instruments.definition import Instrument, Part, names_of, numbered
from kneewise.outcomes.instruments.scales import score_scales

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.outcomes.instruments.scales import Floats
    from kneewise.outcomes.instruments.scores import Scores

PAIN: Final = numbered("P", 9)
SYMPTOMS: Final = numbered("S", 7)
ADL: Final = numbered("A", 17)
SPORT: Final = numbered("SP", 5)
QOL: Final = numbered("Q", 4)
ITEMS: Final = {item.name: item for item in (*PAIN, *SYMPTOMS, *ADL, *SPORT, *QOL)}

_SCORING: Final = "KOOS Scoring, August 2012, https://www.scribd.com/document/404984174/KOOSscoring2012-pdf"


def _part(name: str, items: tuple[str, ...], *, in_2012: int, in_1998: int) -> Part:
    return Part(name=name, items=items, needed={"2012": in_2012, "1998": in_1998}, low=0, high=100, better="higher")


KOOS: Final = Instrument(
    name="KOOS",
    items=tuple(ITEMS.values()),
    parts=(
        _part("pain", names_of(PAIN), in_2012=5, in_1998=7),
        _part("symptoms", names_of(SYMPTOMS), in_2012=4, in_1998=5),
        _part("ADL", names_of(ADL), in_2012=9, in_1998=15),
        _part("sport", names_of(SPORT), in_2012=3, in_1998=3),
        _part("QOL", names_of(QOL), in_2012=2, in_1998=2),
    ),
    sources={"2012": _SCORING, "1998": f"rule of 1998 as told in {_SCORING}"},
)


def score_koos(
    items: Any,
    *,
    rule: str = "2012",
    parts: Sequence[str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Scores:
    """Score KOOS forms: pain, symptoms, ADL, sport and QOL, each 0 (worst) to 100 (best).

    items : a table with the columns P1-P9, S1-S7, A1-A17, SP1-SP5, Q1-Q4, or an array of shape (n, 42) in that order;
        with `parts`, only the items of those parts. An answer is the number of its box, 0 to 4 as printed from left
        to right; on each item 0 is the good end, so that nothing is turned. None or NaN: not answered.
    rule : how many answers a part needs. "2012": half of the items (5, 4, 9, 3, 2). "1998": all but two, at least
        (7, 5, 15, 3, 2). Items without an answer count as the mean of the answered ones, under both.
    parts : some of "pain", "symptoms", "ADL", "sport", "QOL"
    columns : where the table names its columns otherwise, {"P1": "koos_pain_1", ...}

    A score is 100 - 25 x (mean of the answered items), not rounded. Raises BadValues at an answer outside 0-4 (row and
    item), at a missing column, another shape, an unknown rule or part.

    Source: KOOS Scoring, August 2012. Agrees with awell-score `koos` on the published cases to the one decimal that it
    prints (tests/alignment/test_scoring.py).
    """
    return score_scales(KOOS, items, hundred_minus_mean, rule=rule, parts=parts, columns=columns)


def hundred_minus_mean(total: Floats, n_answered: Floats, part: Part) -> Floats:  # noqa: ARG001 - one shape for all
    """Turn a sum of answers from 0 (good) to 4 into 0 (worst) to 100 (best)."""
    return 100 - 25 * total / n_answered
