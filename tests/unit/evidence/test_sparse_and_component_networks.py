"""Laws of networks of rare events and of components, and input that they cannot take."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.errors import BadValues, NotEstimable
from kneewise.evidence import component_network, network, sparse_network
from kneewise.evidence.networks.conditional import fit_conditional, hypergeometric_moments, multinomial_moments
from kneewise.evidence.networks.event_tables import EventTable

ROWS = {
    "study": ["1", "1", "2", "2", "3", "3", "3", "4", "4"],
    "treatment": ["A", "B", "A", "C", "A", "B", "C", "B", "C"],
    "events": [1, 3, 0, 4, 2, 2, 5, 1, 0],
    "n": [50, 52, 40, 41, 60, 58, 61, 30, 30],
}


@pytest.mark.parametrize("method", ["mantel-haenszel", "hypergeometric", "multinomial"])
def test_order_and_names_do_not_matter(method):
    order = [8, 2, 5, 0, 7, 3, 1, 6, 4]
    one = sparse_network(ROWS, method=method)
    two = sparse_network(
        {
            **{name: [values[k] for k in order] for name, values in ROWS.items()},
            "treatment": [{"A": "z", "B": "y", "C": "x"}[ROWS["treatment"][k]] for k in order],
        },
        method=method,
    )

    assert two.treatments == ("x", "y", "z")
    assert np.allclose(one.effects.estimate, two.effects.estimate[::-1, ::-1], rtol=0, atol=1e-9)
    assert np.allclose(one.effects.se, two.effects.se[::-1, ::-1], rtol=0, atol=1e-9)


def test_two_arms_of_mantel_haenszel_are_the_pooled_odds_ratio_by_hand():
    rows = {"study": ["1", "1", "2", "2"], "treatment": ["A", "B"] * 2, "events": [3, 1, 5, 0], "n": [20, 22, 30, 28]}
    result = sparse_network(rows)
    # R = sum a d / N, S = sum b c / N.
    r, s = 3 * 21 / 42 + 5 * 28 / 58, 1 * 17 / 42 + 0 * 25 / 58

    assert result.effects.estimate[0, 1] == pytest.approx(np.log(r / s), abs=1e-12)
    assert result.q_between.df == 0


def test_moments_of_three_arms_are_those_of_all_tables():
    n, effect, events = np.array([4.0, 3.0, 5.0]), np.array([0.3, -0.8, 0.5]), 5
    from math import comb

    tables = [(i, j, events - i - j) for i in range(5) for j in range(4) if 0 <= events - i - j <= 5]
    weight = np.array(
        [np.prod([comb(int(m), k) for m, k in zip(n, t, strict=True)]) * np.exp(np.dot(effect, t)) for t in tables]
    )
    share, x = weight / weight.sum(), np.array(tables, dtype=float)
    log_sum, mean, covariance = hypergeometric_moments(n, float(events), effect)

    assert log_sum == pytest.approx(np.log(weight.sum()), abs=1e-10)
    assert mean == pytest.approx(share @ x, abs=1e-12)
    assert np.allclose(covariance, np.cov(x.T, aweights=share, bias=True), rtol=0, atol=1e-12)


def test_large_trials_do_not_overflow():
    n, effect = np.array([40_000.0, 38_000.0]), np.array([1.5, -1.5])
    with np.errstate(all="raise", under="ignore"):
        log_sum, mean, covariance = hypergeometric_moments(n, 9_000.0, effect)

    assert np.isfinite(log_sum) and mean.sum() == pytest.approx(9_000)
    # So many persons that drawing with replacement is near.
    assert mean[0] == pytest.approx(multinomial_moments(n, 9_000.0, effect)[1][0], rel=0.1)
    assert covariance[0, 0] > 0


def test_what_says_nothing_is_left_out_and_told():
    rows = {name: [*values, *more] for (name, values), more in
            zip(ROWS.items(), (["5", "5"], ["A", "D"], [0, 0], [20, 20]), strict=True)}  # fmt: skip
    result = sparse_network(rows)

    assert result.treatments == ("A", "B", "C")
    assert "5 has no event, or events only" in result.left_out
    # Trial 2 saw no event in A: no odds ratio from that design alone.
    assert any("A in design A / C" in told for told in result.left_out)


def test_no_events_anywhere_is_refused():
    rows = {**ROWS, "events": [0] * 9}

    with pytest.raises(BadValues, match="no design that compares two arms"):
        sparse_network(rows)


@pytest.mark.parametrize("method", ["hypergeometric", "multinomial"])
def test_a_likelihood_without_a_top_is_not_estimable(method):
    # Every event that could be either A's or B's was B's, in one trial against A and in one against C: A goes to 0.
    rows = {
        "study": ["1", "1", "2", "2", "3", "3", "3"],
        "treatment": ["A", "B", "B", "C", "A", "B", "C"],
        "events": [0, 3, 2, 1, 1, 0, 0],
        "n": [20] * 7,
    }
    assert np.isfinite(sparse_network(rows, method=method).effects.se).all()
    tables = [
        EventTable((0, 1), (0,), np.array([[0.0, 3.0]]), np.array([[20.0, 17.0]])),
        EventTable((1, 2), (1,), np.array([[2.0, 1.0]]), np.array([[18.0, 19.0]])),
    ]
    with pytest.raises(NotEstimable, match="no top"):
        fit_conditional(tables, 3, exact=method == "hypergeometric")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"method": "peto"}, "method"),
        ({"level": 0.0}, "level"),
        ({"better": "up"}, "better"),
        ({"n": None}, "n: found nothing"),
    ],
)
def test_choices_of_sparse_networks_that_are_none_are_refused(change, said):
    with pytest.raises(BadValues, match=said):
        sparse_network(ROWS, **change)


PARTS = {
    "study": ["1", "2", "3", "4", "5"],
    "treatment_1": ["cells + HA", "cells", "HA", "cells + HA", "cells"],
    "treatment_2": ["HA", "placebo", "placebo", "cells", "HA"],
    "effect": [-1.0, -1.2, -0.3, -0.4, -0.8],
    "se": [0.3, 0.25, 0.2, 0.3, 0.35],
}


def test_a_product_of_parts_is_the_sum_of_its_parts():
    result = component_network(PARTS, inactive="placebo")
    parts = {each.name: each.estimate for each in result.components}
    place = {each: k for k, each in enumerate(result.treatments)}
    against_placebo = result.effects.estimate[:, place["placebo"]]

    assert list(parts) == ["cells", "HA"]
    assert against_placebo[place["cells + HA"]] == pytest.approx(parts["cells"] + parts["HA"], abs=1e-12)
    assert (result.q.df, result.difference.df, result.n_subnetworks) == (3, 1, 1)


def test_an_interaction_makes_the_model_the_plain_network():
    result = component_network(PARTS, inactive="placebo", interactions=[("cells", "HA")], common=True)
    plain = network(PARTS, model="common")

    assert [each.name for each in result.components] == ["cells", "HA", "cells*HA"]
    assert np.allclose(result.effects.estimate, plain.effects.estimate, rtol=0, atol=1e-10)
    assert result.difference.df == 0


def test_a_part_that_no_trial_tells_from_another_is_unknown_and_says_why():
    table = {name: values[:1] for name, values in PARTS.items()}
    table = {**table, "treatment_2": ["saline"]}
    result = component_network(table)

    assert all(each.estimate is None and "do not tell" in each.why for each in result.components)
    # Together they are told.
    assert result.effects.estimate[0, 1] == pytest.approx(-1.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"inactive": "water"}, "inactive: found 'water'"),
        ({"treatment_1": ["a", "b", "a", "a", "b"], "treatment_2": ["b", "c", "c", "b", "c"]}, "none made of several"),
        ({"separator": " "}, "separator"),
        ({"interactions": [("cells", "iron")]}, "interactions: found 'iron'"),
        ({"treatment_1": ["cells +", "cells", "HA", "cells + HA", "cells"]}, "begins or ends"),
    ],
)
def test_components_that_no_treatment_holds_are_refused(change, said):
    table = {**PARTS, **{k: v for k, v in change.items() if k in PARTS}}
    with pytest.raises(BadValues, match=said):
        component_network(table, **{k: v for k, v in change.items() if k not in PARTS})
