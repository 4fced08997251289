"""`kneewise evidence certainty`: what the domains of GRADE rest on, computed; the judgements are the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_or_source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.cli.evidence_question import Question
    from kneewise.cli.outputs import Outputs
    from kneewise.evidence.certainty import Certainty

EXAMPLE = """\b
Examples:
  kneewise evidence certainty trials.csv --better lower --margin 1.5
  kneewise evidence certainty --outcome pain --product cultured-marrow-autologous \\
    --judge 'imprecision=very serious' --judge inconsistency=none
\b
A row is a comparison, as for multiverse. Columns `risk_of_bias` (low, some, high), `randomised` (true, false) and
`product` are used where there are any. Of several months of a trial the latest counts.
"""


@click.command(short_help="What certainty rests on; the judgements are yours.", epilog=EXAMPLE + EXIT_STATUSES)
@click.option("--outcome", "domain", metavar="DOMAIN", help="Shipped trials: pain, function, total-score, structure.")
@click.option("--product", "products", multiple=True, metavar="NAME", help="The product that is asked about.")
@click.option("--comparator", "comparators", multiple=True, metavar="NAME", help="Shipped trials: only against this.")
@click.option("--mixed", is_flag=True, help="Pool whatever products there are.")
@click.option("--measure", metavar="NAME", help="Effect measure: MD, SMD, RR ...")
@click.option("--better", type=click.Choice(["lower", "higher"]), help="Which direction is good.")
@click.option("--margin", "margins", multiple=True, metavar="VALUE", help="Smallest difference that matters, above 0.")
@click.option("--tau2", default="REML", show_default=True, help="Estimator of the variance between trials.")
@click.option("--interval", default="knapp-hartung-floor", show_default=True, help="Interval of the pooled effect.")
@click.option("--judge", "judged", multiple=True, metavar="DOMAIN=WORD",
              help="Your judgement of a domain: none, serious, very serious.")  # fmt: skip
@shipped_or_source_and_outputs
def certainty(*, outputs: Outputs, measure: str | None, judged: tuple[str, ...], **options: Any) -> None:
    """Compute what the five domains of GRADE rest on: bias, inconsistency, indirectness, imprecision, publication.

    Nothing is judged here: a level comes out only when you have given all five judgements.
    """
    from kneewise.cli.evidence_question import ask, said_margins
    from kneewise.report.evidence.certainty import certainty_title, present_certainty

    question = ask(outputs, {**options, "measures": () if measure is None else (measure,)})
    table = _weigh(question, {**options, "judged": judged})
    deliver(
        outputs,
        title=certainty_title(outputs.lang),
        document=table,
        rows={
            "domain": [domain for domain, _ in table.judgements],
            "judgement": [word for _, word in table.judgements],
        },
        sections=[present_certainty(table, outputs.lang, margin_notes=said_margins(question, outputs.lang))],
        told=question.told,
    )


def _weigh(question: Question, options: Mapping[str, Any]) -> Certainty:
    import numpy as np

    from kneewise.evidence.certainty import weigh_certainty
    from kneewise.evidence.paths import LATEST, time_choices

    columns = question.columns
    name = next(iter(question.effects))
    rows = np.ones(len(columns["study"]), dtype=bool)
    if "months" in columns:
        rows = time_choices(columns["months"], columns["study"].tolist())[LATEST]
    products = columns["product"][rows].tolist() if "product" in columns else None
    asked = options["products"][0] if len(options["products"]) == 1 else None
    return weigh_certainty(
        question.effects[name][rows],
        question.variances[name][rows],
        better=question.better,  # type: ignore[arg-type]
        margin=question.margins.get(name),
        n=columns["n1"][rows] + columns["n2"][rows] if {"n1", "n2"} <= set(columns) else None,
        sd=_spread(question, name, rows),
        risks=columns["risk_of_bias"][rows].tolist() if "risk_of_bias" in columns else None,
        randomised=_truths(columns["randomised"][rows].tolist()) if "randomised" in columns else None,
        products=products,
        product=asked,
        judgements=dict(_judgement(each) for each in options["judged"]),
        tau2=options["tau2"],
        interval=options["interval"],
    )


def _spread(question: Question, name: str, rows: Any) -> float | None:
    """Spread of the comparators, the median of the trials; of a standardised difference 1."""
    import numpy as np

    if name.startswith("SMD"):
        return 1.0
    if name != "MD" or "sd2" not in question.columns:
        return None
    known = question.columns["sd2"][rows]
    known = known[np.isfinite(known)]
    return float(np.median(known)) if len(known) else None


def _truths(cells: list[Any]) -> list[bool | None]:
    from kneewise.cli.table_kinds import FALSE, TRUE

    def truth(cell: Any) -> bool | None:
        word = str(cell).lower().removesuffix(".0")
        return True if word in TRUE else False if word in FALSE else None

    return [truth(each) for each in cells]


def _judgement(text: str) -> tuple[str, str]:
    domain, found, word = text.partition("=")
    if not found:
        raise click.UsageError(f"--judge {text}: give a domain and a word, as imprecision=serious.")
    return domain.strip(), word.strip()
