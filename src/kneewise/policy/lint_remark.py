"""What the linter says of one place of a policy."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Level: TypeAlias = Literal["error", "warning"]


class Remark(NamedTuple):
    """One thing that the linter found; an error is a fault, a warning is for the author to look at.

    place : clause and key ("clause structural-grade, require"), empty where the whole policy is meant
    """

    level: Level
    policy: str
    place: str
    says: str

    def __str__(self) -> str:
        place = f", {self.place}" if self.place else ""
        return f"{self.level}: {self.policy}{place}: {self.says}"
