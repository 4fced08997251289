"""What a command of evidence pools: rows of the user's table, or comparisons of the trials that are shipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import numpy as np

from kneewise.cli.outputs import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.cli.outputs import Outputs
    from kneewise.cli.table_kinds import InputTable
    from kneewise.evidence.comparisons import Comparison
    from kneewise.evidence.margins import Margin
    from kneewise.evidence.records import Trials

MEANS = ("n1", "mean1", "sd1", "n2", "mean2", "sd2")
EVENTS = ("events1", "n1", "events2", "n2")
READY = "MD"  # what a ready effect of unnamed kind is taken for: a plain difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question as columns, with effects by measure.

    columns : of the table, by name; effects, variances : by measure, NaN where a row has none
    products : the products of the rows, checked to be one or what was asked for; empty where the table has no such
        column
    better : direction of benefit; margins : smallest difference that matters by measure, where one is known, and
        margin_notes : where each was taken from
    told : what was converted, assumed or left out, for standard error
    """

    columns: Mapping[str, NDArray[Any]]
    effects: dict[str, NDArray[np.float64]]
    variances: dict[str, NDArray[np.float64]]
    products: tuple[str, ...]
    better: str
    margins: dict[str, float]
    margin_notes: tuple[tuple[str, float, Margin], ...]
    told: tuple[str, ...]


def ask(outputs: Outputs, options: Mapping[str, Any]) -> Question:
    """Make the question of a command from its SOURCE, or from the shipped trials where there is none.

    options : products, mixed, measures, better, margins; for the shipped trials also domain and what `read_wish` takes
    """
    return _of_shipped(options) if outputs.source == SHIPPED else _of_table(outputs.source, options)


def _of_table(source: str, options: Mapping[str, Any]) -> Question:
    from kneewise.cli.table_input import read_table
    from kneewise.cli.table_kinds import Wanted
    from kneewise.evidence.products import check_one_product

    table = read_table(source, [Wanted(name="study", kind="key", gaps=False)])
    if options["products"] and "product" in table.columns:
        wanted = np.isin(table.columns["product"].astype(str), options["products"])
        table = table.keep(wanted, "another product")
    columns = dict(table.columns)
    found: tuple[str, ...] = ()
    if "product" in columns:
        check_one_product(columns["product"].tolist(), allow=options["products"], mixed=options["mixed"])
        found = tuple(dict.fromkeys(str(each) for each in columns["product"].tolist() if each is not None))
    measures = options["measures"] or (_measure_of(columns, table),)
    effects, variances, told = _effects(columns, measures)
    return Question(
        columns=columns,
        effects=effects,
        variances=variances,
        products=found,
        better=options["better"] or _better(columns),
        margins=read_margins(options["margins"], measures),
        margin_notes=(),
        told=(*table.told, *told),
    )


def _measure_of(columns: Mapping[str, Any], table: InputTable) -> str:
    if set(MEANS) <= set(columns):
        return "MD"
    if set(EVENTS) <= set(columns):
        return "RR"
    if "effect" in columns:
        return READY
    from kneewise.cli.table_kinds import refuse_table

    raise refuse_table(
        table.file,
        "neither two groups nor effects",
        f"columns {', '.join(MEANS)}; or {', '.join(EVENTS)}; or effect, se",
    )


def _better(columns: Mapping[str, NDArray[Any]]) -> str:
    there = sorted({str(each) for each in columns["better"].tolist()}) if "better" in columns else []
    if len(there) == 1 and there[0] in ("lower", "higher"):
        return there[0]
    raise click.UsageError("--better: say which direction is good, lower or higher (or give a column 'better').")


def _effects(
    columns: Mapping[str, NDArray[Any]], measures: Sequence[str]
) -> tuple[dict[str, NDArray[np.float64]], dict[str, NDArray[np.float64]], list[str]]:
    from kneewise.evidence.effects.call import effect_sizes

    effects, variances, told = {}, {}, []
    for measure in measures:
        sizes = effect_sizes(columns, measure=measure, bad_rows="flag", label="study")
        effects[measure], variances[measure] = sizes.effects, sizes.variances
        for label, flags in zip(sizes.labels, sizes.flags, strict=True):
            told += [f"{label}, {measure}: {flag}" for flag in flags]
    return effects, variances, list(dict.fromkeys(told))


