"""What exists, where, since when, at what price: products, milestones, trials, prices as dated, sourced records.

Each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

# Where each public name lives.
_HOMES: dict[str, str] = {
    "Changes": "changes",
    "Conflict": "conflicts",
    "Figure": "stated_records",
    "FigureAnswer": "figures.evidence",
    "Finding": "findings",
    "Hit": "search_index",
    "InPhase": "where",
    "Landscape": "landscape",
    "Milestone": "records",
    "PartialDate": "dates",
    "Pipeline": "pipeline",
    "Plan": "plans",
    "Price": "stated_records",
    "PriceRange": "prices",
    "Product": "records",
    "ProductView": "product_view",
    "Question": "stated_records",
    "Rate": "prices",
    "Source": "records",
    "Standing": "standing",
    "Statement": "stated_records",
    "Trial": "records",
    "all_standings": "standing",
    "answer_figure": "figures.answer",
    "answer_figures": "figures.answer",
    "changes_between": "changes",
    "check_landscape": "check",
    "columns_of": "documents",
    "conflicts_on": "conflicts",
    "count_pipeline": "pipeline",
    "document_of": "documents",
    "find_product": "search",
    "happened_on": "standing",
    "in_phase": "where",
    "in_state": "where",
    "plans_on": "plans",
    "price_ranges": "prices",
    "read_landscape": "landscape",
    "search_records": "search",
    "shipped_landscape": "landscape",
    "standings_on": "standing",
    "sync_files": "sync.run",
    "trial_overdue": "plans",
    "view_product": "product_view",
}

__all__ = sorted(_HOMES)  # noqa: PLE0605 - made from the table above


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOMES)
