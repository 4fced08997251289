"""Hold a claim against the evidence, product by product: every part answered by its rule, with what it rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kneewise.errors import BadValues
from kneewise.evidence.claims.catalogue import shipped_claims
from kneewise.evidence.claims.other_pieces import (
    pieces_of_changes,
    pieces_of_doses,
    pieces_of_fewer_events,
    pieces_of_harm,
    pieces_of_records,
)
from kneewise.evidence.claims.pieces import Piece, pieces_of_findings, pieces_of_reviews, pieces_of_trials
from kneewise.evidence.claims.rules import Answer, answer_claim, answer_part
from kneewise.evidence.products import cell_products
from kneewise.evidence.shipped import shipped_trials

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.evidence.claims.catalogue import Catalogue, Claim, Part, Record
    from kneewise.evidence.records import Trials

# Flags of studies whose people are not those that claims are made to.
OTHER_PATIENTS: Final = {"not-osteoarthritis", "not-primary-osteoarthritis", "not-knee-only"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartAnswer:
    """A part of a claim for one product: the answer, and the pieces that it rests on, the deciding ones first."""

    part: Part
    answer: Answer
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductAnswer:
    """What becomes of a claim if it is made of this product, and of each of its parts."""

    product: str
    answer: Answer
    parts: tuple[PartAnswer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A claim held against the evidence.

    asked : of the product it is made of; others : of every other product with anything that bears on it, which is
        their evidence and not this product's
    records : what authorities and registers say, that its parts refer to
    """

    claim: Claim
    asked: ProductAnswer
    others: tuple[ProductAnswer, ...]
    records: tuple[Record, ...]


def hold_claim(
    claim: str | Claim,
    *,
    product: str | None = None,
    trials: Trials | None = None,
    catalogue: Catalogue | None = None,
) -> Held:
    """Hold a claim against the trials by the rules of `claims/rules.py`.

    claim : its identifier in the catalogue, or a claim
    product : the product it is made of; None: the one it is usually made of
    trials, catalogue : None: those that come with Kneewise

    The answers are computed from the rows; none is stored. Raises BadValues for a claim or a product that is not there.
    """
    book = catalogue or shipped_claims()
    if isinstance(claim, str):
        if claim not in book.claims:
            raise BadValues(f"claim: found '{claim}'; allowed: {', '.join(book.claims)}")
        claim = book.claims[claim]
    asked = product or claim.product
    if asked not in cell_products():
        raise BadValues(f"product: found '{asked}'; allowed: {', '.join(cell_products())}")
    rows = trials or shipped_trials()
    others_of_study = {each.study for each in rows.studies if OTHER_PATIENTS & set(each.flags)}
    pieces = [[_weakened(piece, others_of_study) for piece in _pieces(part, rows, book)] for part in claim.parts]
    found = dict.fromkeys(each.product for of_part in pieces for each in of_part)
    others = [name for name in cell_products() if name in found and name != asked]
    keys = dict.fromkeys(key for part in claim.parts for key in part.record.values())
    return Held(
        claim=claim,
        asked=_answer(claim, pieces, asked),
        others=tuple(_answer(claim, pieces, name) for name in others),
        records=tuple(book.records[key] for key in keys),
    )


def hold_all(*, product: str | None = None, trials: Trials | None = None) -> tuple[Held, ...]:
    """Hold every claim of the shipped catalogue."""
    return tuple(hold_claim(each, product=product, trials=trials) for each in shipped_claims().claims.values())


def _pieces(part: Part, trials: Trials, book: Catalogue) -> list[Piece]:
    if part.rule in ("effect", "benefit"):
        numbers = pieces_of_trials(trials, part)
        told = {(each.study, each.product, each.against) for each in numbers}
        words = [
            each for each in pieces_of_findings(trials, part) if (each.study, each.product, each.against) not in told
        ]
        return [*numbers, *words, *pieces_of_reviews(trials, part)]
    if part.rule == "change":
        return [*pieces_of_changes(trials, part), *pieces_of_findings(trials, part), *pieces_of_reviews(trials, part)]
    if part.rule == "order":
        return pieces_of_doses(trials, part)
    if part.rule == "fewer-events":
        return pieces_of_fewer_events(trials, part)
    if part.rule in ("no-events", "rare-serious"):
        return pieces_of_harm(trials, part)
    return pieces_of_records(part, book.records)


def _weakened(piece: Piece, other_patients: set[str]) -> Piece:
    """Let a study of other patients (no osteoarthritis, other joints) speak only weakly."""
    if piece.study not in other_patients or piece.speaks == "neither":
        return piece
    return replace(piece, strong=False, why="other-patients")


def _answer(claim: Claim, pieces: Iterable[list[Piece]], product: str) -> ProductAnswer:
    parts = []
    for part, of_part in zip(claim.parts, pieces, strict=True):
        these = sorted((each for each in of_part if each.product == product), key=_rank)
        answer = answer_part([(each.speaks, each.strong) for each in these])
        parts.append(PartAnswer(part=part, answer=answer, pieces=tuple(these)))
    answer = answer_claim([(each.answer, each.part.implied) for each in parts])
    return ProductAnswer(product=product, answer=answer, parts=tuple(parts))


def _rank(piece: Piece) -> tuple[bool, bool]:
    return (not piece.strong, piece.speaks == "neither")
