"""Where a command of figures writes: options, refused before the work, and every file whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kneewise.report.sections import Section
    from kneewise.report.words import Lang

TABLES = (".json", ".csv", ".parquet")
PICTURES = (".svg", ".png")  # of report/pictures/canvas.py, which need not be loaded to check
EXIT_STATUSES = """\b
Exit statuses:
  0    done
  2    the command line cannot be taken
  3    the data cannot be taken, or do not determine what was asked for
  130  stopped by Ctrl-C; nothing half-written is left behind
"""

_FILE = click.Path(dir_okay=False, allow_dash=True)
SHIPPED = ""  # the source of a command that was given none: the trials that come with Kneewise
_SHIPPED_WORDS = {"en": "the trials shipped with Kneewise", "ko": "Kneewise에 수록된 임상시험 자료"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Where results go: what the options --out, --picture, --html and --lang say."""

    source: str
    out: str | None
    picture: str | None
    html: str | None
    lang: Lang

    def check(self) -> None:
        """Refuse before any work what could not be written after it."""
        if self.out not in (None, "-") and Path(str(self.out)).suffix.lower() not in TABLES:
            raise click.UsageError(f"--out {self.out}: its ending must be one of {', '.join(TABLES)}; - prints JSON.")
        if self.picture is not None and Path(self.picture).suffix.lower() not in PICTURES:
            raise click.UsageError(f"--picture {self.picture}: its ending must be one of {', '.join(PICTURES)}.")
        if self.html == "-":
            raise click.UsageError("--html needs a file: a page is not for a terminal.")
        if self.source not in ("-", SHIPPED) and not Path(self.source).exists():
            raise click.UsageError(f"{self.source}: there is no such file or folder.")
        places = [each for each in (self.out, self.picture, self.html) if each is not None and each != "-"]
        check_places_apart([*places, *([self.source] if self.source not in ("-", SHIPPED) else [])])
        for place in places:
            check_folder(place)


def check_places_apart(places: Iterable[str]) -> None:
    """Refuse two places that are one file."""
    resolved = [str(Path(each).resolve()) for each in places]
    if len(set(resolved)) < len(resolved):
        raise click.UsageError("two of the files named are one: give each its own.")


def check_folder(place: str) -> None:
    """Refuse a file in a folder that is not there."""
    if not Path(place).parent.is_dir():
        raise click.UsageError(f"{Path(place).parent}: there is no such folder.")


def source_and_outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the argument SOURCE and the options of `Outputs`; it is called with `outputs`, checked."""
    source = click.argument("source", metavar="SOURCE", type=click.Path(allow_dash=True))
    return source(_with_outputs(command))


def shipped_or_source_and_outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Do the same, with a SOURCE that may be left out: `outputs.source` is then SHIPPED."""
    path = click.Path(allow_dash=True)
    return click.argument("source", metavar="[SOURCE]", default=SHIPPED, required=False, type=path)(
        _with_outputs(command)
    )


def shipped_and_outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of `Outputs` and no SOURCE: it works on what comes with Kneewise."""
    return _with_outputs(command)


def _with_outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    import functools

    @functools.wraps(command)
    def called(
        *arguments: Any,
        out: str | None,
        picture: str | None,
        html: str | None,
        lang: str,
        source: str = SHIPPED,
        **more: Any,
    ) -> Any:
        outputs = Outputs(source=source, out=out, picture=picture, html=html, lang=cast("Lang", lang))
        outputs.check()
        return command(*arguments, outputs=outputs, **more)

    for decorate in (
        click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True,
                     help="Language of terminal, picture and page."),
        click.option("--html", metavar="FILE", type=_FILE, help="Write a page that needs no network."),
        click.option("--picture", metavar="FILE", type=click.Path(dir_okay=False),
                     help="Write the picture: .svg or .png; several have their name added."),
        click.option("--out", metavar="FILE", type=_FILE,
                     help="Write results unrounded: .json, .csv, .parquet; - prints JSON."),
    ):  # fmt: skip
        called = decorate(called)
    return called


def tell(lines: Iterable[str]) -> None:
    """Talk to standard error, a line each: what was left out, what was decided."""
    for line in lines:
        click.echo(line, err=True)


def deliver(
    outputs: Outputs,
    *,
    title: str,
    document: Any,
    rows: Mapping[str, Sequence[Any]],
    sections: Sequence[Section],
    told: Iterable[str] = (),
    source: str | None = None,
    notice: str | None = None,
) -> None:
    """Write results wherever they were asked for; to the terminal where they were asked for nowhere.

    title : of the page, in the language of the outputs
    document : the result for JSON: a dataclass, arrays, mappings (`document.as_document` takes it)
    rows : the result as one table for CSV and Parquet: columns by machine name, unrounded, None where unknown
    sections : the result for people, in the language of the outputs
    told : lines for standard error
    source, notice : on a page, what it was made from and what to know of it; None: as a page of figures says
    """
    from kneewise.cli import table_files

    tell(told)
    written: list[str] = []
    if outputs.out is not None:
        table_files.write_result(outputs.out, document, rows)
        written += [outputs.out] if outputs.out != "-" else []
    pictures = [picture for section in sections for picture in section.pictures]
    if outputs.picture is not None:
        if not pictures:
            click.echo("no picture: these results have none", err=True)
        written += table_files.write_pictures(outputs.picture, pictures)
    if outputs.html is not None:
        _write_page(outputs, title, sections, source, notice)
        written.append(outputs.html)
    if written:
        click.echo("written: " + ", ".join(written), err=True)
    if outputs.out is None and outputs.picture is None and outputs.html is None:
        from kneewise.cli.console import Terminal
        from kneewise.report.section_terminal import present_sections

        present_sections(sections, Terminal(), lang=outputs.lang)


def _write_page(
    outputs: Outputs, title: str, sections: Sequence[Section], source: str | None, notice: str | None
) -> None:
    from kneewise.cli.days import today
    from kneewise.cli.table_files import write_whole
    from kneewise.report.method_page import method_page

    if source is None:
        source = _SHIPPED_WORDS[outputs.lang] if outputs.source == SHIPPED else Path(outputs.source).name
    page = method_page(
        sections, lang=outputs.lang, title=title, source=source, made_on=today().isoformat(), notice=notice
    )
    write_whole(str(outputs.html), page.encode("utf-8"))
