"""A policy as a lawyer reads it."""

from __future__ import annotations

from kneewise.report.prose import AmountView, ClauseView, PolicyView, SourceView, present_policy

NOTICE = SourceView(
    key="notice",
    title="MOHW Notice 2023-128, entry 918",
    issued="2023-07-11",
    read_on="2026-11-22",
    via="press reports K1-K5",
    confidence="high",
)
GRADE = ClauseView(
    id="structural-grade",
    says={"en": "The knee is graded KL 2-3 on X-ray.", "ko": "X-ray상 KL 2~3등급임."},
    require="kl_grade between 2 and 3",
    otherwise="fail",
    source=NOTICE,
    from_="2023-07-11",
    asks=("xray-report", "mri-report"),
)
RANGE = ClauseView(
    id="rider",
    says={"en": "The rider was bought.", "ko": "특약에 가입함."},
    require="injection_rider",
    otherwise="review",
    source=SourceView(key="terms", title="Terms", confidence="low"),
    from_earliest="2026-01-01",
    from_="2026-07-01",
    until="2027-01-01",
    settles="partly",
    note={"en": "The final terms were not seen.", "ko": "최종 약관은 확인하지 못함."},
)
POLICY = PolicyView(
    id="kr/knee-bmac",
    part="eligibility",
    title={"en": "Bone marrow concentrate injection", "ko": "골수 흡인 농축물 관절강내 주사"},
    jurisdiction="KR",
    applies="technology = 'bmac'",
    applies_says={"en": "bone marrow concentrate", "ko": "골수 흡인 농축물"},
    dated_by={"en": "day of the injection", "ko": "시술일"},
    clauses=(GRADE, RANGE),
    amounts=(AmountView(setting="outpatient", low="0", high="outpatient_limit", source=NOTICE),),
)


def test_a_clause_says_its_rule_its_period_and_what_it_rests_on(shown):
    text = " ".join(shown(present_policy, POLICY, lang="en").split())

    assert "1. The knee is graded KL 2-3 on X-ray." in text
    assert "structural-grade — if not met, the part fails" in text
    assert "Rule: kl_grade between 2 and 3" in text
    assert "In force: from 2023-07-11" in text
    assert "entry 918 (2023-07-11); read through press reports K1-K5 (read 2026-11-22)" in text
    assert "Where a value is missing, ask for: X-ray report or MRI report" in text


def test_a_start_known_as_a_range_and_a_source_without_a_day_say_so(shown):
    text = " ".join(shown(present_policy, POLICY, lang="en").split())

    assert "between 2026-01-01 and 2026-07-01 that is not known" in text
    assert "before 2027-01-01" in text
    assert "Terms (date unknown)" in text
    assert "low — the text was not seen" in text
    assert "The final terms were not seen." in text


def test_it_reads_in_korean(shown):
    text = shown(present_policy, POLICY, lang="ko")

    assert text.startswith("골수 흡인 농축물 관절강내 주사\n")
    assert "미충족 시 해당 항목 부적합" in text
    assert "최대: outpatient_limit" in text
