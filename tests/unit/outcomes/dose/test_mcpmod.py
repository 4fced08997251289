"""The whole analysis: laws, small trials, trials without placebo, and what a reader is told."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nct

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.dose.arms import arms_from_estimates, arms_from_patients, arms_from_summaries
from kneewise.outcomes.dose.averaging import average_curve, criterion_weights, curve_of
from kneewise.outcomes.dose.bounds import default_bounds
from kneewise.outcomes.dose.candidates import candidate_set, default_candidates
from kneewise.outcomes.dose.fit import fit_shape
from kneewise.outcomes.dose.mcpmod import mcp_mod
from kneewise.outcomes.dose.shapes import NAMES, shape_named
from kneewise.outcomes.dose.targets import effective_dose, target_dose

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=4, deadline=None)
DOSES = np.array([0.0, 1.0, 10.0, 25.0, 50.0])
SET = candidate_set(default_candidates(50.0), 50.0)


def trial(seed=0, effect=20.0, n=20, doses=DOSES, sd=15.0):
    draw = np.random.default_rng(seed)
    dose = np.repeat(doses, n)
    return dose, 40 + effect * dose / (8 + dose) + draw.normal(0, sd, len(dose))


def codes(done):
    return [each.code for each in done.cautions]


@quick
@given(st.integers(0, 1000), st.floats(0.01, 100), st.floats(0.01, 100))
def test_units_of_dose_and_response_and_the_order_of_rows_do_not_matter(seed, per_dose, per_point):
    dose, response = trial(seed)
    here = mcp_mod(arms_from_patients(dose, response), SET, target=8.0, fit="all")
    turned = np.random.default_rng(seed).permutation(len(dose))
    scaled = candidate_set(default_candidates(50.0 * per_dose), 50.0 * per_dose)
    arms = arms_from_patients((per_dose * dose)[turned], (7 + per_point * response)[turned])
    there = mcp_mod(arms, scaled, target=8.0 * per_point, fit="all")

    np.testing.assert_allclose(there.test.t, here.test.t, rtol=1e-8)
    np.testing.assert_allclose(there.test.p, here.test.p, rtol=1e-6, atol=1e-12)
    np.testing.assert_allclose(there.weights, here.weights, rtol=1e-4)
    for (name, one), (_, other) in zip(here.doses, there.doses, strict=True):
        assert (one.dose is None) == (other.dose is None), name
        if one.dose is not None:
            assert other.dose == pytest.approx(one.dose * per_dose, rel=1e-3)


def test_lower_being_better_is_the_mirror_of_higher_being_better():
    dose, response = trial(3)
    up = mcp_mod(arms_from_patients(dose, response), SET, target=8.0, share=0.8, fit="all")
    down = mcp_mod(arms_from_patients(dose, 100 - response), SET, target=8.0, share=0.8, fit="all", better="lower")

    np.testing.assert_allclose(down.test.t, up.test.t)
    np.testing.assert_allclose(down.test.contrasts, -up.test.contrasts)
    for (_, one), (_, other) in zip(up.doses, down.doses, strict=True):
        for field in ("dose", "lower", "upper", "effect"):
            here, there = getattr(one, field), getattr(other, field)
            assert there == (here if here is None else pytest.approx(here, rel=1e-5))


def test_an_effect_the_wrong_way_is_not_confirmed_and_no_dose_is_given():
    dose, response = trial(1, effect=-30.0)
    done = mcp_mod(arms_from_patients(dose, response), SET, target=8.0, share=0.5)
    forced = mcp_mod(arms_from_patients(dose, response), SET, share=0.5, fit="all")

    assert not done.test.is_significant.any()
    assert (done.fits, done.doses, done.average) == ((), (), None)
    assert "no-signal" in codes(done)
    assert all(dose.dose is None and dose.reason for _, dose in forced.doses if _ in ("linear", "emax", "average"))


def test_a_two_sided_test_sees_both_ways():
    dose, response = trial(1, effect=-30.0)
    one, two = (mcp_mod(arms_from_patients(dose, response), SET, two_sided=both) for both in (False, True))

    assert one.test.p.min() > 0.9
    assert two.test.p.min() < 0.001
    assert two.test.critical_value > one.test.critical_value


def test_twelve_patients_in_three_arms_say_how_little_they_can_say():
    # As many as the trial in Canada had: 1, 10 and 50 million cells, no placebo (12 patients; an article printed 50).
    arms = arms_from_summaries([1, 10, 50], [4, 4, 4], [20.0, 24.0, 31.0], [18.0, 18.0, 18.0])
    done = mcp_mod(arms, SET, target=10.0, fit="all")
    found = codes(done)

    assert found[:3] == ["small-arms", "no-placebo", "no-signal"]
    assert {"not-fitted", "saturated", "small-for-aic"} <= set(found)
    assert next(each.about for each in done.cautions if each.code == "not-fitted") == "logistic"
    assert done.detectable.min() > 2 * 18  # nothing below two standard deviations could have been found
    assert done.reference == 1.0
    assert done.average.doses[0] == 1.0


def test_the_detectable_effect_is_found_as_often_as_it_says():
    arms = arms_from_summaries(DOSES, [10] * 5, [0.0] * 5, [15.0] * 5)
    done = mcp_mod(arms, SET)
    linear = done.detectable[0] * DOSES / 50
    shift = (done.test.contrasts[:, 0] @ linear) / done.test.standard_errors[0]

    assert nct.sf(done.test.critical_value, done.test.df, shift) == pytest.approx(0.8, abs=1e-6)
    again = mcp_mod(replace(arms, df=np.inf), SET)
    assert (again.detectable < done.detectable).all()


def test_two_doses_allow_a_line_and_nothing_else():
    dose, response = trial(2, doses=np.array([0.0, 50.0]))
    done = mcp_mod(arms_from_patients(dose, response), SET, target=10.0)

    assert [fit.shape for fit in done.fits] == ["linear"]
    assert codes(done).count("not-fitted") == 4
    assert done.test.p.max() == pytest.approx(done.test.p.min())  # one contrast, whatever the shape


def test_a_dose_beyond_those_given_is_marked_as_a_guess():
    dose, response = trial(5, effect=20.0)
    done = mcp_mod(arms_from_patients(dose, response), SET, target=30.0, fit="all")
    linear = next(each for name, each in done.doses if name == "linear")
    average = next(each for name, each in done.doses if name == "average")

    assert linear.is_beyond
    assert linear.dose > 50
    assert (average.dose, average.is_beyond, average.upper) == (None, False, None)
    assert {"beyond-doses", "not-reached"} <= set(codes(done))


def test_a_parameter_at_its_bound_is_named():
    dose = np.repeat(DOSES, 10)
    response = 2.0 * dose + np.tile([-3.0, 3.0], 25)  # a straight line: emax would bend ever less
    fit = fit_shape(arms_from_patients(dose, response), shape_named("emax", 50.0))

    assert fit.at_bound == ("ed50",)
    assert fit.coefficients[2] == pytest.approx(75.0)


@pytest.mark.parametrize("name", NAMES)
def test_a_shape_without_noise_is_found_again(name):
    shape = shape_named(name, 50.0)
    bounds = default_bounds(name, 50.0)
    parameters = [low + 0.3 * (high - low) for low, high in bounds]
    grid = np.array([0.0, 2.0, 5.0, 10.0, 20.0, 35.0, 50.0])
    coefficients = np.array([4.0] + ([1.5, -0.02] if name == "quadratic" else [6.0]))
    means = np.column_stack([np.ones(7), shape.basis(grid, parameters)]) @ coefficients
    fit = fit_shape(arms_from_estimates(grid, means, np.eye(7) * 0.1), shape)

    np.testing.assert_allclose(fit.coefficients, [*coefficients, *parameters], rtol=1e-5)
    assert fit.misfit == pytest.approx(0, abs=1e-15)


@quick
@given(st.integers(0, 1000), st.sampled_from(["emax", "sigEmax", "exponential", "logistic", "betaMod"]))
def test_no_other_parameters_fit_better(seed, name):
    dose, response = trial(seed, effect=10.0)
    arms = arms_from_patients(dose, response)
    shape = shape_named(name, 50.0)
    fit = fit_shape(arms, shape)
    draw = np.random.default_rng(seed)
    weights = np.linalg.inv(arms.covariance)
    for _ in range(200):
        parameters = [draw.uniform(low, high) for low, high in fit._bounds]
        columns = np.column_stack([np.ones(5), shape.basis(arms.doses, parameters)])
        linear = np.linalg.solve(columns.T @ weights @ columns + 1e-12 * np.eye(2), columns.T @ weights @ arms.means)
        left = arms.means - columns @ linear
        assert fit.misfit <= left @ weights @ left + 1e-9


def test_the_average_lies_among_its_shapes_and_its_band_is_no_narrower():
    dose, response = trial(7)
    arms = arms_from_patients(dose, response)
    fits = [fit_shape(arms, shape_named(name, 50.0)) for name in ("linear", "emax", "quadratic")]
    weights = criterion_weights([fit.aic for fit in fits])
    grid = np.linspace(0, 50, 11)
    mean, each = average_curve(fits, weights, grid), [curve_of(fit, grid) for fit in fits]

    assert weights.sum() == pytest.approx(1)
    assert (mean.means >= np.min([c.means for c in each], axis=0) - 1e-9).all()
    assert (mean.means <= np.max([c.means for c in each], axis=0) + 1e-9).all()
    averaged = weights @ np.array([c.standard_errors for c in each])
    assert (mean.standard_errors >= averaged - 1e-12).all()
    assert average_curve(fits, weights, [0.0], over=0.0).standard_errors[0] == pytest.approx(0, abs=1e-9)


def test_a_sought_dose_lies_within_its_interval_and_the_band_is_there():
    dose, response = trial(11, n=60)
    arms = arms_from_patients(dose, response)
    fits = [fit_shape(arms, shape_named(name, 50.0)) for name in ("emax", "sigEmax")]
    weights = criterion_weights([fit.aic for fit in fits])
    found = target_dose(fits, weights, 8.0, over=0.0, highest=50.0)
    shared = effective_dose(fits, weights, 0.9, over=0.0, highest=50.0)

    assert found.lower < found.dose < found.upper
    at = average_curve(fits, weights, [found.lower, found.dose, found.upper], over=0.0)
    assert [at.upper[0], at.means[1], at.lower[2]] == pytest.approx([8.0] * 3, rel=1e-6)
    assert shared.effect == pytest.approx(0.9 * average_curve(fits, weights, [50.0], over=0.0).means[0], rel=1e-3)


def test_a_result_becomes_json_without_a_number_that_json_has_no_word_for():
    dose, response = trial(4)
    text = json.dumps(as_document(mcp_mod(arms_from_patients(dose, response), SET, target=8.0)), allow_nan=False)

    assert "critical_value" in text
    assert "_shape" not in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"target": 0.0}, "target"),
        ({"target": -5.0}, "target"),
        ({"share": 1.0}, "share"),
        ({"alpha": 0.7}, "alpha"),
        ({"better": "up"}, "better"),
        ({"fit": "some"}, "fit"),
        ({"criterion": "bic"}, "criterion"),
        ({"level": 1.0}, "level"),
        ({"bounds": {"sigEmax": [(1, 2), (3, 4)]}}, "bounds"),
        ({"bounds": {"emax": [(5, 2)]}}, "bounds"),
        ({"bounds": {"exponential": [(0.01, 2)]}}, "bounds"),
    ],
    ids=str,
)
def test_arguments_that_cannot_be_are_refused(more, words):
    dose, response = trial(4)
    with pytest.raises(BadValues, match=words):
        mcp_mod(arms_from_patients(dose, response), SET, **more)


def test_aicc_is_refused_where_it_does_not_exist():
    arms = arms_from_summaries([0, 1, 10, 50], [2, 2, 1, 1], [1.0, 2, 3, 4], [1.0, 1, np.nan, np.nan])
    estimates = arms_from_estimates([0, 1, 50], [1.0, 2, 3], np.eye(3))

    with pytest.raises(NotEstimable, match="aicc"):
        mcp_mod(arms, SET, fit="all", criterion="aicc")
    with pytest.raises(BadValues, match="criterion"):
        mcp_mod(estimates, SET, criterion="aicc")
    with pytest.raises(BadValues, match="criteria"):
        criterion_weights([])


def test_a_coefficient_that_the_curve_does_not_feel_has_no_standard_error():
    # No effect at all: emax has no ed50 to speak of.
    arms = arms_from_estimates([0.0, 1, 10, 50], [4.0, 4.0, 4.0, 4.0], np.eye(4))
    fit = fit_shape(arms, shape_named("emax", 50.0))
    curve = curve_of(fit, [0.0, 50.0])

    assert fit.covariance is None
    assert (curve.standard_errors, curve.lower, curve.upper) == (None, None, None)
    assert "no-standard-error" in codes(mcp_mod(arms, SET, fit="all"))
