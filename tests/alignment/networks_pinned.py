"""The pinned networks as tables that `network` takes, and matrices in the order of its treatments."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

PINNED = json.loads((Path(__file__).parent / "data" / "networks.json").read_text(encoding="utf-8"))
NETWORKS = PINNED["networks"]


def contrasts(name):
    """Rows of contrasts."""
    rows = NETWORKS[name]["input"]
    return {
        "study": [str(each) for each in rows["studlab"]],
        "treatment_1": [str(each) for each in rows["treat1"]],
        "treatment_2": [str(each) for each in rows["treat2"]],
        "effect": rows["TE"],
        "se": rows["seTE"],
    }


def arms(name):
    """Rows of arms of the smoking cessation, Franchini (parkinson), Woods, Gurusamy and Dong trials."""
    trials = PINNED["arms"][name]
    long = {
        "woods2010": ("author", "treatment", "r", "N"),
        "gurusamy2011": ("study", "treatment", "death", "n"),
        "dong2013": ("id", "treatment", "death", "randomized"),
    }
    if name in long:
        return {ours: [row[theirs] if ours in ("events", "n") else str(row[theirs]) for row in trials]
                for ours, theirs in zip(("study", "treatment", "events", "n"), long[name], strict=True)}  # fmt: skip
    columns = {"events": "event", "n": "n"} if name == "smokingcessation" else {"mean": "y", "sd": "sd", "n": "n"}
    label = "treat" if name == "smokingcessation" else "Treatment"
    table = {each: [] for each in ("study", "treatment", *columns)}
    for number, row in enumerate(trials, 1):
        for k in (1, 2, 3):
            if row.get(f"{label}{k}") not in (None, ""):
                table["study"].append(str(number))
                table["treatment"].append(str(row[f"{label}{k}"]))
                for ours, theirs in columns.items():
                    table[ours].append(row[f"{theirs}{k}"])
    return table


def numbers(rows):
    """A pinned matrix, NaN where nothing stands."""
    values = rows["values"] if isinstance(rows, dict) else rows
    return np.array([[np.nan if each is None else each for each in row] for row in values], dtype=float)


def ordered(matrix, treatments, pinned_treatments):
    """Our matrix in the order of the pinned one."""
    place = [list(treatments).index(str(each)) for each in pinned_treatments]
    return matrix[np.ix_(place, place)]
