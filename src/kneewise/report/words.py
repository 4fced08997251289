"""The words for the codes of an answer, in English and Korean: parts, outcomes, recommendations, papers.

One code, one word, everywhere: terminal, page and letter take them from here. No recommendation denies
anything: each one says what the next person does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Lang = Literal["en", "ko"]
Words = dict[str, str]
LANGS: tuple[Lang, ...] = ("en", "ko")

# How a finding or an outcome stands; the marks carry what colour would, for those who do not see it.
State = Literal["pass", "fail", "review", "missing", "not-applicable", "flag", "unchecked"]
MARKS: dict[str, str] = {
    "pass": "✓",
    "fail": "✗",
    "review": "!",
    "missing": "?",
    "not-applicable": "–",
    "flag": "⚑",
    "unchecked": "○",
}
ASCII_MARKS: dict[str, str] = {
    "pass": "+",
    "fail": "x",
    "review": "!",
    "missing": "?",
    "not-applicable": "-",
    "flag": "*",
    "unchecked": "o",
}

PARTS: dict[str, Words] = {
    "eligibility": {"en": "Eligibility", "ko": "고시 적합성"},
    "kit": {"en": "Kit", "ko": "의료기기"},
    "contract": {"en": "Contract", "ko": "계약 보장"},
    "admission": {"en": "Admission", "ko": "입원 적정성"},
    "integrity": {"en": "Integrity", "ko": "청구 점검"},
}
PART_QUESTIONS: dict[str, Words] = {
    "eligibility": {"en": "Is it the recognised treatment?", "ko": "고시에서 인정한 의료기술인가"},
    "kit": {"en": "Is the device licensed for it?", "ko": "해당 용도로 허가된 의료기기인가"},
    "contract": {"en": "Does the contract cover it?", "ko": "약관에서 보장하는가"},
    "admission": {"en": "Was the admission needed?", "ko": "입원이 필요했는가"},
    "integrity": {"en": "Do the records agree?", "ko": "기록과 청구가 서로 맞는가"},
}
OUTCOMES: dict[str, Words] = {
    "pass": {"en": "passes", "ko": "적합"},
    "fail": {"en": "fails", "ko": "부적합"},
    "review": {"en": "needs review", "ko": "검토 필요"},
    "missing": {"en": "papers missing", "ko": "자료 부족"},
    "not-applicable": {"en": "not applicable", "ko": "해당 없음"},
}
# The same outcomes where a column is narrow.
OUTCOMES_SHORT: dict[str, Words] = {
    "pass": {"en": "passes", "ko": "적합"},
    "fail": {"en": "fails", "ko": "부적합"},
    "review": {"en": "review", "ko": "검토"},
    "missing": {"en": "missing", "ko": "자료부족"},
    "not-applicable": {"en": "n/a", "ko": "비해당"},
}
RESULTS: dict[str, Words] = {
    "met": {"en": "met", "ko": "충족"},
    "not-met": {"en": "not met", "ko": "미충족"},
    "missing": {"en": "missing", "ko": "자료 없음"},
    "not-applicable": {"en": "not applicable", "ko": "해당 없음"},
}
# What a finding is called: a clause that is not met decides its part, sends to a person or raises a flag.
STATES: dict[str, Words] = {
    "pass": {"en": "met", "ko": "충족"},
    "fail": {"en": "not met", "ko": "미충족"},
    "review": {"en": "review", "ko": "검토 필요"},
    "missing": {"en": "missing", "ko": "자료 없음"},
    "not-applicable": {"en": "not applicable", "ko": "해당 없음"},
    "flag": {"en": "flag", "ko": "확인 사항"},
    "unchecked": {"en": "not checked", "ko": "미점검"},
}
# The same before the sentence of a clause: it says what is asked for, so a flag must say that it is not so.
STATE_LABELS: dict[str, Words] = {
    **STATES,
    "review": {"en": "not met, to review", "ko": "미충족(심사자 검토)"},
    "flag": {"en": "not met", "ko": "미충족"},
}
RECOMMENDATIONS: dict[str, Words] = {
    "pay": {"en": "Pay", "ko": "지급"},
    "pay-outpatient": {"en": "Pay as outpatient", "ko": "통원으로 지급"},
    "ask-papers": {"en": "Ask for papers", "ko": "서류 요청"},
    "refer": {"en": "Refer to a reviewer", "ko": "심사자 검토"},
    "outside-notice": {"en": "Outside the notice", "ko": "고시 대상 외"},
    "outside-contract": {"en": "Outside the contract", "ko": "약관 보장 외"},
}
RECOMMENDATION_SENTENCES: dict[str, Words] = {
    "pay": {
        "en": "Nothing found here stands against payment under the contract.",
        "ko": "약관에 따른 지급을 제한할 사유가 확인되지 않았습니다.",
    },
    "pay-outpatient": {
        "en": "The treatment is covered; the papers do not show that the admission was needed.",
        "ko": "치료는 보장 대상이나, 제출 서류에서 입원의 필요성이 확인되지 않습니다.",
    },
    "ask-papers": {
        "en": "A value that decides is missing; ask for the papers named below before deciding.",
        "ko": "판단에 필요한 내용이 없습니다. 결정에 앞서 아래 서류를 요청합니다.",
    },
    "refer": {
        "en": "A point is open that a rule alone must not settle; a reviewer decides it.",
        "ko": "기준만으로 결론을 낼 수 없는 사항이 있어 심사자가 직접 판단합니다.",
    },
    "outside-notice": {
        "en": "On these facts the treatment is not the one the notice recognises; a person confirms this.",
        "ko": "제출된 내용상 고시에서 인정한 의료기술에 해당하지 않습니다. 안내에 앞서 담당자가 확인합니다.",
    },
    "outside-contract": {
        "en": "On these facts the contract does not cover the treatment; a person confirms this.",
        "ko": "제출된 내용상 약관의 보장 범위에 해당하지 않습니다. 안내에 앞서 담당자가 확인합니다.",
    },
}
PAPERS: dict[str, Words] = {
    "xray-report": {"en": "X-ray report", "ko": "X-ray 판독지"},
    "mri-report": {"en": "MRI report", "ko": "MRI 판독지"},
    "arthroscopy-record": {"en": "arthroscopy record", "ko": "관절경 기록지"},
    "operative-record": {"en": "operative record", "ko": "수술·시술 기록지"},
    "nursing-notes": {"en": "nursing notes", "ko": "간호기록지"},
    "admission-order": {"en": "admission order", "ko": "입원 지시서"},
    "itemised-bill": {"en": "itemised bill", "ko": "진료비 세부내역서"},
    "receipt": {"en": "receipt", "ko": "진료비 영수증"},
    "consent": {"en": "consent form", "ko": "시술 동의서"},
    "kit-label": {"en": "kit label", "ko": "의료기기 라벨(키트)"},
    "physician-opinion": {"en": "physician's opinion", "ko": "의사 소견서"},
    "insurer-advice": {"en": "insurer's medical advice", "ko": "의료자문 회신서"},
    "insurance-certificate": {"en": "insurance certificate", "ko": "보험증권"},
    "medication-list": {"en": "medication list", "ko": "투약 내역"},
    "treatment-history": {"en": "treatment history", "ko": "과거 진료기록"},
    "court-decision": {"en": "court decision", "ko": "판결문"},
}
CONFIDENCES: dict[str, Words] = {
    "high": {"en": "high", "ko": "높음"},
    "medium": {"en": "medium", "ko": "보통"},
    "low": {"en": "low", "ko": "낮음"},
}
CONFIDENCE_SENTENCES: dict[str, Words] = {
    "high": {
        "en": "several independent sources carry the same text, or the text itself was read",
        "ko": "원문을 확인했거나 서로 다른 여러 출처의 내용이 일치함",
    },
    "medium": {
        "en": "one source, or sources that differ in a detail",
        "ko": "출처가 하나이거나 출처마다 세부 내용이 다름",
    },
    "low": {
        "en": "the text was not seen, or its reading is disputed",
        "ko": "원문을 확인하지 못했거나 해석에 다툼이 있음",
    },
}
SETTLES: dict[str, Words] = {
    "fully": {"en": "the record settles it", "ko": "기록만으로 판단 가능"},
    "partly": {
        "en": "the record settles it only in part; a person looks",
        "ko": "기록만으로는 일부만 판단되어 담당자 확인 필요",
    },
    "not": {
        "en": "no record settles it; a person checks",
        "ko": "기록으로 판단할 수 없어 담당자가 직접 확인",
    },
}
OTHERWISE: dict[str, Words] = {
    "fail": {"en": "if not met, the part fails", "ko": "미충족 시 해당 항목 부적합"},
    "review": {"en": "if not met, a reviewer decides", "ko": "미충족 시 심사자 검토"},
    "flag": {
        "en": "if not met, a flag stands beside the recommendation",
        "ko": "미충족 시 확인 사항으로 표시(권고에는 영향 없음)",
    },
}
KNEES: dict[str, Words] = {
    "left": {"en": "left knee", "ko": "왼쪽 무릎"},
    "right": {"en": "right knee", "ko": "오른쪽 무릎"},
}
SETTINGS: dict[str, Words] = {
    "outpatient": {"en": "Outpatient", "ko": "통원"},
    "inpatient": {"en": "Inpatient", "ko": "입원"},
}


def say(words: Mapping[str, str], lang: str) -> str:
    """The text in a language; English where it has none, else whatever stands there.

    >>> say({"en": "Pay", "ko": "지급"}, "ko")
    '지급'
    """
    return words.get(lang) or words.get("en") or next(iter(words.values()), "")


def word(table: Mapping[str, Mapping[str, str]], code: str, lang: str) -> str:
    """The word of a code; a code that the table does not hold stands as it is, never dropped.

    >>> word(PAPERS, "receipt", "en")
    'receipt'
    >>> word(PAPERS, "a-new-paper", "ko")
    'a-new-paper'
    """
    entry = table.get(code)
    return code if entry is None else say(entry, lang)


def mark(state: str, *, ascii_only: bool = False) -> str:
    """The sign of a state, one cell wide."""
    return (ASCII_MARKS if ascii_only else MARKS).get(state, " ")
