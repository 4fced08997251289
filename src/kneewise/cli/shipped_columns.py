"""Shipped rows as columns of the names that checks and pools know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kneewise.evidence.records import Trials

_CHANGES = ("mean-change", "mean-improvement", "annual-percent-change", "percent-change", "percent-improvement")


def outcome_columns(trials: Trials) -> dict[str, list[Any]]:
    """Outcomes of arms: n, mean, sd, quartiles, interval; ends of a scale only where the value lies on it."""
    rows = trials.outcomes

    def where(wanted: Sequence[str], name: str, *, spread: str | None = None) -> list[Any]:
        return [
            getattr(each, name) if each.statistic in wanted and (spread is None or each.spread == spread) else None
            for each in rows
        ]

    means = ("mean", "mean-at-start", *_CHANGES)
    return {
        "study": [each.study for each in rows],
        "arm": [each.arm for each in rows],
        "outcome": [each.outcome for each in rows],
        "timepoint": [f"{each.months} {each.statistic}" for each in rows],
        "n": [each.n for each in rows],
        "mean": where(means, "value"),
        "sd": where(means, "spread_low", spread="sd"),
        "ci_low": where(means, "spread_low", spread="ci95"),
        "ci_high": where(means, "spread_high", spread="ci95"),
        "quartile_low": where(("median",), "spread_low", spread="quartiles"),
        "median": where(("median",), "value"),
        "quartile_high": where(("median",), "spread_high", spread="quartiles"),
        "events": where(("count",), "value"),
        "percent": where(("percent",), "value"),
        "scale_low": [each.scale_low if each.statistic not in _CHANGES else None for each in rows],
        "scale_high": [each.scale_high if each.statistic not in _CHANGES else None for each in rows],
    }


def event_columns(trials: Trials) -> dict[str, list[Any]]:
    """Events of arms, where patients were counted."""
    rows = trials.events
    return {
        "study": [each.study for each in rows],
        "arm": [each.arm for each in rows],
        "outcome": [each.event for each in rows],
        "n": [each.at_risk for each in rows],
        "events": [each.affected if each.counts == "patients" else None for each in rows],
        "percent": [each.percent_printed for each in rows],
    }


def review_columns(trials: Trials) -> dict[str, list[Any]]:
    """Pooled numbers as printed."""
    rows = trials.reviews
    return {
        "study": [each.review for each in rows],
        "outcome": [each.outcome for each in rows],
        "measure": [each.measure if each.measure == "RR" else "" for each in rows],
        "effect": [each.estimate for each in rows],
        "ci_low": [each.low for each in rows],
        "ci_high": [each.high for each in rows],
    }
