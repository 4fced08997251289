"""The page of the shipped trials, made of their tables: `python -m kneewise.evidence.reference`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.evidence.products import products
from kneewise.evidence.shipped import shipped_trials
from kneewise.evidence.trial_rows import flags

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kneewise.evidence.records import Source, Study, Trials

_INTRODUCTION = """\
# The trials that come with Kneewise

{studies} studies, {arms} of their groups, {outcomes} outcome figures, {events} of events, {findings} findings in words,
and {reviews} pooled numbers of reviews, read in public pages up to November 2026. `kneewise evidence studies` chooses
among them and writes them as tables; `kneewise.evidence.shipped_trials()` gives them as records. This page is made by
`python -m kneewise.evidence.reference`.

- **Facts as printed.** A misprint is carried and flagged, never repaired. A flag that makes a figure unusable (an arm
  without a name, an interval that misses its estimate) keeps it out of every comparison; others are told beside it.
- **Every row has its source**: a DOI, PubMed or registry number where the page showed one, the page, the place in it,
  and how much was read (full text, a table, an abstract, a registry, another paper's table).
- **How it was read**: at the publisher, in a library of record, in a registry or a copy of one, in an index of
  abstracts, as a repost on somebody's page, or on a mirror, whose address is not kept: the page it copies is named.
- **Not here**: the inputs of the Cochrane review of 2025 (CD013342). Studies known from its list alone stand without
  numbers, and mostly without a product.
- **Nobody's judgement**: the risk of bias is empty. What the pages state (randomised, blinding, registration, design)
  can be filtered by; your own judgements are given with `--judged`.
"""


def trials_reference() -> str:
    """Make the page."""
    trials = shipped_trials()
    counts = {name: len(getattr(trials, name)) for name in trials.__slots__}
    return "\n".join(
        [
            _INTRODUCTION.format(**counts),
            "## Products\n\nOf what a figure is. Figures of two products are not pooled unless each is named.\n",
            *_table(("name", "English", "Korean", "what it is"), (
                (f"`{each.product}`", each.words["en"], each.words["ko"], each.note or "")
                for each in products().values()
            )),
            "\n## Flags\n\nWhat is wrong with a row as printed.\n",
            *_table(("flag", "meaning", "rows"), (
                (f"`{name}`", words["en"], str(_flagged(trials, name))) for name, words in flags().items()
            )),
            "\n## Studies\n",
            *_table(("study", "product", "against", "design", "blinding", "n as stated", "source", "read"), (
                _study(each) for each in trials.studies
            )),
            "",
        ]
    )  # fmt: skip


def _flagged(trials: Trials, flag: str) -> int:
    rows = (each for name in ("studies", "outcomes", "events", "reviews") for each in getattr(trials, name))
    return sum(flag in each.flags for each in rows)


def _study(study: Study) -> tuple[str, ...]:
    return (
        study.study, ", ".join(f"`{each}`" for each in study.products), ", ".join(study.comparators), study.design,
        study.blinding or "", study.n_stated or "", _link(study.source),
        f"{study.source.read_level}, {study.source.read_via}",
    )  # fmt: skip


def _link(source: Source) -> str:
    shown = source.number or "page"
    url = source.url or ""
    if shown.startswith("doi:"):
        url = "https://doi.org/" + shown.removeprefix("doi:")
    return f"[{shown}]({url})" if url else shown


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = ["| " + " | ".join(heads) + " |", "| " + " | ".join("---" for _ in heads) + " |"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return lines


if __name__ == "__main__":
    print(trials_reference(), end="")
