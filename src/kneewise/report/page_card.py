"""One case on the page: a card that opens, with every finding and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kneewise.report.figures import money_range
from kneewise.report.findings import (
    deciding,
    findings_of,
    key_of,
    papers_to_ask,
    raised_flags,
    sort_findings,
    tell_finding,
)
from kneewise.report.markup import badge, esc, keep_days, pairs, sign
from kneewise.report.page_words import page_word
from kneewise.report.phrases import any_of, phrase
from kneewise.report.words import (
    KNEES,
    OUTCOMES,
    PAPERS,
    PARTS,
    RECOMMENDATION_SENTENCES,
    RECOMMENDATIONS,
    SETTINGS,
    STATE_LABELS,
    State,
    word,
)
from kneewise.review.answer import PARTS as ORDER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from kneewise.report.findings import Told
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer, Finding, Outcome, Part, Payable

    Tell = Callable[[Finding], Told]

# The colour and mark of a recommendation: those of the outcome that it follows from.
TONES: dict[str, State] = {
    "pay": "pass",
    "pay-outpatient": "pass",
    "ask-papers": "missing",
    "refer": "review",
    "outside-notice": "fail",
    "outside-contract": "fail",
}


SETTINGS_ORDER: tuple[Literal["outpatient", "inpatient"], ...] = ("outpatient", "inpatient")


def card(answer: CaseAnswer, *, lang: Lang, fact_words: Mapping[str, Mapping[str, str]]) -> str:
    """The card of one case as markup."""
    decided_by = {part: deciding(answer, part) for part in answer["parts"]}
    part_of = {key_of(finding): part for part, finding in findings_of(answer)}

    def tell(finding: Finding) -> Told:
        decides = decided_by[part_of[key_of(finding)]]
        return tell_finding(finding, lang=lang, fact_words=fact_words, decided_by=decides)

    shown = [part for part in ORDER if part in answer["parts"]]
    body = [
        f'<p class="lede">{esc(word(RECOMMENDATION_SENTENCES, answer["recommendation"], lang))}</p>',
        _glance(answer, lang),
        *(_part(part, answer, lang, tell) for part in shown),
        _flags(answer, lang, tell),
    ]
    head = _head(answer, shown, lang)
    return f"<details{_attributes(answer)}>\n{head}\n<div class='body'>{''.join(body)}</div>\n</details>\n"


def _attributes(answer: CaseAnswer) -> str:
    outcomes = "".join(f' data-{part}="{esc(answer["parts"][part]["outcome"])}"' for part in answer["parts"])
    texts = f"{answer['case']} {answer['claim']}"
    return (
        f' class="case" data-recommendation="{esc(answer["recommendation"])}"{outcomes}'
        f' data-flags="{esc(" ".join(answer["flags"]))}" data-text="{esc(texts)}"'
    )


def _head(answer: CaseAnswer, shown: Iterable[Part], lang: Lang) -> str:
    code = answer["recommendation"]
    chips = "".join(_chip(part, answer["parts"][part]["outcome"], lang) for part in shown)
    n = len(answer["flags"])
    if n:
        flags = page_word("n-flags" if n > 1 else "n-flags-one", lang, n=n)
        chips += f'<span class="chip s-flag">{sign("flag")}{esc(flags)}</span>'
    where = f"{phrase('claim', lang, claim=answer['claim'])} · {word(KNEES, answer['knee'], lang)}"
    recommended = badge(TONES.get(code, "review"), word(RECOMMENDATIONS, code, lang))
    return (
        f'<summary><span class="who"><h3>{esc(answer["case"])}</h3>'
        f'<span class="where">{esc(where)}</span></span>'
        f'<span class="what">{recommended}</span><span class="chips">{chips}</span></summary>'
    )


def _chip(part: Part, outcome: Outcome, lang: Lang) -> str:
    return (
        f'<span class="chip s-{esc(outcome)}">{sign(outcome)}{esc(word(PARTS, part, lang))}'
        f'<span class="hidden">: {esc(word(OUTCOMES, outcome, lang))};</span></span>'
    )


def _glance(answer: CaseAnswer, lang: Lang) -> str:
    """What is payable, and what to ask for."""
    payable = pairs(_payable(answer["payable"], lang))
    ranges = [answer["payable"][setting] for setting in SETTINGS_ORDER]
    if any(amounts is not None and amounts["low"] != amounts["high"] for amounts in ranges):
        payable += f'<p class="aside">{esc(phrase("range-open", lang))}</p>'
    if answer["payable"]["shared_with"]:
        others = ", ".join(answer["payable"]["shared_with"])
        text = phrase("do-not-add", lang, claim=answer["claim"], others=others)
        payable += f'<p class="warning">{sign("review")}{esc(text)}</p>'
    papers = "".join(f"<li>{esc(word(PAPERS, paper, lang))}</li>" for paper in papers_to_ask(answer))
    asked = f"<ul>{papers}</ul>" if papers else f'<p class="aside">{esc(phrase("no-papers", lang))}</p>'
    return (
        f'<div class="glance"><div><h4>{esc(phrase("payable", lang))}</h4>{payable}</div>'
        f"<div><h4>{esc(phrase('papers-open', lang))}</h4>{asked}</div></div>"
    )


def _payable(payable: Payable, lang: Lang) -> Iterator[tuple[str, str]]:
    for setting in SETTINGS_ORDER:
        told = esc(money_range(payable[setting], payable["currency"], lang))
        yield word(SETTINGS, setting, lang), f'<span class="money">{told}</span>'


def _part(part: Part, answer: CaseAnswer, lang: Lang, tell: Tell) -> str:
    answered = answer["parts"][part]
    found = sort_findings(answered)
    outcome = answered["outcome"]
    top = f"<h4>{esc(word(PARTS, part, lang))} {badge(outcome, word(OUTCOMES, outcome, lang))}</h4>"
    opened = "".join(_open(tell(finding), lang) for finding in found.open)
    inner = f'<ul class="findings">{opened}</ul>' if opened else ""
    for group, key in ((found.met, "met-count"), (found.unchecked, "unchecked-count")):
        if group:
            lines = "".join(_line(tell(finding), lang) for finding in group)
            told = esc(phrase(key, lang, n=len(group)))
            inner += f"<details class='rest'><summary>{told}</summary><ul>{lines}</ul></details>"
    if not inner and not found.flags:
        inner = f'<p class="aside">{esc(page_word("nothing-applies", lang))}</p>'
    return f'<section class="part">{top}{inner}</section>'


def _flags(answer: CaseAnswer, lang: Lang, tell: Tell) -> str:
    if not answer["flags"]:
        return ""
    known = {key_of(finding): finding for finding in raised_flags(answer)}
    rows = "".join(
        _open(tell(known[flag]), lang)
        if flag in known
        else f'<li class="finding s-flag"><p>{sign("flag")}{esc(flag)}</p></li>'
        for flag in answer["flags"]
    )
    return (
        f'<section class="part"><h4>{esc(phrase("flags", lang))} '
        f'<span class="aside">{esc(phrase("flags-beside", lang))}</span></h4>'
        f'<ul class="findings">{rows}</ul></section>'
    )


def _open(told: Told, lang: Lang) -> str:
    head = f"<p>{sign(told.state)}<b>{esc(word(STATE_LABELS, told.state, lang))}</b> {esc(told.sentence)}</p>"
    return f'<li class="finding s-{esc(told.state)}">{head}{pairs(_details(told, lang))}</li>'


def _details(told: Told, lang: Lang) -> Iterator[tuple[str, str]]:
    if told.values:
        yield phrase("values", lang), _values(told.values)
    if told.turns_on:
        yield phrase("decided-by" if told.state == "missing" else "turns-on", lang), _values(told.turns_on)
    if told.pointless is not None:
        key = "pointless" if told.pointless else "pointless-bare"
        yield phrase("ask-for", lang), esc(phrase(key, lang, clause=told.pointless))
    elif told.asks:
        yield phrase("ask-for", lang), esc(any_of(told.asks, lang))
    yield phrase("source", lang), _source(told, lang)
    confidence = f'<span class="confidence-{esc(told.confidence)}">{esc(told.confidence_word)}</span>'
    yield phrase("confidence", lang), confidence
    if told.settles:
        yield phrase("reach", lang), esc(told.settles)
    if told.note:
        yield phrase("note", lang), esc(told.note)


def _source(told: Told, lang: Lang) -> str:
    text = esc(told.source)
    if told.press:
        text += f' <span class="press">{esc(phrase("press", lang))}</span>'
    if told.via is not None:
        text += f' <span class="aside">{keep_days(esc(phrase("via", lang, via=told.via)))}</span>'
    return text


def _line(told: Told, lang: Lang) -> str:
    values = _values((*told.values, *told.turns_on))
    values += " · " if values else ""
    press = f' <span class="press">{esc(phrase("press", lang))}</span>' if told.press else ""
    confidence = (
        f" · {esc(phrase('confidence', lang))} {esc(told.confidence_word)}"
        if told.confidence != "high"
        else ""
    )
    return (
        f"<li>{sign(told.state)}<span>{esc(told.sentence)} <span class='aside'>{values}"
        f"{esc(told.source)}{confidence}{press}</span></span></li>"
    )


def _values(values: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f'<span class="value">{esc(name)} = {esc(found)}</span>' for name, found in values)
