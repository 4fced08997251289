"""A trial's change over visits by arm, as its report states it: means, differences, tests, and how they were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kneewise.columns import codes
from kneewise.errors import BadValues, NotEstimable
from kneewise.outcomes.repeated_measures.call import mmrm, variable_names
from kneewise.outcomes.repeated_measures.covariance import NoCovariance
from kneewise.outcomes.repeated_measures.formula import read_formula

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from kneewise.outcomes.repeated_measures.estimates import Estimates, JointTest
    from kneewise.outcomes.repeated_measures.result import MmrmResult

DEFAULT_COVARIANCES: Final = ("us", "toeph", "ar1h", "cs")
_MARKS: Final = frozenset("~+-:*^()`[]{}/ ")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeColumns:
    """What the columns of a trial are called.

    response : the change, or the score itself where `is_change` is False
    arm, baseline : None where there is none
    """

    response: str
    subject: str
    visit: str
    arm: str | None = None
    baseline: str | None = None
    covariates: tuple[str, ...] = ()
    is_change: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandoned:
    """A covariance that had no proper estimate, and why."""

    structure: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAnalysis:
    """Change over visits by arm.

    arms : with the reference first; empty where there is one arm only
    n_scores : shape (arms or 1, visits), scores that were used
    means : by arm and visit; differences : from the reference arm, by visit; None with one arm
    differences_test : are all differences zero?  parallel_test : are they the same at every visit? None where there is
        nothing to test, or where too few patients leave a test no degrees of freedom, with a reason then
    abandoned : covariances tried before the one of `fit`
    """

    columns: ChangeColumns
    arms: tuple[Any, ...]
    visits: tuple[Any, ...]
    n_scores: NDArray[np.int64]
    means: Estimates
    differences: Estimates | None
    differences_test: JointTest | None
    parallel_test: JointTest | None
    differences_test_reason: str | None
    parallel_test_reason: str | None
    abandoned: tuple[Abandoned, ...]
    fit: MmrmResult

    def cells(self) -> list[tuple[Any, Any, int]]:
        """Give the arm (None where there is one), the visit and the number of scores of each row of `means`."""
        arms = self.arms or (None,)
        return [
            (arm, visit, int(self.n_scores[place, number]))
            for place, arm in enumerate(arms)
            for number, visit in enumerate(self.visits)
        ]

    def compared(self) -> list[tuple[Any, Any]]:
        """Give the arm and the visit of each row of `differences`."""
        return [(arm, visit) for visit in self.visits for arm in self.arms[1:]]


def analyse_change(
    table: Mapping[str, Any],
    columns: ChangeColumns,
    *,
    formula: str | None = None,
    covariances: Sequence[str] = DEFAULT_COVARIANCES,
    df: str = "kenward-roger-linear",
    vcov: str = "model",
    by_arm: bool = False,
    visits: Sequence[Any] | None = None,
    reference: Any | None = None,
    level: float = 0.95,
) -> ChangeAnalysis:
    """Analyse change over visits.

    table : columns by name, one row a patient and visit after baseline
    formula : the model; without it response ~ arm * visit + baseline * visit + covariates
    covariances : tried in this order, until one has a proper estimate
    by_arm : each arm has a covariance of its own
    visits : their order, where they are text
    reference : the arm that the others are compared with; None: the first

    Raises BadValues for columns that are not there or hold what they should not; NotEstimable where no covariance has
    an estimate, with the reason of each.
    """
    arms = _arms(table, columns, reference)
    order: dict[str, Sequence[Any]] = {} if visits is None else {columns.visit: visits}
    if columns.arm is not None and arms:
        table, order[columns.arm] = _arms_as_text(table, columns.arm, arms)
    if formula is not None:
        _check_formula(formula, table, [str(columns.arm)] if arms else [], columns.visit)
    model = formula or model_of(table, columns, has_arms=bool(arms))
    abandoned: list[Abandoned] = []
    for structure in covariances:
        try:
            fit = mmrm(
                model,
                table,
                subject=columns.subject,
                visit=columns.visit,
                covariance=structure,
                df=df,
                vcov=vcov,
                group=columns.arm if by_arm and arms else None,
                levels=order,
                level=level,
            )
        except NoCovariance as error:
            abandoned.append(Abandoned(structure=structure, why=str(error)))
            continue
        return _analysis(columns, arms, fit, tuple(abandoned))
    raise NotEstimable(". ".join(each.why for each in abandoned))


def model_of(table: Mapping[str, Any], columns: ChangeColumns, *, has_arms: bool) -> str:
    """Write the usual model: arms and baseline may act differently at each visit, covariates alike."""
    several = len(codes(table, columns.visit).levels) > 1
    by_visit = f" * {quoted(columns.visit)}" if several else ""
    terms = [quoted(columns.arm) + by_visit] if has_arms and columns.arm else [by_visit[3:]] if several else ["1"]
    if columns.baseline is not None:
        terms.append(quoted(columns.baseline) + by_visit)
    return f"{quoted(columns.response)} ~ " + " + ".join([*terms, *(quoted(each) for each in columns.covariates)])


def quoted(name: str) -> str:
    """Put a name into a formula: in backticks where it holds signs."""
    return f"`{name}`" if _MARKS & set(name) or not (name[:1].isalpha() or name[:1] == "_") else name


def _check_formula(formula: str, table: Mapping[str, Any], arm: list[str], visit: str) -> None:
    """Refuse a model of one's own that has no means by arm and visit."""
    several = len(codes(table, visit).levels) > 1
    names = variable_names(read_formula(formula), table)
    lost = [name for name in (*arm, *([visit] if several else [])) if name not in names]
    if lost and set(names) <= set(table):
        raise BadValues(f"formula: found {formula!r} without {lost[0]!r}; allowed: with it, by which means are told")


