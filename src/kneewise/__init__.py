"""Kneewise: from one record of one treated knee: is it the recognised treatment, is it payable, and why.

>>> import kneewise
>>> answers = kneewise.review("examples/disputes.yaml")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kneewise.review.run import review

__all__ = ["__version__", "review"]

__version__ = "0.1.0"  # as in pyproject.toml, which a test holds; package metadata is slow to read


def __getattr__(name: str) -> Any:
    """Import what the package offers only when it is asked for; `import kneewise` alone costs nothing."""
    if name == "review":
        from importlib import import_module

        return import_module("kneewise.review")  # a room that can be called, see there
    raise AttributeError(f"module 'kneewise' has no attribute {name!r}")
