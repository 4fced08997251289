"""A dose trial looked at as a whole: trends that assume little, then MCP-Mod."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import NotEstimable
from kneewise.outcomes.dose.jonckheere import trend_of_ranks
from kneewise.outcomes.dose.mcpmod import InformationCriterion, McpMod, mcp_mod
from kneewise.outcomes.dose.trend import OrderTrend, SlopeTrend, trend_of_means, trend_of_shares

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.candidates import Better, Candidate

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseAnalysis:
    """Trends and MCP-Mod of one trial.

    better : the direction that is benefit
    slope, slope_of_ranks : of the means over the dose, and over the arms evenly spaced
    ranks : Jonckheere-Terpstra, where there are patients
    responders, persons : per dose, where a threshold was given; shares : their trend, None where there is none
    not_estimable : which of these could not be worked out, and why
    """

    better: Better
    slope: SlopeTrend
    slope_of_ranks: SlopeTrend
    ranks: OrderTrend | None
    responders: tuple[int, ...]
    persons: tuple[int, ...]
    shares: OrderTrend | None
    mcp_mod: McpMod
    not_estimable: tuple[tuple[str, str], ...]


def analyse_dose(
    arms: DoseArms,
    candidates: Sequence[Candidate],
    *,
    dose: ArrayLike | None = None,
    response: ArrayLike | None = None,
    threshold: float | None = None,
    better: Better = "higher",
    alpha: float = 0.025,
    two_sided: bool = False,
    target: float | None = None,
    share: float | None = None,
    fit: Literal["confirmed", "all"] = "confirmed",
    criterion: InformationCriterion = "aic",
    level: float = 0.95,
) -> DoseAnalysis:
    """Analyse a dose trial by all methods at once.

    arms, candidates and the rest : as in `mcp_mod`
    dose, response : shape (n,), of the patients, for the tests of ranks and of responders (unadjusted)
    threshold : a response at least as good makes a responder
    """
    ranks: OrderTrend | None = None
    shares: OrderTrend | None = None
    counts: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    left: list[tuple[str, str]] = []
    if dose is not None and response is not None:
        d, y = np.asarray(dose, dtype=np.float64), np.asarray(response, dtype=np.float64)
        try:
            ranks = trend_of_ranks(d, y, better=better)
        except NotEstimable as error:
            left.append(("ranks", str(error)))
        if threshold is not None:
            counts = _responders(arms.doses, d, y, threshold, better)
            try:
                shares = trend_of_shares(*counts, arms.doses)
            except NotEstimable as error:
                left.append(("shares", str(error)))
    return DoseAnalysis(
        better=better,
        slope=trend_of_means(arms, better=better, level=level),
        slope_of_ranks=trend_of_means(arms, scores="rank", better=better, level=level),
        ranks=ranks,
        responders=counts[0],
        persons=counts[1],
        shares=shares,
        mcp_mod=mcp_mod(
            arms,
            candidates,
            better=better,
            alpha=alpha,
            two_sided=two_sided,
            target=target,
            share=share,
            fit=fit,
            criterion=criterion,
            level=level,
        ),
        not_estimable=tuple(left),
    )


def _responders(
    doses: Floats, dose: Floats, response: Floats, threshold: float, better: Better
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Responders and persons with a known response, dose by dose."""
    known = np.isfinite(dose) & np.isfinite(response)
    sign = 1.0 if better == "higher" else -1.0
    slack = 1e-9 * max(1.0, abs(threshold))
    met = known & (sign * response >= sign * threshold - slack)
    of_dose = [dose == each for each in doses]
    return tuple(int(np.sum(met & mask)) for mask in of_dose), tuple(int(np.sum(known & mask)) for mask in of_dose)
