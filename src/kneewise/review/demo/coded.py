"""Texts from short lists as DuckDB enums: written about five times faster than texts, and equal in the file.

An expression such as `CASE WHEN twin THEN 'M17.0' ELSE 'M17.1' END` gets a type of just its own texts, and
each text in it becomes a constant of that type. Casting the finished text instead would cost almost as much
as writing it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kneewise.review.demo.draws import quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEXT = re.compile(r"(?<!DATE )'([^']*)'")
_BUILT = ("concat(", "strftime(", "right(")


@dataclass(slots=True)
class Types:
    """The enums that a set of queries needs."""

    texts: dict[str, list[str]] = field(default_factory=dict)

    def coded(self, name: str, expressions: Iterable[str]) -> list[str]:
        """Rewrite expressions over one type of this name; one that builds its text stays as it is."""
        given = list(expressions)
        short = [not any(built in expression for built in _BUILT) for expression in given]
        texts = {
            text
            for expression, take in zip(given, short, strict=True)
            if take
            for text in _TEXT.findall(expression)
        }
        if not texts:
            return given
        self.texts[name] = sorted(texts)
        return [
            _TEXT.sub(rf"'\1'::{name}", expression) if take else expression
            for expression, take in zip(given, short, strict=True)
        ]

    def declarations(self) -> list[str]:
        """SQL that makes the types."""
        return [
            f"CREATE TYPE {name} AS ENUM ({', '.join(map(quoted, texts))})"
            for name, texts in self.texts.items()
        ]
