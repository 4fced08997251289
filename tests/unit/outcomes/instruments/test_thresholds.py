"""Thresholds of change: each with its people and its source, and none chosen in silence."""

from __future__ import annotations

import pytest

from kneewise.errors import BadValues
from kneewise.outcomes import every_threshold, thresholds
from kneewise.outcomes.instruments.thresholds import KINDS


def test_every_threshold_has_a_value_a_population_a_source_and_a_date():
    for each in every_threshold():
        assert (each.value is None) == (each.low is not None and each.high is not None), each
        assert each.population, each
        assert each.source.startswith("http"), each
        assert each.collected == "2026-11", each
        assert each.kind in KINDS, each
        assert each.level in ("primary", "secondary", "tertiary"), each
        assert (each.form in ("absolute", "state")) == (each.scale_low is not None), each
        assert (each.form == "state") == (each.kind == "PASS") == (each.change == "state"), each
        if each.value is not None:
            assert each.value > 0, each


def test_no_two_rows_say_the_same_thing_of_the_same_people_from_the_same_page():
    keys = [
        (each.instrument, each.part, each.kind, each.form, each.change, each.population, each.source)
        for each in every_threshold()
    ]

    assert len(set(keys)) == len(keys) == 56


def test_several_populations_are_listed_and_none_is_chosen():
    with pytest.raises(BadValues) as refused:
        thresholds("KOOS", "pain", "MIC")

    assert "found several" in str(refused.value)
    assert "knee OA, 4-week physiotherapy" in str(refused.value)
    assert "mild to moderate knee OA, non-surgical" in str(refused.value)


def test_a_population_names_one():
    assert thresholds("KOOS", "pain", "MIC", population="non-surgical").value == 11.3
    assert thresholds("koos", "PAIN", "mic", population="Persian").value == 15


def test_the_study_goes_before_the_trial_that_used_it_where_both_say_the_same():
    found = thresholds("VAS pain", "pain", "MCII", form="absolute", population="knee OA")

    assert (found.value, found.level, found.period) == (19.9, "primary", "4 weeks")


def test_absolute_and_relative_are_not_mixed():
    with pytest.raises(BadValues, match="found several"):
        thresholds("VAS pain", "pain", "MCII", population="knee OA")

    assert thresholds("VAS pain", "pain", "MCII", population="hip OA", form="relative").value == 32


def test_a_threshold_of_nobody_in_particular_is_given_only_to_who_asks_for_it():
    with pytest.raises(BadValues, match="found none whose population is stated"):
        thresholds("KOOS", "sport", "MCID")

    weak = thresholds("KOOS", "sport", "MCID", population="not stated")
    assert (weak.value, weak.level) == (11.2, "tertiary")


def test_improvement_and_worsening_are_two_thresholds():
    with pytest.raises(BadValues, match="found several"):
        thresholds("WOMAC and SF-36")

    found = thresholds("WOMAC and SF-36", change="worsening")
    assert (found.value, found.low, found.high) == (None, 5.8, 12.68)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("KOOS", "pain", "MCII"), "found none for 'KOOS pain MCII'; of KOOS are held: ADL MCID"),
        (("Lysholm",), "found none for 'Lysholm'; held are those of any, ICOAP, KOOS"),
    ],
)
def test_a_threshold_that_is_not_held_is_told_with_those_that_are(asked, told):
    with pytest.raises(BadValues, match=told):
        thresholds(*asked)


def test_an_unknown_population_is_told_with_those_that_are_held():
    with pytest.raises(BadValues, match="found none for the population 'dogs'"):
        thresholds("KOOS", "pain", "MIC", population="dogs")


def test_a_threshold_goes_over_to_another_scale_by_proportion():
    function = thresholds("WOMAC", "function", "MCII", form="absolute", population="knee OA")
    state = thresholds("WOMAC", "function", "PASS", population="knee OA")

    assert function.on_scale(0, 68) == pytest.approx(9.1 * 0.68, abs=1e-12)
    assert state.on_scale(0, 68) == pytest.approx(31 * 0.68, abs=1e-12)
    assert thresholds("VAS pain", "pain", "MDC95").on_scale(0, 100) == pytest.approx(28, abs=1e-12)
    with pytest.raises(BadValues, match="no number on a scale"):
        thresholds("WOMAC", "total", "MCID", population="Morocco").on_scale(0, 96)
    with pytest.raises(BadValues, match="not above the low end"):
        function.on_scale(10, 10)


def test_a_threshold_tells_itself_in_one_line():
    told = str(thresholds("KOOS", "QOL", "MCID", population="knee arthritis"))

    assert told == "MCID of KOOS QOL: 8 points of 0-100 (knee arthritis, 2 weeks)"
