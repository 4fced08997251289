"""What it costs to start: `kneewise --help`, and one file with and without the cache of compiled policies.

    python benchmarks/start.py [--repeats 9]

Each call is a process of its own; CPU seconds, user and system.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measure import cost_of, machine, median

# A compact record of one knee: what most reviews of a single claim look like.
CASE = """\
case: bench-1
knee: left
service_on: 2025-03-04
technology: bmac
diagnosis: M17.1
route: intra-articular
harvest: {tissue: bone-marrow, site: iliac-crest, donor: autologous}
processing: [centrifugation]
readings: [{scale: KL, grade: 3, modality: xray, reader: treating, imaged_on: 2025-02-20}]
stay: {setting: outpatient}
contract: {kind: indemnity, sold_on: 2018-05-01, injection_rider: true, paid_this_year: 0}
charges: [{item: injection, amount: 3000000, currency: KRW}]
documents: [xray-report, operative-record]
"""
LABEL = "kit: {permit: DEMO-1, class: 3, udi: '(01)09520000001018(11)250104(17)270104(10)D3905(21)0000000017'}\n"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--repeats", type=int, default=9, help="of each call, taken in turn")
    given = asked.parse_args()
    kneewise = [sys.executable, "-m", "kneewise"]
    with tempfile.TemporaryDirectory() as folder:
        plain, labelled, cache = (
            Path(folder) / "plain.yaml",
            Path(folder) / "labelled.yaml",
            str(Path(folder) / "cache"),
        )
        plain.write_text(CASE, encoding="utf-8")
        labelled.write_text(CASE + LABEL, encoding="utf-8")
        calls = {
            "kneewise --help": (["--help"], cache, 0.15),
            "review of one file, warm cache, no label": (["review", str(plain)], cache, 0.3),
            "review of one file, warm cache, with a label": (["review", str(labelled)], cache, 0.3),
            "review of one file, no cache": (["review", str(plain)], "", 1.0),
        }
        cost_of([*kneewise, "review", str(labelled)], KNEEWISE_CACHE=cache)
        costs: dict[str, list[float]] = {name: [] for name in calls}
        for _ in range(given.repeats):
            for name, (arguments, cached, _) in calls.items():
                costs[name].append(cost_of([*kneewise, *arguments], KNEEWISE_CACHE=cached).cpu)
    print(machine())
    for name, (_, _, target) in calls.items():
        low, middle = min(costs[name]), median(costs[name])
        verdict = "met" if middle < target else "NOT MET"
        print(f"{name:46} median {middle:.3f} CPU s, least {low:.3f}; target {target}: {verdict}")


if __name__ == "__main__":
    main()
