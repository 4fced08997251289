"""Words of scores: parts of questionnaires, reasons of missing scores, what a reader has to know; in both languages."""

from __future__ import annotations

from kneewise.report.words import Words, say

PARTS: dict[str, Words] = {
    "pain": {"en": "Pain", "ko": "통증"},
    "symptoms": {"en": "Symptoms", "ko": "증상"},
    "ADL": {"en": "Daily living", "ko": "일상생활"},
    "sport": {"en": "Sport and recreation", "ko": "스포츠·여가"},
    "QOL": {"en": "Quality of life", "ko": "삶의 질"},
    "function": {"en": "Function", "ko": "기능"},
    "stiffness": {"en": "Stiffness", "ko": "강직"},
    "summary": {"en": "Summary", "ko": "종합"},
    "total": {"en": "Total", "ko": "총점"},
    "index": {"en": "Index", "ko": "지수"},
}
SCORES: dict[str, Words] = {
    "title": {"en": "{instrument}: scores", "ko": "{instrument} 점수"},
    "page": {"en": "Scores of questionnaires", "ko": "설문 점수"},
    "n-forms": {
        "en": "{n} forms, {scored} with a score of every part.",
        "ko": "설문지 {n}건, 모든 하위 척도 점수가 있는 것 {scored}건.",
    },
    "n-given": {
        "en": "{n} scores, each within the range of its part; {missing} rows without a score.",
        "ko": "점수 {n}건이 모두 하위 척도의 범위 안에 있음; 점수 없는 행 {missing}건.",
    },
    "most-missing": {
        "en": "Most is missing of {part}{place}: {missing} of {n} have no score.",
        "ko": "결측이 가장 많은 곳: {part}{place}, {n}건 중 {missing}건에 점수가 없음.",
    },
    "place": {"en": " ({labels})", "ko": " ({labels})"},
    "of-visit": {"en": "visit {label}", "ko": "방문 {label}"},
    "of-arm": {"en": "arm {label}", "ko": "{label}군"},
    "caption": {"en": "Scores by part", "ko": "하위 척도별 점수"},
    "forms": {"en": "Forms", "ko": "설문지"},
    "rows": {"en": "Rows", "ko": "행"},
    "scored": {"en": "Scored", "ko": "점수 있음"},
    "no-form": {"en": "No form", "ko": "설문지 없음"},
    "no-score": {"en": "No score", "ko": "점수 없음"},
    "too-few": {"en": "Too few answers", "ko": "응답 부족"},
    "part-missing": {"en": "Part missing", "ko": "하위 척도 결측"},
    "median": {"en": "Median", "ko": "중앙값"},
    "range": {"en": "Range", "ko": "범위"},
    "unlabelled": {"en": "not recorded", "ko": "기록 없음"},
    "rule": {"en": "Scored by the rule {rule}: {source}.", "ko": "채점 규칙 {rule}: {source}."},
    "needs": {
        "en": "Answers needed for a score: {needs}. Scores are not rounded.",
        "ko": "점수를 내는 데 필요한 응답 수: {needs}. 점수는 반올림하지 않음.",
    },
    "needs-all": {"en": "{part} every part", "ko": "{part} 모든 하위 척도"},
    "range-of": {
        "en": "{part}, {low} to {high}, {better} is better",
        "ko": "{part}, {low} ~ {high}, {better} 좋음",
    },
    "higher": {"en": "higher", "ko": "높을수록"},
    "lower": {"en": "lower", "ko": "낮을수록"},
    "ranges": {"en": "Ranges: {ranges}.", "ko": "범위: {ranges}."},
    "given": {
        "en": "The scores were worked out elsewhere: their ranges were checked, not how they came about.",
        "ko": "다른 곳에서 계산된 점수로, 범위만 확인했고 계산 과정은 확인하지 않음.",
    },
    "codes": {
        "en": "Answers of {codes} were taken as not answered, as asked for.",
        "ko": "요청에 따라 {codes} 응답은 무응답으로 처리함.",
    },
    "picture": {"en": "{instrument}: where the scores lie", "ko": "{instrument}: 점수 분포"},
    "picture-says": {
        "en": "A panel a part: line from the lowest to the highest score, bar over the middle half, mark at the "
        "median. {medians}",
        "ko": "하위 척도별 그림: 선은 최저에서 최고 점수, 막대는 가운데 절반, 표식은 중앙값. {medians}",
    },
    "median-of": {"en": "{part}{place} median {median}.", "ko": "{part}{place} 중앙값 {median}."},
}
# What definitions say of their scores; a test holds that each has its Korean.
NOTES: dict[str, str] = {
    (
        "Function: with 4 or more of 17 items missing there is no score, with 1 to 3 missing their place is taken by "
        "the mean of the answered ones. For pain and stiffness no rule was found on a page that could be read: there "
        "every item is needed."
    ): (
        "기능: 17문항 중 4개 이상 빠지면 점수가 없고, 1~3개면 응답한 문항의 평균으로 대신함. "
        "통증과 강직은 읽을 수 있는 자료에서 규칙을 찾지 못해 모든 문항이 있어야 함."
    ),
    "KOOS asks about the last week, WOMAC about the last 48 hours: what is derived keeps the week of KOOS.": (
        "KOOS는 지난 1주, WOMAC은 지난 48시간을 물음. KOOS에서 얻은 점수는 1주 기준임."
    ),
    (
        "A sum of 11 is 64.7, as the source's program has it; the page beside the program prints 67.7, which would be "
        "above the score of a sum of 10."
    ): (
        "합계 11은 출처의 프로그램대로 64.7로 함. "
        "같은 출처의 설명에는 67.7로 적혀 있으나 합계 10의 점수보다 높아 맞지 않음."
    ),
    "The original scale runs the other way, from 0 (no difficulty) to 100: to_100(better='lower') gives it.": (
        "원래 척도는 방향이 반대(0이 어려움 없음)이며 to_100(better='lower')로 얻을 수 있음."
    ),
    "Q10 is the function now; the function before the injury is no part of the score.": (
        "Q10은 현재 기능이며, 다치기 전 기능은 점수에 들어가지 않음."
    ),
}


def score_word(key: str, lang: str, **names: object) -> str:
    """A word or sentence of scores with its names filled in.

    >>> score_word("of-visit", "en", label=6)
    'visit 6'
    """
    return say(SCORES[key], lang).format(**names)


def part_word(name: str, lang: str) -> str:
    """The name of a part as people read it."""
    return say(PARTS[name], lang) if name in PARTS else name


def note_text(note: str, lang: str) -> str:
    """A note of a definition in the language of the reader."""
    return NOTES.get(note, note) if lang == "ko" else note
