"""`kneewise evidence network`: all treatments of a network of trials compared at once, and the network doubted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.cli.outputs import Outputs
    from kneewise.cli.table_kinds import InputTable

EXAMPLE = """\b
Examples:
  kneewise evidence network arms.csv --better lower --reference placebo --html network.html
  kneewise evidence network contrasts.csv --measure OR --tau2 REML --picture network.svg
  kneewise evidence network events.csv --method mantel-haenszel --better lower
  kneewise evidence network arms.csv --components --inactive placebo
\b
SOURCE has one row an arm: study, treatment, and mean, sd, n (MD, SMD) or events, n (OR, RR, RD); or one row a
comparison: study, treatment_1, treatment_2, effect, se (ratios as logarithms), every pair of a trial's arms.
"""
_CONTRASTS = ("study", "treatment_1", "treatment_2", "effect", "se")
_FIGURES = ("estimate", "se", "low", "high", "p")
_COLUMNS = (*_CONTRASTS, "treatment", "events", "mean", "sd", "n")


@click.command(short_help="All treatments of a network compared.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option(
    "--column", "renamed", multiple=True, metavar="NAME=COLUMN", help="The table's own name of a column listed below."
)
@click.option("--measure", metavar="NAME", help="OR, RR, RD, MD, SMD; for contrasts, what the effect is (HR too).")
@click.option("--tau2", default="DL", show_default=True, metavar="NAME", help="DL, REML, ML, or a number of 0 or more.")
@click.option("--common", is_flag=True, help="One true effect a comparison: no variance between trials.")
@click.option("--reference", metavar="TREATMENT", help="Show the others against it.  [default: the first]")
@click.option("--better", type=click.Choice(["lower", "higher"]), help="Which direction is good; for P-scores.")
@click.option("--level", type=click.FloatRange(0.5, 0.999), default=0.95, show_default=True, help="Of all intervals.")
@click.option("--method", type=click.Choice(["inverse", "mantel-haenszel", "hypergeometric", "multinomial"]),
              default="inverse", show_default=True,
              help="All but inverse: rare events, nothing added to empty cells.")  # fmt: skip
@click.option("--components", is_flag=True, help="Take 'cells + HA' for the sum of its parts.")
@click.option("--inactive", metavar="TREATMENT", help="With --components: what counts as nothing.")
@click.option("--correlated", multiple=True, metavar="STUDY", help="Trial whose arms are knees of the same persons.")
@source_and_outputs
def network(*, outputs: Outputs, **options: Any) -> None:
    """Compare all treatments of a connected network of trials; show where direct and indirect evidence part."""
    from kneewise.cli.source import read_source

    table = read_source(outputs.source, "scores")
    names = _names(options["renamed"])
    if options["components"]:
        _components(table, names, options, outputs)
    elif options["method"] != "inverse":
        _sparse(table, names, options, outputs)
    else:
        _network(table, names, options, outputs)


def _names(renamed: tuple[str, ...]) -> dict[str, str]:
    names = {name: name for name in _COLUMNS}
    for each in renamed:
        name, mark, column = each.partition("=")
        if not mark or name not in names or not column:
            raise click.UsageError(f"--column {each}: give NAME=COLUMN with a NAME of {', '.join(_COLUMNS)}.")
        names[name] = column
    return names


def _form(table: InputTable, names: Mapping[str, str], *, events: bool = False) -> dict[str, str]:
    """Which columns are taken: contrasts where the table has them, else events or means of arms; all must be there."""
    from kneewise.cli.table_kinds import Wanted, check_names

    if names["treatment_1"] in table.columns and not events:
        wanted: tuple[str, ...] = _CONTRASTS
    elif events or names["events"] in table.columns:
        wanted = ("study", "treatment", "events", "n")
    else:
        wanted = ("study", "treatment", "mean", "sd", "n")
    check_names(table.file, list(table.columns), [Wanted(name=names[name]) for name in wanted])
    return {name: names[name] for name in wanted}


def _network(table: InputTable, names: Mapping[str, str], options: dict[str, Any], outputs: Outputs) -> None:
    from kneewise.errors import NotEstimable
    from kneewise.evidence.networks.analyse import network as analyse
    from kneewise.evidence.networks.flow import contributions
    from kneewise.evidence.networks.heat import net_heat
    from kneewise.evidence.networks.inconsistency import check_designs
    from kneewise.evidence.networks.split import split_comparisons
    from kneewise.report.evidence.network import network_title, present_consistency, present_network
    from kneewise.report.evidence.network_pictures import forest_picture, graph_picture, heat_picture, league_picture

    result = analyse(
        table.columns,
        **_form(table, names),  # type: ignore[arg-type]
        measure=options["measure"],
        tau2=_tau2(options["tau2"]),
        model="common" if options["common"] else "random",
        level=options["level"],
        reference=options["reference"],
        better=options["better"],
        correlated=options["correlated"],
    )
    lang = outputs.lang
    splits = split_comparisons(result)
    designs = check_designs(result) if len(result.treatments) > 2 else None
    try:
        heat = net_heat(result)
    except NotEstimable:
        heat = None
    league = league_picture(
        result.treatments, result.effects, result.direct, lang, measure=result.measure, better=result.better
    )
    deliver(
        outputs,
        title=network_title(lang),
        document={
            "network": result, "splits": splits, "designs": designs, "net_heat": heat,
            "contributions": contributions(result),
        },
        rows=_rows(result, splits),
        sections=[
            present_network(result, lang, pictures=[graph_picture(result, lang), forest_picture(result, lang), league]),
            present_consistency(
                result, splits, designs, lang, pictures=[heat_picture(heat, lang)] if heat else [],
                no_heat=heat is None,
            ),
        ],
        told=table.told,
    )  # fmt: skip


def _sparse(table: InputTable, names: Mapping[str, str], options: dict[str, Any], outputs: Outputs) -> None:
    from kneewise.evidence.networks.sparse import sparse_network
    from kneewise.report.evidence.network_others import present_sparse
    from kneewise.report.evidence.network_words import network_word

    result = sparse_network(
        table.columns, **_form(table, names, events=True), method=options["method"], level=options["level"],
        better=options["better"],
    )  # fmt: skip
    reference = options["reference"] or result.treatments[0]
    if reference not in result.treatments:
        raise click.UsageError(f"--reference {reference}: there is {', '.join(result.treatments)}.")
    section = present_sparse(result, outputs.lang, reference=reference)
    deliver(
        outputs, title=network_word("sparse-title", outputs.lang), document=result,
        rows=_pair_rows(result.treatments, result.effects), sections=[section], told=table.told,
    )  # fmt: skip


def _components(table: InputTable, names: Mapping[str, str], options: dict[str, Any], outputs: Outputs) -> None:
    from kneewise.evidence.networks.components import component_network
    from kneewise.report.evidence.network_others import present_components
    from kneewise.report.evidence.network_words import network_word

    tau2 = _tau2(options["tau2"])
    if isinstance(tau2, str) and tau2 != "DL":
        raise click.UsageError("--tau2: with --components DL, or a number.")
    form = _form(table, names)
    result = component_network(
        table.columns, **form, measure=options["measure"], inactive=options["inactive"], common=options["common"],
        tau2=None if isinstance(tau2, str) else tau2, level=options["level"], correlated=options["correlated"],
    )  # fmt: skip
    measure = options["measure"] or ("OR" if "events" in form else "MD" if "mean" in form else None)
    deliver(
        outputs, title=network_word("parts-title", outputs.lang), document=result,
        rows={
            "component": [each.name for each in result.components],
            **{name: [getattr(each, name) for each in result.components] for name in _FIGURES},
        },
        sections=[present_components(result, outputs.lang, measure=measure)], told=table.told,
    )  # fmt: skip


def _tau2(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


def _rows(result: Any, splits: Any) -> dict[str, list[Any]]:
    """One row a pair of treatments: the network's estimate, then direct and indirect evidence."""
    rows = _pair_rows(result.treatments, result.effects)
    pairs = [(result.place(each.first), result.place(each.second)) for each in splits]
    for name, matrix in (("prediction_low", result.prediction_low), ("prediction_high", result.prediction_high)):
        rows[name] = [None if matrix is None else float(matrix[i, j]) for i, j in pairs]
    for name in (
        "n_trials", "direct_share", "direct", "direct_se", "indirect", "indirect_se", "difference", "difference_se",
    ):  # fmt: skip
        rows[name] = [getattr(each, name) for each in splits]
    rows["difference_p"] = [each.p for each in splits]
    return rows


def _pair_rows(treatments: Any, effects: Any) -> dict[str, list[Any]]:
    pairs = [(i, j) for i in range(len(treatments)) for j in range(i + 1, len(treatments))]
    rows: dict[str, list[Any]] = {
        "treatment": [treatments[i] for i, _ in pairs],
        "against": [treatments[j] for _, j in pairs],
    }
    for name in _FIGURES:
        found = [float(getattr(effects, name)[i, j]) for i, j in pairs]
        rows[name] = [None if each != each else each for each in found]  # noqa: PLR0124
    return rows
