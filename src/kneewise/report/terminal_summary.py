"""A set of answers on a terminal: recommendations, outcomes by part, reasons, flags, papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.figures import clean, count
from kneewise.report.lines import (
    RECOMMENDATION_STYLES,
    STYLES,
    cells,
    head,
    is_plain,
    pad,
    sign,
    width_of,
    write,
)
from kneewise.report.phrases import phrase
from kneewise.report.words import OUTCOMES_SHORT, PAPERS, PARTS, RECOMMENDATIONS, STATES, say, word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import Console
    from rich.text import Text

    from kneewise.report.summary import Summary
    from kneewise.report.words import Lang
    from kneewise.review.answer import Outcome

SHOWN = 10  # reasons, flags and papers beyond these are counted, not listed
BAR_ORDER: tuple[Outcome, ...] = ("pass", "review", "missing", "fail", "not-applicable")


def present_summary(
    summary: Summary,
    console: Console,
    lang: Lang,
    fact_words: Mapping[str, Mapping[str, str]] | None = None,  # noqa: ARG001 - called as present_answer is
) -> None:
    """Write the counts of a set of answers; sums of money never stand here: cases share a claim's figure."""
    reviewed = phrase("reviewed", lang, cases=count(summary.n_cases), claims=count(summary.n_claims))
    write(console, "", reviewed, style="bold")
    _present_recommendations(summary, console, lang)
    _present_outcomes(summary, console, lang)
    _present_reasons(summary, console, lang)
    not_met = word(STATES, "fail", lang)
    flags = [("flag", f"{not_met}: {say(flag.sentence, lang)}", flag.n) for flag in summary.flags]
    head(console, phrase("flags", lang), phrase("flags-beside", lang) if flags else "")
    _present_counted(flags, phrase("no-flags", lang), console, lang)
    head(console, phrase("papers", lang))
    papers = [("missing", word(PAPERS, paper.paper, lang), paper.n) for paper in summary.papers]
    _present_counted(papers, phrase("no-papers", lang), console, lang)
    console.print()
    write(console, "", phrase("not-advice", lang), style="dim")


def _present_recommendations(summary: Summary, console: Console, lang: Lang) -> None:
    head(console, phrase("recommendations", lang))
    names = {code: word(RECOMMENDATIONS, code, lang) for code in summary.recommendations}
    name_cells = cells(list(names.values()))
    n_cells = cells([count(n) for n in summary.recommendations.values()])
    for code, n in summary.recommendations.items():
        line = f"{pad(count(n), n_cells, right=True)}  {share(n, summary.n_cases)}"
        write(
            console,
            f"  {pad(names[code], name_cells)}  ",
            line,
            lead_style=RECOMMENDATION_STYLES.get(code, "") if n else "dim",
            style="" if n else "dim",
        )


def share(n: int, total: int) -> str:
    """A share as people use it: whole percent; what is there but below one says so.

    >>> share(1, 3), share(0, 3), share(1, 5000), share(4999, 5000), share(3, 3)
    (' 33 %', '  0 %', ' <1 %', '>99 %', '100 %')
    """
    if total == 0 or n == 0:
        return "  0 %"
    if n * 100 < total:
        return " <1 %"
    if n < total and n * 100 > total * 99:
        return ">99 %"
    return f"{round(100 * n / total):3d} %"


def _present_outcomes(summary: Summary, console: Console, lang: Lang) -> None:
    from rich.text import Text

    head(console, phrase("outcomes", lang))
    names = {part: word(PARTS, part, lang) for part in summary.outcomes}
    heads = {code: f"{sign(console, code)} {word(OUTCOMES_SHORT, code, lang)}" for code in BAR_ORDER}
    columns = {
        code: cells([heads[code], *(count(counts[code]) for counts in summary.outcomes.values())])
        for code in BAR_ORDER
    }
    name_cells = cells(list(names.values()))
    room = width_of(console) - name_cells - sum(columns.values()) - 2 * len(columns) - 4
    title = Text(pad("", name_cells))
    for code in BAR_ORDER:
        title.append("  " + pad(heads[code], columns[code], right=True), style=STYLES[code])
    write(console, "  ", title)
    for part, counts in summary.outcomes.items():
        line = Text(pad(names[part], name_cells))
        for code in BAR_ORDER:
            n = counts[code]
            line.append("  " + pad(count(n), columns[code], right=True), style="" if n else "dim")
        if room >= 8:
            line.append("  ")
            line.append_text(_bar(counts, min(room, 24), console))
        write(console, "  ", line)


def _bar(counts: Mapping[Outcome, int], length: int, console: Console) -> Text:
    from rich.text import Text

    bar = Text()
    drawn = console.is_terminal and console.color_system is not None and not is_plain(console)
    for code, n in zip(BAR_ORDER, apportion([counts[code] for code in BAR_ORDER], length), strict=True):
        # Without colour the marks themselves make the bar, so that it still says what is what.
        bar.append(("█" if drawn else sign(console, code)) * n, style=STYLES[code])
    return bar


def apportion(counts: list[int], length: int) -> list[int]:
    """Cells of a bar for each count: in proportion, adding up to the length, never none for what is there.

    >>> apportion([1, 0, 9999], 10)
    [1, 0, 9]
    """
    total = sum(counts)
    if total == 0:
        return [0] * len(counts)
    exact = [n * length / total for n in counts]
    given = [max(1, int(share)) if n else 0 for n, share in zip(counts, exact, strict=True)]
    while sum(given) != length:
        step = 1 if sum(given) < length else -1
        movable = [i for i, n in enumerate(counts) if n and (step > 0 or given[i] > 1)]
        if not movable:
            break
        best = max(movable, key=lambda i: step * (exact[i] - given[i]))
        given[best] += step
    return given


def _present_reasons(summary: Summary, console: Console, lang: Lang) -> None:
    head(console, phrase("reasons", lang))
    rows = []
    for reason in summary.reasons:
        state = "missing" if reason.result == "missing" else "fail"
        rows.append((state, f"{word(STATES, state, lang)}: {say(reason.sentence, lang)}", reason.n))
    _present_counted(rows, phrase("no-reasons", lang), console, lang)


def _present_counted(rows: list[tuple[str, str, int]], none: str, console: Console, lang: Lang) -> None:
    if not rows:
        write(console, "  ", none, style="dim")
        return
    n_cells = cells([count(n) for _, _, n in rows])
    for state, text, n in rows[:SHOWN]:
        write(console, f"  {pad(count(n), n_cells, right=True)}  {sign(console, state)} ", clean(text))
    if len(rows) > SHOWN:
        write(console, "  ", phrase("more", lang, n=count(len(rows) - SHOWN)), style="dim")
