"""A review from its input to its answers: the same call from Python and from the command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

from kneewise.case.sets import Rejected, read_cases
from kneewise.errors import BadInput, Problem, describe
from kneewise.review.stream import stream_cases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kneewise.case.record import Case
    from kneewise.case.sources import Form
    from kneewise.policy.program import Program
    from kneewise.review.answer import CaseAnswer
    from kneewise.review.kits import LicenceBook

OneCase: TypeAlias = "Mapping[str, Any] | Case"
CaseSource: TypeAlias = "str | Path | IO[str] | IO[bytes] | OneCase | Iterable[OneCase]"

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """What a review gives.

    rejected : cases set aside, each with its problems; empty without `skip_bad`
    program : the policies as they were applied
    """

    answers: list[CaseAnswer]
    rejected: list[Rejected]
    program: Program


def review(
    cases: CaseSource,
    policies: str | Path | Sequence[str | Path] | None = None,
    as_of: date | str | None = None,
    licences: str | Path | None = None,
) -> list[CaseAnswer]:
    """Review cases and give one answer a case, in their order.

    cases : a path (.yaml, .json, .jsonl, or a folder of tables), `-` for standard input, an open stream, one
        case as a mapping or `Case`, or several of these
    policies : ids ("kr/knee-bmac", or "kr" for all below it), files or folders, one or several; None: the whole
        shipped book
    as_of : leave out the clauses and amounts whose source had not been issued by that day (a date, or its ISO text)
    licences : a CSV file of licences, beside those that come with Kneewise

    Figures over a set (a kit seen twice, a provider's rates) are taken over the cases of this call.

    Raises BadInput with every problem of the cases or of what else was given, BadPolicy where a policy cannot be taken.
    """
    asked = [policies] if isinstance(policies, str | Path) else policies or ()
    return review_source(cases, policies=asked, as_of=_day(as_of), licences=licences).answers


def _day(as_of: object) -> date | None:
    if as_of is None or (isinstance(as_of, date) and not isinstance(as_of, datetime)):
        return as_of
    try:
        return date.fromisoformat(as_of)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise _refused("as_of", as_of, "a date, or its ISO text as 2024-02-29") from None


def _refused(name: str, given: object, allowed: str) -> BadInput:
    return BadInput([Problem(file="<call>", row=None, field=name, found=describe(given), allowed=allowed)])


def review_source(
    source: CaseSource,
    *,
    policies: Sequence[str | Path] = (),
    as_of: date | None = None,
    licences: str | Path | None = None,
    form: Form | None = None,
    skip_bad: bool = False,
) -> Reviewed:
    """Review cases as `review` does, and give what else a caller may show.

    form : of a stream or a file without a telling ending
    skip_bad : set bad cases aside instead of raising BadInput for them
    """
    from kneewise.policy.book import load_program
    from kneewise.review.kits import licence_book
    from kneewise.review.one import review_cases

    program = load_program(policies, as_of=as_of)
    book = licence_book(None if licences is None else str(licences))
    if isinstance(source, str | Path) and str(source) != "-" and Path(source).is_dir():
        return _review_folder(Path(source), program, book, skip_bad=skip_bad)
    cases, rejected = take_cases(source, form=form, skip_bad=skip_bad)
    return Reviewed(answers=review_cases(cases, program, book), rejected=rejected, program=program)


def _review_folder(folder: Path, program: Program, licences: LicenceBook, *, skip_bad: bool) -> Reviewed:
    from kneewise.review.many import review_many
    from kneewise.review.stream import rejected_rows

    answers: list[CaseAnswer] = []
    with review_many(folder, program, licences, skip_bad=skip_bad) as many:
        many.pass_over(with_answers=answers.extend)
        rejected = rejected_rows(many.run.connection) if skip_bad else []
    return Reviewed(answers=answers, rejected=rejected, program=program)


def take_cases(
    source: CaseSource, *, form: Form | None = None, skip_bad: bool = False
) -> tuple[list[Case], list[Rejected]]:
    """Read all cases of a source, and those that are none; raises BadInput for these unless `skip_bad`."""
    from kneewise.case.record import Case

    if isinstance(source, str | Path):
        stream = stream_cases(source, form=form)
    elif hasattr(source, "read"):
        stream = read_cases(cast("IO[str]", source), form=form)
    elif isinstance(source, Mapping | Case | Iterable):
        stream = _from_memory([source] if isinstance(source, Mapping | Case) else source)
    else:
        raise _refused("cases", source, "a path, an open stream, a case, or several cases")
    cases: list[Case] = []
    rejected: list[Rejected] = []
    for each in stream:
        if isinstance(each, Rejected):
            rejected.append(each)
        else:
            cases.append(each)
    problems = [problem for each in rejected for problem in each.problems]
    if problems and not skip_bad:
        raise BadInput(problems[:_SHOWN], total=len(problems))
    return cases, rejected


def _from_memory(source: Iterable[Any]) -> Iterator[Case | Rejected]:
    from kneewise.case.carried import remove_identity
    from kneewise.case.documents import case_from_document
    from kneewise.case.record import Case

    seen: set[str] = set()
    for row, each in enumerate(source, 1):
        try:
            case = each if isinstance(each, Case) else case_from_document(each, file="<record>", row=row)
        except BadInput as error:
            yield Rejected(problems=error.problems, document=remove_identity(each))
            continue
        if case.case in seen:
            found = "a key that an earlier case has already"
            allowed = "each case once in a set"
            problem = Problem(file="<record>", row=row, field="case", found=found, allowed=allowed)
            yield Rejected(problems=(problem,), document=None)
        else:
            seen.add(case.case)
            yield case
