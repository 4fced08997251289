"""Words of a table of certainty: domains, what was computed, judgements."""

from __future__ import annotations

from kneewise.report.words import Words, say

CERTAINTY: dict[str, Words] = {
    "title": {"en": "How certain: what the domains of GRADE rest on", "ko": "근거의 확실성: GRADE 영역별 계산값"},
    "pooled": {
        "en": "{k} trials, {n}: {estimate} ({interval}), by {method}.",
        "ko": "연구 {k}건, {n}: {estimate} ({interval}), {method}.",
    },
    "people": {"en": "{n} people", "ko": "{n}명"},
    "people-unknown": {"en": "number of people not known", "ko": "인원 미상"},
    "level": {"en": "By the judgements given: {level} certainty.", "ko": "입력한 판정에 따른 확실성: {level}."},
    "no-level": {
        "en": "No certainty is said: {n} of 5 judgements are given, and they are the reader's.",
        "ko": "확실성 등급은 매기지 않았습니다. 판정 5개 중 {n}개만 입력되었으며, 판정은 읽는 사람의 몫입니다.",
    },
    "no-start": {
        "en": "Whether all trials are randomised is not known: there is no level to start from.",
        "ko": "모두 무작위배정 연구인지 알 수 없어 시작 등급을 정할 수 없습니다.",
    },
    "domain": {"en": "Domain", "ko": "영역"},
    "computed": {"en": "What was computed", "ko": "계산된 값"},
    "judgement": {"en": "Judgement", "ko": "판정"},
    "risk of bias": {"en": "Risk of bias", "ko": "비뚤림 위험"},
    "inconsistency": {"en": "Inconsistency", "ko": "비일관성"},
    "indirectness": {"en": "Indirectness", "ko": "비직접성"},
    "imprecision": {"en": "Imprecision", "ko": "비정밀성"},
    "publication bias": {"en": "Publication bias", "ko": "출판 비뚤림"},
    "shares": {"en": "share of weight: {shares}", "ko": "가중치 비율: {shares}"},
    "low": {"en": "low", "ko": "낮음"},
    "some": {"en": "some concerns", "ko": "일부 우려"},
    "high": {"en": "high", "ko": "높음"},
    "not judged": {"en": "not judged", "ko": "미판정"},
    "heterogeneity": {
        "en": "I² {i2}% (from Q), tau² {tau2}, p of Q {p}; {better} trials on the good side, {worse} on the bad",
        "ko": "I² {i2}%(Q 기준), τ² {tau2}, Q의 p {p}; 이로운 쪽 연구 {better}건, 해로운 쪽 {worse}건",
    },
    "prediction": {
        "en": "one more trial's true effect is expected within {interval}",
        "ko": "새 연구의 참효과 예측 구간 {interval}",
    },
    "beyond": {"en": "{n} of {k} estimates reach what matters", "ko": "추정값 {k}건 중 {n}건이 의미 있는 차이에 도달"},
    "of-product": {
        "en": "{percent} of the weight is of the product asked about ({product})",
        "ko": "가중치의 {percent}가 질문한 제품({product})의 연구",
    },
    "products": {"en": "weight by product: {shares}", "ko": "제품별 가중치: {shares}"},
    "no-product": {
        "en": "no product was asked about; populations and comparators are for the reader",
        "ko": "질문 제품이 지정되지 않음; 대상·대조군은 읽는 사람이 판단",
    },
    "rest-for-reader": {"en": "populations and comparators are for the reader", "ko": "대상·대조군은 읽는 사람이 판단"},
    "zero": {"en": "the interval holds zero", "ko": "신뢰구간이 0을 포함"},
    "not-zero": {"en": "the interval does not hold zero", "ko": "신뢰구간이 0을 포함하지 않음"},
    "holds": {"en": "it reaches: {spans} (margin {margin})", "ko": "구간이 걸치는 영역: {spans}(기준 {margin})"},
    "benefit that matters": {"en": "benefit that matters", "ko": "의미 있는 이득"},
    "little or nothing": {"en": "little or nothing", "ko": "의미 없는 차이"},
    "harm that matters": {"en": "harm that matters", "ko": "의미 있는 해"},
    "enough": {
        "en": "{people} people, where {enough} would show the margin (80% power)",
        "ko": "{people}명(기준 차이를 80% 검정력으로 보이려면 {enough}명)",
    },
    "egger": {"en": "Egger's test: p {p} ({k} trials)", "ko": "Egger 검정: p {p}(연구 {k}건)"},
    "no-egger": {"en": "no test of small-study effects: {why}", "ko": "소규모 연구 효과 검정 불가: {why}"},
    "few trials": {"en": "{k} trials, fewer than ten", "ko": "연구 {k}건(10건 미만)"},
    "one precision": {"en": "all trials are of one precision", "ko": "모든 연구의 정밀도가 같음"},
    "none": {"en": "none", "ko": "문제 없음"},
    "serious": {"en": "serious", "ko": "심각"},
    "very serious": {"en": "very serious", "ko": "매우 심각"},
    "level-high": {"en": "high", "ko": "높음"},
    "level-moderate": {"en": "moderate", "ko": "중등도"},
    "level-low": {"en": "low", "ko": "낮음"},
    "level-very low": {"en": "very low", "ko": "매우 낮음"},
    "note": {
        "en": "GRADE (Guyatt 2011, J Clin Epidemiol 64) judges; this table computes what is judged. Randomised trials "
        "start high, others low; serious takes one level, very serious two.",
        "ko": "GRADE(Guyatt 2011)의 판정은 사람이 하며, 이 표는 판정에 쓰는 값을 계산합니다. "
        "무작위배정 연구는 높음에서, 그 외는 낮음에서 시작해 ‘심각’은 1단계, ‘매우 심각’은 2단계 내립니다.",
    },
    "not-judged": {
        "en": "Nobody has judged the risk of bias of these trials: the share is not known.",
        "ko": "이 연구들의 비뚤림 위험은 판정되지 않았습니다.",
    },
}


def certainty_word(key: str, lang: str, **names: object) -> str:
    """A text of the table of certainty with its names filled in."""
    return say(CERTAINTY[key], lang).format(**names)
