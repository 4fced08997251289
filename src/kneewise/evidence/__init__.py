"""What does the evidence say: effect sizes, pooling, networks, dose and response, bias, certainty, claims.

Functions of arrays and tables. Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Where each public name lives.
_HOMES: dict[str, str] = {
    "Asymmetry": "bias.asymmetry",
    "BetaBinomial": "rare_events.beta_binomial",
    "Certainty": "certainty",
    "Claim": "claims.catalogue",
    "Comparison": "comparisons",
    "ComponentNetwork": "networks.components",
    "DoseCurve": "doses.result",
    "DoseResponse": "doses.result",
    "EffectSizes": "effects.result",
    "ExactOddsRatio": "rare_events.exact",
    "Filled": "bias.trim_and_fill",
    "Finding": "plausibility",
    "Held": "claims.hold",
    "Influence": "sensitivity.influence",
    "MixedModel": "rare_events.mixed_model",
    "Multiverse": "specifications",
    "Network": "networks.result",
    "Pooled": "pooling.result",
    "PooledEvents": "rare_events.result",
    "RankTest": "bias.asymmetry",
    "Regression": "regression.result",
    "SelectionModel": "bias.selection",
    "SparseNetwork": "networks.sparse",
    "Subgroups": "regression.subgroups",
    "ThreeLevel": "regression.three_level",
    "Trials": "records",
    "TrueEffects": "sensitivity.influence",
    "beta_binomial": "rare_events.beta_binomial",
    "bias_choices": "paths",
    "check_designs": "networks.inconsistency",
    "check_one_product": "products",
    "check_percents": "percents",
    "check_rows": "plausibility",
    "compare_arms": "comparisons",
    "component_network": "networks.components",
    "contributions": "networks.flow",
    "correlation_of_change": "effects.conversions",
    "cumulate": "sensitivity.repeated",
    "design_effect": "effects.clusters",
    "dose_kinds": "doses.kinds",
    "dose_response": "doses.respond",
    "effect_sizes": "effects.call",
    "egger_test": "bias.asymmetry",
    "exact_odds_ratio": "rare_events.exact",
    "fail_safe_n": "bias.fail_safe",
    "hold_all": "claims.hold",
    "hold_claim": "claims.hold",
    "influence": "sensitivity.influence",
    "leave_one_out": "sensitivity.repeated",
    "mantel_haenszel": "rare_events.mantel_haenszel",
    "margin_of": "margins",
    "match_claims": "claims.match",
    "mean_sd_from_five": "effects.conversions",
    "mean_sd_from_quartiles": "effects.conversions",
    "mean_sd_from_range": "effects.conversions",
    "meta_regression": "regression.call",
    "mixed_model": "rare_events.mixed_model",
    "multiverse": "specifications",
    "net_heat": "networks.heat",
    "network": "networks.analyse",
    "peters_test": "bias.asymmetry",
    "peto": "rare_events.peto",
    "pool": "pooling.pool",
    "pool_events": "rare_events.inverse_variance",
    "pool_three_level": "regression.three_level",
    "rank_test": "bias.asymmetry",
    "read_trials": "shipped",
    "sd_from_interval": "effects.conversions",
    "sd_from_se": "effects.conversions",
    "sd_of_change": "effects.conversions",
    "se_from_interval": "effects.conversions",
    "se_from_p": "effects.conversions",
    "select_trials": "selection",
    "selection_model": "bias.selection",
    "shipped_claims": "claims.catalogue",
    "shipped_trials": "shipped",
    "sparse_network": "networks.sparse",
    "split_comparisons": "networks.split",
    "subgroups": "regression.subgroups",
    "time_choices": "paths",
    "trim_and_fill": "bias.trim_and_fill",
    "true_effects": "sensitivity.influence",
    "value_choices": "paths",
    "weigh_certainty": "certainty",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
