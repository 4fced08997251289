"""Words of a dose-response meta-analysis: shape, how sure, how studies vary, and what a dose counts."""

from __future__ import annotations

from kneewise.report.words import Words, say

DOSE: dict[str, Words] = {
    "title": {"en": "Dose and response over several studies", "ko": "용량-반응 메타분석"},
    "size": {
        "en": "{studies} studies with {doses} doses above their references, from {low} to {high}.",
        "ko": "연구 {studies}건, 기준 용량 외 용량 {doses}개, 범위 {low}~{high}.",
    },
    "trend-linear": {
        "en": "Each unit of dose changes the effect by {estimate} ({interval}); p {p}.",
        "ko": "용량 1단위마다 효과 변화 {estimate} ({interval}); p {p}.",
    },
    "trend-ratio": {
        "en": "Each unit of dose multiplies the ratio by {estimate} ({interval}); p {p}.",
        "ko": "용량 1단위마다 비가 {estimate}배 ({interval}); p {p}.",
    },
    "any": {
        "en": "Whether the dose matters at all: chi-square {q} on {df} degrees of freedom, p {p}.",
        "ko": "용량 효과 유무: 카이제곱 {q}, 자유도 {df}, p {p}.",
    },
    "bent": {
        "en": "Whether the curve is more than a line: chi-square {q} on {df} degrees of freedom, p {p}.",
        "ko": "직선을 벗어나는지: 카이제곱 {q}, 자유도 {df}, p {p}.",
    },
    "vary": {
        "en": "Studies against each other: Q {q} on {df} degrees of freedom, p {p}.",
        "ko": "연구 간 이질성: Q {q}, 자유도 {df}, p {p}.",
    },
    "few": {
        "en": "{n} studies: how studies vary is hardly known from so few.",
        "ko": "연구 {n}건: 이 수로는 연구 간 차이를 알기 어렵습니다.",
    },
    "not-said": {
        "en": "Nobody said what the doses are doses of (--product-kind): a curve through marrow concentrate and "
        "cultured cells would be a line between two products.",
        "ko": "무엇의 용량인지 지정하지 않았습니다(--product-kind): 골수 농축물과 배양 세포를 한 축에 놓으면 "
        "용량-반응이 아니라 두 제품의 비교가 됩니다.",
    },
    "outside": {"en": "{caution}.", "ko": "알려진 범위를 벗어난 용량이 있습니다: {caution}."},
    "kind": {
        "en": "Doses are doses of {kind}: {counted} (source: {source}).",
        "ko": "용량의 대상: {kind} (출처: {source}).",
    },
    "at-doses": {"en": "Against dose {reference}", "ko": "용량 {reference} 대비"},
    "dose": {"en": "Dose", "ko": "용량"},
    "effect": {"en": "Effect", "ko": "효과"},
    "ratio": {"en": "Ratio", "ko": "비"},
    "next": {"en": "Next study", "ko": "다음 연구"},
    "coefficients": {"en": "The curve", "ko": "곡선"},
    "term": {"en": "Term", "ko": "항"},
    "estimate": {"en": "Estimate", "ko": "추정값"},
    "between": {"en": "SD between studies", "ko": "연구 간 표준편차"},
    "studies": {"en": "Studies", "ko": "연구"},
    "study": {"en": "Study", "ko": "연구"},
    "reference": {"en": "Reference", "ko": "기준 용량"},
    "n-doses": {"en": "Other doses", "ko": "다른 용량 수"},
    "highest": {"en": "Highest", "ko": "최고 용량"},
    "slope": {"en": "Own slope", "ko": "자체 기울기"},
    "picture": {"en": "Effect by dose against dose {reference}", "ko": "용량별 효과 (용량 {reference} 대비)"},
    "picture-says": {
        "en": "The mean curve with its interval (dark band) and where the curve of a further study would lie (pale "
        "band); each study's doses as marks, sized by how sure they are. {points}",
        "ko": "평균 곡선과 신뢰구간(짙은 띠), 다음 연구의 곡선이 놓일 범위(옅은 띠), 각 연구의 용량(크기는 "
        "정밀도). {points}",
    },
    "point": {"en": "dose {dose}: {effect} ({interval})", "ko": "용량 {dose}: {effect} ({interval})"},
    "axis-dose": {"en": "Dose", "ko": "용량"},
    "axis-million": {"en": "Dose (million cells)", "ko": "용량(백만 세포)"},
    "axis-effect": {"en": "{measure} against dose {reference}", "ko": "{measure} (용량 {reference} 대비)"},
    "left-out": {"en": "Left out: {what}.", "ko": "제외: {what}."},
    "not-at": {
        "en": "Another study's reference is not dose {reference}: its marks stand on the mean curve at its own "
        "reference.",
        "ko": "기준 용량이 {reference}이 아닌 연구의 점은 자체 기준 용량에서의 평균 곡선 위에 놓았습니다.",
    },
    "note-two": {
        "en": "Two stages: each study's curve by generalised least squares, then the curves together ({method}); "
        "Crippa and Orsini 2016.",
        "ko": "2단계: 연구별 곡선(일반화최소제곱) 후 통합({method}); Crippa·Orsini 2016.",
    },
    "note-one": {
        "en": "One stage: all studies at once ({method}); Crippa 2019.",
        "ko": "1단계: 모든 연구를 한 번에({method}); Crippa 2019.",
    },
    "note-covariance": {
        "en": "Covariance of effects that share a reference: {how}.",
        "ko": "기준 용량을 공유하는 효과들의 공분산: {how}.",
    },
    "note-knots": {"en": "Restricted cubic spline, knots at {knots}.", "ko": "제한 3차 스플라인, 매듭 {knots}."},
    "note-between": {
        "en": "Doses were compared within studies; that dose differs between studies too proves nothing about it.",
        "ko": "용량은 연구 안에서만 비교했습니다. 연구 간 용량 차이는 효과의 근거가 되지 않습니다.",
    },
}


def dose_word(key: str, lang: str, **names: object) -> str:
    """A word of dose-response with its names filled in."""
    return say(DOSE[key], lang).format(**names)
