"""From a table or arrays to trials, of contrasts or of arms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from kneewise.errors import BadValues
from kneewise.evidence.networks.arms import Arms, trials_from_events, trials_from_means
from kneewise.evidence.networks.contrasts import TOLERANCE, trials_from_contrasts
from kneewise.evidence.taken import join_labels, same_lengths, take_labels, take_numbers

if TYPE_CHECKING:
    from collections.abc import Collection

    from kneewise.columns import Table
    from kneewise.evidence.networks.arms import BinaryMeasure, MeanMeasure
    from kneewise.evidence.networks.trials import Trials

EVENT_MEASURES = ("OR", "RR", "RD")
MEAN_MEASURES = ("MD", "SMD", "SMD-COHEN")


def read_trials(
    table: Table | None,
    *,
    study: Any,
    treatment: Any = None,
    treatment_1: Any = None,
    treatment_2: Any = None,
    effect: Any = None,
    se: Any = None,
    events: Any = None,
    mean: Any = None,
    sd: Any = None,
    n: Any = None,
    measure: str | None = None,
    tolerance: float = TOLERANCE,
    correlated: Collection[str] = (),
) -> Trials:
    """Take the columns that the form of the table asks for; arguments as in `network`."""
    trial, studies = take_labels(table, study, "study")
    _check_correlated(correlated, studies)
    if treatment is not None:
        if correlated:
            raise BadValues("correlated: found with arms; allowed: with contrasts, whose standard errors carry it")
        arms = read_arms(table, study, treatment)
        return _read_figures(table, arms, events=events, mean=mean, sd=sd, n=n, measure=measure)
    one, two, treatments = join_labels(
        take_labels(table, treatment_1, "treatment_1"), take_labels(table, treatment_2, "treatment_2")
    )
    y, s = take_numbers(table, effect, "effect"), take_numbers(table, se, "se")
    same_lengths(study=trial, treatment_1=one, treatment_2=two, effect=y, se=s)
    return trials_from_contrasts(
        trial, one, two, y, s, studies=studies, treatments=treatments, tolerance=tolerance, correlated=correlated
    )


def read_arms(table: Table | None, study: Any, treatment: Any) -> Arms:
    """Take the columns that say which arm a row is."""
    trial, studies = take_labels(table, study, "study")
    arm, treatments = take_labels(table, treatment, "treatment")
    same_lengths(study=trial, treatment=arm)
    return Arms(trial, arm, studies, treatments)


def _read_figures(
    table: Table | None, arms: Arms, *, events: Any, mean: Any, sd: Any, n: Any, measure: str | None
) -> Trials:
    number = take_numbers(table, n, "n")
    if (events is None) == (mean is None):
        raise BadValues("arms: found neither or both of events and mean; allowed: events and n, or mean, sd and n")
    allowed = MEAN_MEASURES if events is None else EVENT_MEASURES
    if measure is not None and measure not in allowed:
        raise BadValues(f"measure: found {measure!r}; allowed for these columns: {', '.join(allowed)}")
    chosen = measure or allowed[0]
    if events is not None:
        x = take_numbers(table, events, "events")
        same_lengths(study=arms.study, events=x, n=number)
        return trials_from_events(arms, x, number, measure=cast("BinaryMeasure", chosen))
    m, s = take_numbers(table, mean, "mean"), take_numbers(table, sd, "sd")
    same_lengths(study=arms.study, mean=m, sd=s, n=number)
    return trials_from_means(arms, m, s, number, measure=cast("MeanMeasure", chosen))


def _check_correlated(correlated: Collection[str], studies: tuple[str, ...]) -> None:
    if strange := [name for name in correlated if name not in studies]:
        raise BadValues(f"correlated: found {strange[0]!r}, which no row has as its study; allowed: names of trials")
