"""A network meta-analysis timed: Senn 2013, and 60 treatments in 500 trials.

    OMP_NUM_THREADS=1 python benchmarks/network.py [--repeats 9]

Each figure is the whole call: columns of text and numbers in; both models, all comparisons, direct evidence, Q within
and between designs, intervals, prediction and P-scores out. The figures of R's netmeta stand beside them as they were
measured in November 2026 on two such cores (R 4.2, netmeta 3.3); they are not run here. 97 % of netmeta's time goes
into checks of arguments inside the package meta, which it calls for every pair of treatments, not into its algebra.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from measure import cpu_seconds, machine, median

from kneewise.evidence import check_designs, contributions, net_heat, network, split_comparisons

if TYPE_CHECKING:
    from collections.abc import Callable

PINNED = Path(__file__).parent.parent / "tests" / "alignment" / "data" / "networks.json"
NETMETA = {"senn": "9 to 12 s", "large": "388 s"}


def senn() -> dict[str, Any]:
    """Contrasts of Senn 2013: 10 treatments, 26 trials."""
    rows = json.loads(PINNED.read_text(encoding="utf-8"))["networks"]["senn2013"]["input"]
    names = {"study": "studlab", "treatment_1": "treat1", "treatment_2": "treat2", "effect": "TE", "se": "seTE"}
    return {ours: rows[theirs] for ours, theirs in names.items()}


def large(n_treatments: int = 60, n_trials: int = 500) -> dict[str, Any]:
    """Contrasts of made-up trials, every fifth of three arms, true effects with tau of 0.2."""
    rng = np.random.default_rng(20261126)
    truth = rng.normal(0, 0.5, n_treatments)
    table: dict[str, list[Any]] = {each: [] for each in ("study", "treatment_1", "treatment_2", "effect", "se")}
    for trial in range(n_trials):
        # The first trials join each treatment to the next, so that the network is one.
        start = [trial, trial + 1] if trial < n_treatments - 1 else rng.choice(n_treatments, 2, replace=False).tolist()
        more = [k for k in rng.permutation(n_treatments).tolist() if k not in start]
        arms = (start + more)[: 3 if trial % 5 == 0 else 2]
        variance = rng.uniform(0.01, 0.1, len(arms))
        mean = truth[arms] + rng.normal(0, np.sqrt(variance + 0.02))
        for i in range(len(arms)):
            for j in range(i + 1, len(arms)):
                table["study"].append(f"trial {trial}")
                table["treatment_1"].append(f"treatment {arms[i]:02}")
                table["treatment_2"].append(f"treatment {arms[j]:02}")
                table["effect"].append(mean[i] - mean[j])
                table["se"].append(np.sqrt(variance[i] + variance[j]))
    return table


def timed(call: Callable[[], object], repeats: int) -> float:
    """Median CPU seconds of a call, after one that is not counted."""
    call()
    taken = []
    for _ in range(repeats):
        began = cpu_seconds()
        call()
        taken.append(cpu_seconds() - began)
    return median(taken)


def main() -> None:
    """Time both networks and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=9)
    repeats = parser.parse_args().repeats
    import scipy

    print(f"{machine()}; numpy {np.__version__}, scipy {scipy.__version__}")
    print()
    print("| network | call | Kneewise, CPU | netmeta 3.3, as measured then |")
    print("| --- | --- | --- | --- |")
    for name, table, told in (
        ("Senn 2013: 10 treatments, 26 trials", senn(), NETMETA["senn"]),
        ("60 treatments, 500 trials (100 of three arms)", large(), NETMETA["large"]),
    ):
        for tau2 in ("DL", "REML"):
            seconds = timed(lambda table=table, tau2=tau2: network(table, tau2=tau2, better="lower"), repeats)
            print(f"| {name} | network, {tau2} | {seconds * 1000:.1f} ms | {told if tau2 == 'DL' else ''} |")
        result = network(table)
        for label, call in (
            ("check_designs", check_designs),
            ("split_comparisons", split_comparisons),
            ("net_heat", net_heat),
            ("contributions", contributions),
        ):
            seconds = timed(lambda call=call, result=result: call(result), 1)
            print(f"| {name} | {label} | {seconds * 1000:.1f} ms | |")


if __name__ == "__main__":
    main()
