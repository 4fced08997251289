"""Words in and below the pictures of the landscape, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

PICTURES: dict[str, Words] = {
    "timeline": {"en": "Milestones by product and country", "ko": "제품·국가별 주요 시점"},
    "timeline-of": {"en": "Milestones of {name}", "ko": "{name}: 주요 시점"},
    "timeline-says": {
        "en": "Milestones: {n}, on lines of time: {lanes}; planned: {planned}, and planned but past due: {due}. "
        "A date that is not exact is drawn over its whole period.",
        "ko": "시점 {n}건을 {lanes}개 줄에 표시. 예정 {planned}건, 기한이 지난 예정 {due}건. "
        "정확하지 않은 날짜는 그 기간 전체에 걸쳐 그렸습니다.",
    },
    "sort-trials": {"en": "trials", "ko": "임상시험"},
    "sort-market": {"en": "approval", "ko": "허가·인정"},
    "sort-against": {"en": "refused, stopped, revoked", "ko": "반려·중단·취소"},
    "sort-cover": {"en": "insurance", "ko": "보험"},
    "sort-other": {"en": "other", "ko": "기타"},
    "sort-metric": {"en": "figures", "ko": "수치"},
    "sort-planned": {"en": "planned", "ko": "예정"},
    "sort-past-due": {"en": "planned, past due", "ko": "예정(기한 지남)"},
    "phases": {"en": "Trials by source of cells and phase", "ko": "세포 출처·단계별 임상시험"},
    "phases-says": {
        "en": "Trials: {n}; most in one cell: {tissue}, {phase}: {most}.",
        "ko": "임상시험 {n}건. 가장 많은 칸: {tissue}, {phase}: {most}건.",
    },
    "phases-none": {"en": "No trial.", "ko": "해당 임상시험 없음."},
    "several": {"en": "several", "ko": "둘 이상"},
    "prices": {
        "en": "Prices by kind, each currency on its own axis",
        "ko": "종류별 가격(통화마다 별도 축)",
    },
    "prices-says": {
        "en": "Ranges: {n}; currencies: {currencies}; kinds: {kinds}. Nothing is converted, and kinds are apart.",
        "ko": "{currencies}개 통화, {kinds}개 종류의 가격 범위 {n}개. 환산하지 않았고 종류를 섞지 않았습니다.",
    },
    "million": {"en": "million {currency}", "ko": "백만 {currency}"},
    "thousand": {"en": "thousand {currency}", "ko": "천 {currency}"},
    "units": {"en": "{currency}", "ko": "{currency}"},
    "enrolment": {"en": "Patients: planned and reached", "ko": "환자 수: 계획과 실제"},
    "enrolment-says": {
        "en": "Trials that tell a number: {total}, of which shown: {n}. Both numbers known: {both}.",
        "ko": "환자 수를 밝힌 임상시험 {total}건 중 {n}건. 두 값을 모두 아는 시험: {both}.",
    },
    "patients-axis": {"en": "Patients", "ko": "환자 수"},
    "planned": {"en": "planned", "ko": "계획"},
    "actual": {"en": "reached", "ko": "실제"},
    "unsaid": {"en": "not said which", "ko": "구분 없음"},
}


def picture_word(key: str, lang: str, **names: object) -> str:
    """A word of a picture with its names filled in.

    >>> picture_word("million", "ko", currency="원")
    '백만 원'
    """
    return say(PICTURES[key], lang).format(**names)
