"""The words that stand on the page alone: headings, the filter, how to read it."""

from __future__ import annotations

from kneewise.report.words import Words, say

PAGE: dict[str, Words] = {
    "skip": {"en": "Skip to the cases", "ko": "건별 결과로 건너뛰기"},
    "made-on": {"en": "Made on {day}", "ko": "작성일 {day}"},
    "notice": {
        "en": "A reading of the records against cited rules, for the person who decides. It is not medical "
        "advice and denies nothing by itself.",
        "ko": "제출 기록을 근거가 명시된 기준에 비추어 정리한 담당자용 자료입니다. "
        "의학적 조언이 아니며 이 결과만으로 지급이 거절되지 않습니다.",
    },
    "clause": {"en": "Clause", "ko": "기준"},
    "result": {"en": "Result", "ko": "결과"},
    "n-cases": {"en": "Cases", "ko": "건수"},
    "share": {"en": "Share", "ko": "비율"},
    "paper": {"en": "Paper", "ko": "서류"},
    "flag": {"en": "Flag", "ko": "확인 사항"},
    "distribution": {"en": "Distribution", "ko": "분포"},
    "bar": {"en": "{part}: {counts}", "ko": "{part}: {counts}"},
    "no-cases": {"en": "No cases", "ko": "해당 건 없음"},
    "first-reasons": {
        "en": "The {n} most frequent of {total}. A clause says what is asked for; the result, how it stands.",
        "ko": "전체 {total}개 중 상위 {n}개입니다. 기준은 요건을, 결과는 그 충족 여부를 나타냅니다.",
    },
    "cases": {"en": "Case by case", "ko": "건별 결과"},
    "n-more": {
        "en": "{n} further cases have no card on this page; the counts above include them.",
        "ko": "이 페이지에 표시하지 않은 건이 {n}건 더 있습니다. 위 집계에는 모두 포함되어 있습니다.",
    },
    "filter": {"en": "Filter the cases", "ko": "건 조회 조건"},
    "any": {"en": "Any", "ko": "전체"},
    "any-part": {"en": "Any part", "ko": "전체 항목"},
    "recommendation": {"en": "Recommendation", "ko": "권고"},
    "outcome": {"en": "Outcome", "ko": "결과"},
    "flag-any": {"en": "With a flag", "ko": "확인 사항 있음"},
    "flag-none": {"en": "Without a flag", "ko": "확인 사항 없음"},
    "search": {"en": "Case or claim", "ko": "건·청구 번호"},
    "show-all": {"en": "Show all", "ko": "조건 초기화"},
    "open-all": {"en": "Open all", "ko": "모두 펼치기"},
    "close-all": {"en": "Close all", "ko": "모두 접기"},
    "showing": {"en": "Showing {n} of {m}", "ko": "{m}건 중 {n}건 표시"},
    "nothing-met": {"en": "No case fits this filter.", "ko": "조건에 맞는 건이 없습니다."},
    "n-flags-one": {"en": "{n} flag", "ko": "확인 사항 {n}"},
    "n-flags": {"en": "{n} flags", "ko": "확인 사항 {n}"},
    "nothing-applies": {
        "en": "Nothing of this part applies to the case.",
        "ko": "이 건에는 해당하는 기준이 없습니다.",
    },
    "how-to-read": {"en": "How to read this page", "ko": "읽는 방법"},
    "reading-results": {
        "en": "A clause is met, not met, or missing: a value that decides it was not recorded. Missing is "
        "never taken for no.",
        "ko": "각 기준은 충족, 미충족, 자료 없음 중 하나입니다. 자료 없음은 판단에 필요한 값이 "
        "기록되지 않았다는 뜻이며, 미충족으로 보지 않습니다.",
    },
    "reading-recommendation": {
        "en": "A recommendation is a proposal to the person who decides. Flags stand beside it and do not "
        "change it.",
        "ko": "권고는 결정하는 담당자에게 드리는 제안입니다. "
        "확인 사항은 권고와 별도로 표시하며 권고를 바꾸지 않습니다.",
    },
    "reading-payable": {
        "en": "The payable figure is that of the whole claim. Each of its cases repeats it: never add them.",
        "ko": "지급 가능액은 청구 전체에 대한 금액이며 같은 청구의 각 건에 동일하게 표시됩니다. "
        "합산하지 마십시오.",
    },
    "confidence-means": {"en": "What confidence means", "ko": "신뢰도의 의미"},
    "confidence-about": {
        "en": "It speaks of how sure the text of a rule is, not of how sure the result on a case is.",
        "ko": "기준의 문언이 얼마나 확실한지를 나타내며, 개별 건의 결과가 얼마나 확실한지를 뜻하지 않습니다.",
    },
    "press-means": {
        "en": "“{press}” marks a rule whose own text was out of reach: it was read as the press reported it. "
        "Clauses on this page that rest on press reports, in whole or in part: {n} of {m}.",
        "ko": "‘{press}’ 표시는 원문을 직접 확인하지 못하고 언론에 보도된 내용을 따른 기준입니다. "
        "이 페이지의 기준 {m}개 중 {n}개가 전부 또는 일부 언론 보도에 근거합니다.",
    },
    "sources-of-cards": {
        "en": "What the findings shown on this page rest on.",
        "ko": "이 페이지에 표시된 결과의 근거입니다.",
    },
    "issued": {"en": "Issued", "ko": "발행일"},
    "read-through": {"en": "Read through", "ko": "확인 경로"},
    "the-text": {"en": "the text itself", "ko": "원문"},
    "rests-on": {"en": "Clauses that rest on it", "ko": "이를 근거로 한 기준"},
}


def page_word(key: str, lang: str, **names: object) -> str:
    """A text of the page with its names filled in.

    >>> page_word("n-flags", "en", n=2)
    '2 flags'
    """
    return say(PAGE[key], lang).format(**names)
