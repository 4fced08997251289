"""The pictures of the landscape: milestones on time, trials by phase, prices by currency, patients of trials."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kneewise.landscape.codes import codes, milestone_kinds
from kneewise.report.landscape.grids import phase_word, treatment_of
from kneewise.report.landscape.picture_words import picture_word
from kneewise.report.landscape.said import code, kind, subject
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from matplotlib.figure import Figure

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.pipeline import Pipeline
    from kneewise.landscape.plans import Plan
    from kneewise.landscape.prices import PriceRange
    from kneewise.landscape.records import Milestone, Trial
    from kneewise.report.pictures.milestones import Mark
    from kneewise.report.words import Lang

_AGAINST = (
    "refused", "sale-stopped", "authorisation-suspended", "revocation-announced", "revoked", "authorisation-withdrawn",
    "programme-stopped", "clinical-hold",
)  # fmt: skip
_MOST_LANES = 60
_MOST_TRIALS = 40
# What an amount is divided by, so that an axis has no more digits than it needs.
_SCALES = {"KRW": 1e6, "JPY": 1e6, "INR": 1e3, "USD": 1e3, "GBP": 1e3, "MYR": 1e3}


def sort_of(event: Milestone, plans: Mapping[str, Plan]) -> str:
    """The sort of mark of a milestone."""
    plan = plans.get(event.milestone)
    if plan is not None:
        return "past-due" if plan.state == "past-due" else "planned"
    if event.class_ == "metric":
        return "metric"
    if event.kind in _AGAINST:
        return "against"
    axis = milestone_kinds()[event.kind].axis
    return {"development": "trials", "market": "market", "cover": "cover"}.get(axis or "", "other")


def timeline_picture(
    events: Sequence[Milestone], plans: Mapping[str, Plan], landscape: Landscape, lang: Lang, *, on: date
) -> Picture:
    """Milestones by product and country; those of one product each on a line of its own."""
    from kneewise.report.pictures.milestones import Lane, Mark, draw_milestones, height_of

    def mark(event: Milestone) -> Mark:
        when = event.in_force
        return Mark(sort=sort_of(event, plans), first=when.first, last=when.last)

    subjects = list(dict.fromkeys(each.subject for each in events))
    if len(subjects) == 1:
        lanes = [Lane(name=f"{each.jurisdiction}  {kind(each.kind, lang)}", marks=[mark(each)]) for each in events]
    else:
        groups: dict[tuple[str, str], list[Mark]] = defaultdict(list)
        for each in sorted(events, key=lambda each: subjects.index(each.subject)):
            groups[subject(landscape, each.subject, lang), each.jurisdiction].append(mark(each))
        lanes = [Lane(name=f"{name}  {place}", marks=marks) for (name, place), marks in groups.items()]
    title = picture_word("timeline", lang)
    if len(subjects) == 1:
        title = picture_word("timeline-of", lang, name=subject(landscape, subjects[0], lang))
    lanes = lanes[:_MOST_LANES]
    sorts = [each.sort for lane in lanes for each in lane.marks]
    names = {each: picture_word(f"sort-{each}", lang) for each in dict.fromkeys(sorts)}

    def draw(figure: Figure) -> None:
        draw_milestones(figure, lanes, on=on, on_name=str(on), sort_names=names)

    return Picture(
        name="timeline",
        title=title,
        says=picture_word(
            "timeline-says", lang, n=len(sorts), lanes=len(lanes), planned=sorts.count("planned"),
            due=sorts.count("past-due"),
        ),
        draw=draw,
        width=8.2,
        height=height_of(len(lanes)),
    )  # fmt: skip


def phase_picture(found: Pipeline, lang: Lang) -> Picture:
    """The matrix of trials by source of cells and phase."""
    cells = {(each.tissue, each.phase): len(each.trials) for each in found.cells}
    values: list[list[float | None]] = [[cells.get((tissue, phase)) for phase in found.phases]
                                        for tissue in found.tissues]  # fmt: skip
    texts = [["" if each is None else f"{each:.0f}" for each in row] for row in values]
    rows = [tissue_word(each, lang) for each in found.tissues]
    columns = [phase_word(each, lang) for each in found.phases]

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.matrix import draw_matrix

        draw_matrix(figure, values, texts, rows=rows, columns=columns)

    most = max(found.cells, key=lambda each: len(each.trials), default=None)
    says = picture_word("phases-none", lang)
    if most is not None:
        says = picture_word(
            "phases-says", lang, n=found.n_trials, tissue=tissue_word(most.tissue, lang),
            phase=phase_word(most.phase, lang), most=len(most.trials),
        )  # fmt: skip
    return Picture(
        name="phases", title=picture_word("phases", lang), says=says, draw=draw,
        width=2.4 + 0.56 * max(len(columns), 3), height=1.4 + 0.5 * max(len(rows), 2),
    )  # fmt: skip


def tissue_word(tissue: str, lang: Lang) -> str:
    """The word of a source of cells, also of several together."""
    return picture_word("several", lang) if tissue == "several" else code("tissue", tissue, lang)


def price_picture(ranges: Sequence[PriceRange], landscape: Landscape, lang: Lang) -> Picture | None:
    """Ranges of prices, a panel for each currency; None where no row gives an amount."""
    from kneewise.report.pictures.price_bars import Bar, CurrencyPanel, draw_prices, price_height

    kinds = [each for each in codes("price-kind") if each != "policy-limit"]  # a limit of insurance is no price
    bars: dict[str, list[Bar]] = defaultdict(list)
    for each in ranges:
        if each.low is None or each.high is None or each.kind not in kinds:
            continue
        name = f"{each.country or '–'}  {treatment_of(each, landscape, lang)}, {code('unit', each.unit, lang)}"
        name += "" if each.rests_on_facts else " (?)"
        # One amount is drawn as a point; that it is only an end stands in its name.
        name += " (≥)" if each.open_high else " (≤)" if each.open_low else ""
        middle = [row.typical for row in each.rows if row.typical is not None and row.is_fact]
        bars[each.currency].append(
            Bar(name=name, kind=kinds.index(each.kind), low=each.low, high=each.high, middle=middle)
        )
    if not bars:
        return None
    panels = [
        CurrencyPanel(axis=_axis(currency, lang), scale=_SCALES.get(currency, 1.0),
                      bars=sorted(found, key=lambda bar: (bar.name, bar.kind)))
        for currency, found in sorted(bars.items(), key=lambda each: -len(each[1]))
    ]  # fmt: skip
    words = [code("price-kind", each, lang) for each in kinds]

    def draw(figure: Figure) -> None:
        draw_prices(figure, panels, words)

    n_kinds = len({bar.kind for panel in panels for bar in panel.bars})
    says = picture_word("prices-says", lang, n=sum(map(len, bars.values())), currencies=len(panels), kinds=n_kinds)
    return Picture(name="prices", title=picture_word("prices", lang), says=says, draw=draw, width=8.2,
                   height=price_height(panels))  # fmt: skip


def _axis(currency: str, lang: Lang) -> str:
    scale = {1e6: "million", 1e3: "thousand", 1.0: "units"}[_SCALES.get(currency, 1.0)]
    return picture_word(scale, lang, currency=code("currency", currency, lang))


def enrolment_picture(trials: Sequence[Trial], lang: Lang) -> Picture | None:
    """Patients planned and reached: trials that tell both first, then the largest; None where none tells any."""
    from kneewise.report.pictures.enrolment import Enrolment, draw_enrolment, enrolment_height

    told = [found for each in trials if (found := _enrolment(each, Enrolment)) is not None]
    told.sort(key=lambda each: (each.planned is None or each.actual is None, -_largest(each)))
    shown = told[:_MOST_TRIALS]
    if not shown:
        return None

    def draw(figure: Figure) -> None:
        draw_enrolment(
            figure, shown, x=picture_word("patients-axis", lang), planned=picture_word("planned", lang),
            actual=picture_word("actual", lang), unsaid=picture_word("unsaid", lang),
        )  # fmt: skip

    both = [f"{each.name} {each.planned} → {each.actual}" for each in shown if each.planned and each.actual]
    says = picture_word("enrolment-says", lang, n=len(shown), total=len(told), both="; ".join(both) or "–")
    return Picture(name="enrolment", title=picture_word("enrolment", lang), says=says, draw=draw, width=7.4,
                   height=enrolment_height(len(shown)))  # fmt: skip


def _enrolment(trial: Trial, make: Any) -> Any:
    """What was planned and reached: of the record, and of its earlier copies; a 0 of a withdrawn trial is not drawn."""
    numbers = {"planned": None, "actual": None, "unsaid": None}
    for each in trial.earlier:
        if each.field == "enrolment":
            numbers["planned" if each.kind is None else each.kind] = int(each.value)  # type: ignore[assignment]
    if trial.enrolment:
        numbers[trial.enrolment_kind or "unsaid"] = trial.enrolment  # type: ignore[assignment]
    if not any(numbers.values()):
        return None
    name = f"{trial.trial} {trial.product_stated}" if trial.product_stated else trial.trial
    return make(name=name, **numbers)


def _largest(each: Any) -> int:
    return max(int(number) for number in (each.planned, each.actual, each.unsaid) if number is not None)
