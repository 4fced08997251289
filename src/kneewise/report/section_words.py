"""The words around sections, the same for every method."""

from __future__ import annotations

from kneewise.report.words import Words, say

SECTION: dict[str, Words] = {
    "notes": {"en": "Methods, sources and assumptions", "ko": "방법·출처·가정"},
    "missing": {"en": "What could not be told, or was left out", "ko": "추정하지 못했거나 제외한 것"},
    "table": {"en": "Table", "ko": "표"},
    "skip": {"en": "Skip to the results", "ko": "결과로 건너뛰기"},
    "contents": {"en": "On this page", "ko": "이 페이지의 내용"},
    "made-on": {"en": "Made on {day}", "ko": "작성일 {day}"},
    "source": {"en": "From {file}", "ko": "입력 자료: {file}"},
    "notice": {
        "en": "Figures from the data that was given, by published methods named below each result. They describe "
        "groups of patients; they are not medical advice for one.",
        "ko": "제출된 자료를 각 결과 아래에 밝힌 공개된 방법으로 계산한 값입니다. "
        "환자 집단에 대한 요약이며 개별 환자에 대한 의학적 조언이 아닙니다.",
    },
    "dash": {
        "en": "A dash stands where these data do not determine a figure.",
        "ko": "‘–’는 이 자료로 값을 정할 수 없음을 뜻합니다.",
    },
}


def section_word(key: str, lang: str, **names: object) -> str:
    """A fixed text with its names filled in.

    >>> section_word("made-on", "en", day="2026-11-26")
    'Made on 2026-11-26'
    """
    return say(SECTION[key], lang).format(**names)
