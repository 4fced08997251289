"""The distribution of the largest contrast: closed forms, laws, singular and degenerate sets."""

from __future__ import annotations

from math import inf, pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, qmc, studentized_range
from scipy.stats import t as student

from kneewise.errors import BadValues
from kneewise.outcomes.dose.largest_contrast import largest_contrast

pytestmark = pytest.mark.filterwarnings("error")

quick = settings(derandomize=True, max_examples=6, deadline=None)
THRESHOLDS = [-2.0, -0.3, 0.0, 0.4, 1.0, 2.0, 3.5, 6.0]


@pytest.mark.parametrize("m", [1, 2, 3, 4, 5, 6])
def test_independent_contrasts_multiply(m):
    found, both_ways = largest_contrast(np.eye(m)), largest_contrast(np.eye(m), two_sided=True)

    for c in THRESHOLDS:
        assert found.tail(c) == pytest.approx(1 - norm.cdf(c) ** m, abs=1e-9)
        assert both_ways.tail(c) == pytest.approx(1.0 if c < 0 else 1 - (2 * norm.cdf(c) - 1) ** m, abs=1e-9)


@pytest.mark.parametrize("df", [1, 2, 9, 95, 5000, inf])
def test_a_single_contrast_is_a_t_test(df):
    found = largest_contrast([[0.3, -2.0, 1.7]], df=df)
    law = norm if df == inf else student(df)

    for c in [*THRESHOLDS, 12.0]:
        assert found.tail(c) == pytest.approx(law.sf(c), rel=1e-9, abs=1e-11)
    assert found.critical_value(0.025) == pytest.approx(law.isf(0.025), rel=1e-9)


@pytest.mark.parametrize("df", [3, 21])
def test_all_pairs_of_arms_have_tukeys_studentized_range(df):
    # The largest of all pairwise differences, both ways round, is the studentized range over the root of 2.
    arms = np.eye(4)
    pairs = [arms[i] - arms[j] for i in range(4) for j in range(4) if i != j]
    found = largest_contrast(pairs, df=df)

    assert found.rank == 3
    for c in (1.0, 2.0, 3.0):
        assert found.tail(c) == pytest.approx(studentized_range.sf(c * np.sqrt(2), 4, df), abs=2e-7)


def test_directions_in_a_plane_have_the_angle_between_them():
    # Above 0: at least one of two unit vectors at the angle a is positive on the share (pi + a) / 2 pi of the circle.
    for angle in (1e-4, 0.5, 2.0, pi - 1e-3):
        found = largest_contrast([[1.0, 0.0], [np.cos(angle), np.sin(angle)]], df=7)
        assert found.tail(0.0) == pytest.approx((pi + angle) / (2 * pi), abs=1e-9)


def test_a_facet_that_passes_through_the_foot_of_another_face_is_no_trouble():
    # Correlations 1/2, 1/2, 0 put the third facet exactly on the edge of the first two.
    corner = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0.5, 0.5, np.sqrt(0.5), 0], [0, 0, 0.6, 0.8]])
    tied = largest_contrast(corner, df=11)
    turned = corner.copy()
    turned[2] = [0.5 + 1e-5, 0.5, np.sqrt(1 - (0.5 + 1e-5) ** 2 - 0.25), 0]
    near = largest_contrast(turned, df=11)

    for c in (0.0, 0.5, 2.0):
        assert tied.tail(c) == pytest.approx(near.tail(c), abs=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_random_sets_agree_with_a_count_of_directions(seed):
    draw = np.random.default_rng(seed)
    rank, m = [(2, 5), (3, 7), (4, 4), (5, 8)][seed]
    rows = draw.normal(size=(m, rank))
    rows /= np.linalg.norm(rows, axis=1)[:, None]
    z = norm.ppf(qmc.Sobol(rank, seed=seed).random_base2(15))
    largest = (z @ rows.T).max(axis=1)
    found = largest_contrast(rows)

    for c in (-0.4, 0.0, 1.0, 2.0):
        assert found.tail(c) == pytest.approx(np.mean(largest > c), abs=2e-3)


@quick
@given(st.integers(0, 10_000), st.sampled_from([4, 60, inf]), st.booleans())
def test_the_laws_of_a_tail_hold(seed, df, two_sided):
    draw = np.random.default_rng(seed)
    rows = draw.normal(size=(draw.integers(1, 6), draw.integers(1, 4)))
    found = largest_contrast(rows, df=df, two_sided=two_sided)
    tails = np.array([found.tail(c) for c in np.linspace(-3, 6, 19)])
    one = norm.sf if df == inf else student(df).sf

    assert (np.diff(tails) <= 1e-9).all()  # it falls
    assert ((tails >= 0) & (tails <= 1)).all()
    m = len(rows) * (2 if two_sided else 1)
    for c in (0.5, 2.0, 4.0):
        assert one(c) - 1e-10 <= found.tail(c) <= min(1, m * one(c)) + 1e-10  # between one contrast and Bonferroni
    assert found.tail(found.critical_value(0.025)) == pytest.approx(0.025, abs=1e-10)
    shuffled = largest_contrast(3.0 * rows[draw.permutation(len(rows))], df=df, two_sided=two_sided)
    assert shuffled.tail(1.5) == pytest.approx(found.tail(1.5), abs=1e-9)


def test_a_contrast_twice_is_one_contrast():
    once = largest_contrast([[1.0, 0.2], [0.1, 1.0]], df=12)
    twice = largest_contrast([[1.0, 0.2], [0.1, 1.0], [2.0, 0.4]], df=12)

    assert twice.n_contrasts == 2
    assert twice.tail(1.7) == pytest.approx(once.tail(1.7), rel=1e-12)


def test_p_values_of_great_effects_keep_their_digits():
    found = largest_contrast(np.eye(3))

    assert found.tail(20.0) == pytest.approx(3 * norm.sf(20.0), rel=1e-6)
    assert largest_contrast(np.eye(3), df=30).tail(45.0) == pytest.approx(3 * student(30).sf(45.0), rel=1e-3)
    assert found.tail(60.0) == 0.0  # below the smallest number there is


@pytest.mark.parametrize(
    ("rows", "more"),
    [([[0.0, 0.0]], {}), ([[np.nan, 1.0]], {}), ([[1.0, 0.0]], {"df": 0.5}), ([[1.0, 0.0]], {"df": np.nan})],
)
def test_what_is_no_set_of_contrasts_is_refused(rows, more):
    with pytest.raises(BadValues):
        largest_contrast(rows, **more)


def test_a_contrast_and_its_opposite_are_never_both_below_zero():
    found = largest_contrast([[1.0, 0.0], [-1.0, 0.0], [0.3, 1.0]], df=8)

    assert found.tail(-0.5) == 1.0
    assert found.tail(0.0) == pytest.approx(1.0, abs=1e-9)


def test_too_many_faces_are_refused_rather_than_waited_for():
    draw = np.random.default_rng(1)
    with pytest.raises(BadValues, match="faces"):
        largest_contrast(draw.normal(size=(60, 8)))


@pytest.mark.parametrize("alpha", [0, -0.1, 0.6, np.nan])
def test_an_alpha_that_is_no_risk_is_refused(alpha):
    with pytest.raises(BadValues, match="alpha"):
        largest_contrast(np.eye(2)).critical_value(alpha)
