"""Figures that tell of an event, of the first of its kind, or of one in preparation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.dates import PartialDate
from kneewise.landscape.figures.evidence import Evidence, FigureAnswer, answer_from, is_known

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kneewise.landscape.figures.evidence import Bears
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Milestone, Product
    from kneewise.landscape.stated_records import Figure

# Cells grown from these are stem cells, or sold as such; cartilage and skin cells are not.
STEM_CELLS = ("bone-marrow", "adipose", "cord-blood", "umbilical-cord", "placenta", "amnion", "synovium", "dental-pulp")


def answer_event(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Did it happen when the figure says: a row whose date lies within what was said agrees, one outside differs."""
    rows = [Evidence(bears=_by_date(each, figure), record=each) for each in _events(figure, landscape, on)]
    return answer_from(figure, rows)


def answer_first_event(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Did it happen then, and before any other stem cell product for the knee in that place."""
    events = list(_events(figure, landscape, on))
    own = [Evidence(bears=_by_date(each, figure), record=each) for each in events]
    earliest = min((each.date for each in events if _by_date(each, figure) == "agrees"), default=None)
    others = []
    for event in landscape.milestones:
        product = landscape.by_product.get(event.subject)
        if product is None or event.subject == figure.subject or event.class_ != "actual" or not is_known(event, on):
            continue
        same = (event.jurisdiction, event.kind) == (figure.jurisdiction, *figure.about)
        if same and event.indication != "not-knee" and earliest is not None and event.date.is_before(earliest):
            others.append(Evidence(bears="differs" if _is_stem_cell(product) else "context", record=event))
    return answer_from(figure, [*own, *others])


def answer_plan(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Was it in preparation: it came true later, or a plan of it was told; what came true is in preparation no more."""
    said = figure.said_on
    events = [each for each in _events(figure, landscape, on)
              if each.is_fact and (said is None or each.date.is_after(said))]  # fmt: skip
    events.sort(key=lambda each: each.date)
    rows = [Evidence(bears="later" if n else "agrees", record=each) for n, each in enumerate(events)]
    plans = [Evidence(bears="agrees", record=each) for each in landscape.milestones
             if each.class_ == "planned" and _asked(each, figure) and is_known(each, on)]  # fmt: skip
    return answer_from(figure, [*rows, *plans], is_over=bool(events))


def _events(figure: Figure, landscape: Landscape, on: date | None) -> Iterator[Milestone]:
    return (each for each in landscape.milestones
            if each.class_ == "actual" and _asked(each, figure) and is_known(each, on))  # fmt: skip


def _asked(event: Milestone, figure: Figure) -> bool:
    return (
        event.subject == figure.subject
        and event.jurisdiction == figure.jurisdiction
        and event.kind in figure.about
        and figure.indication in (None, event.indication)
    )


def _by_date(event: Milestone, figure: Figure) -> Bears:
    said = PartialDate.read(str(figure.low))
    if said.first <= event.date.first and event.date.last <= said.last:
        return "agrees"
    return "context" if said.agrees_with(event.date) else "differs"


def _is_stem_cell(product: Product) -> bool:
    return product.group == "cell-drug" and any(each in STEM_CELLS for each in product.tissues)
