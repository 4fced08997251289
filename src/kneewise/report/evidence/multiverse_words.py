"""Words of a multiverse: dimensions, choices, sides, and the sentences that count them."""

from __future__ import annotations

from kneewise.report.words import Words, say

MULTIVERSE: dict[str, Words] = {
    "title": {"en": "One question under every defensible choice", "ko": "가능한 모든 분석 선택에 따른 결과"},
    "paths": {
        "en": "{n} paths through the choices, from {fewest} to {most} trials each.",
        "ko": "분석 경로 {n}가지(경로당 연구 {fewest}~{most}건).",
    },
    "paths-same": {
        "en": "{n} paths through the choices, of {most} trials each.",
        "ko": "분석 경로 {n}가지(경로당 연구 {most}건).",
    },
    "reach-beyond": {"en": "interval beyond what matters", "ko": "구간이 의미 있는 차이 이상"},
    "reach-either": {"en": "interval holds what matters", "ko": "구간이 의미 있는 차이를 포함"},
    "reach-short": {"en": "interval short of what matters", "ko": "구간이 의미 있는 차이에 미달"},
    "sign-better": {"en": "estimate on the good side", "ko": "추정값이 이로운 쪽"},
    "sign-worse": {"en": "estimate on the bad side", "ko": "추정값이 해로운 쪽"},
    "reference": {
        "en": "The reference ({path}) gives {estimate} ({interval}).",
        "ko": "기준 분석({path}): {estimate} ({interval}).",
    },
    "zero": {
        "en": "In {better} of {n} ({percent}) the whole interval is on the good side of zero, in {either} it holds "
        "zero, in {worse} it is wholly on the bad side.",
        "ko": "{n}가지 중 신뢰구간 전체가 이로운 쪽인 것 {better}가지({percent}), 0을 포함하는 것 {either}가지, "
        "전체가 해로운 쪽인 것 {worse}가지.",
    },
    "estimates": {
        "en": "The estimate itself is on the good side in {better}, on the bad side in {worse}.",
        "ko": "추정값 자체는 이로운 쪽 {better}가지, 해로운 쪽 {worse}가지.",
    },
    "margin": {
        "en": "Of the smallest difference that matters ({margins}): the whole interval lies beyond it in {beyond}, "
        "holds it in {about}, falls short of it in {short}; {estimate_beyond} estimates reach it.",
        "ko": "의미 있는 최소 차이({margins}) 기준: 신뢰구간 전체가 그 이상 {beyond}가지, 포함 {about}가지, "
        "전체가 미달 {short}가지; 추정값이 도달한 것 {estimate_beyond}가지.",
    },
    "robust": {
        "en": "No single choice turns the answer of the reference.",
        "ko": "선택 하나를 바꾸어도 기준 분석의 결론은 바뀌지 않습니다.",
    },
    "turns": {
        "en": "{n} single choices turn the answer: {choices}.",
        "ko": "선택 하나만 바꾸어도 결론이 바뀌는 경우 {n}가지: {choices}.",
    },
    "turn-to": {"en": "{dimension} {choice} ({end})", "ko": "{dimension} {choice} ({end})"},
    "more": {"en": "{n} more in the table", "ko": "그 밖 {n}가지는 표에"},
    "few": {
        "en": "With {k} trials every interval of a random-effects model rests on a guess of how much trials differ.",
        "ko": "연구가 {k}건뿐이면 무작위효과 모형의 신뢰구간은 연구 간 차이에 대한 추측에 기댑니다.",
    },
    "better": {"en": "interval on the good side", "ko": "구간이 이로운 쪽"},
    "either": {"en": "interval holds zero", "ko": "구간이 0을 포함"},
    "worse": {"en": "interval on the bad side", "ko": "구간이 해로운 쪽"},
    "side": {"en": "Ends", "ko": "결과"},
    "axis": {"en": "Pooled {measure}", "ko": "통합 {measure}"},
    "axis-in-margins": {
        "en": "In smallest differences that matter",
        "ko": "의미 있는 최소 차이의 배수",
    },
    "margin-line": {"en": "smallest difference that matters", "ko": "의미 있는 최소 차이"},
    "paths-axis": {"en": "{n} paths, by estimate", "ko": "분석 경로 {n}가지(추정값 순)"},
    "paths-axis-some": {
        "en": "{shown} of {n} paths, evenly, by estimate",
        "ko": "{n}가지 중 {shown}가지(고르게, 추정값 순)",
    },
    "framed": {
        "en": "Intervals of the widest tenth of the paths leave the frame.",
        "ko": "가장 넓은 10%의 구간은 그림 밖으로 나갑니다.",
    },
    "picture": {"en": "Specification curve", "ko": "분석 선택 곡선"},
    "by-choice": {"en": "What each choice does", "ko": "선택별 결과"},
    "turn-table": {"en": "Single choices that turn the answer", "ko": "결론을 바꾸는 선택"},
    "dimension": {"en": "Choice of", "ko": "선택 항목"},
    "choice": {"en": "Choice", "ko": "선택"},
    "n-paths": {"en": "Paths", "ko": "경로"},
    "n-better": {"en": "Good side", "ko": "이로운 쪽"},
    "n-either": {"en": "Holds zero", "ko": "0 포함"},
    "n-worse": {"en": "Bad side", "ko": "해로운 쪽"},
    "n-short": {"en": "Short of what matters", "ko": "의미 있는 차이 미달"},
    "k": {"en": "Trials", "ko": "연구 수"},
    "estimate": {"en": "Estimate", "ko": "추정값"},
    "interval": {"en": "95 % CI", "ko": "95% 신뢰구간"},
    "same": {
        "en": "{n} paths were left out: they use the same trials as another by another name.",
        "ko": "다른 이름으로 같은 연구를 쓰는 경로 {n}가지는 제외했습니다.",
    },
    "missing": {"en": "{n} paths give no interval: {why}.", "ko": "신뢰구간을 구할 수 없는 경로 {n}가지: {why}."},
    "no trial is left": {"en": "no trial is left", "ko": "남은 연구가 없음"},
    "one trial alone has no such interval": {
        "en": "one trial alone has no such interval",
        "ko": "연구 1건으로는 구할 수 없는 구간",
    },
    "note-method": {
        "en": "Every combination of the choices in the table is pooled; none is better for its result. Paths are not "
        "independent: their counts are no p value. After Voracek 2019 (Z Psychol 227:64) and Simonsohn 2020 (Nat Hum "
        "Behav 4:1208).",
        "ko": "표의 선택을 모두 조합해 합산했습니다. 경로들은 서로 독립이 아니므로 개수는 p값이 아닙니다"
        "(Voracek 2019, Simonsohn 2020).",
    },
    "note-fixed": {
        "en": "The fixed effect is tried with the normal interval only.",
        "ko": "고정효과는 정규 구간으로만 계산합니다.",
    },
    "note-product": {"en": "All trials are of one product: {product}.", "ko": "모두 한 제품의 연구입니다: {product}."},
    "mixed": {
        "en": "Several products are pooled, as was asked ({products}): the figure belongs to none of them.",
        "ko": "요청에 따라 여러 제품({products})을 합산했으며, 이 수치는 어느 한 제품의 근거도 아닙니다.",
    },
}
DIMENSIONS: dict[str, Words] = {
    "measure": {"en": "Measure", "ko": "효과 척도"},
    "tau2": {"en": "Estimator", "ko": "τ² 추정법"},
    "interval": {"en": "Interval", "ko": "구간 방법"},
    "left out": {"en": "Without", "ko": "제외 연구"},
    "time": {"en": "Time", "ko": "시점"},
    "bias": {"en": "Risk of bias", "ko": "비뚤림 위험"},
}
CHOICES: dict[str, Words] = {
    "none": {"en": "(all in)", "ko": "(모두 포함)"},
    "all": {"en": "all", "ko": "전체"},
    "latest": {"en": "latest", "ko": "마지막 시점"},
    "wald": {"en": "normal", "ko": "정규"},
    "t": {"en": "t", "ko": "t"},
    "knapp-hartung": {"en": "Knapp-Hartung", "ko": "Knapp-Hartung"},
    "knapp-hartung-floor": {"en": "Knapp-Hartung, floor", "ko": "Knapp-Hartung(하한)"},
    "fixed": {"en": "fixed effect", "ko": "고정효과"},
    "without high": {"en": "without high", "ko": "높음 제외"},
    "low only": {"en": "low only", "ko": "낮음만"},
    "MD": {"en": "mean difference", "ko": "평균 차이"},
    "SMD": {"en": "standardised difference", "ko": "표준화 평균 차이"},
}


def multiverse_word(key: str, lang: str, **names: object) -> str:
    """A text of the multiverse with its names filled in."""
    return say(MULTIVERSE[key], lang).format(**names)


def dimension_word(dimension: str, lang: str) -> str:
    """The name of a dimension; a column's own name as it is."""
    return say(DIMENSIONS[dimension], lang) if dimension in DIMENSIONS else dimension


def choice_word(choice: str, lang: str) -> str:
    """The name of a choice; a trial's or a value's own name as it is."""
    if choice in CHOICES:
        return say(CHOICES[choice], lang)
    return choice.replace(" months", "개월") if lang == "ko" and choice.endswith(" months") else choice
