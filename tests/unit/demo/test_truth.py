"""What the demo says of its cases is what a review of them finds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb
import pytest

from kneewise.case.definition import TABLES
from kneewise.case.documents import case_from_document
from kneewise.policy.book import load_program
from kneewise.review.demo import write_demo
from kneewise.review.demo.flags import BREAKS
from kneewise.review.kits import licence_book
from kneewise.review.one import review_cases

if TYPE_CHECKING:
    from pathlib import Path

    from kneewise.case.record import Case
    from kneewise.review.answer import CaseAnswer
    from kneewise.review.demo import Demo

N_CASES = 2000


def cases_of(folder: Path) -> list[Case]:
    documents: dict[str, dict[str, Any]] = {}
    with duckdb.connect(config={"threads": 1}) as connection:
        for name, table in TABLES.items():
            paths = {field.name: field.path.split(".") for field in table.fields}
            result = connection.execute(f"FROM '{folder / name}.parquet'")
            columns = [column[0] for column in result.description]
            for values in result.fetchall():
                row = {
                    column: value for column, value in zip(columns, values, strict=True) if value is not None
                }
                key = row["case"] if name == "cases" else row.pop("case")
                if name == "cases":
                    documents[key] = document = {}
                    for column, value in row.items():
                        *groups, last = paths.get(column, [column])
                        place = document
                        for group in groups:
                            place = place.setdefault(group, {})
                        place[last] = value
                else:
                    entry = (
                        next(iter(row.values())) if table.plain else {paths[c][-1]: v for c, v in row.items()}
                    )
                    documents[key].setdefault(name, []).append(entry)
    return [case_from_document(document) for document in documents.values()]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return write_demo(tmp_path_factory.mktemp("demo") / "set", n_cases=N_CASES, seed=3, broken=0.8)


@pytest.fixture(scope="module")
def answers(demo: Demo) -> dict[str, CaseAnswer]:
    found = review_cases(cases_of(demo.folder), load_program(cache=False), licence_book(str(demo.licences)))
    return {answer["case"]: answer for answer in found}


@pytest.fixture(scope="module")
def truth(demo: Demo) -> list[dict[str, Any]]:
    with duckdb.connect(config={"threads": 1}) as connection:
        result = connection.execute(f"FROM '{demo.truth / 'truth.parquet'}'")
        columns = [column[0] for column in result.description]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def not_met_or_missing(answer: CaseAnswer) -> dict[str, str]:
    """Clauses by result; a flag that nobody can settle from the papers says nothing."""
    return {
        f"{finding['policy']}/{finding['clause']}": finding["result"]
        for part, said in answer["parts"].items()
        for finding in said["findings"]
        if finding["result"] == "not-met" or (finding["result"] == "missing" and part != "integrity")
    }


def test_a_clean_case_meets_every_clause_and_is_paid(
    answers: dict[str, CaseAnswer], truth: list[dict[str, Any]]
) -> None:
    clean = [answers[row["case"]] for row in truth if row["way"] is None]

    assert len(clean) > 0.15 * N_CASES
    assert {answer["recommendation"] for answer in clean} == {"pay"}
    assert [not_met_or_missing(answer) for answer in clean] == [{}] * len(clean)


def test_a_broken_case_breaks_its_clause_with_what_the_truth_says_follows(
    answers: dict[str, CaseAnswer], truth: list[dict[str, Any]]
) -> None:
    for row in truth:
        if row["way"] is None or row["seen_in"] == "provider":
            continue
        answer = answers[row["case"]]
        found = not_met_or_missing(answer)
        assert found.pop(row["broken_clause"], None) == row["expected_result"], row
        assert answer["parts"][row["part"]]["outcome"] == row["part_outcome"], row
        assert answer["recommendation"] == row["recommendation"], row
        allowed = (row["also"] or "").split()
        for clause in found:
            assert any(
                clause == also or (also[-1] == "*" and clause.startswith(also[:-1])) for also in allowed
            ), (
                row,
                clause,
            )


def test_a_reason_repeated_by_a_provider_shows_from_twenty_cases_on(
    answers: dict[str, CaseAnswer], truth: list[dict[str, Any]]
) -> None:
    planted = [row["case"] for row in truth if row["way"] == "reason-not-repeated-template"]
    flagged = [
        case for case in planted if "kr/integrity-provider/reason-not-repeated" in answers[case]["flags"]
    ]

    assert len(flagged) >= 20
    assert len(planted) - len(flagged) < 20 * 2


def test_every_clause_of_a_case_alone_is_broken_somewhere(truth: list[dict[str, Any]]) -> None:
    assert {row["way"] for row in truth} - {None} == {entry.way for entry in BREAKS}
