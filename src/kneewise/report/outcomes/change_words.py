"""The words of a change over visits, in English and Korean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.section_cells import label
from kneewise.report.words import Words, say

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.change import ChangeAnalysis

CHANGE: dict[str, Words] = {
    "title": {"en": "Change over visits", "ko": "방문별 변화"},
    "printed-title": {"en": "Means over visits, as printed", "ko": "방문별 평균(보고된 값)"},
    "mean": {"en": "Mean", "ko": "평균"},
    "adjusted-change": {"en": "Adjusted mean change", "ko": "보정 평균 변화"},
    "adjusted-score": {"en": "Adjusted mean score", "ko": "보정 평균 점수"},
    "means": {"en": "Least-squares means", "ko": "최소제곱평균"},
    "differences": {"en": "Differences from {reference}", "ko": "{reference} 대비 차이"},
    "tests": {"en": "Tests over all visits", "ko": "모든 방문에 대한 검정"},
    "test": {"en": "Test", "ko": "검정"},
    "test-any": {"en": "arms differ at some visit", "ko": "어느 방문에서든 군간 차이"},
    "test-parallel": {"en": "the difference changes over visits", "ko": "방문에 따른 차이의 변화"},
    "f": {"en": "F", "ko": "F"},
    "df-pair": {"en": "df", "ko": "자유도"},
    "scores": {"en": "Scores", "ko": "점수 수"},
    "compared": {"en": "Arm", "ko": "군"},
    "covariance": {"en": "Covariance of one patient's scores", "ko": "한 환자 점수의 공분산"},
    "covariance-of": {"en": "Covariance of one patient's scores, {group}", "ko": "한 환자 점수의 공분산, {group}"},
    "found-mean": {
        "en": "At visit {visit} the {what} was {means}.",
        "ko": "방문 {visit}의 {what}: {means}.",
    },
    "what-change": {"en": "adjusted mean change", "ko": "보정 평균 변화"},
    "what-score": {"en": "adjusted mean score", "ko": "보정 평균 점수"},
    "one-mean": {"en": "{value} ({interval})", "ko": "{value}({interval})"},
    "arm-mean": {"en": "{value} ({interval}) in {arm}", "ko": "{arm} {value}({interval})"},
    "found-mean-one": {"en": "The {what} was {means}.", "ko": "{what}: {means}."},
    "found-difference-one": {
        "en": "Difference of {arm} from {reference}: {value} ({interval}), p {p}.",
        "ko": "{reference} 대비 {arm}의 차이: {value}({interval}), p {p}.",
    },
    "found-difference": {
        "en": "Difference of {arm} from {reference} at visit {visit}: {value} ({interval}), p {p}.",
        "ko": "방문 {visit}에서 {reference} 대비 {arm}의 차이: {value}({interval}), p {p}.",
    },
    "found-any": {
        "en": "All differences of all visits together: p {p}.",
        "ko": "모든 방문의 모든 차이에 대한 검정: p {p}.",
    },
    "abandoned": {
        "en": "Covariance {structure} was tried first and has no proper estimate from these data; {taken} was taken.",
        "ko": "공분산 {structure}을(를) 먼저 시도했으나 이 자료로는 추정되지 않아 {taken}을(를) 사용했습니다.",
    },
    "few": {
        "en": "{n} patients for {k} covariance parameters: believe the intervals with reserve.",
        "ko": "환자 {n}명에 공분산 모수가 {k}개입니다. 구간을 조심해서 보아야 합니다.",
    },
    "lost": {
        "en": "At the last visit {share} of the patients have no score ({by_arm}); the model takes them as missing at "
        "random.",
        "ko": "마지막 방문에서 환자의 {share}에 점수가 없습니다({by_arm}). 모형은 이를 임의 결측으로 봅니다.",
    },
    "of": {"en": "{arm}: {lost} of {n}", "ko": "{arm}: {n}명 중 {lost}명"},
    "sandwich-few": {
        "en": "Empirical covariances need many patients; here are {n}.",
        "ko": "경험적(샌드위치) 공분산에는 많은 환자가 필요하나 여기에는 {n}명입니다.",
    },
    "no-figure": {"en": "{where}: {why}", "ko": "{where}: {why}"},
    "picture": {"en": "Mean change by visit", "ko": "방문별 평균 변화"},
    "picture-score": {"en": "Mean score by visit", "ko": "방문별 평균 점수"},
    "picture-difference": {"en": "Difference from {reference} by visit", "ko": "방문별 {reference} 대비 차이"},
    "picture-says": {
        "en": "{what} with {percent} % intervals, last visit {visit}: {values}.",
        "ko": "{what}와 {percent}% 구간, 마지막 방문 {visit}: {values}.",
    },
    "not-to-scale": {"en": "{x} (not to scale)", "ko": "{x}(간격은 축척 아님)"},
    "y-difference": {"en": "Difference", "ko": "차이"},
    "note-model": {
        "en": "Mixed model for repeated measures: {formula}; covariance {structure}{by_arm}, {n} scores of {patients} "
        "patients.",
        "ko": "반복측정 혼합모형(MMRM): {formula}; 공분산 {structure}{by_arm}, 환자 {patients}명의 점수 {n}개.",
    },
    "by-arm": {"en": ", each arm its own", "ko": ", 군마다 따로"},
    "note-df": {
        "en": "Restricted maximum likelihood; degrees of freedom: {df}; covariance of the coefficients: {vcov}.",
        "ko": "제한최대우도(REML); 자유도: {df}; 계수의 공분산: {vcov}.",
    },
    "note-random": {
        "en": "Patients with a missing visit stay with the visits that they have. This is right if scores are missing "
        "at random, which data cannot show.",
        "ko": "방문이 빠진 환자도 있는 방문으로 분석에 남습니다. 결측이 임의적(MAR)일 때 옳으며, 이는 자료로 확인할 수 "
        "없습니다.",
    },
    "note-each": {
        "en": "Intervals ({percent} %) and p values are each for itself: nothing is adjusted for several visits or "
        "arms.",
        "ko": "구간({percent}%)과 p값은 각각의 것이며 여러 방문·군에 대한 다중성은 보정하지 않았습니다.",
    },
    "note-means": {
        "en": "Least-squares means: factors not shown have equal weight, numbers stand at their mean.",
        "ko": "최소제곱평균: 표시되지 않은 요인은 같은 가중치, 수치 공변량은 평균값에서 계산합니다.",
    },
    "note-source": {
        "en": "Mallinckrodt and others 2008 (the model); Kenward and Roger 1997; agrees with R mmrm 0.3.18.",
        "ko": "모형: Mallinckrodt 등 2008; Kenward·Roger 1997; R mmrm 0.3.18과 일치.",
    },
    "note-printed": {
        "en": "Means as they were printed, with {percent} % intervals of t where n is known, else of the normal "
        "distribution; nothing is modelled and nothing compared.",
        "ko": "보고된 평균과 {percent}% 구간(n을 알면 t, 모르면 정규분포)입니다. 모형화도 비교도 하지 않았습니다.",
    },
    "found-printed": {
        "en": "Arms: {n}; visits: {visits}.",
        "ko": "{n}개 군, {visits}회 방문.",
    },
}


def arm_name(result: ChangeAnalysis, arm: Any) -> str:
    """An arm in a sentence: of doses, '10' says nothing alone."""
    return f"{result.columns.arm} {label(arm)}" if isinstance(arm, int | float) else label(arm)


def change_word(key: str, lang: str, **names: object) -> str:
    """A text of this result with its names filled in.

    >>> change_word("differences", "en", reference="sham")
    'Differences from sham'
    """
    return say(CHANGE[key], lang).format(**names)
