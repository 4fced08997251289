"""`kneewise demo`: write a made-up set of cases to try, to test and to measure with."""

from __future__ import annotations

import click

EXAMPLE = """\b
Example:
  kneewise demo demo-cases --cases 2000 --seed 1
\b
Exit statuses:
  0    the set is written
  2    the command line cannot be taken
  3    the folder is taken, a number is out of range, or the disc is too small
  130  stopped by Ctrl-C; nothing is left behind
"""


@click.command(short_help="Write a made-up set of cases.", epilog=EXAMPLE)
@click.argument("folder", type=click.Path(file_okay=False))
@click.option("--cases", "n_cases", type=click.IntRange(1, 100_000_000), default=2000, show_default=True,
              help="How many treated knees; about one claim in eight has two.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same cases.")
@click.option("--share-broken", type=click.FloatRange(0, 1), default=0.3, show_default=True,
              help="Share of the cases that break one clause.")  # fmt: skip
@click.option("--form", type=click.Choice(["parquet", "csv"]), default="parquet", show_default=True,
              help="Form of the tables.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a demo set that stands in the folder.")
def demo(*, folder: str, n_cases: int, seed: int, share_broken: float, form: str, force: bool) -> None:
    """Write made-up cases into FOLDER, as tables, and what is true of them into FOLDER/_truth.

    Nobody in it lives: patients, providers, kits and licences are made up. FOLDER/_truth says of each case
    which clause it breaks and what a review must find, and holds the licences of the kits, licences.csv, for
    `kneewise review --licences`.
    """
    import sys
    import time

    from kneewise.errors import KneewiseError
    from kneewise.review.demo import write_demo

    started, told = time.monotonic(), [0.0]

    def tell(done: int, total: int) -> None:
        now = time.monotonic()
        if sys.stderr.isatty() and now - told[0] > 0.2:
            told[0] = now
            click.echo(f"\r{done:,} of {total:,} cases", nl=False, err=True)

    try:
        written = write_demo(
            folder,
            n_cases=n_cases,
            seed=seed,
            broken=share_broken,
            form="csv" if form == "csv" else "parquet",
            force=force,
            progress=tell,
        )
    except KneewiseError as error:
        click.echo(f"kneewise demo: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        click.echo("\nkneewise demo: stopped; nothing is left behind", err=True)
        raise SystemExit(130) from None
    if told[0]:
        click.echo("\r", nl=False, err=True)
    seconds = time.monotonic() - started
    click.echo(
        f"{n_cases:,} cases, {written.n_bytes / 1e6:,.1f} MB in {seconds:.1f} s: {written.folder}", err=True
    )
    click.echo(f"Licences of its kits, for --licences: {written.licences}", err=True)
