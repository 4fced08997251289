"""Printed per cents against counts: what no whole number of people gives."""

from __future__ import annotations

import pytest

from kneewise.evidence import check_percents


@pytest.mark.parametrize(
    ("percent", "events", "n", "kind"),
    [
        (15, None, 30, "doubtful"),  # Hernigou 2018: 15 % of 30 knees
        (16.7, None, 30, None),
        (17, None, 30, None),  # 5 of 30 is 16.7, printed without decimals
        (17, 5, 30, None),
        (15, 5, 30, "impossible"),
        (4.3, None, 475, "doubtful"),
        (4.3, None, 440, None),
        (101, None, 30, "impossible"),
        (-1, None, None, "impossible"),
        (15, None, None, None),
        (None, 5, 30, None),
        (0, 0, 30, None),
        (100, 30, 30, None),
    ],
)
def test_a_per_cent_must_be_of_whole_people(percent, events, n, kind):
    found = check_percents({"percent": [percent], "events": [events], "n": [n]})

    assert [each.kind for each in found] == ([] if kind is None else [kind])


def test_arms_are_checked_each_with_its_own_columns():
    table = {"percent1": [10, 10], "n1": [30, 25], "percent2": [50, 33], "events2": [10, 5], "n2": [20, 10]}

    assert [(each.row, each.columns[0]) for each in check_percents(table)] == [(2, "percent1"), (2, "percent2")]


def test_a_table_without_per_cents_has_no_findings():
    assert check_percents({"events": [1], "n": [2]}) == ()
