"""A million KOOS forms scored: Kneewise, and the same rule in plain numpy, pandas and polars, side by side.

    OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 python benchmarks/scoring.py [--forms 1000000] [--repeats 5]

Every way gets the same made-up forms (5 % of the answers missing, one form in a thousand empty), checks that each
answer is a whole number from 0 to 4, and gives the five parts under the rule of 2012. The answers are compared before
the times are. What the plain ways leave out: how many items were answered, and why a score is missing.
"""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

import numpy as np
from measure import cpu_seconds, machine, median

from kneewise.outcomes import score_koos
from kneewise.outcomes.instruments.koos import ITEMS, KOOS

if TYPE_CHECKING:
    from collections.abc import Callable

Columns = dict[str, np.ndarray]


def made_forms(n: int) -> np.ndarray:
    """Make n forms of 42 answers."""
    rng = np.random.default_rng(20261126)
    forms = rng.integers(0, 5, (n, len(ITEMS))).astype(float)
    forms[rng.random(forms.shape) < 0.05] = np.nan
    forms[rng.random(n) < 0.001] = np.nan
    return forms


def by_kneewise(answers: Any) -> Columns:
    """Score with Kneewise."""
    return score_koos(answers).columns()


def by_numpy(forms: np.ndarray) -> Columns:
    """Score with nanmean, as a short script would."""
    known = forms[~np.isnan(forms)]
    if ((known < 0) | (known > 4) | (known != np.rint(known))).any():
        raise ValueError("an answer outside 0-4")
    places = {name: place for place, name in enumerate(ITEMS)}
    scores = {}
    with np.errstate(invalid="ignore"):
        for part in KOOS.parts:
            answers = forms[:, [places[name] for name in part.items]]
            enough = (~np.isnan(answers)).sum(axis=1) >= part.needed["2012"]
            mean = np.nansum(answers, axis=1) / (~np.isnan(answers)).sum(axis=1)
            scores[part.name] = np.where(enough, 100 - mean * 100 / 4, np.nan)
    return scores


def by_pandas(table: Any) -> Columns:
    """Score with row means of a pandas table."""
    answers = table[list(ITEMS)]
    if not (answers.isin([0, 1, 2, 3, 4]) | answers.isna()).all(axis=None):
        raise ValueError("an answer outside 0-4")
    scores = {}
    for part in KOOS.parts:
        of_part = answers[list(part.items)]
        enough = of_part.notna().sum(axis=1) >= part.needed["2012"]
        scores[part.name] = (100 - of_part.mean(axis=1) * 100 / 4).where(enough).to_numpy()
    return scores


def by_polars(table: Any) -> Columns:
    """Score with horizontal means of a polars table."""
    import polars as pl

    strays = [(~pl.col(name).is_in([0.0, 1.0, 2.0, 3.0, 4.0])).any() for name in ITEMS]
    if table.select(pl.any_horizontal(strays)).item():
        raise ValueError("an answer outside 0-4")
    scores = table.select(
        pl.when(pl.sum_horizontal(pl.col(part.items).is_not_null()) >= part.needed["2012"])
        .then(100 - pl.mean_horizontal(part.items) * 100 / 4)
        .alias(part.name)
        for part in KOOS.parts
    )
    return {part.name: scores[part.name].to_numpy() for part in KOOS.parts}


def cpu_of(work: Callable[[], Columns], repeats: int) -> tuple[float, Columns]:
    """Give the median CPU seconds of a way, after one run that does not count, and its answer."""
    answer, times = work(), []
    for _ in range(repeats):
        began = cpu_seconds()
        work()
        times.append(cpu_seconds() - began)
    return median(times), answer


def main() -> None:
    """Compare the answers, then print the times."""
    import pandas as pd
    import polars as pl

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forms", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    forms = made_forms(options.forms)
    whole = np.where(np.isnan(forms), 0, forms).astype(np.int8)
    in_pandas = pd.DataFrame(forms, columns=list(ITEMS))
    in_polars = pl.from_pandas(in_pandas, nan_to_null=True)
    ways: dict[str, Callable[[], Columns]] = {
        "Kneewise, array": lambda: by_kneewise(forms),
        "Kneewise, pandas table": lambda: by_kneewise(in_pandas),
        "Kneewise, polars table": lambda: by_kneewise(in_polars),
        "plain numpy, array": lambda: by_numpy(forms),
        "plain pandas": lambda: by_pandas(in_pandas),
        "plain polars": lambda: by_polars(in_polars),
    }
    print(f"{machine()}; numpy {np.__version__}, pandas {pd.__version__}, polars {pl.__version__}")
    threads = os.environ.get("POLARS_MAX_THREADS", "free")
    print(f"{options.forms:,} forms, CPU seconds, median of {options.repeats}; threads: {threads}")
    reference: Columns = {}
    for name, work in ways.items():
        seconds, answer = cpu_of(work, options.repeats)
        reference = reference or answer
        worst = max(float(np.nanmax(np.abs(answer[part] - reference[part]))) for part in reference)
        if worst > 1e-9 or any((np.isnan(answer[part]) != np.isnan(reference[part])).any() for part in reference):
            raise SystemExit(f"{name} gives other scores (by {worst:g})")
        print(f"{name:28}{seconds:8.2f}   equal to the first to {worst:.0e}")
    seconds, _ = cpu_of(lambda: by_kneewise(whole), options.repeats)
    print(f"{'Kneewise, array of bytes':28}{seconds:8.2f}   complete forms")


if __name__ == "__main__":
    main()
