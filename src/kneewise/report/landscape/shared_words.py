"""Words that several results of the landscape share: one meaning, one word, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

SHARED: dict[str, Words] = {
    "or": {"en": " or ", "ko": " 또는 "},
    "from": {"en": "from {amount}", "ko": "{amount}부터"},
    "up-to": {"en": "up to {amount}", "ko": "{amount}까지"},
    "product": {"en": "Product", "ko": "제품"},
    "name": {"en": "Name", "ko": "이름"},
    "developer": {"en": "Developer", "ko": "개발사"},
    "group": {"en": "Kind", "ko": "종류"},
    "tissue": {"en": "Cells from", "ko": "세포 출처"},
    "donor": {"en": "Donor", "ko": "공여자"},
    "preparation": {"en": "Preparation", "ko": "처리"},
    "indication": {"en": "For", "ko": "대상"},
    "country": {"en": "Country", "ko": "국가"},
    "countries": {"en": "Countries", "ko": "국가"},
    "side": {"en": "Side", "ko": "구분"},
    "state": {"en": "Standing", "ko": "상태"},
    "since": {"en": "Since", "ko": "시점"},
    "date": {"en": "Date", "ko": "날짜"},
    "what": {"en": "What", "ko": "내용"},
    "detail": {"en": "Detail", "ko": "세부"},
    "class": {"en": "As", "ko": "성격"},
    "source": {"en": "Source", "ko": "출처"},
    "verification": {"en": "Verification", "ko": "확인"},
    "trial": {"en": "Trial", "ko": "임상시험"},
    "title": {"en": "Title", "ko": "제목"},
    "status": {"en": "Status", "ko": "상태"},
    "phase": {"en": "Phase", "ko": "단계"},
    "patients": {"en": "Patients", "ko": "환자 수"},
    "start": {"en": "Start", "ko": "시작"},
    "completion": {"en": "Completion", "ko": "종료"},
    "sponsor": {"en": "Sponsor", "ko": "의뢰자"},
    "copied": {"en": "Copied", "ko": "사본 날짜"},
    "treatment": {"en": "Treatment", "ko": "치료"},
    "price-kind": {"en": "Kind of price", "ko": "가격 종류"},
    "unit": {"en": "Unit", "ko": "단위"},
    "amount": {"en": "Amount", "ko": "금액"},
    "of-year": {"en": "Of", "ko": "기준"},
    "scope": {"en": "Who", "ko": "범위"},
    "note": {"en": "Note", "ko": "비고"},
    "address": {"en": "Address", "ko": "주소"},
    "dated": {"en": "Dated", "ko": "자료 날짜"},
    "place-is": {"en": "Kind of place", "ko": "출처 종류"},
    "doubt": {"en": "Doubt", "ko": "유의점"},
    "sources": {"en": "Sources", "ko": "출처 목록"},
    "answer": {"en": "Answer", "ko": "답"},
    "n-sources": {"en": "Places", "ko": "출처 수"},
    "stands": {"en": "Counts", "ko": "채택"},
    "converted": {"en": "Converted", "ko": "환산"},
    "n-rows": {"en": "Rows", "ko": "행 수"},
    "yes": {"en": "yes", "ko": "예"},
    "no": {"en": "no", "ko": "아니요"},
    "market": {"en": "approval", "ko": "허가"},
    "development": {"en": "trials", "ko": "임상"},
    "cover": {"en": "insurance", "ko": "보험"},
    "ahead": {"en": "planned", "ko": "예정"},
    "due": {"en": "planned, due now", "ko": "예정(기한 도래)"},
    "past-due": {"en": "planned, past due", "ko": "예정(기한 지남)"},
    "fulfilled": {"en": "planned, come true", "ko": "예정(실현됨)"},
    "as-of": {"en": "As of {on}.", "ko": "{on} 기준."},
    "as-known": {
        "en": "Only what could be read by {known_on} counts: a row is known when its source was issued.",
        "ko": "{known_on}까지 읽을 수 있었던 것만 반영: 각 행은 출처가 나온 때 알려진 것으로 봅니다.",
    },
    "read-in": {
        "en": "The records were read from public pages up to November 2026; each row has its source and its date. "
        "Recorded details are in the language in which they were written down.",
        "ko": "기록은 2026년 11월까지 공개 자료에서 읽은 것이며 각 행에 출처와 날짜가 있습니다. "
        "세부 기록은 적힌 언어(영어) 그대로입니다.",
    },
    "doubt-note": {
        "en": "* The address is not that of whoever wrote the text: a repost, a copy, a bare network address.",
        "ko": "* 글을 쓴 곳의 주소가 아닙니다(옮긴 글, 사본, 도메인 없는 주소).",
    },
    "precision-note": {
        "en": "A date is as exact as its source. A day inside a month, half or year that is all the source gives "
        "leaves the answer open, and both answers are shown.",
        "ko": "날짜는 출처만큼만 정확합니다. 출처가 월·반기·연도만 밝힌 경우 그 기간 안의 하루에 대해서는 "
        "답이 정해지지 않으며 두 답을 함께 보입니다.",
    },
    "no-fact": {
        "en": "Rows that were contradicted, superseded or not confirmed stay visible and move nothing.",
        "ko": "모순되거나 대체되거나 확인되지 않은 행은 보이되 상태에 반영하지 않습니다.",
    },
}


def landscape_word(key: str, lang: str, **names: object) -> str:
    """A shared word with its names filled in.

    >>> landscape_word("from", "en", amount="JPY 1,000,000")
    'from JPY 1,000,000'
    """
    return say(SHARED[key], lang).format(**names)
