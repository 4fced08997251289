"""Agreement of readers against R irrCAC, vcd and psych, the Python packages krippendorff and statsmodels."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes import (
    agreement_coefficient,
    bowker_test,
    cohen_kappa,
    intraclass_correlation,
    krippendorff_alpha,
    stuart_maxwell_test,
)

PINNED = json.loads((Path(__file__).parent / "data" / "agreement.json").read_text(encoding="utf-8"))
TABLES = PINNED["tables"]
KINDS = ("unweighted", "linear", "quadratic")
MARGINS = {"bowker": bowker_test, "stuart-maxwell": stuart_maxwell_test}


def by_subject(columns):
    """Readers' columns as subjects by readers, NaN where a reader gave no grade."""
    return np.array([[math.nan if grade is None else grade for grade in column] for column in columns.values()]).T


def read_out(table):
    """A table of two readers as one row a subject."""
    cells = np.argwhere(np.ones_like(table))
    return np.repeat(cells, np.ravel(table), axis=0)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TABLES)
def test_cohens_kappa_and_its_large_sample_error_are_those_of_vcd(name, kind):
    kappa = cohen_kappa(TABLES[name]["table"], weights=kind)

    assert [kappa.estimate, kappa.standard_error] == pytest.approx(TABLES[name]["vcd"][kind], abs=1e-12)


@pytest.mark.parametrize("name", TABLES)
def test_the_limits_of_plain_kappa_are_those_of_psych(name):
    low, estimate, high = TABLES[name]["psych_limits"]
    kappa = cohen_kappa(TABLES[name]["table"])

    assert [kappa.low, kappa.estimate, kappa.high] == pytest.approx([low, estimate, high], abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TABLES)
def test_every_coefficient_of_two_readers_is_that_of_irrcac(name, kind):
    table = np.array(TABLES[name]["table"])
    n = table.sum()
    for method, (estimate, error) in TABLES[name]["irrCAC"][kind].items():
        found = agreement_coefficient(read_out(table), method, weights=kind, levels=range(len(table)))

        assert found.estimate == pytest.approx(estimate, abs=1e-12), method
        # irrCAC divides by n for tables and by n - 1 for raw grades; here it is n - 1 for both.
        assert found.standard_error * math.sqrt((n - 1) / n) == pytest.approx(error, abs=1e-12), method


@pytest.mark.parametrize("kind", [*KINDS, "ordinal"])
def test_every_coefficient_of_several_readers_with_gaps_is_that_of_irrcac(kind):
    grades = by_subject(PINNED["four_readers"]["readers"])
    for method, told in PINNED["four_readers"]["irrCAC"][kind].items():
        found = agreement_coefficient(grades, method, weights=kind)
        low, high = (float(each) for each in told["interval"].strip("()").split(","))

        assert [found.observed, found.expected] == pytest.approx([told["pa"], told["pe"]], abs=1e-12), method
        assert round(found.estimate, 5) == told["coefficient"], method
        assert round(found.standard_error, 5) == told["se"], method
        assert [round(found.low, 3), round(found.high, 3)] == [low, high], method


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_that_of_its_author_and_of_the_package(metric):
    alpha = krippendorff_alpha(by_subject(PINNED["alpha"]["readers"]), metric, n_draws=0)

    assert alpha.estimate == pytest.approx(PINNED["alpha"]["krippendorff"][metric], abs=1e-12)
    assert round(alpha.estimate, 3) == PINNED["alpha"]["printed"][metric]


def test_the_six_intraclass_correlations_and_their_limits_are_those_of_psych():
    told = PINNED["intraclass"]["psych"]
    found = intraclass_correlation(PINNED["intraclass"]["values"])

    assert [each.form for each in found] == told["type"]
    assert [each.estimate for each in found] == pytest.approx(told["ICC"], abs=1e-8)
    assert [each.low for each in found] == pytest.approx(told["lower"], abs=1e-8)
    assert [each.high for each in found] == pytest.approx(told["upper"], abs=1e-8)
    assert [each.f for each in found] == pytest.approx(told["F"], abs=1e-8)
    assert [each.p for each in found] == pytest.approx(told["p"], abs=1e-8)
    assert [(each.df1, each.df2) for each in found] == list(zip(told["df1"], told["df2"], strict=True))


def test_tests_of_the_margins_are_those_of_statsmodels():
    for name, table in TABLES.items():
        for test, (statistic, df, p) in table.get("statsmodels", {}).items():
            found = MARGINS[test](table["table"])

            assert found.df == df, name
            assert [found.statistic, found.p] == pytest.approx([statistic, p], abs=1e-10), name
