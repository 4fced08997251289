"""`kneewise kit`: read and check the label of a kit."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from kneewise.errors import KneewiseError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.device.check import LabelCheck

Language = Literal["en", "ko"]

_WORDS: Final = {
    "en": {"met": "met", "not-met": "NOT MET", "missing": "missing", "not-applicable": "not applicable"},
    "ko": {"met": "충족", "not-met": "불충족", "missing": "자료 없음", "not-applicable": "해당 없음"},
}
_STYLES: Final = {"met": "green", "not-met": "bold red", "missing": "yellow", "not-applicable": "dim"}
_PARTS: Final = {
    "en": ("device", "lot", "serial", "made", "expires"),
    "ko": ("기기식별자", "로트", "일련번호", "제조일", "사용기한"),
}


def _day(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> date | None:
    """Take a day as 2024-03-12; the other forms of ISO 8601 are more often slips than meant."""
    if value is None:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or value != day.isoformat():
        raise click.BadParameter(f"{value!r} is not a day: give it as 2024-03-12.")
    return day


@click.group()
def kit() -> None:
    """Labels and licences of the kits that concentrate marrow."""


@kit.command()
@click.argument("label")
@click.option("--on", metavar="DAY", callback=_day, help="Day of use, for expiry and licence.")
@click.option("--permit", metavar="NO", help="Permit number as printed.")
@click.option("--class", "class_", type=click.IntRange(1, 4), help="Device class, where it is known.")
@click.option(
    "--licences",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV of licences, beside those that come with Kneewise.",
)
@click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Language.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a label, a line each.")
def check(  # noqa: PLR0917 (click passes them by name)
    label: str,
    on: date | None,
    permit: str | None,
    class_: int | None,
    licences: Path | None,
    lang: Language,
    as_json: bool,
) -> None:
    """Check one kit LABEL: GS1 (bracketed or as scanned) or HIBC; '-' takes one a line from standard input.

    \b
    kneewise kit check '(01)08800000000015(17)260131(10)A1' --on 2024-03-12

    Exit status: 0 nothing is not met, 1 something is not met, 2 wrong usage, 3 a file that cannot be taken.
    """
    from kneewise.device.check import check_label
    from kneewise.device.licences import read_licences, shipped_licences

    try:
        known = shipped_licences() + (read_licences(licences) if licences else ())
    except KneewiseError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    well = True
    for text in _labels(label):
        done = check_label(text, on=on, licences=known, permit=permit, class_=class_)
        well = well and done.is_well
        if as_json:
            click.echo(json.dumps({"label": text, **done.as_document()}, ensure_ascii=False))
        else:
            _show(text, done, lang)
    sys.exit(0 if well else 1)


def _labels(given: str) -> Iterable[str]:
    if given != "-":
        yield given
        return
    # Cut at line feeds only: `str.splitlines` would also cut at the separator of GS1 labels (0x1d).
    for line in sys.stdin.buffer:
        if text := line.decode("utf-8", errors="replace").rstrip("\r\n"):
            yield text


def _show(text: str, done: LabelCheck, lang: Language) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    console.print(Text(_visible(text), style="bold"))
    label = done.label
    values = (label.device_identifier, label.lot, label.serial, label.made_on, label.expires_on)
    parts = [f"{name} {value}" for name, value in zip(_PARTS[lang], values, strict=True) if value is not None]
    if parts:
        console.print(Text("  " + " · ".join(parts)))
    grid = Table.grid(padding=(0, 2))
    for _ in range(4):
        grid.add_column(overflow="fold")  # the default cuts letters off Korean lines that have to wrap
    for finding in done.findings:
        says = finding.sentence[lang]
        if finding.note:
            says += " " + finding.note[lang]
        word = Text(_WORDS[lang][finding.result], style=_STYLES[finding.result])
        grid.add_row(Text(" "), word, Text(_visible(says)), Text(f"[{finding.source['key']}]", style="dim"))
    console.print(grid)


def _visible(text: str) -> str:
    """Show the separator by name and other control characters by code: none may reach a terminal."""
    shown = text.replace("\x1d", "<GS>")
    return "".join(letter if letter.isprintable() else f"<{ord(letter):02X}>" for letter in shown)
