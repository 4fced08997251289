"""Words of what goes beyond one pool: groups, moderators, trials of several effects, single trials."""

from __future__ import annotations

from kneewise.report.words import Words, say

MORE: dict[str, Words] = {
    "groups-title": {"en": "Groups of trials", "ko": "하위군 분석"},
    "groups-found": {
        "en": "Test that the groups' effects are equal: p {p} (chi-square {q}, df {df}).",
        "ko": "하위군 간 차이 검정: p {p} (카이제곱 {q}, 자유도 {df}).",
    },
    "groups-one": {"en": "There is one group only.", "ko": "하위군이 하나뿐입니다."},
    "groups-warn": {
        "en": "Trials of different groups differ in more than their group: this compares trials, not patients.",
        "ko": "하위군이 다른 연구들은 다른 점에서도 다릅니다: 환자가 아니라 연구를 비교한 것입니다.",
    },
    "groups-note": {
        "en": "tau² of each group by itself unless --shared-tau2 is given.",
        "ko": "--shared-tau2를 주지 않으면 tau²는 하위군마다 따로 추정합니다.",
    },
    "regression-title": {"en": "Effects explained by the trials", "ko": "메타회귀"},
    "regression-found": {
        "en": "All moderators together: p {p}; they explain {r2} of the variance between trials, {tau2} is left.",
        "ko": "조절변수 전체 p {p}; 연구 간 분산의 {r2} 설명, 남은 tau² {tau2}.",
    },
    "regression-warn": {
        "en": "{k} trials for {p} moderators: at least ten trials for each are advised.",
        "ko": "조절변수 {p}개에 연구 {k}건: 변수당 10건 이상이 권장됩니다.",
    },
    "coefficient": {"en": "Coefficient", "ko": "계수"},
    "se": {"en": "SE", "ko": "표준오차"},
    "regression-note": {
        "en": "On the scale of the analysis (ratios: logs). A label is compared with the first.",
        "ko": "분석 척도(비는 로그) 기준. 범주는 첫 범주와 비교.",
    },
    "three-title": {"en": "Several effects of one trial", "ko": "3수준 모형"},
    "three-found": {
        "en": "{k} effects of {m} trials: {effect} by the model, {robust} with robust errors.",
        "ko": "연구 {m}건의 효과 {k}개: 모형 {effect}, 강건 표준오차 {robust}.",
    },
    "three-spread": {
        "en": "Variance between trials {between} ({i2b} %), between the effects of a trial {within} ({i2w} %).",
        "ko": "연구 간 분산 {between}({i2b}%), 연구 내 효과 간 분산 {within}({i2w}%).",
    },
    "three-warn": {
        "en": "With {m} trials robust errors are still too small.",
        "ko": "연구 {m}건에서는 강건 표준오차도 작게 추정됩니다.",
    },
    "out-title": {"en": "The pool without each trial", "ko": "연구를 하나씩 제외한 결과"},
    "out-found": {
        "en": "Without one trial the effect lies between {low} and {high}; without {trial} it moves most, to {effect}.",
        "ko": "하나씩 제외하면 {low} ~ {high}; {trial} 제외 시 가장 크게 변해 {effect}.",
    },
    "out-turns": {
        "en": "Without {trials} the interval comes to lie on another side of no effect.",
        "ko": "{trials} 제외 시 신뢰구간이 효과 없음에 대해 다른 쪽이 됩니다.",
    },
    "out-influential": {"en": "Influential by Cook, DFFITS or DFBETAS: {trials}.", "ko": "영향이 큰 연구: {trials}."},
    "out-none": {"en": "No trial is influential by Cook, DFFITS or DFBETAS.", "ko": "영향이 특히 큰 연구 없음."},
    "cook": {"en": "Cook", "ko": "Cook"},
    "rstudent": {"en": "Residual", "ko": "잔차"},
    "dfbetas": {"en": "DFBETAS", "ko": "DFBETAS"},
    "cumulative-title": {"en": "The pool trial by trial", "ko": "누적 메타분석"},
    "cumulative-found": {
        "en": "From {first} with the first trial to {last} with all.",
        "ko": "첫 연구 {first}에서 전체 {last}까지.",
    },
    "cumulative-picture": {"en": "The pool as trials were added", "ko": "연구가 더해지며 변한 통합 효과"},
    "out-picture": {"en": "The pool without each trial", "ko": "연구를 하나씩 제외한 통합 효과"},
    "says": {"en": "{n} pools from {low} to {high}.", "ko": "통합 효과 {n}개, {low} ~ {high}."},
}


def more_word(key: str, lang: str, **names: object) -> str:
    """A text with its names filled in."""
    return say(MORE[key], lang).format(**names)
