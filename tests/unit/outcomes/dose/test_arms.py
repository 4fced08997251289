"""What comes in: patients, published summaries, estimates; what is refused."""

from __future__ import annotations

from math import inf

import numpy as np
import polars as pl
import pytest

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.dose.arms import arms_from_estimates, arms_from_patients, arms_from_summaries

pytestmark = pytest.mark.filterwarnings("error")

DOSE = np.repeat([0.0, 1.0, 10.0], 4)
RESPONSE = np.array([3.0, 5.0, 4.0, 6.0, 5.0, 7.0, 8.0, 6.0, 9.0, 12.0, 10.0, 13.0])


def test_patients_give_means_a_pooled_variance_and_its_degrees_of_freedom():
    arms = arms_from_patients(DOSE, RESPONSE)

    np.testing.assert_allclose(arms.means, [4.5, 6.5, 11.0])
    pooled = sum(RESPONSE[d == DOSE].var(ddof=1) for d in (0, 1, 10)) / 3
    np.testing.assert_allclose(arms.covariance, np.eye(3) * pooled / 4)
    assert (arms.df, arms.n, arms.has_placebo) == (9.0, (4, 4, 4), True)


def test_the_unknown_are_left_out_and_counted():
    dose, response = DOSE.copy(), RESPONSE.copy()
    dose[0], response[5] = np.nan, np.nan
    arms = arms_from_patients(dose, response, covariates={"sex": ["f", "m"] * 5 + [None, "m"]})

    assert arms.n_missing == 3
    assert arms.n == (3, 3, 3)
    assert arms.covariates == ("sex",)


def test_a_covariate_is_held_at_its_mean_and_its_unit_does_not_matter():
    age = np.array([50.0, 61, 58, 70, 66, 49, 55, 71, 80, 44, 59, 63])
    years = arms_from_patients(DOSE, RESPONSE, covariates={"age": age.tolist()})
    days = arms_from_patients(DOSE, RESPONSE, covariates={"age": (age * 365.25 + 1e4).tolist()})
    design = np.column_stack([d == DOSE for d in (0, 1, 10)] + [age - age.mean()]).astype(float)
    by_hand = np.linalg.lstsq(design, RESPONSE, rcond=None)[0]

    np.testing.assert_allclose(years.means, by_hand[:3], rtol=1e-12)
    np.testing.assert_allclose(days.means, years.means, rtol=1e-9)
    np.testing.assert_allclose(days.covariance, years.covariance, rtol=1e-9)
    assert years.df == 8


def test_columns_of_a_dataframe_and_another_order_of_rows_change_nothing():
    frame = pl.DataFrame({"dose": DOSE, "y": RESPONSE}).sample(fraction=1, shuffle=True, seed=3)
    there, here = arms_from_patients(frame["dose"], frame["y"]), arms_from_patients(DOSE, RESPONSE)

    np.testing.assert_allclose(there.means, here.means)
    np.testing.assert_allclose(there.covariance, here.covariance)


def test_an_arm_of_one_person_takes_the_variance_of_the_others():
    arms = arms_from_summaries([10, 0, 1], [1, 4, 4], [11.0, 4.5, 6.5], [np.nan, 1.2, 1.4])

    assert arms.doses.tolist() == [0, 1, 10]
    assert arms.n == (4, 4, 1)
    assert arms.residual_variance == pytest.approx((3 * 1.2**2 + 3 * 1.4**2) / 6)
    assert arms.covariance[2, 2] == pytest.approx(arms.residual_variance)


@pytest.mark.parametrize(
    ("dose", "response", "kind", "words"),
    [
        ([0, 0, 1, 1], [1.0, 1.0, 3.0, 3.0], NotEstimable, "variance"),
        ([0, 0, 0, 0], [1.0, 2.0, 3.0, 3.0], NotEstimable, "at least 2"),
        ([0, 1], [1.0, 2.0], NotEstimable, "leave nothing"),
        ([0, 0, 1, 1], [np.nan] * 4, NotEstimable, "found 0"),
        ([-1, 0, 1, 1], [1.0, 2.0, 3.0, 4.0], BadValues, "negative"),
        ([0, 0, 1], [1.0, 2.0], BadValues, "shape"),
        (["low", "low", "high"], [1.0, 2.0, 3.0], BadValues, "text"),
    ],
)
def test_patients_that_make_no_trial_are_refused(dose, response, kind, words):
    with pytest.raises(kind, match=words):
        arms_from_patients(dose, response)


def test_a_covariate_that_tells_the_doses_apart_is_refused():
    with pytest.raises(NotEstimable, match="not determined"):
        arms_from_patients(DOSE, RESPONSE, covariates={"site": ["a"] * 4 + ["b"] * 8})
    with pytest.raises(BadValues, match="covariates"):
        arms_from_patients(DOSE, RESPONSE, covariates={"site": ["a"] * 3})


@pytest.mark.parametrize(
    "given",
    [
        ([0, 1], [4], [1.0, 2.0], [1.0, 1.0]),
        ([0, 0], [4, 4], [1.0, 2.0], [1.0, 1.0]),
        ([0, 1], [4, 0], [1.0, 2.0], [1.0, 1.0]),
        ([0, 1], [4, 4.5], [1.0, 2.0], [1.0, 1.0]),
        ([0, 1], [4, 4], [1.0, np.nan], [1.0, 1.0]),
        ([0, 1], [4, 4], [1.0, 2.0], [1.0, -1.0]),
        ([0, np.nan], [4, 4], [1.0, 2.0], [1.0, 1.0]),
        ([[0, 1]], [4, 4], [1.0, 2.0], [1.0, 1.0]),
        (["a", "b"], [4, 4], [1.0, 2.0], [1.0, 1.0]),
    ],
    ids=str,
)
def test_summaries_that_cannot_be_are_refused(given):
    with pytest.raises(BadValues, match="allowed"):
        arms_from_summaries(*given)


def test_summaries_without_any_deviation_give_no_test():
    with pytest.raises(NotEstimable, match="variance"):
        arms_from_summaries([0, 1], [1, 1], [1.0, 2.0], [np.nan, np.nan])


@pytest.mark.parametrize(
    "covariance",
    [np.eye(3), [[1.0, 2.0], [2.0, 1.0]], [[1.0, 0.1], [0.3, 1.0]], [[1.0, np.nan], [np.nan, 1.0]], [[1.0, 0], [0, 0]]],
    ids=str,
)
def test_a_covariance_that_is_none_is_refused(covariance):
    with pytest.raises(BadValues, match="covariance"):
        arms_from_estimates([0, 1], [1.0, 2.0], covariance)


def test_estimates_are_sorted_with_their_covariance():
    arms = arms_from_estimates([10, 0], [5.0, 1.0], [[4.0, 0.5], [0.5, 1.0]])

    assert arms.means.tolist() == [1.0, 5.0]
    assert arms.covariance.tolist() == [[1.0, 0.5], [0.5, 4.0]]
    assert arms.df == inf
    with pytest.raises(BadValues, match="df"):
        arms_from_estimates([0, 1], [1.0, 2.0], np.eye(2), df=0.5)
