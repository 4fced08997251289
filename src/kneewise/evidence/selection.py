"""Choose among the trials: by product, comparator, outcome, time, and by the columns on which bias is judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kneewise.errors import BadValues
from kneewise.evidence.products import products
from kneewise.evidence.trial_rows import BLINDING, DESIGNS, DOMAINS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kneewise.evidence.records import Study, Trials

RISKS = ("low", "some", "high")
# What a reader may filter by when nobody has judged the risk of bias: facts that the pages state.
BIAS_COLUMNS = ("randomised", "blinding", "registered", "design", "risk_of_bias")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of the trials; an empty wish takes all.

    products, comparators : names of products.py; several mean any of them
    domains : "pain", "function", "structure", ...
    months : the first and last month, both included
    bias : column of BIAS_COLUMNS -> values that may stand in it; "unknown" where the page does not say
    """

    products: tuple[str, ...] = ()
    comparators: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    months: tuple[float, float] | None = None
    bias: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def __post_init__(self) -> None:
        _check("product", self.products, products())
        _check("comparator", self.comparators, products())
        _check("outcome", self.domains, DOMAINS)
        if self.months is not None and not 0 <= self.months[0] <= self.months[1]:
            raise BadValues(f"months: found {self.months[0]:g} to {self.months[1]:g}; allowed: 0 or more, in order")
        allowed = {
            "randomised": ("yes", "no"), "registered": ("yes", "no"), "blinding": (*BLINDING, "unknown"),
            "design": DESIGNS, "risk_of_bias": (*RISKS, "unknown"),
        }  # fmt: skip
        for column, values in self.bias:
            _check("bias column", (column,), BIAS_COLUMNS)
            _check(column, values, allowed[column])


def select_trials(trials: Trials, wish: Wish, *, judged: Mapping[str, str] | None = None) -> Trials:
    """Take the studies that fit, with their arms, outcomes, events and findings that fit, and the reviews that do.

    judged : a reader's risk of bias by study ("low", "some", "high"), put into the records

    A study fits by an outcome domain where it has an outcome, a finding, or for "safety" an event, of that domain.
    """
    studies = tuple(_with_risk(each, judged or {}) for each in trials.studies)
    kept = [each for each in studies if _fits(each, wish)]
    names = {each.study for each in kept}
    outcomes = tuple(
        each for each in trials.outcomes
        if each.study in names and _in(each.domain, wish.domains) and _in_time(each.months, wish)
    )  # fmt: skip
    reviews = tuple(
        each for each in trials.reviews
        if _any_in(each.products, wish.products) and _any_in(each.comparators, wish.comparators)
        and _in(each.domain, wish.domains)
    )  # fmt: skip
    homes = names | {each.review for each in reviews}
    findings = tuple(
        each for each in trials.findings
        if each.study in homes and _in(each.domain, wish.domains) and _in_time(each.months, wish)
        and _in(each.product, wish.products)
    )  # fmt: skip
    wants_events = not wish.domains or "safety" in wish.domains
    events = tuple(each for each in trials.events if each.study in names and wants_events)
    if wish.domains or wish.months is not None:
        with_rows = (
            {each.study for each in outcomes} | {each.study for each in findings} | {each.study for each in events}
        )
        kept = [each for each in kept if each.study in with_rows]
    names = {each.study for each in kept}
    return replace(
        trials,
        studies=tuple(kept),
        arms=tuple(each for each in trials.arms if each.study in names),
        outcomes=outcomes,
        events=events,
        findings=findings,
        reviews=reviews,
    )


def bias_value(study: Study, column: str) -> str:
    """What a study has in a column on which bias is judged; "unknown" where the page does not say."""
    if column == "registered":
        return "yes" if study.registry else "no"
    if column == "randomised":
        return "yes" if study.randomised else "no"
    return str(getattr(study, column) or "unknown")


def _fits(study: Study, wish: Wish) -> bool:
    return (
        _any_in(study.products, wish.products)
        and _any_in(study.comparators, wish.comparators)
        and all(bias_value(study, column) in values for column, values in wish.bias)
    )


def _with_risk(study: Study, judged: Mapping[str, str]) -> Study:
    risk = judged.get(study.study)
    return study if risk is None else replace(study, risk_of_bias=risk)


def _in(value: str, wished: Collection[str]) -> bool:
    return not wished or value in wished


def _any_in(values: Collection[str], wished: Collection[str]) -> bool:
    return not wished or bool(set(values) & set(wished))


def _in_time(months: float | None, wish: Wish) -> bool:
    if wish.months is None:
        return True
    return months is not None and wish.months[0] <= months <= wish.months[1]


def _check(name: str, found: Collection[str], allowed: Collection[str]) -> None:
    strange = [each for each in found if each not in allowed]
    if strange:
        raise BadValues(f"{name}: found {', '.join(strange)}; allowed: {', '.join(allowed)}")
