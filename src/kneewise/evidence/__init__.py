"""What does the evidence say: effect sizes, pooling, networks, dose and response, bias, certainty, claims.

Functions of arrays and tables. Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module

# Where each public name lives.
_HOMES: dict[str, str] = {
    "BetaBinomial": "rare_events.beta_binomial",
    "ComponentNetwork": "networks.components",
    "DoseCurve": "doses.result",
    "DoseResponse": "doses.result",
    "EffectSizes": "effects.result",
    "ExactOddsRatio": "rare_events.exact",
    "MixedModel": "rare_events.mixed_model",
    "Network": "networks.result",
    "Pooled": "pooling.result",
    "PooledEvents": "rare_events.result",
    "SparseNetwork": "networks.sparse",
    "beta_binomial": "rare_events.beta_binomial",
    "check_designs": "networks.inconsistency",
    "component_network": "networks.components",
    "contributions": "networks.flow",
    "dose_kinds": "doses.kinds",
    "dose_response": "doses.respond",
    "effect_sizes": "effects.call",
    "exact_odds_ratio": "rare_events.exact",
    "mantel_haenszel": "rare_events.mantel_haenszel",
    "mixed_model": "rare_events.mixed_model",
    "net_heat": "networks.heat",
    "network": "networks.analyse",
    "peto": "rare_events.peto",
    "pool": "pooling.pool",
    "pool_events": "rare_events.inverse_variance",
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
