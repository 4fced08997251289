"""`kneewise review`: cases in, answers out."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kneewise.cli.days import DAY
from kneewise.review.answer import OUTCOMES, PARTS, RECOMMENDATIONS

if TYPE_CHECKING:
    from kneewise.case.sources import Form
    from kneewise.report.words import Lang
    from kneewise.review.answer import Part
    from kneewise.review.run import Reviewed

SET_ASIDE = 4
_SHOWN_PROBLEMS = 20

EPILOG = """\b
Examples:
  kneewise review case.yaml
  kneewise review cases.jsonl --only refer --only admission=fail --html report.html
  kneewise review claims/ --out verdicts.parquet --skip-bad --rejects rejects.jsonl
  cat cases.json | kneewise review - --out - | jq '.[].recommendation'
\b
--only keeps the cases with any of the values given:
  a recommendation    pay, pay-outpatient, ask-papers, refer, outside-notice, outside-contract
  part=outcome        eligibility, kit, contract, admission or integrity = fail, review, missing,
                      pass or not-applicable
  an outcome          the same of any part
Figures over the set (a kit seen twice, rates of a provider) are taken before, over all cases.
\b
Exit statuses:
  0    done
  2    the command line cannot be taken
  3    the cases or a policy cannot be taken
  4    done, but some cases were set aside (--skip-bad)
  130  stopped by Ctrl-C; nothing half-written is left behind
"""


def _wish(_ctx: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Take a recommendation, an outcome, or part=outcome."""
    for value in values:
        part, equals, outcome = value.partition("=")
        good = (part in PARTS and outcome in OUTCOMES) if equals else value in (*RECOMMENDATIONS, *OUTCOMES)
        if not good:
            allowed = ", ".join((*RECOMMENDATIONS, *OUTCOMES))
            raise click.BadParameter(f"{value!r} is none of {allowed}, and no part=outcome such as admission=fail.")
    return values


