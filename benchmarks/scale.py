"""One, ten and more million cases: CPU seconds of each stage, memory, and bytes of verdict.

    python benchmarks/scale.py --folder DEMO            a demo set that is there (licences in DEMO/_truth)
    python benchmarks/scale.py --cases 1000000 10000000 --scratch FOLDER    demo sets made for it and deleted

Each set is reviewed in a process of its own. `clauses alone`: from a table of facts to words and outcomes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from measure import cost_of, cpu_seconds, machine, peak_mb

SAMPLE = 500_000  # cases whose facts are put into memory to measure the clauses alone


def review_in_stages(
    folder: Path, scratch: Path, *, peers: bool, check: bool, threads: int | None
) -> dict[str, Any]:
    """Review a set and tell what each stage costs."""
    from kneewise.policy.book import load_program
    from kneewise.review.bulk import BulkRun
    from kneewise.review.funnel import Funnel
    from kneewise.review.kits import licence_book
    from kneewise.review.many import ManyReview, review_many

    program = load_program(cache=False)
    book = licence_book(str(folder / "_truth" / "licences.csv"))
    stages: dict[str, float] = {}
    begun = [cpu_seconds(), "start"]

    def stage(name: str) -> None:
        now = cpu_seconds()
        stages[begun[1]] = stages.get(begun[1], 0.0) + now - begun[0]
        begun[:] = [now, name]

    target = scratch / "verdicts.parquet"
    options: dict[str, Any] = {"peers": peers, "check": check, "beside": scratch, "tell": stage, "threads": threads}
    with review_many(folder, program, book, **options) as many:
        stage("ranges")
        n_cases = many.run.opened.n_cases

        def told(owner: type, method: str, name: str) -> None:
            plain = getattr(owner, method)

            def timed(*given: Any, **options: Any) -> Any:
                stage(name)
                result = plain(*given, **options)
                stage("between")
                return result

            setattr(owner, method, timed)

        told(BulkRun, "make_verdicts", "facts and words")
        told(ManyReview, "_copy", "outcomes, amounts, flags, sorted write")
        told(Funnel, "add", "counts of the funnel")
        many.pass_over(verdicts=target)
        stage("end")
    figures = {"cases": n_cases, "stages": stages, "cpu": sum(stages.values()), "peak_mb": peak_mb()}
    return figures | {"bytes": bytes_of(target), "file": target.stat().st_size}


def bytes_of(path: Path) -> dict[str, int]:
    """Compressed bytes of a verdict file by kind of column."""
    import duckdb

    kinds = {"case": "keys", "claim": "keys", "knee": "keys", "recommendation": "recommendation", "flags": "flags"}
    found: dict[str, int] = {}
    rows = duckdb.execute(
        "SELECT path_in_schema, sum(total_compressed_size) FROM parquet_metadata($1) GROUP BY 1", [str(path)]
    ).fetchall()
    for column, size in rows:
        kind = kinds.get(column, "amounts" if column.endswith(("_low", "_high")) else "parts")
        found[kind] = found.get(kind, 0) + int(size)
    return found


def clauses_alone(folder: Path, scratch: Path, threads: int | None) -> dict[str, float]:
    """Cases per CPU second over the clauses of the whole book: from a table of facts to words and outcomes."""
    from kneewise.policy.book import load_program
    from kneewise.policy.model import PART_ORDER
    from kneewise.policy.verdict_sql import select_verdicts, word_name
    from kneewise.review.bulk import open_run
    from kneewise.review.kits import licence_book

    program = load_program(cache=False)
    book = licence_book(str(folder / "_truth" / "licences.csv"))
    words = [word_name(part, word) for part in PART_ORDER for word in range(program.n_words[part])]
    used = []
    with open_run(folder, program, book, check=False, peers=False, beside=scratch, threads=threads) as run:
        key = run.connection.execute(f'SELECT "case" FROM in_cases ORDER BY 1 LIMIT 1 OFFSET {SAMPLE}').fetchone()
        where = f"\"case\" < '{key[0]}'" if key else "TRUE"
        run.connection.execute(f"CREATE TEMP TABLE facts AS {run.facts_sql(where)}")
        n_cases = run.connection.execute("SELECT count(*) FROM facts").fetchone()[0]  # type: ignore[index]
        sums = [f'sum("{word}")' for word in words] + [
            f"count(*) FILTER (WHERE \"{part}\" = 'pass')" for part in PART_ORDER
        ]
        for _ in range(5):
            before = cpu_seconds()
            run.connection.execute(f"SELECT {', '.join(sums)} FROM ({select_verdicts(program, 'SELECT * FROM facts')})")
            used.append(cpu_seconds() - before)
    return {"cases": n_cases, "cpu": sorted(used)[2]}


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--cases", type=int, nargs="*", default=[1_000_000])
    asked.add_argument("--folder", type=Path, help="a demo set that is there; instead of --cases")
    asked.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()))
    asked.add_argument("--peers", action="store_true", help="figures over the whole set, counted apart")
    asked.add_argument("--check", action="store_true", help="check every value, as for a set not seen before")
    asked.add_argument("--threads", type=int, help="threads of DuckDB; by default all")
    asked.add_argument("--stage", choices=("review", "clauses"), help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.stage:
        with tempfile.TemporaryDirectory(dir=given.scratch) as scratch:
            figures = (
                clauses_alone(given.folder, Path(scratch), given.threads) if given.stage == "clauses"
                else review_in_stages(
                    given.folder, Path(scratch), peers=given.peers, check=given.check, threads=given.threads
                )
            )  # fmt: skip
        print(json.dumps(figures))
        return
    print(machine())
    for n_cases in [0] if given.folder else given.cases:
        folder = given.folder or given.scratch / f"demo-{n_cases}"
        if given.folder is None:
            made = cost_of([sys.executable, "-m", "kneewise", "demo", str(folder), "--cases", str(n_cases)])
            print(f"{n_cases:,} demo cases made in {made.cpu:.1f} CPU s")
        try:
            report(folder, given)
        finally:
            if given.folder is None:
                shutil.rmtree(folder)


def report(folder: Path, given: argparse.Namespace) -> None:
    """Print the figures of one set."""
    options = [name for name, on in (("--peers", given.peers), ("--check", given.check)) if on]
    command = [sys.executable, __file__, "--folder", str(folder), "--scratch", str(given.scratch)]
    if given.threads is not None:
        command += ["--threads", str(given.threads)]
    cost = cost_of([*command, "--stage", "review", *options])
    figures = json.loads(cost.output.splitlines()[-1])
    n_cases = figures["cases"]
    print(f"{n_cases:,} cases: {cost.cpu:.2f} CPU s, {cost.wall:.1f} s; {n_cases / cost.cpu / 1e6:.3f} million a CPU s;"
          f" peak {cost.peak_mb:.0f} MB")  # fmt: skip
    for name, seconds in figures["stages"].items():
        if seconds >= 0.005:
            print(f"  {seconds:8.2f} CPU s  {name}")
    sizes = figures["bytes"]
    print(f"  verdict file {figures['file'] / n_cases:.2f} bytes a case; "
          + ", ".join(f"{name} {size / n_cases:.2f}" for name, size in sorted(sizes.items())))  # fmt: skip
    print(f"  {sizes['parts'] / n_cases / 5:.2f} bytes a case and part (words and outcomes)")
    alone = json.loads(cost_of([*command, "--stage", "clauses"]).output.splitlines()[-1])
    print(f"  clauses alone: {alone['cases'] / alone['cpu'] / 1e6:.2f} million cases a CPU s")


if __name__ == "__main__":
    main()
