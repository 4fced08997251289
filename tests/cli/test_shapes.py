"""Wide tables turned long, and planned visits out of days."""

from __future__ import annotations

import math

import numpy as np
import pytest

from kneewise.cli.table_kinds import InputTable
from kneewise.cli.visits import DEFAULT_VISITS, add_visits, assign_visits
from kneewise.cli.wide_tables import turn_long
from kneewise.errors import BadInput


def made(**columns):
    n = len(next(iter(columns.values())))
    arrays = {name: np.array(values) for name, values in columns.items()}
    return InputTable(file="t.csv", columns=arrays, rows=np.arange(2, n + 2))


def test_columns_of_a_pattern_become_rows():
    wide = made(
        id=["a", "b"], arm=[1, 10], koos_pain_m0=[40.0, 41], koos_pain_m3=[55, math.nan], koos_adl_m0=[30.0, 31]
    )
    long = turn_long(wide, ["koos_{part}_m{visit}"])

    assert long.columns["id"].tolist() == ["a"] * 3 + ["b"] * 3
    assert long.columns["part"].tolist() == ["pain", "pain", "adl"] * 2
    assert long.columns["visit"].tolist() == [0, 3, 0] * 2
    assert long.columns["score"].tolist()[:4] == [40, 55, 30, 41] and math.isnan(long.columns["score"][4])
    assert long.columns["arm"].tolist() == [1] * 3 + [10] * 3
    assert long.rows.tolist() == [2, 2, 2, 3, 3, 3]


def test_several_patterns_leave_gaps_in_names_that_one_lacks():
    long = turn_long(made(vas=[3.0], koos_m1=[5.0]), ["koos_m{visit}", "{instrument}"], value="value")

    assert long.columns["instrument"].tolist() == [None, "vas"] or long.columns["instrument"].tolist() == ["vas", None]


@pytest.mark.parametrize(
    ("columns", "patterns", "found"),
    [
        ({"a": [1.0]}, ["koos"], "without a name in braces"),
        ({"a": [1.0]}, ["koos_m{visit}"], "no column that fits"),
        ({"koos_m1": [1.0], "visit": [2]}, ["koos_m{visit}"], "a column 'visit' beside the pattern"),
        ({"koos_m1": [1.0], "score": [2]}, ["koos_m{visit}"], "a column 'score' beside the pattern"),
        ({"koos_m1": ["x"]}, ["koos_m{visit}"], "cells that are not numbers"),
        ({"a_1": [1.0], "b_1": [1.0]}, ["a_{visit}", "b_{visit}"], "two columns with the same names"),
        ({"koos_1_1": [1.0]}, ["koos_{visit}_{visit}"], "a name twice"),
    ],
)
def test_a_pattern_that_does_not_fit_is_told(columns, patterns, found):
    with pytest.raises(BadInput, match=found):
        turn_long(made(**columns), patterns)


@pytest.mark.parametrize(
    ("day", "visit"),
    [(-400, 0), (0, 0), (1, 1), (30, 1), (60, 1), (61, 3), (136, 3), (137, 6), (273, 6), (274, 12), (547, 12),
     (548, 24), (913, 24), (914, math.nan), (math.nan, math.nan)],
)  # fmt: skip
def test_a_day_belongs_to_the_nearest_planned_month_and_nothing_after_the_injection_is_baseline(day, visit):
    (found,) = assign_visits(np.array([float(day)]), np.array(DEFAULT_VISITS))

    assert found == visit or (math.isnan(found) and math.isnan(visit))


def test_without_a_baseline_visit_days_before_have_none():
    assert np.isnan(assign_visits(np.array([-3.0, 0.0]), np.array([1.0, 3.0]))).all()


def test_of_two_scores_of_one_visit_the_nearer_stays_and_the_other_is_told():
    table = made(case=["a"] * 5, part=["pain"] * 5, day=[-9.0, -2, 80, 91, math.nan], score=[1.0, 2, 3, 4, 5])
    found = add_visits(table)

    assert found.columns["score"].tolist() == [2, 4]
    assert found.columns["visit"].tolist() == [0, 3]
    assert found.told == (
        "1 row left out: no day, so no visit can be told",
        "2 rows left out: another score of the same visit is nearer to it",
    )


def test_parts_have_visits_of_their_own():
    table = made(case=["a", "a"], part=["pain", "adl"], day=[90.0, 90], score=[1.0, 2])

    assert add_visits(table).n_rows == 2
