"""The pictures of a comparison of readers: who agrees with whom, and on which boundary they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.outcomes.agreement_words import agreement_word
from kneewise.report.section_cells import fixed, label
from kneewise.report.sections import Picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kneewise.outcomes.agreement.comparison import ReaderComparison, ReaderPair
    from kneewise.outcomes.agreement.two_readers import Kappa
    from kneewise.report.words import Lang


def reader_picture(result: ReaderComparison, lang: Lang) -> Picture:
    """Two readers: their cross-table; more: the kappa of every pair."""
    if len(result.pairs) == 1:
        return _cross_table(result, result.pairs[0], lang)
    return _kappa_matrix(result, lang)


def _cross_table(result: ReaderComparison, pair: ReaderPair, lang: Lang) -> Picture:
    first, second = label(pair.first), label(pair.second)
    names = [label(level) for level in result.levels]
    values = [[n or None for n in row] for row in pair.table]
    texts = [[str(n) if n else "" for n in row] for row in pair.table]

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.matrix import draw_matrix

        draw_matrix(figure, values, texts, rows=names, columns=names, row_name=first, column_name=second)

    same = sum(pair.table[place][place] for place in range(len(names)))
    return Picture(
        name="cross-table",
        title=agreement_word("cross-title", lang, first=first, second=second),
        says=agreement_word("cross-says", lang, same=same, n=pair.n_subjects),
        draw=draw,
        width=4.6,
        height=4.4,
    )


def _kappa_matrix(result: ReaderComparison, lang: Lang) -> Picture:
    readers = [label(reader) for reader in result.readers]
    place = {reader: n for n, reader in enumerate(result.readers)}
    values: list[list[float | None]] = [[None] * len(readers) for _ in readers]
    texts = [[""] * len(readers) for _ in readers]
    said = []
    for pair in result.pairs:
        kappa = _kappa_of(pair)
        shown = "–" if kappa is None else fixed(kappa.estimate, 2)
        for one, two in ((pair.first, pair.second), (pair.second, pair.first)):
            values[place[one]][place[two]] = None if kappa is None else kappa.estimate
            texts[place[one]][place[two]] = f"{shown}\n(n {pair.n_subjects:,})"
        said.append(
            agreement_word("matrix-pair", lang, first=label(pair.first), second=label(pair.second), kappa=shown,
                           n=f"{pair.n_subjects:,}")
        )  # fmt: skip
    key = "kappa" if result.weights == "unweighted" else "weighted-kappa"

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.matrix import draw_matrix

        draw_matrix(figure, values, texts, rows=readers, columns=readers, largest=1.0)

    side = 1.4 + 0.95 * len(readers)
    return Picture(
        name="kappa-matrix",
        title=agreement_word("matrix-title", lang, kappa=agreement_word(key, lang)),
        says=agreement_word("matrix-says", lang, pairs="; ".join(said)),
        draw=draw,
        width=max(4.2, side),
        height=max(3.6, side * 0.9),
    )


def _kappa_of(pair: ReaderPair) -> Kappa | None:
    return pair.weighted if pair.weighted is not None else pair.plain


def boundary_picture(result: ReaderComparison, lang: Lang) -> Picture:
    """Each boundary's part of all disagreement, and AC1 of its two sides."""
    names = [
        agreement_word("boundary-name", lang, below=label(each.below), above=label(each.above))
        for each in result.boundaries
    ]
    texts = [f"{fixed(100 * (each.share or 0), 0)}% ({each.n_split:,}/{each.n_pairs:,})" for each in result.boundaries]
    limits = [
        None
        if each.gwet is None or each.gwet.low is None or each.gwet.high is None
        else (each.gwet.low, each.gwet.high)
        for each in result.boundaries
    ]

    def draw(figure: Figure) -> None:
        from kneewise.report.pictures.boundaries import draw_boundaries

        draw_boundaries(
            figure,
            names=names,
            shares=[each.share for each in result.boundaries],
            texts=texts,
            estimates=[None if each.gwet is None else each.gwet.estimate for each in result.boundaries],
            intervals=limits,
            share_name=agreement_word("share-long", lang),
            estimate_name=agreement_word("ac1-sides", lang),
            boundary_name=agreement_word("boundary", lang),
        )

    said = "; ".join(f"{name}: {text}" for name, text in zip(names, texts, strict=True))
    return Picture(
        name="boundaries",
        title=agreement_word("boundaries-title", lang),
        says=agreement_word("boundaries-says", lang, each=said),
        draw=draw,
        height=1.4 + 0.62 * len(names),
    )
