"""The rules by which evidence speaks, edge by edge, and the words by which a text finds its claims."""

from __future__ import annotations

import pytest

from kneewise.evidence import match_claims
from kneewise.evidence.claims.rules import (
    answer_claim,
    answer_part,
    judge_before,
    judge_between,
    judge_interval,
    judge_serious,
)


@pytest.mark.parametrize(
    ("rule", "interval", "better", "margin", "spoken"),
    [
        ("effect", (-5, -1), "lower", None, ("for", "interval-good")),
        ("effect", (-5, -1), "higher", None, ("against", "interval-bad")),
        ("effect", (-5, 1), "lower", None, ("neither", "interval-holds-zero")),
        ("effect", (0, 5), "higher", None, ("neither", "interval-holds-zero")),
        ("benefit", (-12.8, -3.2), "lower", 15, ("against", "interval-short")),
        ("benefit", (-40, -16), "lower", 15, ("for", "interval-beyond")),
        ("benefit", (-40, -10), "lower", 15, ("neither", "interval-holds-margin")),
        ("benefit", (-3, 2), "lower", 15, ("against", "interval-short")),
        ("benefit", (1, 2), "lower", 15, ("against", "interval-bad")),
        ("benefit", (-40, -16), "lower", None, ("neither", "no-margin")),
        ("change", (3, 9), "higher", None, ("for", "interval-good")),
    ],
)
def test_a_number_speaks_by_its_interval(rule, interval, better, margin, spoken):
    assert judge_interval(rule, interval, better, margin) == spoken


@pytest.mark.parametrize(
    ("rule", "result", "sizes", "randomised", "spoken"),
    [
        ("effect", "no-difference", (120, 120), True, ("against", True, "no-difference-seen")),
        ("effect", "no-difference", (115, 115), True, ("against", True, "no-difference-seen")),
        ("effect", "no-difference", (114, 114), True, ("neither", False, "too-small-to-see")),  # 80 % needs 114.7 each
        ("effect", "no-difference", (None, 120), True, ("neither", False, "n-unknown")),
        ("effect", "no-difference", (500, 500), False, ("neither", False, "not-randomised")),
        ("effect", "better", (None, None), True, ("for", False, "words-better")),
        ("benefit", "better", (500, 500), True, ("neither", False, "no-size")),
        ("effect", "worse", (10, 10), True, ("against", True, "words-worse")),
        ("effect", "not-read", (500, 500), True, ("neither", False, "not-read")),
    ],
)
def test_words_of_a_comparison_speak_by_who_was_compared(rule, result, sizes, randomised, spoken):
    assert judge_between(rule, result, *sizes, randomised=randomised) == spoken


@pytest.mark.parametrize(
    ("rule", "result", "n", "spoken"),
    [
        ("effect", "improved", 1000, ("for", False, "improved-only")),  # placebo improves too
        ("change", "improved", 100, ("for", True, "improved")),
        ("change", "improved", 12, ("for", False, "improved")),
        ("effect", "no-change", 58, ("against", True, "no-change-seen")),
        ("effect", "no-change", 57, ("against", False, "no-change-few")),  # 80 % needs 57.3
        ("effect", "no-change", None, ("against", False, "no-change-few")),
        ("effect", "worsened", 58, ("against", True, "worsened")),
        ("effect", "not-read", 100, ("neither", False, "not-read")),
    ],
)
def test_before_and_after_alone_never_supports_an_effect(rule, result, n, spoken):
    assert judge_before(rule, result, n) == spoken


@pytest.mark.parametrize(
    ("n_events", "n", "spoken"),
    [
        (0, 301, "for"), (0, 300, "neither"), (0, 12, "neither"),
        (1, 1000, "for"), (10, 1000, "neither"), (20, 1000, "against"),
        (1, 12, "neither"), (12, 12, "against"),
    ],
)  # fmt: skip
def test_serious_events_are_rare_or_not_by_the_interval_of_their_share(n_events, n, spoken):
    assert judge_serious(n_events, n)[0] == spoken


def test_the_interval_of_serious_events_is_the_exact_one():
    # R 4.2: binom.test(13, 2372)$conf.int; binom.test(1, 12)$conf.int
    assert judge_serious(13, 2372)[2] == pytest.approx((0.00292132284378145, 0.0093537703681853))
    assert judge_serious(1, 12)[2] == pytest.approx((0.00210759323186023, 0.384796165150944))
    assert judge_serious(0, 360)[2] == (0.0, pytest.approx(3 / 360))


@pytest.mark.parametrize(
    ("speaking", "answer"),
    [
        ([], "not studied"),
        ([("neither", True)], "not shown"),
        ([("for", False)], "not shown"),
        ([("for", True)], "supported"),
        ([("for", True), ("against", False)], "supported"),
        ([("against", True), ("for", False)], "contradicted"),
        ([("for", True), ("against", True)], "not shown"),
    ],
)
def test_a_part_is_answered_by_what_speaks_strongly(speaking, answer):
    assert answer_part(speaking) == answer


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ([("supported", False)], "supported"),
        ([("supported", False), ("supported", True)], "supported"),
        ([("supported", False), ("contradicted", True)], "not shown"),
        ([("supported", False), ("not studied", True)], "not shown"),
        ([("supported", False), ("contradicted", False)], "contradicted"),
        ([("not studied", False), ("supported", True)], "not studied"),
        ([("not studied", False), ("not shown", False)], "not shown"),
    ],
)
def test_a_claim_is_no_better_than_its_parts_and_what_they_imply(parts, answer):
    assert answer_claim(parts) == answer


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Your own cells REGENERATE lost cartilage", "regenerates-cartilage"),
        ("무릎 연골이 재생됩니다", "regenerates-cartilage"),
        ("법적으로 효과가 입증된 신의료기술", "legally-proven-effective"),
        ("One shot lasts for two years", "lasts-one-to-two-years"),
        ("세포 수가 많을수록 좋습니다", "more-cells-better"),
        ("토론토 50명 임상", "fifty-patients"),
        ("avoid knee replacement surgery", "avoids-knee-replacement"),
    ],
)
def test_a_text_finds_the_claim_that_it_shares_most_words_with(text, first):
    assert match_claims(text)[0].id == first


def test_a_match_says_by_which_words_and_counts_none_twice():
    found = match_claims("New cartilage in a new year")

    assert [(each.id, each.words) for each in found] == [
        ("regenerates-cartilage", ("new cartilage",)), ("lasts-one-to-two-years", ("year",)),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "free parking at the clinic", "blast", "주차 무료"])
def test_a_text_without_a_shared_word_finds_nothing(text):
    assert match_claims(text) == ()
