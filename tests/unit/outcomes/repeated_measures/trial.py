"""Made-up trials for the tests of the mixed model."""

from __future__ import annotations

import numpy as np


def a_trial(seed=1, *, n=60, visits=4, arms=2, missing=0.2):
    """A trial as columns: scores over visits, arms taken in turn, a baseline and an age."""
    rng = np.random.default_rng(seed)
    patient = np.repeat(np.arange(n), visits)
    visit = np.tile(np.arange(visits), n)
    base, age = rng.normal(50, 10, n), rng.normal(60, 8, n)
    noise = 6.0 * (rng.normal(size=(n, visits)) + rng.normal(size=(n, 1)))
    score = 20.0 + 0.5 * base[patient] + (1.0 + patient % arms) * visit + noise.ravel()
    score[rng.random(n * visits) < missing] = np.nan
    return {
        "patient": [f"P{each:03d}" for each in patient],
        "visit": [f"V{each}" for each in visit],
        "month": visit.astype(float),
        "arm": ["abcd"[each % arms] for each in patient],
        "sex": ["fm"[each // arms % 2] for each in patient],
        "base": base[patient],
        "age": age[patient],
        "score": score,
    }


def with_column(trial, **columns):
    return {**trial, **columns}


def rows_of(trial, chosen):
    return {name: [cells[row] for row in chosen] for name, cells in trial.items()}


KEYS = {"subject": "patient", "visit": "visit"}
FORMULA = "score ~ base + arm * visit"
