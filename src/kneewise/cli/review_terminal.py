"""Answers on the terminal: in full where they are few; counts and the worst where they are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.terminal import present_answer, present_summary
from kneewise.review.select import worst_first

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.cli.console import Terminal
    from kneewise.report.summary import Summary
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer, Part

FEW = 5
WORST = 3

_MORE = {
    "en": "{n} more cases: --out FILE and --html FILE have all of them, --only keeps some.",
    "ko": "그 밖의 사례 {n}건은 --out FILE, --html FILE로 모두 보거나 --only로 골라 볼 수 있습니다.",
}
_NONE = {"en": "No case.", "ko": "해당하는 사례가 없습니다."}
_WORST = {"en": "The {n} that need a person most", "ko": "먼저 살펴볼 {n}건"}


def show_answers(
    answers: Sequence[CaseAnswer],
    fact_words: Mapping[str, Mapping[str, str]],
    *,
    lang: Lang,
    parts: Sequence[Part] = (),
    verbose: bool = False,
) -> None:
    """Write answers to standard output.

    parts : only these parts; empty: all
    """
    from kneewise.cli.console import Terminal

    console = Terminal()
    if not answers:
        console.print(_NONE[lang])
        return
    if len(answers) <= FEW:
        _show_each(answers, console, fact_words, lang=lang, parts=parts, verbose=verbose)
        return
    from kneewise.report.summary import summarise

    show_summary_and_worst(
        summarise(answers), worst_first(answers), fact_words, lang=lang, parts=parts, verbose=verbose
    )


def show_summary_and_worst(
    summary: Summary,
    worst: Sequence[CaseAnswer],
    fact_words: Mapping[str, Mapping[str, str]],
    *,
    lang: Lang,
    parts: Sequence[Part] = (),
    verbose: bool = False,
) -> None:
    """Write counts, and the first of the answers that need a person most; a few cases are all written instead.

    worst : the answers that need a person most, worst first; all of them where the set has at most FEW
    """
    from kneewise.cli.console import Terminal

    console = Terminal()
    if not summary.n_cases:
        console.print(_NONE[lang])
        return
    shown = list(worst)
    if summary.n_cases > FEW:
        present_summary(summary, console, lang, fact_words)
        shown = shown[:WORST]
        console.rule(_WORST[lang].format(n=len(shown)), align="left", style="dim")
    _show_each(shown, console, fact_words, lang=lang, parts=parts, verbose=verbose)
    if len(shown) < summary.n_cases:
        console.print(_MORE[lang].format(n=f"{summary.n_cases - len(shown):,}"), style="dim", soft_wrap=True)


def _show_each(
    answers: Sequence[CaseAnswer],
    console: Terminal,
    fact_words: Mapping[str, Mapping[str, str]],
    *,
    lang: Lang,
    parts: Sequence[Part],
    verbose: bool,
) -> None:
    for n, answer in enumerate(answers):
        if n:
            console.rule(style="dim")
        present_answer(
            answer, console, lang=lang, fact_words=fact_words, parts=parts or None, verbose=verbose
        )
