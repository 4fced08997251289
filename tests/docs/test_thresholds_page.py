"""The pages on scores and thresholds say what the program holds."""

from __future__ import annotations

from docs.console import ROOT
from kneewise.outcomes.instruments.reference import instruments_table, thresholds_reference
from kneewise.outcomes.instruments.thresholds import every_threshold


def test_the_page_of_thresholds_is_current():
    page = (ROOT / "docs" / "reference" / "thresholds.md").read_text(encoding="utf-8")

    assert page == thresholds_reference(), "renew with: python -m kneewise.outcomes.instruments.reference"
    assert page.count("](http") == len(every_threshold())


def test_the_page_on_scoring_holds_the_table_of_instruments():
    page = (ROOT / "docs" / "explanation" / "methods" / "scoring.md").read_text(encoding="utf-8")

    assert instruments_table() in page
