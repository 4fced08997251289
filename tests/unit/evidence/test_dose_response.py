"""Laws of a dose-response meta-analysis, its guard, and input that it cannot take."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import dose_kinds, dose_response, effect_sizes, pool
from kneewise.evidence.doses.counts import greenland_longnecker, hamling
from kneewise.evidence.doses.curves import make_curve

DRAWN = settings(derandomize=True, max_examples=20, deadline=None)
MEANS = {"mean": "mean", "sd": "sd", "n": "n", "measure": "MD-POOLED"}


def drawn(seed, n_studies=6, doses=(0.0, 10.0, 50.0, 100.0)):
    rng = np.random.default_rng(seed)
    rows = {"study": [], "dose": [], "mean": [], "sd": [], "n": []}
    for study in range(n_studies):
        slope = rng.normal(-0.1, 0.04)
        for dose in doses:
            rows["study"].append(f"trial {study}")
            rows["dose"].append(dose)
            rows["mean"].append(60 + slope * dose + rng.normal(0, 2))
            rows["sd"].append(rng.uniform(12, 20))
            rows["n"].append(int(rng.integers(10, 40)))
    return rows


@DRAWN
@given(st.integers(0, 10**6), st.sampled_from(["fixed", "MM", "ML", "REML"]), st.sampled_from(["linear", "quadratic"]))
def test_the_order_of_rows_does_not_matter(seed, method, curve):
    rows = drawn(seed)
    order = np.random.default_rng(seed).permutation(len(rows["dose"])).tolist()
    other = {name: [values[k] for k in order] for name, values in rows.items()}
    one, two = (dose_response(each, method=method, curve=curve, **MEANS) for each in (rows, other))

    assert np.allclose(one.coefficients, two.coefficients, rtol=1e-6, atol=1e-9)
    assert np.allclose(one.psi, two.psi, rtol=1e-4, atol=1e-9)


@DRAWN
@given(st.integers(0, 10**6), st.floats(0.01, 1000))
def test_another_unit_of_dose_divides_the_slope(seed, factor):
    rows = drawn(seed)
    other = {**rows, "dose": [factor * each for each in rows["dose"]]}
    one, two = (dose_response(each, curve="quadratic", **MEANS) for each in (rows, other))

    assert np.allclose(one.coefficients, two.coefficients * [factor, factor**2], rtol=2e-5, atol=1e-9)
    assert one.wald.q == pytest.approx(two.wald.q, rel=1e-4)


@pytest.mark.parametrize("method", ["fixed", "ML", "REML", "MM"])
def test_one_dose_in_each_trial_is_pooling_of_slopes(method):
    rows = drawn(5, doses=(0.0, 20.0))
    result = dose_response(rows, method=method, **MEANS)
    slopes = np.array([each.coefficients[0] for each in result.studies])
    variances = np.array([each.covariance[0, 0] for each in result.studies])
    pooled = pool(slopes, variances, tau2={"MM": "DL"}.get(method, method))

    assert result.coefficients[0] == pytest.approx(pooled.estimate, rel=1e-6)
    assert result.se[0] == pytest.approx(pooled.se, rel=1e-6)
    assert result.psi[0, 0] == pytest.approx(pooled.tau2, rel=1e-5, abs=1e-10)


def test_one_and_two_stages_agree_where_studies_do_not_vary():
    rows = drawn(9)
    one, two = (dose_response(rows, method="fixed", curve="quadratic", stages=k, **MEANS) for k in (1, 2))

    assert np.allclose(one.coefficients, two.coefficients, rtol=1e-9)
    assert np.allclose(one.covariance, two.covariance, rtol=1e-9)


def test_a_spline_is_a_line_outside_its_knots_and_smooth_at_them():
    curve = make_curve("spline", [5.0, 20.0, 60.0, 90.0], np.array([]))
    dose = np.array([90.0, 100.0, 110.0, 120.0, 0.0, 1.0, 2.0, 3.0])
    columns = curve.columns(dose)
    steps = np.diff(columns[:4], axis=0), np.diff(columns[4:], axis=0)

    assert curve.terms == ("dose", "spline 2", "spline 3")
    assert np.allclose(steps[0], steps[0][0]) and np.allclose(steps[1], steps[1][0])
    # By hand: truncated cubes with tail constraints, over the squared distance of the outer knots.
    at = 40.0
    t = (5.0, 20.0, 60.0, 90.0)
    by_hand = [((at - s) ** 3 * (at > s)) / (t[-1] - t[0]) ** 2 for s in t[:2]]
    assert curve.columns(np.array([at]))[0, 1:] == pytest.approx(by_hand, abs=1e-12)


def test_a_spline_is_the_natural_cubic_through_its_knots():
    from scipy.interpolate import CubicSpline

    knots = np.array([5.0, 20.0, 60.0, 90.0, 100.0])
    curve = make_curve("spline", knots.tolist(), np.array([]))
    dose = np.linspace(5.0, 100.0, 41)
    natural = CubicSpline(knots, curve.columns(knots), bc_type="natural")

    assert np.allclose(curve.columns(dose), natural(dose), rtol=1e-12, atol=1e-10)
    assert np.linalg.matrix_rank(curve.columns(dose)) == len(knots) - 1


def test_standardised_differences_of_two_arms_are_those_of_effect_sizes():
    rows = drawn(11, doses=(0.0, 1.0))
    result = dose_response(rows, method="fixed", mean="mean", sd="sd", n="n", measure="SMD")
    arm = {name: np.array(rows[name]) for name in ("mean", "sd", "n")}
    pairs = {f"{name}{k}": values[start::2] for name, values in arm.items() for k, start in ((1, 1), (2, 0))}
    # Held against Cochrane's printed numbers in tests/alignment/test_cochrane.py.
    pooled = pool(effect_sizes(pairs, measure="SMD", variance="RevMan"), tau2="fixed")

    assert result.coefficients[0] == pytest.approx(pooled.estimate, rel=1e-12)
    assert result.se[0] == pytest.approx(pooled.se, rel=1e-12)


@pytest.mark.parametrize(
    ("measure", "effects", "degrees"),
    [
        # SD pooled over the three arms: 10. Of 60 patients Hedges' factor is 1 - 3 / (4 * 60 - 9) = 228 / 231.
        ("SMD", (-0.5 * 228 / 231, -0.8 * 228 / 231), 60 - 3.94),
        ("SMD-COHEN", (-0.5, -0.8), 60.0),
        ("SMD-GLASS", (-0.5, -0.8), 19.0),
    ],
)
def test_standardised_differences_of_three_arms_follow_the_formulas_by_hand(measure, effects, degrees):
    rows = {
        "study": ["a"] * 3, "dose": [0, 10, 20], "mean": [50.0, 45.0, 42.0], "sd": [10.0] * 3, "n": [20, 20, 20]
    }  # fmt: skip
    both = {name: values * 2 for name, values in rows.items()} | {"study": ["a"] * 3 + ["b"] * 3}
    result = dose_response(both, method="fixed", mean="mean", sd="sd", n="n", measure=measure)
    y, x = np.array(effects), np.array([10.0, 20.0])
    # Variances 1/20 + 1/20 and covariance 1/20 of the shared arm, each with y y' / (2 degrees).
    covariance = np.array([[0.1, 0.05], [0.05, 0.1]]) + np.outer(y, y) / (2 * degrees)
    weighted = np.linalg.solve(covariance, x)

    assert result.coefficients[0] == pytest.approx(weighted @ y / (weighted @ x), rel=1e-12)
    assert result.se[0] == pytest.approx((2 * weighted @ x) ** -0.5, rel=1e-12)


def test_predictions_are_zero_at_the_reference_and_stay_within_the_doses():
    result = dose_response(drawn(2), curve="spline", knots=[0.0, 30.0, 100.0], **MEANS)
    curve = result.predict([0, 10, 50, 100], reference=10)

    assert curve.estimate[1] == curve.se[1] == curve.low[1] == 0
    assert (curve.study_low <= curve.low + 1e-12).all() and (curve.high <= curve.study_high + 1e-12).all()
    moved = result.predict([50], reference=0).estimate - result.predict([10], reference=0).estimate
    assert moved == pytest.approx(curve.estimate[2])
    for doses, reference in (([101.0], 0.0), ([50.0], -1.0), ([np.nan], 0.0)):
        with pytest.raises(BadValues, match="outside those of the studies"):
            result.predict(doses, reference=reference)
    assert dose_response(drawn(2), method="fixed", **MEANS).predict([50]).study_low is None


KINDS = {"dose": [0, 0.1, 0, 50], "product_kind": [None, "bmac", None, "cultured-fat-autologous"]}


def test_marrow_concentrate_and_cultured_cells_are_never_on_one_axis():
    rows = {"study": ["1", "1", "2", "2"], "mean": [50, 40, 50, 40], "sd": [10] * 4, "n": [20] * 4, **KINDS}

    with pytest.raises(BadValues, match=r"2 kinds of product: marrow-concentrate .*row 2.*cultured-cells .*row 4"):
        dose_response(rows, product_kind="product_kind", **MEANS)
    one_kind = {**rows, "dose": [0, 50, 0, 100], "product_kind": [None, "cultured-marrow", None, "cultured-cells"]}
    result = dose_response(one_kind, product_kind="product_kind", method="fixed", **MEANS)
    assert (result.product_kind, result.cautions) == ("cultured-cells", ())


@pytest.mark.parametrize(
    ("kinds", "said"),
    [
        ([None, "bmac", None, None], "row 4: found nothing"),
        ([None, "bmac", None, "  "], "row 4: found nothing"),
        ([None, "bmac", None, "stem cells"], "row 4: found 'stem cells'"),
        ([None, "bmac"], "found 2 rows"),
    ],
)
def test_an_unknown_kind_of_product_is_refused(kinds, said):
    rows = {"study": ["1", "1", "2", "2"], "mean": [50, 40, 50, 40], "sd": [10] * 4, "n": [20] * 4, **KINDS}
    with pytest.raises(BadValues, match=said):
        dose_response(rows, product_kind=kinds, **MEANS)


def test_a_kind_that_nobody_said_and_doses_that_look_like_another_unit_are_told():
    rows = drawn(1, doses=(0.0, 10.0, 50.0))

    assert "not said" in dose_response(rows, **MEANS).cautions[0]
    marrow = dose_response(rows, product_kind="bmac", **MEANS)
    assert marrow.product_kind == "marrow-concentrate"
    assert "nucleated cells taken for progenitors" in marrow.cautions[0]
    assert dose_response(rows, product_kind="cultured-cells", **MEANS).cautions == ()
    with pytest.raises(BadValues, match="'nonsense'"):
        dose_response(rows, product_kind="nonsense", **MEANS)


def test_every_kind_of_dose_says_what_it_counts_and_where_that_comes_from():
    places = [each for kind in dose_kinds().values() for each in (kind.kind, *kind.also)]

    assert len(places) == len(set(places))
    for kind in dose_kinds().values():
        assert kind.counted and kind.source and set(kind.words) == {"en", "ko"}


RATIOS = {
    "study": ["1"] * 3 + ["2"] * 3,
    "dose": [0, 1, 2] * 2,
    "effect": [0, -0.2, -0.4, 0, -0.1, -0.5],
    "se": [0, 0.2, 0.25, None, 0.3, 0.35],
    "cases": [40, 35, 30, 25, 22, 15],
    "n": [200, 210, 220, 150, 150, 160],
}
COUNTED = {"cases": "cases", "n": "n", "design": "cumulative-incidence"}


@pytest.mark.parametrize(
    ("change", "arguments", "said"),
    [
        ({"se": [0.1, 0.2, 0.25, 0, 0.3, 0.35]}, {}, r"rows 1, 2, 3: found 0 rows of '1' without a standard error"),
        ({"se": [0, 0, 0.25, 0, 0.3, 0.35]}, {}, "found 2 rows of '1'"),
        ({"se": [0, -0.2, 0.25, 0, 0.3, 0.35]}, {}, "row 2: found below 0"),
        ({"dose": [0, -1, 2, 0, 1, 2]}, {}, "dose, row 2: found below 0"),
        ({"cases": [40, 0, 30, 25, 22, 15]}, {}, "cases, row 2"),
        ({"cases": [40, 35, 30, 25, 22, 160]}, {}, "cases, row 6"),
        ({}, {"design": None}, "design: found nothing"),
        ({}, {"design": ["cohort"] * 6}, "design: found 'cohort'"),
        ({}, {"covariance": "exact"}, "covariance"),
        ({}, {"curve": "cubic"}, "curve"),
        ({}, {"curve": "spline", "knots": 9}, "knots: found 9"),
        ({}, {"curve": "spline", "knots": [1.0, 1.0, 2.0]}, "knots"),
        ({}, {"knots": 3}, "knots: found with curve 'linear'"),
        ({}, {"method": "DL"}, "method"),
        ({}, {"method": "MM", "stages": 1}, "MM"),
        ({}, {"stages": 3}, "stages"),
        ({}, {"level": 95}, "level"),
    ],
)
def test_figures_and_choices_that_cannot_be_are_refused(change, arguments, said):
    with pytest.raises(BadValues, match=said):
        dose_response({**RATIOS, **change}, **{**COUNTED, **arguments})


def test_a_reference_arm_that_varies_too_much_for_the_plain_formula_is_refused_with_another_way():
    rows = {"study": ["1"] * 3, "dose": [0, 1, 2], "mean": [1.0, 2, 3], "sd": [20.0, 2, 2], "n": [10, 60, 60]}

    with pytest.raises(BadValues, match=r"rows 1, 2, 3.*MD-POOLED"):
        dose_response(rows, method="fixed", mean="mean", sd="sd", n="n")
    assert dose_response(rows, method="fixed", **MEANS).measure == "MD-POOLED"


def test_a_study_with_too_few_doses_asks_for_one_stage():
    rows = {name: values[:5] for name, values in RATIOS.items()}

    with pytest.raises(NotEstimable, match="2 has too few doses for a curve of 2 terms; take stages=1"):
        dose_response(rows, curve="quadratic", **COUNTED)
    result = dose_response(rows, curve="quadratic", stages=1, method="fixed", **COUNTED)
    assert result.studies[1].coefficients is None and np.isfinite(result.coefficients).all()


def test_one_study_does_not_say_how_studies_vary():
    rows = {name: values[:3] for name, values in RATIOS.items()}

    with pytest.raises(NotEstimable, match="method='fixed'"):
        dose_response(rows, **COUNTED)
    assert dose_response(rows, method="fixed", **COUNTED).heterogeneity.p is None


@pytest.mark.parametrize("design", ["case-control", "incidence-rate", "cumulative-incidence"])
def test_effective_counts_give_back_what_they_were_made_of(design):
    cases, n = np.array([40.0, 35.0, 30.0]), np.array([200.0, 210.0, 220.0])
    effect = np.array([0.0, -0.25, -0.5])
    a, total = greenland_longnecker(effect, np.zeros(3), cases, n, design=design, study="1")
    rest = total if design == "incidence-rate" else total - a

    assert a.sum() == pytest.approx(cases.sum())
    assert np.log(a / rest * rest[0] / a[0]) == pytest.approx(effect, abs=1e-10)
    variance = np.array([0.0, 0.09, 0.1])
    a, total = hamling(effect, variance, cases, n, design=design, study="1")
    others = total - a if design == "case-control" else total
    share = n - cases if design == "case-control" else n
    own = {"case-control": 1 / a + 1 / others, "incidence-rate": 1 / a, "cumulative-incidence": 1 / a - 1 / total}[
        design
    ]
    assert np.log(a / others * others[0] / a[0]) == pytest.approx(effect, abs=1e-9)
    assert own[1:] + own[0] == pytest.approx(variance[1:], rel=1e-8)
    assert others[0] / others.sum() == pytest.approx(share[0] / share.sum(), rel=1e-8)


def test_counts_that_cannot_give_the_effects_are_not_estimable():
    with pytest.raises(NotEstimable, match="Hamling"):
        hamling(np.array([0.0, -0.2]), np.array([0.0, 0.001]), np.array([4.0, 3.0]), np.array([40.0, 41.0]),
                design="case-control", study="1")  # fmt: skip


def test_a_result_is_a_document():
    document = as_document(dose_response(drawn(3), **MEANS))

    assert json.loads(json.dumps(document))["curve"] == {"name": "linear", "knots": []}
