"""The words around a list of trials."""

from __future__ import annotations

from kneewise.report.words import Words, say

STUDIES: dict[str, Words] = {
    "title": {"en": "Trials of cell therapy for the knee", "ko": "무릎 세포치료 임상시험 자료"},
    "found": {
        "en": "{studies} studies, {randomised} of them randomised, of {products} products with cells; "
        "{outcomes} outcome figures, {events} of events, {findings} findings in words, {reviews} pooled numbers.",
        "ko": "연구 {studies}건(무작위배정 {randomised}건), 세포 제품 {products}종, 결과 수치 {outcomes}건, "
        "이상반응 수치 {events}건, 문장으로 보고된 결과 {findings}건, 통합 추정치 {reviews}건.",
    },
    "none": {"en": "No study fits what was asked.", "ko": "조건에 맞는 연구가 없습니다."},
    "not-judged": {
        "en": "Nobody has judged the risk of bias of these studies here: judge them, or filter by what is stated "
        "(randomised, blinding, registered, design).",
        "ko": "비뚤림 위험은 판정하지 않았습니다. "
        "직접 판정하거나, 밝혀진 사실(무작위배정·눈가림·등록·설계)로 고르십시오.",
    },
    "mixed": {
        "en": "These are {n} products: a figure of one belongs to none of the others, and a pool of several is "
        "refused unless it is asked for.",
        "ko": "서로 다른 제품 {n}종입니다. 한 제품의 수치는 다른 제품의 근거가 아니며, "
        "요청하지 않으면 합산하지 않습니다.",
    },
    "flagged": {
        "en": "{n} of the {total} rows shown bear a flag: what is wrong with them as printed stands beside them, "
        "and nothing was repaired.",
        "ko": "표시된 {total}행 중 {n}행에 인쇄상의 문제가 표시되어 있으며 값은 고치지 않았습니다.",
    },
    "read": {
        "en": "Read up to November 2026, each row as far as its 'read' column says: full text, a table, an abstract.",
        "ko": "2026년 11월까지 읽은 자료이며, 어디까지 읽었는지는 ‘읽은 범위’ 열에 있습니다.",
    },
    "not-cochrane": {
        "en": "The inputs of the Cochrane review of 2025 (CD013342) are not among them: trials known from its list "
        "alone have neither product nor numbers here.",
        "ko": "2025년 코크란 종설(CD013342)의 입력 자료는 싣지 않았습니다.",
    },
    "study": {"en": "Study", "ko": "연구"},
    "arm": {"en": "Arm", "ko": "군"},
    "review": {"en": "Review", "ko": "종설"},
    "product": {"en": "Product", "ko": "제품"},
    "against": {"en": "Against", "ko": "대조"},
    "design": {"en": "Design", "ko": "설계"},
    "n-stated": {"en": "n as stated", "ko": "인원(원문)"},
    "months": {"en": "Months", "ko": "개월"},
    "source": {"en": "Source", "ko": "출처"},
    "read-level": {"en": "Read", "ko": "읽은 범위"},
    "flags": {"en": "As printed", "ko": "인쇄상 문제"},
    "with": {"en": "Given with", "ko": "함께 투여"},
    "dose": {"en": "Million cells", "ko": "세포(백만)"},
    "n": {"en": "n", "ko": "n"},
    "n-is": {"en": "n is", "ko": "n의 뜻"},
    "outcome": {"en": "Outcome", "ko": "결과"},
    "statistic": {"en": "Figure", "ko": "수치 종류"},
    "value": {"en": "Value", "ko": "값"},
    "spread": {"en": "Spread", "ko": "퍼짐"},
    "event": {"en": "Event", "ko": "이상반응"},
    "affected": {"en": "Had it", "ko": "발생"},
    "at-risk": {"en": "Of", "ko": "전체"},
    "counts": {"en": "Counted", "ko": "센 것"},
    "result": {"en": "Result", "ko": "결과"},
    "p": {"en": "p as printed", "ko": "p(원문)"},
    "measure": {"en": "Measure", "ko": "측정"},
    "estimate": {"en": "Pooled", "ko": "통합 추정값"},
    "interval": {"en": "95 % CI", "ko": "95% 신뢰구간"},
    "arm-1": {"en": "Product: mean (SD), n", "ko": "제품: 평균(표준편차), n"},
    "arm-2": {"en": "Against: mean (SD), n", "ko": "대조: 평균(표준편차), n"},
    "difference": {"en": "Difference", "ko": "차이"},
    "better": {"en": "Better", "ko": "좋은 방향"},
    "steps": {"en": "From print to figure", "ko": "환산 단계"},
    "name": {"en": "Name", "ko": "이름"},
    "group": {"en": "Kind", "ko": "종류"},
    "is": {"en": "What it is", "ko": "설명(영문)"},
    "studies": {"en": "Studies", "ko": "연구"},
    "arms": {"en": "Arms", "ko": "군"},
    "outcomes": {"en": "Outcomes, as printed", "ko": "결과 수치(원문)"},
    "events": {"en": "Events", "ko": "이상반응"},
    "findings": {"en": "Findings in words", "ko": "문장으로 보고된 결과"},
    "reviews": {"en": "Pooled numbers of reviews", "ko": "종설의 통합 추정치"},
    "comparisons": {"en": "Comparisons of two arms", "ko": "두 군의 비교"},
    "network": {"en": "Groups for a network, points of 0 to 100", "ko": "네트워크 분석용 군(100점 척도)"},
    "mean": {"en": "Mean", "ko": "평균"},
    "sd": {"en": "SD", "ko": "표준편차"},
    "products": {"en": "Products", "ko": "제품 목록"},
}


def studies_word(key: str, lang: str, **names: object) -> str:
    """A text of the list of trials with its names filled in."""
    return say(STUDIES[key], lang).format(**names)
