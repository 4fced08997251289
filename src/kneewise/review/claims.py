"""What the cases of one claim have in common: the cost that is surely, and that is possibly, within the notice.

Payable is computed once for a claim and stands on each of its cases; nobody may add the cases of a claim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from kneewise.case.fields import LARGEST_AMOUNT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Amounts: TypeAlias = "tuple[int | None, int | None, int | None, int | None]"
"""Payable as outpatient low and high, as inpatient low and high, in the minor unit; None where not known."""


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
    """Add up by claim; one unknown cost makes the claim's figure unknown, and so does a sum that no bill comes to."""
    lows: dict[str, int | None] = {}
    highs: dict[str, int | None] = {}
    cases: dict[str, list[str]] = {}
    for share in shares:
        low, high = cost_between(share.cost, share.eligibility)
        before_low, before_high = lows.get(share.claim, 0), highs.get(share.claim, 0)
        lows[share.claim] = None if low is None or before_low is None else before_low + low
        highs[share.claim] = None if high is None or before_high is None else before_high + high
        cases.setdefault(share.claim, []).append(share.case)
    return {claim: ClaimFigure(_bounded(lows[claim]), _bounded(highs[claim]), tuple(cases[claim])) for claim in cases}


def _bounded(total: int | None) -> int | None:
    return None if total is None or total > LARGEST_AMOUNT else total


def agree(amounts: Sequence[Amounts]) -> Amounts:
    """Give the one figure of a claim: where its cases bear different contracts, from the least to the greatest.

    A claim has one payer, so the records disagree, and which is right is for a person to see. What is not known for
    one of the cases, at either end, is not known for the claim.
    """
    outpatient_low, outpatient_high, inpatient_low, inpatient_high = zip(*amounts, strict=True)
    return (*_between(outpatient_low, outpatient_high), *_between(inpatient_low, inpatient_high))


def _between(lows: Sequence[int | None], highs: Sequence[int | None]) -> tuple[int | None, int | None]:
    known = [(low, high) for low, high in zip(lows, highs, strict=True) if low is not None and high is not None]
    if len(known) < len(lows):
        return None, None
    return min(low for low, _ in known), max(high for _, high in known)
