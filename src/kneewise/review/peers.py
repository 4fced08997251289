"""Figures over the whole set: a kit seen twice, reasons that repeat, a provider's rates, a price against the others.

They feed flags only. The counting is done here for a few cases and in SQL for many (`peer_sql.py`); the statistics are
done once, in `rates.py`, for both.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from kneewise.review.kits import label_identity
from kneewise.review.rates import MIN_CASES, ProviderCount, lower_limits, median

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.case.record import Case




def normalise_reason(text: str) -> str:
    """Write a reason in one way: letters and digits only, in lower case, so that spacing and dots hide nothing.

    Sign by sign, as DuckDB does it: a whole word would give a Greek sigma at its end another form.
    """
    return "".join(low for sign in text for low in sign.lower() if unicodedata.category(low)[0] in "LN")


def peer_facts(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Compute the facts over a set for each of its cases; a case alone has none, all unknown.

    A kit counts as the same where device identifier and serial are; a reason where its letters and digits are. A
    provider's rates need MIN_CASES cases.
    """
    if len(cases) < 2:
        return [{} for _ in cases]
    kits = [label_identity(case.kit.udi, case.kit.serial) for case in cases]
    by_kit: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case, kit in zip(cases, kits, strict=True):
        if kit is not None:
            by_kit[kit].append(case)
    n_cases = Counter(case.provider.key for case in cases if case.provider.key is not None)
    reasons = _claims_by_reason(cases)
    limits = lower_limits(_count_providers(cases))
    medians = {technology: median(prices) for technology, prices in _prices(cases).items()}
    facts = []
    for case, kit in zip(cases, kits, strict=True):
        key = case.provider.key
        peer: dict[str, Any] = {"provider_cases": None if key is None else n_cases[key]}
        if kit is not None:
            others = by_kit[kit]
            peer["kit_reused"] = any(
                other.claim != case.claim
                or (
                    other.patient.key is not None
                    and case.patient.key is not None
                    and other.patient.key != case.patient.key
                )
                for other in others
            )
            peer["kit_on_both_knees"] = any(other.claim == case.claim and other.knee != case.knee for other in others)
        if key is not None and n_cases[key] >= MIN_CASES and case.stay.reason is not None:
            peer["claims_with_same_reason"] = len(reasons[key, normalise_reason(case.stay.reason)]) - 1
        if key is not None and key in limits:
            peer["provider_admission_rate_low"], peer["provider_far_share_low"] = limits[key]
        if case.technology is not None:
            peer["technology_price_median"] = medians.get(case.technology)
        facts.append(peer)
    return facts


def injection_price(case: Case) -> int | None:
    """Give the price of the injection as billed in won; None where any charge lacks its item, amount or currency."""
    if any(charge.item is None or charge.amount is None or charge.currency != "KRW" for charge in case.charges):
        return None
    prices = [charge.amount for charge in case.charges if charge.item == "injection" and charge.amount is not None]
    return sum(prices) if prices else None


def _claims_by_reason(cases: Sequence[Case]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for case in cases:
        if case.provider.key is not None and case.stay.reason is not None:
            found[case.provider.key, normalise_reason(case.stay.reason)].add(case.claim)
    return found


def _prices(cases: Sequence[Case]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for case in cases:
        price = injection_price(case)
        if price is not None and case.technology is not None:
            found[case.technology].append(price)
    return {technology: prices for technology, prices in found.items() if len(prices) >= MIN_CASES}


def _count_providers(cases: Sequence[Case]) -> list[ProviderCount]:
    settings: dict[str, list[bool]] = defaultdict(list)
    regions: dict[str, list[bool]] = defaultdict(list)
    for case in cases:
        key = case.provider.key
        if key is None:
            continue
        if case.stay.setting is not None:
            settings[key].append(case.stay.setting != "outpatient")
        if case.patient.region is not None and case.provider.region is not None:
            regions[key].append(case.patient.region != case.provider.region)
    keys = {case.provider.key for case in cases if case.provider.key is not None}
    return [
        ProviderCount(key, len(settings[key]), sum(settings[key]), len(regions[key]), sum(regions[key]))
        for key in sorted(keys)
    ]
