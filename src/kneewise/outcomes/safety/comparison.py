"""Events of each arm against those of the control: difference and ratio of shares, ratio of rates, exact tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from kneewise.errors import BadValues
from kneewise.outcomes.proportions import Interval, checked_level
from kneewise.outcomes.safety.fisher import fisher_test
from kneewise.outcomes.safety.rates import RateRatio, rate_ratio
from kneewise.outcomes.safety.unconditional import exact_difference
from kneewise.outcomes.two_proportions import difference_interval, ratio_interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.outcomes.safety.counts import EventCount
    from kneewise.outcomes.safety.rates import RateMethod

Difference = Literal["miettinen-nurminen", "newcombe", "exact"]
RateBasis = Literal["all events", "first events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventComparison:
    """Events of one term in one arm against the control of the same study.

    treated, control : the counts
    difference, ratio : of the shares affected, treated less and over control
    p, p_mid : Fisher's, two-sided, and its mid-P; p_exact : exact unconditional, with the difference "exact" only
    rates : ratio of rates; rate_basis : what they count, as asked for
    reasons : why figures are None, and what rates rest on
    """

    treated: EventCount
    control: EventCount
    difference: Interval | None
    ratio: Interval | None
    p: float | None
    p_mid: float | None
    p_exact: float | None
    rates: RateRatio | None
    rate_basis: RateBasis | None
    reasons: tuple[str, ...]


def compare_events(
    counts: Sequence[EventCount],
    *,
    control: Any,
    difference: Difference = "miettinen-nurminen",
    rates: RateMethod = "exact",
    basis: RateBasis = "all events",
    level: float = 0.95,
) -> tuple[EventComparison, ...]:
    """Compare each arm with the control, term by term, within each study.

    counts : from `count_events` or `counts_from_table`
    control : label of the control arm, or a collection of labels, the first of which that a study has is its control
    difference : interval of the risk difference: "miettinen-nurminen", "newcombe", or "exact" (unconditional)
    rates : interval of the ratio of rates, exact conditional or mid-P
    basis : what rates count: "all events" over the time followed, as if those of one person were independent; or "first
        events", persons over the time until their first, as if its rate did not change over time: misleading for what
        comes within days of an injection

    The p values are not adjusted for the number of terms: among many, some fall below 0.05 by chance. Raises
    BadValues where no study has the control.
    """
    checked_level(level)
    if basis not in ("all events", "first events"):
        raise BadValues(f"basis: found {basis!r}; allowed: 'all events', 'first events'")
    if difference not in ("miettinen-nurminen", "newcombe", "exact"):
        raise BadValues(f"difference: found {difference!r}; allowed: 'miettinen-nurminen', 'newcombe', 'exact'")
    pairs = _pairs(counts, [control] if isinstance(control, str) or not hasattr(control, "__iter__") else list(control))
    known = [pair for pair in pairs if all(_is_known(count) for count in pair)]
    shares = _compare_shares(known, difference, level)
    found = []
    for treated, against in pairs:
        reasons = [reason for count in (treated, against) for reason in _missing(count)]
        ratio_of_rates = _compare_rates(treated, against, basis, rates, level)
        if ratio_of_rates is not None and basis == "all events" and _repeated(treated, against):
            reasons.append("rates of all events: several of one person count as if they were independent")
        found.append(
            EventComparison(
                treated=treated, control=against, **shares.get((id(treated), id(against)), _NOTHING),
                rates=ratio_of_rates, rate_basis=None if ratio_of_rates is None else basis, reasons=tuple(reasons),
            )
        )  # fmt: skip
    return tuple(found)


_NOTHING: dict[str, Any] = {"difference": None, "ratio": None, "p": None, "p_mid": None, "p_exact": None}


def _pairs(counts: Sequence[EventCount], controls: list[Any]) -> list[tuple[EventCount, EventCount]]:
    arms: dict[Any, set[Any]] = {}
    for count in counts:
        arms.setdefault(count.study, set()).add(count.arm)
    chosen = {study: next((each for each in controls if each in here), None) for study, here in arms.items()}
    if all(arm is None for arm in chosen.values()):
        some = ", ".join(sorted({str(count.arm) for count in counts})[:10])
        raise BadValues(f"control: found no arm of that name; the arms are: {some}")
    controls_of = {
        (count.study, count.kind, count.term): count
        for count in counts
        if chosen[count.study] is not None and count.arm == chosen[count.study]
    }
    return [
        (count, controls_of[key])
        for count in counts
        if count.arm != chosen[count.study] and (key := (count.study, count.kind, count.term)) in controls_of
    ]


def _is_known(count: EventCount) -> bool:
    return count.n_affected is not None and count.n_maybe == 0 and count.n_at_risk > 0


def _missing(count: EventCount) -> tuple[str, ...]:
    if count.n_maybe:
        return (f"{count.arm}: of {count.n_maybe} persons it is not known; no comparison",)
    return tuple(f"{count.arm}: {reason}" for reason in count.reasons)


def _compare_shares(
    pairs: list[tuple[EventCount, EventCount]], method: Difference, level: float
) -> dict[tuple[int, int], dict[str, Any]]:
    """Compare all pairs at once; keyed by the identity of the two counts."""
    if not pairs:
        return {}
    cells = [[count.n_affected or 0, count.n_at_risk] for pair in pairs for count in pair]
    x1, n1, x2, n2 = ([cells[2 * row + side][cell] for row in range(len(pairs))] for side in (0, 1) for cell in (0, 1))
    ratios = ratio_interval(x1, n1, x2, n2, level=level)
    tests = fisher_test(x1, n1, x2, n2)
    if method == "exact":
        exact = [exact_difference(*row, level=level) for row in zip(x1, n1, x2, n2, strict=True)]
        differences, p_exact = [each.difference for each in exact], [each.p for each in exact]
    else:
        together = difference_interval(x1, n1, x2, n2, method=method, level=level)
        differences = [_row_of(together, row) for row in range(len(pairs))]
        p_exact = []
    return {
        (id(treated), id(control)): {
            "difference": differences[row],
            "ratio": _row_of(ratios, row),
            "p": float(tests.p[row]),
            "p_mid": float(tests.p_mid[row]),
            "p_exact": p_exact[row] if p_exact else None,
        }
        for row, (treated, control) in enumerate(pairs)
    }


def _row_of(intervals: Interval, row: int) -> Interval:
    undetermined = bool(intervals.undetermined[row]) if hasattr(intervals.undetermined, "__len__") else False
    return Interval(
        estimate=None if undetermined else float(intervals.estimate[row]),
        lower=float(intervals.lower[row]),
        upper=float(intervals.upper[row]),
        level=intervals.level,
        method=intervals.method,
        undetermined=undetermined,
    )


def _repeated(*counts: EventCount) -> bool:
    return any((count.n_events or 0) > (count.n_affected or 0) for count in counts)


def _compare_rates(
    treated: EventCount, control: EventCount, basis: RateBasis, method: RateMethod, level: float
) -> RateRatio | None:
    if not (_is_known(treated) and _is_known(control)):
        return None
    if basis == "first events":
        cells = [treated.n_affected, treated.first_time, control.n_affected, control.first_time]
    else:
        cells = [treated.n_events, treated.person_time, control.n_events, control.person_time]
    if any(cell is None for cell in cells) or not cells[1] or not cells[3]:
        return None
    x1, t1, x2, t2 = (float(cell or 0) for cell in cells)
    return rate_ratio(x1, t1, x2, t2, method=method, level=level)
