"""Networks that cannot be: input that is refused with its rows, what is left out and told, and edges."""

from __future__ import annotations

import json

import numpy as np
import pytest

from kneewise.document import as_document
from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import check_designs, net_heat, network


def test_a_network_in_parts_is_refused_and_its_parts_named():
    table = {
        "study": ["1", "2", "3"],
        "treatment_1": ["marrow", "cultured fat", "cultured fat"],
        "treatment_2": ["HA", "saline", "steroid"],
        "effect": [0.1, 0.2, 0.3],
        "se": [0.1, 0.1, 0.1],
    }
    with pytest.raises(BadValues, match=r"2 parts .*\(HA, marrow\).*\(cultured fat, saline, steroid\)|2 parts"):
        network(table)


BASE = {
    "study": ["one", "one", "one", "two"],
    "treatment_1": ["A", "A", "B", "A"],
    "treatment_2": ["B", "C", "C", "B"],
    "effect": [1.0, 3.0, 2.0, 0.5],
    "se": [0.5, 0.5, 0.5, 0.4],
}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"effect": [1.0, 3.0, 2.5, 0.5]}, r"rows 1, 2, 3.*'one' that do not add up"),
        ({"se": [0.5, 0.5, 0.0, 0.4]}, "row 3.*0 or less"),
        ({"se": [0.5, -0.5, 0.5, 0.4]}, "row 2.*0 or less"),
        ({"treatment_2": ["B", "C", "B", "B"]}, "row 3.*against itself"),
        ({"treatment_1": ["A", "A", "B", None]}, "row 4: found nothing"),
        ({"study": ["one", "one", "two", "two"]}, "rows 1, 2: found 2 comparisons of the 3 arms of 'one'"),
        ({"treatment_1": ["A", "B", "B", "A"], "treatment_2": ["B", "A", "C", "B"]}, "rows 1, 2.*'one' twice"),
        ({"se": [0.1, 1.0, 0.2, 0.4]}, "standard errors of 'one' that no 3 arms can have"),
        ({"effect": np.array([1.0, 3.0, "2", 0.5], dtype=object)}, "row 3: found text"),
        ({"effect": [1.0, 3.0]}, "different lengths"),
        ({"effect": [np.inf, 3.0, 2.0, 0.5]}, "infinite"),
    ],
)
def test_contrasts_that_no_trial_can_have_are_refused_with_their_rows(change, said):
    with pytest.raises(BadValues, match=said):
        network({**BASE, **change})


def test_knees_of_one_person_may_have_arms_below_no_variance():
    # A and B are knees of one person, C other persons: A against B is known better than any two separate arms.
    paired = {**BASE, "se": [0.05, 0.5, 0.505, 0.4]}
    separate = {**BASE, "se": [0.5, 0.5, 0.5, 0.4]}

    assert network(separate).n_trials[0, 1] == 2
    with pytest.raises(BadValues, match=r"rows 1, 2, 3.*name it in correlated"):
        network(paired)
    assert network(paired, correlated=["one"]).q.df == 1
    with pytest.raises(BadValues, match="correlated: found 'three'"):
        network(paired, correlated=["three"])


def test_a_row_without_a_figure_is_left_out_and_told():
    table = {name: [*values, values[-1]] for name, values in BASE.items()}
    table["study"][4] = "three"
    table["effect"][4] = None
    result = network(table)

    assert result.studies == ("one", "two")
    assert result.left_out == ("row 5: three has no effect or no standard error",)
    # A trial of three arms of which one comparison is left out is no longer complete.
    with pytest.raises(BadValues, match="found 2 comparisons of the 3 arms"):
        network({**BASE, "effect": [1.0, 3.0, None, 0.5]})


def test_an_arm_twice_is_refused_with_its_rows():
    rows = {"study": ["1", "1", "1"], "treatment": ["A", "B", "A"], "events": [1, 2, 3], "n": [10, 10, 10]}

    with pytest.raises(BadValues, match=r"rows 1, 3: found 'A' twice in '1'"):
        network(rows, treatment="treatment", events="events", n="n")


