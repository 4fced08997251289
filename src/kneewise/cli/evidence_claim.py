"""`kneewise evidence claim`: what advertisements say, held against the trials, of one product at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.outputs import EXIT_STATUSES, deliver, shipped_and_outputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.cli.outputs import Outputs
    from kneewise.evidence.claims.hold import Held
    from kneewise.report.sections import Section
    from kneewise.report.words import Lang

EXAMPLE = """\b
Examples:
  kneewise evidence claim
  kneewise evidence claim regenerates-cartilage --html claim.html
  kneewise evidence claim lasts-one-to-two-years --product svf
  kneewise evidence claim --text 'Your own cells rebuild the cartilage, proven by law'
\b
Answers are supported, contradicted, not shown or not studied, each of one product, computed from the shipped trials by
the rules that stand below the answer.
"""


@click.command(short_help="What advertisements say, held against the trials.", epilog=EXAMPLE + EXIT_STATUSES)
@click.argument("claim_id", metavar="[CLAIM]", required=False)
@click.option("--text", metavar="TEXT", help="Find the claims that a text makes, by the words they share.")
@click.option("--product", metavar="NAME", help="The product that the claim is made of; see studies --products.")
@click.option("--others", is_flag=True, help="Show on the terminal also what bears on it of other products.")
@shipped_and_outputs
def claim(*, claim_id: str | None, text: str | None, product: str | None, others: bool, outputs: Outputs) -> None:
    """Hold a claim against the evidence: one by its name, those of a text, or all of the catalogue.

    A figure of one product is no evidence of another: what other products have stands apart.
    """
    from kneewise.evidence.claims.hold import hold_all, hold_claim
    from kneewise.report.evidence.claim import claim_title, present_claim, present_claims
    from kneewise.report.evidence.claim_words import claim_word

    if claim_id is not None and text is not None:
        raise click.UsageError("give a CLAIM or a --text, not both.")
    lang = outputs.lang
    if claim_id is not None:
        held = hold_claim(claim_id, product=product)
        with_others = others or outputs.html is not None
        sections = [present_claim(held, lang, margins=_margins(held, lang), with_others=with_others)]
        deliver(outputs, title=claim_title(held, lang), document=held, rows=_rows([held]), sections=sections)
        return
    if text is not None:
        _of_text(text, product, outputs)
        return
    every = hold_all(product=product)
    deliver(
        outputs, title=claim_word("list-title", lang), document=every, rows=_rows(every),
        sections=[present_claims(every, lang)],
    )  # fmt: skip


def _of_text(text: str, product: str | None, outputs: Outputs) -> None:
    from kneewise.evidence.claims.catalogue import shipped_claims
    from kneewise.evidence.claims.hold import hold_claim
    from kneewise.evidence.claims.match import match_claims
    from kneewise.report.evidence.claim import present_claim, present_claims, present_no_match
    from kneewise.report.evidence.claim_words import claim_word

    lang, matches = outputs.lang, match_claims(text)
    every = [hold_claim(each.id, product=product) for each in matches]
    sections: list[Section] = [present_no_match(list(shipped_claims().claims), lang)]
    if matches:
        first = present_claim(every[0], lang, words=matches[0].words, margins=_margins(every[0], lang),
                              with_others=outputs.html is not None)  # fmt: skip
        sections = [present_claims(every, lang, matches=matches), first]
    deliver(
        outputs, title=claim_word("match-title", lang), document={"matches": matches, "held": every}, rows=_rows(every),
        sections=sections,
    )  # fmt: skip


def _margins(held: Held, lang: Lang) -> list[str]:
    from kneewise.evidence.margins import margin_of
    from kneewise.report.evidence.trial_words import domain_word, source_word

    domains = dict.fromkeys(domain for part in held.claim.parts if part.rule == "benefit" for domain in part.domains)
    found = [(domain, margin_of(domain, "MD")) for domain in domains]
    return [
        f"{domain_word(domain, lang)} {margin.on(100.0):g}/100 ({margin.words[lang]}; {source_word(margin.source)})"
        for domain, margin in found
        if margin is not None
    ]


def _rows(every: Sequence[Held]) -> dict[str, list[Any]]:
    """A row a part of a claim of a product."""
    rows: dict[str, list[Any]] = {}
    for held in every:
        for answer in (held.asked, *held.others):
            for number, part in enumerate(answer.parts, 1):
                values = {
                    "claim": held.claim.id, "product": answer.product, "is_asked": answer is held.asked,
                    "claim_answer": answer.answer, "part": number, "says": part.part.says["en"],
                    "implied": part.part.implied, "rule": part.part.rule, "answer": part.answer,
                    "n_pieces": len(part.pieces),
                    "studies": "; ".join(dict.fromkeys(each.study for each in part.pieces)) or None,
                }  # fmt: skip
                for name, value in values.items():
                    rows.setdefault(name, []).append(value)
    return rows
