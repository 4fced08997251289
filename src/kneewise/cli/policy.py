"""`kneewise policy`: which policies there are, what they say, whether they hold, what a change does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kneewise.cli.streams import utf8_output

if TYPE_CHECKING:
    from rich.console import Console

    from kneewise.report.words import Lang
    from kneewise.review.diff import Difference

_LANG = click.option(
    "--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Language."
)
_KEYS_SHOWN = 5


@click.group(short_help="List, read, check and compare policies.")
def policy() -> None:
    """The rules: dated, cited, one file a policy.

    A NAME is an id of the shipped book (kr/knee-bmac), all below one (kr), a file or a folder.

    \b
    Example:
      kneewise policy explain kr/knee-bmac --lang ko
    """


@policy.command("list", short_help="List policies: id, part, clauses, title.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@_LANG
def list_(names: tuple[str, ...], lang: str) -> None:
    """List policies, a line each: id, part, number of clauses, title. Without a NAME: the shipped book.

    \b
    Example:
      kneewise policy list
    \b
    Exit statuses: 0 done, 2 the command line cannot be taken, 3 a policy cannot be taken.
    """
    from kneewise.policy.book import read_policies

    policies = read_policies(names)
    wide = max(len(each.id) for each in policies)
    for each in policies:
        click.echo(f"{each.id:{wide}}  {each.part:11}  {len(each.clauses):2}  {each.title[lang]}")


@policy.command(short_help="Print policy files as they stand.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
def show(names: tuple[str, ...]) -> None:
    """Print policy files as they stand: TOML, to copy and change.

    \b
    Example:
      kneewise policy show kr/knee-bmac > my-bmac.toml
    \b
    Exit statuses: 0 done, 2 the command line cannot be taken, 3 no such policy.
    """
    from kneewise.errors import BadPolicy
    from kneewise.policy.book import find_policy_files

    for path in find_policy_files(names):
        try:
            utf8_output().write(path.read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            raise BadPolicy(f"{path}: cannot be read as UTF-8 text") from None


@policy.command(short_help="Tell policies in words, for who must judge them.")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@_LANG
def explain(names: tuple[str, ...], lang: str) -> None:
    """Tell policies in words: each clause, its rule, since when, on which source, and how sure that is.

    \b
    Example:
      kneewise policy explain kr/knee-bmac
    \b
    Exit statuses: 0 done, 2 the command line cannot be taken, 3 a policy cannot be taken.
    """
    from kneewise.cli.console import Terminal
    from kneewise.policy.book import read_policies
    from kneewise.policy.catalogue import read_catalogue
    from kneewise.report.policy_view import view_policy
    from kneewise.report.prose import present_policy

    language = cast("Lang", lang)
    words = {name: fact.says for name, fact in read_catalogue().items()}
    console = Terminal()
    for n, each in enumerate(read_policies(names)):
        if n:
            console.rule(style="dim")
        present_policy(view_policy(each, words, language), console, language)


@policy.command(short_help="Look for faults in policies.")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--worked", metavar="FOLDER", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Worked cases: each clause must come out met, not met and missing there.")  # fmt: skip
def check(names: tuple[str, ...], worked: Path | None) -> None:
    """Look for faults in policies. Without a NAME: the shipped book.

    Errors: what the reader refuses, conditions that are never true or never false, clauses that can never
    bind, two versions in force on one day, a figure over the set outside a flag, types that DuckDB sees
    differently. Warnings: sources without a date, days that no version covers, a clause that settles partly
    without a note, one report with confidence high.

    \b
    Example:
      kneewise policy check my-bmac.toml
    \b
    Exit statuses:
      0  no error (there may be warnings)
      1  an error was found
      2  the command line cannot be taken
      3  no such policy
    """
    from kneewise.policy.book import find_policy_files
    from kneewise.policy.lint import lint_files

    paths = find_policy_files(names)
    remarks = lint_files(paths, worked=worked)
    for remark in sorted(remarks, key=lambda each: each.level != "error"):
        click.echo(str(remark))
    n_errors = sum(remark.level == "error" for remark in remarks)
    files = f"{len(paths)} file{'' if len(paths) == 1 else 's'}"
    click.echo(f"{files}: {n_errors} errors, {len(remarks) - n_errors} warnings", err=True)
    if n_errors:
        click.get_current_context().exit(1)


@policy.command(short_help="Tell what a change of policies does to a set of cases.")
@click.argument("old")
@click.argument("new")
@click.option(
    "--cases", required=True, metavar="CASES", help="A file, a folder of tables, or - for standard input."
)
@click.option("--licences", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="CSV of licences, beside those that come with Kneewise.")  # fmt: skip
@click.option(
    "--alone", is_flag=True, help="Compare OLD and NEW by themselves, without the rest of the book."
)
@click.option(
    "--out", metavar="FILE", type=click.Path(dir_okay=False), help="Write all changed cases: .json or .csv."
)
def diff(old: str, new: str, cases: str, licences: str | None, alone: bool, out: str | None) -> None:  # noqa: PLR0917
    """Review the same cases under OLD and under NEW, and tell how many go from what to what.

    Each is an id, a file or a folder; it takes the place of the shipped policies with the same ids, in the
    whole book.

    \b
    Example:
      kneewise policy diff kr/knee-bmac my-bmac.toml --cases claims.jsonl --out changed.csv
    \b
    Exit statuses:
      0  done, whether anything changes or not
      2  the command line cannot be taken
      3  the cases or a policy cannot be taken
    """
    from kneewise.cli.console import Terminal
    from kneewise.policy.program import compile_policies
    from kneewise.review.diff import ENDINGS, compare_answers, read_side, write_difference
    from kneewise.review.kits import licence_book
    from kneewise.review.one import review_cases
    from kneewise.review.run import take_cases

    if out is not None and Path(out).suffix.lower() not in ENDINGS:
        raise click.UsageError(f"--out {out}: its ending must be one of {', '.join(ENDINGS)}.")
    programs = [compile_policies(read_side(name, alone=alone)) for name in (old, new)]
    book = licence_book(licences)
    if cases != "-" and Path(cases).is_dir():
        from kneewise.review.diff_many import compare_tables

        difference = compare_tables(Path(cases), programs, book)
    else:
        taken, _ = take_cases(cases)
        before, after = (review_cases(taken, program, book) for program in programs)
        difference = compare_answers(before, after)
    _show(difference, Terminal())
    if out is not None:
        write_difference(out, difference)
        click.echo(f"{difference.n_changed:,} changed cases: {out}", err=True)


def _show(difference: Difference, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(f"{difference.n_changed:,} of {difference.n_cases:,} cases change.")
    if not difference.transitions:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("cases", justify="right")
    for head in ("what", "before", "after", "which"):
        table.add_column(head, overflow="fold")
    for each in difference.transitions:
        keys = [_visible(key) for key in each.cases[:_KEYS_SHOWN]]
        more = len(each.cases) - len(keys)
        which = ", ".join(keys) + (f" and {more:,} more" if more else "")
        cells = (f"{len(each.cases):,}", each.what, each.before, each.after, which)
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)


def _visible(text: str) -> str:
    """A key comes from outside: no control character of it may reach a terminal."""
    return "".join(letter if letter.isprintable() else f"<{ord(letter):02X}>" for letter in text)
