"""Words for figures of articles, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

FIGURES: dict[str, Words] = {
    "title": {"en": "Figures of articles held against the records", "ko": "기사 속 수치와 기록 대조"},
    "found": {"en": "Figures: {n}. {counts}.", "ko": "수치 {n}건: {counts}."},
    "key": {"en": "Figure", "ko": "키"},
    "says": {"en": "As written", "ko": "쓰인 내용"},
    "article": {"en": "Where", "ko": "글"},
    "stand": {"en": "Stands", "ko": "판단"},
    "remarks": {"en": "Beside", "ko": "단서"},
    "n-rows": {"en": "Rows", "ko": "근거 행"},
    "superseded": {"en": "confirmed, superseded since", "ko": "당시 맞음, 이후 대체됨"},
    "counted": {"en": "{n} named in the records", "ko": "기록에 이름이 있는 것 {n}개"},
    "answer": {"en": "Written in: {article}. Stands: {stand}.", "ko": "출처 글: {article}. 판단: {stand}."},
    "no-row": {
        "en": "No row of these records bears on it: how long an effect lasts is asked of the trials "
        "(kneewise evidence claim lasts-one-to-two-years).",
        "ko": "이 기록에는 관련된 행이 없습니다. 효과 지속 기간은 임상 근거에서 찾습니다"
        "(kneewise evidence claim lasts-one-to-two-years).",
    },
    "rows": {"en": "The rows behind it", "ko": "근거 행"},
    "bears": {"en": "It", "ko": "관계"},
    "row": {"en": "What the row says", "ko": "행의 내용"},
    "agrees": {"en": "agrees", "ko": "일치"},
    "differs": {"en": "differs", "ko": "불일치"},
    "later": {"en": "takes its place", "ko": "이후 기록"},
    "beside": {"en": "limits it", "ko": "단서"},
    "context": {"en": "is context", "ko": "배경"},
    "trial-row": {
        "en": "{trial}: {status}, {n} patients ({kind}). {title}",
        "ko": "{trial}: {status}, 환자 {n}명({kind}). {title}",
    },
    "note-computed": {
        "en": "Each answer is computed from rows: one that counts and differs contradicts; one that agrees confirms; "
        "a later count, or an event come true, supersedes. Rows that are contradicted or not confirmed do not count.",
        "ko": "각 판단은 행에서 계산합니다. 채택되는 행이 다르면 모순, 같으면 확인, "
        "이후의 누적 수치나 실현된 일이 있으면 대체입니다. 모순되거나 확인되지 않은 행은 채택하지 않습니다.",
    },
}


def figure_word(key: str, lang: str, **names: object) -> str:
    """A word with its names filled in.

    >>> figure_word("counted", "en", n=5)
    '5 named in the records'
    """
    return say(FIGURES[key], lang).format(**names)
