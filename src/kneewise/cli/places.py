"""Where a review reads and writes: what could not be written at the end is refused at the start."""

from __future__ import annotations

from pathlib import Path

import click

_TABLES = (".csv", ".parquet")
_ENDINGS = (".json", ".jsonl", *_TABLES)  # of review/output.py, which need not be loaded to check


def check_places(
    cases: str,
    out: str | None,
    findings: str | None,
    html: str | None,
    rejects: str | None,
    *,
    skip_bad: bool,
) -> None:
    """Refuse before any work what could not be written after it."""
    if out not in (None, "-") and Path(out).suffix.lower() not in _ENDINGS:
        raise click.UsageError(
            f"--out {out}: its ending must be one of {', '.join(_ENDINGS)}; - prints JSON."
        )
    if findings is not None and Path(findings).suffix.lower() not in _TABLES:
        raise click.UsageError(f"--findings {findings}: its ending must be one of {', '.join(_TABLES)}.")
    if html == "-":
        raise click.UsageError("--html needs a file: a page is not for a terminal.")
    if rejects is not None and not skip_bad:
        raise click.UsageError("--rejects is where --skip-bad keeps what it sets aside: give both.")
    places = [str(Path(each).resolve()) for each in (out, findings, html, rejects) if each not in (None, "-")]
    if cases != "-":
        if not Path(cases).exists():
            raise click.UsageError(f"{cases}: there is no such file or folder.")
        if Path(cases).suffix.lower() in (".csv", ".parquet") and Path(cases).is_file():
            raise click.UsageError(f"{cases}: tables are taken as the folder that they lie in.")
        places.append(str(Path(cases).resolve()))
    if len(set(places)) < len(places):
        raise click.UsageError("two of CASES, --out, --findings, --html and --rejects are one file: give each its own.")
    for place in places:
        if not Path(place).parent.is_dir():
            raise click.UsageError(f"{Path(place).parent}: there is no such folder.")
