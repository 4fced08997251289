"""What does the evidence say: effect sizes, pooling, networks, dose and response, bias, certainty, claims.

Functions of arrays and tables. Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module

# Where each public name lives.
_HOMES: dict[str, str] = {
    "EffectSizes": "effects.result",
    "Pooled": "pooling.result",
    "effect_sizes": "effects.call",
    "pool": "pooling.pool",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
