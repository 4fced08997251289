"""The pipeline as a section: trials by source of cells and phase."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.landscape.grids import phase_word
from kneewise.report.landscape.pictures import phase_picture, tissue_word
from kneewise.report.landscape.result_words import result_word
from kneewise.report.landscape.shared_words import landscape_word
from kneewise.report.sections import Column, Grid, Section

if TYPE_CHECKING:
    from kneewise.landscape.pipeline import Pipeline
    from kneewise.report.words import Lang


def present_pipeline(found: Pipeline, lang: Lang) -> Section:
    """Show the matrix with its totals, twins counted once."""
    title = result_word("pipeline", lang)
    if not found.cells:
        return Section(title=title, found=[result_word("nothing", lang)])
    said = [result_word("pipeline-found", lang, n=found.n_trials, twins=found.n_twins)]
    if found.copied_from is not None:
        said.append(result_word("pipeline-copied", lang, first=found.copied_from, last=found.copied_until))
    return Section(
        title=title,
        found=said,
        grids=[_matrix(found, lang)],
        pictures=[phase_picture(found, lang)],
        notes=[result_word("pipeline-several", lang), landscape_word("read-in", lang)],
    )


def _matrix(found: Pipeline, lang: Lang) -> Grid:
    cells = {(each.tissue, each.phase): each for each in found.cells}
    columns = [Column(head=landscape_word("tissue", lang))]
    columns += [Column(head=phase_word(each, lang), form="count") for each in found.phases]
    columns += [Column(head=result_word(key, lang), form="count") for key in ("total", "running")]
    rows: list[tuple[Any, ...]] = []
    for tissue in found.tissues:
        own = [each for each in found.cells if each.tissue == tissue]
        counts = [len(cells[tissue, phase].trials) if (tissue, phase) in cells else None for phase in found.phases]
        total, running = sum(len(each.trials) for each in own), sum(each.n_running for each in own)
        rows.append((tissue_word(tissue, lang), *counts, total, running))
    sums = [sum(len(each.trials) for each in found.cells if each.phase == phase) for phase in found.phases]
    rows.append((result_word("total", lang), *sums, found.n_trials, sum(each.n_running for each in found.cells)))
    return Grid(caption=result_word("pipeline", lang), columns=columns, rows=rows)
