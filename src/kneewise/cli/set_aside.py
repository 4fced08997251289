"""Bad cases on their way through a command: refused together, or set aside and told at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kneewise.case.sets import Rejected
from kneewise.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kneewise.case.record import Case

_SHOWN = 20


class SetAside:
    """Lets good cases through and keeps the others; without `skip_bad` they raise BadInput at the end."""

    def __init__(self, stream: Iterator[Case | Rejected], *, skip_bad: bool) -> None:
        self.rejected: list[Rejected] = []
        self._stream = stream
        self._skip_bad = skip_bad

    def cases(self) -> Iterator[Case]:
        """Give the good cases; read to the end before anything is refused, so that all problems are told."""
        for each in self._stream:
            if isinstance(each, Rejected):
                self.rejected.append(each)
            else:
                yield each
        problems = [problem for each in self.rejected for problem in each.problems]
        if problems and not self._skip_bad:
            raise BadInput(problems[:_SHOWN], total=len(problems))

    def tell(self, rejects: str | None) -> None:
        """Tell on standard error what was set aside."""
        tell_rejected(self.rejected, rejects)


def tell_rejected(rejected: Sequence[Rejected], rejects: str | None) -> None:
    """Tell on standard error how many cases were set aside, where they are kept, and the first problems."""
    n_bad = len(rejected)
    place = f": {rejects}" if rejects else ""
    click.echo(f"{n_bad:,} case{'' if n_bad == 1 else 's'} set aside{place}", err=True)
    problems = [problem for each in rejected for problem in each.problems]
    for problem in problems[:_SHOWN]:
        click.echo(f"  {problem}", err=True)
    if len(problems) > _SHOWN:
        hint = "" if rejects else "; --rejects FILE keeps them all"
        click.echo(f"  ... and {len(problems) - _SHOWN:,} more{hint}", err=True)
