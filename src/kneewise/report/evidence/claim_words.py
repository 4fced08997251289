"""Words of a claim held against the evidence: answers, rules, and why a piece speaks as it does."""

from __future__ import annotations

from kneewise.report.words import Words, say

ANSWERS: dict[str, Words] = {
    "supported": {"en": "supported", "ko": "뒷받침됨"},
    "contradicted": {"en": "contradicted", "ko": "반박됨"},
    "not shown": {"en": "not shown", "ko": "입증되지 않음"},
    "not studied": {"en": "not studied", "ko": "연구되지 않음"},
}
SPEAKS: dict[str, Words] = {
    "for": {"en": "for", "ko": "찬성"},
    "against": {"en": "against", "ko": "반대"},
    "neither": {"en": "neither", "ko": "판단 불가"},
}
WHY: dict[str, Words] = {
    "interval-good": {"en": "the whole interval is on the good side of zero", "ko": "신뢰구간 전체가 이로운 쪽"},
    "interval-bad": {"en": "the whole interval is on the bad side of zero", "ko": "신뢰구간 전체가 해로운 쪽"},
    "interval-holds-zero": {"en": "the interval holds no difference", "ko": "신뢰구간이 ‘차이 없음’을 포함"},
    "interval-beyond": {"en": "the whole interval is beyond what matters", "ko": "신뢰구간 전체가 의미 있는 차이 이상"},
    "interval-short": {
        "en": "the whole interval falls short of the smallest difference that matters",
        "ko": "신뢰구간 전체가 의미 있는 최소 차이에 미달",
    },
    "interval-holds-margin": {
        "en": "the interval holds the smallest difference that matters",
        "ko": "신뢰구간이 의미 있는 최소 차이를 포함",
    },
    "no-margin": {"en": "no smallest difference that matters is known here", "ko": "의미 있는 최소 차이를 알 수 없음"},
    "not-read": {"en": "measured, but its result was not read", "ko": "측정했으나 결과를 읽지 못함"},
    "not-randomised": {"en": "compared, but not randomised", "ko": "무작위배정이 아닌 비교"},
    "words-worse": {"en": "a randomised trial found it worse", "ko": "무작위배정 시험에서 더 나쁨"},
    "words-better": {
        "en": "a randomised trial found it better; no size was read",
        "ko": "무작위배정 시험에서 우월(크기 미상)",
    },
    "no-size": {"en": "better, but by how much was not read", "ko": "우월하나 크기를 알 수 없음"},
    "n-unknown": {"en": "how many were compared was not read", "ko": "인원을 알 수 없음"},
    "no-difference-seen": {
        "en": "no difference, in a trial large enough to see the smallest that matters",
        "ko": "의미 있는 차이를 볼 수 있는 규모에서 차이 없음",
    },
    "too-small-to-see": {
        "en": "no difference, but too few to see one that matters",
        "ko": "차이 없음, 그러나 볼 수 있는 규모가 아님",
    },
    "improved": {"en": "better than before", "ko": "전보다 호전"},
    "improved-only": {
        "en": "better than before, with nothing to compare: placebo brings that too",
        "ko": "전보다 호전되었으나 비교군이 없음(위약도 호전됨)",
    },
    "worsened": {"en": "worse than before", "ko": "전보다 악화"},
    "no-change-seen": {
        "en": "no change in so many that one would have been seen",
        "ko": "변화를 볼 수 있는 규모에서 변화 없음",
    },
    "no-change-few": {"en": "no change, in few", "ko": "소규모에서 변화 없음"},
    "none-of-many": {"en": "none among so many: rarer than one in a hundred", "ko": "다수에서 0건: 100명 중 1명 미만"},
    "none-of-few": {"en": "none, among too few to call it rare", "ko": "0건이나 드물다고 하기에는 인원이 적음"},
    "serious-seen": {"en": "serious events, one in a hundred or more", "ko": "중대한 이상반응 1% 이상"},
    "serious-of-few": {
        "en": "serious events, among too few to call them rare or not",
        "ko": "중대한 이상반응이 있으나 드문지 판단하기에는 인원이 적음",
    },
    "serious-seen-rarely": {"en": "serious events, fewer than one in a hundred", "ko": "중대한 이상반응 1% 미만 발생"},
    "event-seen": {"en": "some had one", "ko": "이상반응 발생"},
    "other-patients": {"en": "in other patients than these", "ko": "대상 환자가 다름"},
    "in-the-pool": {"en": "within the pooled number", "ko": "통합 추정값에 포함"},
    "record-says-so": {"en": "the record says the same", "ko": "기록과 일치"},
    "record-says-other": {"en": "the record says otherwise", "ko": "기록과 다름"},
}
CLAIM: dict[str, Words] = {
    "title": {"en": "Claim: {claim}", "ko": "주장: {claim}"},
    "list-title": {"en": "Claims held against the evidence", "ko": "광고 주장과 근거"},
    "list-found": {
        "en": "{n} claims, of the products that they are usually made of: {counts}.",
        "ko": "주장 {n}건(주로 쓰이는 제품 기준): {counts}.",
    },
    "answer": {"en": "{answer}, of {product}.", "ko": "{product}: {answer}."},
    "part-said": {"en": "“{part}” {answer}: {because}", "ko": "“{part}” {answer}: {because}"},
    "nothing-bears": {
        "en": "nothing that was read bears on it for this product.",
        "ko": "이 제품에 관해 읽은 자료가 없습니다.",
    },
    "only-others": {"en": "What there is belongs to {products}.", "ko": "있는 근거는 {products}의 것입니다."},
    "deciding": {"en": "{study}{against}: {what}; {why}.", "ko": "{study}{against}: {what}; {why}."},
    "against": {"en": " against {product}", "ko": ", 대조 {product}"},
    "conflict": {
        "en": "Strong evidence speaks both ways.",
        "ko": "강한 근거가 서로 엇갈립니다.",
    },
    "others-warning": {
        "en": "Rows of other products are their evidence, not this product's.",
        "ko": "다른 제품의 행은 그 제품의 근거일 뿐 이 제품의 근거가 아닙니다.",
    },
    "not-counted": {
        "en": "In a marrow concentrate cells are hardly ever counted (about 0.1 million progenitors where they were), "
        "so no trial can say whether more are better.",
        "ko": "골수 농축물은 세포 수를 거의 세지 않으므로(센 경우 약 10만 개) 많을수록 좋은지 알 수 없습니다.",
    },
    "parts": {"en": "Parts of the claim", "ko": "주장의 구성"},
    "part": {"en": "Part", "ko": "구성"},
    "whole": {"en": "The claim", "ko": "주장 전체"},
    "said-or-implied": {"en": "Said", "ko": "표현"},
    "said": {"en": "said", "ko": "명시"},
    "implied": {"en": "implied", "ko": "암시"},
    "rule": {"en": "Rule", "ko": "규칙"},
    "answer-head": {"en": "Answer", "ko": "답"},
    "evidence": {"en": "What bears on it", "ko": "근거"},
    "evidence-of-others": {"en": "What bears on it, of other products", "ko": "다른 제품의 근거"},
    "product": {"en": "Product", "ko": "제품"},
    "study-against": {"en": "Study (against)", "ko": "연구(대조)"},
    "weakly": {"en": "{speaks}, weakly", "ko": "약한 {speaks}"},
    "outcome": {"en": "Outcome", "ko": "결과"},
    "months": {"en": "Months", "ko": "개월"},
    "n": {"en": "n", "ko": "n"},
    "figure": {"en": "Figure (95 % CI) or words", "ko": "수치(95% 신뢰구간) 또는 문장"},
    "speaks": {"en": "Speaks", "ko": "방향"},
    "why": {"en": "Why", "ko": "이유"},
    "source": {"en": "Source", "ko": "출처"},
    "by-product": {"en": "The same claim, product by product", "ko": "제품별 답"},
    "id": {"en": "Name", "ko": "이름"},
    "claim": {"en": "Claim", "ko": "주장"},
    "picture": {"en": "Answers by product and part", "ko": "제품·구성별 답"},
    "picture-says": {"en": "Of {product}: {answer}. Others: {others}.", "ko": "{product}: {answer}. 그 밖: {others}."},
    "heard": {"en": "Heard: {where} ({on}){url}.", "ko": "출처: {where} ({on}){url}."},
    "no-page": {"en": "; no page was kept", "ko": "; 보관된 페이지 없음"},
    "record": {
        "en": "Record: {title}, {on}: {facts}. Read via {via}: {sources}.",
        "ko": "기록: {title}, {on}: {facts}. 확인 경로: {via}: {sources}.",
    },
    "rules-note": {
        "en": "Rules: a number speaks by its 95 % interval; “no difference” speaks against only where the trial was "
        "large enough to see 0.37 SD with 80 % power; before and after without a comparison never supports an "
        "effect. A part is supported where something strong speaks for it and nothing strong against; contradicted the "
        "other way round. "
        "A claim is supported where all its parts are, also the implied ones.",
        "ko": "규칙: 수치는 95% 신뢰구간으로 판단하고, ‘차이 없음’은 0.37SD를 80% 검정력으로 볼 수 있는 규모일 때만 "
        "반대 근거가 됩니다. 비교군 없는 전후 호전은 효과의 근거가 되지 않습니다. 강한 찬성 근거만 있으면 뒷받침됨, "
        "강한 반대 근거만 있으면 반박됨입니다. 암시된 내용까지 모두 뒷받침되어야 주장이 뒷받침됩니다.",
    },
    "margin-note": {"en": "Smallest difference that matters: {margins}.", "ko": "의미 있는 최소 차이: {margins}."},
    "matched": {"en": "Found by the words: {words}.", "ko": "일치한 단어: {words}."},
    "no-match": {
        "en": "No claim of the catalogue shares a word with this text; nothing was guessed. The catalogue has: {ids}.",
        "ko": "이 글과 단어가 겹치는 주장이 목록에 없습니다(추측하지 않음). 목록: {ids}.",
    },
    "match-title": {"en": "Claims that this text may make", "ko": "이 글이 담고 있을 수 있는 주장"},
    "words": {"en": "By the words", "ko": "일치한 단어"},
    "catalogue-note": {
        "en": "The catalogue holds what advertisements, articles and registry texts say; answers are computed from the "
        "shipped trials each time and stored nowhere.",
        "ko": "목록은 광고·기사·등록 문구에서 모은 것이며, 답은 수록된 임상시험 자료에서 매번 계산합니다.",
    },
}
RULES: dict[str, Words] = {
    "effect": {"en": "a difference", "ko": "차이 유무"},
    "benefit": {"en": "a difference that matters", "ko": "의미 있는 차이"},
    "change": {"en": "before and after", "ko": "전후 변화"},
    "order": {"en": "dose against dose", "ko": "용량 간 비교"},
    "fewer-events": {"en": "risk ratio", "ko": "위험비"},
    "no-events": {"en": "any event", "ko": "이상반응 유무"},
    "rare-serious": {"en": "serious events", "ko": "중대한 이상반응"},
    "found": {"en": "what the authority found", "ko": "당국의 판단"},
    "count": {"en": "what the register counts", "ko": "등록 수치"},
}
UNITS: dict[str, Words] = {
    "points of 100": {"en": "points of 100", "ko": "점(100점 척도)"},
    "points of 10": {"en": "points of 10", "ko": "점(10점 척도)"},
    "points": {"en": "points", "ko": "점"},
    "standard deviations": {"en": "SD", "ko": "표준편차"},
    "percent a year": {"en": "% a year", "ko": "%/년"},
    "risk ratio": {"en": "risk ratio", "ko": "위험비"},
    "share": {"en": "", "ko": ""},
}


def claim_word(key: str, lang: str, **names: object) -> str:
    """A text of claims with its names filled in."""
    return say(CLAIM[key], lang).format(**names)
