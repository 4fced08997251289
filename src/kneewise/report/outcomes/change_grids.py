"""The tables of a change over visits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kneewise.report.outcomes.change_words import arm_name, change_word
from kneewise.report.outcomes.shared_words import shared_word
from kneewise.report.section_cells import label
from kneewise.report.sections import Column, Grid

if TYPE_CHECKING:
    from kneewise.outcomes.repeated_measures.change import ChangeAnalysis
    from kneewise.outcomes.repeated_measures.estimates import Estimates
    from kneewise.outcomes.repeated_measures.printed import PrintedMeans
    from kneewise.report.words import Lang


def mean_grid(result: ChangeAnalysis, lang: Lang) -> Grid:
    """Least-squares means by arm and visit."""
    several = len(result.visits) > 1
    columns = [
        *([Column(head=shared_word("arm", lang), form="label")] if result.arms else []),
        *([Column(head=shared_word("visit", lang), form="label")] if several else []),
        Column(head=change_word("scores", lang), form="count"),
        Column(head=shared_word("mean", lang), form="estimate"),
        Column(head=shared_word("standard-error", lang), form="estimate"),
        Column(head=shared_word("df", lang), form="estimate", digits=1),
        Column(head=_interval_head(result.means, lang), form="interval"),
    ]
    rows = [
        (
            *([arm] if result.arms else []),
            *([visit] if several else []),
            n,
            *_figures(result.means, row),
            _limits(result.means, row),
        )
        for row, (arm, visit, n) in enumerate(result.cells())
    ]
    return Grid(caption=change_word("means", lang), columns=columns, rows=rows)


def difference_grid(result: ChangeAnalysis, lang: Lang) -> Grid:
    """Differences from the reference arm, visit by visit."""
    found = result.differences
    assert found is not None
    several = len(result.visits) > 1
    columns = [
        Column(head=change_word("compared", lang), form="label"),
        *([Column(head=shared_word("visit", lang), form="label")] if several else []),
        Column(head=shared_word("difference", lang), form="estimate"),
        Column(head=shared_word("standard-error", lang), form="estimate"),
        Column(head=shared_word("df", lang), form="estimate", digits=1),
        Column(head=_interval_head(found, lang), form="interval"),
        Column(head=shared_word("p", lang), form="p"),
    ]
    rows = [
        (arm, *([visit] if several else []), *_figures(found, row), _limits(found, row), float(found.p[row]))
        for row, (arm, visit) in enumerate(result.compared())
    ]
    return Grid(
        caption=change_word("differences", lang, reference=arm_name(result, result.arms[0])), columns=columns, rows=rows
    )


def test_grid(result: ChangeAnalysis, lang: Lang) -> Grid | None:
    """F tests over all visits."""
    tests = (("test-any", result.differences_test), ("test-parallel", result.parallel_test))
    rows = [
        (change_word(key, lang), test.f, f"{test.n_contrasts}, {test.df:.1f}", test.p)
        for key, test in tests
        if test is not None and test.n_contrasts > 1  # one alone is the t test above
    ]
    columns = [
        Column(head=change_word("test", lang)),
        Column(head=change_word("f", lang), form="estimate", digits=2),
        Column(head=change_word("df-pair", lang)),
        Column(head=shared_word("p", lang), form="p"),
    ]
    return Grid(caption=change_word("tests", lang), columns=columns, rows=rows) if rows else None


def covariance_grids(result: ChangeAnalysis, lang: Lang) -> list[Grid]:
    """The fitted covariance over the visits, for each arm where each has its own."""
    fit = result.fit
    matrices = list(fit.covariance) if fit.groups else [fit.covariance]
    columns = [
        Column(head=shared_word("visit", lang), form="label"),
        *(Column(head=label(visit), form="estimate") for visit in fit.visits),
    ]
    captions = [
        change_word("covariance-of", lang, group=label(group)) for group in fit.groups
    ] or [change_word("covariance", lang)]  # fmt: skip
    return [
        Grid(
            caption=caption,
            columns=columns,
            rows=[(visit, *row) for visit, row in zip(fit.visits, matrix.tolist(), strict=True)],
        )
        for caption, matrix in zip(captions, matrices, strict=True)
    ]


def printed_grid(result: PrintedMeans, lang: Lang) -> Grid:
    """Printed means with their intervals."""
    has_arms = any(arm is not None for arm in result.arm)
    has_n = not bool(np.isnan(result.n).all())
    columns = [
        *([Column(head=shared_word("arm", lang), form="label")] if has_arms else []),
        Column(head=shared_word("visit", lang), form="label"),
        *([Column(head=shared_word("n", lang), form="count")] if has_n else []),
        Column(head=shared_word("mean", lang), form="estimate"),
        Column(head=shared_word("standard-error", lang), form="estimate"),
        Column(head=shared_word("interval-of", lang, percent=label(100 * result.level)), form="interval"),
    ]
    rows: list[tuple[Any, ...]] = []
    for row, (arm, visit) in enumerate(zip(result.arm, result.visit, strict=True)):
        lead = (*([arm] if has_arms else []), visit, *([float(result.n[row])] if has_n else []))
        limits = (float(result.lower[row]), float(result.upper[row]))
        rows.append((*lead, float(result.mean[row]), float(result.se[row]), limits))
    return Grid(caption="", columns=columns, rows=rows)


def _figures(table: Estimates, row: int) -> tuple[float, float, float]:
    return float(table.estimate[row]), float(table.se[row]), float(table.df[row])


def _limits(table: Estimates, row: int) -> tuple[float, float]:
    return float(table.lower[row]), float(table.upper[row])


def _interval_head(table: Estimates, lang: Lang) -> str:
    return shared_word("interval-of", lang, percent=label(100 * table.level))
