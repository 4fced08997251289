"""The pipeline: trials by where their cells come from and by phase, and which of them the products are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.landscape.codes import codes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Trial

# In their order; a trial of two phases has a column of its own, as registries write it.
PHASES = (
    "early-phase-1", "phase-1", "phase-1-2", "phase-2", "phase-2-3", "phase-3", "phase-4", "not-applicable",
    "not-stated",
)  # fmt: skip
RUNNING = ("not-yet-recruiting", "recruiting", "enrolling-by-invitation", "active-not-recruiting", "suspended")
SEVERAL = "several"  # row of trials whose cells come from more than one tissue


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The trials of one source of cells and one phase, twins counted once."""

    tissue: str
    phase: str
    trials: tuple[Trial, ...]

    @property
    def n_running(self) -> int:
        """How many of them had not ended when their record was copied."""
        return sum(each.status in RUNNING for each in self.trials)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """The matrix of trials.

    tissues, phases : its rows and columns, those without a trial left out
    cells : one for each pair that has a trial
    n_trials : trials counted; `n_twins` more are the same trials under another number
    copied_from, copied_until : the days between which the records were copied; None where no copy is dated
    """

    tissues: tuple[str, ...]
    phases: tuple[str, ...]
    cells: tuple[Cell, ...]
    n_trials: int
    n_twins: int
    copied_from: date | None
    copied_until: date | None


def phase_of(trial: Trial) -> str:
    """Give the phase of a trial as one code: "phase-1-2" where it is of both.

    >>> from kneewise.landscape import shipped_landscape
    >>> phase_of(shipped_landscape().by_trial["NCT01733186"])
    'phase-1-2'
    """
    if not trial.phases:
        return "not-stated"
    return "-".join([trial.phases[0], *(each.removeprefix("phase-") for each in trial.phases[1:])])


def once_each(trials: Iterable[Trial]) -> tuple[tuple[Trial, ...], int]:
    """Give trials with one of twins each (the first whose status is told, else the first), and how many were left."""
    kept: dict[str, Trial] = {}
    n_twins = 0
    for trial in trials:
        twin = next((each for each in trial.twins if each in kept), None)
        if twin is None:
            kept[trial.trial] = trial
            continue
        n_twins += 1
        if kept[twin].status is None and trial.status is not None:
            del kept[twin]
            kept[trial.trial] = trial
    return tuple(kept.values()), n_twins


def count_pipeline(
    landscape: Landscape, *, country: str | None = None, running: bool = False, cells_only: bool = False
) -> Pipeline:
    """Count the trials by source of cells and phase.

    country : only trials with a site there
    running : only trials that had not ended when their record was copied
    cells_only : leave out observational studies and products without living cells
    """
    chosen = [
        each for each in landscape.trials
        if country in (None, *each.countries)
        and (not running or each.status in RUNNING)
        and (not cells_only or (each.study_type != "observational" and each.preparation not in ("cell-free", None)))
    ]  # fmt: skip
    trials, n_twins = once_each(chosen)
    groups: dict[tuple[str, str], list[Trial]] = {}
    for trial in trials:
        tissue = trial.tissues[0] if len(trial.tissues) == 1 else SEVERAL if trial.tissues else "not-stated"
        groups.setdefault((tissue, phase_of(trial)), []).append(trial)
    tissues = [each for each in (*codes("tissue"), SEVERAL) if any(tissue == each for tissue, _ in groups)]
    tissues.sort(key=lambda each: (each in (SEVERAL, "not-stated"), -_n_of(groups, each)))
    other = sorted({phase for _, phase in groups} - set(PHASES))  # a pair that no registry has used so far
    phases = [each for each in (*PHASES, *other) if any(phase == each for _, phase in groups)]
    copies = [each.source.dated for each in trials if each.source.dated is not None]
    return Pipeline(
        tissues=tuple(tissues),
        phases=tuple(phases),
        cells=tuple(Cell(tissue=tissue, phase=phase, trials=tuple(groups[tissue, phase]))
                    for tissue in tissues for phase in phases if (tissue, phase) in groups),
        n_trials=len(trials),
        n_twins=n_twins,
        copied_from=min((each.first for each in copies), default=None),
        copied_until=max((each.last for each in copies), default=None),
    )  # fmt: skip


def _n_of(groups: dict[tuple[str, str], list[Trial]], tissue: str) -> int:
    return sum(len(trials) for (each, _), trials in groups.items() if each == tissue)
