"""Files that stand at their place whole or not at all: written beside it, put on the disk, then renamed."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from pathlib import Path

_ENDING = ".part"


def place(path: Path, content: bytes) -> None:
    """Put a file at its place; killed before the rename, the earlier one is still there, whole."""
    beside = path.with_name(f".{path.name}{_ENDING}")
    try:
        with beside.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except (KeyboardInterrupt, SystemExit):
        beside.unlink(missing_ok=True)
        raise
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        found = error.strerror or "a place not to be written to"
        raise BadInput(
            [Problem(file=str(path), row=None, field=None, found=found, allowed="a writable file")]
        ) from None


def clear_parts(folder: Path) -> None:
    """Take away what a killed run left half-written."""
    for each in folder.glob(f".*{_ENDING}"):
        each.unlink(missing_ok=True)


def json_bytes(document: Any) -> bytes:
    """Give a document as JSON that is the same for the same document."""
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n").encode()


def json_line(document: Any) -> str:
    """Give a document as one line of JSON, keys in order."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False) + "\n"
