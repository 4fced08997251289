"""Words of a pool: its sentences, heads, methods and warnings."""

from __future__ import annotations

from kneewise.report.words import Words, say

POOL: dict[str, Words] = {
    "title": {"en": "Trials pooled", "ko": "연구 통합(메타분석)"},
    "found": {
        "en": "{k} trials{patients} give a pooled {measure} of {effect}{p}.",
        "ko": "연구 {k}건{patients}의 통합 {measure}: {effect}{p}.",
    },
    "found-one": {
        "en": "One trial{patients} gives a {measure} of {effect}{p}: there is nothing to pool it with.",
        "ko": "연구 1건{patients}의 {measure}: {effect}{p}. 통합할 다른 연구가 없습니다.",
    },
    "found-rows-of-one": {
        "en": "{k} effects of one trial give a pooled {measure} of {effect}{p}.",
        "ko": "연구 1건의 효과 {k}개의 통합 {measure}: {effect}{p}.",
    },
    "found-rows": {
        "en": "{k} effects of {m} trials give a pooled {measure} of {effect}{p}.",
        "ko": "연구 {m}건의 효과 {k}개의 통합 {measure}: {effect}{p}.",
    },
    "repeated": {
        "en": "Several rows are of one trial: taken as independent they count its patients more than once, and the "
        "interval is too narrow. Pool one time point, or see --trial.",
        "ko": "한 연구의 행이 여럿입니다: 서로 독립으로 보면 같은 환자를 거듭 세어 신뢰구간이 지나치게 좁아집니다. "
        "한 시점만 통합하거나 --trial을 쓰십시오.",
    },
    "patients": {"en": " with {n} patients", "ko": "(환자 {n}명)"},
    "p": {"en": ", p {p}", "ko": ", p {p}"},
    "spread": {
        "en": "I², the share of the spread between trials that is not chance, is {i2} % (Q {q}, df {df}, p {p}); "
        "tau² {tau2}{between}.",
        "ko": "이질성 I² {i2}% (Q {q}, 자유도 {df}, p {p}); tau² {tau2}{between}.",
    },
    "between": {"en": " ({low} to {high})", "ko": " ({low} ~ {high})"},
    "prediction": {
        "en": "The true effect of one more such trial is expected from {low} to {high}.",
        "ko": "같은 종류의 새 연구에서 참 효과의 예측구간: {low} ~ {high}.",
    },
    "prediction-both": {
        "en": "The prediction holds no effect, though the interval of the mean does not: a next trial may find none.",
        "ko": "평균의 신뢰구간은 효과 없음을 포함하지 않으나 예측구간은 포함합니다: 다음 연구에서는 효과가 "
        "없을 수 있습니다.",
    },
    "few": {
        "en": "With {k} trials the variance between trials is hardly known: read the interval with it in mind.",
        "ko": "연구가 {k}건뿐이라 연구 간 분산을 거의 알 수 없습니다.",
    },
    "few-wald": {
        "en": "With {k} trials a normal interval of a random-effects pool is too narrow; see --interval knapp-hartung.",
        "ko": "연구 {k}건에서 정규근사 구간은 지나치게 좁습니다(--interval knapp-hartung 참조).",
    },
    "left-out": {"en": "Rows without an effect, not in the pool: {n}.", "ko": "효과가 없는 {n}행은 통합에서 제외."},
    "converted": {
        "en": "Effects that rest on a conversion or an assumption (see `evidence effect`): {n}.",
        "ko": "효과 {n}개는 변환 또는 가정에 따른 값입니다(`evidence effect` 참조).",
    },
    "caption": {"en": "Trials and weights", "ko": "연구와 가중치"},
    "trial": {"en": "Trial", "ko": "연구"},
    "without": {"en": "Without", "ko": "제외한 연구"},
    "up-to": {"en": "Up to", "ko": "누적"},
    "group": {"en": "Group", "ko": "하위군"},
    "n": {"en": "n", "ko": "n"},
    "k": {"en": "Trials", "ko": "연구 수"},
    "effect": {"en": "Effect", "ko": "효과"},
    "interval": {"en": "{percent} % CI", "ko": "{percent}% 신뢰구간"},
    "weight": {"en": "Weight", "ko": "가중치"},
    "p-head": {"en": "p", "ko": "p"},
    "i2": {"en": "I²", "ko": "I²"},
    "tau2": {"en": "tau²", "ko": "tau²"},
    "all": {"en": "All trials", "ko": "전체"},
    "pooled-by": {"en": "Pooled, {method}", "ko": "통합({method})"},
    "prediction-row": {"en": "Prediction", "ko": "예측구간"},
    "picture": {"en": "Forest of the trials", "ko": "숲 그림"},
    "says": {
        "en": "Forest of {k} trials; the diamond, {effect}, is their pool.",
        "ko": "연구 {k}건의 숲 그림; 마름모는 통합 효과 {effect}.",
    },
    "note-method": {
        "en": "Inverse variance, tau² by {tau2}, interval {interval}.",
        "ko": "역분산 가중, tau² 추정 {tau2}, 신뢰구간 {interval}.",
    },
    "note-i2": {
        "en": "I² from Q (Higgins and Thompson); from tau² against the typical variance it is {i2} %.",
        "ko": "I²는 Q 기준(Higgins-Thompson)이며 tau² 기준으로는 {i2}%.",
    },
    "note-fixed": {
        "en": "Inverse variance, one true effect for all trials, interval {interval}.",
        "ko": "역분산 가중, 고정효과(참 효과 하나), 신뢰구간 {interval}.",
    },
    "note-tau2": {"en": "Interval of tau² by {name}.", "ko": "tau² 신뢰구간: {name}."},
    "note-prediction": {"en": "Prediction interval: {name}.", "ko": "예측구간 방법: {name}."},
    "note-smd": {
        "en": "Standardised with Hedges' correction, variance {variance}.",
        "ko": "Hedges 보정, 분산 공식 {variance}.",
    },
    "note-zero": {"en": "Zero cells by the rule {rule}.", "ko": "0인 칸 처리 규칙: {rule}."},
    "events-title": {"en": "Pooled from the events themselves", "ko": "사건 수를 직접 통합"},
    "events-found": {
        "en": "{method}: {measure} {effect}{p}; {k} trials.",
        "ko": "{method}: {measure} {effect}{p}; 연구 {k}건.",
    },
    "events-same": {
        "en": "Test of equal odds ratios (Breslow-Day): p {p}.",
        "ko": "오즈비 동질성 검정(Breslow-Day): p {p}.",
    },
    "events-tau2": {"en": "Variance between trials {tau2}.", "ko": "연구 간 분산 {tau2}."},
    "events-correlation": {
        "en": "Correlation of two patients of one arm {correlation}.",
        "ko": "같은 군 두 환자의 상관 {correlation}.",
    },
    "mantel-haenszel": {"en": "Mantel-Haenszel", "ko": "Mantel-Haenszel"},
    "peto": {"en": "Peto", "ko": "Peto"},
    "exact": {"en": "exact, given the margins", "ko": "정확 방법(주변합 조건부)"},
    "beta-binomial": {"en": "beta-binomial regression", "ko": "베타이항 회귀"},
    "mixed-model": {"en": "mixed model, hypergeometric", "ko": "혼합모형(초기하)"},
    "no-limit": {"en": "without limit", "ko": "상한 없음"},
}


def pool_word(key: str, lang: str, **names: object) -> str:
    """A text of a pool with its names filled in."""
    return say(POOL[key], lang).format(**names)
