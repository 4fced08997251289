"""Did the patient get better, safely: questionnaires, change over visits, responders, dose, safety, readers.

Functions of arrays and dataframes. Each name is loaded when it is first asked for, so that a user of one method does
not wait for the libraries of the others.
"""

from __future__ import annotations

from importlib import import_module

# Where each public name lives.
_HOMES: dict[str, str] = {
    "difference_interval": "two_proportions",
    "difference_score": "two_proportions",
    "proportion_interval": "proportions",
    "ratio_interval": "two_proportions",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
