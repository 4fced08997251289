"""What a command is told of a dose trial: patients with dose and response, or what a paper prints of each dose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kneewise.cli.score_tables import ScoreTable
    from kneewise.outcomes.dose.arms import DoseArms
    from kneewise.outcomes.dose.candidates import Better
    from kneewise.outcomes.instruments.definition import Part

    Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseTrial:
    """A dose trial as it was given.

    dose, response : shape (n,), of the patients; None where a paper's figures were given
    better : which response is benefit
    """

    arms: DoseArms
    better: Better
    dose: Floats | None
    response: Floats | None
    told: tuple[str, ...]
    of_cases: bool


def read_trial(source: str, options: dict[str, Any], part: Part | None) -> DoseTrial:
    """Read patients, or figures by dose where the option --mean is given."""
    if options["mean"] is not None:
        return _figures(source, options)
    if options["response"] is not None:
        return _responses(source, options)
    return _improvements(source, options, part)


def _figures(source: str, options: dict[str, Any]) -> DoseTrial:
    """One row a dose: mean with deviation and number, or with standard error."""
    from kneewise.cli.persons import need_columns
    from kneewise.cli.source import read_source
    from kneewise.cli.table_kinds import Wanted
    from kneewise.outcomes.dose.arms import arms_from_estimates, arms_from_summaries

    names = {name: options[name] for name in ("mean", "sd", "n", "se") if options[name] is not None}
    if set(names) not in ({"mean", "sd", "n"}, {"mean", "se"}):
        raise click.UsageError("--mean: give --sd and --n beside it, or --se.")
    columns = {"dose": options["dose"] or "dose", **names}
    wanted = [Wanted(name=name, kind="number", must=False) for name in columns.values()]
    table = read_source(source, "scores", wanted)
    need_columns(table, {f"--{option}": name for option, name in columns.items()})
    found = {option: table.columns[name].astype(np.float64) for option, name in columns.items()}
    if "se" in found:
        arms = arms_from_estimates(found["dose"], found["mean"], np.diag(found["se"] ** 2))
    else:
        arms = arms_from_summaries(found["dose"], found["n"], found["mean"], found["sd"])
    return DoseTrial(arms=arms, better=options["better"] or "higher", dose=None, response=None, told=table.told,
                     of_cases=False)  # fmt: skip


def _responses(source: str, options: dict[str, Any]) -> DoseTrial:
    """One row a patient, with the response in a column."""
    from kneewise.cli.persons import need_columns, number_column, persons_of
    from kneewise.cli.score_tables import read_scores
    from kneewise.cli.table_kinds import Wanted

    wanted = [Wanted(name=options["response"], kind="number", must=False)]
    table = read_scores(source, options, visits=False, wanted=wanted)
    need_columns(table.everybody, {"--response": options["response"], **_about(options, table)})
    persons = persons_of(table.everybody, table.subject, [])
    if persons.n < table.everybody.n_rows:
        raise click.UsageError(f"{table.subject}: a person stands in several rows; --response needs one a person.")
    return _trial(
        table.everybody.columns,
        number_column(table.everybody, options["response"]),
        None,
        options,
        table,
        better=options["better"] or "higher",
        told=(),
    )


def _improvements(source: str, options: dict[str, Any], part: Part | None) -> DoseTrial:
    """Scores before and after: the response is the improvement, above 0 where better."""
    from kneewise.cli.criteria import better_end
    from kneewise.cli.score_pairs import read_pairs
    from kneewise.outcomes.responders.criterion import improvement

    better = better_end(options["better"], part, wanted_for="scores before and after")
    pairs = read_pairs(source, options, part, constant=lambda table: _about(options, table))
    response = improvement(pairs.before, pairs.after, better=better)
    baseline = pairs.before if options["adjust_baseline"] else None
    told = (*pairs.told, f"response: improvement in points ({better} scores are better)"
            + (", adjusted for baseline" if options["adjust_baseline"] else ""))  # fmt: skip
    return _trial(pairs.columns, response, baseline, options, pairs.table, better="higher", told=told)


def _about(options: dict[str, Any], table: ScoreTable) -> dict[str, str]:
    """Options and columns that say something of a patient: dose and covariates."""
    dose = options["dose"] or ("dose_million_cells" if table.rows.of_cases else "dose")
    return {"--dose": dose} | {f"--covariate ({place})": name for place, name in enumerate(options["covariates"], 1)}


def _trial(
    columns: Any,
    response: Floats,
    baseline: Floats | None,
    options: dict[str, Any],
    table: ScoreTable,
    *,
    better: Better,
    told: tuple[str, ...],
) -> DoseTrial:
    from kneewise.outcomes.dose.arms import arms_from_patients

    name = next(iter(_about(options, table).values()))
    given = columns[name]
    if given.dtype.kind not in "biuf":
        raise click.UsageError(f"--dose {name}: its cells are text; a dose is a number.")
    dose, lines = _planned(given.astype(np.float64), options["doses"])
    covariates: dict[str, Sequence[object]] = {each: columns[each].tolist() for each in options["covariates"]}
    if baseline is not None:
        covariates = {"baseline": baseline.tolist(), **covariates}
    arms = arms_from_patients(dose, response, covariates=covariates)
    return DoseTrial(
        arms=arms,
        better=better,
        dose=dose,
        response=response,
        told=(*table.told, *told, *lines),
        of_cases=table.rows.of_cases,
    )


def _planned(dose: Floats, planned: str | None) -> tuple[Floats, tuple[str, ...]]:
    """Put measured doses to the nearest planned one, by ratio; a dose of 0 stays."""
    if planned is None:
        return dose, ()
    try:
        doses = np.array(sorted({float(each) for each in planned.split(",")}))
    except ValueError:
        raise click.UsageError("--doses: give the planned doses as 0,1,10,50.") from None
    if (doses < 0).any() or not (doses > 0).any():
        raise click.UsageError("--doses: planned doses are 0 or above, and one at least is above 0.")
    above = doses[doses > 0]
    known = np.isfinite(dose) & (dose > 0)
    nearest = above[np.abs(np.log(dose[known])[:, None] - np.log(above)).argmin(axis=1)]
    moved = int(np.sum(nearest != dose[known]))
    taken = dose.copy()
    taken[known] = nearest
    return taken, (f"{moved:,} doses taken as the nearest planned one",) if moved else ()
