"""Pieces of evidence as sentences and rows: what was found, which way it speaks, why, and where it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.evidence.claim_words import SPEAKS, UNITS, WHY, claim_word
from kneewise.report.evidence.trial_words import RESULTS, coded, product_word
from kneewise.report.figures import count
from kneewise.report.section_cells import fixed, interval, useful_decimals
from kneewise.report.sections import Column, Grid
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.claims.hold import ProductAnswer
    from kneewise.evidence.claims.pieces import Piece
    from kneewise.report.words import Lang


def piece_figure(piece: Piece, lang: Lang) -> str:
    """What was found: a number with its interval and unit, or the words."""
    if piece.unit == "share":
        return f"{piece.note}{_bounds(piece, lang)}"
    if piece.words is not None:
        return piece.words[lang]
    if piece.estimate is None or piece.low is None or piece.high is None:
        return str(coded(RESULTS, piece.result, lang) or "")
    digits = min(useful_decimals([piece.estimate, piece.low, piece.high]), 2)
    unit = say(UNITS[piece.unit], lang) if piece.unit in UNITS else str(piece.unit or "")
    limits = interval((piece.low, piece.high), lang, digits)
    return f"{fixed(piece.estimate, digits)} ({limits}) {unit}".strip()


def _bounds(piece: Piece, lang: Lang) -> str:
    if piece.high is None or piece.low is None:
        return ""
    if piece.low == 0.0:
        return f" (≤ {fixed(100 * piece.high, 1)}%)"
    return f" ({interval((100 * piece.low, 100 * piece.high), lang, 1)}%)"


def said_piece(piece: Piece, lang: Lang) -> str:
    """One piece as a sentence."""
    against = "" if piece.against is None else claim_word("against", lang, product=_against(piece, lang))
    what = piece_figure(piece, lang)
    if piece.months is not None:
        what = f"{what}, {piece.months:g} {claim_word('months', lang).lower()}"
    if piece.n is not None and piece.unit != "share":
        what = f"{what}, n {count(piece.n)}"
    return claim_word("deciding", lang, study=piece.study, against=against, what=what, why=say(WHY[piece.why], lang))


def evidence_grid(answers: Sequence[ProductAnswer], lang: Lang, *, others: bool = False) -> Grid:
    """A row a piece: of the product that is asked about, or of the others with their names."""
    heads = [
        "part",
        *(["product"] if others else []),
        "study-against",
        "outcome",
        "n",
        "figure",
        "speaks",
        "why",
        "source",
    ]
    forms = {"part": "label", "n": "count"}
    rows: list[tuple[Any, ...]] = []
    for answer in answers:
        name = product_word(answer.product, lang)
        for number, part in enumerate(answer.parts, 1):
            rows += [(number, *([name] if others else []), *_cells(piece, lang)) for piece in part.pieces]
    return Grid(
        caption=claim_word("evidence-of-others" if others else "evidence", lang),
        columns=[Column(head=claim_word(key, lang), form=forms.get(key, "text")) for key in heads],  # type: ignore[arg-type]
        rows=rows,
    )


def _cells(piece: Piece, lang: Lang) -> tuple[Any, ...]:
    against = _against(piece, lang)
    outcome = piece.outcome
    if piece.months is not None:
        outcome += f", {piece.months:g} {claim_word('months', lang).lower()}"
    speaks = say(SPEAKS[piece.speaks], lang)
    if piece.speaks != "neither" and not piece.strong:
        speaks = claim_word("weakly", lang, speaks=speaks)
    source = piece.source.split("/")[2] if piece.source.startswith("http") else piece.source
    return (
        f"{piece.study} ({against})" if against else piece.study, outcome, piece.n, piece_figure(piece, lang), speaks,
        say(WHY[piece.why], lang), source,
    )  # fmt: skip


def _against(piece: Piece, lang: Lang) -> str:
    return ", ".join(product_word(each, lang) for each in (piece.against or "").split(";") if each)
