"""Words of effects of single trials: measures, heads, and what is said of rows."""

from __future__ import annotations

import re

from kneewise.report.words import Words, say

MEASURES: dict[str, Words] = {
    "MD": {"en": "mean difference", "ko": "평균 차이"},
    "SMD": {"en": "standardised mean difference (g)", "ko": "표준화 평균 차이(g)"},
    "SMDH": {"en": "standardised mean difference, unequal spread", "ko": "표준화 평균 차이(분산 불균등)"},
    "SMD1": {"en": "difference standardised by the control", "ko": "대조군으로 표준화한 차이"},
    "ROM": {"en": "ratio of means", "ko": "평균의 비"},
    "CVR": {"en": "ratio of coefficients of variation", "ko": "변동계수의 비"},
    "VR": {"en": "ratio of spreads", "ko": "표준편차의 비"},
    "MC": {"en": "mean change", "ko": "평균 변화"},
    "SMCC": {"en": "change standardised by its own spread", "ko": "변화의 표준편차로 표준화한 변화"},
    "SMCR": {"en": "change standardised by the raw spread", "ko": "원자료 표준편차로 표준화한 변화"},
    "SMCRH": {"en": "change standardised by the raw spread, unequal", "ko": "원자료 표준편차로 표준화한 변화(불균등)"},
    "RR": {"en": "risk ratio", "ko": "위험비"},
    "OR": {"en": "odds ratio", "ko": "오즈비"},
    "RD": {"en": "risk difference", "ko": "위험차"},
    "AS": {"en": "arcsine difference", "ko": "역사인 차이"},
    "PETO": {"en": "Peto's odds ratio", "ko": "피토 오즈비"},
    "PHI": {"en": "phi coefficient", "ko": "파이 계수"},
    "YUQ": {"en": "Yule's Q", "ko": "율의 Q"},
    "IRR": {"en": "rate ratio", "ko": "발생률비"},
    "PR": {"en": "proportion", "ko": "비율"},
    "PLO": {"en": "odds", "ko": "오즈"},
    "PAS": {"en": "arcsine of the proportion", "ko": "비율의 역사인"},
    "PFT": {"en": "double arcsine of the proportion", "ko": "비율의 이중 역사인"},
}

EFFECT: dict[str, Words] = {
    "title": {"en": "Effects of single trials", "ko": "연구별 효과크기"},
    "found": {
        "en": "{told} of {rows} rows give a {measure}.",
        "ko": "{rows}행 중 {told}행에서 {measure} 산출.",
    },
    "flagged": {
        "en": "Rows that rest on a conversion or an assumption, or give no effect (see the remarks): {n}.",
        "ko": "{n}행은 변환 또는 가정에 따른 값이거나 효과를 산출할 수 없습니다(비고 참조).",
    },
    "caption": {"en": "Effects", "ko": "효과크기"},
    "study": {"en": "Study", "ko": "연구"},
    "n": {"en": "n", "ko": "n"},
    "effect": {"en": "Effect", "ko": "효과"},
    "se": {"en": "SE", "ko": "표준오차"},
    "se-log": {"en": "SE of the log", "ko": "로그의 표준오차"},
    "interval": {"en": "{percent} % CI", "ko": "{percent}% 신뢰구간"},
    "remarks": {"en": "Remarks", "ko": "비고"},
    "note": {
        "en": "Group 1 is the treatment: a difference is group 1 less group 2, a ratio group 1 over group 2. "
        "Intervals are normal.",
        "ko": "1군이 치료군입니다: 차이는 1군-2군, 비는 1군/2군. 신뢰구간은 정규근사입니다.",
    },
    "note-smd": {
        "en": "Standardised with the correction of Hedges for few patients; variance {variance}.",
        "ko": "소표본 보정(Hedges) 적용; 분산 공식 {variance}.",
    },
    "note-zero": {
        "en": "Zero cells by the rule {rule}.",
        "ko": "0인 칸 처리 규칙: {rule}.",
    },
    "picture": {"en": "Effects of the trials", "ko": "연구별 효과크기"},
    "says": {
        "en": "Forest of {n} effects, from {low} to {high}.",
        "ko": "효과크기 {n}개의 숲 그림, 범위 {low} ~ {high}.",
    },
    "nothing": {"en": "no row gives an effect", "ko": "효과를 산출할 수 있는 행이 없음"},
}

# What `effect_sizes` says of a row (English), and how it reads in Korean.
_FLAGS: tuple[tuple[str, str], ...] = (
    (r"zero cell: (.+) added to the cells", r"0인 칸: 각 칸에 \1을 더함"),
    (
        r"no event in either group, or nothing but events: not in the pool",
        "양 군 모두 사건이 없거나 전원 사건: 통합에서 제외",
    ),
    (r"variance 0: not in the pool", "분산 0: 통합에서 제외"),
    (r"cannot be estimated from these numbers", "이 수치로는 추정 불가"),
    (r"not known: its columns do not tell the effect", "자료 부족: 효과를 알 수 없음"),
    (r"group (\d): standard deviation from the standard error", r"\1군: 표준오차에서 표준편차 계산"),
    (
        r"group (\d): standard deviation from the confidence interval of the mean",
        r"\1군: 평균의 신뢰구간에서 표준편차 계산",
    ),
    (
        r"group (\d): mean and standard deviation from quartiles and range, as if normal",
        r"\1군: 사분위수와 범위에서 평균·표준편차 계산(정규분포 가정)",
    ),
    (
        r"group (\d): mean and standard deviation from median and quartiles, as if normal",
        r"\1군: 중앙값과 사분위수에서 평균·표준편차 계산(정규분포 가정)",
    ),
    (
        r"group (\d): mean and standard deviation from median and range, as if normal",
        r"\1군: 중앙값과 범위에서 평균·표준편차 계산(정규분포 가정)",
    ),
    (r"standard error from the confidence interval", "신뢰구간에서 표준오차 계산"),
    (r"standard error from p", "p값에서 표준오차 계산"),
    (r"effect as the paper gives it", "논문에 제시된 효과 사용"),
    (r"correlation of the pair assumed to be (.+)", r"쌍의 상관계수를 \1로 가정"),
    (r"correlation from the standard deviation of the differences", "차이의 표준편차에서 상관계수 계산"),
    (
        r"correlation of the pair not known: give r, sd_change or assumed_correlation",
        "쌍의 상관계수 미상: r, sd_change 또는 가정값 필요",
    ),
    (r"cluster trial: patients divided by the design effect", "군집 시험: 설계효과로 환자 수를 나눔"),
    (
        r"a cluster trial without its icc: taken as if not clustered",
        "군집 시험이나 급내상관 미상: 군집이 아닌 것으로 처리",
    ),
    (r"control group split among the comparisons of its trial", "대조군을 같은 시험의 비교들에 나눔"),
    (r"(\w+): (.+); not in the pool", r"\1: 있을 수 없는 값, 통합에서 제외"),
)  # fmt: skip


def effect_word(key: str, lang: str, **names: object) -> str:
    """A text of the effects with its names filled in."""
    return say(EFFECT[key], lang).format(**names)


def measure_word(measure: str, lang: str) -> str:
    """The name of a measure.

    >>> measure_word("RR", "en")
    'risk ratio'
    """
    return say(MEASURES[measure], lang)


def flag_word(flag: str, lang: str) -> str:
    """What is said of a row, in the language; as it is where no translation is known."""
    if lang == "ko":
        for pattern, korean in _FLAGS:
            if found := re.fullmatch(pattern, flag):
                return found.expand(korean)
    return flag
