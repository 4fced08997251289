"""Pooling timed beside R's metafor, PyMARE, PyMetaAnalysis and statsmodels, in one run; answers compared first.

    OMP_NUM_THREADS=1 python benchmarks/pooling.py [--sets 10000] [--repeats 9] [--no-r]

One REML fit of 13 trials (BCG), and many sets of 20 trials at once by REML, DL and Paule-Mandel. Of Kneewise the whole
call is timed: every figure of the result, without and with the Q-profile interval of tau2. metafor runs in R beside it
(Debian: apt-get install r-base-core r-cran-metafor; its version is printed) in a loop over the same sets, since it
takes one set a call; a set that it gives up on is counted. PyMARE and PyMetaAnalysis loop too, but for PyMARE's DL.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from measure import cpu_seconds, machine, median

from kneewise.evidence import pool

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
PINNED = HERE.parent / "tests" / "alignment" / "data" / "pooling_metafor.json"
LOOPED = 500  # sets of the peers in Python, scaled up


def many_sets(n: int, k: int = 20) -> tuple[Any, Any]:
    """Effects of n sets of k trials with tau2 of 0.1 and variances of 0.01 to 0.5."""
    rng = np.random.default_rng(20261126)
    v = rng.uniform(0.01, 0.5, (n, k))
    return rng.normal(0.3, np.sqrt(v + 0.1)), v


def timed(call: Callable[[], object], repeats: int) -> float:
    """Median CPU seconds of a call, after one that is not counted."""
    call()
    taken = []
    for _ in range(repeats):
        began = cpu_seconds()
        call()
        taken.append(cpu_seconds() - began)
    return median(taken)


def one_fit(y: Any, v: Any, repeats: int, **choices: Any) -> float:
    """CPU seconds of one call among a hundred in a row."""

    def hundred() -> None:
        for _ in range(100):
            pool(y, v, **choices)

    return timed(hundred, repeats) / 100


def metafor(y: Any, v: Any, one_y: Any, one_v: Any) -> dict[str, Any] | None:
    """Run pooling.R on the same sets; None where R or metafor is not there."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        for name, values in (("y", y), ("v", v), ("one", np.array([one_y, one_v]))):
            np.savetxt(Path(folder) / f"{name}.csv", values, delimiter=",", fmt="%.17g")
        done = subprocess.run(["Rscript", HERE / "pooling.R", folder], capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stderr)
            return None
        told: dict[str, Any] = json.loads((Path(folder) / "told.json").read_text(encoding="utf-8"))
        told["tau2"] = np.array([np.nan if each == "NA" else each for each in told["tau2"]], dtype=float)
        return told


def peers(y: Any, v: Any, n: int) -> list[tuple[str, float | None]]:
    """CPU seconds for n sets of each library that is installed; a loop over some of them is scaled up."""
    rows: list[tuple[str, float | None]] = []
    some = min(LOOPED, n)
    try:
        from pymare import Dataset
        from pymare.estimators import DerSimonianLaird, VarianceBasedLikelihoodEstimator

        def reml() -> None:
            for row in range(some):
                VarianceBasedLikelihoodEstimator(method="REML").fit_dataset(Dataset(y[row][:, None], v[row][:, None]))

        rows.append(("PyMARE, REML, one by one", timed(reml, 1) / some * n))
        rows.append(("PyMARE, DL, as one array", timed(lambda: DerSimonianLaird().fit_dataset(Dataset(y.T, v.T)), 3)))
    except ImportError:
        rows.append(("PyMARE", None))
    try:
        import meta_analyze

        def each(method: str) -> None:
            for row in range(min(50, n)):
                meta_analyze.meta_analysis(effect=y[row], variance=v[row], model="random", tau2_method=method)

        rows += [
            (f"PyMetaAnalysis, {method}, one by one", timed(lambda m=method: each(m), 1) / min(50, n) * n)
            for method in ("REML", "DL")
        ]
    except ImportError:
        rows.append(("PyMetaAnalysis", None))
    try:
        from statsmodels.stats.meta_analysis import combine_effects

        def combine(method: str) -> None:
            for row in range(some):
                combine_effects(y[row], v[row], method_re=method)

        for name, method in (("DL", "chi2"), ("Paule-Mandel", "iterated")):
            rows.append((f"statsmodels, {name}, one by one", timed(lambda m=method: combine(m), 1) / some * n))
    except ImportError:
        rows.append(("statsmodels", None))
    return rows


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sets", type=int, default=10_000)
    asked.add_argument("--repeats", type=int, default=9)
    asked.add_argument("--no-r", action="store_true", help="leave metafor out")
    given = asked.parse_args()
    bcg = json.loads(PINNED.read_text(encoding="utf-8"))["sets"]["bcg_logRR"]
    y, v = many_sets(given.sets)
    print(machine())
    ours = {
        "one": one_fit(bcg["yi"], bcg["vi"], given.repeats, tau2_interval=None),
        "one with Q-profile": one_fit(bcg["yi"], bcg["vi"], given.repeats),
        "REML": timed(lambda: pool(y, v, tau2_interval=None), given.repeats),
        "REML with Q-profile": timed(lambda: pool(y, v), given.repeats),
        "DL": timed(lambda: pool(y, v, tau2="DL", tau2_interval=None), given.repeats),
        "PM": timed(lambda: pool(y, v, tau2="PM", tau2_interval=None), given.repeats),
    }
    for name, seconds in ours.items():
        print(f"Kneewise, {name:22} {1000 * seconds:10.3f} ms")
    theirs = None if given.no_r else metafor(y, v, bcg["yi"], bcg["vi"])
    if theirs:
        found = np.asarray(pool(y, v, tau2_interval=None).tau2)
        ended = ~np.isnan(theirs["tau2"])
        print(f"metafor {theirs['metafor']}, R {theirs['R']}: {int((~ended).sum())} of {given.sets} sets without a fit")
        print(f"  largest difference of tau2 where it has one: {np.abs(found - theirs['tau2'])[ended].max():.1e}")
        for name, ours_by in (("one", "one"), ("REML", "REML"), ("DL", "DL"), ("PM", "PM")):
            print(f"  {name:5} {1000 * theirs[name]:12.3f} ms   {theirs[name] / ours[ours_by]:8.0f} times Kneewise's")
    for name, seconds in peers(y, v, given.sets):
        print(f"{name:36} {'not installed' if seconds is None else f'{seconds:10.2f} s for {given.sets}'}")


if __name__ == "__main__":
    main()
