"""`kneewise outcomes score`: answers of questionnaires scored, or scores that were given checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, Outputs, deliver, source_and_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from kneewise.cli.table_kinds import InputTable
    from kneewise.columns import Codes
    from kneewise.outcomes.instruments.definition import Instrument
    from kneewise.report.outcomes.scored import ScoredInstrument, ScoredPart

EPILOG = f"""\b
Examples:
  kneewise outcomes score forms.csv --instrument KOOS --rule 2012 --arm arm
  kneewise outcomes score wide.csv --instrument KOOS --items-as 'koos_{{item}}_m{{visit}}' --out scores.csv
  kneewise outcomes score cases/ --html scores.html --lang ko
{EXIT_STATUSES}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the command line chose."""

    instrument: str | None
    rule: str | None
    form: str | None
    country: str | None
    parts: tuple[str, ...]
    items_as: str | None
    subject: str
    visit: str | None
    arm: str | None
    missing_codes: tuple[float, ...]


@click.command(epilog=EPILOG)
@source_and_outputs
@click.option("--instrument", metavar="NAME", help="KOOS, KOOS-12, KOOS-PS, 'KOOS JR', WOMAC, 'WOMAC from KOOS', "
              "IKDC, pain, EQ-5D-3L or EQ-5D-5L.")  # fmt: skip
@click.option("--rule", metavar="YEAR", help="Missing rule of KOOS: 2012 (the default) or 1998.")
@click.option("--form", metavar="FORM", help="WOMAC: Likert, VAS or NRS; pain: 'VAS mm', 'VAS cm' or NRS.")
@click.option("--country", metavar="NAME", help="Whose value set of EQ-5D: 'South Korea', ...")
@click.option("--part", "parts", metavar="NAME", multiple=True, help="Only this part; may be given again.")
@click.option("--items-as", metavar="PATTERN", help="How columns of items are named: 'koos_{item}_m{visit}'.")
@click.option("--subject", metavar="COLUMN", default="subject", show_default=True,
              help="Whose form it is, in tables with a row an answer.")  # fmt: skip
@click.option("--visit", metavar="COLUMN", help="Visit of the form; without it the column visit, where there is one.")
@click.option("--arm", metavar="COLUMN", help="Compare by this column; of cases: technology, provider, kit_model, ...")
@click.option("--missing-code", "missing_codes", metavar="NUMBER", type=float, multiple=True,
              help="A number that stands for an item without an answer, as 9; may be given again.")  # fmt: skip
def score(outputs: Outputs, **chosen: Any) -> None:
    """Score questionnaires: each score, how many answers it rests on, and why one is missing.

    SOURCE is a table with a row a form and a column an item (P1, A4, ...), a table with a row an answer
    (columns subject, visit, item, value), or cases, or a table with columns part and score: then the
    scores are there already, and their ranges are checked.
    """
    from kneewise.cli.source import read_source

    choices = Choices(**chosen)
    held = _definition(choices)
    table = read_source(outputs.source, "scores")
    if {"part", "score"} <= set(table.columns):
        _check_given(table, choices, outputs)
    elif held is None:
        raise click.UsageError("--instrument: name the questionnaire whose items the table has.")
    else:
        _score_forms(table, held, choices, outputs)


def _definition(choices: Choices) -> Instrument | None:
    """Find the questionnaire; what the command line names and is not there is its error, not the data's."""
    from kneewise.errors import BadValues
    from kneewise.outcomes.instruments.score import definition_of, instrument_named

    if choices.instrument is None:
        return None
    try:
        entry = instrument_named(choices.instrument)
        held = definition_of(entry.name, form=choices.form, country=choices.country)
        held.rule_named(choices.rule)
        held.parts_named(choices.parts or None)
    except BadValues as error:
        raise click.UsageError(str(error)) from None
    for name in ("rule", "form", "country"):
        if getattr(choices, name) is not None and name not in (*entry.options, *entry.must):
            raise click.UsageError(f"--{name}: {entry.name} has no such choice.")
    return held


def _score_forms(table: InputTable, held: Instrument, choices: Choices, outputs: Outputs) -> None:
    import numpy as np

    from kneewise.cli.score_forms import long_forms, wide_forms
    from kneewise.cli.wide_tables import turn_long
    from kneewise.outcomes.instruments.score import score as score_by_name
    from kneewise.report.outcomes.scored import ScoredInstrument, ScoredPart

    wanted = choices.parts or None
    if choices.items_as is not None:
        of_row = table.columns | {"#form": np.arange(table.n_rows)}  # type: ignore[operator]
        long = turn_long(_with(table, of_row), [choices.items_as], value="value")
        keys = ["#form", *_visit_of(long, choices)]
        forms = long_forms(long, held, wanted, choices.missing_codes, keys=keys)
    elif {"item", "value"} <= set(table.columns):
        _must_have(table, choices.subject, "--subject")
        keys = [choices.subject, *_visit_of(table, choices)]
        forms = long_forms(table, held, wanted, choices.missing_codes, keys=keys)
    else:
        forms = wide_forms(table, held, wanted, choices.missing_codes)
    about = {name: cells for name, cells in forms.about.items() if name != "#form"}
    arm, visit = _labels(about, choices.arm, "--arm"), _labels(about, choices.visit, "--visit", usual="visit")
    made = score_by_name(
        choices.instrument or held.name,
        forms.answers,
        parts=forms.parts if len(held.parts) > 1 else None,
        rule=choices.rule,
        form=choices.form,
        country=choices.country,
    )
    scored = ScoredInstrument(
        held=held,
        parts=[ScoredPart(scores=part, arm=arm, visit=visit) for part in made.parts],
        rule=made.rule,
        missing_codes=choices.missing_codes,
    )
    rows: dict[str, Any] = {name: _as_given(cells) for name, cells in about.items()}
    for part in made.parts:
        name = _column(held.name, part.part)
        rows[name] = part.scores
        rows[f"{name}_answered"] = part.n_answered
        rows[f"{name}_missing"] = [_REASONS[why] for why in part.why.tolist()]
    _deliver(outputs, [scored], rows, (*table.told, *forms.told))


