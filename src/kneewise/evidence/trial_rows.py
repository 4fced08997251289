"""Rows of the tables of trials as records: what each column may hold, and the closed lists behind the codes."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from kneewise.evidence.cells import Row, read_rows
from kneewise.evidence.products import DATA, products
from kneewise.evidence.records import Arm, Event, Finding, Outcome, Review, Study

if TYPE_CHECKING:
    from kneewise.evidence.records import Source

DESIGNS: Final = ("rct", "rct-paired-knees", "dose-groups", "non-randomised", "single-arm", "registry")
BLINDING: Final = ("triple", "double", "single", "assessor", "open")
DOMAINS: Final = (
    "pain", "function", "stiffness", "symptoms", "sport", "quality-of-life", "total-score", "global", "responders",
    "structure", "biomarker", "safety",
)  # fmt: skip
STATISTICS: Final = (
    "mean", "mean-change", "mean-improvement", "mean-at-start", "median", "median-change", "central", "count",
    "percent", "percent-improvement", "percent-change", "annual-percent-change",
)  # fmt: skip
RESULTS: Final = {
    "between": ("better", "worse", "no-difference", "not-read"),
    "before": ("improved", "no-change", "worsened", "not-read"),
}
MISPRINT: Final = "interval-misses-estimate"


@cache
def flags() -> dict[str, dict[str, str]]:
    """Give what may be wrong with a row as printed, by its code, in English and Korean."""
    return {row.must("flag"): {"en": row.must("en"), "ko": row.must("ko")} for row in read_rows(DATA / "flags.csv")}


def study_of(row: Row) -> Study:
    """Make a study of a row."""
    return Study(
        study=row.must("study"),
        first_author=row.text("first_author"),
        year=row.whole("year", low=1900),
        registry=row.text("registry"),
        country=row.text("country"),
        design=row.must_code("design", DESIGNS),
        randomised=bool(row.truth("randomised")),
        blinding=row.code("blinding", BLINDING),
        phase=row.text("phase"),
        products=row.codes("products", products()),
        comparators=row.codes("comparators", products()),
        dose_stated=row.text("dose_stated"),
        injections_stated=row.text("injections_stated"),
        comparator_stated=row.text("comparator_stated"),
        n_stated=row.text("n_stated"),
        kl_stated=row.text("kl_stated"),
        followup_months=row.number("followup_months", low=0),
        followup_stated=row.text("followup_stated"),
        flags=row.codes("flags", flags()),
        source=row.source(),
        note=row.text("note"),
    )


def arm_of(row: Row) -> Arm:
    """Make an arm of a row."""
    return Arm(
        study=row.must("study"),
        arm=row.must("arm"),
        product=row.must_code("product", products()),
        given_with=row.code("given_with", products()),
        dose_million_cells=row.number("dose_million_cells", low=0),
        n=row.whole("n", low=1),
        n_is=row.text("n_is"),
        note=row.text("note"),
    )


def outcome_of(row: Row) -> Outcome:
    """Make an outcome of a row; an interval that misses its value must be flagged."""
    outcome = Outcome(
        study=row.must("study"),
        arm=row.must("arm"),
        outcome=row.must("outcome"),
        domain=row.must_code("domain", DOMAINS),
        scale=row.text("scale"),
        scale_low=row.number("scale_low"),
        scale_high=row.number("scale_high"),
        months=row.number("months", low=0),
        statistic=row.must_code("statistic", STATISTICS),
        value=row.number("value"),
        spread=row.code("spread", ("sd", "quartiles", "ci95")),
        spread_low=row.number("spread_low"),
        spread_high=row.number("spread_high"),
        n=row.whole("n", low=1),
        better=row.code("better", ("lower", "higher")),
        flags=row.codes("flags", flags()),
        source=row.source(),
        note=row.text("note"),
    )
    if outcome.spread in ("quartiles", "ci95"):
        _check_interval(row, outcome.value, ("spread_low", "spread_high"), outcome.flags)
    elif outcome.spread == "sd":
        row.number("spread_low", low=0)
    return outcome


def event_of(row: Row) -> Event:
    """Make an event of a row; no more have it than are at risk, where patients are counted."""
    event = Event(
        study=row.must("study"),
        arm=row.must("arm"),
        event=row.must("event"),
        kind=row.must_code("kind", ("serious", "any", "class", "named", "failure")),
        affected=row.whole("affected"),
        at_risk=row.whole("at_risk", low=1),
        percent_printed=row.number("percent_printed", low=0),
        counts=row.must_code("counts", ("patients", "events")),
        serious=row.code("serious", ("yes", "no")),
        related=row.code("related", ("yes", "no", "possibly", "none-seen", "not-stated")),
        flags=row.codes("flags", flags()),
        source=row.source(),
        note=row.text("note"),
    )
    known = event.affected is not None and event.at_risk is not None and event.counts == "patients"
    if known and int(event.affected or 0) > int(event.at_risk or 0):
        raise row.refusal("affected", f"{event.affected} of {event.at_risk}", "no more than those at risk")
    return event


def finding_of(row: Row, homes: dict[str, Source]) -> Finding:
    """Make a finding of a row; its source is that of its study, or of its review."""
    study = row.must("study")
    home = homes.get(study)
    if home is None:
        raise row.refusal("study", f"'{study}'", "a study of studies.csv or a review of reviews.csv")
    compared = row.must_code("compared", RESULTS)
    return Finding(
        study=study,
        product=row.must_code("product", products()),
        against=row.must_code("against", products()),
        outcome=row.must("outcome"),
        domain=row.must_code("domain", DOMAINS),
        months=row.number("months", low=0),
        compared=compared,
        result=row.must_code("result", RESULTS[compared]),
        estimate=row.number("estimate"),
        low=row.number("low"),
        high=row.number("high"),
        p=row.text("p"),
        n=row.whole("n", low=1),
        n_against=row.whole("n_against", low=1),
        source=replace(home, location=row.text("location")),
        note=row.text("note"),
    )


def review_of(row: Row) -> Review:
    """Make a pooled number of a row; an interval that misses it must be flagged."""
    review = Review(
        review=row.must("review"),
        title=row.must("title"),
        year=row.whole("year", low=1900),
        products=row.codes("products", products()),
        comparators=row.codes("comparators", products()),
        comparison=row.must("comparison"),
        outcome=row.must("outcome"),
        domain=row.must_code("domain", DOMAINS),
        months_low=row.number("months_low", low=0),
        months_high=row.number("months_high", low=0),
        time_stated=row.text("time_stated"),
        measure=row.text("measure"),
        model=row.text("model"),
        k_stated=row.text("k_stated"),
        n_total=row.whole("n_total", low=1),
        estimate=row.number("estimate"),
        low=row.number("low"),
        high=row.number("high"),
        p_stated=row.text("p_stated"),
        better=row.code("better", ("lower", "higher")),
        i2_percent=row.number("i2_percent", low=0),
        tau2=row.number("tau2", low=0),
        flags=row.codes("flags", flags()),
        source=row.source(),
        note=row.text("note"),
    )
    _check_interval(row, review.estimate, ("low", "high"), review.flags)
    return review


def _check_interval(row: Row, value: float | None, columns: tuple[str, str], flagged: tuple[str, ...]) -> None:
    """Refuse an interval that misses its estimate without saying so, and a flag that says so of a sound one."""
    low, high = (row.number(each) for each in columns)
    if value is None or low is None or high is None:
        return
    misses = not low <= value <= high
    if misses != (MISPRINT in flagged):
        found = "an interval that misses its estimate" if misses else f"the flag {MISPRINT} on a sound interval"
        raise row.refusal(columns[0], found, f"the estimate within, or the flag {MISPRINT}")
