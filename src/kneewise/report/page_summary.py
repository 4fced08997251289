"""The top of the page: what is recommended, how each part came out, why; and the filter over the cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.figures import count
from kneewise.report.markup import badge, bar, choices, esc, sign, table
from kneewise.report.page_card import TONES
from kneewise.report.page_words import page_word
from kneewise.report.phrases import phrase
from kneewise.report.terminal_summary import BAR_ORDER, share
from kneewise.report.words import OUTCOMES, PAPERS, PARTS, RECOMMENDATIONS, STATES, say, word

if TYPE_CHECKING:
    from kneewise.report.summary import Summary
    from kneewise.report.words import Lang

SHOWN = 12  # reasons on the page; the machine output has them all


def recommendations(summary: Summary, lang: Lang) -> str:
    """Six tiles, each a link that sets the filter."""
    tiles = []
    for code, n in summary.recommendations.items():
        state = TONES.get(code, "review")
        part_of_all = esc(share(n, summary.n_cases).strip())
        tiles.append(
            f'<li><a class="tile s-{esc(state)}{"" if n else " none"}" href="#recommendation={esc(code)}">'
            f'<span class="n">{esc(count(n))}</span> <span class="aside">{part_of_all}</span>'
            f'<span class="name">{sign(state)}{esc(word(RECOMMENDATIONS, code, lang))}</span></a></li>'
        )
    return f'<ul class="tiles">{"".join(tiles)}</ul>'


def outcomes(summary: Summary, lang: Lang) -> str:
    """A table with a bar for each part; the numbers stand beside the bar."""
    heads = [(phrase("part", lang), "name"), (page_word("distribution", lang), "wide")]
    head = "".join(f'<th scope="col" class="{kind}">{esc(text)}</th>' for text, kind in heads)
    head += "".join(
        f'<th scope="col" class="n"><span class="key s-{code}">{sign(code)}</span>'
        f'<span class="word">{esc(word(OUTCOMES, code, lang))}</span></th>'
        for code in BAR_ORDER
    )
    rows = []
    for part, counts in summary.outcomes.items():
        ordered = {code: counts[code] for code in BAR_ORDER}
        said = ", ".join(f"{word(OUTCOMES, code, lang)} {count(n)}" for code, n in ordered.items() if n)
        name = word(PARTS, part, lang)
        label = page_word("bar", lang, part=name, counts=said or page_word("no-cases", lang))
        numbers = "".join(
            f'<td class="n{"" if n else " none"}">{esc(count(n))}</td>' for n in ordered.values()
        )
        rows.append(
            f'<tr><th scope="row" class="name">{esc(name)}</th>'
            f'<td class="wide">{bar(label, ordered)}</td>{numbers}</tr>'
        )
    caption = esc(phrase("outcomes", lang))
    return (
        f'<div class="scroll"><table class="outcomes"><caption class="hidden">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def reasons(summary: Summary, lang: Lang) -> str:
    """The clauses that most often are not met or missing."""
    if not summary.reasons:
        return f'<p class="aside">{esc(phrase("no-reasons", lang))}</p>'
    rows = []
    for reason in summary.reasons[:SHOWN]:
        state = "missing" if reason.result == "missing" else "fail"
        rows.append(
            (esc(say(reason.sentence, lang)), badge(state, word(STATES, state, lang)), esc(count(reason.n)))
        )
    heads = [
        (page_word("clause", lang), "text"),
        (page_word("result", lang), ""),
        (page_word("n-cases", lang), "n"),
    ]
    told = page_word("first-reasons", lang, n=len(rows), total=len(summary.reasons))
    return f'<p class="aside">{esc(told)}</p>{table(phrase("reasons", lang), heads, rows)}'


def flags(summary: Summary, lang: Lang) -> str:
    """The flags raised, with what a flag is."""
    if not summary.flags:
        return f'<p class="aside">{esc(phrase("no-flags", lang))}</p>'
    rows = [
        (
            f"{sign('flag')}{esc(word(STATES, 'fail', lang))}: {esc(say(flag.sentence, lang))}",
            esc(count(flag.n)),
        )
        for flag in summary.flags
    ]
    heads = [(page_word("flag", lang), "text"), (page_word("n-cases", lang), "n")]
    return (
        f'<p class="aside">{esc(phrase("flags-beside", lang))}</p>{table(phrase("flags", lang), heads, rows)}'
    )


def papers(summary: Summary, lang: Lang) -> str:
    """The papers for which asking can change something."""
    if not summary.papers:
        return f'<p class="aside">{esc(phrase("no-papers", lang))}</p>'
    rows = [(esc(word(PAPERS, paper.paper, lang)), esc(count(paper.n))) for paper in summary.papers]
    heads = [(page_word("paper", lang), "text"), (page_word("n-cases", lang), "n")]
    return table(phrase("papers", lang), heads, rows)


def filter_form(summary: Summary, lang: Lang) -> str:
    """The filter; hidden until the script that runs it shows it."""
    everything = ("", page_word("any", lang))
    recommended = [
        (code, f"{word(RECOMMENDATIONS, code, lang)} ({count(n)})")
        for code, n in summary.recommendations.items()
        if n
    ]
    fields = [
        choices(page_word("recommendation", lang), "recommendation", [everything, *recommended]),
        choices(
            phrase("part", lang),
            "part",
            [
                ("", page_word("any-part", lang)),
                *((part, word(PARTS, part, lang)) for part in summary.outcomes),
            ],
        ),
        choices(
            page_word("outcome", lang),
            "outcome",
            [everything, *((code, word(OUTCOMES, code, lang)) for code in BAR_ORDER)],
        ),
    ]
    if summary.flags:
        kinds = [("*", page_word("flag-any", lang)), ("-", page_word("flag-none", lang))]
        each = [(flag.clause, f"{say(flag.sentence, lang)} ({count(flag.n)})") for flag in summary.flags]
        fields.append(choices(page_word("flag", lang), "flag", [everything, *kinds, *each]))
    search = (
        f"<label><span>{esc(page_word('search', lang))}</span>"
        '<input type="search" name="text" autocomplete="off" spellcheck="false"></label>'
    )
    buttons = "".join(
        f'<button type="button" id="{name}">{esc(page_word(name, lang))}</button>'
        for name in ("show-all", "open-all", "close-all")
    )
    return (
        f'<form id="filter" hidden role="search" aria-label="{esc(page_word("filter", lang))}" '
        f'data-showing="{esc(page_word("showing", lang, n="{n}", m="{m}"))}" '
        f'data-nothing="{esc(page_word("nothing-met", lang))}">'
        f'<div class="fields">{"".join(fields)}{search}</div>'
        f'<div class="buttons"><output id="showing" role="status"></output>{buttons}</div></form>'
    )
