"""`mmrm`: from a formula and a table, or from plain arrays, to a fitted model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.columns import column_names
from kneewise.errors import BadValues
from kneewise.outcomes.repeated_measures.build import Choices, build, keys_of
from kneewise.outcomes.repeated_measures.design import Design, PlainDesign, Variable
from kneewise.outcomes.repeated_measures.formula import Formula, read_formula
from kneewise.outcomes.repeated_measures.frame import Frame, number_array, read_frame

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import ArrayLike, NDArray

    from kneewise.columns import Table
    from kneewise.outcomes.repeated_measures.covariance import Array
    from kneewise.outcomes.repeated_measures.result import MmrmResult


def mmrm(
    formula: str,
    data: Table,
    *,
    subject: str,
    visit: str | Sequence[str],
    covariance: str = "us",
    df: str = "satterthwaite",
    vcov: str = "model",
    reml: bool = True,
    group: str | None = None,
    weights: str | None = None,
    levels: Mapping[str, Sequence[Any]] | None = None,
    level: float = 0.95,
) -> MmrmResult:
    """Fit a mixed model for repeated measures: how the mean score changes over visits, by arm.

    formula : such as "FEV1 ~ RACE + SEX + ARMCD * AVISIT"; plain signs are read here, transforms by formulaic; text,
        categorical columns and the visit are labels (the first level is the reference), numbers are numbers, C(dose)
        makes labels of numbers
    data : any dataframe (pandas, polars, Arrow), or a mapping of names to sequences; one row a subject and visit
    subject, visit : columns; a subject has one row a visit at most; visits are ordered as their labels are. With
        "sp_exp" the visit is a number, the time of the score, or several columns of coordinates
    covariance : of one subject's scores: us, toep, toeph, ar1, ar1h, cs, csh, ad, adh, sp_exp
    df : degrees of freedom: satterthwaite, kenward-roger, kenward-roger-linear, between-within, residual
    vcov : covariance of the coefficients: model, empirical, jackknife, bias-reduced; with kenward-roger: model, which
        it adjusts
    reml : restricted maximum likelihood; False: maximum likelihood
    group : a column of labels; each group has a covariance of its own
    weights : a column of numbers above 0; the covariance of a subject's scores is W^-1/2 Sigma W^-1/2
    levels : the order of the labels of a column where it is not the column's own, the reference first
    level : of the intervals

    Rows without a score or a covariate are left out and counted in `notes`; subjects stay with the visits they have.

    Raises BadValues for what cannot be taken (the text says column and row), NotEstimable where the data do not
    determine the model or the search fails: a result is always a converged one.

    Source: Mallinckrodt CH et al. Ther Innov Regul Sci 2008;42:303-319 (the model); likelihood.py (the method).
    Agrees with R mmrm 0.3.18, its optimiser polished, to 1e-9 in estimates, standard errors, degrees of freedom and
    tests (tests/alignment/test_mmrm.py).
    """
    choices = Choices(covariance=covariance, df=df, vcov=vcov, reml=reml, level=level)
    keys = keys_of(subject, visit, group, weights, choices)
    read = read_formula(formula)
    names = variable_names(read, data)
    frame = read_frame(
        data,
        response=read.response,
        variables=names,
        keys=keys.labels,
        as_labels=_labels_of(read) | frozenset(keys.labels),
        as_numbers=keys.numbers,
        levels=levels or {},
    )
    values = {name: frame.labels[name].codes if name in frame.labels else frame.numbers[name] for name in names}
    design = _design(read, {name: _variable(frame, name) for name in names}, values)

    def fill(order: NDArray[np.int64], out: Array) -> None:
        design.fill({name: each[order] for name, each in values.items()}, out)

    return build(frame, keys, choices, names=design.names, fill=fill, design=design, formula=read.text)


def fit_mmrm(
    y: ArrayLike,
    x: ArrayLike,
    subject: ArrayLike,
    visit: ArrayLike,
    *,
    names: Sequence[str] | None = None,
    covariance: str = "us",
    df: str = "satterthwaite",
    vcov: str = "model",
    reml: bool = True,
    group: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    level: float = 0.95,
) -> MmrmResult:
    """Fit a mixed model for repeated measures to plain arrays; the options are those of `mmrm`.

    y : shape (n,), NaN where there is no score; x : shape (n, p), the design, with its intercept
    subject, visit, group : shape (n,), labels; visit numbers with "sp_exp"; weights : shape (n,), above 0
    names : of the columns of x

    Rows with NaN in y or x are left out. Means by factor need a formula; contrasts take matrices here.

    Raises BadValues and NotEstimable as `mmrm` does.
    """
    choices = Choices(covariance=covariance, df=df, vcov=vcov, reml=reml, level=level)
    names_of = {"group": group, "weights": weights}
    has = {name: name if each is not None else None for name, each in names_of.items()}
    keys = keys_of("subject", "visit", has["group"], has["weights"], choices)
    matrix = number_array(x, "x")
    if matrix.ndim != 2 or matrix.shape[1] < 1 or np.isinf(matrix).any():
        raise BadValues(f"x: found an array of shape {matrix.shape}; allowed: finite numbers or NaN, (rows, columns)")
    given = tuple(names) if names is not None else tuple(f"x{column}" for column in range(1, matrix.shape[1] + 1))
    if len(given) != matrix.shape[1]:
        raise BadValues(f"names: found {len(given)} for {matrix.shape[1]} columns; allowed: one for each")
    # One column stands for all of x: a row without any of its numbers is left out.
    table = {"y": y, "subject": subject, "visit": visit, "x": matrix.sum(axis=1), "group": group, "weights": weights}
    table = {name: np.asarray(each) for name, each in table.items() if each is not None}
    if len({each.shape for each in table.values()}) > 1 or table["x"].ndim != 1:
        told = ", ".join(f"{name} {each.shape}" for name, each in table.items())
        raise BadValues(f"found arrays of several lengths or shapes ({told}); allowed: one entry a score in each")
    frame = read_frame(
        table,
        response="y",
        variables=["x"],
        keys=keys.labels,
        as_labels=frozenset(keys.labels),
        as_numbers=keys.numbers,
        levels={},
    )

    def fill(order: NDArray[np.int64], out: Array) -> None:
        out[:] = matrix[frame.rows[order] - 1]

    return build(frame, keys, choices, names=given, fill=fill, design=None, formula=None)


def variable_names(read: Formula, data: Table) -> list[str]:
    """Name the columns that the right side of a formula needs.

    Raises BadValues where it cannot be read, or has no term.
    """
    if read.terms is None:
        from kneewise.outcomes.repeated_measures.general_design import required_columns

        return required_columns(read.right, column_names(data))
    if not read.terms:
        raise BadValues(f"formula: found {read.text!r}, which leaves nothing to estimate; allowed: at least one term")
    return list(dict.fromkeys(factor.name for term in read.terms for factor in term))


def _labels_of(read: Formula) -> frozenset[str]:
    return frozenset(factor.name for term in read.terms or () for factor in term if factor.is_forced)


def _variable(frame: Frame, name: str) -> Variable:
    if name not in frame.labels:
        return Variable(name=name, levels=None, mean=float(frame.numbers[name].mean()))
    levels = frame.labels[name].levels
    if len(levels) < 2:
        raise BadValues(
            f"column {name!r}: found one label in the rows used; a factor needs two or more; leave it out of "
            "the formula"
        )
    return Variable(name=name, levels=levels, mean=float("nan"))


def _design(read: Formula, variables: Mapping[str, Variable], values: Mapping[str, NDArray[Any]]) -> Design:
    if read.terms is not None:
        return PlainDesign(read.terms, variables)
    from kneewise.outcomes.repeated_measures.general_design import GeneralDesign

    return GeneralDesign(read.right, variables, values)
