"""Words of a check of rows: rules, what was found, and the sentences around them."""

from __future__ import annotations

from kneewise.report.words import Words, say

CHECK: dict[str, Words] = {
    "title": {"en": "Rows that cannot be, or should be looked at", "ko": "있을 수 없거나 다시 볼 행"},
    "found": {
        "en": "{rows} rows looked at, {bad} of them with findings: {impossible} that cannot be as they stand, "
        "{doubtful} that are more often a slip.",
        "ko": "{rows}행 점검, {bad}행에서 발견: 그대로는 있을 수 없는 것 {impossible}건, "
        "오류일 가능성이 큰 것 {doubtful}건.",
    },
    "clean": {"en": "{rows} rows looked at: nothing found.", "ko": "{rows}행 점검: 문제 없음."},
    "caption": {"en": "Findings", "ko": "점검 결과"},
    "row": {"en": "Row", "ko": "행"},
    "study": {"en": "Study", "ko": "연구"},
    "columns": {"en": "Columns", "ko": "열"},
    "kind": {"en": "Kind", "ko": "구분"},
    "rule": {"en": "Check", "ko": "점검 항목"},
    "what": {"en": "Found", "ko": "발견"},
    "allowed": {"en": "Allowed", "ko": "허용"},
    "impossible": {"en": "cannot be", "ko": "불가능"},
    "doubtful": {"en": "doubtful", "ko": "의심"},
    "note": {
        "en": "Nothing was changed. A doubtful row may be right: look at the paper. An SD far smaller "
        "than that of the other arm, or means many SDs apart, often come of a standard error in the wrong column.",
        "ko": "값은 바꾸지 않았습니다. 의심 행이 옳을 수도 있으니 원문을 확인하십시오. 지나치게 작은 표준편차나 "
        "평균 차이는 흔히 표준오차를 잘못 적은 것입니다.",
    },
    "shipped": {
        "en": "These are the shipped rows: what is found stands flagged beside them, as printed.",
        "ko": "수록 자료의 점검 결과이며, 인쇄된 값 그대로 두고 표시해 두었습니다.",
    },
}
RULES: dict[str, Words] = {
    "somebody there": {"en": "somebody there", "ko": "인원이 있음"},
    "not negative": {"en": "not negative", "ko": "음수 아님"},
    "in range": {"en": "in range", "ko": "범위 안"},
    "events among patients": {"en": "events among patients", "ko": "사건 수 ≤ 인원"},
    "in order": {"en": "in order", "ko": "순서"},
    "estimate in its interval": {"en": "estimate in its interval", "ko": "추정값이 구간 안"},
    "whole count": {"en": "whole count", "ko": "정수 인원"},
    "mean on its scale": {"en": "mean on its scale", "ko": "평균이 척도 안"},
    "spread on its scale": {"en": "spread on its scale", "ko": "퍼짐이 척도 안"},
    "interval around its estimate": {"en": "interval around its estimate", "ko": "구간이 추정값 둘레"},
    "effect of its means": {"en": "effect of its means", "ko": "효과 = 평균 차이"},
    "sign of the effect": {"en": "sign of the effect", "ko": "효과의 부호"},
    "p and interval": {"en": "p and interval", "ko": "p와 구간"},
    "spreads alike": {"en": "spreads alike", "ko": "두 군의 퍼짐"},
    "some spread": {"en": "some spread", "ko": "퍼짐이 있음"},
    "means within reach": {"en": "means within reach", "ko": "평균 차이의 크기"},
    "each row once": {"en": "each row once", "ko": "행 중복"},
    "per cent and count": {"en": "per cent and count", "ko": "백분율과 인원"},
    "per cent of people": {"en": "per cent of people", "ko": "백분율에 맞는 인원"},
}


def check_word(key: str, lang: str, **names: object) -> str:
    """A text of the check with its names filled in."""
    return say(CHECK[key], lang).format(**names)


def rule_word(rule: str, lang: str) -> str:
    """The name of a check."""
    return say(RULES[rule], lang) if rule in RULES else rule
