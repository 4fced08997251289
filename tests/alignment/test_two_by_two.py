"""Tests and exact intervals of two-by-two tables against scipy, and what SAS, StatXact and a textbook print."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kneewise.outcomes.safety.fisher import fisher_test
from kneewise.outcomes.safety.unconditional import exact_difference

PINNED = json.loads((Path(__file__).parent / "data" / "rates.json").read_text(encoding="utf-8"))

# As kept in inst/slowTests of the R package exact2x2 1.7.0, central score intervals of its second less its first group:
# SAS 9.4, RISKDIFF(METHOD=SCORE); the first two also StatXact 11, with its p.
PRINTED = [
    ((6, 13, 2, 7), (-0.3108, 0.5787), 0.5569),
    ((13, 13, 0, 7), (0.5904, 1.0), 4.758e-06),
    ((24, 61, 10, 35), (-0.0992, 0.2949), 0.4284),
    ((9, 11, 4, 12), (0.0616, 0.7968), None),
]


@pytest.mark.parametrize("row", PINNED["fisher"], ids=lambda row: str(row["counts"]))
def test_fishers_test_agrees_with_scipy(row):
    found = fisher_test(*row["counts"])

    for name in ("p", "p_fewer", "p_more"):
        assert getattr(found, name) == pytest.approx(row[name], rel=1e-11)


def test_mid_p_is_what_the_textbook_prints():
    """7 of 34 children against 1 of 34: Fagerland, Lydersen, Laake 2017, section 4.4.5: 0.0544 and 0.0297."""
    found = fisher_test(7, 34, 1, 34)

    assert (round(found.p, 4), round(found.p_mid, 4)) == (0.0544, 0.0297)


@pytest.mark.parametrize(("counts", "interval", "p"), PRINTED)
def test_the_exact_unconditional_difference_is_what_sas_and_statxact_print(counts, interval, p):
    found = exact_difference(*counts)

    assert (round(found.difference.lower, 4), round(found.difference.upper, 4)) == interval
    if p is not None:
        assert found.p == pytest.approx(p, rel=2e-4)
