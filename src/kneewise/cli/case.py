"""`kneewise case`: the record of one knee: its schema, an empty one, a check, other forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kneewise.cli.streams import utf8_output

if TYPE_CHECKING:
    from kneewise.case.sources import Form
    from kneewise.case.table_files import TableForm

SET_ASIDE = 4
_FORMS = click.Choice(["yaml", "json", "jsonl"])


@click.group(short_help="Write, check and convert case records.")
def case() -> None:
    """The record of one treated knee: an empty one to fill in, its check, its forms.

    \b
    Example:
      kneewise case new > knee.yaml && kneewise case check knee.yaml
    """


@case.command(short_help="Print the JSON Schema of a case.")
def schema() -> None:
    """Print the JSON Schema of a case.

    \b
    Example:
      kneewise case schema > case.schema.json
    \b
    Exit statuses: 0 done, 2 the command line cannot be taken.
    """
    import json

    from kneewise.case.schema import case_schema

    utf8_output().write(json.dumps(case_schema(), ensure_ascii=False, indent=2) + "\n")


@case.command(short_help="Print an empty case to fill in.")
@click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Language.")
def new(lang: str) -> None:
    """Print an empty case as YAML, with the meaning and the allowed values beside each key.

    \b
    Example:
      kneewise case new --lang ko > knee.yaml
    \b
    Exit statuses: 0 done, 2 the command line cannot be taken.
    """
    from kneewise.case.template import Language, case_template

    utf8_output().write(case_template(cast("Language", lang)))


@case.command(short_help="Read cases and tell what is wrong with them.")
@click.argument("cases")
@click.option("--form", type=_FORMS, help="Form of standard input, or of a file whose ending does not tell.")
def check(cases: str, form: str | None) -> None:
    """Read CASES (a file, a folder of tables, or - for standard input) and tell each problem on a line.

    \b
    Example:
      kneewise case check knee.yaml
    \b
    Exit statuses:
      0  every case can be taken
      1  a case cannot be taken
      2  the command line cannot be taken
      3  the file itself cannot be read
    """
    from kneewise.review.stream import stream_cases

    n_good = n_bad = 0
    for each in stream_cases(cases, form=cast("Form | None", form)):
        if hasattr(each, "problems"):
            n_bad += 1
            for problem in each.problems:
                click.echo(str(problem))
        else:
            n_good += 1
    click.echo(f"{n_good:,} good, {n_bad:,} not", err=True)
    if n_bad:
        click.get_current_context().exit(1)


@case.command(short_help="Write cases in another form.")
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--tables", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True,
              help="Form of the tables, where OUT is a folder.")  # fmt: skip
@click.option("--form", type=_FORMS, help="Form of standard input, or of a file whose ending does not tell.")
@click.option("--skip-bad", is_flag=True, help="Leave out cases that cannot be taken, and go on.")
@click.option("--rejects", metavar="FILE", type=click.Path(dir_okay=False),
              help="Where --skip-bad keeps them, as JSON Lines.")  # fmt: skip
def convert(  # noqa: PLR0917 (click passes them by name)
    source: str, target: str, tables: str, form: str | None, skip_bad: bool, rejects: str | None
) -> None:
    """Write the cases of IN (a file, a folder of tables, or -) to OUT.

    OUT is a file ending in .yaml, .json or .jsonl, - for JSON Lines on standard output, or a
    folder for tables, which must be empty or not there.

    \b
    Examples:
      kneewise case convert claims.yaml claims/
      kneewise case convert claims/ claims.jsonl
    \b
    Exit statuses:
      0  done
      2  the command line cannot be taken
      3  the cases cannot be taken, or OUT cannot be written
      4  done, but some cases were set aside (--skip-bad)
    """
    from kneewise.case.table_writer import write_tables
    from kneewise.cli.set_aside import SetAside
    from kneewise.review.output import write_rejects
    from kneewise.review.stream import stream_cases, write_documents

    if rejects is not None and not skip_bad:
        raise click.UsageError("--rejects is where --skip-bad keeps what it sets aside: give both.")
    if target != "-" and Path(target).resolve() == Path(source).resolve():
        raise click.UsageError("IN and OUT are one place: give each its own.")
    aside = SetAside(stream_cases(source, form=cast("Form | None", form)), skip_bad=skip_bad)
    if target == "-" or Path(target).suffix.lower() in (".yaml", ".yml", ".json", ".jsonl", ".ndjson"):
        n_cases = write_documents(utf8_output() if target == "-" else Path(target), aside.cases())
    else:
        n_cases = write_tables(aside.cases(), target, cast("TableForm", tables))
    if rejects is not None:
        write_rejects(rejects, aside.rejected)
    click.echo(f"{n_cases:,} cases: {target}", err=True)
    if aside.rejected:
        aside.tell(rejects)
        click.get_current_context().exit(SET_ASIDE)
