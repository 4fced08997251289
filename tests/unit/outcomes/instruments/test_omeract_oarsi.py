"""OMERACT-OARSI responders at the edges of both criteria, and with one of the three domains unknown."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.errors import BadValues
from kneewise.outcomes import score_omeract_oarsi

SAME = (50, 50)
YES, NO, UNKNOWN = 1, 0, -1
NAN = np.nan


def _responder(pain, function, patient_global, better="lower"):
    return score_omeract_oarsi([pain], [function], [patient_global], better=better).responder[0]


@pytest.mark.parametrize(
    ("pain", "function", "patient_global", "result"),
    [
        ((40, 20), SAME, SAME, YES),  # 50 % and 20 points
        ((40, 20.1), SAME, SAME, NO),
        ((39, 19), SAME, SAME, YES),  # 51 % and 20 points
        ((38, 18.5), SAME, SAME, NO),  # 51 %, 19.5 points
        ((60, 31), SAME, SAME, NO),  # 29 points, 48 %
        (SAME, (80, 40), SAME, YES),
        (SAME, SAME, (80, 0), NO),  # the global alone never suffices
        ((50, 40), (50, 40), SAME, YES),  # 20 % and 10 points in two
        ((50, 40), SAME, (50, 40), YES),
        (SAME, (50, 40), (50, 40), YES),
        ((50, 40), (50, 40.1), SAME, NO),
        ((60, 49), (50, 40), SAME, NO),  # 11 points, 18 %
        ((50, 60), (50, 40), (50, 40), YES),  # pain worse
        ((0, 0), (0, 0), (0, 0), NO),  # nothing to improve: no division by the baseline
        ((35.3, 15.3), SAME, SAME, YES),  # 20 points but for the machine's last digit
    ],
)
def test_a_responder_is_told_at_the_edges(pain, function, patient_global, result):
    assert _responder(pain, function, patient_global) == result


@pytest.mark.parametrize(
    ("pain", "function", "patient_global", "result"),
    [
        ((40, 20), SAME, (NAN, 40), YES),  # pain settles it
        ((50, 40), (50, 40), (50, NAN), YES),  # two are there already
        (SAME, SAME, (NAN, NAN), NO),  # the global alone cannot bring two
        ((50, 40), SAME, (NAN, 40), UNKNOWN),
        ((50, NAN), SAME, SAME, UNKNOWN),  # pain might have improved by much
        ((NAN, 50), (50, 40), (50, 40), YES),
        ((8, NAN), SAME, SAME, NO),  # 8 points at most
        ((15, NAN), SAME, SAME, NO),  # 15 points at most, in one domain
        ((15, NAN), (50, 40), SAME, UNKNOWN),
        ((NAN, 95), (50, 40), SAME, NO),
        ((NAN, NAN), (NAN, NAN), (NAN, NAN), UNKNOWN),
    ],
)
def test_an_unknown_score_leaves_the_answer_open_only_where_it_could_turn_it(pain, function, patient_global, result):
    assert _responder(pain, function, patient_global) == result


def test_without_any_global_it_is_unknown_for_everyone():
    made = score_omeract_oarsi([(40, 20), (50, 40), SAME], [SAME, SAME, SAME], None, better="lower")

    assert made.responder.tolist() == [YES, UNKNOWN, NO]
    assert (made.n_yes, made.n_no, made.n_unknown) == (1, 1, 1)
    assert made.by_some.tolist() == [[1, 0, -1], [1, 0, -1], [0, 0, -1]]


def test_a_scale_with_the_good_end_high_is_turned_first():
    assert _responder((60, 80), SAME, SAME, better="higher") == YES  # severity 40 to 20
    assert _responder((40, 60), SAME, SAME, better="higher") == NO  # severity 60 to 40: 33 %
    ends = {"pain": "lower", "function": "higher", "global": "lower"}
    assert _responder((50, 40), (50, 60), SAME, better=ends) == YES


_GRID = (0.0, 8, 10, 20, 38, 40, 50, 60, 90, 100)
_SCORES = st.one_of(st.none(), st.sampled_from(_GRID))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.lists(_SCORES, min_size=6, max_size=6))
def test_unknown_is_what_some_filling_makes_true_and_another_false(scores):
    gaps = [place for place, each in enumerate(scores) if each is None]
    fillings = np.array(list(product(_GRID if len(gaps) <= 3 else (0.0, 40, 100), repeat=len(gaps))))
    filled = np.tile(np.array(scores, dtype=float), (len(fillings), 1))
    filled[:, gaps] = fillings
    found = score_omeract_oarsi(filled[:, :2], filled[:, 2:4], filled[:, 4:], better="lower").responder

    told = _responder(scores[:2], scores[2:4], scores[4:])
    assert set(found.tolist()) == ({YES, NO} if told == UNKNOWN else {told})


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: _responder((50, 101), SAME, SAME), "pain, row 1, follow-up: found a number above 100"),
        (lambda: _responder(SAME, (-1, 3), SAME), "function, row 1, baseline: found a number below 0"),
        (lambda: _responder(SAME, SAME, SAME, better="up"), "better of pain: found 'up'"),
        (lambda: _responder(SAME, SAME, SAME, better={"pain": "lower"}), "better of function: found None"),
        (lambda: score_omeract_oarsi([1, 2], [SAME], [SAME], better="lower"), r"pain: found an array of shape \(2,\)"),
        (lambda: score_omeract_oarsi([SAME], [SAME] * 2, [SAME], better="lower"), "found several lengths"),
        (lambda: _responder(("50", "40"), SAME, SAME), "column 'baseline', row 1: found text"),
    ],
)
def test_what_is_no_score_of_0_to_100_is_refused(call, told):
    with pytest.raises(BadValues, match=told):
        call()
