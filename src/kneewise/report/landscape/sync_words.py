"""The words of a sync, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

_WORDS: dict[str, Words] = {
    "title": {"en": "Registers kept in step", "ko": "등록 정보 동기화"},
    "read": {
        "en": "Records read: {n_read}. The folder holds: trials {n_trials}, devices {n_devices}.",
        "ko": "읽은 기록 {n_read}건. 폴더에는 임상시험 {n_trials}건, 기기 {n_devices}건이 있습니다.",
    },
    "nothing": {"en": "Nothing changed.", "ko": "바뀐 것이 없습니다."},
    "changed": {"en": "Changes: {n} ({counts}).", "ko": "변경 {n}건: {counts}."},
    "decisions": {
        "en": "Trials of cell therapy of the knee by the rules: {yes}; for a person to look at: {look}; not: {no}. Of "
        "the {yes}, not among the records of the landscape: {fresh}.",
        "ko": "무릎 세포치료: 규칙에 맞는 임상시험 {yes}건, 사람이 확인할 것 {look}건, 아닌 것 {no}건. "
        "규칙에 맞는 {yes}건 가운데 수록 기록에 없는 것은 {fresh}건입니다.",
    },
    "changes": {"en": "Changes", "ko": "변경"},
    "kind": {"en": "Change", "ko": "변경 종류"},
    "record": {"en": "Record", "ko": "기록"},
    "field": {"en": "Field", "ko": "항목"},
    "before": {"en": "Before", "ko": "이전"},
    "after": {"en": "After", "ko": "이후"},
    "candidates": {"en": "Trials that are not among the records of the landscape", "ko": "수록 기록에 없는 임상시험"},
    "decision": {"en": "Decision", "ko": "판정"},
    "why": {"en": "Why", "ko": "이유"},
    "notices": {"en": "What could not be understood", "ko": "이해하지 못한 것"},
    "where": {"en": "Where", "ko": "위치"},
    "found": {"en": "Found", "ko": "내용"},
    "done": {"en": "What was done", "ko": "처리"},
    "more": {"en": "More in {file}: {n}.", "ko": "나머지 {n}건은 {file}에 있습니다."},
    "older": {
        "en": "Left as they are kept, another copy being newer: {n}.",
        "ko": "{n}건은 더 새로운 사본이 있어 그대로 두었습니다.",
    },
    "rules-note": {
        "en": "The rules decide by words of the register; each trial's rule and reason is in decisions.csv. A trial "
        "becomes a record of the landscape only by a person's hand.",
        "ko": "규칙은 등록 정보의 낱말로 판정하며 각 임상시험의 규칙과 이유는 decisions.csv에 있습니다. "
        "수록 기록에 넣는 일은 사람이 합니다.",
    },
    "contacts-note": {
        "en": "Names, addresses and numbers of contact persons are not taken in.",
        "ko": "담당자의 이름, 주소, 전화번호, 전자우편은 들이지 않습니다.",
    },
    "new": {"en": "new", "ko": "새 기록"},
    "status-changed": {"en": "status changed", "ko": "상태 변경"},
    "results-posted": {"en": "results posted", "ko": "결과 공개"},
    "date-moved": {"en": "date moved", "ko": "날짜 이동"},
    "date-refined": {"en": "date refined", "ko": "날짜 구체화"},
    "id-changed": {"en": "number changed", "ko": "번호 변경"},
    "vanished": {"en": "vanished", "ko": "사라짐"},
    "returned": {"en": "returned", "ko": "다시 나타남"},
    "field-changed": {"en": "field changed", "ko": "항목 변경"},
    "yes": {"en": "yes", "ko": "맞음"},
    "look": {"en": "look at it", "ko": "확인 필요"},
    "no": {"en": "no", "ko": "아님"},
}


def sync_word(key: str, lang: str, **names: object) -> str:
    """A word or sentence of a sync with its names filled in.

    >>> sync_word("more", "en", n=3, file="changes.jsonl")
    'More in changes.jsonl: 3.'
    """
    return say(_WORDS[key], lang).format(**names)
