"""Charts and funnels against numbers made with R."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.outcomes.safety.signals.cusum import cusum
from kneewise.outcomes.safety.signals.funnel import funnel_limits
from kneewise.outcomes.safety.signals.weights import odds_ratio_of

R = json.loads((Path(__file__).parent / "data" / "survival_r.json").read_text(encoding="utf-8"))


def test_a_bernoulli_cusum_agrees_with_r():
    """The pinned sum was made by `Reduce`, which leaves the first weight as it is, below 0; the chart begins at 0."""
    pinned = R["cusum"]
    found = cusum(pinned["x"], pinned["p0"], odds_ratio=odds_ratio_of(pinned["p0"], pinned["p1"]), limit=3.5)

    np.testing.assert_allclose(found.score[1:], pinned["S"][1:], atol=1e-13)
    assert (found.score[0], pinned["S"][0] < 0) == (0.0, True)
    assert found.alarms == ()
    assert pinned["first_over_3.5"] is None


@pytest.mark.parametrize(("level", "name"), [(0.95, "95"), (0.998, "998")])
def test_exact_limits_of_a_funnel_agree_with_r(level, name):
    pinned = R["funnel_limits"]
    lower, upper = funnel_limits(pinned["theta"], pinned["n"], level=level)

    np.testing.assert_allclose(lower, pinned[f"lo{name}"], atol=1e-13)
    np.testing.assert_allclose(upper, pinned[f"hi{name}"], atol=1e-13)
