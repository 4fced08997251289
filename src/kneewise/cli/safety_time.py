"""Time to an event, as `outcomes safety` works it out: curves, tests, hazard ratios, mean times."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.safety_columns import answers_of, labels_of, must_have, numbers_of, own_column
from kneewise.cli.safety_results import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from kneewise.cli.safety_events import EventData
    from kneewise.cli.table_kinds import InputTable
    from kneewise.outcomes.safety.survival.kaplan_meier import KaplanMeier
    from kneewise.report.outcomes.survival import TimeToEvent
    from kneewise.report.words import Lang

    Floats = NDArray[np.float64]

_TOLD = {"days": (180, 365, 730), "weeks": (26, 52, 104), "months": (6, 12, 24), "years": (1, 2, 5)}


def time_of_rows(table: InputTable, options: Mapping[str, Any], lang: Lang) -> Result:
    """A row a person, with the columns of time and event."""
    from kneewise.report.section_cells import label

    time = numbers_of(table, options["time"], low=0)
    must_have(table, options["event"])
    numeric = table.columns[options["event"]].dtype.kind in "iuf"
    kinds = numbers_of(table, options["event"], low=0) if numeric else answers_of(table, options["event"])
    arm = own_column(table, options["arm"], "arm")
    names = [each.strip() for each in (options["covariates"] or "").split(",") if each.strip()]
    beside = [options[name] for name in ("strata", "cluster") if options[name]]
    must_have(table, *names, *beside)
    columns: dict[str, Any] = {name: table.columns[name] for name in (*names, *beside)}
    group = None if arm is None else labels_of(table, arm)
    if group is not None:
        columns[str(arm)] = [None if each is None else label(each) for each in group]
        names = [str(arm), *names]
    question = _Question(
        time=time, kinds=kinds, group=group, columns=columns, names=tuple(names), event=options["event"]
    )
    return _result(question, options, lang, table.told)


def time_to_term(data: EventData, options: Mapping[str, Any], lang: Lang) -> Result:
    """The time to each person's first event of a term, of a list."""
    from kneewise.cli.safety_events import first_times
    from kneewise.report.section_cells import label

    if options["covariates"] or options["strata"] or options["cluster"]:
        raise click.UsageError("--covariates, --strata and --cluster need a row a person: give --time and --event.")
    time, kinds, group = first_times(data, options["time_to"])
    labels = [None if each is None else label(each) for each in group]
    question = _Question(
        time=time, kinds=kinds, group=group, columns={"arm": labels}, names=("arm",), event=options["time_to"]
    )
    return _result(question, options, lang, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """Times and kinds of events (0 none, 1 the event, 2 and more its rivals), groups, and columns of the model."""

    time: Floats
    kinds: Floats
    group: list[Any] | None
    columns: dict[str, Any]
    names: tuple[str, ...]
    event: str


def _result(question: _Question, options: Mapping[str, Any], lang: Lang, told: tuple[str, ...]) -> Result:
    from kneewise.report.outcomes.survival import present_survival

    found = _work_out(question, options)
    return Result(
        document={"time_to_event": found},
        rows=_rows(found.curves),
        sections=[present_survival(found, lang)],
        told=told,
    )


def _work_out(question: _Question, options: Mapping[str, Any]) -> TimeToEvent:
    import numpy as np

    from kneewise.errors import NotEstimable
    from kneewise.outcomes.safety.survival.competing_risks import aalen_johansen
    from kneewise.outcomes.safety.survival.kaplan_meier import kaplan_meier
    from kneewise.outcomes.safety.survival.logrank import logrank
    from kneewise.outcomes.safety.survival.proportional_hazards import proportional_hazards
    from kneewise.outcomes.safety.survival.restricted_mean import restricted_mean
    from kneewise.report.outcomes.survival import TimeToEvent

    level, time, kinds, group = options["confidence"], question.time, question.kinds, question.group
    first = np.where(np.isnan(kinds), np.nan, (kinds == 1).astype(float))  # a rival ends the follow-up
    curves = kaplan_meier(time, first, group=group, interval=options["curve_interval"], level=level)
    not_told: list[tuple[str, str]] = []

    def tried(what: str, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except NotEstimable as error:
            not_told.append((what, str(error)))
            return None

    several = len(curves.curves) > 1
    strata = question.columns.get(str(options["strata"]))
    test = tried("test", lambda: logrank(time, first, np.asarray(group, dtype=object), strata=strata))
    model = tried("hazards", lambda: _model(question, first, options, several=several))
    horizon = options["horizon"] or min(float(curve.time[-1]) for curve in curves.curves)
    rivals = int(np.nanmax(kinds))
    return TimeToEvent(
        event=question.event,
        unit=options["unit"],
        times=_times(options, curves),
        horizon=horizon,
        curves=curves,
        incidences=aalen_johansen(time, kinds, kinds=rivals, group=group, level=level) if rivals > 1 else None,
        test=test if several else None,
        model=model,
        proportional=tried("proportional", lambda: proportional_hazards(model)) if model is not None else None,
        means=tried("mean", lambda: restricted_mean(time, first, horizon=horizon, group=group, level=level)),
        not_told=tuple(each for each in not_told if several or each[0] != "test"),
    )


def _model(question: _Question, first: Floats, options: Mapping[str, Any], *, several: bool) -> Any:
    """A Cox model of the arm, where there are several, and of the covariates asked for; None of neither."""
    from kneewise.outcomes.safety.survival.cox import cox

    names = [name for place, name in enumerate(question.names) if place or several or question.group is None]
    if not names:
        return None
    return cox(
        {**question.columns, "\0time": question.time, "\0event": first},  # names that no column has
        time="\0time", event="\0event", covariates=names, strata=options["strata"], cluster=options["cluster"],
        level=options["confidence"],
    )  # fmt: skip


def _times(options: Mapping[str, Any], curves: KaplanMeier) -> tuple[float, ...]:
    """Times at which curves are told: those asked for, else usual ones within the follow-up, else its end."""
    if options["at"]:
        return tuple(options["at"])
    last = max(float(curve.time[-1]) for curve in curves.curves)
    return tuple(each for each in _TOLD[options["unit"]] if each <= last) or (last,)


def _rows(curves: Any) -> dict[str, list[Any]]:
    rows: dict[str, list[Any]] = {"group": [], "time": []}
    names = ("at_risk", "events", "censored", "survival", "se", "lower", "upper")
    rows |= {name: [] for name in names}
    for curve in curves.curves:
        rows["group"] += [curve.group] * curve.time.size
        rows["time"] += curve.time.tolist()
        for name in names:
            rows[name] += getattr(curve, name).tolist()
    return rows
