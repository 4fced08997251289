"""Effects of trials as a command takes them: options, and the rows of a table or of the shipped trials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from kneewise.cli.outputs import Outputs
    from kneewise.evidence.effects.result import EffectSizes

# What other programs take where nothing is said: variance of SMD, zero cells, tau2 of means and of events.
LIKE = {
    "revman": {"variance": "RevMan", "zero_cells": "RevMan", "tau2": "DL", "tau2_events": "DL-MH"},
    "metafor": {"variance": "LS", "zero_cells": "only0", "tau2": "REML", "tau2_events": "REML"},
    "meta": {"variance": "LS", "zero_cells": "meta", "tau2": "REML", "tau2_events": "REML"},
}
_MEANS, _EVENTS = {"n1", "mean1", "sd1", "n2", "mean2", "sd2"}, {"events1", "n1", "events2", "n2"}
_OF_EVENTS = ("RR", "OR", "RD", "AS", "PETO", "PHI", "YUQ")


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectRows:
    """Effects with the columns that they were made of; told : lines for standard error; choices : what was taken."""

    sizes: EffectSizes
    columns: Mapping[str, NDArray[Any]]
    told: tuple[str, ...]
    variance: str
    zero_cells: str | None
    of_events: bool


def effect_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of how effects are worked out."""
    for decorate in (
        click.option("--like", type=click.Choice(list(LIKE)), help="Take what this program takes by itself."),
        click.option("--measure", metavar="NAME", help="MD, SMD, ROM, RR, OR, RD, MC ...; by the columns if left out."),
        click.option("--smd-variance", "variance", metavar="NAME", help="LS, LS2, UB, AV or RevMan."),
        click.option("--zero-cells", metavar="RULE", help="only0, all, if0all, none, RevMan or meta."),
        click.option("--correlation", type=float, metavar="R", help="Of pairs, where it is not known; flagged."),
    ):  # fmt: skip
        command = decorate(command)
    return command


def shipped_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options by which it chooses among the shipped trials."""
    for decorate in (
        click.option("--outcome", "domain", metavar="DOMAIN", help="Shipped trials: pain, function, structure ..."),
        click.option("--product", "products", multiple=True, metavar="NAME",
                     help="Only this product; several are pooled."),
        click.option("--comparator", "comparators", multiple=True, metavar="NAME",
                     help="Shipped trials: only against this."),
        click.option("--months", metavar="FROM-TO", help="Shipped trials: only these months, as 6-12."),
        click.option("--randomised", is_flag=True, help="Shipped trials: only randomised studies."),
        click.option("--mixed", is_flag=True, help="Pool whatever products there are."),
    ):  # fmt: skip
        command = decorate(command)
    return command


def take_effects(outputs: Outputs, options: Mapping[str, Any]) -> EffectRows:
    """Work out the effects of SOURCE, or of the shipped trials where there is none; impossible rows are flagged."""
    from kneewise.evidence.effects.call import effect_sizes
    from kneewise.evidence.effects.given import AS_GIVEN

    columns, told = _of_shipped(outputs, options) if outputs.source == SHIPPED else _of_table(outputs, options)
    measure = options["measure"] or _measure_of(columns)
    like = LIKE[options["like"]] if options.get("like") else {}
    variance = options["variance"] or like.get("variance", "LS")
    of_events = measure.upper() in _OF_EVENTS
    zero_cells = options["zero_cells"] or (like.get("zero_cells") if of_events else None)
    sizes = effect_sizes(
        dict(columns),
        measure=measure,
        variance=variance,
        zero_cells=zero_cells,
        assumed_correlation=options["correlation"],
        bad_rows="flag",
    )
    # That an effect came ready is no news; how its error was made is.
    pairs = zip(sizes.labels, sizes.flags, strict=True)
    told = [*told, *(f"{label}: {flag}" for label, flags in pairs for flag in flags if flag != AS_GIVEN)]
    return EffectRows(
        sizes=sizes,
        columns=columns,
        told=tuple(dict.fromkeys(told)),
        variance=variance,
        zero_cells=zero_cells,
        of_events=of_events and set(columns) >= _EVENTS,
    )


def _of_table(outputs: Outputs, options: Mapping[str, Any]) -> tuple[Mapping[str, NDArray[Any]], list[str]]:
    from kneewise.cli.table_input import read_table
    from kneewise.errors import BadInput, Problem
    from kneewise.evidence.products import check_one_product

    table = read_table(outputs.source)
    if not len(next(iter(table.columns.values()), ())):
        raise BadInput([Problem(file=outputs.source, row=None, field=None, found="no rows", allowed="at least one")])
    if "product" in table.columns and "products" in options:
        check_one_product(table.columns["product"].tolist(), allow=options["products"], mixed=options["mixed"])
    return table.columns, list(table.told)


def _of_shipped(outputs: Outputs, options: Mapping[str, Any]) -> tuple[Mapping[str, NDArray[Any]], list[str]]:
    from kneewise.cli.evidence_question import ask

    question = ask(outputs, {"measures": (), "better": None, "margins": (), "bias": (), **options})
    return question.columns, [each for each in question.told if each.startswith("left out")]


def _measure_of(columns: Mapping[str, Any]) -> str:
    there = set(columns)
    if there >= _EVENTS:
        return "RR"
    if there >= _MEANS or "effect" in there:
        return "MD"
    raise click.UsageError(
        "--measure: the columns do not tell it; give one, as SMD, and columns n1, mean1, sd1, n2, mean2, sd2; or "
        "events1, n1, events2, n2; or effect with se."
    )


def table_column(columns: Mapping[str, NDArray[Any]], name: str, option: str) -> NDArray[Any]:
    """Take a column that an option names."""
    if name not in columns:
        raise click.UsageError(f"{option} {name}: there is no such column; there are: {', '.join(columns)}.")
    return columns[name]


def effect_columns(sizes: EffectSizes) -> dict[str, list[Any]]:
    """Effects as columns for a file: on the scale of the analysis, ratios as logs."""
    reach = 1.959963984540054
    return {
        "study": list(sizes.labels),
        "measure": [sizes.measure] * len(sizes.labels),
        "effect": sizes.effects.tolist(),
        "variance": sizes.variances.tolist(),
        "se": sizes.se.tolist(),
        "ci_low": (sizes.effects - reach * sizes.se).tolist(),
        "ci_high": (sizes.effects + reach * sizes.se).tolist(),
        "n": sizes.n.tolist(),
        "flags": ["; ".join(each) for each in sizes.flags],
    }
