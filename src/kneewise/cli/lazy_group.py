"""A group whose commands are imported only when they are called: the help needs their names and lines alone."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Mapping


class Entry(NamedTuple):
    """Where a command is written, and its line in the help: known without importing it."""

    module: str
    name: str
    line: str


class LazyGroup(click.Group):
    """A group over a table of entries, in the table's order; a mistyped command names the nearest."""

    entries: Mapping[str, Entry] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = getattr(import_module(entry.module), entry.name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.entries and not args[0].startswith("-"):
            ctx.fail(f"there is no command {args[0]!r}{self._nearest(args[0])}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        if self.entries:
            with formatter.section("Commands"):
                formatter.write_dl([(name, entry.line) for name, entry in self.entries.items()])

    def _nearest(self, word: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(word, self.entries, n=1)
        return f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(self.entries)}"
