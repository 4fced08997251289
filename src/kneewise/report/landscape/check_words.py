"""Words for what a check of the landscape finds, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

CHECK: dict[str, Words] = {
    "title": {"en": "Check of the records", "ko": "기록 점검"},
    "found": {
        "en": "Errors: {errors}. Notes: {notes}. As of {on}.",
        "ko": "오류 {errors}건, 참고 {notes}건({on} 기준).",
    },
    "nothing": {"en": "Nothing was found.", "ko": "발견된 것이 없습니다."},
    "errors": {"en": "Errors must be put right in the tables.", "ko": "오류는 표에서 바로잡아야 합니다."},
    "levels": {
        "en": "An error is a row that cannot be as it stands. A note is how the world is: sources disagree, plans "
        "pass, registries lag.",
        "ko": "오류는 그대로는 있을 수 없는 행입니다. 참고는 현실 그대로의 상태입니다"
        "(출처 불일치, 지나간 예정, 늦은 등록 정보).",
    },
    "first": {"en": ", the first {n}", "ko": ", 처음 {n}건"},
    "rows": {"en": "Rows", "ko": "행"},
    "says": {"en": "What was found", "ko": "내용"},
    "caption-duplicate-trials": {
        "en": "Error: one trial under two numbers ({n})",
        "ko": "오류: 두 번호로 등록된 같은 시험({n})",
    },
    "says-duplicate-trials": {
        "en": "the titles are alike and the registries differ: mark them as twins, or say why not",
        "ko": "제목이 같고 등록기관이 다름: 쌍으로 표시하거나 이유를 밝힐 것",
    },
    "caption-trial-order": {
        "en": "Error: days of a trial out of order ({n})",
        "ko": "오류: 시험 날짜의 앞뒤 모순({n})",
    },
    "says-trial-order": {
        "en": "{later} {second} is before {earlier} {first}",
        "ko": "{later} {second}: {earlier} {first}보다 앞섬",
    },
    "caption-withdrawn-with-patients": {
        "en": "Error: withdrawn trials with patients ({n})",
        "ko": "오류: 환자가 있는 철회 시험({n})",
    },
    "says-withdrawn-with-patients": {
        "en": "withdrawn before anyone was enrolled, yet {enrolment} patients",
        "ko": "등록 전 철회인데 환자 {enrolment}명",
    },
    "caption-order": {"en": "Error: an end before its beginning ({n})", "ko": "오류: 순서가 뒤바뀐 시점({n})"},
    "says-order": {
        "en": "{kind} {date} is before {other} {other_date}",
        "ko": "{kind} {date}: {other} {other_date}보다 앞섬",
    },
    "caption-told-before-it-happened": {
        "en": "Error: told before it happened ({n})",
        "ko": "오류: 일어나기 전에 알려진 일({n})",
    },
    "says-told-before-it-happened": {
        "en": "dated {date}, its source {told}: planned, or a slip",
        "ko": "{date}의 일, 출처는 {told}: 예정이거나 오기",
    },
    "caption-contradicting-milestones": {
        "en": "Milestones that contradict each other ({n})",
        "ko": "서로 모순되는 시점({n})",
    },
    "says-contradicting-milestones": {
        "en": "{kind}: {date} and {other_date}",
        "ko": "{kind}: {date}, {other_date}",
    },
    "caption-twin-trials": {
        "en": "One trial in two registries, marked ({n})",
        "ko": "두 등록기관에 등록된 같은 시험(표시됨, {n})",
    },
    "says-twin-trials": {
        "en": "patients {enrolment}, status {status}",
        "ko": "환자 수 {enrolment}, 상태 {status}",
    },
    "caption-conflict-open": {"en": "Sources in conflict, open ({n})", "ko": "출처 불일치, 미해결({n})"},
    "says-conflict-open": {"en": "{question}: {answers}", "ko": "{question}: {answers}"},
    "caption-conflict-settled": {
        "en": "Sources in conflict, one answer stands ({n})",
        "ko": "출처 불일치, 하나의 답 채택({n})",
    },
    "says-conflict-settled": {"en": "{question}: {answers}", "ko": "{question}: {answers}"},
    "caption-mixed-price-kinds": {
        "en": "Prices of several kinds, never put together ({n})",
        "ko": "종류가 여럿인 가격(섞지 않음, {n})",
    },
    "says-mixed-price-kinds": {
        "en": "{country}, {technology}: {kinds}",
        "ko": "{country}, {technology}: {kinds}",
    },
    "caption-plan-past-due": {"en": "Plans past due ({n})", "ko": "기한이 지난 예정({n})"},
    "says-plan-past-due": {
        "en": "planned for {date}, told on {told}; nothing tells that it happened",
        "ko": "{told}에 {date} 예정으로 발표; 실현 기록 없음",
    },
    "caption-trial-overdue": {
        "en": "Trials past their planned end ({n})",
        "ko": "예정 종료일이 지난 임상시험({n})",
    },
    "says-trial-overdue": {
        "en": "to end {date}; the record is a copy of {copied}",
        "ko": "{date} 종료 예정; 기록은 {copied} 사본",
    },
    "caption-shared-name": {"en": "A name that two products bear ({n})", "ko": "두 제품이 쓰는 이름({n})"},
    "says-shared-name": {"en": "{name}", "ko": "{name}"},
    "caption-doubtful-address": {
        "en": "Addresses that are not the writer's own ({n})",
        "ko": "글쓴이의 주소가 아닌 출처({n})",
    },
    "says-doubtful-address": {"en": "{place}: {doubt}", "ko": "{place}: {doubt}"},
    "caption-not-found": {"en": "Looked for and not found ({n})", "ko": "찾았으나 없음({n})"},
    "says-not-found": {"en": "{note}", "ko": "{note}"},
}


def check_word(key: str, lang: str, **names: object) -> str:
    """A word with its names filled in.

    >>> check_word("first", "en", n=8)
    ', the first 8'
    """
    return say(CHECK[key], lang).format(**names)
