"""Rules that must not exist: on what notice, courts and regulator do not say, no answer may depend."""

from __future__ import annotations

import pytest

from kneewise.policy import tree as t
from kneewise.policy.catalogue import needed_facts, read_catalogue
from kneewise.policy.worked import change
from policies.bench import (
    a_case,
    law_book,
    outcome,
    outcomes,
    passing,
    readings,
    result_of,
    review,
    without_each,
)

BMAC = "kr/knee-bmac"
SVF_SEDATION = ("K14", "anaesthesiology", "sedation", "마취", "진정")


def facts_behind(policy):
    """Every fact that a policy's clauses can see, with those that they are computed from."""
    slots = [slot for slot in law_book().slots if slot.policy.id == policy]
    rules = [each.applies for each in law_book().policies if each.id == policy and each.applies]
    trees = [tree for slot in slots for tree in (slot.guard, slot.require) if tree is not None]
    names = {name for tree in (*trees, *(rule.tree for rule in rules)) for name in t.facts_of(tree)}
    return {name: read_catalogue()[name] for name in needed_facts(read_catalogue(), names)}


def test_the_case_that_the_others_change_passes_every_part():
    document, licences = passing()
    answer = review(document, licences=licences)[0]

    assert outcomes(answer) == dict.fromkeys(outcomes(answer), "pass")
    assert (answer["recommendation"], answer["flags"]) == ("pay", [])


# ---- age, body, counts, both knees ----


@pytest.mark.parametrize("birth_year", [None, *range(1905, 2021, 5), 2020])
def test_age_never_changes_eligibility_for_the_injection(birth_year):
    assert outcome(review(a_case(patient__birth_year=birth_year))[0], "eligibility") == "pass"


def test_no_clause_on_the_injection_can_see_age_sex_or_body():
    seen = facts_behind(BMAC)

    assert not [name for name, fact in seen.items() if fact.kind == "ages"]
    assert not [name for name, fact in seen.items() if (fact.column or "").startswith("patient_")]


@pytest.mark.parametrize("number", [None, 1, 2, 3, 12])
def test_the_number_of_injections_never_changes_eligibility(number):
    assert outcome(review(a_case(injection_number=number))[0], "eligibility") == "pass"


@pytest.mark.parametrize("day", ["2023-09-04", "2023-08-29", "2023-03-05", "2022-09-05"])
def test_the_interval_since_the_last_injection_never_changes_eligibility(day):
    earlier = [{"technology": "bmac", "given_on": day, "response": "good"}]

    assert outcome(review(a_case(earlier=earlier, injection_number=2))[0], "eligibility") == "pass"


def test_both_knees_on_one_day_are_two_eligible_knees():
    left, right = a_case(claim="one"), a_case(claim="one", case="bmac-right", knee="right")

    answers = review(left, right)

    assert [outcome(each, "eligibility") for each in answers] == ["pass", "pass"]
    assert [each["recommendation"] for each in answers] == ["pay", "pay"]


@pytest.mark.parametrize(
    "procedures", [["arthroscopic-debridement"], ["osteotomy"], ["nerve-block", "other"]]
)
def test_a_procedure_on_the_same_day_is_a_flag_at_most(procedures):
    answer = review(a_case(concurrent_procedures=procedures))[0]

    assert outcome(answer, "eligibility") == "pass"
    assert answer["recommendation"] == "pay"
    flagged = "kr/integrity-provider/no-concurrent-arthroscopy" in answer["flags"]
    assert flagged == ("arthroscopic-debridement" in procedures)


# ---- the kit's brand, the society's opinion ----


@pytest.mark.parametrize("model", [None, "SMART M-CELL", "BMAC kit", "no name", "골수키트"])
def test_the_brand_never_changes_the_kit(model):
    document, licences = passing()
    answer = review(change(document, {"kit.model": model}), licences=licences)[0]

    assert outcome(answer, "kit") == "pass"
    assert answer["recommendation"] == "pay"


def test_no_clause_can_see_the_model_of_the_kit():
    assert not [name for each in law_book().policies for name, fact in facts_behind(each.id).items()
                if fact.column in ("kit_model", "kit_serial") and name != "kit_serial"]  # fmt: skip


def test_the_opinion_on_sedation_for_fat_harvest_stands_nowhere_in_a_marrow_case():
    document, licences = passing()
    answer = review(document, licences=licences)[0]

    for part in answer["parts"].values():
        for finding in part["findings"]:
            text = f"{finding['sentence']} {finding['note']} {finding['source']}"
            assert not [word for word in SVF_SEDATION if word in text]


