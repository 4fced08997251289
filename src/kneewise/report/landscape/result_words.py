"""Sentences and titles of the results of the landscape, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

RESULTS: dict[str, Words] = {
    "shipped": {
        "en": "the records shipped with Kneewise, read up to November 2026",
        "ko": "Kneewise에 수록된 기록(2026년 11월까지 읽음)",
    },
    "of-folder": {"en": "the tables of {folder}", "ko": "{folder}의 표"},
    "notice": {
        "en": "Records read from public pages, with their sources and dates, as far as they were found. They are not "
        "a legal opinion on an approval, and not medical advice.",
        "ko": "공개 자료에서 읽은 기록을 출처·날짜와 함께 정리한 것으로, 찾은 범위에 한합니다. "
        "허가에 대한 법적 의견이나 의학적 조언이 아닙니다.",
    },
    "products": {"en": "Products", "ko": "제품"},
    "products-found": {"en": "Products: {n}. As of {on}.", "ko": "제품 {n}개. {on} 기준."},
    "in-state": {"en": "{state}, as of {on}", "ko": "{on} 기준: {state}"},
    "in-state-found": {
        "en": "Standings: {n}; left open by dates: {open}.",
        "ko": "{n}건. 이 가운데 날짜 때문에 확정되지 않는 것 {open}건.",
    },
    "in-phase": {"en": "Being tried in {phase}, as of {on}", "ko": "{on} 기준 {phase} 진행 중"},
    "in-phase-found": {
        "en": "Products by country: {n}, from trials and milestones. A record tells no more than its copy of its day.",
        "ko": "제품·국가 {n}건(임상시험과 주요 시점 기준). 각 기록은 사본을 뜬 날까지만 알려 줍니다.",
    },
    "sure": {"en": "Sure", "ko": "확실"},
    "nothing": {"en": "Nothing of these records fits.", "ko": "해당하는 기록이 없습니다."},
    "product-title": {"en": "{name}, as of {on}", "ko": "{name}: {on} 기준"},
    "is": {"en": "{group}; {cells}; {donor}. {developer}.", "ko": "{group}; {cells}; {donor}. {developer}."},
    "called": {"en": "Also called: {names}.", "ko": "다른 이름: {names}."},
    "misspelt": {"en": "Misspelt in print as: {names}.", "ko": "잘못 인쇄된 이름: {names}."},
    "label": {"en": "Recorded for: {text} ({source}).", "ko": "기록된 대상: {text} ({source})."},
    "recorded": {
        "en": "As summed up when the records were read, {read_in}: {text}.",
        "ko": "기록을 읽은 {read_in} 시점의 요약: {text}.",
    },
    "noted": {"en": "Noted on reading: {text}.", "ko": "기록하며 덧붙인 말: {text}."},
    "unsure": {
        "en": "How sure the reading of this row is: {level}.",
        "ko": "이 기록의 확실성: {level}.",
    },
    "medium": {"en": "medium", "ko": "보통"},
    "low": {"en": "low", "ko": "낮음"},
    "is-not": {"en": "Take care: {text}.", "ko": "혼동 주의: {text}."},
    "out-of-scope": {"en": "Not a product for the knee.", "ko": "무릎용 제품이 아닙니다."},
    "standing": {"en": "How it stands", "ko": "상태"},
    "standing-said": {
        "en": "{country}, {indication}: {state} ({side}){since}.",
        "ko": "{country}, {indication}: {state}({side}){since}.",
    },
    "since": {"en": ", since {date}", "ko": ", {date}부터"},
    "open": {
        "en": "{country}, {indication} ({side}): the dates leave it open: {state}.",
        "ko": "{country}, {indication}({side}): 날짜로는 확정되지 않음: {state}.",
    },
    "decided": {
        "en": "{country}: {what} was decided on {date} and takes effect on {effective}.",
        "ko": "{country}: {what}: {date} 결정, {effective} 효력 발생.",
    },
    "no-standing": {
        "en": "No event of these records had come by that day.",
        "ko": "그날까지 기록된 시점이 없습니다.",
    },
    "plans": {
        "en": "Planned, and what became of it; none of it is a fact",
        "ko": "예정과 그 결과(사실이 아님)",
    },
    "timeline": {"en": "Milestones", "ko": "주요 시점"},
    "timeline-found": {
        "en": "Milestones: {n}. Happened: {actual}; planned: {planned}, of which past due: {due}; figures: {metric}; "
        "claims: {claim}.",
        "ko": "시점 {n}건: 실제 {actual}, 예정 {planned}(기한 지남 {due}), 수치 {metric}, 주장 {claim}.",
    },
    "trials": {"en": "Trials", "ko": "임상시험"},
    "trials-later": {
        "en": "Left out: {n} that began after {on} by their records.",
        "ko": "기록상 {on} 뒤에 시작한 {n}건은 뺐습니다.",
    },
    "timeline-later": {
        "en": "Left out: {n} of after {on}, and plans told only then.",
        "ko": "{on} 뒤의 시점과 그 뒤에 알려진 예정 {n}건은 뺐습니다.",
    },
    "trials-found": {
        "en": "Trials: {n}. Past their planned end and not recorded as ended: {overdue}.",
        "ko": "임상시험 {n}건. 예정 종료일이 지났으나 종료로 기록되지 않은 것 {overdue}건.",
    },
    "copies": {
        "en": "Copies of {day} or earlier: {n} of these records. What they say of status and numbers is of then.",
        "ko": "이 가운데 {n}건은 {day} 또는 그 이전의 사본으로, 상태와 수치는 그 시점의 것입니다.",
    },
    "prices": {"en": "Prices", "ko": "가격"},
    "prices-found": {
        "en": "Ranges: {n}, from rows: {rows}. Kinds, units and currencies are never put together.",
        "ko": "{rows}개 행에서 범위 {n}개. 종류·단위·통화를 섞지 않습니다.",
    },
    "price-rows": {"en": "The rows behind", "ko": "근거 행"},
    "rate": {
        "en": "Converted at {value} {quote} for 1 {base} of {on}, as given on the command line.",
        "ko": "명령에서 준 환율로 환산: {on}의 1 {base} = {value} {quote}.",
    },
    "not-converted": {
        "en": "Not converted, no rate given: {currencies}.",
        "ko": "환율이 없어 환산하지 않은 통화: {currencies}.",
    },
    "no-amount": {
        "en": "No amount was found for: {what}.",
        "ko": "금액을 찾지 못함: {what}.",
    },
    "pipeline": {"en": "Trials by source of cells and phase", "ko": "세포 출처·단계별 임상시험"},
    "pipeline-found": {
        "en": "Trials: {n}. Not counted, being the same under another number: {twins}.",
        "ko": "임상시험 {n}건. 다른 번호로 등록된 같은 시험 {twins}건은 세지 않음.",
    },
    "pipeline-copied": {
        "en": "The records were copied between {first} and {last}.",
        "ko": "기록 사본의 날짜: {first} ~ {last}.",
    },
    "pipeline-several": {
        "en": "A trial of cells of several tissues stands under several, once.",
        "ko": "여러 조직의 세포를 쓰는 시험은 '둘 이상'에 한 번만 넣습니다.",
    },
    "total": {"en": "All", "ko": "전체"},
    "running": {"en": "Running", "ko": "진행 중"},
    "changes": {"en": "What changed after {since} until {until}", "ko": "{since} 이후 {until}까지 달라진 것"},
    "changes-found": {
        "en": "Events: {events}; that may have come then: {perhaps}; earlier ones with a source of this time: "
        "{learned}; standings turned: {turns}; plans fallen due: {due}; dates of trials: {trials}.",
        "ko": "시점 {events}건, 그때일 수 있는 것 {perhaps}건, 출처가 이 기간인 이전 일 {learned}건, "
        "상태 변화 {turns}건, 기한이 지난 예정 {due}건, 임상시험 일정 {trials}건.",
    },
    "events": {"en": "What happened", "ko": "일어난 일"},
    "perhaps": {"en": "What may have happened then: the dates leave it open", "ko": "그때일 수 있는 일(날짜가 불확실)"},
    "learned": {"en": "Earlier events whose source is of this time", "ko": "이전 일 가운데 출처가 이 기간의 것"},
    "turns": {"en": "Standings that turned", "ko": "달라진 상태"},
    "before": {"en": "Before", "ko": "이전"},
    "after": {"en": "After", "ko": "이후"},
    "fell-due": {"en": "Plans that fell due without having come true", "ko": "실현되지 않은 채 기한이 지난 예정"},
    "trial-dates": {"en": "Dates of trials", "ko": "임상시험 일정"},
    "started": {"en": "started", "ko": "시작"},
    "completed": {"en": "ended", "ko": "종료"},
    "results-posted": {"en": "results posted", "ko": "결과 게시"},
    "conflicts": {"en": "Where sources contradict each other", "ko": "출처가 서로 엇갈리는 것"},
    "conflicts-found": {
        "en": "Questions: {n}. One answer alone stands in: {settled}.",
        "ko": "질문 {n}개. 이 가운데 하나의 답만 채택되는 것 {settled}개.",
    },
    "settled-by": {"en": "{question} {why}", "ko": "{question} {why}"},
    "claims": {"en": "What is said of it, held against the trials", "ko": "이 제품에 대한 문구와 임상 근거"},
    "claims-found": {
        "en": "Claims of the catalogue, answered for {product} alone: {counts}.",
        "ko": "문구 목록을 {product} 자료만으로 답한 결과: {counts}.",
    },
    "claims-none": {
        "en": "The shipped trials hold no product of these cells, route and preparation: every claim is not studied.",
        "ko": "수록된 임상 자료에는 이 세포·경로·처리의 제품이 없으므로 모든 문구가 '연구되지 않음'입니다.",
    },
    "claims-note": {
        "en": "See `kneewise evidence claim CLAIM --product {product}` for the rows behind an answer.",
        "ko": "근거 행: `kneewise evidence claim CLAIM --product {product}`.",
    },
    "claim": {"en": "Claim", "ko": "문구"},
    "answered": {"en": "Answer", "ko": "답"},
    "search": {"en": "Found for: {query}", "ko": "검색 결과: {query}"},
    "search-found": {"en": "Found: {n}.", "ko": "{n}건."},
    "search-more": {
        "en": "Found: more than {most}; the first {most} are shown.",
        "ko": "{most}건이 넘어 처음 {most}건만 보입니다.",
    },
    "search-some": {
        "en": "Nothing has all of these words; shown is what has most of them. Not in all that is shown: {words}.",
        "ko": "모든 낱말이 들어 있는 기록은 없어 가장 많이 들어 있는 것을 보입니다. 빠진 것이 있는 낱말: {words}.",
    },
    "read-as": {"en": "Read as: {pairs}.", "ko": "다음으로 읽음: {pairs}."},
    "found-kind": {"en": "Kind", "ko": "구분"},
    "kind-product": {"en": "product", "ko": "제품"},
    "kind-trial": {"en": "trial", "ko": "임상시험"},
    "kind-source": {"en": "source", "ko": "출처"},
    "key": {"en": "Key", "ko": "키"},
}


def result_word(key: str, lang: str, **names: object) -> str:
    """A sentence with its names filled in.

    >>> result_word("products-found", "en", n=50, on="2026-11-26")
    'Products: 50. As of 2026-11-26.'
    """
    return say(RESULTS[key], lang).format(**names)
