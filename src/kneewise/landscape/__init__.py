"""What exists, where, since when, at what price: products, milestones, trials, prices as dated, sourced records.

Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module

# Where each public name lives.
_HOMES: dict[str, str] = {
    "Landscape": "landscape",
    "Milestone": "records",
    "PartialDate": "dates",
    "Product": "records",
    "Source": "records",
    "Trial": "records",
    "read_landscape": "landscape",
    "shipped_landscape": "landscape",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
