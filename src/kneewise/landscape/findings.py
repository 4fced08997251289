"""What a check of the records finds: a code, the rows that it is about, and what fills its sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["error", "note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a reader of the records must know.

    level : "error" where the records must be put right, "note" where they are as the world is
    code : what was found; the words of each code stand in the report
    table, keys : the rows
    names : what fills the sentence
    """

    level: Level
    code: str
    table: str
    keys: tuple[str, ...]
    names: dict[str, str] = field(default_factory=dict)
