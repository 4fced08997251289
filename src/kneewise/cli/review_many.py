"""`kneewise review FOLDER`: verdicts of many cases to a file, counts to the terminal or a page, the worst in full."""

from __future__ import annotations

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from kneewise.review.many import ManyReview, review_many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kneewise.case.sets import Rejected
    from kneewise.policy.program import Program
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer, Part
    from kneewise.review.kits import LicenceBook

_STAGES = {
    "read": "reading documents into tables",
    "check": "checking the tables",
    "labels": "reading labels and permits",
    "peers": "figures over the set",
}


class Progress:
    """Tells of long work on standard error: a line that moves on a terminal, else nothing before five seconds."""

    def __init__(self) -> None:
        self._live = sys.stderr.isatty()
        self._since = self._told = monotonic()
        self._written = False

    def stage(self, name: str) -> None:
        """Say what is being done now."""
        self._say(_STAGES.get(name, name))

    def cases(self, done: int, of: int) -> None:
        """Say how many cases are done."""
        self._say(f"{done:,} of {of:,} cases reviewed")

    def end(self) -> None:
        """Leave the line."""
        if self._written and self._live:
            click.echo("\r\x1b[K", nl=False, err=True)

    def _say(self, text: str) -> None:
        now = monotonic()
        if self._live:
            click.echo(f"\r\x1b[K{text} ({now - self._since:.0f} s)", nl=False, err=True)
            self._written = True
        elif now - self._told > 5:
            click.echo(f"{text} ({now - self._since:.0f} s)", err=True)
            self._told = now


def review_tables(
    cases: str,
    program: Program,
    licences: LicenceBook,
    *,
    out: str | None,
    findings: str | None,
    html: str | None,
    wishes: Sequence[str],
    parts: Sequence[Part],
    skip_bad: bool,
    trusted: bool,
    form: Any,
    lang: Lang,
    verbose: bool,
) -> tuple[int, int, list[Rejected]]:
    """Review a folder of tables, or a large file of documents by way of tables.

    Returns the number of cases, of cases kept by the wishes, and what was set aside. Raises BadInput.
    """
    from kneewise.cli.review_page import MOST_CARDS
    from kneewise.cli.review_terminal import FEW, WORST

    progress = Progress()
    target = None if out in (None, "-") else Path(str(out))
    with ExitStack() as stack:
        folder = Path(cases)
        rejected: list[Rejected] = []
        if not folder.is_dir():
            progress.stage("read")
            folder, rejected = _as_tables(cases, form, stack, skip_bad=skip_bad)
        many = stack.enter_context(
            review_many(
                folder, program, licences, wishes=wishes, skip_bad=skip_bad, check=not trusted, tell=progress.stage,
                beside=next((Path(each).parent for each in (out, findings) if each not in (None, "-")), None),
            )
        )  # fmt: skip
        to_file = out is not None or findings is not None
        wanted = MOST_CARDS if html else 0 if to_file else max(WORST, FEW)
        worst = _pass_over(
            many,
            out,
            target,
            findings=None if findings is None else Path(findings),
            worst=wanted,
            counts=html is not None or not to_file,
            each_range=progress.cases,
        )
        progress.end()
        rejected += _rejected(many) if skip_bad else []
        _show(many, worst, html=html, to_file=to_file, lang=lang, parts=parts, verbose=verbose)
        return many.run.opened.n_cases, many.funnel.n_cases, rejected


def _as_tables(cases: str, form: Any, stack: ExitStack, *, skip_bad: bool) -> tuple[Path, list[Rejected]]:
    """Write a large file of documents as tables that are gone afterwards."""
    from kneewise.case.sets import Rejected
    from kneewise.case.tables import write_tables
    from kneewise.errors import BadInput
    from kneewise.review.stream import stream_cases

    rejected: list[Rejected] = []

    def good() -> Iterator[Any]:
        for each in stream_cases(cases, form=form):
            if not isinstance(each, Rejected):
                yield each
            elif skip_bad:
                rejected.append(each)
            else:
                raise BadInput(each.problems)

    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kneewise-"))) / "tables"
    write_tables(good(), folder)
    return folder, rejected


def _pass_over(
    many: ManyReview,
    out: str | None,
    target: Path | None,
    *,
    findings: Path | None,
    worst: int,
    counts: bool,
    each_range: Callable[[int, int], None],
) -> list[CaseAnswer]:
    if out is None or (target is not None and target.suffix.lower() in (".csv", ".parquet")):
        return many.pass_over(verdicts=target, findings=findings, each_range=each_range, worst=worst, counts=counts)
    from kneewise.cli.streams import utf8_output
    from kneewise.review.output import JsonWriter, place_whole

    lines = target is not None and target.suffix.lower() == ".jsonl"
    if target is None:
        with JsonWriter(utf8_output(), lines=lines) as writer:
            return many.pass_over(
                findings=findings, with_answers=writer.add, each_range=each_range, worst=worst, counts=counts
            )
    with (
        place_whole(target) as beside,
        beside.open("w", encoding="utf-8", newline="") as stream,
        JsonWriter(stream, lines=lines) as writer,
    ):
        return many.pass_over(
            findings=findings, with_answers=writer.add, each_range=each_range, worst=worst, counts=counts
        )


def _rejected(many: ManyReview) -> list[Rejected]:
    from kneewise.review.stream import rejected_rows

    return rejected_rows(many.run.connection)


def _show(
    many: ManyReview,
    worst: list[CaseAnswer],
    *,
    html: str | None,
    to_file: bool,
    lang: Lang,
    parts: Sequence[Part],
    verbose: bool,
) -> None:
    if html is None and to_file:
        return
    from kneewise.report.summary_of_many import summarise_funnel

    summary = summarise_funnel(many.funnel, many.program)
    if html is not None:
        from kneewise.cli.review_page import write_page_of

        write_page_of(html, summary, worst, many.program.says, lang=lang, parts=parts)
        return
    from kneewise.cli.review_terminal import show_summary_and_worst

    show_summary_and_worst(summary, worst, many.program.says, lang=lang, parts=parts, verbose=verbose)