def _print_schema(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from kneewise.review.answer_schema import schema_text

        click.echo(schema_text(), nl=False)
        ctx.exit(0)


@click.command(short_help="Review cases: is it the treatment, is it payable, and why.", epilog=EPILOG)
@click.argument("cases", type=click.Path(path_type=str))
@click.option("--out", metavar="FILE", help="Write the answers: .json, .jsonl, .csv or .parquet; - is JSON on standard output.")
@click.option("--html", metavar="FILE", type=click.Path(dir_okay=False), help="Write a page that needs no network.")
@click.option("--policy", "policies", metavar="NAME", multiple=True,
              help="Policy id, file or folder; may be repeated. Default: the whole book that comes with Kneewise.")  # fmt: skip
@click.option("--licences", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="CSV of licences, beside those that come with Kneewise.")  # fmt: skip
@click.option("--as-of", metavar="DAY", type=DAY, help="Only clauses whose source had been issued by that day.")
@click.option("--only", metavar="VALUE", multiple=True, callback=_wish, help="Keep these cases only; see below. May be repeated.")
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, help="Show this part only, on the terminal and the page.")
@click.option("--skip-bad", is_flag=True, help="Set cases that cannot be taken aside and go on.")
@click.option("--rejects", metavar="FILE", type=click.Path(dir_okay=False), help="Where --skip-bad keeps them, as JSON Lines.")
@click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True, help="Language of terminal and page.")
@click.option("--verbose", is_flag=True, help="Show the clauses that are met, too.")
@click.option("--form", type=click.Choice(["yaml", "json", "jsonl"]), help="Form of standard input, or of a file without a telling ending.")
@click.option("--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema, help="Print the JSON Schema of the answers and exit.")
def review(  # noqa: PLR0917 (click passes them by name)
    cases: str,
    out: str | None,
    html: str | None,
    policies: tuple[str, ...],
    licences: str | None,
    as_of: date | None,
    only: tuple[str, ...],
    parts: tuple[str, ...],
    skip_bad: bool,
    rejects: str | None,
    lang: str,
    verbose: bool,
    form: str | None,
) -> None:
    """Review CASES: a YAML, JSON or JSON Lines file, a folder of tables, or - for standard input."""
    from kneewise.review.select import keep_answers

    _check_places(cases, out, html, rejects, skip_bad=skip_bad)
    reviewed = _review(cases, policies, licences, as_of, form, skip_bad=skip_bad)
    answers = keep_answers(reviewed.answers, only)
    if rejects is not None:
        from kneewise.review.output import write_rejects

        write_rejects(rejects, reviewed.rejected)
    if out is not None:
        _write(out, answers, reviewed)
    if html is not None:
        from kneewise.cli.review_page import write_review_page

        write_review_page(html, answers, reviewed.program.says, lang=cast("Lang", lang), parts=cast("tuple[Part, ...]", parts))
    if out is None and html is None:
        from kneewise.cli.review_terminal import show_answers

        show_answers(
            answers, reviewed.program.says, lang=cast("Lang", lang), parts=cast("tuple[Part, ...]", parts), verbose=verbose
        )
    _tell(reviewed, len(answers), [each for each in (out, html) if each and each != "-"], rejects)
    if reviewed.rejected:
        click.get_current_context().exit(SET_ASIDE)


def _check_places(cases: str, out: str | None, html: str | None, rejects: str | None, *, skip_bad: bool) -> None:
    """Refuse before any work what could not be written after it."""
    from kneewise.review.output import ENDINGS

    if out not in (None, "-") and Path(out).suffix.lower() not in ENDINGS:  # type: ignore[arg-type]
        raise click.UsageError(f"--out {out}: its ending tells the form: {', '.join(ENDINGS)}, or - for JSON on standard output.")
    if rejects is not None and not skip_bad:
        raise click.UsageError("--rejects is where --skip-bad keeps what it sets aside: give both.")
    places = [str(Path(each).resolve()) for each in (out, html, rejects) if each not in (None, "-")]  # type: ignore[arg-type]
    if cases != "-":
        if not Path(cases).exists():
            raise click.UsageError(f"{cases}: there is no such file or folder.")
        places.append(str(Path(cases).resolve()))
    if len(set(places)) < len(places):
        raise click.UsageError("two of CASES, --out, --html and --rejects are one file: give each its own.")
    for place in places:
        if not Path(place).parent.is_dir():
            raise click.UsageError(f"{Path(place).parent}: there is no such folder.")


def _review(
    cases: str, policies: tuple[str, ...], licences: str | None, as_of: date | None, form: str | None, *, skip_bad: bool
) -> Reviewed:
    from kneewise.review.run import review_source

    return review_source(
        cases, policies=policies, as_of=as_of, licences=licences, form=cast("Form | None", form), skip_bad=skip_bad
    )


def _write(out: str, answers: list, reviewed: Reviewed) -> None:  # type: ignore[type-arg]
    from kneewise.review.output import write_answers, write_json

    if out == "-":
        write_json(sys.stdout, answers)
    else:
        write_answers(out, answers, reviewed.program)


def _tell(reviewed: Reviewed, n_kept: int, written: list[str], rejects: str | None) -> None:
    n_cases = len(reviewed.answers)
    if written:
        kept = f"{n_kept:,} of {n_cases:,} cases" if n_kept < n_cases else f"{n_cases:,} case{'s' if n_cases != 1 else ''}"
        click.echo(f"{kept}: {', '.join(written)}", err=True)
    elif n_kept < n_cases:
        click.echo(f"{n_kept:,} of {n_cases:,} cases kept by --only", err=True)
    if not reviewed.rejected:
        return
    n_bad = len(reviewed.rejected)
    click.echo(f"{n_bad:,} case{'s' if n_bad != 1 else ''} set aside{f': {rejects}' if rejects else ''}", err=True)
    problems = [problem for each in reviewed.rejected for problem in each.problems]
    for problem in problems[:_SHOWN_PROBLEMS]:
        click.echo(f"  {problem}", err=True)
    if len(problems) > _SHOWN_PROBLEMS:
        hint = "" if rejects else "; --rejects FILE keeps them all"
        click.echo(f"  ... and {len(problems) - _SHOWN_PROBLEMS:,} more{hint}", err=True)