def read_margins(given: Sequence[str], measures: Sequence[str]) -> dict[str, float]:
    """Read '1.5' (of the only measure) or 'SMD=0.37', several times."""
    margins: dict[str, float] = {}
    for text in given:
        name, found, value = text.rpartition("=")
        if not found and len(measures) > 1:
            raise click.UsageError(f"--margin {text}: say of which measure, as {measures[0]}={text}.")
        try:
            margins[name if found else measures[0]] = float(value)
        except ValueError:
            raise click.UsageError(f"--margin {text}: give a number, or a measure and a number as SMD=0.37.") from None
    return margins


def _of_shipped(options: Mapping[str, Any]) -> Question:
    from kneewise.cli.evidence_studies import read_wish
    from kneewise.evidence.comparisons import compare_arms
    from kneewise.evidence.products import check_one_product
    from kneewise.evidence.selection import select_trials
    from kneewise.evidence.shipped import shipped_trials
    from kneewise.evidence.trial_rows import DOMAINS

    domain = options["domain"]
    if domain not in DOMAINS:
        raise click.UsageError("without a SOURCE name an --outcome of the shipped trials, as pain or function.")
    wish = read_wish({**options, "domains": (domain,)})
    trials = select_trials(shipped_trials(), wish)
    made, left = compare_arms(trials, domain)
    wanted = options["products"]
    kept = [each for each in made if not wanted or each.product in wanted]
    kept = [each for each in kept if not options["comparators"] or each.comparator in options["comparators"]]
    check_one_product([each.product for each in kept], allow=wanted, mixed=options["mixed"])
    if not kept:
        raise click.UsageError(f"the shipped trials hold no comparison of {domain} that fits; see evidence studies.")
    measures = options["measures"] or ("MD",)
    columns = _with_study_facts(comparison_columns(kept), trials)
    effects, variances, told = _effects(columns, measures)
    given, notes = _margins_of(domain, measures)
    out = [f"left out: {each.study}, {each.arm}, {each.outcome}: {each.why}" for each in left]
    return Question(
        columns=columns,
        effects=effects,
        variances=variances,
        products=tuple(dict.fromkeys(each.product for each in kept)),
        better=options["better"] or kept[0].better,
        margins=read_margins(options["margins"], measures) or given,
        margin_notes=() if options["margins"] else tuple(notes),
        told=(*out, *told),
    )


def comparison_columns(kept: Sequence[Comparison]) -> dict[str, NDArray[Any]]:
    """Comparisons as columns, in points of 0 to 100 where the scale is known; paired rows bring their own error."""
    factor = [100.0 / each.scale_points if each.scale_points else 1.0 for each in kept]

    def scaled(name: str) -> NDArray[np.float64]:
        values = [getattr(each, name) for each in kept]
        return np.array([np.nan if x is None else x * by for x, by in zip(values, factor, strict=True)])

    own_error = np.array([each.se is not None for each in kept])
    columns: dict[str, NDArray[Any]] = {name: scaled(name) for name in ("mean1", "sd1", "mean2", "sd2", "effect", "se")}
    for name in ("sd1", "sd2"):
        columns[name] = np.where(own_error, np.nan, columns[name])
    for name in ("n1", "n2", "months"):
        columns[name] = np.array([float(getattr(each, name)) for each in kept])
    for name in ("study", "product", "comparator", "outcome", "better", "kind"):
        columns[name] = np.array([getattr(each, name) for each in kept], dtype=object)
    return columns


def _with_study_facts(columns: dict[str, NDArray[Any]], trials: Trials) -> dict[str, NDArray[Any]]:
    """Put beside each comparison what is known of its study: randomised, and the risk of bias where it was judged."""
    facts = {each.study: each for each in trials.studies}
    studies = columns["study"].tolist()
    columns["randomised"] = np.array([facts[each].randomised for each in studies], dtype=object)
    if any(facts[each].risk_of_bias for each in studies):
        columns["risk_of_bias"] = np.array([facts[each].risk_of_bias for each in studies], dtype=object)
    return columns


def _margins_of(domain: str, measures: Sequence[str]) -> tuple[dict[str, float], list[tuple[str, float, Margin]]]:
    from kneewise.evidence.margins import margin_of

    margins, notes = {}, []
    for measure in measures:
        held = margin_of(domain, measure)
        value = None if held is None else held.on(100.0)
        if held is not None and value is not None:
            margins[measure] = value
            notes.append((measure, value, held))
    return margins, notes


def said_margins(question: Question, lang: str) -> list[str]:
    """Which smallest differences that matter were used, and who took them, a sentence each."""
    from kneewise.report.evidence.trial_words import margin_sentence

    return [margin_sentence(measure, value, margin, lang) for measure, value, margin in question.margin_notes]
