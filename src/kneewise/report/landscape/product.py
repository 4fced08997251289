"""One product on a day: what it is and is not, how it stands, what is planned, its trials, prices and conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.landscape.conflicts import present_conflicts
from kneewise.report.landscape.grids import columns
from kneewise.report.landscape.prices import present_prices
from kneewise.report.landscape.products import notes, standing_grid
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.said import code, kind, product_name, source, states
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.landscape.timeline import present_timeline
from kneewise.report.landscape.trials import present_trials
from kneewise.report.sections import Grid, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.plans import Plan
    from kneewise.landscape.product_view import ProductView
    from kneewise.landscape.records import Milestone, Product
    from kneewise.landscape.standing import Standing
    from kneewise.report.words import Lang


def product_title(view: ProductView, lang: Lang) -> str:
    """The title of page and section."""
    return result_word("product-title", lang, name=_title_name(view.product, lang), on=view.on)


def _title_name(product: Product, lang: Lang) -> str:
    """The name in the language, with its own in brackets."""
    name = product_name(product, lang)
    return name if name == product.name else f"{name} ({product.name})"


def present_product(view: ProductView, landscape: Landscape, lang: Lang, *, short: bool) -> list[Section]:
    """Say all that the records hold of a product on a day; what it is claimed to do is added by the caller."""
    sections = [_standing(view, landscape, lang, short=short)]
    if view.events:
        sections.append(present_timeline(
            view.events, view.plans, landscape, lang, on=view.on, short=short, with_sources=not short, with_notes=False
        ))  # fmt: skip
    if view.trials:
        sections.append(
            present_trials(view.trials, lang, on=view.on, short=short, with_sources=not short, with_notes=False)
        )
    if view.prices:
        sections.append(
            present_prices(view.prices, landscape, lang, short=short, with_sources=not short, with_notes=False)
        )
    if view.conflicts:
        sections.append(present_conflicts(view.conflicts, lang))
    return sections


def _standing(view: ProductView, landscape: Landscape, lang: Lang, *, short: bool) -> Section:
    # That trials led to an approval is told by the approval.
    shown = [each for each in view.standings if each.by and each.state != "led-to-approval"]
    found = [*_what_it_is(view, lang), *(_said(each, lang) for each in shown)]
    if not shown:
        found.append(result_word("no-standing", lang))
    found += [_decided(each, lang) for each in view.decided]
    caption = result_word("standing", lang)
    warnings = [result_word("is-not", lang, text=view.product.is_not)] if view.product.is_not else []
    if view.product.indications == ("not-knee",):
        warnings.append(result_word("out-of-scope", lang))
    grids = [
        standing_grid(shown, landscape, lang, caption=caption, short=short, with_subject=False),
        _planned(view.plans, lang),
    ]
    return Section(
        title=product_title(view, lang),
        found=found,
        warnings=warnings,
        grids=[each for each in grids if each.rows],
        notes=notes(lang, view.known_on),
    )


def _what_it_is(view: ProductView, lang: Lang) -> list[str]:
    product = view.product
    said = [result_word("is", lang, group=code("group", product.group, lang), cells=product.cells_stated,
                        donor=code("donor", product.donor, lang), developer=product.developer)]  # fmt: skip
    for key, of_kind in (("called", "name"), ("misspelt", "misspelling")):
        names = [
            f"{each.name} ({each.jurisdiction})" if each.jurisdiction else each.name
            for each in product.names if each.kind == of_kind
        ]  # fmt: skip
        if names:
            said.append(result_word(key, lang, names=", ".join(names)))
    said.append(result_word("label", lang, text=product.indication_stated, source=source(product.source)))
    # The summary is of the day of reading, and of several sources: it tells nothing of an earlier day.
    if product.source.read_in.reached_on(min(view.on, view.known_on or view.on)) is not False:
        said.append(result_word("recorded", lang, text=product.status_stated, read_in=product.source.read_in))
    if product.note:
        said.append(result_word("noted", lang, text=product.note.rstrip(".")))
    if product.confidence != "high":
        said.append(result_word("unsure", lang, level=result_word(product.confidence, lang)))
    return said


def _said(standing: Standing, lang: Lang) -> str:
    last = standing.by[-1]
    names = {
        "country": code("jurisdiction", standing.jurisdiction, lang), "side": landscape_word(standing.axis, lang),
        "indication": code("indication", standing.indication, lang),
        "state": states(standing.axis, standing.may_be, lang),
    }  # fmt: skip
    if standing.state is None:
        return result_word("open", lang, **names)
    return result_word("standing-said", lang, since=result_word("since", lang, date=last.in_force), **names)


def _decided(event: Milestone, lang: Lang) -> str:
    return result_word("decided", lang, country=code("jurisdiction", event.jurisdiction, lang),
                       what=kind(event.kind, lang), date=event.date, effective=event.effective)  # fmt: skip


def _planned(plans: Sequence[Plan], lang: Lang) -> Grid:
    """What is or was planned, and what became of it; none of it is a fact."""
    rows = [
        (
            str(each.milestone.date), code("jurisdiction", each.milestone.jurisdiction, lang),
            kind(each.milestone.kind, lang), landscape_word(each.state, lang), each.milestone.detail,
            source(each.milestone.source),
        )
        for each in plans
    ]  # fmt: skip
    heads = ("date", "country", "what", "class", "detail", "source")
    return Grid(caption=result_word("plans", lang), columns=columns(heads, lang), rows=rows)