@pytest.mark.parametrize("technology", ["bmac", "svf", "prp"])
def test_the_technology_never_changes_the_admission(technology):
    answer = review(a_case("kr/admission", technology=technology))[0]
    short = review(a_case("kr/admission", technology=technology, risks=[], observations=[]))[0]

    assert (outcome(answer, "admission"), outcome(short, "admission")) == ("pass", "fail")


# ---- grades ----


@pytest.mark.parametrize("grade", range(5))
@pytest.mark.parametrize("modality", ["ultrasound", "mri", "ct", "arthroscopy"])
def test_no_other_image_than_an_x_ray_gives_a_kl_grade(grade, modality):
    answer = review(a_case(readings=readings(("KL", grade, modality, "treating"))))[0]

    assert outcome(answer, "eligibility") == "missing"


@pytest.mark.parametrize("modality", ["xray", "ultrasound", "ct"])
def test_icrs_counts_from_mri_and_arthroscopy_only(modality):
    answer = review(a_case(readings=readings(("ICRS", 4, modality, "treating"))))[0]

    assert outcome(answer, "eligibility") == "missing"


@pytest.mark.parametrize(("scale", "modality"), [("KL", "xray"), ("ICRS", "mri"), ("ICRS", "arthroscopy")])
@pytest.mark.parametrize(
    ("day", "result"), [("2023-09-04", "met"), ("2023-09-05", "met"), ("2023-09-06", "missing")]
)
def test_an_image_after_the_day_of_service_never_counts(scale, modality, day, result):
    answer = review(a_case(readings=readings((scale, 3, modality, "treating", day))))[0]

    assert result_of(answer, BMAC, "structural-grade") == result


def test_a_grade_after_the_day_of_service_does_not_replace_one_before_it():
    rows = readings(("KL", 2, "xray", "treating", "2023-09-01"), ("KL", 4, "xray", "treating", "2023-09-06"))

    assert outcome(review(a_case(readings=rows))[0], "eligibility") == "pass"


def test_the_grade_of_the_other_knee_never_counts():
    graded = a_case(claim="one")
    bare = a_case(claim="one", case="bmac-right", knee="right", readings=[])

    answers = review(graded, bare)

    assert [outcome(each, "eligibility") for each in answers] == ["pass", "missing"]


@pytest.mark.parametrize("own", range(5))
@pytest.mark.parametrize("other", range(5))
def test_an_advisers_reading_never_replaces_the_treating_readers(own, other):
    """What the adviser reads can send a case to a person; it never decides it the other way."""
    alone = outcome(review(a_case(readings=readings(("KL", own, "xray", "treating"))))[0], "eligibility")
    rows = readings(("KL", own, "xray", "treating"), ("KL", other, "xray", "insurer-adviser", "2023-09-05"))

    both = review(a_case(readings=rows))[0]

    assert outcome(both, "eligibility") in (alone, "review")
    shown = next(f for f in both["parts"]["eligibility"]["findings"] if f["clause"] == "structural-grade")
    assert shown["facts"]["kl_grade"] == own


@pytest.mark.parametrize("own", range(5))
@pytest.mark.parametrize("other", range(5))
def test_an_advisers_reading_of_the_mri_never_replaces_the_treating_readers(own, other):
    grade = ("KL", 1, "xray", "treating")
    alone = review(a_case(readings=readings(grade, ("ICRS", own, "mri", "treating"))))[0]
    rows = readings(grade, ("ICRS", own, "mri", "treating"), ("ICRS", other, "mri", "insurer-adviser"))

    both = review(a_case(readings=rows))[0]

    assert outcome(both, "eligibility") in (outcome(alone, "eligibility"), "review")


# ---- unknown is not no ----


def lost():
    document, _ = passing()
    return list(without_each(document))


@pytest.mark.parametrize("n", range(len(lost())))
def test_nothing_that_is_lost_turns_a_part_to_fail(n):
    _, licences = passing()
    answer = review(lost()[n], licences=licences)[0]

    assert "fail" not in outcomes(answer).values()
    assert answer["recommendation"] in ("pay", "ask-papers", "refer")


@pytest.mark.parametrize(
    ("policy", "part", "lists", "paper"),
    [
        ("kr/knee-bmac", "eligibility", {"steps": [], "processing": []}, "operative-record"),
        ("kr/admission", "admission", {"risks": [], "observations": []}, "nursing-notes"),
        ("kr/knee-prp", "eligibility", {"earlier": []}, "treatment-history"),
    ],
)
def test_an_empty_list_says_none_only_where_the_paper_that_carries_it_was_submitted(
    policy, part, lists, paper
):
    papers = [each for each in a_case(policy)["documents"] if each != paper]

    without = review(a_case(policy, **lists, documents=papers))[0]
    with_paper = review(a_case(policy, **lists, documents=[*papers, paper]))[0]

    assert (outcome(without, part), outcome(with_paper, part)) == ("missing", "fail")
