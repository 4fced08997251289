"""The words of a table of adverse events, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

SAFETY: dict[str, Words] = {
    "title": {"en": "Adverse events", "ko": "이상반응"},
    "persons": {
        "en": "{persons} persons in {arms} arms; {events} events of {terms} kinds.",
        "ko": "{arms}개 군 {persons}명에서 {terms}종 {events}건의 이상반응이 보고되었습니다.",
    },
    "counts": {
        "en": "{rows} counts of events, in {arms} arms of {studies} studies.",
        "ko": "{studies}개 연구 {arms}개 군의 이상반응 집계 {rows}건.",
    },
    "counts-one": {"en": "{rows} counts of events, in {arms} arms.", "ko": "{arms}개 군의 이상반응 집계 {rows}건."},
    "affected": {
        "en": "{arm}: {n} of {at_risk} persons had an event ({percent}, {interval}).",
        "ko": "{arm}: {at_risk}명 중 {n}명에서 이상반응 발생({percent}, {interval}).",
    },
    "serious-some": {
        "en": "{arm}: {n} of {at_risk} persons had a serious event ({percent}, {interval}).",
        "ko": "{arm}: {at_risk}명 중 {n}명에서 중대한 이상반응 발생({percent}, {interval}).",
    },
    "serious-none": {
        "en": "{arm}: no serious event among {at_risk} persons; up to {bound} remain possible (one-sided {percent}).",
        "ko": "{arm}: {at_risk}명에서 중대한 이상반응 없음. 그래도 최대 {bound}까지 가능(단측 {percent}).",
    },
    "serious-unknown": {
        "en": "{arm}: for {n} of {at_risk} persons it is not known whether their event was serious.",
        "ko": "{arm}: {at_risk}명 중 {n}명은 이상반응이 중대했는지 알 수 없습니다.",
    },
    "overall": {"en": "Persons with events", "ko": "이상반응이 있는 사람"},
    "by-term": {"en": "Events by kind", "ko": "이상반응 종류별"},
    "by-term-first": {
        "en": "Events by kind: the {n} most frequent of {total}",
        "ko": "이상반응 종류별: {total}종 중 빈도순 {n}종",
    },
    "answers": {
        "en": "Serious and related events; what is not known stands apart",
        "ko": "중대성과 관련성: 알 수 없는 것은 따로 셈",
    },
    "comparisons": {"en": "Shares compared with the control", "ko": "대조군과의 비율 비교"},
    "comparisons-with": {"en": "Shares compared with {control}", "ko": "{control} 대비 비율 비교"},
    "rates-compared": {"en": "Rates compared with the control", "ko": "대조군과의 발생률 비교"},
    "rates-compared-with": {"en": "Rates compared with {control}", "ko": "{control} 대비 발생률 비교"},
    "kind": {"en": "Event", "ko": "이상반응"},
    "any": {"en": "any event", "ko": "모든 이상반응"},
    "serious": {"en": "serious", "ko": "중대한 이상반응"},
    "related": {"en": "related to the treatment", "ko": "치료와 관련된 이상반응"},
    "serious and related": {"en": "serious and related", "ko": "중대하고 관련된 이상반응"},
    "unnamed": {"en": "(no name)", "ko": "(명칭 없음)"},
    "at-risk": {"en": "At risk", "ko": "대상자"},
    "n-affected": {"en": "Persons", "ko": "발생자"},
    "share": {"en": "Share", "ko": "비율"},
    "events": {"en": "Events", "ko": "건수"},
    "rate": {"en": "Per 100 person-years", "ko": "100인년당"},
    "yes-serious": {"en": "Serious", "ko": "중대함"},
    "no-serious": {"en": "Not serious", "ko": "중대하지 않음"},
    "unknown-serious": {"en": "Serious not known", "ko": "중대성 미상"},
    "yes-related": {"en": "Related", "ko": "관련 있음"},
    "no-related": {"en": "Not related", "ko": "관련 없음"},
    "unknown-related": {"en": "Relation not known", "ko": "관련성 미상"},
    "against": {"en": "{arm} vs {control}", "ko": "{arm} 대 {control}"},
    "risk-difference": {"en": "Risk difference", "ko": "위험차"},
    "risk-ratio": {"en": "Risk ratio", "ko": "상대위험도"},
    "rate-ratio": {"en": "Rate ratio", "ko": "발생률비"},
    "fisher": {"en": "p (Fisher)", "ko": "p(피셔)"},
    "mid": {"en": "mid-P", "ko": "중간 p"},
    "exact-p": {"en": "p (unconditional)", "ko": "p(무조건부)"},
    "forest-title": {"en": "Events against {control}", "ko": "이상반응: {control} 대비"},
    "forest-says": {
        "en": "Share of persons with each event by arm, and the difference from {control} with its interval: {each}.",
        "ko": "각 군의 이상반응 비율과 {control} 대비 위험차(신뢰구간): {each}.",
    },
    "forest-each": {"en": "{term} {difference} ({interval})", "ko": "{term} {difference}({interval})"},
    "control": {"en": "the control", "ko": "대조군"},
    "shares-axis": {"en": "Persons with the event, %", "ko": "발생자 비율, %"},
    "difference-axis": {"en": "Difference from {control}, percentage points", "ko": "{control} 대비 차이, %포인트"},
    "many": {
        "en": "{n} comparisons are printed without adjustment: if nothing differed, up to {expected} would have p "
        "below 0.05 by chance.",
        "ko": "보정하지 않은 비교 {n}건입니다. 아무 차이가 없어도 우연히 p<0.05가 되는 비교가 최대 {expected}건 "
        "생길 수 있습니다.",
    },
    "all-affected": {
        "en": "Every person in the list has an event: persons without one may be missing, and every share is then "
        "too high. Give all persons with --persons, or a row without a term for each person without events.",
        "ko": "목록의 모든 사람에게 이상반응이 있습니다. 이상반응이 없는 사람이 빠졌다면 모든 비율이 실제보다 "
        "높습니다. --persons로 전체 대상자를 주거나, 이상반응이 없는 사람마다 term이 빈 행을 하나씩 넣으십시오.",
    },
    "clustered": {
        "en": "{arm}: events come in clusters (dispersion {dispersion}); read the interval from the spread between "
        "persons, {interval} per 100 person-years, not the one of independent events.",
        "ko": "{arm}: 같은 사람에게 이상반응이 몰려 있습니다(산포 {dispersion}). 독립을 전제로 한 구간 대신 사람 "
        "간 변동에 근거한 구간(100인년당 {interval})을 보십시오.",
    },
    "left-out": {
        "en": "{n} persons in no table: their arm is not known.",
        "ko": "군을 알 수 없어 제외된 사람: {n}명.",
    },
    "no-control": {"en": "No comparison: no control was named.", "ko": "대조군을 지정하지 않아 비교하지 않았습니다."},
    "no-ratio": {
        "en": "Ratios shown as a dash: no event in either arm, so that there is nothing to divide.",
        "ko": "줄표로 표시한 비: 두 군 모두 발생이 없어 계산할 수 없습니다.",
    },
    "unknown-affected": {
        "en": "{arm}, {event}: the source does not say how many persons were affected.",
        "ko": "{arm}, {event}: 발생자 수가 자료에 없습니다.",
    },
    "unknown-kind": {
        "en": "{arm}, {event}: of {n} of {at_risk} persons it is not known whether they had one; the interval "
        "holds whatever the answer.",
        "ko": "{arm}, {event}: {at_risk}명 중 {n}명은 알 수 없음. 구간은 답이 어느 쪽이든 성립합니다.",
    },
    "unknown-exposure": {
        "en": "{arm}: the exposure of {n} of {at_risk} persons is not known; no rate.",
        "ko": "{arm}: {at_risk}명 중 {n}명의 관찰 기간을 알 수 없어 발생률을 내지 않았습니다.",
    },
    "note-share": {
        "en": "Shares: {method} interval, {percent} %. A zero stays a zero; nothing is added to an empty cell. "
        "Where it is not known whether an event was serious or related, the interval holds whatever the answer.",
        "ko": "비율의 구간: {method}, {percent}%. 0은 0으로 두며 빈 칸에 아무것도 더하지 않습니다. 중대성·관련성을 "
        "알 수 없는 경우의 구간은 답이 어느 쪽이든 성립합니다.",
    },
    "note-comparison": {
        "en": "Risk difference: {difference}. Risk ratio: score (Miettinen-Nurminen); without events among the "
        "controls its upper limit is infinite. p: Fisher's exact test, two-sided; mid-P: twice the smaller tail "
        "with half of the table seen. Rate ratio: exact, given the events together.",
        "ko": "위험차: {difference}. 상대위험도: 점수 구간(Miettinen-Nurminen), 대조군에 발생이 없으면 상한은 "
        "무한대. p: 피셔 정확검정(양측), 중간 p: 관찰된 표의 확률을 절반만 더한 작은 쪽 꼬리의 두 배. 발생률비: "
        "조건부 정확 구간.",
    },
    "note-rate": {
        "en": "Rates: all events over the time followed, exact (Garwood) as if events were independent.",
        "ko": "발생률: 관찰 기간 대비 모든 이상반응 건수, 독립을 전제로 한 정확 구간(Garwood).",
    },
    "exact": {"en": "exact (Clopper-Pearson)", "ko": "정확(Clopper-Pearson)"},
    "mid-p": {"en": "mid-P", "ko": "중간 p"},
    "wilson": {"en": "score (Wilson)", "ko": "점수(Wilson)"},
    "miettinen-nurminen": {"en": "score (Miettinen-Nurminen)", "ko": "점수(Miettinen-Nurminen)"},
    "newcombe": {"en": "hybrid of Wilson's (Newcombe)", "ko": "Wilson 혼합(Newcombe)"},
    "exact-difference": {"en": "exact unconditional (Chan-Zhang)", "ko": "무조건부 정확(Chan-Zhang)"},
}


def safety_word(key: str, lang: str, **names: object) -> str:
    """A word of adverse events with its names filled in."""
    return say(SAFETY[key], lang).format(**names)
