"""Words that several results of outcomes share: one meaning, one word, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

SHARED: dict[str, Words] = {
    "arm": {"en": "Arm", "ko": "군"},
    "visit": {"en": "Visit", "ko": "방문"},
    "months": {"en": "Months", "ko": "개월"},
    "months-since": {"en": "Months since injection", "ko": "주사 후 개월"},
    "baseline": {"en": "baseline", "ko": "기저"},
    "n": {"en": "n", "ko": "n"},
    "patients": {"en": "Patients", "ko": "환자 수"},
    "knees": {"en": "Knees", "ko": "무릎 수"},
    "score": {"en": "Score", "ko": "점수"},
    "mean": {"en": "Mean", "ko": "평균"},
    "change": {"en": "Change", "ko": "변화"},
    "difference": {"en": "Difference", "ko": "차이"},
    "estimate": {"en": "Estimate", "ko": "추정값"},
    "standard-error": {"en": "SE", "ko": "표준오차"},
    "standard-deviation": {"en": "SD", "ko": "표준편차"},
    "interval": {"en": "95 % CI", "ko": "95% 신뢰구간"},
    "interval-of": {"en": "{percent} % CI", "ko": "{percent}% 신뢰구간"},
    "df": {"en": "df", "ko": "자유도"},
    "p": {"en": "p", "ko": "p"},
    "dose": {"en": "Dose", "ko": "용량"},
    "million-cells": {"en": "million cells", "ko": "백만 세포"},
    "instrument": {"en": "Instrument", "ko": "설문 도구"},
    "part": {"en": "Part", "ko": "하위 척도"},
    "responders": {"en": "Responders", "ko": "반응자"},
    "all": {"en": "All", "ko": "전체"},
    "not-estimable": {"en": "not estimable: {why}", "ko": "추정 불가: {why}"},
}


def shared_word(key: str, lang: str, **names: object) -> str:
    """A shared word with its names filled in.

    >>> shared_word("interval-of", "en", percent=90)
    '90 % CI'
    """
    return say(SHARED[key], lang).format(**names)
