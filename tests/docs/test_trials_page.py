"""The page of the shipped trials says what is shipped."""

from __future__ import annotations

from docs.console import ROOT
from kneewise.evidence import shipped_claims
from kneewise.evidence.reference import trials_reference


def test_the_page_of_trials_is_current():
    page = (ROOT / "docs" / "reference" / "trials.md").read_text(encoding="utf-8")

    assert page == trials_reference(), "renew with: python -m kneewise.evidence.reference > docs/reference/trials.md"


def test_the_page_on_claims_names_every_rule_by_its_words():
    page = (ROOT / "docs" / "explanation" / "methods" / "claims.md").read_text(encoding="utf-8")

    for rule in {part.rule for claim in shipped_claims().claims.values() for part in claim.parts}:
        assert (
            rule.replace("fewer-events", "fewer events")
            .replace("no-events", "no events")
            .replace("rare-serious", "rare serious events")
            in page
        )
