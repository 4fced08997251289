"""Figures that tell of trials: whether they are there, in which phase, how many patients, how many products."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.figures.evidence import Evidence, FigureAnswer, answer_from, is_known
from kneewise.landscape.figures.of_statements import bearing_statements
from kneewise.landscape.plans import ENDED

if TYPE_CHECKING:
    from datetime import date

    from kneewise.landscape.figures.evidence import Bears
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Product, Sourced
    from kneewise.landscape.stated_records import Figure

# Events that show that a product may be tried on people in a country, or was.
_TRIED = ("trial-application-accepted", "trial-allowed", "phase-1-start", "phase-1-2-start", "phase-2-start",
          "phase-3-start")  # fmt: skip


def answer_trials(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Are the trials that it lists in a registry: all of them, or the figure is not confirmed."""
    known = [landscape.by_trial[each] for each in figure.about if each in landscape.by_trial]
    rows = [Evidence(bears="agrees", record=each) for each in known if is_known(each, on)]
    if len(rows) < len(figure.about):
        rows = [Evidence(bears="context", record=each.record) for each in rows]
        return answer_from(figure, rows, remarks=["partly-counted"], found=len(rows))
    return answer_from(figure, rows, found=len(rows))


def answer_phase(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Is the product in that phase there: by trials that had not ended, and by milestones that one started."""
    phases = set(figure.about)
    trials = [
        each for each in landscape.trials
        if each.product == figure.subject and phases & set(each.phases) and is_known(each, on)
        and figure.jurisdiction in (None, *each.countries)
    ]  # fmt: skip
    starts = [
        each for each in landscape.milestones
        if each.subject == figure.subject and each.jurisdiction == figure.jurisdiction and is_known(each, on)
        and each.class_ == "actual" and each.kind in {f"{phase}-start" for phase in phases}
    ]  # fmt: skip
    over = bool(trials) and all(each.status in ENDED for each in trials)
    return answer_from(figure, [Evidence(bears="agrees", record=each) for each in (*trials, *starts)], is_over=over)


def answer_enrolment(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Has the trial as many patients: by its registry, where the number is actual, and by what others say."""
    rows = [row for key in figure.about for row in bearing_statements(figure, landscape, key, on)]
    trial = landscape.by_trial.get(str(figure.subject))
    if trial is not None and trial.enrolment is not None and is_known(trial, on):
        same = trial.enrolment == float(str(figure.low))
        bears: Bears = "agrees" if same else "differs" if trial.enrolment_kind == "actual" else "context"
        rows.append(Evidence(bears=bears, record=trial))
    return answer_from(figure, rows)


def answer_count(figure: Figure, landscape: Landscape, on: date | None) -> FigureAnswer:
    """Count the products of a country that were tried on people there; those found are the least there can be.

    Fewer than the figure says leave it not confirmed, since a product that nobody named may be there; as many
    confirm it.
    """
    rows = [row for key in figure.about for row in bearing_statements(figure, landscape, key, on)]
    named = []
    for product in landscape.products:
        found = _tried_in(product, landscape, str(figure.jurisdiction), on)
        if found is not None:
            named.append(found)
    enough = len(named) >= float(str(figure.low))
    bears: Bears = "agrees" if enough else "context"
    remarks = [] if enough or not named else ["partly-counted"]
    counted = [Evidence(bears=bears, record=each) for each in named]
    return answer_from(figure, [*rows, *counted], remarks=remarks, found=len(named))


def _tried_in(product: Product, landscape: Landscape, country: str, on: date | None) -> Sourced | None:
    """The row that shows a cell product being tried in a country; None where no row does."""
    if product.group not in ("cell-drug", "gene-drug", "tissue-implant"):
        return None
    events: list[Sourced] = [
        each for each in landscape.milestones
        if (each.subject, each.jurisdiction) == (product.product, country) and each.kind in _TRIED
        and each.class_ == "actual" and each.is_fact and is_known(each, on)
    ]  # fmt: skip
    trials = [each for each in landscape.trials
              if each.product == product.product and country in each.countries and is_known(each, on)]  # fmt: skip
    return next(iter([*events, *trials]), None)
