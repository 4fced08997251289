"""Covariance structures: their derivatives, their starts, and how they contain each other."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes import mmrm
from kneewise.outcomes.repeated_measures.covariance import STRUCTURES, structure_of
from unit.outcomes.repeated_measures.trial import FORMULA, KEYS, a_trial

BY_VISIT = [name for name in STRUCTURES if name != "sp_exp"]
STEP = 1e-5


def slope(function, theta):
    """Central differences of a function of theta, the parameter first."""
    steps = STEP * np.eye(len(theta))
    return np.array([(function(theta + step) - function(theta - step)) / (2 * STEP) for step in steps])


@pytest.mark.parametrize("n_visits", [2, 3, 5])
@pytest.mark.parametrize("name", BY_VISIT)
@settings(derandomize=True, max_examples=4, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_first_and_second_derivatives_are_those_of_the_matrix(name, n_visits, seed):
    rng = np.random.default_rng(seed)
    structure = structure_of(name, n_visits)
    theta = rng.normal(scale=0.5, size=structure.n_theta)
    weight = rng.normal(size=(n_visits, n_visits))
    pairs = rng.normal(size=(structure.n_theta, structure.n_theta))
    weight, pairs = weight + weight.T, pairs + pairs.T
    point = structure.at(theta)
    second = slope(lambda place: structure.at(place).first(), theta)

    assert point.first() == pytest.approx(slope(lambda place: structure.at(place).sigma, theta), abs=1e-7)
    assert point.second_traces(weight) == pytest.approx(np.tensordot(second, weight, 2), abs=1e-7)
    assert point.second_sum(pairs) == pytest.approx(np.tensordot(pairs, second, 2), abs=1e-7)


@pytest.mark.parametrize("name", ["us", "csh", "ar1h", "cs", "ar1"])
def test_a_covariance_of_the_family_is_its_own_start(name):
    structure = structure_of(name, 4)
    theta = np.random.default_rng(3).normal(scale=0.4, size=structure.n_theta)
    sigma = structure.at(theta).sigma

    assert structure.start(sigma) == pytest.approx(theta, abs=1e-12)
    assert np.linalg.eigvalsh(sigma)[0] > 0


@pytest.mark.parametrize("name", ["toeph", "ar1h", "csh", "adh"])
def test_with_two_visits_every_heterogeneous_structure_is_the_unstructured_one(name):
    trial = a_trial(visits=2)
    whole = mmrm(FORMULA, trial, **KEYS)
    fit = mmrm(FORMULA, trial, **KEYS, covariance=name)

    assert fit.log_likelihood == pytest.approx(whole.log_likelihood, abs=1e-9)
    assert fit.covariance == pytest.approx(whole.covariance, rel=1e-9)
    # Satterthwaite's df do not depend on how the covariance is parametrised.
    assert fit.coefficients.df == pytest.approx(whole.coefficients.df, rel=1e-8)


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("cs", "toep"),
        ("ar1", "toep"),
        ("ar1", "ad"),
        ("toep", "toeph"),
        ("ar1h", "adh"),
        ("adh", "us"),
        ("toeph", "us"),
    ],
)
def test_a_richer_structure_fits_at_least_as_well(inner, outer):
    trial = a_trial(seed=5)
    poor, rich = (mmrm(FORMULA, trial, **KEYS, covariance=name) for name in (inner, outer))

    assert rich.log_likelihood >= poor.log_likelihood - 1e-9
    assert len(rich.theta) > len(poor.theta)


def test_autoregression_over_equal_steps_is_the_spatial_exponential():
    trial = a_trial()
    steps = mmrm(FORMULA, trial, **KEYS, covariance="ar1")
    times = mmrm(FORMULA, trial, subject="patient", visit="month", covariance="sp_exp")

    assert times.log_likelihood == pytest.approx(steps.log_likelihood, abs=1e-8)
    assert times.coefficients.se == pytest.approx(steps.coefficients.se, rel=1e-8)
    assert times.covariance == pytest.approx(steps.covariance[:2, :2], rel=1e-7)


@pytest.mark.parametrize(
    ("name", "n_visits", "part"),
    [("ush", 3, "allowed: us, toep"), ("ar1", 1, "at least two visits")],
)
def test_a_structure_that_cannot_be_is_refused(name, n_visits, part):
    with pytest.raises(BadValues, match=part):
        structure_of(name, n_visits)


def test_too_many_visits_for_a_structure_are_told():
    with pytest.raises(NotEstimable, match="1830 parameters"):
        structure_of("us", 60)
