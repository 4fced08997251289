"""Effects and variances against metafor 5.1 `escalc`, to 12 digits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from kneewise.evidence import effect_sizes

PINNED = json.loads((Path(__file__).parent / "data" / "effect_sizes_metafor.json").read_text(encoding="utf-8"))
MEANS = {ours: PINNED["normand_input"][theirs] for ours, theirs in (
    ("n1", "n1"), ("mean1", "m1"), ("sd1", "sd1"), ("n2", "n2"), ("mean2", "m2"), ("sd2", "sd2"))}  # fmt: skip
PAIRS = {ours: PINNED["prepost_input"][theirs] for ours, theirs in (
    ("n", "ni"), ("mean1", "m1i"), ("sd1", "sd1i"), ("mean2", "m2i"), ("sd2", "sd2i"), ("r", "ri"))}  # fmt: skip


def tables(key):
    given = PINNED[key]
    return {"events1": given["ai"], "n1": given["n1i"], "events2": given["ci"], "n2": given["n2i"]}


def agrees(found, pinned):
    for figure, key in ((found.effects, "yi"), (found.variances, "vi")):
        np.testing.assert_allclose(figure, np.array(pinned[key], dtype=float), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("measure", ["RR", "OR", "RD", "AS", "PETO", "PHI", "YUQ"])
def test_measures_of_two_by_two_tables_agree_with_metafor(measure):
    agrees(effect_sizes(measure=measure, **tables("bcg_input")), PINNED[measure])


@pytest.mark.parametrize("measure", ["RR", "OR", "RD"])
@pytest.mark.parametrize("rule", ["only0", "all", "if0all", "none"])
def test_rules_of_zero_cells_agree_with_metafor(measure, rule):
    found, pinned = effect_sizes(measure=measure, zero_cells=rule, **tables("zero_cells_input")), PINNED
    pinned = {key: np.array(cells, dtype=float) for key, cells in pinned[f"zero_{measure}_{rule}"].items()}
    # A difference of two risks of 0 has variance 0 in metafor; as a weight it would be without limit, so it is flagged.
    flat = pinned["vi"] == 0
    assert [any("variance 0" in text for text in texts) for texts in found.flags] == flat.tolist()
    pinned = {key: np.where(flat, np.nan, cells) for key, cells in pinned.items()}

    agrees(found, pinned)


@pytest.mark.parametrize("measure", ["MD", "SMD", "SMDH", "SMD1", "ROM", "CVR", "VR"])
def test_measures_of_two_means_agree_with_metafor(measure):
    agrees(effect_sizes(measure=measure, **MEANS), PINNED[f"cont_{measure}"])


@pytest.mark.parametrize("variance", ["LS", "LS2", "UB", "AV"])
def test_variances_of_the_standardised_difference_agree_with_metafor(variance):
    agrees(effect_sizes(measure="SMD", variance=variance, **MEANS), PINNED[f"cont_SMD_vtype_{variance}"])


@pytest.mark.parametrize("measure", ["MC", "SMCC", "SMCR", "SMCRH"])
def test_changes_of_one_group_agree_with_metafor(measure):
    agrees(effect_sizes(measure=measure, **PAIRS), PINNED[f"prepost_{measure}"])


def test_rate_ratio_agrees_with_metafor():
    agrees(effect_sizes(measure="IRR", **PINNED["irr_input"]), PINNED["irr"])


@pytest.mark.parametrize("measure", ["PR", "PLO", "PAS", "PFT"])
def test_proportions_of_one_group_agree_with_metafor(measure):
    agrees(effect_sizes(measure=measure, **PINNED["prop_input"]), PINNED[f"prop_{measure}"])
