"""The fixed phrases around an answer, in English and Korean; `{names}` are filled in by `phrase`."""

from __future__ import annotations

from kneewise.report.words import Words, say

PHRASES: dict[str, Words] = {
    "case": {"en": "Case", "ko": "건"},
    "claim": {"en": "claim {claim}", "ko": "청구 {claim}"},
    "source": {"en": "Source", "ko": "근거"},
    "sources": {"en": "Sources", "ko": "근거 자료"},
    "via": {"en": "read through {via}", "ko": "확인 경로: {via}"},
    "via-on": {"en": "{via} (read {day})", "ko": "{via} ({day} 확인)"},
    "press": {"en": "press report", "ko": "언론 보도"},
    "date-unknown": {"en": "date unknown", "ko": "일자 미상"},
    "confidence": {"en": "Confidence", "ko": "신뢰도"},
    "ask-for": {"en": "Ask for", "ko": "요청 서류"},
    "pointless": {
        "en": "Asking is pointless, since this is not met: “{clause}”",
        "ko": "서류를 받아도 결과가 같음(다음 기준 미충족): “{clause}”",
    },
    "pointless-bare": {
        "en": "Asking is pointless: another clause decides already",
        "ko": "서류를 받아도 결과가 같음: 다른 기준으로 이미 결정됨",
    },
    "or": {"en": "{some} or {last}", "ko": "{some} 또는 {last}"},
    "decided-by": {"en": "Would be decided by", "ko": "확인되면 결정되는 값"},
    "turns-on": {"en": "Would change with", "ko": "달라지면 결과가 바뀌는 값"},
    "note": {"en": "Note", "ko": "참고"},
    "reach": {"en": "Reach", "ko": "판단 범위"},
    "values": {"en": "Values used", "ko": "적용 값"},
    "met-count": {"en": "{n} met", "ko": "충족 {n}건"},
    "unchecked-count": {
        "en": "{n} not checked, for want of a value",
        "ko": "자료가 없어 점검하지 못한 항목 {n}건",
    },
    "not-applicable-count": {"en": "{n} not applicable", "ko": "해당 없음 {n}건"},
    "flags": {"en": "Flags", "ko": "확인 사항"},
    "flags-beside": {
        "en": "They stand beside the recommendation and do not change it.",
        "ko": "권고와 별도로 표시하며 권고를 바꾸지 않습니다.",
    },
    "no-flags": {"en": "No flag was raised.", "ko": "확인 사항이 없습니다."},
    "payable": {"en": "Payable for the claim", "ko": "청구 전체 지급 가능액"},
    "do-not-add": {
        "en": "One figure for claim {claim}, shared with {others}: do not add the cases.",
        "ko": "청구 {claim} 전체에 대한 하나의 금액입니다({others} 포함). 건별로 합산하지 마십시오.",
    },
    "range-open": {
        "en": "A range: something is still open.",
        "ko": "확인되지 않은 사항이 있어 범위로 표시합니다.",
    },
    "reviewed": {"en": "{cases} cases in {claims} claims", "ko": "청구 {claims}건, 무릎 {cases}건"},
    "recommendations": {"en": "What is recommended", "ko": "권고"},
    "outcomes": {"en": "Outcome of each part", "ko": "항목별 결과"},
    "part": {"en": "Part", "ko": "항목"},
    "reasons": {"en": "Most frequent reasons", "ko": "주요 사유"},
    "no-reasons": {"en": "No clause was left open.", "ko": "미충족이거나 자료가 없는 기준이 없습니다."},
    "papers-open": {"en": "Papers that would settle what is open", "ko": "요청할 서류"},
    "papers": {"en": "Papers to ask for", "ko": "요청할 서류"},
    "no-papers": {"en": "No paper needs to be asked for.", "ko": "요청할 서류가 없습니다."},
    "clause": {"en": "Clause", "ko": "기준"},
    "rule": {"en": "Rule", "ko": "판정식"},
    "applies": {"en": "Applies to", "ko": "적용 대상"},
    "applies-rule": {"en": "Applies where", "ko": "적용 조건식"},
    "dated-by": {"en": "The day that counts", "ko": "기준일"},
    "in-force": {"en": "In force", "ko": "적용 기간"},
    "from": {"en": "from {day}", "ko": "{day}부터"},
    "from-range": {
        "en": "from a day between {earliest} and {latest} that is not known; a reviewer decides in between",
        "ko": "{earliest}부터 {latest} 사이에 시작(정확한 일자 미상, 그 사이는 심사자 검토)",
    },
    "until": {"en": "before {day}", "ko": "{day} 전까지"},
    "any-day": {"en": "on any day", "ko": "기간 제한 없음"},
    "ask-if-missing": {"en": "Where a value is missing, ask for", "ko": "값이 없을 때 요청할 서류"},
    "lowest": {"en": "At least", "ko": "최소"},
    "highest": {"en": "At most", "ko": "최대"},
    "more": {"en": "and {n} more", "ko": "외 {n}건"},
    "not-advice": {
        "en": "Not medical advice. No result denies anything by itself: a person decides.",
        "ko": "의학적 조언이 아니며, 이 결과만으로 지급이 거절되지 않습니다. 최종 판단은 담당자가 합니다.",
    },
}


def phrase(key: str, lang: str, **names: object) -> str:
    """A fixed phrase with its names filled in.

    >>> phrase("claim", "ko", claim="C02")
    '청구 C02'
    """
    return say(PHRASES[key], lang).format(**names)


def any_of(items: tuple[str, ...], lang: str) -> str:
    """'X-ray report, MRI report or arthroscopy record'."""
    if len(items) < 2:
        return "".join(items)
    return phrase("or", lang, some=", ".join(items[:-1]), last=items[-1])
