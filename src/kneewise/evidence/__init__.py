"""What does the evidence say: effect sizes, pooling, networks, dose and response, bias, certainty, claims.

Functions of arrays and tables. Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module

# Where each public name lives.
_HOMES: dict[str, str] = {
    "ComponentNetwork": "networks.components",
    "DoseCurve": "doses.result",
    "DoseResponse": "doses.result",
    "EffectSizes": "effects.result",
    "Network": "networks.result",
    "Pooled": "pooling.result",
    "SparseNetwork": "networks.sparse",
    "check_designs": "networks.inconsistency",
    "component_network": "networks.components",
    "contributions": "networks.flow",
    "dose_kinds": "doses.kinds",
    "dose_response": "doses.respond",
    "effect_sizes": "effects.call",
    "net_heat": "networks.heat",
    "network": "networks.analyse",
    "pool": "pooling.pool",
    "sparse_network": "networks.sparse",
    "split_comparisons": "networks.split",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
