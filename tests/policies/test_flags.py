"""Integrity flags stand beside the answer: they change no other part and no recommendation."""

from __future__ import annotations

import pytest

from kneewise.policy import tree as t
from kneewise.policy.catalogue import needed_facts, read_catalogue
from kneewise.policy.worked import change
from policies.bench import law_book, outcomes, passing, readings, review

SIGNS = {
    "price": {"published_price": 1},
    "discount": {"discount": 500_000},
    "collagen": {"concurrent_procedures": ["collagen-injection"]},
    "promise": {"statements": [{"by": "provider", "says": "regeneration-promised"}]},
    "refund": {"statements": [{"by": "provider", "says": "refund-if-refused"}]},
    "guarantee": {"statements": [{"by": "provider", "says": "insurance-guaranteed"}]},
    "advice": {"statements": [{"by": "insurer", "says": "advice-unverified"}]},
    "refusal": {"statements": [{"by": "insurer", "says": "denial-concurrent-procedure"}]},
    "specialty": {"performer_specialty": "ophthalmology"},
    "provider": {"provider.kind": "korean-medicine-hospital"},
    "ultrasound": {"readings": [*readings(("KL", 2, "xray", "treating"), ("KL", 4, "ultrasound", "second"))]},
    "readers": {"readings": readings(("KL", 2, "xray", "treating"), ("KL", 3, "xray", "second"))},
    "late image": {"readings": readings(("KL", 2, "xray"), ("KL", 2, "xray", None, "2023-09-09"))},
    "viability": {"product.viability_percent": 95},
    "recovery": {"product.recovery_percent": 80, "product.recovery_basis": "tnc"},
    "class": {"kit.permit": "제인 20-1234", "kit.class": 4},
    "lot": {"kit.lot": "another"},
    "generation": {"contract.generation": 1},
}  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_a_flag_changes_no_other_part_and_no_recommendation(sign):
    document, licences = passing()
    before = outcomes(review(document, licences=licences)[0])
    answer = review(change(document, SIGNS[sign]), licences=licences)[0]
    after = outcomes(answer)

    assert answer["flags"]
    assert after.pop("integrity") == "review"
    if sign == "class":  # another permit is another licence: what the list does not hold is not known
        before["kit"] = "missing"
    assert after == {part: each for part, each in before.items() if part != "integrity"}
    assert answer["recommendation"] == "pay"


def test_all_flags_together_change_nothing_either():
    document, licences = passing()
    every = {key: value for sign in SIGNS if sign not in ("class",) for key, value in SIGNS[sign].items()}
    statements = [row for sign in SIGNS.values() for row in sign.get("statements", [])]
    answer = review(change(document, {**every, "statements": statements}), licences=licences)[0]

    assert len(answer["flags"]) >= 12
    assert answer["recommendation"] == "pay"


def test_no_flag_stands_outside_the_integrity_part():
    assert {slot.policy.part for slot in law_book().slots if slot.clause.otherwise == "flag"} == {"integrity"}
    assert {slot.clause.otherwise for slot in law_book().slots if slot.policy.part == "integrity"} == {"flag"}


def test_no_figure_over_the_set_feeds_anything_but_flags():
    for slot in law_book().slots:
        trees = [tree for tree in (slot.guard, slot.require) if tree is not None]
        names = needed_facts(read_catalogue(), {name for tree in trees for name in t.facts_of(tree)})
        if any(read_catalogue()[name].kind == "peer" for name in names):
            assert slot.clause.otherwise == "flag", slot.clause.id
