"""The trials as a section: how many, of which products, each row with source, reading and flags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.evidence.studies_words import studies_word
from kneewise.report.evidence.trial_words import (
    BLINDING,
    DESIGNS,
    READ,
    RESULTS,
    coded,
    domain_word,
    flag_word,
    product_word,
    source_word,
)
from kneewise.report.figures import count
from kneewise.report.section_cells import fixed
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kneewise.evidence.records import Product, Trials
    from kneewise.report.words import Lang


def studies_title(lang: Lang) -> str:
    """The title of page and section."""
    return studies_word("title", lang)


def present_trials(found: Trials, rows: str, listed: Sequence[Any], lang: Lang) -> Section:
    """Say which trials were found, and show the rows of one of their tables.

    rows : "studies", "arms", "outcomes", "events", "findings", "reviews" or "comparisons"
    """
    cells = sorted({each for study in found.studies for each in study.products} & set(_cell_products()))
    said = [
        studies_word(
            "found", lang, studies=count(len(found.studies)), products=len(cells),
            randomised=count(sum(each.randomised for each in found.studies)), outcomes=count(len(found.outcomes)),
            events=count(len(found.events)), findings=count(len(found.findings)), reviews=count(len(found.reviews)),
        )
    ]  # fmt: skip
    warnings = [studies_word("mixed", lang, n=len(cells))] if len(cells) > 1 else []
    flagged = sum(bool(getattr(each, "flags", getattr(each, "steps", ()))) for each in listed)
    if flagged:
        warnings.append(studies_word("flagged", lang, n=count(flagged), total=count(len(listed))))
    unjudged = any(each.risk_of_bias is None for each in found.studies)
    heads, fill = _TABLES[rows]
    return Section(
        title=studies_title(lang),
        found=said if found.studies or listed else [studies_word("none", lang)],
        warnings=warnings,
        grids=[
            Grid(
                caption=studies_word(rows, lang),
                columns=[Column(head=studies_word(key, lang), form=form) for key, form in heads],
                rows=[fill(each, lang) for each in listed],
            )
        ]
        if listed
        else [],
        notes=[studies_word("read", lang), studies_word("not-cochrane", lang)],
        missing=[studies_word("not-judged", lang)] if unjudged else [],
    )


def present_products(listed: Sequence[Product], lang: Lang) -> Section:
    """Show the closed list of products."""
    columns = [Column(head=studies_word(key, lang)) for key in ("name", "product", "group", "is")]
    rows = [(each.product, each.words[lang], each.group, each.note) for each in listed]
    return Section(
        title=studies_word("products", lang),
        grids=[Grid(caption=studies_word("products", lang), columns=columns, rows=rows)],
    )


def _cell_products() -> tuple[str, ...]:
    from kneewise.evidence.products import cell_products

    return cell_products()


def _products(names: Sequence[str], lang: Lang) -> str | None:
    return "; ".join(product_word(each, lang) for each in names) or None


def _flags(flags: Sequence[str], lang: Lang) -> str | None:
    return "; ".join(flag_word(each, lang) for each in flags) or None


def _study(each: Any, lang: Lang) -> tuple[Any, ...]:
    return (
        each.study, _products(each.products, lang), _products(each.comparators, lang),
        _design(each, lang), each.n_stated, each.followup_months,
        source_word(each.source), coded(READ, each.source.read_level, lang), _flags(each.flags, lang),
    )  # fmt: skip


def _design(each: Any, lang: Lang) -> str:
    words = (coded(DESIGNS, each.design, lang), coded(BLINDING, each.blinding, lang))
    return ", ".join(word for word in words if word)


def _arm(each: Any, lang: Lang) -> tuple[Any, ...]:
    with_ = product_word(each.given_with, lang) or None
    return (each.study, each.arm, product_word(each.product, lang), with_, each.dose_million_cells, each.n, each.n_is)


def _outcome(each: Any, lang: Lang) -> tuple[Any, ...]:
    spread = None
    if each.spread is not None:
        known = [each.spread_low, each.spread_high]
        spread = f"{each.spread} " + ", ".join(f"{x:g}" for x in known if x is not None)
    return (
        each.study, each.arm, each.outcome, each.months, each.statistic, each.value, spread, each.n, each.better,
        source_word(each.source), coded(READ, each.source.read_level, lang), _flags(each.flags, lang),
    )  # fmt: skip


def _event(each: Any, lang: Lang) -> tuple[Any, ...]:
    return (
        each.study, each.arm, each.event, each.affected, each.at_risk, each.counts, source_word(each.source),
        coded(READ, each.source.read_level, lang), _flags(each.flags, lang),
    )  # fmt: skip


def _finding(each: Any, lang: Lang) -> tuple[Any, ...]:
    return (
        each.study, product_word(each.product, lang), product_word(each.against, lang), each.outcome, each.months,
        coded(RESULTS, each.result, lang), each.p, each.n, source_word(each.source),
        coded(READ, each.source.read_level, lang),
    )  # fmt: skip


def _review(each: Any, lang: Lang) -> tuple[Any, ...]:
    interval = None if each.low is None else (each.low, each.high)
    return (
        each.review, _products(each.products, lang), _products(each.comparators, lang),
        f"{domain_word(each.domain, lang)}: {each.outcome}", each.time_stated, each.measure, each.estimate, interval,
        source_word(each.source), coded(READ, each.source.read_level, lang), _flags(each.flags, lang),
    )  # fmt: skip


def _comparison(each: Any, lang: Lang) -> tuple[Any, ...]:
    one = f"{fixed(each.mean1, 1)} ({fixed(each.sd1, 1)}), {each.n1}"
    two = f"{fixed(each.mean2, 1)} ({fixed(each.sd2, 1)}), {each.n2}"
    return (
        each.study, product_word(each.product, lang), product_word(each.comparator, lang), each.outcome, each.months,
        one, two, each.mean1 - each.mean2, each.better, each.source, _flags(each.steps, lang),
    )  # fmt: skip


def _network(each: Any, lang: Lang) -> tuple[Any, ...]:
    treatment = " + ".join(product_word(name, lang) for name in each.treatment.split(" + "))
    return (
        each.study, treatment, each.outcome, each.months, each.mean, each.sd, each.n, each.better, each.source,
        _flags(each.steps, lang),
    )  # fmt: skip


_SOURCE = (("source", "text"), ("read-level", "text"), ("flags", "text"))
_TABLES: dict[str, tuple[tuple[tuple[str, Any], ...], Callable[[Any, Any], tuple[Any, ...]]]] = {
    "studies": ((("study", "text"), ("product", "text"), ("against", "text"), ("design", "text"),
                 ("n-stated", "text"), ("months", "label"), *_SOURCE), _study),
    "arms": ((("study", "text"), ("arm", "text"), ("product", "text"), ("with", "text"), ("dose", "label"),
              ("n", "count"), ("n-is", "text")), _arm),
    "outcomes": ((("study", "text"), ("arm", "text"), ("outcome", "text"), ("months", "label"), ("statistic", "text"),
                  ("value", "estimate"), ("spread", "text"), ("n", "count"), ("better", "text"), *_SOURCE), _outcome),
    "events": ((("study", "text"), ("arm", "text"), ("event", "text"), ("affected", "count"), ("at-risk", "count"),
                ("counts", "text"), *_SOURCE), _event),
    "findings": ((("study", "text"), ("product", "text"), ("against", "text"), ("outcome", "text"),
                  ("months", "label"), ("result", "text"), ("p", "text"), ("n", "count"), *_SOURCE[:2]), _finding),
    "reviews": ((("review", "text"), ("product", "text"), ("against", "text"), ("outcome", "text"),
                 ("months", "text"), ("measure", "text"), ("estimate", "estimate"), ("interval", "interval"),
                 *_SOURCE), _review),
    "comparisons": ((("study", "text"), ("product", "text"), ("against", "text"), ("outcome", "text"),
                     ("months", "label"), ("arm-1", "text"), ("arm-2", "text"), ("difference", "estimate"),
                     ("better", "text"), ("source", "text"), ("steps", "text")), _comparison),
    "network": ((("study", "text"), ("product", "text"), ("outcome", "text"), ("months", "label"),
                 ("mean", "estimate"), ("sd", "estimate"), ("n", "count"), ("better", "text"), ("source", "text"),
                 ("steps", "text")), _network),
}  # fmt: skip