def _arms(table: Mapping[str, Any], columns: ChangeColumns, reference: Any | None) -> tuple[Any, ...]:
    if columns.arm is None:
        return ()
    known = ~np.isnan(np.asarray(table[columns.response], dtype=np.float64))
    found = codes(table, columns.arm)
    used = set(found.codes[known].tolist())
    arms = [level for place, level in enumerate(found.levels) if place in used]
    if reference is not None:
        if reference not in arms:
            raise BadValues(f"reference: found {reference!r}; allowed: {', '.join(map(str, arms))}")
        arms = [reference, *(arm for arm in arms if arm != reference)]
    return tuple(arms) if len(arms) > 1 else ()


def _arms_as_text(table: Mapping[str, Any], arm: str, arms: Sequence[Any]) -> tuple[Mapping[str, Any], list[str]]:
    """Make text of arms, in the model: doses are arms here, not amounts."""
    found = codes(table, arm)
    names = [f"{level:.15g}" if isinstance(level, float) else str(level) for level in found.levels]
    cells = np.array([*(names[code] if code >= 0 else None for code in found.codes), None], dtype=object)[:-1]
    place = dict(zip(found.levels, names, strict=True))
    return {**table, arm: cells}, [place[level] for level in arms]


def _analysis(
    columns: ChangeColumns, arms: tuple[Any, ...], fit: MmrmResult, abandoned: tuple[Abandoned, ...]
) -> ChangeAnalysis:
    several = len(fit.visits) > 1
    over = [*([str(columns.arm)] if arms else []), *([columns.visit] if several else [])]
    means = fit.means(*over)
    differences: Estimates | None = None
    whole: tuple[JointTest | None, str | None] = (None, None)
    parallel: tuple[JointTest | None, str | None] = (None, None)
    if arms:
        differences = fit.contrasts(over[0], *over[1:], reference=means.labels[0][0])
        if any(reason is None for reason in differences.reasons):
            whole = _tested(fit, differences)
        parallel = _parallel(fit, over)
    return ChangeAnalysis(
        columns=columns,
        arms=arms,
        visits=fit.visits,
        n_scores=_counts(fit, arms, columns),
        means=means,
        differences=differences,
        differences_test=whole[0],
        parallel_test=parallel[0],
        differences_test_reason=whole[1],
        parallel_test_reason=parallel[1],
        abandoned=abandoned,
        fit=fit,
    )


def _tested(fit: MmrmResult, what: Estimates | str) -> tuple[JointTest | None, str | None]:
    """Test, or say why not: in small trials Kenward and Roger's F may fail where each single contrast is known."""
    try:
        return fit.test(what), None
    except NotEstimable as error:
        return None, str(error)


def _parallel(fit: MmrmResult, over: list[str]) -> tuple[JointTest | None, str | None]:
    try:
        return _tested(fit, ":".join(over)) if len(over) > 1 else (None, None)
    except BadValues:  # a model without this term: its arms are parallel by assumption
        return None, None


def _counts(fit: MmrmResult, arms: tuple[Any, ...], columns: ChangeColumns) -> NDArray[np.int64]:
    """Count the scores used by arm and visit."""
    frame = fit._frame
    visit = frame.labels[columns.visit].codes
    arm = frame.labels[str(columns.arm)].codes if arms else np.zeros(len(visit), dtype=np.int64)
    counts = np.zeros((max(1, len(arms)), len(fit.visits)), dtype=np.int64)
    np.add.at(counts, (arm, visit), 1)
    return counts
