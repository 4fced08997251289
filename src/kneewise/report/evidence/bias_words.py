"""Words of small-study effects."""

from __future__ import annotations

from kneewise.report.words import Words, say

BIAS: dict[str, Words] = {
    "title": {"en": "Do small trials say more", "ko": "소규모 연구 효과와 출판 비뚤림"},
    "found": {
        "en": "{tests} of {all} tests of the funnel find it lopsided at p below 0.10: {names}.",
        "ko": "깔때기 비대칭 검정 {all}개 중 {tests}개에서 p 0.10 미만: {names}.",
    },
    "found-none": {
        "en": "None of {all} tests of the funnel finds it lopsided at p below 0.10.",
        "ko": "깔때기 비대칭 검정 {all}개 모두 p 0.10 이상.",
    },
    "filled": {
        "en": "Trim and fill puts {n} trials in on the {side}; the pool goes from {before} to {after}.",
        "ko": "가지치기·채우기: {side}에 {n}건 추가, 통합 효과 {before}에서 {after}(으)로.",
    },
    "filled-none": {"en": "Trim and fill puts no trial in.", "ko": "가지치기·채우기: 추가된 연구 없음."},
    "selection": {
        "en": "If trials without significance were published {share} times as often as others ({interval}), "
        "the effect of all trials would be {effect} (test of no selection: p {p}).",
        "ko": "유의하지 않은 연구의 출판 빈도가 유의한 연구의 {share}배({interval})라면 전체 연구의 효과는 {effect} "
        "(선택 없음 검정 p {p}).",
    },
    "left": {"en": "left", "ko": "왼쪽"},
    "right": {"en": "right", "ko": "오른쪽"},
    "few": {
        "en": "{k} trials: with fewer than ten these tests find little, and say nothing when they find nothing.",
        "ko": "연구 {k}건: 10건 미만이면 검정력이 낮아, 비대칭이 발견되지 않아도 없다고 할 수 없습니다.",
    },
    "causes": {
        "en": "A lopsided funnel has other causes too: small trials of other patients or worse design, chance.",
        "ko": "비대칭은 출판 비뚤림 외에 소규모 연구의 대상자·설계 차이나 우연 때문일 수도 있습니다.",
    },
    "smd-ratio": {
        "en": "The error of a {measure} depends on the effect itself, so Egger's test finds too much here.",
        "ko": "{measure}의 표준오차는 효과 자체와 관련되어 Egger 검정이 과다 검출할 수 있습니다.",
    },
    "caption": {"en": "Tests of the funnel", "ko": "깔때기 비대칭 검정"},
    "test": {"en": "Test", "ko": "검정"},
    "statistic": {"en": "Statistic", "ko": "통계량"},
    "p": {"en": "p", "ko": "p"},
    "limit": {"en": "Effect of a trial without error", "ko": "오차 없는 연구의 효과"},
    "interval": {"en": "{percent} % CI", "ko": "{percent}% 신뢰구간"},
    "egger": {"en": "Egger: on the standard error", "ko": "Egger(표준오차)"},
    "egger-rma": {"en": "Egger, random effects", "ko": "Egger(무작위효과)"},
    "egger-variance": {"en": "On the variance", "ko": "분산 회귀"},
    "peters": {"en": "Peters: on the size", "ko": "Peters(표본 크기)"},
    "rank": {"en": "Rank test (Begg)", "ko": "순위 검정(Begg)"},
    "adjusted": {"en": "The pool put to the test", "ko": "보정한 통합 효과"},
    "what": {"en": "What was assumed", "ko": "가정"},
    "effect": {"en": "Effect", "ko": "효과"},
    "as-it-is": {"en": "trials as they are", "ko": "원자료"},
    "fill": {"en": "trim and fill, {estimator}: {n} put in", "ko": "가지치기·채우기 {estimator}: {n}건 추가"},
    "selected": {"en": "selection by significance", "ko": "유의성에 따른 선택 모형"},
    "limit-row": {"en": "a trial without error (Egger, random effects)", "ko": "오차 없는 연구(Egger 무작위효과)"},
    "fail-safe": {
        "en": "Rosenthal's fail-safe number is {n}; it says nothing of the size of the effect.",
        "ko": "Rosenthal 안전계수 {n}; 효과의 크기에 대해서는 알려주지 않습니다.",
    },
    "missing": {"en": "{name}: {why}", "ko": "{name}: {why}"},
    "picture": {"en": "Funnel of the trials", "ko": "깔때기 그림"},
    "says": {
        "en": "Funnel of {k} trials around {effect}; {n} put in.",
        "ko": "연구 {k}건의 깔때기 그림, 중심 {effect}; {n}건 추가.",
    },
    "axis-error": {"en": "standard error", "ko": "표준오차"},
    "axis-error-log": {"en": "standard error of the log", "ko": "로그의 표준오차"},
    "trials": {"en": "trials", "ko": "연구"},
    "filled-key": {"en": "put in", "ko": "추가된 연구"},
    "pooled-key": {"en": "pooled, 95 % limits", "ko": "통합 효과와 95% 한계"},
    "line-key": {"en": "Egger's line", "ko": "Egger 회귀선"},
    "region": {"en": "p {low} to {high}", "ko": "p {low}~{high}"},
    "within": {"en": "p below {high}", "ko": "p {high} 미만"},
    "note-egger": {
        "en": "Egger: least squares weighted by 1/variance with free dispersion (t, k - 2); with random effects: "
        "meta-regression.",
        "ko": "Egger: 1/분산 가중 최소제곱(t, k-2); 무작위효과: 메타회귀.",
    },
    "note-fill": {"en": "Trim and fill of Duval and Tweedie.", "ko": "Duval-Tweedie 가지치기·채우기."},
    "note-selection": {
        "en": "Three-parameter selection model, one step at p 0.025 one-sided, on the side of {favours} values.",
        "ko": "3모수 선택 모형, 단측 p 0.025 기준, {favours} 쪽.",
    },
    "higher": {"en": "higher", "ko": "높은 값"},
    "lower": {"en": "lower", "ko": "낮은 값"},
}


def bias_word(key: str, lang: str, **names: object) -> str:
    """A text of small-study effects with its names filled in."""
    return say(BIAS[key], lang).format(**names)
