"""What a reader of a dose analysis must be told beside the numbers: small arms, fits at an edge, doses never given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.contrasts import ContrastTest
    from kneewise.outcomes.dose.fit import ShapeFit
    from kneewise.outcomes.dose.targets import SoughtDose

Code = Literal[
    "small-arms",
    "missing",
    "no-placebo",
    "no-signal",
    "not-fitted",
    "saturated",
    "at-bound",
    "no-standard-error",
    "beyond-doses",
    "not-reached",
    "small-for-aic",
]

SMALL_ARM: Final = 12
"""Persons below which a mean and its deviation are too unsure to plan by (Julious SA. Pharm Stat 2005;4:287-291)."""

SMALL_FOR_AIC: Final = 40
"""Persons a coefficient below which AIC prefers too many (Burnham KP, Anderson DR. Model Selection. 2nd ed. 2002)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """One thing to be told.

    code : what kind
    about : the dose, the shape or the number that it is about, None where the whole analysis is meant
    says : the sentence in English
    """

    code: Code
    about: str | None
    says: str


def cautions_of_arms(arms: DoseArms) -> list[Caution]:
    """Cautions that hold before anything is fitted."""
    told = []
    small = [(d, n) for d, n in zip(arms.doses.tolist(), arms.n or (), strict=False) if n < SMALL_ARM]
    if small:
        about = ", ".join(f"{d:g} ({n})" for d, n in small)
        says = f"Arms below {SMALL_ARM} persons, dose (persons): {about}. One person moves a mean."
        told.append(_caution("small-arms", about, says))
    if arms.n_missing:
        about = str(arms.n_missing)
        told.append(_caution("missing", about, f"{about} persons with something unknown were left out."))
    if not arms.has_placebo:
        lowest = f"{arms.doses[0]:g}"
        told.append(_caution("no-placebo", lowest, f"No arm had dose 0: effects are over dose {lowest}."))
    return told


def cautions_of_test(test: ContrastTest) -> list[Caution]:
    """Cautions of the test."""
    if test.is_significant.any():
        return []
    return [_caution("no-signal", None, "No candidate shape is confirmed: these data show no dose-response.")]


def cautions_of_fits(arms: DoseArms, fits: Sequence[ShapeFit], criterion: str) -> list[Caution]:
    """Cautions of fitted shapes."""
    told = []
    for fit in fits:
        if fit.is_saturated:
            told.append(
                _caution("saturated", fit.shape, f"{fit.shape} has as many coefficients as doses: it cannot fail.")
            )
        for name in fit.at_bound:
            about = f"{fit.shape} {name}"
            told.append(_caution("at-bound", about, f"{about} stopped at its bound: the doses do not determine it."))
        if fit.covariance is None:
            says = f"{fit.shape}: a coefficient has no standard error; no band is given."
            told.append(_caution("no-standard-error", fit.shape, says))
    most = max((len(fit.coefficients) + 1 for fit in fits), default=0)
    if arms.n is not None and len(fits) > 1 and criterion == "aic" and sum(arms.n) < SMALL_FOR_AIC * most:
        about = str(sum(arms.n))
        says = f"{about} persons for up to {most} coefficients: weights by AIC favour the richer shapes; AICc is apt."
        told.append(_caution("small-for-aic", about, says))
    return told


def cautions_of_doses(found: Iterable[tuple[str, SoughtDose]]) -> list[Caution]:
    """Cautions of sought doses; each comes with the name of its curve."""
    told = []
    for name, each in found:
        if each.is_beyond:
            says = f"{name}: the dose {each.dose:.3g} lies beyond every dose given; it is a guess by the shape."
            told.append(_caution("beyond-doses", name, says))
        elif each.dose is None:
            told.append(_caution("not-reached", name, f"{name}: {each.reason}."))
    return told


def caution_not_fitted(shape: str, reason: str) -> Caution:
    """A shape that could not be fitted."""
    return _caution("not-fitted", shape, f"{shape} was not fitted: {reason}.")


def _caution(code: Code, about: str | None, says: str) -> Caution:
    return Caution(code=code, about=about, says=says)
