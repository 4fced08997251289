"""A multiverse as a section: how many paths end on which side, what turns the answer, and the curve of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.report.evidence.multiverse_words import choice_word, dimension_word, multiverse_word
from kneewise.report.evidence.trial_words import product_word
from kneewise.report.figures import count
from kneewise.report.section_cells import fixed, interval, useful_decimals
from kneewise.report.sections import Column, Grid, Picture, Section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kneewise.evidence.specification_counts import Specification, Turn
    from kneewise.evidence.specifications import Multiverse
    from kneewise.report.pictures.specification_curve import Rows
    from kneewise.report.words import Lang

_TURNS_SAID = 6


def multiverse_title(lang: Lang) -> str:
    """The title of page and section."""
    return multiverse_word("title", lang)


def present_multiverse(
    result: Multiverse, lang: Lang, *, products: Sequence[str] = (), margin_notes: Sequence[str] = ()
) -> Section:
    """Say a multiverse.

    products : of the trials, as they stand in the table
    margin_notes : where the margins come from, a sentence each
    """
    warnings = []
    if len(products) > 1:
        named = ", ".join(product_word(each, lang) for each in products)
        warnings.append(multiverse_word("mixed", lang, products=named))
    most = max(each.k for each in result.specifications)
    if most < 5:
        warnings.append(multiverse_word("few", lang, k=most))
    notes = [multiverse_word("note-method", lang), multiverse_word("note-fixed", lang), *margin_notes]
    if len(products) == 1:
        notes.append(multiverse_word("note-product", lang, product=product_word(products[0], lang)))
    return Section(
        title=multiverse_title(lang),
        found=_found(result, lang),
        warnings=warnings,
        grids=[_choices(result, lang), *([_turns(result, lang)] if result.turns else [])],
        pictures=[curve_picture(result, lang)],
        notes=notes,
        missing=_missing(result, lang),
    )


def _found(result: Multiverse, lang: Lang) -> list[str]:
    counts = result.counts
    ks = [each.k for each in result.specifications]
    same = min(ks) == max(ks)
    said = [multiverse_word("paths-same" if same else "paths", lang, n=count(counts.n), fewest=min(ks), most=max(ks))]
    reference = result.reference
    if reference.estimate is not None and reference.low is not None:
        digits = _digits(result)
        path = ", ".join(choice_word(each, lang) for name, each in reference.path.items() if name != "left out")
        said.append(
            multiverse_word(
                "reference", lang, path=path, estimate=fixed(reference.estimate, digits),
                interval=interval((reference.low, reference.high), lang, digits),
            )
        )  # fmt: skip
    percent = f"{fixed(100 * counts.better / counts.n, 0)}%"
    said.append(
        multiverse_word(
            "zero", lang, n=count(counts.n), better=count(counts.better), percent=percent,
            either=count(counts.either), worse=count(counts.worse),
        )
    )  # fmt: skip
    said.append(
        multiverse_word("estimates", lang, better=count(counts.estimate_better), worse=count(counts.estimate_worse))
    )
    if counts.beyond is not None:
        listed = ", ".join(f"{choice_word(name, lang)} {value:g}" for name, value in result.margins)
        said.append(
            multiverse_word(
                "margin", lang, margins=listed, beyond=count(counts.beyond), about=count(counts.about or 0),
                short=count(counts.short or 0), estimate_beyond=count(counts.estimate_beyond or 0),
            )
        )  # fmt: skip
    said.append(_said_turns(result, lang))
    return said


def _said_turns(result: Multiverse, lang: Lang) -> str:
    if not result.turns:
        return multiverse_word("robust", lang)
    listed = [
        multiverse_word(
            "turn-to", lang, dimension=dimension_word(each.dimension, lang), choice=choice_word(each.choice, lang),
            end=_end(each, result, lang),
        )
        for each in result.turns[:_TURNS_SAID]
    ]  # fmt: skip
    if len(result.turns) > _TURNS_SAID:
        listed.append(multiverse_word("more", lang, n=len(result.turns) - _TURNS_SAID))
    return multiverse_word("turns", lang, n=len(result.turns), choices="; ".join(listed))


def _end(turn: Turn, result: Multiverse, lang: Lang) -> str:
    """What is other than in the reference: the side of zero, else of the margin, else the sign of the estimate."""
    if turn.side != result.reference.side(result.better):
        return multiverse_word(turn.side, lang)
    if turn.reach is not None and turn.reach != result.reference.reach(dict(result.margins), result.better):
        return multiverse_word(f"reach-{turn.reach}", lang)
    sign = "better" if turn.specification.benefit(result.better) > 0 else "worse"
    return multiverse_word(f"sign-{sign}", lang)


def _choices(result: Multiverse, lang: Lang) -> Grid:
    with_margin = result.counts.beyond is not None
    heads = ["dimension", "choice", "n-paths", "n-better", "n-either", "n-worse", *(["n-short"] if with_margin else [])]
    rows = []
    for each in result.choices:
        c = each.counts
        named = (dimension_word(each.dimension, lang), choice_word(each.choice, lang))
        rows.append((*named, c.n, c.better, c.either, c.worse, *([c.short] if with_margin else [])))
    return Grid(
        caption=multiverse_word("by-choice", lang),
        columns=[
            Column(head=multiverse_word(key, lang), form="count" if key.startswith("n-") else "text") for key in heads
        ],
        rows=rows,
    )


def _turns(result: Multiverse, lang: Lang) -> Grid:
    forms = {"k": "count", "estimate": "estimate", "interval": "interval"}
    keys = ("dimension", "choice", "k", "estimate", "interval", "side")
    rows = [
        (
            dimension_word(each.dimension, lang), choice_word(each.choice, lang), each.specification.k,
            each.specification.estimate, (each.specification.low, each.specification.high),
            _end(each, result, lang),
        )
        for each in result.turns
    ]  # fmt: skip
    columns = [Column(head=multiverse_word(key, lang), form=forms.get(key, "text")) for key in keys]  # type: ignore[arg-type]
    return Grid(caption=multiverse_word("turn-table", lang), columns=columns, rows=rows)


def _missing(result: Multiverse, lang: Lang) -> list[str]:
    said = [multiverse_word("same", lang, n=count(result.n_same))] if result.n_same else []
    for why in dict.fromkeys(why for _, why in result.missing):
        n = sum(each == why for _, each in result.missing)
        said.append(multiverse_word("missing", lang, n=count(n), why=multiverse_word(why, lang)))
    return said


def curve_picture(result: Multiverse, lang: Lang) -> Picture:
    """The specification curve of all paths."""
    from kneewise.report.pictures.specification_curve import MOST_DRAWN, Path, draw_specification_curve, height_of

    measures = {each.measure for each in result.specifications}
    margins = dict(result.margins)
    in_margins = len(measures) > 1 and measures <= set(margins)
    rows = _rows(result, lang)
    names = [dimension for dimension, _ in _dimensions(result)]

    def path(each: Specification) -> Path:
        unit = margins[each.measure] if in_margins else 1.0
        return Path(
            estimate=(each.estimate or 0.0) / unit, low=(each.low or 0.0) / unit, high=(each.high or 0.0) / unit,
            side=each.side(result.better), choices=tuple(each.path[name] for name in names),
        )  # fmt: skip

    paths = [path(each) for each in result.specifications]
    one = next(iter(measures))
    axis = "axis-in-margins" if in_margins else "axis"
    margin = 1.0 if in_margins else margins.get(one) if len(measures) == 1 else None
    shown = min(len(paths), MOST_DRAWN)
    under = "paths-axis" if shown == len(paths) else "paths-axis-some"

    def draw(figure: Figure) -> None:
        draw_specification_curve(
            figure, paths, rows, y=multiverse_word(axis, lang, measure=choice_word(one, lang)),
            sides={side: multiverse_word(side, lang) for side in ("better", "either", "worse")},
            margin=None if margin is None else margin * (1.0 if result.better == "higher" else -1.0),
            words=(
                multiverse_word("margin-line", lang),
                multiverse_word(under, lang, n=count(len(paths)), shown=count(shown)),
            ),
        )  # fmt: skip

    return Picture(
        name="specification-curve",
        title=multiverse_word("picture", lang),
        says=" ".join([*_found(result, lang)[-4:], multiverse_word("framed", lang)]),
        draw=draw,
        width=7.6,
        height=height_of(rows),
    )


def _dimensions(result: Multiverse) -> list[tuple[str, tuple[str, ...]]]:
    found: dict[str, dict[str, None]] = {}
    for each in result.choices:
        found.setdefault(each.dimension, {})[each.choice] = None
    return [(dimension, tuple(choices)) for dimension, choices in found.items()]


def _rows(result: Multiverse, lang: Lang) -> Rows:
    from kneewise.report.pictures.specification_curve import Rows

    return Rows(
        dimensions=tuple(
            (dimension_word(dimension, lang), tuple((each, choice_word(each, lang)) for each in choices))
            for dimension, choices in _dimensions(result)
        )
    )


def _digits(result: Multiverse) -> int:
    return useful_decimals([each.estimate or 0.0 for each in result.specifications])
