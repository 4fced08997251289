"""MCP-Mod from end to end: test the candidates, fit the shapes that were confirmed, average them, seek the dose.

Source: Bretz F, Pinheiro JC, Branson M. Biometrics 2005;61:738-748; Pinheiro J, Bornkamp B, Glimm E, Bretz F. Stat Med
2014;33:1646-1661 (estimates from any model).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.dose import cautions as told
from kneewise.outcomes.dose.averaging import DoseCurve, average_curve, criterion_weights
from kneewise.outcomes.dose.contrasts import ContrastTest, multiple_contrast_test
from kneewise.outcomes.dose.fit import ShapeFit, fit_shape
from kneewise.outcomes.dose.power import detectable_effects
from kneewise.outcomes.dose.targets import SoughtDose, effective_dose, target_dose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.bounds import Bounds
    from kneewise.outcomes.dose.candidates import Better, Candidate
    from kneewise.outcomes.dose.cautions import Caution

InformationCriterion = Literal["aic", "aicc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class McpMod:
    """What MCP-Mod found.

    arms, test : what came in and the test of the candidates
    detectable : shape (candidates,), the largest effect that each, if true, had to have to be found with 80 % power
    fits : the shapes that were fitted; weights : shape (fits,), by the criterion
    average : the mean curve from the lowest dose to the highest; effect : the same over the dose `reference`
    doses : name of the curve (a shape or "average") and the dose sought on it
    cautions : what a reader must be told
    """

    arms: DoseArms
    test: ContrastTest
    detectable: NDArray[np.float64]
    reference: float
    fits: tuple[ShapeFit, ...]
    weights: NDArray[np.float64]
    criterion: InformationCriterion
    average: DoseCurve | None
    effect: DoseCurve | None
    doses: tuple[tuple[str, SoughtDose], ...]
    cautions: tuple[Caution, ...]


def mcp_mod(
    arms: DoseArms,
    candidates: Sequence[Candidate],
    *,
    better: Better = "higher",
    alpha: float = 0.025,
    two_sided: bool = False,
    target: float | None = None,
    share: float | None = None,
    fit: Literal["confirmed", "all"] = "confirmed",
    criterion: InformationCriterion = "aic",
    bounds: Mapping[str, Bounds] | None = None,
    level: float = 0.95,
) -> McpMod:
    """Analyse a dose trial.

    arms : from `arms_from_patients`, `arms_from_summaries` or `arms_from_estimates`
    candidates : from `candidate_set`, agreed before the data were seen
    better : whether a higher or a lower response is benefit
    alpha, two_sided : of the test; 0.025 one-sided is the custom of confirmatory trials
    target : the effect wanted over dose 0 (over the lowest dose where no arm had 0), above 0; its dose is sought
    share : or a share of the largest effect seen, such as 0.9
    fit : "confirmed" fits the shapes of significant candidates only, as the method says; "all" fits every shape, for
        a look at data that were never meant to confirm anything
    criterion : "aic", or "aicc" for few persons (not for estimates)
    bounds : of parameters, by shape; DoseFinding's where not given
    level : of all intervals, two-sided

    Raises BadValues, NotEstimable as its parts do. A shape that cannot be fitted is left out, with a caution.
    Agrees with DoseFinding 1.4.1: t and contrasts to 1e-10, fits, TD and ED to 1e-5 (tests/alignment/test_mcpmod.py).
    """
    _check(target, share, fit, criterion, arms)
    test = multiple_contrast_test(arms, candidates, better=better, alpha=alpha, two_sided=two_sided)
    reference = float(arms.doses[0])
    fits, left_out = _fits(arms, candidates, test, fit, bounds or {})
    weights = _weights(fits, criterion)
    grid = np.unique(np.append(np.linspace(reference, arms.highest, 201), arms.doses))
    curves = [
        average_curve(fits, weights, grid, level=level, over=over) if fits else None for over in (None, reference)
    ]
    doses = _doses(arms, fits, weights, target=target, share=share, better=better, level=level)
    return McpMod(
        arms=arms,
        test=test,
        detectable=detectable_effects(arms, candidates, test, better=better),
        reference=reference,
        fits=tuple(fits),
        weights=weights,
        criterion=criterion,
        average=curves[0],
        effect=curves[1],
        doses=tuple(doses),
        cautions=(
            *told.cautions_of_arms(arms),
            *told.cautions_of_test(test),
            *left_out,
            *told.cautions_of_fits(arms, fits, criterion),
            *told.cautions_of_doses(doses),
        ),
    )


def _fits(
    arms: DoseArms,
    candidates: Sequence[Candidate],
    test: ContrastTest,
    which: str,
    bounds: Mapping[str, Bounds],
) -> tuple[list[ShapeFit], list[Caution]]:
    wanted = {
        each.shape.name: each.shape
        for each, is_confirmed in zip(candidates, test.is_significant, strict=True)
        if is_confirmed or which == "all"
    }
    if unknown := sorted(set(bounds) - {each.shape.name for each in candidates}):
        raise BadValues(f"bounds: found {unknown[0]!r}; allowed: shapes of the candidates")
    fits, left_out = [], []
    for name, shape in wanted.items():
        try:
            fits.append(fit_shape(arms, shape, bounds=bounds.get(name)))
        except NotEstimable as error:
            left_out.append(told.caution_not_fitted(name, str(error)))
    return fits, left_out


def _weights(fits: Sequence[ShapeFit], criterion: InformationCriterion) -> NDArray[np.float64]:
    if not fits:
        return np.zeros(0)
    if criterion == "aic":
        return criterion_weights([each.aic for each in fits])
    values = [each.aicc for each in fits if each.aicc is not None]
    if len(values) < len(fits):
        raise NotEstimable("criterion: aicc needs two persons more than there are coefficients")
    return criterion_weights(values)


def _doses(
    arms: DoseArms,
    fits: Sequence[ShapeFit],
    weights: NDArray[np.float64],
    *,
    target: float | None,
    share: float | None,
    better: Better,
    level: float,
) -> list[tuple[str, SoughtDose]]:
    if not fits or (target is None and share is None):
        return []
    sets = [(each.shape, [each], np.ones(1)) for each in fits]
    if len(fits) > 1:
        sets.append(("average", list(fits), weights))
    over, highest = float(arms.doses[0]), arms.highest
    found = []
    for name, members, shares in sets:
        if target is not None:
            each = target_dose(members, shares, target, over=over, highest=highest, better=better, level=level)
            found.append((name, each))
        if share is not None:
            each = effective_dose(members, shares, share, over=over, highest=highest, better=better, level=level)
            found.append((name, each))
    return found


def _check(target: float | None, share: float | None, fit: str, criterion: str, arms: DoseArms) -> None:
    if target is not None and not target > 0:
        raise BadValues(f"target: found {target!r}; allowed: above 0; `better` says the direction")
    if share is not None and not 0 < share < 1:
        raise BadValues(f"share: found {share!r}; allowed: above 0 and below 1")
    if fit not in ("confirmed", "all"):
        raise BadValues(f"fit: found {fit!r}; allowed: 'confirmed', 'all'")
    if criterion not in ("aic", "aicc") or (criterion == "aicc" and arms.n is None):
        raise BadValues(f"criterion: found {criterion!r}; allowed: 'aic', and 'aicc' for patients or summaries")
