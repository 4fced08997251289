"""Write a demo set of any size as tables, in parts of a fixed size, each by one thread of its own.

A part is written by a single DuckDB thread from start to end, so its bytes do not depend on how many parts
are written at once. Everything goes to a folder beside the target, which takes its name when it is whole.
"""

from __future__ import annotations

import os
import shutil
import threading
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kneewise.errors import KneewiseError
from kneewise.review.demo.coded import Types
from kneewise.review.demo.columns import case_columns
from kneewise.review.demo.draws import Draws, quoted
from kneewise.review.demo.lists import list_tables
from kneewise.review.demo.plan import base_of, plan_of
from kneewise.review.demo.truth import truth_query, write_licences, write_providers

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb import DuckDBPyConnection

Form = Literal["parquet", "csv"]
MOST_CASES = (
    100_000_000  # the keys carry eight digits, and stay within the 12 bytes that DuckDB keeps in place
)
PART = 1_120_000  # cases a part; a multiple of 28, so that no claim lies in two parts
# Measured at one million cases, rounded up; only to see whether the disc is large enough.
BYTES_PER_CASE = {"parquet": 130, "csv": 1_700}
OPTIONS = {
    "parquet": "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 61440)",
    "csv": "(FORMAT csv, HEADER, TIMESTAMPFORMAT '%Y-%m-%dT%H:%M')",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What was written: the folder of tables, and beside its tables the folder `_truth`."""

    folder: Path
    truth: Path
    licences: Path
    n_cases: int
    n_bytes: int


@dataclass(slots=True, kw_only=True)
class _Progress:
    tell: Callable[[int, int], None] | None
    n_cases: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    done: float = 0.0

    def add(self, cases: float) -> None:
        with self.lock:
            self.done += cases
            if self.tell is not None:
                self.tell(min(self.n_cases, round(self.done)), self.n_cases)


def write_demo(
    folder: str | Path,
    *,
    n_cases: int,
    seed: int = 1,
    broken: float = 0.3,
    form: Form = "parquet",
    force: bool = False,
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
) -> Demo:
    """Write a made-up, seeded set of cases, and what is true of it, into a folder that does not exist yet.

    n_cases : 1 to 100,000,000; case number i is the same whatever n_cases is
    broken : share of the cases that break a clause (each exactly one, with what follows from it)
    force : replace a demo set that stands there already
    progress : called with (cases done, cases in all), from any thread
    workers : parts written at once; the bytes do not depend on it

    Raises KneewiseError where a number is out of range, the folder is taken or the disc is too small.
    """
    target = Path(folder)
    _check(target, n_cases, broken, form, force)
    whole = target.with_name(f"{target.name}.part-{os.getpid()}")
    shutil.rmtree(whole, ignore_errors=True)
    try:
        (whole / "_truth").mkdir(parents=True)
        _write_parts(
            whole,
            Draws(seed=seed),
            n_cases=n_cases,
            broken=broken,
            form=form,
            progress=_Progress(tell=progress, n_cases=n_cases),
            workers=workers,
        )
        write_licences(whole / "_truth" / "licences.csv")
        _put_in_place(whole, target)
    except BaseException:
        shutil.rmtree(whole, ignore_errors=True)
        raise
    n_bytes = sum(file.stat().st_size for file in target.rglob("*") if file.is_file())
    truth = target / "_truth"
    return Demo(folder=target, truth=truth, licences=truth / "licences.csv", n_cases=n_cases, n_bytes=n_bytes)


def _check(target: Path, n_cases: int, broken: float, form: str, force: bool) -> None:
    if not 1 <= n_cases <= MOST_CASES:
        raise KneewiseError(f"{n_cases} cases: a demo set has from 1 to {MOST_CASES:,} cases")
    if form == "csv" and n_cases > PART:
        raise KneewiseError(f"{n_cases} cases as CSV: a table in CSV is one file, of {PART:,} cases at most")
    if not 0 <= broken <= 1:
        raise KneewiseError(f"a share of {broken} broken cases: from 0 to 1 is possible")
    if form not in OPTIONS:
        raise KneewiseError(f"form '{form}': parquet or csv is possible")
    if not target.name:
        raise KneewiseError("the folder of a demo set needs a name of its own")
    if target.exists() and not force:
        raise KneewiseError(
            f"{target} exists already: choose another folder, or replace a demo set with --force"
        )
    if target.exists() and any(target.iterdir()) and not (target / "_truth" / "licences.csv").is_file():
        raise KneewiseError(f"{target} holds something else than a demo set: it is left as it is")
    room, needed = _free_bytes(target), n_cases * BYTES_PER_CASE[form]
    if room < needed:
        raise KneewiseError(
            f"{n_cases:,} cases take about {needed / 1e9:.1f} GB and {room / 1e9:.1f} GB are free beside"
            f" {target}"
        )


def _put_in_place(whole: Path, target: Path) -> None:
    if not target.exists():
        whole.rename(target)
        return
    former = whole.with_name(f"{whole.name}-former")
    target.rename(former)
    whole.rename(target)
    shutil.rmtree(former)


def _free_bytes(target: Path) -> int:
    place = target.absolute().parent
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free


def _write_parts(
    whole: Path,
    draws: Draws,
    *,
    n_cases: int,
    broken: float,
    form: Form,
    progress: _Progress,
    workers: int | None,
) -> None:
    import duckdb

    starts = range(0, n_cases, PART)
    running: list[DuckDBPyConnection] = []
    stop = threading.Event()

    def write_part(number: int) -> None:
        if stop.is_set():
            return
        until = min(starts[number] + PART, n_cases)
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": 1,
            "memory_limit": "700MB",
            "preserve_insertion_order": True,
        }
        with duckdb.connect(config=config) as connection:
            running.append(connection)
            try:
                # One plan for all tables; in memory, some 150 bytes a case.
                connection.execute(
                    f"CREATE TEMP TABLE base AS {base_of(draws, broken, starts[number], until)}"
                )
                types, queries = _queries(draws, n_cases)
                for statement in types:
                    connection.execute(statement)
                for name, query in queries.items():
                    file = whole / (f"{name}.{form}" if len(starts) == 1 else f"{name}-{number:03d}.{form}")
                    connection.execute(f"COPY ({query}) TO {quoted(str(file))} {OPTIONS[form]}")
                    progress.add((until - starts[number]) / n_tables)
            finally:
                running.remove(connection)

    n_tables = len(list_tables(draws)) + 2
    with ThreadPoolExecutor(max_workers=min(workers or os.cpu_count() or 1, len(starts))) as pool:
        parts: list[Future[None]] = [pool.submit(write_part, number) for number in range(len(starts))]
        try:
            done, _ = wait(parts, return_when=FIRST_EXCEPTION)
            for part in done:
                part.result()
        finally:
            # Only an interrupt or a failed part leaves anything to stop here.
            stop.set()
            for part in parts:
                part.cancel()
            for connection in running.copy():
                with suppress(duckdb.ConnectionException):  # closed in the meantime
                    connection.interrupt()
    with duckdb.connect(config={"threads": 1}) as connection:
        reader = "read_parquet" if form == "parquet" else "read_csv"
        cases = f"(SELECT provider_key FROM {reader}({quoted(str(whole / f'cases*.{form}'))}))"
        write_providers(
            connection, draws, cases, f"{quoted(str(whole / '_truth' / f'providers.{form}'))} {OPTIONS[form]}"
        )


def _queries(draws: Draws, n_cases: int) -> tuple[list[str], dict[str, str]]:
    """SQL that makes the types, and that of every file by name, over the stored base."""
    plan, types = plan_of(draws, "base"), Types()
    columns = ", ".join(
        f'{types.coded(f"texts_of_cases_{name}", [expression])[0]} AS "{name}"'
        for name, expression in case_columns(draws).items()
    )
    queries = {"cases": f"SELECT {columns} FROM {plan}"}
    queries |= {name: rows.query(plan, name, types) for name, rows in list_tables(draws).items()}
    queries["_truth/truth"] = truth_query(plan, n_cases, types)
    return types.declarations(), queries
