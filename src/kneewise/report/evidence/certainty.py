"""Certainty as a section: the pooled effect, what each domain rests on, and the reader's judgements beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.evidence.certainty_words import certainty_word
from kneewise.report.evidence.trial_words import product_word
from kneewise.report.figures import count
from kneewise.report.section_cells import fixed, interval, p_value, useful_decimals
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.certainty import Certainty
    from kneewise.report.words import Lang


def certainty_title(lang: Lang) -> str:
    """The title of page and section."""
    return certainty_word("title", lang)


def present_certainty(table: Certainty, lang: Lang, *, margin_notes: Sequence[str] = ()) -> Section:
    """Say what the certainty of one outcome rests on."""
    digits = useful_decimals([table.estimate, table.low, table.high])
    people = "people-unknown" if table.n is None else "people"
    found = [
        certainty_word(
            "pooled", lang, k=table.k, n=certainty_word(people, lang, n=count(round(table.n or 0))),
            estimate=fixed(table.estimate, digits), interval=interval((table.low, table.high), lang, digits),
            method=table.method,
        )
    ]  # fmt: skip
    n_given = sum(word is not None for _, word in table.judgements)
    if table.level is not None:
        found.append(certainty_word("level", lang, level=certainty_word(f"level-{table.level}", lang)))
    else:
        found.append(certainty_word("no-level", lang, n=n_given))
    parts = {
        "risk of bias": _bias(table, lang),
        "inconsistency": _inconsistency(table, lang, digits),
        "indirectness": _indirectness(table, lang),
        "imprecision": _imprecision(table, lang),
        "publication bias": _small_studies(table, lang),
    }
    computed = [
        (certainty_word(domain, lang) if n == 0 else "", each)
        for domain, _ in table.judgements
        for n, each in enumerate(parts[domain])
    ]
    judged = [
        (certainty_word(domain, lang), certainty_word(word, lang) if word else None)
        for domain, word in table.judgements
    ]
    unjudged = any(name == "not judged" for name, _ in table.bias.shares)
    return Section(
        title=certainty_title(lang),
        found=found,
        grids=[_grid("computed", computed, lang), _grid("judgement", judged, lang)],
        notes=[certainty_word("note", lang), *margin_notes],
        missing=[
            *([certainty_word("no-start", lang)] if table.start is None else []),
            *([certainty_word("not-judged", lang)] if unjudged else []),
        ],
    )


def _grid(key: str, rows: Sequence[Sequence[str | None]], lang: Lang) -> Grid:
    columns = [Column(head=certainty_word(each, lang)) for each in ("domain", key)]
    return Grid(caption=certainty_word(key, lang), columns=columns, rows=rows)


def _bias(table: Certainty, lang: Lang) -> list[str]:
    trials = dict(table.bias.trials)
    shares = ", ".join(
        f"{certainty_word(name, lang)} {fixed(100 * share, 0)}% ({trials[name]})" for name, share in table.bias.shares
    )
    return [certainty_word("shares", lang, shares=shares)]


def _inconsistency(table: Certainty, lang: Lang, digits: int) -> list[str]:
    held = table.inconsistency
    said = [
        certainty_word(
            "heterogeneity", lang, i2=fixed(held.i2, 0), tau2=fixed(held.tau2, 2),
            p="–" if held.q_p is None else p_value(held.q_p), better=held.estimates_better, worse=held.estimates_worse,
        )
    ]  # fmt: skip
    if held.prediction is not None:
        said.append(certainty_word("prediction", lang, interval=interval(held.prediction, lang, digits)))
    if held.estimates_beyond is not None:
        said.append(certainty_word("beyond", lang, n=held.estimates_beyond, k=table.k))
    return said


def _indirectness(table: Certainty, lang: Lang) -> list[str]:
    held = table.indirectness
    if held.share_asked is None and not held.shares:
        return [certainty_word("no-product", lang)]
    if held.share_asked is not None:
        percent = f"{fixed(100 * held.share_asked, 0)}%"
        said = [certainty_word("of-product", lang, percent=percent, product=product_word(held.asked, lang))]
    else:
        shares = ", ".join(f"{product_word(name, lang)} {fixed(100 * share, 0)}%" for name, share in held.shares)
        said = [certainty_word("products", lang, shares=shares)]
    return [*said, certainty_word("rest-for-reader", lang)]


def _imprecision(table: Certainty, lang: Lang) -> list[str]:
    held = table.imprecision
    said = [certainty_word("zero" if held.holds_zero else "not-zero", lang)]
    if held.holds is not None and held.margin is not None:
        spans = ", ".join(certainty_word(each, lang) for each in held.holds)
        said.append(certainty_word("holds", lang, spans=spans, margin=f"{held.margin:g}"))
    if held.enough is not None and held.people is not None:
        people, enough = count(round(held.people)), count(round(held.enough))
        said.append(certainty_word("enough", lang, people=people, enough=enough))
    return said


def _small_studies(table: Certainty, lang: Lang) -> list[str]:
    held = table.small_studies
    if held.p is None:
        return [certainty_word("no-egger", lang, why=certainty_word(held.why or "few trials", lang, k=held.k))]
    return [certainty_word("egger", lang, p=p_value(held.p), k=held.k)]
