"""The words of responders, in English and Korean."""

from __future__ import annotations

from kneewise.report.words import Words, say

RESPONDERS: dict[str, Words] = {
    "title": {"en": "Responders", "ko": "반응자"},
    "title-of": {"en": "Responders: {criterion}", "ko": "반응자: {criterion}"},
    "change": {"en": "{name}, better by {sign} {value}", "ko": "{name}: {value} {than} 호전"},
    "percent": {"en": "better by {sign} {value} % of baseline", "ko": "기저 대비 {value}% {than} 호전"},
    "state": {"en": "{name}, score {sign} {value}", "ko": "{name}: 점수 {value} {than}"},
    "given": {"en": "as the table says", "ko": "자료에 기록된 대로"},
    "at-least": {"en": "at least", "ko": "이상"},
    "more-than": {"en": "more than", "ko": "초과"},
    "at-most": {"en": "at most", "ko": "이하"},
    "found-arm": {
        "en": "{arm}: {yes} of {known} responded, {share} ({interval}); outcome unknown: {unknown}.",
        "ko": "{arm}: {known}명 중 {yes}명 반응, {share}({interval}). 결과를 모르는 사람 {unknown}명.",
    },
    "found-arm-whole": {
        "en": "{arm}: {yes} of {known} responded, {share} ({interval}).",
        "ko": "{arm}: {known}명 중 {yes}명 반응, {share}({interval}).",
    },
    "found-nobody": {
        "en": "{arm}: nobody's outcome is known ({unknown} persons).",
        "ko": "{arm}: 결과를 아는 사람이 없습니다({unknown}명).",
    },
    "found-pair": {
        "en": "{arm} against {reference}: {difference} percentage points ({interval}); {needed}.",
        "ko": "{arm} 대 {reference}: {difference}%p 차이({interval}), {needed}.",
    },
    "needed": {"en": "number needed to treat {nnt}", "ko": "치료필요수 {nnt}"},
    "needed-none": {"en": "no difference, so no number needed to treat", "ko": "차이가 없어 치료필요수도 없음"},
    "benefit": {"en": "{n} to benefit", "ko": "이득 {n}"},
    "harm": {"en": "{n} to harm", "ko": "해 {n}"},
    "one-side": {"en": "{estimate} ({low} to {high})", "ko": "{estimate}({low} ~ {high})"},
    "through": {
        "en": "{estimate} ({low} to ∞ to {high})",
        "ko": "{estimate}({low} ~ ∞ ~ {high})",
    },
    "to-infinity": {"en": "{estimate} ({low} to ∞)", "ko": "{estimate}({low} ~ ∞)"},
    "unknown-turns": {
        "en": "{arm} against {reference}: the unknown could turn the comparison either way, from {worst} to {best} "
        "percentage points.",
        "ko": "{arm} 대 {reference}: 결과를 모르는 사람에 따라 비교의 방향이 바뀔 수 있습니다({worst} ~ {best}%p).",
    },
    "few": {
        "en": "Arms below {least} persons with a known outcome: {arms}. One person moves the share by {step} points "
        "or more.",
        "ko": "결과를 아는 사람이 {least}명 미만인 군: {arms}. 한 명이 비율을 {step}%p 이상 움직입니다.",
    },
    "shares": {"en": "Responders of those whose outcome is known", "ko": "결과를 아는 사람 중 반응자"},
    "persons": {"en": "Persons", "ko": "전체"},
    "known": {"en": "Known", "ko": "결과 있음"},
    "unknown": {"en": "Unknown", "ko": "결과 없음"},
    "share": {"en": "Share", "ko": "비율"},
    "exact": {"en": "exact", "ko": "정확"},
    "mid-p": {"en": "mid-P", "ko": "mid-P"},
    "wilson": {"en": "score", "ko": "점수법"},
    "method-ci": {"en": "{percent} % {method}", "ko": "{percent}% {method}"},
    "unknown-grid": {
        "en": "The same, however the unknown are read (score intervals)",
        "ko": "결과를 모르는 사람을 달리 볼 때(점수법 구간)",
    },
    "complete-case": {"en": "left out", "ko": "제외"},
    "non-responder": {"en": "counted as no", "ko": "무반응으로"},
    "all-respond": {"en": "counted as yes", "ko": "모두 반응으로"},
    "best-case": {"en": "best for the arm", "ko": "해당 군에 최선"},
    "worst-case": {"en": "worst for the arm", "ko": "해당 군에 최악"},
    "compared": {"en": "Against {reference}, in percentage points", "ko": "{reference} 대비(%p)"},
    "handling": {"en": "The unknown", "ko": "결과 없는 사람"},
    "difference": {"en": "Difference", "ko": "차이"},
    "newcombe": {"en": "Newcombe", "ko": "Newcombe"},
    "miettinen-nurminen": {"en": "Miettinen-Nurminen", "ko": "Miettinen-Nurminen"},
    "nnt": {"en": "Number needed to treat", "ko": "치료필요수"},
    "ratios": {"en": "Ratios against {reference}", "ko": "{reference} 대비 비"},
    "risk-ratio": {"en": "Risk ratio", "ko": "반응비"},
    "odds-ratio": {"en": "Odds ratio", "ko": "오즈비"},
    "koopman": {"en": "score (Koopman)", "ko": "점수법(Koopman)"},
    "katz": {"en": "log (Katz)", "ko": "로그(Katz)"},
    "woolf": {"en": "log (Woolf)", "ko": "로그(Woolf)"},
    "overlap-title": {
        "en": "More than matters, more than the measurement error?",
        "ko": "의미 있는 호전인가, 측정오차를 넘는가",
    },
    "overlap-found": {
        "en": "{arm}: of {mcid} improved by the MCID, {within} did not exceed one person's measurement error.",
        "ko": "{arm}: MCID 이상 호전 {mcid}명 중 {within}명은 개인 측정오차를 넘지 못했습니다.",
    },
    "both": {"en": "Both", "ko": "둘 다"},
    "mcid-only": {"en": "MCID, within error", "ko": "MCID만(오차 이내)"},
    "mdc-only": {"en": "Beyond error, below MCID", "ko": "오차 초과, MCID 미만"},
    "neither": {"en": "Neither", "ko": "둘 다 아님"},
    "curve-title": {"en": "Share improved by at least so much", "ko": "일정 점수 이상 호전한 비율"},
    "curve-x": {"en": "Improvement of at least", "ko": "호전 폭(이상)"},
    "curve-y": {"en": "Share of those known, %", "ko": "결과를 아는 사람 중 비율(%)"},
    "curve-says": {
        "en": "Falling steps, one a arm: the share of persons improved by at least the amount below. {each}",
        "ko": "군별로 내려가는 계단: 아래 값 이상 호전한 사람의 비율. {each}",
    },
    "curve-each": {"en": "{arm}: {share} at {threshold}.", "ko": "{arm}: {threshold}에서 {share}."},
    "curve-grid": {
        "en": "Share improved by at least so much, with pointwise score intervals",
        "ko": "일정 점수 이상 호전한 비율과 점별 점수법 구간",
    },
    "at-threshold": {"en": "At least", "ko": "호전 폭"},
    "missing-arm": {
        "en": "{n} persons without a known arm are in no count.",
        "ko": "군을 모르는 {n}명은 세지 않았습니다.",
    },
    "missing-ratio": {
        "en": "{what} of {arm} against {reference}: {why}.",
        "ko": "{arm} 대 {reference}의 {what}: {why}.",
    },
    "why-alike": {
        "en": "nobody responded, or everybody did, in both arms",
        "ko": "두 군 모두 아무도 반응하지 않았거나 모두 반응함",
    },
    "why-infinite": {
        "en": "a cell is empty that it would be divided by",
        "ko": "나누어야 할 칸이 0",
    },
    "why-unknown": {"en": "an arm has nobody with a known outcome", "ko": "결과를 아는 사람이 없는 군이 있음"},
    "source-of": {"en": "{name}: {source}", "ko": "{name}: {source}"},
    "note-unknown": {
        "en": "Persons whose outcome is unknown stay in the number of their arm. No reading of them is chosen: left "
        "out, counted as no, and both extremes stand side by side.",
        "ko": "결과를 모르는 사람도 군의 인원에 포함됩니다. 제외, 무반응 처리, 양극단을 나란히 보이며 하나를 고르지 "
        "않습니다.",
    },
    "note-individual": {
        "en": "A change beyond the MDC95 is beyond one person's measurement error; it need not matter to him. A change "
        "of the MCID matters on average; in one person it may still be error.",
        "ko": "MDC95를 넘는 변화는 개인 측정오차를 넘는다는 뜻이며 의미 있는 변화라는 뜻은 아닙니다. MCID는 평균적으로 "
        "의미 있는 변화이며 한 사람에게서는 오차일 수 있습니다.",
    },
    "note-curve": {
        "en": "Shaded: pointwise {percent} % score limits. The curve leaves the choice of a threshold to the reader.",
        "ko": "음영: 점별 {percent}% 점수법 구간. 기준값의 선택은 읽는 사람에게 맡깁니다.",
    },
    "note-needed": {
        "en": "Numbers needed to treat come from Newcombe's interval; where it holds 0 they pass through infinity "
        "(Altman 1998).",
        "ko": "치료필요수는 Newcombe 구간에서 얻었고, 구간이 0을 포함하면 무한대를 지납니다(Altman 1998).",
    },
    "note-sources": {
        "en": "Clopper and Pearson 1934; Lancaster 1961; Wilson 1927; Newcombe 1998; Miettinen and Nurminen 1985; "
        "Koopman 1984; Katz 1978; Woolf 1955; Farrar 2006. Nothing is added to an empty cell.",
        "ko": "Clopper·Pearson 1934, Lancaster 1961, Wilson 1927, Newcombe 1998, Miettinen·Nurminen 1985, "
        "Koopman 1984, Katz 1978, Woolf 1955, Farrar 2006. 빈 칸에 아무것도 더하지 않습니다.",
    },
}


def responder_word(key: str, lang: str, **names: object) -> str:
    """A text of this result with its names filled in.

    >>> responder_word("benefit", "en", n=4)
    '4 to benefit'
    """
    return say(RESPONDERS[key], lang).format(**names)
