"""Shapes, candidates, and where a curve reaches an effect."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.dose.candidates import (
    candidate_set,
    default_candidates,
    guess_from_shares,
    standard_means,
)
from kneewise.outcomes.dose.contrasts import optimal_contrasts
from kneewise.outcomes.dose.reached import Curve, dose_that_adds, highest_rise
from kneewise.outcomes.dose.shapes import NAMES, shape_named

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=40, deadline=None)
PARAMETERS = {
    "linear": (),
    "linlog": (),
    "quadratic": (),
    "emax": (12.0,),
    "sigEmax": (12.0, 2.5),
    "exponential": (30.0,),
    "logistic": (15.0, 6.0),
    "betaMod": (0.7, 1.3),
}
DOSES = np.array([0.0, 1.0, 10.0, 50.0])


@pytest.mark.parametrize("name", NAMES)
def test_derivatives_of_a_shape_are_those_of_small_steps(name):
    shape, at = shape_named(name, 50.0), PARAMETERS[name]
    found = shape.bends(DOSES, at)

    assert found.shape == (4, len(at))
    for place, value in enumerate(at):
        step = 1e-6 * value
        up, down = (shape.basis(DOSES, (*at[:place], value + s, *at[place + 1 :]))[:, 0] for s in (step, -step))
        np.testing.assert_allclose(found[:, place], (up - down) / (2 * step), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("over", [0.0, 1.0])
@quick
@given(share=st.floats(0.05, 0.95))
def test_the_dose_that_adds_an_effect_adds_it(name, over, share):
    shape = shape_named(name, 50.0)
    coefficients = (1.0, -0.015) if name == "quadratic" else (7.0,)
    curve = Curve(shape=shape, coefficients=coefficients, parameters=PARAMETERS[name])
    top, largest = highest_rise(curve, over=over, up_to=50.0)
    dose = dose_that_adds(curve, share * largest, over=over)

    assert over < dose <= top * (1 + 1e-12)
    assert curve.rise(dose, over) == pytest.approx(share * largest, rel=1e-9)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("quadratic", "betaMod")])
def test_a_curve_that_falls_never_adds(name):
    curve = Curve(shape=shape_named(name, 50.0), coefficients=(-7.0,), parameters=PARAMETERS[name])

    assert dose_that_adds(curve, 0.5) is None
    assert highest_rise(curve, over=0.0, up_to=50.0) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("name", "coefficients", "rise"),
    [("emax", (7.0,), 7.0), ("sigEmax", (7.0,), 8.0), ("logistic", (7.0,), 6.9), ("betaMod", (7.0,), 7.01),
     ("quadratic", (1.0, -0.015), 17.0), ("quadratic", (-1.0, -0.1), 1.0), ("emax", (0.0,), 1.0)],
)  # fmt: skip
def test_an_effect_above_the_plateau_is_reached_at_no_dose(name, coefficients, rise):
    curve = Curve(shape=shape_named(name, 50.0), coefficients=coefficients, parameters=PARAMETERS[name])

    assert dose_that_adds(curve, rise) is None


def test_a_curve_that_first_harms_is_followed_to_where_it_helps():
    # b1 < 0 < b2: below dose 20 the response is worse than at 0.
    curve = Curve(shape=shape_named("quadratic", 50.0), coefficients=(-2.0, 0.1), parameters=())
    falling_beta = Curve(shape=shape_named("betaMod", 50.0), coefficients=(-7.0,), parameters=(1.0, 1.0))

    assert dose_that_adds(curve, 10.0) == pytest.approx(10 + np.sqrt(200))
    assert dose_that_adds(falling_beta, 1.0, over=30.0) == pytest.approx(
        30 + np.sqrt(1 / (7 * 4 / 60**2)), rel=1e-9
    )  # the parabola's top is at 30


@pytest.mark.parametrize("name", NAMES)
def test_a_candidate_is_nothing_at_dose_0_and_1_at_its_top(name):
    guess = {"quadratic": -0.015, "linear": None, "linlog": None}.get(name, [PARAMETERS[name]])
    if name in ("emax", "exponential"):
        guess = PARAMETERS[name][0]
    (candidate,) = candidate_set({name: guess}, 50.0)
    grid = np.linspace(0, 50, 5001)

    assert standard_means([candidate], grid)[0, 0] == 0
    assert standard_means([candidate], grid).max() == pytest.approx(1, abs=1e-6)
    assert standard_means([candidate], grid, better="lower").min() == pytest.approx(-1, abs=1e-6)


def test_several_guesses_of_a_shape_are_numbered():
    names = [each.name for each in candidate_set({"linear": None, "emax": [5, 20], "sigEmax": (10, 3)}, 50.0)]

    assert names == ["linear", "emax1", "emax2", "sigEmax"]


@pytest.mark.parametrize(
    "guesses",
    [{}, {"emax": None}, {"emax": -1}, {"emax": [1, 0]}, {"linear": 3}, {"sigEmax": 3}, {"sigEmax": [1, 2, 3]},
     {"logistic": [(1, 2), (3,)]}, {"emax": float("nan")}, {"emax": "much"}, {"quadratic": -0.02}, {"step": None},
     {"exponential": 0.05}, {"quadratic": float("inf")}],
    ids=str,
)  # fmt: skip
def test_guesses_that_cannot_be_are_refused(guesses):
    with pytest.raises(BadValues, match=r"allowed"):
        candidate_set(guesses, 50.0)


def test_the_offset_and_the_scale_must_fit_the_doses():
    with pytest.raises(BadValues, match="scale"):
        shape_named("betaMod", 50.0, scale=40.0)
    with pytest.raises(BadValues, match="offset"):
        shape_named("linlog", 50.0, offset=0.0)


@pytest.mark.parametrize(
    ("shape", "doses", "shares"),
    [("emax", (10.0,), (0.6,)), ("sigEmax", (5.0, 20.0), (0.3, 0.8)), ("logistic", (5.0, 20.0), (0.3, 0.8))],
)
def test_a_guess_from_shares_passes_through_them(shape, doses, shares):
    guess = guess_from_shares(shape, doses, shares)
    found = shape_named(shape, 50.0).basis(np.array(doses), guess)[:, 0]

    np.testing.assert_allclose(found, shares, rtol=1e-12)


@pytest.mark.parametrize(
    ("shape", "doses", "shares"),
    [("emax", (10.0,), (1.0,)), ("emax", (0.0,), (0.5,)), ("sigEmax", (5.0,), (0.3,)), ("linear", (5.0,), (0.3,)),
     ("logistic", (5.0, 20.0), (0.8, 0.3)), ("emax", (5.0, 2.0), (0.3, 0.4))],
)  # fmt: skip
def test_shares_that_give_no_guess_are_refused(shape, doses, shares):
    with pytest.raises(BadValues):
        guess_from_shares(shape, doses, shares)


def test_the_default_candidates_fit_any_unit_of_dose():
    small, large = (
        standard_means(candidate_set(default_candidates(top), top), DOSES / 50 * top) for top in (1e-6, 5e7)
    )

    np.testing.assert_allclose(small, large, rtol=1e-9)


def test_a_contrast_needs_no_placebo_and_knows_no_scale():
    means = standard_means(candidate_set({"emax": 12.0, "exponential": 30.0}, 50.0), DOSES[1:])
    found = optimal_contrasts(means, np.diag([0.2, 0.3, 0.1]))

    np.testing.assert_allclose(found.sum(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose((found**2).sum(axis=0), 1)
    np.testing.assert_allclose(optimal_contrasts(40 + 3 * means, np.diag([2.0, 3.0, 1.0])), found, atol=1e-12)


def test_a_flat_candidate_has_no_contrast():
    with pytest.raises(NotEstimable, match="flat"):
        optimal_contrasts(np.array([[1.0, 2.0], [1.0, 3.0], [1.0, 5.0]]), np.eye(3))
