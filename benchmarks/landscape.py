"""How fast the landscape is loaded, asked and searched: the shipped records, one process, one thread.

    OMP_NUM_THREADS=1 python benchmarks/landscape.py [--repeats 200]

Prints CPU milliseconds. Every search is run warm, with the index in memory; the slowest of the queries counts.
"""

from __future__ import annotations

import argparse
import statistics
import time
from datetime import date
from typing import TYPE_CHECKING

from measure import machine

from kneewise.landscape import (
    all_standings,
    answer_figures,
    changes_between,
    check_landscape,
    conflicts_on,
    search_records,
    shipped_landscape,
)

if TYPE_CHECKING:
    from collections.abc import Callable

QUERIES = (
    "Catrigrow", "Cartistem", "jointstm", "카티스템", "카티스탬", "제대혈 3상 한국", "umbilical cord china phase 3",
    "mesenchymal stem cell knee osteoarthritis", "NCT0404", "cell", "a", "keyzard", "zzqqxxv", "골수 흡인 농축물",
    "umbillical cordd mesenchymall chinna",
)  # fmt: skip
ON = date(2026, 11, 26)


def cpu_ms(work: Callable[[], object], repeats: int) -> tuple[float, float]:
    """Give the median and the largest CPU milliseconds of one call."""
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent), max(spent)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=200)
    repeats = parser.parse_args().repeats
    print(machine())
    start = time.process_time()
    landscape = shipped_landscape()
    print(f"load and check every table: {1000 * (time.process_time() - start):.0f} ms, once a process")
    start = time.process_time()
    search_records(landscape, "warm")
    print(f"make the index: {1000 * (time.process_time() - start):.0f} ms, once a process")
    slowest = 0.0
    for query in QUERIES:
        hits = len(search_records(landscape, query, most=1000))
        median, largest = cpu_ms(lambda query=query: search_records(landscape, query), repeats)
        slowest = max(slowest, median)
        print(f"search {query!r}: {median:.2f} ms (largest {largest:.2f}), {hits} found")
    print(f"slowest query, median: {slowest:.2f} ms; promised: under 10 ms")
    for name, work in {
        "standing of every product everywhere on a day": lambda: all_standings(landscape, ON),
        "what changed in a year": lambda: changes_between(landscape, date(2025, 7, 1), date(2026, 6, 30)),
        "all figures of the articles answered": lambda: answer_figures(landscape, ON),
        "sources in conflict": lambda: conflicts_on(landscape),
        "check of the records": lambda: check_landscape(landscape, ON),
    }.items():
        print(f"{name}: {cpu_ms(work, max(5, repeats // 10))[0]:.1f} ms")


if __name__ == "__main__":
    main()
