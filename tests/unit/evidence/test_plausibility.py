"""Rows that cannot be, rows to look at once more, and rows that are well."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from kneewise.errors import BadValues
from kneewise.evidence import check_rows

WELL = {
    "study": ["Vega 2015", "Lu 2019"],
    "arm1": ["cells", "cells"],
    "arm2": ["HA", "HA"],
    "n1": [15, 26],
    "mean1": [33.0, 20.0],
    "sd1": [18.0, 9.0],
    "n2": [15, 26],
    "mean2": [45.0, 26.0],
    "sd2": [20.0, 10.0],
    "effect": [-12.0, -6.0],
    "ci_low": [-25.6, -11.2],
    "ci_high": [1.6, -0.8],
    "p": [0.08, 0.02],
    "measure": ["MD", "MD"],
    "scale_low": [0, 0],
    "scale_high": [100, 100],
}


def changed(row, **cells):
    table = {name: list(values) for name, values in WELL.items()}
    for name, value in cells.items():
        table.setdefault(name, [np.nan] * 2)[row - 1] = value
    return table


def found(table):
    return [(each.row, each.kind, each.rule) for each in check_rows(table)]


def test_rows_that_are_well_have_no_finding():
    assert check_rows(WELL) == ()
    assert check_rows(pd.DataFrame(WELL)) == ()


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"sd1": -9.0}, "not negative"),
        ({"n2": 0}, "somebody there"),
        ({"effect": -0.5}, "estimate in its interval"),
        ({"ci_low": 3.0, "ci_high": -3.0}, "in order"),
        ({"p": 1.2}, "in range"),
        ({"events1": 27.0, "events2": 3.0}, "events among patients"),
        ({"quartile_low1": 30.0, "median1": 20.0}, "in order"),
        ({"mean1": 120.0, "effect": 94.0, "ci_low": 80.0, "ci_high": 108.0}, "mean on its scale"),
        ({"sd2": 60.0}, "spread on its scale"),
    ],
)
def test_what_cannot_be_is_impossible(cells, rule):
    assert (2, "impossible", rule) in found(changed(2, **cells))


@pytest.mark.parametrize(
    ("cells", "rule"),
    [
        ({"n1": 26.5}, "whole count"),
        ({"effect": -10.0}, "interval around its estimate"),
        ({"mean2": 30.0}, "effect of its means"),
        ({"effect": 6.0, "ci_low": 0.8, "ci_high": 11.2}, "sign of the effect"),
        ({"p": 0.4}, "p and interval"),
        ({"sd1": 1.8}, "spreads alike"),
        ({"sd1": 1.8, "sd2": 1.9}, "means within reach"),
        ({"sd1": 0.0}, "spreads alike"),
        ({"sd1": 0.0, "sd2": 0.0}, "spreads alike"),
    ],
)
def test_what_is_more_often_a_slip_is_doubtful(cells, rule):
    assert (2, "doubtful", rule) in found(changed(2, **cells))


def test_the_same_comparison_twice_is_doubtful_and_of_another_time_is_not():
    table = {name: [values[0]] * 2 for name, values in WELL.items()}

    assert found(table) == [(1, "doubtful", "each row once"), (2, "doubtful", "each row once")]
    assert found({**table, "timepoint": ["6 months", "12 months"]}) == []


def test_a_ratio_is_judged_by_its_logs():
    well = {"study": ["Kim"], "measure": ["RR"], "effect": [1.26], "ci_low": [1.05], "ci_high": [1.51], "p": [0.01]}
    misprint = {**well, "ci_low": [0.45]}

    assert check_rows(well) == ()
    assert [each.rule for each in check_rows(misprint)] == ["interval around its estimate", "p and interval"]


def test_a_table_of_arms_is_judged_by_the_interval_of_the_mean():
    arms = {"study": ["a", "a"], "arm": ["cells", "HA"], "n": [20, 20], "mean": [5.0, 9.0], "ci_low": [4.0, 3.0],
            "ci_high": [6.0, 8.0]}  # fmt: skip
    (one,) = check_rows(arms)

    assert (one.row, one.study, one.kind, one.columns) == (2, "a", "impossible", ("effect",))


def test_gaps_are_no_fault():
    assert check_rows({name: [None, None] for name in ("n1", "sd1", "effect", "ci_low", "ci_high", "p")}) == ()


def test_columns_of_other_names_are_not_looked_at():
    assert check_rows({"n": [20], "remark": ["x"], "sd_of_something": [-1.0]}) == ()


def test_text_in_a_column_of_numbers_is_refused():
    with pytest.raises(BadValues, match="'sd1', row 1"):
        check_rows({"sd1": ["two"]})


def test_an_infinite_number_is_refused():
    with pytest.raises(BadValues, match="infinite"):
        check_rows({"mean1": [np.inf]})


def test_the_same_figures_twice_are_told_where_arms_are_not_named():
    one = {name: [values[0]] * 2 for name, values in WELL.items() if name not in ("arm1", "arm2")}

    assert found(one) == [(1, "doubtful", "each row once"), (2, "doubtful", "each row once")]
    assert found({**one, "months": [6, 12]}) == []
    assert found({"study": ["a", "a"], "effect": [np.nan, np.nan], "p": [0.5, 0.5]}) == []


def test_visits_of_one_arm_are_no_repeats():
    arms = {"study": ["a", "a"], "arm": ["x", "x"], "n": [20, 20], "mean": [3.0, 2.0], "sd": [1.0, 1.0]}

    assert [each[2] for each in found(arms)] == ["each row once"] * 2
    assert found({**arms, "months": [6, 12]}) == []


def test_an_arm_without_spread_is_doubtful():
    assert found({"study": ["a"], "n": [20], "mean": [3.0], "sd": [0.0]}) == [(1, "doubtful", "some spread")]


def test_a_table_without_a_column_that_is_checked_is_not_called_sound():
    with pytest.raises(BadValues, match="found no column that is checked; the table has: SD1, 연구"):
        check_rows({"연구": ["가"], "SD1": [-1.0]})
