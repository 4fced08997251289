"""`kneewise evidence studies`: the trials that are shipped, chosen, each row with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_and_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kneewise.cli.outputs import Outputs
    from kneewise.evidence.records import Trials
    from kneewise.evidence.selection import Wish

EXAMPLE = """\b
Examples:
  kneewise evidence studies --product bmac --randomised
  kneewise evidence studies --outcome pain --rows comparisons --out pain.csv
  kneewise evidence studies --product cord-blood-implant --rows findings --lang ko
\b
--product and --comparator may be given again, and then mean any of them; --products lists their names.
--bias COLUMN=VALUE filters by what the pages state (randomised, blinding, registered, design), or by your own
judgements of a CSV of study,risk_of_bias (low, some, high) given with --judged.
"""
ROWS = ("studies", "arms", "outcomes", "events", "findings", "reviews", "comparisons", "network")


@click.command(short_help="The trials that are shipped, each with its source.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--product", "products", multiple=True, metavar="NAME", help="Only this product.")
@click.option("--comparator", "comparators", multiple=True, metavar="NAME", help="Only against this comparator.")
@click.option("--outcome", "domains", multiple=True, metavar="DOMAIN", help="Only this: pain, function, structure ...")
@click.option("--months", metavar="FROM-TO", help="Only these months, as 6-12.")
@click.option("--randomised", is_flag=True, help="Only randomised studies.")
@click.option("--bias", "bias", multiple=True, metavar="COLUMN=VALUE", help="Only this value of a bias column.")
@click.option("--judged", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="Your risk of bias: a CSV of study, risk_of_bias.")  # fmt: skip
@click.option("--rows", type=click.Choice(ROWS), default="studies", show_default=True, help="What a row is.")
@click.option("--products", "list_products", is_flag=True, help="List the products instead.")
@shipped_and_outputs
def studies(*, rows: str, list_products: bool, judged: str | None, outputs: Outputs, **options: Any) -> None:
    """List the trials of cells for the knee that come with Kneewise: facts and figures with source, page and date.

    What is wrong with a row as printed is flagged beside it, and never repaired.
    """
    from kneewise.evidence.selection import select_trials
    from kneewise.evidence.shipped import shipped_trials
    from kneewise.report.evidence.studies import present_products, present_trials, studies_title

    if list_products:
        from kneewise.evidence.products import products

        kinds = tuple(products().values())
        deliver(outputs, title=studies_title(outputs.lang), document=kinds, rows=table_of(kinds),
                sections=[present_products(kinds, outputs.lang)])  # fmt: skip
        return
    wish = read_wish(options)
    risks = {} if judged is None else read_judged(judged)
    found = select_trials(shipped_trials(), wish, judged=risks)
    listed, told = _listed(found, rows, wish)
    deliver(
        outputs,
        title=studies_title(outputs.lang),
        document={"rows": rows, "asked": wish, rows: listed},
        rows=table_of([_ready_to_pool(each) for each in listed] if rows == "comparisons" else listed),
        sections=[present_trials(found, rows, listed, outputs.lang)],
        told=told,
    )


def read_wish(options: Mapping[str, Any]) -> Wish:
    """Make a wish of the options of a command that chooses among the trials."""
    from kneewise.evidence.selection import Wish

    bias: dict[str, tuple[str, ...]] = {}
    for each in options.get("bias", ()):
        column, found, value = each.partition("=")
        if not found:
            raise click.UsageError(f"--bias {each}: give a column and a value, as blinding=double.")
        bias[column] = (*bias.get(column, ()), value)
    if options.get("randomised"):
        bias["randomised"] = ("yes",)
    return Wish(
        products=options.get("products", ()),
        comparators=options.get("comparators", ()),
        domains=options.get("domains", ()),
        months=None if options.get("months") is None else read_months(options["months"]),
        bias=tuple(bias.items()),
    )


def read_months(text: str) -> tuple[float, float]:
    """Read '6-12', or '6' alone."""
    low, _, high = text.partition("-")
    try:
        return float(low), float(high or low)
    except ValueError:
        raise click.UsageError(f"--months {text}: give months as 6-12, or 6.") from None


def read_judged(path: str) -> dict[str, str]:
    """Read a reader's risk of bias by study."""
    from kneewise.cli.table_input import read_table
    from kneewise.cli.table_kinds import Wanted
    from kneewise.evidence.selection import RISKS

    table = read_table(path, [Wanted(name="study", kind="key", gaps=False), Wanted(name="risk_of_bias", among=RISKS)])
    pairs = zip(table.columns["study"], table.columns["risk_of_bias"], strict=True)
    return {str(study): str(risk) for study, risk in pairs if risk is not None}


def _listed(found: Trials, rows: str, wish: Wish) -> tuple[Sequence[Any], list[str]]:
    if rows not in ("comparisons", "network"):
        return getattr(found, rows), []
    if len(wish.domains) != 1:
        raise click.UsageError(f"--rows {rows}: name one --outcome, as pain.")
    if rows == "network":
        from kneewise.evidence.trial_groups import network_arms

        return network_arms(found, wish.domains[0]), []
    from kneewise.evidence.comparisons import compare_arms

    made, left = compare_arms(found, wish.domains[0])
    kept = [each for each in made if not wish.products or each.product in wish.products]
    return kept, [f"left out: {each.study}, {each.arm}, {each.outcome}: {each.why}" for each in left]


def _ready_to_pool(comparison: Any) -> Any:
    """Leave the SDs out where the difference brings its own error: `pool` would take the arms as unpaired."""
    from dataclasses import replace

    return comparison if comparison.se is None else replace(comparison, sd1=None, sd2=None)


def table_of(records: Sequence[Any]) -> dict[str, list[Any]]:
    """Records as columns: a record within a record is spread out, several codes stand with semicolons."""
    from dataclasses import fields, is_dataclass

    columns: dict[str, list[Any]] = {}
    for record in records:
        for field in fields(record):
            value = getattr(record, field.name)
            if is_dataclass(value) and not isinstance(value, type):
                for inner in fields(value):
                    columns.setdefault(f"{field.name}_{inner.name}", []).append(getattr(value, inner.name))
            elif isinstance(value, dict):
                for name, each in value.items():
                    columns.setdefault(f"{field.name}_{name}", []).append(each)
            else:
                columns.setdefault(field.name, []).append(";".join(value) if isinstance(value, tuple) else value)
    return columns
