"""Claims held against the trials: answers are computed from the rows, of one product, and change with them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kneewise.errors import BadValues
from kneewise.evidence import hold_all, hold_claim, shipped_claims, shipped_trials
from kneewise.evidence.claims.catalogue import RULES, read_claims
from kneewise.evidence.products import DATA


@pytest.fixture(scope="module")
def every():
    return {each.claim.id: each for each in hold_all()}


def without(study):
    """The trials, but for one study."""
    trials = shipped_trials()
    return replace(
        trials,
        studies=tuple(each for each in trials.studies if each.study != study),
        arms=tuple(each for each in trials.arms if each.study != study),
        outcomes=tuple(each for each in trials.outcomes if each.study != study),
        events=tuple(each for each in trials.events if each.study != study),
        findings=tuple(each for each in trials.findings if each.study != study),
    )


def with_finding(study, **changes):
    trials = shipped_trials()
    findings = tuple(replace(each, **changes) if each.study == study else each for each in trials.findings)
    return replace(trials, findings=findings)


def test_every_claim_has_an_answer_for_the_product_that_it_is_made_of(every):
    assert {"regenerates-cartilage", "legally-proven-effective", "both-knees-improve", "more-cells-better",
            "lasts-one-to-two-years", "fifty-patients"} <= set(every)  # fmt: skip
    assert {each.asked.answer for each in every.values()} <= {"supported", "contradicted", "not shown", "not studied"}
    assert {part.rule for each in every.values() for part in each.claim.parts} == set(RULES)


def test_no_piece_of_another_product_bears_on_an_answer(every):
    for held in every.values():
        for answer in (held.asked, *held.others):
            assert {piece.product for part in answer.parts for piece in part.pieces} <= {answer.product}


def test_cartilage_growth_is_contradicted_for_marrow_by_the_one_trial_that_was_large_enough(every):
    part = every["regenerates-cartilage"].asked.parts[0]

    assert part.answer == "contradicted"
    assert [(each.study, each.result, each.n, each.strong) for each in part.pieces] == [
        ("Mautner2023", "no-change", 120, True)
    ]


def test_the_answer_follows_the_rows_and_is_nowhere_written():
    assert hold_claim("regenerates-cartilage", trials=without("Mautner2023")).asked.answer == "not studied"
    assert hold_claim("regenerates-cartilage", trials=with_finding("Mautner2023", n=20)).asked.answer == "not shown"
    grown = with_finding("Mautner2023", compared="between", result="worse", n=20, n_against=20)
    assert hold_claim("regenerates-cartilage", trials=grown).asked.answer == "contradicted"


def test_the_same_claim_is_not_shown_for_cultured_cells_that_few_were_followed_with(every):
    others = {each.product: each.answer for each in every["regenerates-cartilage"].others}

    assert others["cultured-marrow-autologous"] == "not shown"
    assert others["svf"] == "contradicted"


def test_an_implant_s_result_that_was_not_read_is_not_called_unstudied(every):
    answer = next(each for each in every["regenerates-cartilage"].others if each.product == "cord-blood-implant")

    assert answer.answer == "not shown"
    assert [each.why for each in answer.parts[0].pieces] == ["not-read"]


def test_recognition_is_not_an_effect_beyond_existing_injections(every):
    recognised, beyond, noticeable = every["legally-proven-effective"].asked.parts

    assert (recognised.answer, beyond.answer, noticeable.answer) == ("supported", "contradicted", "contradicted")
    assert beyond.pieces[0].result == "similar"
    assert every["legally-proven-effective"].asked.answer == "not shown"


def test_both_knees_improved_and_so_the_cells_are_not_shown_to_have_done_it(every):
    change, against_placebo = every["both-knees-improve"].asked.parts

    assert change.answer == "supported"
    assert [(each.study, each.why) for each in against_placebo.pieces] == [("Shapiro2017", "too-small-to-see")]
    assert every["both-knees-improve"].asked.answer == "not shown"


def test_more_cells_were_never_compared_in_marrow_concentrate(every):
    held = every["more-cells-better"]

    assert (held.asked.answer, held.asked.parts[0].pieces) == ("not studied", ())
    doses = held.others[0].parts[0].pieces
    assert {each.kind for each in doses} == {"dose"} and {each.speaks for each in doses} == {"neither"}


def test_what_lasts_is_a_difference_too_small_to_notice(every):
    before, other_injection, noticeable = every["lasts-one-to-two-years"].asked.parts
    boffa = next(each for each in noticeable.pieces if each.kind == "trial")

    assert (boffa.months, round(boffa.estimate, 1), round(boffa.low, 1), round(boffa.high, 1)) == (
        24,
        -8.0,
        -12.8,
        -3.2,
    )
    assert (before.answer, other_injection.answer, noticeable.answer) == ("supported", "not shown", "contradicted")


def test_the_register_counts_twelve_where_the_article_says_fifty(every):
    patients, events = every["fifty-patients"].asked.parts

    assert (patients.answer, patients.pieces[0].result) == ("contradicted", "12")
    assert (events.answer, events.pieces[0].result) == ("supported", "4")


def test_serious_harm_is_called_rare_only_among_enough_people(every):
    rare = every["no-side-effects"].asked.parts[1]
    fewer = hold_claim("no-side-effects", trials=without("Mautner2023")).asked.parts[1]

    assert (rare.answer, rare.pieces[0].n, rare.pieces[0].high) == ("supported", 360, pytest.approx(3 / 360))
    assert (fewer.answer, fewer.pieces[0].n, fewer.pieces[0].why) == ("not shown", 240, "none-of-few")


def test_of_several_rows_of_one_arm_the_most_serious_events_count(every):
    mixed = next(each for each in every["no-side-effects"].others if each.product == "several-products").parts[1]

    assert [(each.note, each.speaks, each.strong) for each in mixed.pieces] == [("13 of 2372", "for", False)]


def test_events_of_a_study_that_was_not_randomised_decide_nothing():
    trials = shipped_trials()
    loose = replace(trials, studies=tuple(replace(each, randomised=False) for each in trials.studies))
    held = hold_claim("avoids-knee-replacement", trials=loose)
    pieces = [piece for answer in (held.asked, *held.others) for piece in answer.parts[0].pieces]

    assert pieces
    assert {(each.speaks, each.strong, each.why) for each in pieces if each.why != "other-patients"} == {
        ("neither", False, "not-randomised")
    }


def pieces_of(every, kind):
    answers = [answer for held in every for answer in (held.asked, *held.others)]
    return [piece for answer in answers for part in answer.parts for piece in part.pieces if piece.kind == kind]


def test_an_arm_of_unknown_size_leaves_the_number_of_persons_unknown(every):
    trials = shipped_trials()
    between, before = (
        {(each.study, each.outcome) for each in trials.findings if each.compared == compared}
        for compared in ("between", "before")
    )
    alone = tuple(replace(each, n_against=None) for each in trials.findings)
    unknown = hold_all(trials=replace(trials, findings=alone))

    known, found = (
        [piece.n for piece in pieces_of(answers, "finding") if (piece.study, piece.outcome) in between - before]
        for answers in (every.values(), unknown)
    )

    assert any(known)
    assert found
    assert set(found) == {None}


def test_a_scale_of_which_one_end_is_unknown_is_told_in_its_own_points(every):
    trials = shipped_trials()
    outcomes = tuple(replace(each, scale_low=None) for each in trials.outcomes)

    found = pieces_of(hold_all(trials=replace(trials, outcomes=outcomes)), "before")

    assert "points of 100" in {piece.unit for piece in pieces_of(every.values(), "before")}
    assert {piece.unit for piece in found} == {"points"}


def test_a_ratio_of_a_review_is_not_held_against_zero():
    trials = shipped_trials()
    turned = replace(
        trials,
        reviews=tuple(replace(each, domain="pain") if each.measure == "RR" else each for each in trials.reviews),
    )
    held = hold_claim("relieves-pain", trials=turned)
    outcomes = {each.outcome for answer in held.others for part in answer.parts for each in part.pieces}

    assert {each.outcome for each in turned.reviews if each.measure == "RR"}.isdisjoint(outcomes)


def test_what_a_record_says_is_told_in_both_languages(every):
    for held in every.values():
        for part in held.asked.parts:
            for piece in part.pieces:
                assert (piece.words is not None) == (piece.kind == "record")
                assert piece.words is None or set(piece.words) == {"en", "ko"}


def test_reviews_of_several_products_speak_for_the_mixture_alone(every):
    mixed = [answer for held in every.values() for answer in held.others if answer.product == "several-products"]

    assert mixed
    assert not [each for held in every.values() for part in held.asked.parts for each in part.pieces
                if each.kind == "review"]  # fmt: skip


def test_a_study_of_other_patients_speaks_only_weakly(every):
    trials = shipped_trials()
    joints = {each.study for each in trials.studies if "not-knee-only" in each.flags}
    harm = next(each for each in every["no-side-effects"].others if each.product == "several-products").parts[0]

    assert [(each.study, each.strong, each.why) for each in harm.pieces if each.study in joints] == [
        ("Centeno2016registry", False, "other-patients")
    ]


def test_two_trials_of_one_product_are_pooled_and_speak_once(every):
    answer = next(each for each in every["better-than-other-injections"].others
                  if each.product == "cultured-marrow-autologous")  # fmt: skip
    pieces = answer.parts[0].pieces

    assert [each.kind for each in pieces if each.strong] == ["pooled"]
    assert {each.why for each in pieces if each.kind == "trial"} == {"in-the-pool"}


def test_another_product_may_be_asked_about():
    held = hold_claim("lasts-one-to-two-years", product="svf")

    assert held.asked.product == "svf"
    assert "bmac" in {each.product for each in held.others}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"claim": "cures"}, "claim: found 'cures'; allowed: regenerates-cartilage"),
        ({"claim": "fifty-patients", "product": "saline"}, "product: found 'saline'"),
    ],
)
def test_an_unknown_claim_or_product_is_refused(arguments, told):
    with pytest.raises(BadValues, match=told):
        hold_claim(**arguments)


def test_every_claim_says_where_it_was_heard_and_speaks_both_languages():
    for claim in shipped_claims().claims.values():
        assert claim.heard and all(each.on and each.where["en"] and each.where["ko"] for each in claim.heard)
        assert claim.words["en"] and claim.words["ko"]
        assert all(part.says["en"] and part.says["ko"] for part in claim.parts)
    for record in shipped_claims().records.values():
        assert record.sources and record.on and record.via["ko"]


@pytest.mark.parametrize(
    ("found", "put", "told"),
    [
        ('rule = "order"', 'rule = "dose"', "claim more-cells-better, rule: found 'dose'"),
        ('product = "bmac"\nwords', 'product = "cells"\nwords', "product: found 'cells'"),
        ('domains = ["structure"]', 'domains = ["cartilage"]', "domains: found 'cartilage'"),
        ('fact = "enrolment"', 'fact = "patients"', "fact: found 'patients'"),
        ('id = "relieves-pain"', 'id = "fifty-patients"', "claim fifty-patients: found twice"),
        ('rule = "effect"\ndomains = ["structure"]', 'rule = "effect"', "rule effect: found no 'domains'"),
    ],
)
def test_a_catalogue_that_cannot_be_is_refused(tmp_path, found, put, told):
    text = (DATA / "claims.toml").read_text(encoding="utf-8")
    assert found in text
    path = tmp_path / "claims.toml"
    path.write_text(text.replace(found, put, 1), encoding="utf-8")

    with pytest.raises(BadValues, match=told):
        read_claims(path)
