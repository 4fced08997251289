"""What is payable, worked by hand: one claim, two settings, a range while something is open."""

from __future__ import annotations

import pytest

from kneewise.policy.program import compile_policies
from kneewise.policy.read import read_policy
from policies.bills import billed, contract, knee, payable

NOT_KNOWN = (None, None)
NOTHING = ((0, 0), (0, 0))


@pytest.mark.parametrize(
    ("sold_on", "cost", "outpatient", "inpatient"),
    [
        # First generation: co-pay 0-20 %, 200,000-300,000 won a visit, 50 million won inpatient.
        ("2005-01-01", 3_000_000, (200_000, 300_000), (2_400_000, 3_000_000)),
        ("2009-06-30", 100_000, (80_000, 100_000), (80_000, 100_000)),
        ("2005-01-01", 250_000, (200_000, 250_000), (200_000, 250_000)),
        ("2005-01-01", 249_999, (199_999, 249_999), (199_999, 249_999)),
        ("2005-01-01", 80_000_000, (200_000, 300_000), (50_000_000, 50_000_000)),
        ("2005-01-01", 55_000_000, (200_000, 300_000), (44_000_000, 50_000_000)),
        # Second: co-pay 10-20 %, the same limits.
        ("2009-10-01", 3_000_000, (200_000, 300_000), (2_400_000, 2_700_000)),
        ("2017-03-31", 3_000_000, (200_000, 300_000), (2_400_000, 2_700_000)),
        ("2014-05-01", 333_333, (200_000, 299_999), (266_666, 299_999)),
        ("2014-05-01", 333_334, (200_000, 300_000), (266_667, 300_000)),
        ("2014-05-01", 60_000_000, (200_000, 300_000), (48_000_000, 50_000_000)),
        # Generations that the day of sale leaves open: nothing can be said.
        ("2009-07-01", 3_000_000, *NOT_KNOWN),
        ("2009-09-30", 3_000_000, *NOT_KNOWN),
        ("2026-01-01", 3_000_000, *NOT_KNOWN),
        ("2026-06-30", 3_000_000, *NOT_KNOWN),
        (None, 3_000_000, *NOT_KNOWN),
    ],
)
def test_first_and_second_generation_by_the_published_terms(sold_on, cost, outpatient, inpatient):
    assert payable(knee(cost, contract=contract(sold_on=sold_on))) == (outpatient, inpatient)


@pytest.mark.parametrize(
    ("terms", "cost", "outpatient", "inpatient"),
    [
        ({"outpatient_limit": 250_000}, 3_000_000, (250_000, 250_000), (2_400_000, 2_700_000)),
        ({"inpatient_limit": 2_500_000}, 3_000_000, (200_000, 300_000), (2_400_000, 2_500_000)),
        ({"inpatient_limit": 0, "outpatient_limit": 0}, 3_000_000, (0, 0), (0, 0)),
        ({"copay_percent": 10}, 3_000_000, (200_000, 300_000), (2_700_000, 2_700_000)),
        ({"copay_percent": 0}, 3_000_000, (200_000, 300_000), (3_000_000, 3_000_000)),
        ({"copay_percent": 100}, 3_000_000, (0, 0), (0, 0)),
        ({"copay_percent": 12.5}, 3_000_001, (200_000, 300_000), (2_625_000, 2_625_000)),  # 2,625,000.875
        ({"copay_percent": 33.33}, 999_999, (200_000, 300_000), (666_699, 666_699)),  # 666,699.3333
        ({"copay_percent": 20, "outpatient_limit": 250_000}, 312_500, (250_000, 250_000), (250_000, 250_000)),
        ({"copay_percent": 20, "outpatient_limit": 250_000}, 312_499, (249_999, 249_999), (249_999, 249_999)),
    ],
)
@pytest.mark.parametrize("generation", [1, 2])
def test_the_contracts_own_limits_and_co_pay_go_before_the_published_ones(
    generation, terms, cost, outpatient, inpatient
):
    if (
        generation == 1 and "copay_percent" not in terms
    ):  # without an own co-pay the first pays up to all of it
        inpatient = (inpatient[0], min(cost, terms.get("inpatient_limit", 50_000_000)))

    assert payable(knee(cost, contract=contract(generation=generation, **terms))) == (outpatient, inpatient)


@pytest.mark.parametrize(
    ("rider", "paid", "cost", "both"),
    [
        # 70 % of the lesser of cost and what is left, to the lesser of what is left and 70 % of the cost.
        (True, 0, 3_000_000, (1_750_000, 2_100_000)),
        (True, 0, 2_500_000, (1_750_000, 1_750_000)),
        (True, 0, 2_500_001, (1_750_000, 1_750_000)),  # 1,750,000.7
        (True, 0, 1_000_000, (700_000, 700_000)),
        (True, 0, 1_000_001, (700_000, 700_000)),  # 700,000.7
        (True, 0, 10_000_000, (1_750_000, 2_500_000)),
        (True, 1_000_000, 10_000_000, (1_050_000, 1_500_000)),
        (True, 2_499_998, 10_000_000, (1, 2)),  # 1.4
        (True, 2_499_999, 10_000_000, (0, 1)),  # 0.7
        (True, 2_500_000, 10_000_000, (0, 0)),
        (True, 9_000_000, 10_000_000, (0, 0)),
        (True, None, 3_000_000, (0, 2_100_000)),
        (True, None, 10_000_000, (0, 2_500_000)),
        (False, 0, 3_000_000, (0, 0)),
        (False, None, 3_000_000, (0, 0)),
        (None, 0, 3_000_000, (0, 2_100_000)),
        (None, 1_000_000, 10_000_000, (0, 1_500_000)),
        (None, None, 10_000_000, (0, 2_500_000)),
    ],
)
@pytest.mark.parametrize("generation", [3, 4])
def test_third_and_fourth_generation_pay_by_the_rider_in_either_setting(generation, rider, paid, cost, both):
    terms = contract(generation=generation, injection_rider=rider, paid_this_year=paid)

    assert payable(knee(cost, contract=terms)) == (both, both)