def _check_given(table: InputTable, choices: Choices, outputs: Outputs) -> None:
    from kneewise.cli.given_scores import scores_by_part
    from kneewise.cli.visits import add_visits
    from kneewise.errors import BadValues
    from kneewise.report.outcomes.scored import ScoredInstrument, ScoredPart

    if choices.instrument is None and "instrument" not in table.columns:
        raise click.UsageError("--instrument: name the questionnaire that the scores are of.")
    if "day" in table.columns and not _visit_of(table, choices):
        table = add_visits(table)
    found, told = scores_by_part(table, instrument=choices.instrument, form=choices.form, country=choices.country)
    found = [each for each in found if not choices.parts or each[1].part in choices.parts]
    if not found:
        raise BadValues("\n".join(["found no score of a questionnaire that is held", *told]))
    parts: dict[str, tuple[Instrument, list[ScoredPart]]] = {}
    rows: dict[str, list[Any]] = {name: [] for name in table.columns}
    for held, scores, of_part in found:
        arm = _labels(of_part.columns, choices.arm, "--arm")
        visit = _labels(of_part.columns, choices.visit, "--visit", usual="visit")
        parts.setdefault(held.name, (held, []))[1].append(ScoredPart(scores=scores, arm=arm, visit=visit))
        for name, cells in of_part.columns.items():
            rows[name] += _as_given(cells)
    all_scored = [ScoredInstrument(held=held, parts=each, rule=None) for held, each in parts.values()]
    _deliver(outputs, all_scored, rows, (*table.told, *told))


_REASONS = ("", "no form", "too few answers", "part missing")  # by `Why`


def _deliver(outputs: Outputs, scored: list[ScoredInstrument], rows: dict[str, Any], told: tuple[str, ...]) -> None:
    from kneewise.report.outcomes.score_words import score_word
    from kneewise.report.outcomes.scores import score_section

    document = {
        "questionnaires": [
            {
                "instrument": each.held.name,
                "rule": each.rule,
                "source": None if each.rule is None else each.held.sources[each.rule],
                "notes": each.held.notes,
                "missing_codes": each.missing_codes,
                "groups": [group for part in each.parts for group in part.groups],
            }
            for each in scored
        ],
        "forms": rows,
    }
    sections = [score_section(each, outputs.lang) for each in scored]
    title = score_word("page", outputs.lang)
    deliver(outputs, title=title, document=document, rows=rows, sections=sections, told=told)


def _as_given(cells: NDArray[Any]) -> list[Any]:
    """Give the cells of a column as they were: whole numbers were read as numbers with a point."""
    given: list[Any] = cells.tolist()
    if cells.dtype.kind != "f" or any(each == each and each % 1 for each in given):  # noqa: PLR0124 - NaN
        return given
    return [int(each) if each == each else None for each in given]  # noqa: PLR0124 - NaN


def _visit_of(table: InputTable, choices: Choices) -> list[str]:
    """Name the column of visits, where there is one; one that the command line names has to be there."""
    if choices.visit is not None:
        _must_have(table, choices.visit, "--visit")
    return [name for name in (choices.visit or "visit",) if name in table.columns]


def _labels(about: Mapping[str, NDArray[Any]], name: str | None, option: str, usual: str | None = None) -> Codes | None:
    """Take a column of labels: the one that the option names, else the usual one where it is there."""
    from kneewise.columns import codes

    if name is not None and name not in about:
        raise click.UsageError(
            f"{option} {name}: no such column beside the items; there are: {', '.join(about) or 'none'}"
        )
    label = name or usual
    return codes(about, label) if label is not None and label in about else None


def _must_have(table: InputTable, name: str, option: str) -> None:
    if name not in table.columns:
        raise click.UsageError(f"{option} {name}: no such column; there are: {', '.join(list(table.columns)[:30])}")


def _with(table: InputTable, columns: Any) -> InputTable:
    from dataclasses import replace

    return replace(table, columns=columns)


def _column(instrument: str, part: str) -> str:
    """Name the column of a score: koos_pain, womac_likert_total."""
    name = "_".join("".join(letter if letter.isalnum() else " " for letter in instrument.lower()).split())
    return name if name.endswith(part.lower()) else f"{name}_{part.lower()}"
