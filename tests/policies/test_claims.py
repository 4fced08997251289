"""Payable is one figure a claim, carried by each of its knees; nobody may add the knees of a claim."""

from __future__ import annotations

from datetime import date

import pytest

from policies.bench import law_book, outcome, review
from policies.bills import billed, contract, knee, payable

NOT_KNOWN = (None, None)
TERMS = contract(generation=2, copay_percent=10, outpatient_limit=250_000)


def test_two_knees_share_the_claims_figure():
    answers = review(knee(3_000_000, contract=TERMS), knee(2_000_000, case="right", contract=TERMS))

    assert [each["payable"]["inpatient"] for each in answers] == [{"low": 4_500_000, "high": 4_500_000}] * 2
    assert [each["payable"]["outpatient"] for each in answers] == [{"low": 250_000, "high": 250_000}] * 2
    assert [each["payable"]["shared_with"] for each in answers] == [["right"], ["left"]]
    assert {each["payable"]["currency"] for each in answers} == {"KRW"}


def test_the_yearly_limit_of_the_rider_is_one_for_both_knees():
    terms = contract(generation=4, injection_rider=True, paid_this_year=0)

    assert payable(knee(2_000_000, contract=terms), knee(2_000_000, case="right", contract=terms)) == (
        (1_750_000, 2_500_000),
        (1_750_000, 2_500_000),
    )


@pytest.mark.parametrize(
    ("changes", "eligibility", "inpatient"),
    [
        ({"diagnosis": "M16.1"}, "fail", (2_700_000, 2_700_000)),
        ({"diagnosis": None}, "missing", (2_700_000, 4_500_000)),
        ({"surgeon_recommends": "arthroplasty"}, "review", (2_700_000, 4_500_000)),
    ],
)
def test_a_knee_outside_the_notice_counts_for_nothing_and_an_open_one_at_the_high_end(
    changes, eligibility, inpatient
):
    left, right = knee(3_000_000, contract=TERMS), knee(2_000_000, case="right", contract=TERMS, **changes)
    answers = review(left, right)

    assert outcome(answers[1], "eligibility") == eligibility
    assert payable(left, right)[1] == inpatient
    assert answers[0]["payable"]["inpatient"] == answers[1]["payable"]["inpatient"]


def test_the_unknown_cost_of_one_knee_is_the_claims_unless_that_knee_is_outside_the_notice():
    left, right = knee(3_000_000, contract=TERMS), knee(case="right", charges=[], contract=TERMS)

    assert payable(left, right) == NOT_KNOWN
    assert payable(left, right | {"diagnosis": "M16.1"})[1] == (2_700_000, 2_700_000)


def test_knees_of_one_claim_with_different_contracts_carry_one_range_over_both():
    rider = contract(generation=3, injection_rider=True, paid_this_year=0)
    answers = review(knee(3_000_000, contract=TERMS), knee(2_000_000, case="right", contract=rider))

    assert [each["payable"]["inpatient"] for each in answers] == [{"low": 1_750_000, "high": 4_500_000}] * 2
    assert [each["payable"]["outpatient"] for each in answers] == [{"low": 250_000, "high": 2_500_000}] * 2


def test_the_figure_is_not_known_where_one_knee_bears_no_contract():
    answers = review(knee(3_000_000, contract=TERMS), knee(2_000_000, case="right", contract={}))

    assert [each["payable"]["inpatient"] for each in answers] == [None, None]


def test_a_bill_beyond_what_a_bill_can_come_to_is_not_known():
    most = 10**15
    within = knee(charges=[billed(most - 1), billed(1)], contract=TERMS)
    beyond = knee(charges=[billed(most), billed(1)], contract=TERMS)

    assert payable(within)[1] == (50_000_000, 50_000_000)  # the limit of a stay
    assert payable(beyond) == NOT_KNOWN
    assert payable(within, knee(1, case="right", contract=TERMS)) == NOT_KNOWN


def test_a_replay_knows_no_amount_whose_source_had_not_been_issued():
    terms = contract(generation=5)

    assert payable(knee(contract=terms), program=law_book(date(2026, 1, 14))) == NOT_KNOWN
    assert payable(knee(contract=terms), program=law_book(date(2026, 1, 15))) != NOT_KNOWN


def test_another_claim_shares_nothing():
    answers = review(
        knee(3_000_000, contract=TERMS), knee(2_000_000, case="right", contract=TERMS) | {"claim": "two"}
    )

    assert [each["payable"]["inpatient"]["high"] for each in answers] == [2_700_000, 1_800_000]
    assert [each["payable"]["shared_with"] for each in answers] == [[], []]


def test_an_open_knee_alone_pays_nothing_at_the_low_end():
    assert payable(knee(3_000_000, contract=TERMS, diagnosis=None)) == ((0, 250_000), (0, 2_700_000))
