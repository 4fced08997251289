"""Standard output as machines need it, and as a terminal can bear it."""

from __future__ import annotations

import io
import sys
from typing import IO


def utf8_output() -> IO[str]:
    """Standard output in UTF-8, whatever the terminal's encoding: for files and programs."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict", newline="\n")
    return sys.stdout


def forgive_terminal() -> None:
    """Show a question mark for a letter that the terminal cannot show, rather than break off."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
