"""One answer on a terminal, in the order a claims reviewer reads: what to do, what is open, why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.figures import clean, money_range
from kneewise.report.findings import (
    deciding,
    findings_of,
    key_of,
    papers_to_ask,
    raised_flags,
    sort_findings,
    state_of,
    tell_finding,
)
from kneewise.report.lines import RECOMMENDATION_STYLES, STYLES, cells, head, pad, sign, write
from kneewise.report.phrases import any_of, phrase
from kneewise.report.terminal_summary import present_summary
from kneewise.report.words import (
    KNEES,
    OUTCOMES,
    PAPERS,
    PARTS,
    RECOMMENDATION_SENTENCES,
    RECOMMENDATIONS,
    SETTINGS,
    STATE_LABELS,
    STATES,
    word,
)
from kneewise.review.answer import PARTS as ORDER

__all__ = ["present_answer", "present_summary"]

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from rich.console import Console

    from kneewise.report.findings import Sorted, Told
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer, Finding, Part, PartAnswer


def present_answer(
    answer: CaseAnswer,
    console: Console,
    *,
    lang: Lang,
    fact_words: Mapping[str, Mapping[str, str]],
    parts: Collection[Part] | None = None,
    verbose: bool = False,
) -> None:
    """Write one answer.

    fact_words : what each fact means, by its name and language
    parts : only these parts; None: all
    verbose : clauses that are met, and flags that could not be checked, one by one
    """
    shown = [part for part in ORDER if part in answer["parts"] and (parts is None or part in parts)]
    decided_by = {part: deciding(answer, part) for part in answer["parts"]}
    part_of = {key_of(finding): part for part, finding in findings_of(answer)}

    def tell(finding: Finding) -> Told:
        decides = decided_by[part_of[key_of(finding)]]
        return tell_finding(finding, lang=lang, fact_words=fact_words, decided_by=decides)

    _present_head(answer, console, lang)
    _present_outcomes({part: answer["parts"][part] for part in shown}, console, lang)
    if parts is None:
        _present_papers(answer, console, lang)
    for part in shown:
        answered = answer["parts"][part]
        sorted_ = sort_findings(answered)
        if sorted_.open or (verbose and answered["findings"]):
            outcome = answered["outcome"]
            head(console, word(PARTS, part, lang), word(OUTCOMES, outcome, lang), state=outcome)
            _present_findings(sorted_, console, lang, tell, verbose=verbose)
    _present_flags(answer, shown, console, lang, tell)
    _present_payable(answer, console, lang)
    console.print()
    write(console, "", phrase("not-advice", lang), style="dim")


def _present_head(answer: CaseAnswer, console: Console, lang: Lang) -> None:
    from rich.text import Text

    line = Text(clean(answer["case"]), style="bold")
    if answer["claim"] != answer["case"]:
        line.append("  " + phrase("claim", lang, claim=clean(answer["claim"])), style="dim")
    line.append("  " + clean(word(KNEES, answer["knee"], lang)), style="dim")
    write(console, "", line)
    code = answer["recommendation"]
    write(console, "", word(RECOMMENDATIONS, code, lang), style=RECOMMENDATION_STYLES.get(code, "bold"))
    write(console, "", word(RECOMMENDATION_SENTENCES, code, lang))
    console.print()


def _present_outcomes(parts: Mapping[Part, PartAnswer], console: Console, lang: Lang) -> None:
    from rich.text import Text

    names = {part: word(PARTS, part, lang) for part in parts}
    outcomes = {part: word(OUTCOMES, answered["outcome"], lang) for part, answered in parts.items()}
    name_cells, outcome_cells = cells(list(names.values())), cells(list(outcomes.values()))
    for part, answered in parts.items():
        outcome = answered["outcome"]
        line = Text(f"{pad(names[part], name_cells)}  ")
        line.append(pad(outcomes[part], outcome_cells), style=STYLES[outcome])
        tally = _tally(sort_findings(answered), lang)
        if tally:
            line.append(f"  {tally}", style="dim")
        write(console, f"  {sign(console, outcome)} ", line, lead_style=STYLES[outcome])


def _present_papers(answer: CaseAnswer, console: Console, lang: Lang) -> None:
    papers = [clean(word(PAPERS, paper, lang)) for paper in papers_to_ask(answer)]
    if papers:
        console.print()
        write(console, f"  {phrase('papers-open', lang)}: ", ", ".join(papers), lead_style="bold")


def _tally(found: Sorted, lang: Lang) -> str:
    """'1 not met, 2 missing, 11 met': how many clauses stand how."""
    states = [state_of(finding) for finding in (*found.open, *found.flags, *found.met, *found.unchecked)]
    order = ("fail", "review", "missing", "flag", "pass", "unchecked")
    return ", ".join(f"{word(STATES, code, lang)} {states.count(code)}" for code in order if code in states)


def _present_findings(
    found: Sorted, console: Console, lang: Lang, tell: Callable[[Finding], Told], *, verbose: bool
) -> None:
    idle = [told for told in map(tell, found.open) if told.pointless is not None and not verbose]
    for told in map(tell, found.open):
        if told not in idle:
            _present_open(told, console, lang)
    for told in idle:
        _present_line(told, console, lang)
    if idle:
        write(console, "    ", _pointless(idle[0], lang), style="dim")
    if not verbose:
        if found.met:
            count = phrase("met-count", lang, n=len(found.met))
            write(console, f"  {sign(console, 'pass')} ", count, lead_style=STYLES["pass"], style="dim")
        return
    for told in map(tell, (*found.met, *found.unchecked)):
        values = _values((*told.values, *told.turns_on))
        body = f"{told.sentence}  [{values}]" if values else told.sentence
        write(console, f"  {sign(console, told.state)} ", body, lead_style=STYLES[told.state])
    if found.n_not_applicable:
        count = phrase("not-applicable-count", lang, n=found.n_not_applicable)
        write(console, f"  {sign(console, 'not-applicable')} ", count, style="dim")


def _present_line(told: Told, console: Console, lang: Lang) -> None:
    from rich.text import Text

    line = Text(word(STATE_LABELS, told.state, lang), style=STYLES[told.state])
    line.append(": ")
    line.append(told.sentence, style="default")
    write(console, f"  {sign(console, told.state)} ", line, lead_style=STYLES[told.state])


def _present_open(told: Told, console: Console, lang: Lang) -> None:
    _present_line(told, console, lang)
    for label, text in _details(told, lang):
        write(console, f"      {label}: " if label else "      ", text, lead_style="dim")


def _details(told: Told, lang: Lang) -> Iterator[tuple[str, str]]:
    if told.values:
        yield phrase("values", lang), _values(told.values)
    if told.turns_on:
        yield phrase("decided-by" if told.state == "missing" else "turns-on", lang), _values(told.turns_on)
    if told.pointless is not None:
        yield "", _pointless(told, lang)
    elif told.asks:
        yield phrase("ask-for", lang), any_of(told.asks, lang)
    yield phrase("source", lang), told.source if told.via is None else f"{told.source}; {_via(told, lang)}"
    if told.confidence != "high":
        yield phrase("confidence", lang), told.confidence_word
    if told.settles:
        yield phrase("reach", lang), told.settles
    if told.note:
        yield phrase("note", lang), told.note


def _via(told: Told, lang: Lang) -> str:
    return phrase("via", lang, via=told.via)


def _pointless(told: Told, lang: Lang) -> str:
    if not told.pointless:
        return phrase("pointless-bare", lang)
    return phrase("pointless", lang, clause=told.pointless)


def _values(values: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} = {found}" for name, found in values)


def _present_flags(
    answer: CaseAnswer,
    shown: Collection[Part],
    console: Console,
    lang: Lang,
    tell: Callable[[Finding], Told],
) -> None:
    if not answer["flags"]:
        return
    hidden = {key_of(finding) for part, finding in findings_of(answer) if part not in shown}
    flags = [flag for flag in answer["flags"] if flag not in hidden]
    if not flags:
        return
    known = {key_of(finding): finding for finding in raised_flags(answer)}
    head(console, phrase("flags", lang), phrase("flags-beside", lang))
    for flag in flags:
        if flag in known:
            _present_open(tell(known[flag]), console, lang)
        else:
            write(console, f"  {sign(console, 'flag')} ", clean(flag), lead_style=STYLES["flag"])


def _present_payable(answer: CaseAnswer, console: Console, lang: Lang) -> None:
    payable = answer["payable"]
    amounts = {"outpatient": payable["outpatient"], "inpatient": payable["inpatient"]}
    if not any(amounts.values()) and not payable["shared_with"]:
        return
    head(console, phrase("payable", lang))
    names = [word(SETTINGS, setting, lang) for setting in amounts]
    for name, amount in zip(names, amounts.values(), strict=True):
        write(console, f"  {pad(name, cells(names))}  ", money_range(amount, payable["currency"], lang))
    if any(amount is not None and amount["low"] != amount["high"] for amount in amounts.values()):
        write(console, "  ", phrase("range-open", lang), style="dim")
    if payable["shared_with"]:
        others = ", ".join(clean(case) for case in payable["shared_with"])
        warning = phrase("do-not-add", lang, claim=clean(answer["claim"]), others=others)
        write(console, f"  {sign(console, 'review')} ", warning, style="bold", lead_style="yellow")
