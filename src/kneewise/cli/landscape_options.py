"""What the commands of the landscape share: the day, the records, countries and products as they are typed."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kneewise.cli.days import DAY
from kneewise.cli.outputs import SHIPPED, deliver, shipped_and_outputs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kneewise.cli.outputs import Outputs
    from kneewise.landscape.landscape import Landscape
    from kneewise.landscape.records import Product

_SAME_COUNTRY = {"UK": "GB", "KOREA": "KR", "JAPAN": "JP", "USA": "US", "CHINA": "CN", "INDIA": "IN"}


class _Code(click.ParamType[str]):
    """A code of a closed list of the landscape; the list is read when the option is used."""

    def __init__(self, name: str) -> None:
        self.name = name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from difflib import get_close_matches

        from kneewise.landscape.codes import codes

        known = codes(self.name)
        asked = str(value)
        if self.name == "jurisdiction":
            asked = _SAME_COUNTRY.get(asked.upper(), asked.upper())
        if asked not in known:
            near = get_close_matches(asked, known, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            self.fail(f"{value!r} is not known; {hint}There are: {', '.join(known)}.", param, ctx)
        return asked


def code_option(flag: str, name: str, text: str, *, multiple: bool = False) -> Callable[..., Any]:
    """An option that takes a code of one closed list."""
    metavar = "COUNTRY" if name == "jurisdiction" else "CODE"
    return click.option(flag, type=_Code(name), metavar=metavar, help=text, multiple=multiple)


country_option = code_option("--country", "jurisdiction", "Only this country, as KR, JP, US, EU.")
on_option = click.option("--on", type=DAY, metavar="DAY", help="The day asked about.  [default: today]")
known_option = click.option("--known-on", type=DAY, metavar="DAY",
                            help="Count only what could be read by this day.")  # fmt: skip


def landscape_and_outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --records and the options of `Outputs`; it is called with `landscape` and `outputs`."""

    @functools.wraps(command)
    def called(*arguments: Any, records: str | None, outputs: Outputs, **more: Any) -> Any:
        from kneewise.landscape.landscape import read_landscape, shipped_landscape

        if records is None:
            return command(*arguments, landscape=shipped_landscape(), outputs=outputs, **more)
        landscape = read_landscape(Path(records))
        return command(*arguments, landscape=landscape, outputs=replace(outputs, source=records), **more)

    folder = click.Path(exists=True, file_okay=False)
    return click.option("--records", type=folder, metavar="FOLDER",
                        help="Tables of your own instead of those that come with Kneewise.")(
        shipped_and_outputs(called)
    )  # fmt: skip


def day_of(on: date | None) -> date:
    """The day asked about, or today."""
    from kneewise.cli.days import today

    return on or today()


def deliver_records(outputs: Outputs, **results: Any) -> None:
    """Write results as every command of figures does; a page says that it is of records, and of which."""
    from kneewise.report.landscape.result_words import result_word

    source = result_word("shipped", outputs.lang)
    if outputs.source != SHIPPED:
        source = result_word("of-folder", outputs.lang, folder=Path(outputs.source).name)
    deliver(outputs, source=source, notice=result_word("notice", outputs.lang), **results)


def the_product(landscape: Landscape, name: str) -> Product:
    """The product that a name means; where it may mean several, or none, the command is refused with what there is."""
    from kneewise.landscape.search import find_product

    found, others = find_product(landscape, name)
    if found is not None:
        return found
    if others:
        listed = ", ".join(f"{each.product} ({each.developer})" for each in others[:6])
        raise click.UsageError(f"{name!r} may mean several products: {listed}. Give one of these keys.")
    raise click.UsageError(f"no product is called {name!r}; see kneewise landscape products.")
