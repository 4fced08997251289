"""From the outcomes of the parts to one recommendation: the first that holds. Nobody is denied here."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kneewise.policy.model import PART_ORDER

if TYPE_CHECKING:
    from kneewise.review.answer import Recommendation

# Each row: a recommendation, and the outcomes of which any one leads to it. The order is the meaning.
LADDER: tuple[tuple[Recommendation, tuple[tuple[str, str], ...]], ...] = (
    ("outside-notice", (("eligibility", "fail"),)),
    ("outside-contract", (("contract", "fail"),)),
    (
        "refer",
        (
            ("eligibility", "review"),
            ("kit", "review"),
            ("contract", "review"),
            ("admission", "review"),
            ("kit", "fail"),
        ),
    ),
    ("ask-papers", (("eligibility", "missing"), ("contract", "missing"), ("admission", "missing"))),
    ("pay-outpatient", (("admission", "fail"),)),
)


@lru_cache(maxsize=5**5)
def recommend(outcomes: tuple[str, ...]) -> Recommendation:
    """Recommend from the outcomes of the parts in PART_ORDER. A missing kit label alone holds nothing up."""
    by_part = dict(zip(PART_ORDER, outcomes, strict=True))
    for recommendation, conditions in LADDER:
        if any(by_part[part] == outcome for part, outcome in conditions):  # type: ignore[index]
            return recommendation
    return "pay"