@pytest.mark.parametrize(
    ("events", "n", "said"),
    [
        ([1, 11], [10, 10], "events, row 2"),
        ([1, -1], [10, 10], "events, row 2"),
        ([1, 1.5], [10, 10], "events, row 2"),
        ([0, 1], [0, 10], "n, row 1"),
        ([0, 0], [10, 10], "no trial that compares two arms"),
        ([3, None], [10, 10], "no trial that compares two arms"),
    ],
)
def test_counts_that_no_arm_can_have_are_refused(events, n, said):
    rows = {"study": ["1", "1"], "treatment": ["A", "B"], "events": events, "n": n}
    with pytest.raises(BadValues, match=said):
        network(rows, treatment="treatment", events="events", n="n")


def test_a_chain_without_a_degree_of_freedom_has_no_random_model_and_says_why():
    table = {
        "study": ["1", "2"],
        "treatment_1": ["A", "B"],
        "treatment_2": ["B", "C"],
        "effect": [1.0, 2.0],
        "se": [0.3, 0.4],
    }
    result = network(table)

    assert (result.tau2, result.random, result.prediction_low, result.i2) == (None, None, None, None)
    assert "no degree of freedom" in result.tau2_why
    assert result.effects.estimate[0, 2] == pytest.approx(3.0)
    assert result.effects.se[0, 2] == pytest.approx(0.5)
    with pytest.raises(NotEstimable, match="no loop"):
        net_heat(result)
    assert all(each.between_without is None for each in check_designs(result).designs)
    assert network(table, tau2=0.1).random.se[0, 1] == pytest.approx(np.sqrt(0.09 + 0.1))


@pytest.mark.parametrize(
    "change",
    [
        {"tau2": "PM"},
        {"tau2": -1.0},
        {"tau2": np.nan},
        {"model": "mixed"},
        {"level": 1.0},
        {"better": "more"},
        {"reference": "Z"},
    ],
)
def test_choices_that_are_none_are_refused_with_those_that_are(change):
    with pytest.raises(BadValues, match="allowed"):
        network(BASE, **change)


def test_a_result_is_a_document():
    document = as_document(network(BASE, better="lower"))

    assert json.loads(json.dumps(document))["treatments"] == ["A", "B", "C"]
    assert "_trials" not in document
    assert document["n_trials"] == [[0, 2, 1], [2, 0, 1], [1, 1, 0]]


def test_tables_of_polars_and_arrays_are_taken_alike():
    import polars as pl

    one = network(pl.DataFrame(BASE))
    two = network(**{name: np.array(values) for name, values in BASE.items()})

    assert np.array_equal(one.effects.estimate, two.effects.estimate)


@pytest.mark.parametrize(("tau2", "variance"), [("REML", 1e12), ("ML", 2e12 / 3)])
def test_trials_that_flatly_contradict_each_other_have_a_large_variance_between_them(tau2, variance):
    table = {
        "study": ["1", "2", "3"],
        "treatment_1": ["A"] * 3,
        "treatment_2": ["B"] * 3,
        "effect": [1e6, -1e6, 2.0],
        "se": [1e-4, 1e-4, 1e-6],
    }

    assert network(table, tau2=tau2).tau2 == pytest.approx(variance, rel=1e-6)


@pytest.mark.parametrize("tau2", ["DL", "REML", "ML"])
def test_trials_that_say_the_very_same_do_not_vary(tau2):
    table = {"study": ["1", "2", "3"], "treatment_1": ["A"] * 3, "treatment_2": ["B"] * 3, "effect": [0.3] * 3,
             "se": [0.2] * 3}  # fmt: skip
    result = network(table, tau2=tau2)

    assert (result.tau2, result.i2, result.i2_low) == (0, 0, 0)
    assert result.effects.se[0, 1] == pytest.approx(0.2 / 3**0.5)
