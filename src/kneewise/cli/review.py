"""`kneewise review`: cases in, answers out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kneewise.cli.days import DAY
from kneewise.cli.places import check_places
from kneewise.cli.streams import utf8_output
from kneewise.review.answer import OUTCOMES, PARTS, RECOMMENDATIONS

if TYPE_CHECKING:
    from datetime import date

    from kneewise.case.sets import Rejected
    from kneewise.case.sources import Form
    from kneewise.report.words import Lang
    from kneewise.review.answer import CaseAnswer, Part
    from kneewise.review.run import Reviewed

SET_ASIDE = 4
LARGE_FILE = 16_000_000  # bytes, about ten thousand documents: such a file is reviewed by way of tables
_FILE = click.Path(dir_okay=False)

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
--part is one of eligibility, kit, contract, admission, integrity.
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
            raise click.BadParameter(f"{value!r} is none of {allowed}; nor part=outcome (admission=fail).")
    return values


def _print_schema(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from kneewise.review.answer_schema import schema_text

        utf8_output().write(schema_text())
        ctx.exit(0)


@click.command(short_help="Review cases: recognised, payable, and why.", epilog=EPILOG)
@click.argument("cases")
@click.option("--out", metavar="FILE", help="Write answers: .json .jsonl .csv .parquet; - prints JSON.")
@click.option("--findings", metavar="FILE", type=_FILE,
              help="Write what is not met or missing, a row each: .csv .parquet.")  # fmt: skip
@click.option("--html", metavar="FILE", type=_FILE, help="Write a page that needs no network.")
@click.option("--policy", "policies", metavar="NAME", multiple=True,
              help="Policy id, file or folder; may be repeated. Default: the shipped book.")  # fmt: skip
@click.option("--licences", metavar="FILE", type=click.Path(exists=True, dir_okay=False),
              help="CSV of licences, beside those that come with Kneewise.")  # fmt: skip
@click.option("--as-of", metavar="DAY", type=DAY, help="Only what had been issued by that day.")
@click.option("--only", metavar="VALUE", multiple=True, callback=_wish,
              help="Keep these cases only, see below; may be repeated.")  # fmt: skip
@click.option("--part", "parts", metavar="PART", type=click.Choice(PARTS), multiple=True,
              help="Show this part only, on terminal and page; may be repeated.")  # fmt: skip
@click.option("--skip-bad", is_flag=True, help="Set cases that cannot be taken aside and go on.")
@click.option("--rejects", metavar="FILE", type=_FILE, help="Where --skip-bad keeps them, as JSON Lines.")
@click.option("--lang", type=click.Choice(["en", "ko"]), default="en", show_default=True,
              help="Language of terminal and page.")  # fmt: skip
@click.option("--verbose", is_flag=True, help="Show the clauses that are met, too.")
@click.option("--trusted", is_flag=True,
              help="Take Parquet tables that were checked before as they are.")  # fmt: skip
@click.option("--form", type=click.Choice(["yaml", "json", "jsonl"]),
              help="Form of standard input, or of a file whose ending does not tell.")  # fmt: skip
@click.option("--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema,
              help="Print the JSON Schema of the answers and exit.")  # fmt: skip
def review(  # noqa: PLR0917 (click passes them by name)
    cases: str,
    out: str | None,
    findings: str | None,
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
    trusted: bool,
    form: str | None,
) -> None:
    """Review CASES: a YAML, JSON or JSON Lines file, a folder of tables, or - for standard input."""
    check_places(cases, out, findings, html, rejects, skip_bad=skip_bad)
    if cases != "-" and (Path(cases).is_dir() or Path(cases).stat().st_size > LARGE_FILE):
        _review_many(
            cases, out, findings, html, policies, licences, as_of, only, parts, rejects, lang,
            skip_bad=skip_bad, verbose=verbose, trusted=trusted, form=form,
        )  # fmt: skip
        return
    from kneewise.review.run import review_source
    from kneewise.review.select import keep_answers

    reviewed = review_source(
        cases,
        policies=policies,
        as_of=as_of,
        licences=licences,
        form=cast("Form | None", form),
        skip_bad=skip_bad,
    )
    answers = keep_answers(reviewed.answers, only)
    language, shown = cast("Lang", lang), cast("tuple[Part, ...]", parts)
    if rejects is not None:
        from kneewise.review.output import write_rejects

        write_rejects(rejects, reviewed.rejected)
    if out is not None:
        _write(out, answers, reviewed)
    if findings is not None:
        from kneewise.review.finding_rows import write_findings

        write_findings(Path(findings), answers)
    if html is not None:
        from kneewise.cli.review_page import write_review_page

        write_review_page(html, answers, reviewed.program.says, lang=language, parts=shown)
    if out is None and html is None and findings is None:
        from kneewise.cli.review_terminal import show_answers

        show_answers(answers, reviewed.program.says, lang=language, parts=shown, verbose=verbose)
    written = [each for each in (out, findings, html) if each and each != "-"]
    _tell(len(reviewed.answers), reviewed.rejected, len(answers), written, rejects)
    if reviewed.rejected:
        click.get_current_context().exit(SET_ASIDE)


def _review_many(  # noqa: PLR0917
    cases: str,
    out: str | None,
    findings: str | None,
    html: str | None,
    policies: tuple[str, ...],
    licences: str | None,
    as_of: date | None,
    only: tuple[str, ...],
    parts: tuple[str, ...],
    rejects: str | None,
    lang: str,
    *,
    skip_bad: bool,
    verbose: bool,
    trusted: bool,
    form: str | None,
) -> None:
    from kneewise.cli.review_many import review_tables
    from kneewise.policy.book import load_program
    from kneewise.review.kits import licence_book

    n_cases, n_kept, rejected = review_tables(
        cases,
        load_program(policies, as_of=as_of),
        licence_book(licences),
        out=out,
        findings=findings,
        html=html,
        wishes=only,
        parts=cast("tuple[Part, ...]", parts),
        skip_bad=skip_bad,
        trusted=trusted,
        form=form,
        lang=cast("Lang", lang),
        verbose=verbose,
    )
    if rejects is not None:
        from kneewise.review.output import write_rejects

        write_rejects(rejects, rejected)
    written = [each for each in (out, findings, html) if each and each != "-"]
    _tell(n_cases, rejected, n_kept, written, rejects)
    if rejected:
        click.get_current_context().exit(SET_ASIDE)


def _write(out: str, answers: list[CaseAnswer], reviewed: Reviewed) -> None:
    from kneewise.review.output import write_answers, write_json

    if out == "-":
        write_json(utf8_output(), answers)
    else:
        write_answers(out, answers, reviewed.program)


def _tell(
    n_cases: int, rejected: list[Rejected], n_kept: int, written: list[str], rejects: str | None
) -> None:
    told = _cases(n_cases) if n_kept == n_cases else f"{n_kept:,} of {_cases(n_cases)}"
    if written or n_kept < n_cases:
        click.echo(f"{told}: {', '.join(written) or 'kept by --only'}", err=True)
    if rejected:
        from kneewise.cli.set_aside import tell_rejected

        tell_rejected(rejected, rejects)


def _cases(n: int) -> str:
    return f"{n:,} case{'' if n == 1 else 's'}"
