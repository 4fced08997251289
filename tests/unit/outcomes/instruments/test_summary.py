"""Scores told in groups: every form counted once, every missing score with its reason."""

from __future__ import annotations

import numpy as np
import pytest

from kneewise.columns import codes
from kneewise.errors import BadValues
from kneewise.outcomes import score_koos, score_koos_12, summarise_scores


def _forms():
    forms = np.repeat(np.arange(5.0), 2)[:, np.newaxis].repeat(4, axis=1)  # QOL 100, 100, 75, 75, ... 0, 0
    forms[8] = np.nan
    forms[9, 1:] = np.nan
    return forms


def test_groups_come_in_the_order_of_their_levels_and_forms_without_a_label_last():
    made = score_koos(_forms(), parts=["QOL"]).part("QOL")
    table = {"arm": ["b", "b", "a", "a", "a", "a", "a", "a", None, None], "visit": [0, 6] * 5}
    groups = summarise_scores(made, arm=codes(table, "arm"), visit=codes(table, "visit"))

    assert [(each.arm, each.visit, each.n) for each in groups] == [
        ("a", 0, 3), ("a", 6, 3), ("b", 0, 1), ("b", 6, 1), (None, 0, 1), (None, 6, 1),
    ]  # fmt: skip
    assert sum(each.n for each in groups) == 10
    assert (groups[0].mean, groups[0].lowest, groups[0].median, groups[0].highest) == (50, 25, 50, 75)
    assert groups[0].standard_deviation == pytest.approx(25)
    assert groups[2].standard_deviation is None
    assert (groups[4].n_no_form, groups[4].mean) == (1, None)
    # Its one answer keeps the form from being an empty one.
    assert (groups[5].n_too_few, groups[5].highest) == (1, None)


def test_without_arms_and_visits_there_is_one_group_a_part():
    forms = np.array([[0] * 12, [0] * 9 + [np.nan] * 3, [np.nan] * 12], dtype=float)
    made = score_koos_12(forms)
    (group,) = summarise_scores(made.part("summary"))

    assert (group.n, group.n_scored, group.n_no_form, group.n_too_few, group.n_part_missing) == (3, 1, 1, 0, 1)
    assert (group.arm, group.visit) == (None, None)


def test_the_order_of_the_forms_does_not_matter():
    forms = np.random.default_rng(2).integers(0, 5, (60, 4)).astype(float)
    labels = np.arange(60) % 3
    order = np.random.default_rng(3).permutation(60)
    straight = summarise_scores(score_koos(forms, parts=["QOL"]).part("QOL"), arm=codes({"a": labels}, "a"))
    mixed = summarise_scores(score_koos(forms[order], parts=["QOL"]).part("QOL"), arm=codes({"a": labels[order]}, "a"))

    for one, other in zip(straight, mixed, strict=True):
        assert (one.n, one.median, one.upper_quartile) == (other.n, other.median, other.upper_quartile)
        assert one.mean == pytest.approx(other.mean, abs=1e-12)


def test_labels_of_another_length_are_refused():
    made = score_koos(_forms(), parts=["QOL"]).part("QOL")
    with pytest.raises(BadValues, match="visit: found 2 labels; allowed: one for each of the 10 forms"):
        summarise_scores(made, visit=codes({"visit": [1, 2]}, "visit"))
