"""The counts over a set of answers."""

from __future__ import annotations

from kneewise.report.summary import summarise


def test_cases_and_claims_are_counted_apart(answer_of):
    left = answer_of("C02-right")
    left["case"] = "C02-left"

    summary = summarise([left, answer_of("C06"), {**left, "case": "C02-right"}])

    assert (summary.n_cases, summary.n_claims) == (3, 2)


def test_recommendations_and_outcomes_add_up_to_the_cases(answers):
    summary = summarise(answers)

    assert summary.recommendations == {
        "pay": 1,
        "pay-outpatient": 1,
        "ask-papers": 0,
        "refer": 3,
        "outside-notice": 1,
        "outside-contract": 0,
    }
    assert summary.outcomes["admission"] == {
        "fail": 3,
        "review": 1,
        "missing": 1,
        "pass": 1,
        "not-applicable": 0,
    }
    assert all(sum(counts.values()) == 6 for counts in summary.outcomes.values())


def test_reasons_are_open_clauses_that_can_decide_most_frequent_first(answers):
    summary = summarise(answers)
    by_clause = {(reason.clause, reason.result): reason for reason in summary.reasons}

    assert by_clause["strong-need", "not-met"].n == 4
    assert by_clause["no-prosthesis", "not-met"].sentence["ko"] == "해당 무릎에 인공관절이 없음."
    assert [reason.n for reason in summary.reasons] == sorted((r.n for r in summary.reasons), reverse=True)
    assert not any("integrity" in reason.policy for reason in summary.reasons)


def test_flags_are_counted_with_their_sentence(answers):
    first = summarise(answers).flags[0]

    assert (first.clause, first.n) == ("kr/integrity-billing/performer-of-the-trade", 3)
    assert first.sentence["en"] == "The performer's specialty treats knees."


def test_a_flag_without_a_finding_is_still_counted(answer_of):
    answer = answer_of("C10")
    answer["flags"] = ["kr/integrity-kit/gone"]

    assert summarise([answer]).flags == [("kr/integrity-kit/gone", {"en": "kr/integrity-kit/gone"}, 1)]


def test_papers_for_which_asking_is_pointless_are_not_counted(answer_of):
    assert summarise([answer_of("C12-left")]).papers == []
    assert ("kit-label", 1) in summarise([answer_of("C06")]).papers


def test_the_order_of_the_answers_does_not_matter(answers):
    assert summarise(answers) == summarise(reversed(answers))


def test_no_answers_give_zeros():
    summary = summarise([])

    assert (summary.n_cases, summary.n_claims, summary.reasons) == (0, 0, [])
    assert set(summary.recommendations.values()) == {0}
