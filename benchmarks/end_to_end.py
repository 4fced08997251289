"""A million cases from Parquet to the verdict Parquet: Kneewise, SQL written by hand, polars; each in its own process.

    python benchmarks/end_to_end.py --folder DEMO [--repeats 3]

The SQL by hand (by_hand.sql) and Kneewise write the same columns of the whole law book, compared value for value.
polars (by_polars.py) works out the outcomes of eligibility, admission and contract, compared too. Inputs are trusted
and figures over the whole set are left out on both sides; what checks and those figures cost is told apart.
Kneewise's time includes its start, reading the policies without a cache, and the labels.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measure import HERE, Cost, cost_of, machine, median


def by_hand(folder: Path, target: Path) -> None:
    """Run the SQL that an expert would write."""
    import duckdb

    script = (HERE / "by_hand.sql").read_text(encoding="utf-8")
    with duckdb.connect(config={"memory_limit": "3GB"}) as connection:
        connection.execute("SET preserve_insertion_order = false; SET enable_progress_bar = false")
        connection.execute(script.replace("$folder", str(folder)).replace("$target", str(target)))


def by_polars(folder: Path, target: Path) -> None:
    """The outcomes of three parts in polars."""
    from by_polars import write_outcomes

    write_outcomes(folder, target)


def differences(ours: Path, theirs: Path, columns: list[str] | None = None) -> str:
    """Compare two files of verdicts row by row."""
    import duckdb

    listed = ", ".join(f'"{column}"' for column in columns or []) or "*"
    n_ours, n_odd = duckdb.execute(
        f"SELECT (SELECT count(*) FROM read_parquet($1)), (SELECT count(*) FROM ("
        f"(SELECT {listed} FROM read_parquet($1) EXCEPT ALL SELECT {listed} FROM read_parquet($2)) UNION ALL"
        f" (SELECT {listed} FROM read_parquet($2) EXCEPT ALL SELECT {listed} FROM read_parquet($1))))",
        [str(ours), str(theirs)],
    ).fetchone() or (0, 0)
    return f"{n_ours:,} rows, {n_odd:,} different"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--folder", type=Path, required=True, help="a demo set (kneewise demo)")
    asked.add_argument("--repeats", type=int, default=3)
    asked.add_argument("--without", nargs="*", default=[], choices=("polars", "checked"))
    asked.add_argument("--one", choices=("hand", "polars"), help=argparse.SUPPRESS)
    asked.add_argument("--target", type=Path, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        (by_hand if given.one == "hand" else by_polars)(given.folder, given.target)
        return
    with tempfile.TemporaryDirectory() as scratch:
        files = {name: Path(scratch) / f"{name}.parquet" for name in ("kneewise", "hand", "polars", "checked")}
        licences = str(given.folder / "_truth" / "licences.csv")
        review = [sys.executable, "-m", "kneewise", "review", str(given.folder), "--licences", licences, "--out"]
        alone = [sys.executable, __file__, "--folder", str(given.folder), "--one"]
        commands = {
            "kneewise": [sys.executable, str(HERE / "trusted.py"), str(given.folder), str(files["kneewise"])],
            "hand": [*alone, "hand", "--target", str(files["hand"])],
            "polars": [*alone, "polars", "--target", str(files["polars"])],
            "checked": [*review, str(files["checked"])],
        }
        costs: dict[str, list[Cost]] = {name: [] for name in commands if name not in given.without}
        for _ in range(given.repeats):
            for name, found in costs.items():
                found.append(cost_of(commands[name], KNEEWISE_CACHE=""))
        print(machine())
        print(f"SQL by hand: {differences(files['kneewise'], files['hand'])}")
        if "polars" in costs:
            parts = ["case", "eligibility", "admission", "contract"]
            print(
                f"polars: {differences(files['kneewise'], files['polars'], parts)} (outcomes of {', '.join(parts[1:])})"
            )
    base = median([cost.cpu for cost in costs["hand"]])
    titles = {
        "kneewise": "Kneewise, trusted, without figures over the set",
        "hand": "SQL by hand",
        "polars": "polars, outcomes of three parts only",
        "checked": "Kneewise as a user calls it: checks, figures over the set, summary",
    }
    for name, found in costs.items():
        cpu, wall = median([cost.cpu for cost in found]), median([cost.wall for cost in found])
        least, peak = min(cost.cpu for cost in found), max(cost.peak_mb for cost in found)
        print(f"{titles[name]:66} {cpu:7.2f} CPU s (least {least:.2f}), {cpu / base:.2f} times by hand", end="; ")
        print(f"{wall:.1f} s, peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