@pytest.mark.parametrize(
    ("cost", "outpatient", "inpatient"),
    [
        (3_000_000, (0, 200_000), (0, 1_500_000)),
        (400_000, (0, 200_000), (0, 200_000)),
        (399_999, (0, 199_999), (0, 199_999)),  # 199,999.5
        (100_000, (0, 50_000), (0, 50_000)),
        (99_999, (0, 49_999), (0, 49_999)),
        (60_000, (0, 10_000), (0, 30_000)),
        (50_000, (0, 0), (0, 25_000)),
        (40_000, (0, 0), (0, 20_000)),
        (6_000_000, (0, 200_000), (0, 3_000_000)),
        (26_000_000, (0, 200_000), (0, 3_000_000)),
    ],
)
def test_the_fifth_generation_is_open_from_nothing_to_the_reported_limits(cost, outpatient, inpatient):
    assert payable(knee(cost, contract=contract(sold_on="2026-07-01"))) == (outpatient, inpatient)


def test_no_indemnity_contract_pays_nothing_and_an_unknown_one_is_not_known():
    assert payable(knee(contract={"kind": "surgery-benefit", "generation": 2})) == NOTHING
    assert payable(knee(contract={"kind": "none"})) == NOTHING
    assert payable(knee(contract={"generation": 2})) == NOT_KNOWN


# ---- what was borne ----


def test_what_was_given_back_was_not_borne():
    terms = contract(generation=2, copay_percent=10)

    assert payable(knee(3_000_000, discount=1_000_000, contract=terms))[1] == (1_800_000, 1_800_000)
    assert payable(knee(3_000_000, discount=3_000_000, contract=terms)) == NOTHING
    assert payable(knee(3_000_000, discount=9_000_000, contract=terms)) == NOTHING


def test_the_kit_belongs_to_the_injection_and_nothing_else_does():
    others = [billed(500_000, "admission"), billed(200_000, "imaging"), billed(2_500_000, "collagen")]
    charges = [billed(2_000_000), billed(400_000, "kit"), *others]

    assert payable(knee(charges=charges, contract=contract(generation=2, copay_percent=0)))[1] == (
        2_400_000,
        2_400_000,
    )


@pytest.mark.parametrize(
    "charges",
    [
        [],
        [billed(400_000, "kit")],
        [billed(3_000, currency="USD")],
        [billed(None)],
        [billed(3_000_000), billed(None, "kit")],
        [billed(3_000_000), billed(100_000, None)],
    ],
)
@pytest.mark.parametrize("generation", [1, 2, 3, 4, 5])
def test_an_unknown_cost_leaves_the_amount_unknown(charges, generation):
    terms = contract(generation=generation, injection_rider=True, paid_this_year=0)

    assert payable(knee(charges=charges, contract=terms)) == NOT_KNOWN


def test_a_rider_that_was_not_bought_pays_nothing_whatever_the_cost():
    assert payable(knee(charges=[], contract=contract(generation=4, injection_rider=False))) == NOTHING


# ---- LEAST and GREATEST with a null ----

MADE_UP = """
[policy]
id = "made/up"
part = "contract"
title = {{ en = "Made up", ko = "예시" }}
jurisdiction = "KR"
[source.none]
title = "None"
confidence = "low"
[[clause]]
id = "insured"
says = {{ en = "Insured.", ko = "계약이 있다." }}
require = "contract_kind <> 'none'"
otherwise = "fail"
source = "none"
[[amount]]
setting = "outpatient"
low = "{low}"
high = "{high}"
source = "none"
"""


@pytest.mark.parametrize(
    ("expression", "limit", "amount"),
    [
        ("least(outpatient_limit, 1000)", 2_000, 1_000),
        ("least(outpatient_limit, 1000)", None, None),
        ("greatest(outpatient_limit, 1000)", 2_000, 2_000),
        ("greatest(1000, outpatient_limit)", None, None),
        ("least(3000, greatest(outpatient_limit, 1000))", None, None),
        ("least(outpatient_limit * 0.5, 1000)", 1_999, 999),
        ("outpatient_limit - 3000", 2_000, 0),  # nobody is owed less than nothing
    ],
)
def test_the_least_and_the_greatest_of_something_unknown_is_unknown(expression, limit, amount):
    program = compile_policies([read_policy(MADE_UP.format(low=expression, high=expression), path="made up")])
    found = payable(knee(contract=contract(outpatient_limit=limit)), program=program)[0]

    assert found == (None if amount is None else (amount, amount))
