"""Responders of a trial by every criterion at once, with the curve over all thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.errors import BadValues
from kneewise.outcomes.responders.criterion import Criterion, improvement, responds
from kneewise.outcomes.responders.curve import ResponderCurves, responder_curves
from kneewise.outcomes.responders.overlap import Overlap, cross_criteria
from kneewise.outcomes.responders.shares import Responders, count_responders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """Responders by one criterion; None where the table itself says who responded."""

    criterion: Criterion | None
    responders: Responders


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponderAnalysis:
    """Responders by each criterion.

    overlap : where both MCID and MDC95 were asked for, who meets which, by arm: first the MCID
    curves : over the improvement in points, None where there is none
    """

    results: tuple[CriterionResult, ...]
    overlap: tuple[Overlap, ...]
    curves: ResponderCurves | None


def analyse_responders(
    arm: ArrayLike,
    criteria: Sequence[Criterion] = (),
    *,
    baseline: ArrayLike | None = None,
    follow_up: ArrayLike | None = None,
    improved: ArrayLike | None = None,
    responded: ArrayLike | None = None,
    reference: Any = None,
    level: float = 0.95,
) -> ResponderAnalysis:
    """Count responders by arm, criterion by criterion.

    arm : shape (n,), labels
    criteria : what makes a responder; all of one direction, each with a name of its own
    baseline, follow_up : shape (n,), scores, NaN where unknown
    improved : shape (n,), or the improvement itself, above 0 where better
    responded : shape (n,), or who responded (1, 0, NaN); then no criteria
    reference, level : as in `count_responders`

    Raises BadValues where none of these is given, criteria differ in direction, or two bear one name; otherwise as its
    parts do.
    """
    if responded is not None:
        counted = count_responders(responded, arm, reference=reference, level=level)
        return ResponderAnalysis(
            results=(CriterionResult(criterion=None, responders=counted),), overlap=(), curves=None
        )
    if not criteria or len({each.better for each in criteria}) > 1:
        raise BadValues("criteria: found none, or of both directions; allowed: one or more, all of one direction")
    if len({each.name for each in criteria}) < len(criteria):
        raise BadValues("criteria: found two of one name; allowed: a name of its own for each")
    met = {each.name: responds(each, baseline=baseline, follow_up=follow_up, improved=improved) for each in criteria}
    results = tuple(
        CriterionResult(
            criterion=each,
            responders=count_responders(met[each.name], arm, reference=reference, level=level),
        )
        for each in criteria
    )
    overlap = cross_criteria(met["MCID"], met["MDC95"], arm) if {"MCID", "MDC95"} <= set(met) else ()
    change = improved
    if change is None and baseline is not None and follow_up is not None:
        change = improvement(baseline, follow_up, better=criteria[0].better)
    known = change is not None and not np.isnan(np.asarray(change, dtype=np.float64)).all()
    return ResponderAnalysis(
        results=results,
        overlap=overlap,
        curves=responder_curves(change, arm, level=level) if known and change is not None else None,
    )
