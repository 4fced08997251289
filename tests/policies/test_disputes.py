"""Published disputes end as a careful reviewer would end them; and the trap that the notice's OR has set."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from kneewise.case.sets import read_cases
from kneewise.policy.book import find_policy_files
from kneewise.policy.program import compile_policies
from kneewise.policy.read import read_policy
from kneewise.review.kits import licence_book
from kneewise.review.one import review_cases
from policies.bench import a_case, law_book, outcome, result_of, review

DISPUTES = Path(__file__).parents[2] / "examples" / "disputes.yaml"
BMAC = "kr/knee-bmac"
CASES = [case.case for case in read_cases(DISPUTES)]


def graded(kl=None, icrs=None):
    """The base of the worked cases with these grades, each by the treating reader."""
    rows = [("KL", kl, "xray"), ("ICRS", icrs, "mri")]
    return a_case(
        readings=[
            {"scale": scale, "grade": grade, "modality": modality}
            for scale, grade, modality in rows
            if grade is not None
        ]
    )


@cache
def dispute(key):
    """The record of a dispute and its answer, all disputes taken as one set."""
    cases = list(read_cases(DISPUTES))
    answers = review_cases(cases, law_book(), licence_book())
    return next((case, answer) for case, answer in zip(cases, answers, strict=True) if case.case == key)


@pytest.mark.parametrize("key", CASES)
def test_a_dispute_ends_as_expected(key):
    case, answer = dispute(key)

    for part, expected in case.carried["expected"].items():
        assert outcome(answer, part) in ([expected] if isinstance(expected, str) else expected)


def test_every_dispute_says_what_is_expected_of_it():
    assert all(dispute(key)[0].carried["expected"] for key in CASES)
    assert len(CASES) >= 12


# ---- the trap: KL 4 with ICRS 4 passes the letter ----


def test_kl_4_with_icrs_4_is_neither_passed_nor_failed_and_both_readings_are_told():
    answer = review(graded(kl=4, icrs=4))[0]
    findings = {each["clause"]: each for each in answer["parts"]["eligibility"]["findings"]}
    letter, contested = findings["structural-grade"], findings["kl4-contested"]

    assert (outcome(answer, "eligibility"), answer["recommendation"]) == ("review", "refer")
    assert (letter["result"], contested["result"]) == ("met", "not-met")
    assert "KL 2-3 on X-ray, or ICRS 3-4" in letter["sentence"]["en"]
    assert "이거나" in letter["sentence"]["ko"]
    assert "By its letter" in contested["note"]["en"] and "FSS" in contested["note"]["en"]
    assert "문언" in contested["note"]["ko"] and "금융감독원" in contested["note"]["ko"]
    assert (letter["source"]["issued"], contested["source"]["issued"]) == ("2023-07-11", "2024-03-20")


@pytest.mark.parametrize("kl", [0, 1])
@pytest.mark.parametrize("icrs", [3, 4])
def test_a_mild_x_ray_beside_a_deep_defect_is_told_from_both_sides(kl, icrs):
    answer = review(graded(kl=kl, icrs=icrs))[0]

    assert (outcome(answer, "eligibility"), answer["recommendation"]) == ("review", "refer")
    assert result_of(answer, BMAC, "structural-grade") == "met"
    assert result_of(answer, BMAC, "low-kl-contested") == "not-met"


# ---- OR, not AND ----


def notice_with(found, put):
    """The notice's policy with one text replaced, compiled alone."""
    text = find_policy_files([BMAC])[0].read_text(encoding="utf-8")
    assert found in text
    return compile_policies([read_policy(text.replace(found, put), path="made up")])


@pytest.mark.parametrize(
    ("kl", "icrs", "by_the_notice", "by_the_clinic"),
    [
        (2, None, "pass", "missing"),
        (3, 2, "pass", "fail"),
        (3, 0, "pass", "fail"),
        (None, 3, "pass", "missing"),
        (2, 3, "pass", "pass"),
        (4, 4, "review", "fail"),
        (1, 2, "fail", "fail"),
        (1, None, "missing", "fail"),
    ],
)
def test_read_as_and_the_notice_would_give_another_answer(kl, icrs, by_the_notice, by_the_clinic):
    read_as_and = notice_with(
        "between 2 and 3 or icrs_grade between 3", "between 2 and 3 and icrs_grade between 3"
    )
    shipped = notice_with("kr/knee-bmac", "kr/knee-bmac")

    assert outcome(review(graded(kl, icrs), program=shipped)[0], "eligibility") == by_the_notice
    assert outcome(review(graded(kl, icrs), program=read_as_and)[0], "eligibility") == by_the_clinic


# ---- as of a day ----


@pytest.mark.parametrize(
    ("as_of", "eligibility", "contested"),
    [
        (date(2023, 7, 10), "review", "not-applicable"),  # nothing had been issued: a person must look
        (date(2023, 7, 11), "pass", "not-applicable"),
        (date(2024, 1, 1), "pass", "not-applicable"),
        (date(2024, 3, 19), "pass", "not-applicable"),
        (date(2024, 3, 20), "review", "not-met"),
        (None, "review", "not-met"),
    ],
)
def test_on_the_day_of_a_decision_only_what_had_been_issued_counts(as_of, eligibility, contested):
    answer = review(graded(kl=4, icrs=4), program=law_book(as_of))[0]

    assert outcome(answer, "eligibility") == eligibility
    assert result_of(answer, BMAC, "kl4-contested") == contested


def test_before_the_notice_nothing_of_it_is_known():
    answer = review(graded(kl=2), program=law_book(date(2023, 7, 10)))[0]

    assert outcome(answer, "eligibility") == "review"
    assert answer["recommendation"] == "refer"
    assert result_of(answer, BMAC, "not-yet-issued") == "not-met"
    shown = [each for part in answer["parts"].values() for each in part["findings"]]
    assert all(each["source"]["issued"] is None or each["source"]["issued"] <= "2023-07-10" for each in shown)


@pytest.mark.parametrize(
    "as_of", [date(2021, 4, 27), date(2023, 7, 11), date(2024, 5, 30), date(2024, 12, 31), date(2026, 1, 31)]
)
def test_no_replay_shows_a_source_of_a_later_day(as_of):
    documents = [graded(kl=4, icrs=4), a_case("kr/admission"), a_case("kr/kit"), a_case("kr/indemnity")]

    for answer in review(
        *(each | {"case": str(n)} for n, each in enumerate(documents)), program=law_book(as_of)
    ):
        for part in answer["parts"].values():
            for finding in part["findings"]:
                issued = finding["source"]["issued"]
                assert issued is None or issued <= as_of.isoformat()
