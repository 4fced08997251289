"""A case held against the shipped law book, by the way that a user's case takes: document, record, review."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kneewise.case.documents import case_from_document
from kneewise.policy.book import load_program
from kneewise.policy.worked import Worked, change, read_worked
from kneewise.review.kits import LicenceBook, label_row, licence_book
from kneewise.review.one import review_cases
from kneewise.review.peers import peer_facts

if TYPE_CHECKING:
    from datetime import date

HERE = Path(__file__).parent


@cache
def law_book(as_of: date | None = None):
    return load_program(as_of=as_of, cache=False)


@cache
def worked_files() -> tuple[Worked, ...]:
    return tuple(read_worked(path) for path in sorted(HERE.glob("*/*.yaml")))


def worked(policy: str) -> Worked:
    return next(each for each in worked_files() if each.policy == policy)


def a_case(policy: str = "kr/knee-bmac", **changes):
    """The base of a policy's worked cases with changes; a double underscore stands for the dot of a path."""
    return change(worked(policy).base, {path.replace("__", "."): value for path, value in changes.items()})


def review(*documents, program=None, licences=()):
    """The answers of one set of cases."""
    book = LicenceBook((*licence_book().licences, *licences))
    return review_cases([case_from_document(each) for each in documents], program or law_book(), book)


def result_of(answer, policy: str, clause: str) -> str:
    """A policy that does not apply shows no findings: its clauses are not applicable."""
    for part in answer["parts"].values():
        for finding in part["findings"]:
            if (finding["policy"], finding["clause"]) == (policy, clause):
                return finding["result"]
    return "not-applicable"


def outcome(answer, part: str) -> str:
    return answer["parts"][part]["outcome"]


def outcomes(answer) -> dict[str, str]:
    return {part: each["outcome"] for part, each in answer["parts"].items()}


def facts_of_first(documents, licences=()):
    """The facts of the first case of a set, by name."""
    program = law_book()
    cases = [case_from_document(each) for each in documents]
    case = cases[0]
    book = LicenceBook((*licence_book().licences, *licences))
    licence = book.row(case.kit.permit, case.service_on, case.kit.class_)
    row = program.facts(case, label_row(case.kit.udi), licence, peer_facts(cases)[0])
    eligibility = program.functions["codes"](row)[1][0]
    late = {"eligibility_outcome": None if eligibility == "missing" else eligibility}
    return dict(zip(program.names, row, strict=True)) | late


def without_each(document):
    """The document without one field, group, list or row, each in turn."""
    for key, value in document.items():
        if key in ("case", "knee"):
            continue
        rest = {other: each for other, each in document.items() if other != key}
        yield rest
        if isinstance(value, dict):
            yield from ({**rest, key: less} for less in without_each(value))
        elif isinstance(value, list):
            for n, row in enumerate(value):
                yield {**rest, key: [*value[:n], *value[n + 1 :]]}
                if isinstance(row, dict):
                    yield from (
                        {**rest, key: [*value[:n], less, *value[n + 1 :]]} for less in without_each(row)
                    )


def readings(*rows):
    """Readings from rows of scale, grade, modality and, where it matters, reader and day of the image."""
    names = ("scale", "grade", "modality", "reader", "imaged_on")
    return [dict(zip(names, row, strict=False)) for row in rows]


def passing():
    """One case in which every part passes, and the licences that it needs."""
    kit = worked("kr/kit")
    signs = {
        "performer_specialty": "orthopaedics",
        "provider": {"key": "h-1", "kind": "orthopaedic-hospital"},
    }
    made_before = {"udi": "(01)08800000000015(11)230110(17)270131(10)A1"}
    changes = {"kit": kit.base["kit"] | made_before, "published_price": 3_000_000, **signs}
    return change(worked("kr/knee-bmac").base, changes), kit.licences
