"""The words of a dose trial, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

DOSE: dict[str, Words] = {
    "title": {"en": "Dose and response", "ko": "용량과 반응"},
    "trend-title": {"en": "Does more help more?", "ko": "용량이 많을수록 더 나은가"},
    "shape-title": {
        "en": "Shape, and the dose that is enough (MCP-Mod)",
        "ko": "용량-반응 형태와 충분한 용량(MCP-Mod)",
    },
    "dose-unit": {"en": "Dose, {unit}", "ko": "용량({unit})"},
    "arms": {"en": "Means by dose", "ko": "용량별 평균"},
    "adjusted": {"en": "Means by dose, adjusted for {names}", "ko": "용량별 보정 평균(보정: {names})"},
    "trends": {"en": "Trends", "ko": "추세"},
    "test": {"en": "Test", "ko": "검정"},
    "statistic": {"en": "Statistic", "ko": "통계량"},
    "p-one": {"en": "p, one-sided", "ko": "p(단측)"},
    "p-two": {"en": "p, two-sided", "ko": "p(양측)"},
    "p-exact": {"en": "p, exact one-sided", "ko": "p(정확 단측)"},
    "slope": {"en": "Linear in the dose (t)", "ko": "용량에 선형(t)"},
    "slope-ranks": {"en": "Linear over the arms, evenly spaced (t)", "ko": "군 순서에 선형(t)"},
    "jonckheere-terpstra": {"en": "Ranks: Jonckheere-Terpstra (z)", "ko": "순위: Jonckheere-Terpstra(z)"},
    "cochran-armitage": {"en": "Responders: Cochran-Armitage (z)", "ko": "반응자: Cochran-Armitage(z)"},
    "responders-grid": {"en": "Responders by dose", "ko": "용량별 반응자"},
    "found-slope": {
        "en": "The mean changes by {slope} ({interval}) for each unit of dose; one-sided p for benefit {p}.",
        "ko": "용량 1단위마다 평균이 {slope}({interval}) 변하며, 이득 방향 단측 p는 {p}입니다.",
    },
    "found-signal": {
        "en": "A dose-response is confirmed: {names} (adjusted one-sided p {p}, at most {alpha} wanted).",
        "ko": "용량-반응이 확인되었습니다: {names}(다중성 보정 단측 p {p}, 기준 {alpha}).",
    },
    "found-signal-two": {
        "en": "A dose-response is confirmed: {names} (adjusted two-sided p {p}, at most {alpha} wanted).",
        "ko": "용량-반응이 확인되었습니다: {names}(다중성 보정 양측 p {p}, 기준 {alpha}).",
    },
    "found-none": {
        "en": "No dose-response is confirmed (least adjusted p {p}). These arms could have found, with 80 % power, an "
        "effect of {least} or more.",
        "ko": "용량-반응이 확인되지 않았습니다(보정 p 최솟값 {p}). 이 군들이 80% 검정력으로 찾을 수 "
        "있었던 효과는 {least} 이상입니다.",
    },
    "found-dose": {
        "en": "Dose for an effect of {effect} over dose {reference}, {curve}: {dose} ({interval}).",
        "ko": "용량 {reference} 대비 효과 {effect}에 필요한 용량, {curve}: {dose}({interval}).",
    },
    "found-share": {
        "en": "Dose for {share} of the largest effect seen, {curve}: {dose} ({interval}).",
        "ko": "관찰된 최대 효과의 {share}에 필요한 용량, {curve}: {dose}({interval}).",
    },
    "average": {"en": "average of the shapes", "ko": "형태들의 평균"},
    "no-limit": {"en": "no limit", "ko": "한계 없음"},
    "candidates": {"en": "Test of the candidate shapes", "ko": "후보 형태의 검정"},
    "candidate": {"en": "Candidate", "ko": "후보"},
    "t": {"en": "t", "ko": "t"},
    "p-adjusted": {"en": "p, adjusted", "ko": "p(보정)"},
    "is-confirmed": {"en": "Confirmed", "ko": "확인"},
    "yes": {"en": "yes", "ko": "예"},
    "no": {"en": "no", "ko": "아니요"},
    "detectable": {"en": "Effect found with 80 % power", "ko": "80% 검정력의 효과 크기"},
    "fits": {"en": "Fitted shapes", "ko": "적합한 형태"},
    "shape": {"en": "Shape", "ko": "형태"},
    "weight": {"en": "Weight", "ko": "가중치"},
    "coefficients": {"en": "Coefficients", "ko": "계수"},
    "criterion": {"en": "{name}", "ko": "{name}"},
    "doses": {"en": "Doses sought", "ko": "찾은 용량"},
    "curve": {"en": "Curve", "ko": "곡선"},
    "wanted": {"en": "Wanted", "ko": "목표"},
    "sought-dose": {"en": "dose sought", "ko": "찾은 용량"},
    "dose-range": {"en": "Doses not told apart from it", "ko": "구별되지 않는 용량 범위"},
    "beyond": {"en": "beyond the doses given", "ko": "투여 용량을 벗어남"},
    "unreached": {"en": "reached at no dose", "ko": "이르지 못함"},
    "remark": {"en": "Remark", "ko": "비고"},
    "target": {"en": "effect of {value}", "ko": "효과 {value}"},
    "effective": {"en": "{value} of the largest effect", "ko": "최대 효과의 {value}"},
    "picture": {"en": "Dose and response", "ko": "용량과 반응"},
    "picture-y": {"en": "Response", "ko": "반응"},
    "picture-says": {
        "en": "Means by dose with {percent} % intervals: {means}. {shapes}",
        "ko": "용량별 평균과 {percent}% 구간: {means}. {shapes}",
    },
    "picture-shapes": {
        "en": "Curves of {names}, and their average with its band.",
        "ko": "{names} 곡선과 그 평균 및 신뢰띠.",
    },
    "mean-of-arm": {"en": "arm means", "ko": "군 평균"},
    "average-band": {"en": "average, {percent} % band", "ko": "평균, {percent}% 신뢰띠"},
    "small-arms": {
        "en": "Arms below 12 persons, dose (persons): {about}. One person moves a mean; believe nothing yet.",
        "ko": "12명 미만인 군, 용량(인원): {about}. 한 사람이 평균을 움직입니다. 아직 믿을 수 없습니다.",
    },
    "missing": {
        "en": "{about} persons were left out: dose, response or a covariate is unknown.",
        "ko": "{about}명 제외: 용량·반응·공변량 중 모르는 값이 있음.",
    },
    "no-placebo": {
        "en": "No arm had dose 0: effects are over dose {about}, and what that dose does is not known.",
        "ko": "용량 0인 군이 없어 효과는 용량 {about} 대비이며, 그 용량 자체의 효과는 알 수 없습니다.",
    },
    "no-signal": {
        "en": "No candidate shape is confirmed: no dose is recommended from these data.",
        "ko": "확인된 후보 형태가 없으므로 이 자료로 용량을 권하지 않습니다.",
    },
    "not-fitted": {
        "en": "Not fitted, since the doses are too few for the coefficients: {about}.",
        "ko": "계수에 비해 용량 수가 적어 적합하지 못한 형태: {about}.",
    },
    "saturated": {
        "en": "As many coefficients as doses, so that the curve passes through every mean and cannot fail: {about}.",
        "ko": "계수 수가 용량 수와 같아 모든 평균을 지나므로 틀릴 수 없는 형태: {about}.",
    },
    "at-bound": {
        "en": "Stopped at a bound, since these doses do not determine it: {about}.",
        "ko": "이 용량들로 정해지지 않아 한계값에서 멈춘 계수: {about}.",
    },
    "no-standard-error": {
        "en": "No band, since a coefficient has no standard error: {about}.",
        "ko": "표준오차를 구할 수 없는 계수가 있어 신뢰띠가 없는 형태: {about}.",
    },
    "beyond-doses": {
        "en": "The dose lies beyond every dose given, a guess by the shape alone: {about}.",
        "ko": "투여한 어떤 용량보다 큰 값으로, 형태에만 기댄 추측: {about}.",
    },
    "not-reached": {
        "en": "The effect is reached at no dose: {about}.",
        "ko": "어느 용량에서도 효과에 이르지 못함: {about}.",
    },
    "small-for-aic": {
        "en": "{about} persons are few for weights by AIC, which then favour the richer shapes; AICc is apt.",
        "ko": "{about}명은 AIC 가중치에 적은 수로, 복잡한 형태에 유리합니다. AICc가 알맞습니다.",
    },
    "missing-test": {"en": "{what}: {why}.", "ko": "{what}: {why}."},
    "note-test": {
        "en": "Optimal contrasts of the candidates; p-values of the largest of them by quadrature of the multivariate "
        "t (Bretz, Pinheiro and Branson 2005), the same on every run.",
        "ko": "후보별 최적 대비와 그 최댓값의 다변량 t 수치적분 p값(Bretz·Pinheiro·Branson 2005). "
        "실행할 때마다 같습니다.",
    },
    "note-average": {
        "en": "Shapes are averaged by {criterion} weights; the band widens where they disagree (Buckland, Burnham and "
        "Augustin 1997). Intervals are {percent} %, pointwise.",
        "ko": "형태는 {criterion} 가중 평균이며 서로 다르면 신뢰띠가 넓어집니다(Buckland·Burnham·Augustin 1997). 점별 "
        "{percent}% 구간입니다.",
    },
    "note-trend": {
        "en": "The tests of ranks and responders take patients as they are, without adjustment. Exact p-values count "
        "every way in which the same outcomes could have fallen on the arms.",
        "ko": "순위와 반응자 검정은 보정하지 않은 값입니다. 정확 p값은 같은 결과가 군에 배정될 수 있는 "
        "모든 경우를 셉니다.",
    },
    "note-range": {
        "en": "The range of a sought dose runs from where the upper limit of the curve reaches the effect to where the "
        "lower limit does; without the latter no dose given is sure to be enough.",
        "ko": "찾은 용량의 범위는 곡선의 상한이 효과에 이르는 용량부터 하한이 이르는 용량까지입니다. 끝이 없으면 "
        "투여한 어떤 용량도 충분하다고 할 수 없습니다.",
    },
}


def curve_name(name: str, lang: str) -> str:
    """A shape's name, or the average."""
    return dose_word("average", lang) if name == "average" else name


def dose_word(key: str, lang: str, **names: object) -> str:
    """A text of this result with its names filled in.

    >>> dose_word("target", "en", value=10)
    'effect of 10'
    """
    return say(DOSE[key], lang).format(**names)
