"""Formulas and design matrices: plain ones read here, each as formulaic reads it."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.errors import BadValues
from kneewise.outcomes import mmrm
from kneewise.outcomes.repeated_measures.formula import read_formula
from unit.outcomes.repeated_measures.trial import FORMULA, KEYS, a_trial, with_column

TRIAL = a_trial(n=90, arms=3)


def terms_of(text):
    terms = read_formula(text).terms
    return None if terms is None else [":".join(factor.name for factor in term) or "1" for term in terms]


@pytest.mark.parametrize(
    ("right", "terms"),
    [
        ("a * b + c", ["1", "a", "b", "c", "a:b"]),
        ("0 + a:b", ["a:b"]),
        ("a + -1", None),
        ("a - 1", ["a"]),
        ("a + 0 + 1", ["1", "a"]),
        ("a * b * c - a:b:c", ["1", "a", "b", "c", "a:b", "a:c", "b:c"]),
        ("(a + b + c)^2", ["1", "a", "b", "c", "a:b", "a:c", "b:c"]),
        ("(a + b):c", ["1", "a:c", "b:c"]),
        ("a + a + b:a + a:b", ["1", "a", "b:a"]),
        ("C(dose) * `visit month`", ["1", "dose", "visit month", "dose:visit month"]),
        ("나이 + 방문 * 군", ["1", "나이", "방문", "군", "방문:군"]),
        ("1", ["1"]),
        ("log(a) + b", None),
        ("a / b", None),
        ("a +", None),
        ("(a", None),
        ("a ^ b", None),
    ],
)
def test_a_right_side_is_read_into_terms_or_left_to_formulaic(right, terms):
    assert terms_of(f"y ~ {right}") == terms


@pytest.mark.parametrize("text", ["y", "~ a", "y ~ ", "log(y) ~ a", "y - base ~ a"])
def test_a_formula_needs_one_column_on_its_left(text):
    with pytest.raises(BadValues, match="formula"):
        read_formula(text)


def test_a_column_with_signs_in_its_name_is_quoted():
    assert read_formula("`pain-score` ~ arm").response == "pain-score"


@pytest.mark.parametrize(
    "right",
    ["arm * visit + base", "sex * arm + visit", "base * visit", "arm + visit + sex:arm + age", "0 + arm + visit"],
)
def test_the_design_is_that_of_formulaic(right):
    pd = pytest.importorskip("pandas")
    from formulaic import model_matrix

    fit = mmrm(f"score ~ {right}", TRIAL, **KEYS)
    order = fit._fit.rows.layout.order
    whole = pd.DataFrame(TRIAL).dropna(subset="score").iloc[order]
    expected = model_matrix(right, whole)

    assert fit.coefficients.names == tuple(expected.columns)
    assert np.array_equal(fit._fit.rows.x, expected.to_numpy(dtype=float))


def test_a_crossing_without_its_parts_spans_what_the_crossing_with_them_does():
    crossed = mmrm("score ~ arm:visit", TRIAL, **KEYS)
    whole = mmrm("score ~ arm * visit", TRIAL, **KEYS)

    assert crossed.aliased == ("arm[c]:visit[V3]",)
    assert crossed.means("arm", "visit").estimate == pytest.approx(whole.means("arm", "visit").estimate, rel=1e-9)
    assert crossed.means("arm", "visit").df == pytest.approx(whole.means("arm", "visit").df, rel=1e-7)


def test_a_transform_is_left_to_formulaic_and_gives_what_a_computed_column_gives():
    through = mmrm("score ~ np.log(base) + arm * visit", TRIAL, **KEYS)
    computed = mmrm("score ~ logged + arm * visit", with_column(TRIAL, logged=np.log(TRIAL["base"])), **KEYS)
    at = through.means("arm", "visit", at={"base": 50.0})

    assert through.coefficients.estimate == pytest.approx(computed.coefficients.estimate, rel=1e-10)
    assert through.coefficients.df == pytest.approx(computed.coefficients.df, rel=1e-8)
    assert at.estimate == pytest.approx(computed.means("arm", "visit", at={"logged": np.log(50.0)}).estimate, rel=1e-10)
    assert through.test("arm:visit").f == pytest.approx(computed.test("arm:visit").f, rel=1e-9)


def test_a_variable_may_be_a_number_and_labels_in_one_formula():
    both = mmrm("score ~ arm * month + C(month)", TRIAL, **KEYS)
    labels = mmrm("score ~ arm * visit", TRIAL, **KEYS)

    assert "arm[T.b]:month" in both.coefficients.names
    assert len(both.coefficients) < len(labels.coefficients)
    assert both.aliased == ("C(month)[T.3.0]",)


def test_nesting_and_splines_are_fitted():
    nested = mmrm("score ~ base + arm / visit", TRIAL, **KEYS)
    plain = mmrm(FORMULA, TRIAL, **KEYS)
    curved = mmrm("score ~ bs(age, df=4) + arm * visit", TRIAL, **KEYS)

    assert nested.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-8)
    assert len(curved.coefficients) == 4 + 12
    assert np.isfinite(curved.means("arm").estimate).all()


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("score ~ armm * visit", "did you mean 'arm'"),
        ("score ~ unknown(age)", "cannot be read or worked out"),
        ("score ~ arm * visit | base", "of several parts"),
        ("score ~ arm **", "cannot be read or worked out"),
        ("score ~ 0", "nothing to estimate"),
        ("visit ~ arm", "column 'visit', row 1"),
    ],
)
def test_a_formula_that_the_table_cannot_serve_is_refused(formula, part):
    with pytest.raises(BadValues, match=part) as told:
        mmrm(formula, TRIAL, **KEYS)

    assert "\x1b" not in str(told.value)
