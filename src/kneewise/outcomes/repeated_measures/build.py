"""From columns and choices to the result: order, fit, inference, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.repeated_measures.covariance import STRUCTURES
from kneewise.outcomes.repeated_measures.estimates import estimates_of
from kneewise.outcomes.repeated_measures.fit import Rows, fit_rows
from kneewise.outcomes.repeated_measures.inference import check_choice, inference_of
from kneewise.outcomes.repeated_measures.layout import arrange
from kneewise.outcomes.repeated_measures.result import MmrmResult

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.design import Design
    from kneewise.outcomes.repeated_measures.frame import Frame
    from kneewise.outcomes.repeated_measures.layout import Integers

_WIDEST: Final = 1e8  # largest weight over the smallest; beyond it scores of the smallest are lost in rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """How to fit and to judge; names that are not known are refused here."""

    covariance: str
    df: str
    vcov: str
    reml: bool
    level: float

    def __post_init__(self) -> None:
        check_choice(self.df, self.vcov, reml=self.reml)
        if self.covariance not in STRUCTURES:
            raise BadValues(f"covariance: found {self.covariance!r}; allowed: {', '.join(STRUCTURES)}")
        if not 0.0 < self.level < 1.0:
            raise BadValues(f"level: found {self.level}; allowed: between 0 and 1, such as 0.95")

    @property
    def is_spatial(self) -> bool:
        return self.covariance == "sp_exp"


def keys_of(
    subject: str, visit: str | Sequence[str], group: str | None, weights: str | None, choices: Choices
) -> Keys:  # fmt: skip
    """Take the names of columns.

    Raises BadValues where several visit columns are given and the covariance is not spatial.
    """
    visits = (visit,) if isinstance(visit, str) else tuple(visit)
    if not visits or (len(visits) > 1 and not choices.is_spatial):
        raise BadValues(f"visit: found {len(visits)} columns; allowed: one, or with 'sp_exp' several coordinates")
    return Keys(subject=subject, visit=visits, group=group, weights=weights, is_spatial=choices.is_spatial)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Which columns say whose score it is, and when."""

    subject: str
    visit: tuple[str, ...]  # one column; with a spatial covariance one or more of coordinates
    group: str | None
    weights: str | None
    is_spatial: bool

    @property
    def labels(self) -> list[str]:
        return [self.subject, *(() if self.is_spatial else self.visit), *([self.group] if self.group else ())]

    @property
    def numbers(self) -> list[str]:
        return [*(self.visit if self.is_spatial else ()), *([self.weights] if self.weights else ())]


def build(
    frame: Frame,
    keys: Keys,
    choices: Choices,
    *,
    names: Sequence[str],
    fill: Callable[[Integers, Array], None],
    design: Design | None,
    formula: str | None,
) -> MmrmResult:
    """Fit the rows of a frame; `fill` writes the design of rows in a given order, `names` names its columns."""
    visits, visit_codes = _visits(frame, keys)
    groups = frame.labels[keys.group] if keys.group else None
    layout = arrange(frame.labels[keys.subject].codes, visit_codes, groups.codes if groups else None, frame.rows)
    z = np.empty((layout.n_rows, len(names) + 1))
    fill(layout.order, z[:, :-1])
    rows = Rows(
        layout=layout,
        z=z,
        y=frame.y[layout.order],
        weights=_weights(frame, keys.weights, layout.order),
        visits=visits,
        groups=groups.levels if groups else (None,),
        covariance=choices.covariance,
        reml=choices.reml,
    )
    fit = fit_rows(rows)
    inference = inference_of(fit, choices.df, choices.vcov)
    kept = [str(names[column]) for column in fit.kept.columns]
    aliased = tuple(str(names[column]) for column in fit.kept.dropped)
    coefficients = estimates_of(
        inference,
        np.eye(len(kept)),
        factors=("coefficient",),
        labels=[(name,) for name in kept],
        level=choices.level,
    )
    told = [f"design columns that others determine, left out: {', '.join(aliased)}"] if aliased else []
    if fit.has_others:
        told.append("the likelihood has several maxima: the largest found was taken; use a simpler covariance")
    n_theta = len(fit.theta)
    return MmrmResult(
        formula=formula,
        structure=choices.covariance,
        df=choices.df,
        vcov=choices.vcov,
        reml=choices.reml,
        level=choices.level,
        coefficients=coefficients,
        aliased=aliased,
        coefficient_covariance=fit.lifted(inference.covariance),
        visits=(0, 1) if keys.is_spatial else tuple(visits),
        groups=tuple(rows.groups) if groups else (),
        covariance=np.stack(fit.sigma) if groups else fit.sigma[0],
        theta=fit.theta,
        theta_covariance=fit.theta_covariance,
        log_likelihood=fit.log_likelihood,
        aic=-2.0 * fit.log_likelihood + 2.0 * n_theta,
        bic=-2.0 * fit.log_likelihood + float(np.log(layout.n_subjects)) * n_theta,
        converged=True,
        n_steps=fit.n_steps,
        largest_gradient=fit.largest_gradient,
        n_scores=layout.n_rows,
        n_subjects=layout.n_subjects,
        n_patterns=len(layout.patterns),
        notes=(*frame.notes, *told),
        _fit=fit,
        _inference=inference,
        _design=design,
        _frame=frame,
    )


def _visits(frame: Frame, keys: Keys) -> tuple[Sequence[Any], Integers]:
    if not keys.is_spatial:
        found = frame.labels[keys.visit[0]]
        return found.levels, found.codes
    places = np.column_stack([frame.numbers[name] for name in keys.visit])
    times, codes = np.unique(places, axis=0, return_inverse=True)
    if len(times) < 2:
        raise NotEstimable(f"column {keys.visit[0]!r}: found one time; a spatial covariance needs two or more")
    return times.tolist(), codes.reshape(-1).astype(np.int64)


def _weights(frame: Frame, name: str | None, order: Integers) -> Array | None:
    if name is None:
        return None
    found = frame.numbers[name]
    if (wrong := np.flatnonzero(found <= 0.0)).size:
        raise BadValues(
            f"column {name!r}, row {frame.rows[wrong[0]]}: found a weight that is not above 0; allowed: above 0"
        )
    if found.max() > _WIDEST * found.min():
        raise BadValues(f"column {name!r}: found weights more than {_WIDEST:g} times as large as others; allowed: less")
    return found[order]
