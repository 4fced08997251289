"""A pool as one table for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.cli.effect_rows import effect_columns

if TYPE_CHECKING:
    from kneewise.evidence.effects.result import EffectSizes


def pool_columns(sizes: EffectSizes, pooled: Any) -> dict[str, list[Any]]:
    """Trials with their weights in percent, then the pool and the prediction; ratios as logs. `row` says which."""
    trials = effect_columns(sizes)
    ends = pooled.ci or (None, None)
    rows = {
        "row": ["trial"] * len(sizes.labels),
        "study": trials["study"],
        "effect": trials["effect"],
        "se": trials["se"],
        "ci_low": trials["ci_low"],
        "ci_high": trials["ci_high"],
        "weight": pooled.weights.tolist(),
        "n": trials["n"],
        "flags": trials["flags"],
    }
    more: list[dict[str, Any]] = [
        {"row": "pooled", "effect": pooled.estimate, "se": pooled.se, "ci_low": ends[0], "ci_high": ends[1]}
    ]
    if pooled.prediction is not None:
        more.append({"row": "prediction", "ci_low": pooled.prediction[0], "ci_high": pooled.prediction[1]})
    for each in more:
        for name, values in rows.items():
            values.append(each.get(name))
    return rows
