"""A claim held against the evidence, as a section: the answer, its parts, what they rest on, whose evidence it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.report.evidence.claim_pieces import evidence_grid, said_piece
from kneewise.report.evidence.claim_words import ANSWERS, RULES, claim_word
from kneewise.report.evidence.trial_words import product_word
from kneewise.report.sections import Column, Grid, Picture, Section
from kneewise.report.words import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from kneewise.evidence.claims.hold import Held, PartAnswer, ProductAnswer
    from kneewise.evidence.claims.match import Match
    from kneewise.report.words import Lang


def claim_title(held: Held, lang: Lang) -> str:
    """The title of page and section."""
    return claim_word("title", lang, claim=held.claim.says[lang])


def present_claim(
    held: Held, lang: Lang, *, words: Sequence[str] = (), margins: Sequence[str] = (), with_others: bool = True
) -> Section:
    """Say what becomes of one claim.

    words : by which it was found in a text, if it was
    with_others : whether each piece of other products is shown, beside their answers
    margins : the smallest differences that matter and their sources, a text each
    """
    product = product_word(held.asked.product, lang)
    answer = say(ANSWERS[held.asked.answer], lang)
    found = [claim_word("answer", lang, answer=answer[0].upper() + answer[1:], product=product)]
    found += [_said_part(each, held, lang) for each in held.asked.parts]
    if words:
        found.append(claim_word("matched", lang, words=", ".join(words)))
    notes = [_heard(each, lang) for each in held.claim.heard] + [_record(each, lang) for each in held.records]
    notes.append(claim_word("rules-note", lang))
    if margins:
        notes.append(claim_word("margin-note", lang, margins="; ".join(margins)))
    grids = [_parts(held.asked, lang), evidence_grid([held.asked], lang)]
    if held.others:
        grids.append(_by_product(held, lang))
    if with_others:
        grids.append(evidence_grid(held.others, lang, others=True))
    return Section(
        title=claim_title(held, lang),
        found=found,
        warnings=[claim_word("others-warning", lang)] if held.others else [],
        grids=[each for each in grids if each.rows],
        pictures=[card_picture(held, lang)],
        notes=notes,
    )


def _said_part(part: PartAnswer, held: Held, lang: Lang) -> str:
    answer = say(ANSWERS[part.answer], lang)
    if not part.pieces:
        because = claim_word("nothing-bears", lang)
        number = held.asked.parts.index(part)
        owners = [each.product for each in held.others if each.parts[number].pieces]
        if owners:
            named = ", ".join(product_word(each, lang) for each in owners)
            because += " " + claim_word("only-others", lang, products=named)
        if part.part.rule == "order":
            because += " " + claim_word("not-counted", lang)
        return claim_word("part-said", lang, part=part.part.says[lang], answer=answer, because=because)
    strong = [each for each in part.pieces if each.strong and each.speaks != "neither"]
    shown = strong[:2] or list(part.pieces[:2])
    because = " ".join(said_piece(each, lang) for each in shown)
    if len({each.speaks for each in strong}) > 1:
        one_each = [next(each for each in strong if each.speaks == way) for way in ("for", "against")]
        because = claim_word("conflict", lang) + " " + " ".join(said_piece(each, lang) for each in one_each)
    return claim_word("part-said", lang, part=part.part.says[lang], answer=answer, because=because)


def _parts(asked: ProductAnswer, lang: Lang) -> Grid:
    rows = [
        (
            number, each.part.says[lang], claim_word("implied" if each.part.implied else "said", lang),
            say(RULES[each.part.rule], lang), say(ANSWERS[each.answer], lang),
        )
        for number, each in enumerate(asked.parts, 1)
    ]  # fmt: skip
    heads = ("part", "claim", "said-or-implied", "rule", "answer-head")
    columns = [Column(head=claim_word(key, lang), form="label" if key == "part" else "text") for key in heads]
    return Grid(caption=claim_word("parts", lang), columns=columns, rows=rows)


def _by_product(held: Held, lang: Lang) -> Grid:
    n = len(held.claim.parts)
    heads = [claim_word("product", lang), *(f"{claim_word('part', lang)} {i}" for i in range(1, n + 1))]
    heads.append(claim_word("whole", lang))
    rows = [
        (
            product_word(each.product, lang), *(say(ANSWERS[part.answer], lang) for part in each.parts),
            say(ANSWERS[each.answer], lang),
        )
        for each in (held.asked, *held.others)
    ]  # fmt: skip
    return Grid(caption=claim_word("by-product", lang), columns=[Column(head=each) for each in heads], rows=rows)


def card_picture(held: Held, lang: Lang) -> Picture:
    """The card: answers by product and part."""
    from kneewise.report.pictures.answer_card import CardRow, draw_answer_card, size_of

    rows = [
        CardRow(
            name=product_word(each.product, lang), answers=(*(part.answer for part in each.parts), each.answer),
            asked=each is held.asked,
        )
        for each in (held.asked, *held.others)
    ]  # fmt: skip
    heads = [*(part.says[lang] for part in held.claim.parts), claim_word("whole", lang)]
    words = {answer: say(text, lang) for answer, text in ANSWERS.items()}
    others = ", ".join(f"{row.name}: {words[row.answers[-1]]}" for row in rows[1:]) or "–"
    width, height = size_of(len(rows), heads)

    def draw(figure: Figure) -> None:
        draw_answer_card(figure, rows, heads, words)

    return Picture(
        name="claim-card",
        title=claim_word("picture", lang),
        says=claim_word("picture-says", lang, product=rows[0].name, answer=words[held.asked.answer], others=others),
        draw=draw,
        width=width,
        height=height,
    )


def present_claims(all_held: Sequence[Held], lang: Lang, *, matches: Sequence[Match] = ()) -> Section:
    """List claims with their answers; with matches, those that a text may make, and by which words."""
    by_words = {each.id: ", ".join(each.words) for each in matches}
    counts = {answer: sum(each.asked.answer == answer for each in all_held) for answer in ANSWERS}
    said = ", ".join(f"{say(ANSWERS[answer], lang)} {n}" for answer, n in counts.items() if n)
    heads = ["id", "claim", *(["words"] if matches else []), "product", "answer-head"]
    rows: list[tuple[Any, ...]] = [
        (
            each.claim.id, each.claim.says[lang], *([by_words[each.claim.id]] if matches else []),
            product_word(each.asked.product, lang), say(ANSWERS[each.asked.answer], lang),
        )
        for each in all_held
    ]  # fmt: skip
    title = claim_word("match-title" if matches else "list-title", lang)
    return Section(
        title=title,
        found=[claim_word("list-found", lang, n=len(all_held), counts=said)],
        grids=[Grid(caption=title, columns=[Column(head=claim_word(key, lang)) for key in heads], rows=rows)],
        notes=[claim_word("catalogue-note", lang)],
    )


def present_no_match(ids: Sequence[str], lang: Lang) -> Section:
    """Say that no claim shares a word with a text."""
    title = claim_word("match-title", lang)
    return Section(title=title, found=[claim_word("no-match", lang, ids=", ".join(ids))])


def _heard(heard: Any, lang: Lang) -> str:
    url = claim_word("no-page", lang) if heard.url is None else f", {heard.url}"
    return claim_word("heard", lang, where=heard.where[lang], on=heard.on, url=url)


def _record(record: Any, lang: Lang) -> str:
    facts = "; ".join(each.words[lang] for each in record.facts.values())
    return claim_word(
        "record", lang, title=record.title[lang], on=record.on, facts=facts, via=record.via[lang],
        sources=", ".join(record.sources),
    )  # fmt: skip
