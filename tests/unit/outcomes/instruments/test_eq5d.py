"""Value sets of EQ-5D: every state of every country."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.errors import BadValues
from kneewise.outcomes import Why, eq5d_countries, score_eq5d_3l, score_eq5d_5l
from kneewise.outcomes.instruments.eq5d_values import LEVELS, index_of_states

SETS = [(version, country) for version in LEVELS for country in eq5d_countries(version)]


@pytest.mark.parametrize(("version", "country"), SETS)
def test_no_state_is_worth_more_than_one_with_a_milder_problem(version, country):
    states = index_of_states(version, country).reshape((LEVELS[version],) * 5)

    assert all((np.diff(states, axis=dimension) <= 1e-12).all() for dimension in range(5))
    assert (states.max(), states.min()) == (states[0, 0, 0, 0, 0], states[-1, -1, -1, -1, -1])


@pytest.mark.parametrize(("version", "country"), SETS)
def test_every_state_is_found_at_its_place(version, country):
    states = np.indices((LEVELS[version],) * 5).reshape(5, -1).T + 1
    scorer = {"3L": score_eq5d_3l, "5L": score_eq5d_5l}[version]

    np.testing.assert_array_equal(scorer(states, country=country)["index"], index_of_states(version, country))


def test_korea_has_a_value_set_for_both_versions():
    by_hand = 1 - 0.096 - 0.046 - 0.032 - 0.021 - 0.042 - 0.033  # 22222: the intercept and five decrements

    assert score_eq5d_5l([[2] * 5], country="South Korea")["index"][0] == pytest.approx(by_hand, abs=1e-12)
    assert score_eq5d_3l([[2] * 5], country="south korea")["index"][0] == pytest.approx(0.677, abs=1e-12)


def test_a_state_with_a_gap_has_no_index():
    made = score_eq5d_5l({"MO": [1, 1], "SC": [1, 1], "UA": [1, None], "PD": [3, 3], "AD": [1, 1]}, country="UK")

    assert np.isnan(made["index"]).tolist() == [False, True]
    assert made.part("index").why.tolist() == [Why.SCORED, Why.TOO_FEW]
    assert made.rule == "UK"


@pytest.mark.parametrize("level", [0, 4])
def test_a_level_outside_the_version_is_refused(level):
    with pytest.raises(BadValues, match=r"row 1, item SC: found a number .*; allowed: 1, 2, 3, or nothing"):
        score_eq5d_3l([[1, level, 1, 1, 1]], country="UK")


def test_a_country_without_a_value_set_is_refused_with_those_that_are_held():
    with pytest.raises(BadValues, match="found 'Atlantis'; value sets are held for SouthKorea, USA, UK, Japan"):
        score_eq5d_3l([[1] * 5], country="Atlantis")
    with pytest.raises(BadValues, match="found '4L'; allowed: 3L, 5L"):
        eq5d_countries("4L")
