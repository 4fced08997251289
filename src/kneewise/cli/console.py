"""The terminal to write to."""

from __future__ import annotations

import sys
from typing import NoReturn

from rich.console import Console


class Terminal(Console):
    """Standard output; a reader that goes away is told to `main`, which knows the status to end with."""

    def __init__(self) -> None:
        super().__init__(file=sys.stdout, highlight=False)

    def on_broken_pipe(self) -> NoReturn:
        """Rich would end with status 1, which here means that a check found something."""
        raise BrokenPipeError
