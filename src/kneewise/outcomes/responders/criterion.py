"""What makes a responder: a change that matters, one beyond the measurement error, or a state to live with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.columns import numbers
from kneewise.errors import BadValues

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]

Better = Literal["higher", "lower"]
Form = Literal["change", "percent", "state"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """When a patient counts as a responder.

    name : "MCID", "MDC95", "PASS" or as the protocol calls it
    threshold : of a change, above 0 whichever way the scale runs; of a state, the score
    form : "change" in points since baseline, "percent" of the baseline, or "state", the score at the visit
    better : which end of the scale is the good one
    beyond : True where the change must exceed the threshold (an error of measurement), False where it may equal it
    source : where the threshold comes from
    """

    name: str
    threshold: float
    better: Better
    form: Form = "change"
    beyond: bool = False
    source: str | None = None

    def __post_init__(self) -> None:
        if self.better not in ("higher", "lower"):
            raise BadValues(f"better: found {self.better!r}; allowed: 'higher', 'lower'")
        if self.form not in ("change", "percent", "state"):
            raise BadValues(f"form: found {self.form!r}; allowed: 'change', 'percent', 'state'")
        if not np.isfinite(self.threshold) or (self.form != "state" and not self.threshold > 0):
            raise BadValues(f"threshold: found {self.threshold!r}; allowed: a number, above 0 for a change")

    def __str__(self) -> str:
        sign = (">" if self.beyond else ">=") if self.form != "state" or self.better == "higher" else "<="
        unit = {"change": "better by ", "percent": "better by ", "state": ""}[self.form]
        per_cent = " % of baseline" if self.form == "percent" else ""
        return f"{self.name}: {unit}{sign} {self.threshold:g}{per_cent}"


def improvement(
    baseline: ArrayLike, follow_up: ArrayLike, *, better: Better, form: Literal["change", "percent"] = "change"
) -> Floats:
    """How far each patient has come: above 0 where better than before, whichever way the scale runs.

    baseline, follow_up : shape (n,), NaN where unknown
    form : "change" in points, or "percent" of the baseline

    NaN where either score is unknown, and, in per cent, where the baseline is not above 0: a share of nothing is no
    figure. Raises BadValues where the shapes differ.
    """
    table = {"baseline": np.asarray(baseline), "follow_up": np.asarray(follow_up)}
    before, after = numbers(table, "baseline"), numbers(table, "follow_up")
    if before.shape != after.shape or before.ndim != 1:
        raise BadValues(f"follow_up: found shape {after.shape}; allowed: one score for each of {before.shape}")
    if better not in ("higher", "lower"):
        raise BadValues(f"better: found {better!r}; allowed: 'higher', 'lower'")
    change = after - before if better == "higher" else before - after
    if form == "percent":
        return np.divide(100 * change, before, out=np.full_like(change, np.nan), where=before > 0)
    if form != "change":
        raise BadValues(f"form: found {form!r}; allowed: 'change', 'percent'")
    return change


def responds(
    criterion: Criterion,
    *,
    baseline: ArrayLike | None = None,
    follow_up: ArrayLike | None = None,
    improved: ArrayLike | None = None,
) -> Floats:
    """Say of each patient whether the criterion is met: 1 yes, 0 no, NaN unknown.

    baseline, follow_up : shape (n,), scores before treatment (not needed for a state) and at the visit
    improved : shape (n,), or the improvement itself, above 0 where better, in the unit of the threshold

    A change that equals the threshold but for the rounding of decimal fractions (1e-9 of it) counts as equal.
    Raises BadValues where what the criterion needs is not given.
    """
    wanted = criterion.threshold
    if criterion.form == "state":
        if follow_up is None:
            raise BadValues(f"{criterion.name}: found no scores at the visit; allowed: follow_up, for a state")
        score = numbers({"follow_up": np.asarray(follow_up)}, "follow_up")
        sign = 1.0 if criterion.better == "higher" else -1.0
        reached, wanted = sign * score, sign * wanted
    elif improved is not None:
        reached = numbers({"improved": np.asarray(improved)}, "improved")
    elif baseline is None or follow_up is None:
        raise BadValues(
            f"{criterion.name}: found no score before treatment; allowed: baseline and follow_up, or improved"
        )
    else:
        reached = improvement(baseline, follow_up, better=criterion.better, form=criterion.form)
    slack = 1e-9 * max(1.0, abs(wanted))
    met = reached > wanted + slack if criterion.beyond else reached >= wanted - slack
    return np.where(np.isnan(reached), np.nan, met.astype(np.float64))
