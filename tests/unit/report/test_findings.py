"""How a finding is sorted and told."""

from __future__ import annotations

import pytest

from kneewise.report.findings import (
    deciding,
    key_of,
    papers_to_ask,
    sort_findings,
    state_of,
    tell_finding,
    tell_via,
)


@pytest.mark.parametrize(
    ("result", "otherwise", "state"),
    [
        ("met", "fail", "pass"),
        ("met", "flag", "pass"),
        ("not-met", "fail", "fail"),
        ("not-met", "review", "review"),
        ("not-met", "flag", "flag"),
        ("missing", "fail", "missing"),
        ("missing", "review", "missing"),
        ("missing", "flag", "unchecked"),
        ("not-applicable", "fail", "not-applicable"),
    ],
)
def test_a_finding_stands_by_its_result_and_what_follows_from_it(answer_of, result, otherwise, state):
    finding = answer_of("C06")["parts"]["kit"]["findings"][0] | {"result": result, "otherwise": otherwise}

    assert state_of(finding) == state


def test_no_finding_is_lost_by_sorting(answers):
    for answer in answers:
        for part in answer["parts"].values():
            found = sort_findings(part)
            shown = len(found.open) + len(found.flags) + len(found.unchecked) + len(found.met)
            assert shown + found.n_not_applicable == len(part["findings"])


def test_the_clause_that_decides_is_of_the_same_part_where_there_is_one(answer_of):
    answer = answer_of("C12-left")

    assert key_of(deciding(answer, "contract")) == "kr/indemnity/within-notice"
    assert key_of(deciding(answer, "kit")) == "kr/knee-bmac/no-prosthesis"
    assert deciding(answer_of("C16"), "kit") is None


def test_a_paper_is_asked_for_once(answer_of):
    papers = papers_to_ask(answer_of("C02-right"))

    assert papers == ("xray-report", "mri-report", "arthroscopy-record", "kit-label")


def test_a_fact_without_words_is_shown_by_its_name(answer_of):
    finding = answer_of("C02-right")["parts"]["eligibility"]["findings"][8]

    assert tell_finding(finding, lang="ko", fact_words={}).turns_on == (("kl_grade", "4"),)


def test_a_fact_that_would_decide_but_was_not_looked_at_is_unknown(answer_of):
    finding = answer_of("C02-right")["parts"]["eligibility"]["findings"][7]
    finding["would_change"].append("lesion_area")

    assert tell_finding(finding, lang="en", fact_words={}).turns_on[-1] == ("lesion_area", "unknown")


@pytest.mark.parametrize(
    ("via", "en", "ko", "press"),
    [
        (None, None, None, False),
        (
            "press reports K1-K5",
            "press reports K1-K5 (read 2026-11-22)",
            "언론 보도 K1-K5 (2026-11-22 확인)",
            True,
        ),
        ("press F5, F7", "press F5, F7 (read 2026-11-22)", "언론 보도 F5, F7 (2026-11-22 확인)", True),
        (
            "press F6; FSS reasoning F2",
            "press F6; FSS reasoning F2 (read 2026-11-22)",
            "press F6; FSS reasoning F2 (2026-11-22 확인)",
            True,
        ),
        ("papers E1, E5", "papers E1, E5 (read 2026-11-22)", "papers E1, E5 (2026-11-22 확인)", False),
    ],
)
def test_what_was_really_read_is_told(answer_of, via, en, ko, press):
    finding = answer_of("C06")["parts"]["eligibility"]["findings"][0]
    finding["source"]["via"] = via

    assert (tell_via(finding["source"], "en"), tell_via(finding["source"], "ko")) == (en, ko)
    assert tell_finding(finding, lang="en", fact_words={}).press is press
