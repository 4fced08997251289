"""What the cases of one claim have in common: the cost that is surely, and that is possibly, within the notice.

Payable is computed once for a claim and stands on each of its cases; nobody may add the cases of a claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Share(NamedTuple):
    """What one case brings to its claim."""

    case: str
    claim: str
    cost: int | None
    eligibility: str


class ClaimFigure(NamedTuple):
    """The claim's figure: the cost of the knees that are surely eligible, and of those that may be."""

    low: int | None
    high: int | None
    cases: tuple[str, ...]


def cost_between(cost: int | None, eligibility: str) -> tuple[int | None, int | None]:
    """Give the part of a case's cost that surely counts and that may count.

    A knee outside the notice counts for nothing, whatever it cost; one that is still open counts at the high end.
    """
    if eligibility == "fail":
        return 0, 0
    return (cost if eligibility == "pass" else None if cost is None else 0), cost


def figures_of_claims(shares: Iterable[Share]) -> Mapping[str, ClaimFigure]:
    """Add up by claim; one unknown cost makes the claim's figure unknown."""
    lows: dict[str, int | None] = {}
    highs: dict[str, int | None] = {}
    cases: dict[str, list[str]] = {}
    for share in shares:
        low, high = cost_between(share.cost, share.eligibility)
        before_low, before_high = lows.get(share.claim, 0), highs.get(share.claim, 0)
        lows[share.claim] = None if low is None or before_low is None else before_low + low
        highs[share.claim] = None if high is None or before_high is None else before_high + high
        cases.setdefault(share.claim, []).append(share.case)
    return {claim: ClaimFigure(lows[claim], highs[claim], tuple(cases[claim])) for claim in cases}
