"""Missing items, the reasons of missing scores, and laws that every questionnaire keeps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kneewise.document import as_document
from kneewise.errors import BadValues
from kneewise.outcomes import (
    Why,
    score,
    score_ikdc,
    score_koos,
    score_koos_12,
    score_koos_jr,
    score_koos_ps,
    score_womac,
    score_womac_from_koos,
)
from kneewise.outcomes.instruments.score import CATALOGUE, definition_of

CHOICES = {
    "WOMAC": [{"form": form} for form in ("Likert", "VAS", "NRS")],
    "pain": [{"form": form} for form in ("VAS mm", "VAS cm", "NRS")],
    "EQ-5D-3L": [{"country": country} for country in ("South Korea", "USA")],
    "EQ-5D-5L": [{"country": country} for country in ("South Korea", "Canada")],
}
ALL = [(name, choice) for name in CATALOGUE for choice in CHOICES.get(name, [{}])]
EVERY = pytest.mark.parametrize(("name", "choice"), ALL, ids=lambda each: "" if each == {} else str(each))


def _forms(name, choice, n, seed, gaps=0.15):
    items = definition_of(name, **choice).items
    rng = np.random.default_rng(seed)
    columns = [
        rng.integers(item.low, item.high + 1, n) if item.whole else rng.uniform(item.low, item.high, n).round(1)
        for item in items
    ]
    forms = np.stack(columns, axis=1).astype(float)
    forms[rng.random(forms.shape) < gaps] = np.nan
    return forms, items


@pytest.mark.parametrize(
    ("part", "n_items", "rule", "needed"),
    [
        *[(part, n, "2012", k) for part, n, k in
          [("pain", 9, 5), ("symptoms", 7, 4), ("ADL", 17, 9), ("sport", 5, 3), ("QOL", 4, 2)]],
        *[(part, n, "1998", k) for part, n, k in
          [("pain", 9, 7), ("symptoms", 7, 5), ("ADL", 17, 15), ("sport", 5, 3), ("QOL", 4, 2)]],
    ],
)  # fmt: skip
def test_a_part_of_koos_needs_as_many_items_as_its_rule_says(part, n_items, rule, needed):
    forms = np.full((2, n_items), np.nan)
    forms[0, :needed] = forms[1, : needed - 1] = 1
    made = score_koos(forms, rule=rule, parts=[part]).part(part)

    assert made.scores[0] == 75
    assert np.isnan(made.scores[1])
    assert made.why.tolist() == [Why.SCORED, Why.TOO_FEW]
    assert (made.n_answered.tolist(), made.needed, made.n_items) == ([needed, needed - 1], needed, n_items)


def test_a_missing_form_is_told_from_a_form_with_too_few_answers_and_neither_is_zero():
    forms = np.full((3, 42), np.nan)
    forms[1, :9] = 4
    forms[2, :] = 4
    made = score_koos(forms)

    assert made.part("pain").why.tolist() == [Why.NO_FORM, Why.SCORED, Why.SCORED]
    assert made.part("QOL").why.tolist() == [Why.NO_FORM, Why.TOO_FEW, Why.SCORED]
    np.testing.assert_array_equal(made["QOL"], [np.nan, np.nan, 0])
    assert (made.part("QOL").n_scored, made.part("QOL").count(Why.NO_FORM)) == (1, 1)


def test_an_unanswered_item_of_koos_counts_as_the_mean_of_the_others():
    assert score_koos([[4, 4, 0, 0, np.nan]], parts=["sport"])["sport"][0] == 50


@pytest.mark.parametrize(("missing", "score_is"), [(0, 17), (3, 17), (4, None), (17, None)])
def test_womac_function_bears_three_missing_items(missing, score_is):
    forms = np.ones((1, 24))
    forms[0, 7 : 7 + missing] = np.nan
    made = score_womac(forms, form="Likert")

    assert made["function"][0] == pytest.approx(score_is or np.nan, nan_ok=True)
    assert made["total"][0] == pytest.approx(24 if score_is else np.nan, nan_ok=True)
    assert made.part("total").why[0] == (Why.SCORED if score_is else Why.PART_MISSING)


@pytest.mark.parametrize("gap", range(7))
def test_womac_pain_and_stiffness_need_every_item_since_no_rule_was_found_and_the_result_says_so(gap):
    forms = np.ones((1, 24))
    forms[0, gap] = np.nan
    made = score_womac(forms, form="NRS")

    assert np.isnan(made["pain" if gap < 5 else "stiffness"][0])
    assert np.isnan(made["total"][0])
    assert any("no rule was found" in note for note in made.notes)


@pytest.mark.parametrize(("form", "ranges"), [
    ("Likert", (20, 8, 68, 96)), ("NRS", (50, 20, 170, 240)), ("VAS", (500, 200, 1700, 2400)),
])  # fmt: skip
def test_the_forms_of_womac_have_their_ranges(form, ranges):
    worst = score_womac(np.full((1, 24), definition_of("WOMAC", form=form).items[0].high), form=form)

    assert tuple(part.scores[0] for part in worst.parts) == tuple(part.high for part in worst.parts) == ranges
    assert worst.part("pain").to_100(better="lower")[0] == 100
    assert worst.part("pain").to_100()[0] == 0


@pytest.mark.parametrize(("missing", "by_hand"), [(0, 100 * 69 / 87), (2, 100 * 65 / 79), (3, None)])
def test_ikdc_needs_sixteen_items_and_is_a_share_of_the_greatest_sum_of_those(missing, by_hand):
    form = np.array([[4, 0, 0, 4, 4, 1, 4, 4, *[2] * 9, 10]], dtype=float)  # 51 of 51, and nine times 2 of 4
    form[0, 8 : 8 + missing] = np.nan
    made = score_ikdc(form).part("total")

    assert made.scores[0] == pytest.approx(by_hand or np.nan, abs=1e-12, nan_ok=True)
    assert made.why[0] == (Why.SCORED if by_hand else Why.TOO_FEW)


def test_the_worst_form_of_ikdc_has_the_highest_answers_on_the_turned_items():
    assert score_ikdc([[0, 10, 10, *[0] * 15]])["total"][0] == 0
    assert score_ikdc([[4, 0, 0, 4, 4, 1, 4, 4, *[4] * 9, 10]])["total"][0] == 100


def test_the_summary_of_koos_12_is_the_mean_of_its_parts_and_needs_them_all():
    forms = np.array([[0] * 4 + [2] * 4 + [4] * 4, [0] * 4 + [2] * 4 + [4, np.nan, np.nan, np.nan], [np.nan] * 12])
    made = score_koos_12(forms)

    np.testing.assert_array_equal(made["summary"], [50, np.nan, np.nan])
    assert made.part("summary").why.tolist() == [Why.SCORED, Why.PART_MISSING, Why.NO_FORM]
    assert made.part("summary").n_answered.tolist() == [12, 9, 0]


@pytest.mark.parametrize("scorer", [score_koos_jr, score_koos_ps])
def test_a_form_scored_by_a_table_needs_every_item(scorer):
    made = scorer([[0, 0, 0, 0, 0, 0, np.nan], [0] * 7, [4] * 7])

    np.testing.assert_array_equal(made["total"], [np.nan, 100, 0])


def test_the_short_forms_take_their_items_from_full_koos_forms():
    table = {item.name: [2] for item in definition_of("KOOS").items}
    table |= {name: [0] for name in ("S6", "P2", "P3", "P6", "P9", "A3", "A5")}

    assert score_koos_jr(table)["total"][0] == 100
    assert score_koos_ps(table)["total"][0] == pytest.approx(66.4)  # sum 10: A10, A9, SP4, SP5 and SP1 of 2
    assert score_koos_12(table)["pain"][0] == 62.5
    assert score_womac_from_koos(table)["stiffness"][0] == 2


@EVERY
def test_scores_stay_inside_their_range_or_are_missing_with_a_reason(name, choice):
    forms, _ = _forms(name, choice, 400, seed=3)
    for part in score(name, forms, **choice).parts:
        assert ((part.why == Why.SCORED) == ~np.isnan(part.scores)).all()
        known = part.scores[~np.isnan(part.scores)]
        assert known.size
        assert known.min() >= part.low - 1e-9
        assert known.max() <= part.high + 1e-9


@EVERY
def test_all_good_answers_give_the_good_end_and_all_bad_ones_the_bad_end(name, choice):
    _, items = _forms(name, choice, 1, seed=0)
    healthy = name == "IKDC"  # on its form the high answers are the good ones, but for the turned items
    good = [item.high if healthy != item.is_reversed else item.low for item in items]
    bad = [item.low if healthy != item.is_reversed else item.high for item in items]
    for part in score(name, [good, bad], **choice).parts:
        ends = (part.high, part.low) if part.better == "higher" else (part.low, part.high)
        assert part.scores.tolist() == pytest.approx(ends, abs=1e-9)
        assert part.to_100().tolist() == pytest.approx([100, 0], abs=1e-9)
        assert part.to_100(better="lower").tolist() == pytest.approx([0, 100], abs=1e-9)


@EVERY
def test_the_order_of_the_forms_does_not_change_a_score_in_any_digit(name, choice):
    forms, _ = _forms(name, choice, 5000, seed=5)
    order = np.random.default_rng(6).permutation(len(forms))
    straight, mixed = score(name, forms, **choice), score(name, forms[order], **choice)
    for part, other in zip(straight.parts, mixed.parts, strict=True):
        np.testing.assert_array_equal(part.scores[order], other.scores)
        np.testing.assert_array_equal(part.why[order], other.why)


@pytest.mark.parametrize("name", ["KOOS", "KOOS-12", "WOMAC from KOOS", "KOOS JR", "KOOS-PS"])
def test_the_order_of_the_items_of_a_part_does_not_change_its_score(name):
    forms, items = _forms(name, {}, 300, seed=8, gaps=0.1 if name in ("KOOS", "KOOS-12") else 0.01)
    straight = score(name, forms)
    rng = np.random.default_rng(9)
    for part in definition_of(name).parts:
        places = [place for place, item in enumerate(items) if item.name in part.items]
        mixed = forms.copy()
        mixed[:, places] = forms[:, rng.permutation(places)] if places else forms[:, places]
        np.testing.assert_array_equal(score(name, mixed)[part.name], straight[part.name])


@pytest.mark.parametrize(("name", "choice"), [each for each in ALL if not each[0].startswith("EQ")], ids=str)
@settings(max_examples=25, derandomize=True, deadline=None)
@given(seed=st.integers(0, 10_000), where=st.floats(0, 0.999), ends=st.tuples(st.integers(0, 10), st.integers(0, 10)))
def test_a_worse_answer_never_makes_a_score_better(name, choice, seed, where, ends):
    forms, items = _forms(name, choice, 1, seed=seed, gaps=0.05)
    place = int(where * len(items))
    item = items[place]
    low, high = sorted(min(end, item.high) for end in ends)
    high_is_good = (name == "IKDC") != item.is_reversed
    pair = np.repeat(forms, 2, axis=0)
    pair[:, place] = (low, high) if high_is_good else (high, low)  # first the worse answer, then the better one

    for part in score(name, pair, **choice).parts:
        worse, better = part.to_100()
        assert np.isnan(worse) == np.isnan(better)
        assert np.isnan(worse) or worse <= better + 1e-9


def test_a_result_becomes_a_document_with_null_for_what_is_missing():
    made = as_document(score_koos([[np.nan] * 42, [0] * 42]))

    assert made["parts"][0]["scores"] == [None, 100.0]
    assert made["parts"][0]["why"] == [1, 0]
    assert (made["instrument"], made["rule"], made["n"]) == ("KOOS", "2012", 2)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: score_koos(np.zeros((1, 42)), rule="2003"), "rule of KOOS: found '2003'; allowed: 2012, 1998"),
        (lambda: score_koos(np.zeros((1, 9)), parts=["Pain"]), "parts of KOOS: found 'Pain'; allowed: pain"),
        (lambda: score_koos(np.zeros((1, 9)), parts=[]), "parts of KOOS: found an empty list"),
        (lambda: score_womac(np.zeros((1, 24)), form="likert"), "form of WOMAC: found 'likert'; allowed: Likert"),
        (lambda: score_koos(np.zeros((1, 42)))["stiffness"], "parts of KOOS: found 'stiffness'"),
        (lambda: score_koos(np.zeros((1, 42))).part("pain").to_100(better="up"), "better: found 'up'"),
    ],
)
def test_a_choice_that_is_not_there_is_refused_with_those_that_are(call, told):
    with pytest.raises(BadValues, match=told):
        call()
