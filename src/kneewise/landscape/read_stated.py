"""Read prices, questions, statements and the figures of articles from a folder, and check every one of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.codes import codes
from kneewise.landscape.data_rows import Problems, Row, read_rows
from kneewise.landscape.read import SOURCED, sourced
from kneewise.landscape.stated_records import Answer, Figure, Price, Question, Statement

if TYPE_CHECKING:
    from pathlib import Path

PRICES = (
    "price", "country", "scope", "treatment", "technology", "product", "comparator", "unit", "currency", "low",
    "typical", "high", "typical_is", "kind", "dated", "includes", "articles", "bearing", *SOURCED,
)  # fmt: skip
QUESTIONS = (
    "question", "kind", "repeats", "subject", "jurisdiction", "unit", "en", "ko", "why_en", "why_ko",
)  # fmt: skip
STATEMENTS = ("statement", "question", "about", "relation", "value", *SOURCED)
FIGURES = (
    "figure", "article", "said_on", "en", "ko", "asks", "subject", "jurisdiction", "about", "indication", "relation",
    "low", "high", "unit", "beside",
)  # fmt: skip
ASKS = ("event", "first-event", "plan", "phase", "statement", "price", "trials", "enrolment", "count", "none")


def read_prices(folder: Path, problems: Problems) -> tuple[Price, ...]:
    """Read the prices; a range that runs backwards is refused, and amounts where nothing was found."""
    return tuple(_price(row) for row in read_rows(folder / "prices.csv", PRICES, problems))


def _price(row: Row) -> Price:
    low, typical, high = (row.whole(name, low=1) for name in ("low", "typical", "high"))
    given = [each for each in (low, typical, high) if each is not None]
    if given != sorted(given):
        row.refuse("high", " ".join(map(str, given)), "low, typical and high in this order")
    if bool(given) == (row.cells["verification"] == "not-found"):
        row.refuse(
            "verification", f"{row.cells['verification']} with {len(given)} amounts", "not-found without amounts"
        )
    return Price(
        price=row.must("price"),
        country=row.code("country", codes("jurisdiction")),
        scope=row.must("scope"),
        treatment=row.must("treatment"),
        technology=row.must_code("technology", codes("technology")),
        product=row.text("product"),
        comparator=bool(row.truth("comparator")),
        unit=row.code("unit", codes("unit")),
        currency=row.must_code("currency", codes("currency")),
        low=low,
        typical=typical,
        high=high,
        typical_is=row.code("typical_is", codes("typical")),
        kind=row.must_code("kind", codes("price-kind")),
        dated=row.date("dated"),
        includes=row.text("includes"),
        articles=row.codes("articles", codes("article")),
        bearing=row.code("bearing", codes("bearing")),
        **sourced(row),
    )


def read_questions(folder: Path, problems: Problems) -> tuple[Question, ...]:
    """Read the questions."""
    return tuple(
        Question(
            question=row.must("question"),
            kind=row.must_code("kind", ("number", "date", "code")),
            repeats=row.must_code("repeats", ("fixed", "cumulative", "per-period")),
            subject=row.must("subject"),
            jurisdiction=row.must_code("jurisdiction", codes("jurisdiction")),
            unit=row.text("unit"),
            words={"en": row.must("en"), "ko": row.must("ko")},
            why={lang: row.cells[f"why_{lang}"] for lang in ("en", "ko") if row.cells[f"why_{lang}"]},
        )
        for row in read_rows(folder / "questions.csv", QUESTIONS, problems)
    )


def read_statements(folder: Path, questions: tuple[Question, ...], problems: Problems) -> tuple[Statement, ...]:
    """Read the statements; a value that is not of its question's kind is refused."""
    kinds = {each.question: each.kind for each in questions}
    return tuple(
        Statement(
            statement=row.must("statement"),
            question=row.must_code("question", kinds),
            about=row.date("about"),
            relation=row.must_code("relation", codes("relation")),
            value=_answer(row, kinds.get(row.cells["question"], "code")),
            **sourced(row),
        )
        for row in read_rows(folder / "statements.csv", STATEMENTS, problems)
    )


def _answer(row: Row, kind: str) -> Answer:
    row.must("value")
    if kind == "number":
        return row.number("value") or 0.0
    if kind == "date":
        row.date("value")
    return row.cells["value"]


def read_figures(folder: Path, problems: Problems) -> tuple[Figure, ...]:
    """Read the figures of the articles."""
    return tuple(
        Figure(
            figure=row.must("figure"),
            article=row.must_code("article", codes("article")),
            said_on=row.date("said_on"),
            words={"en": row.must("en"), "ko": row.must("ko")},
            asks=row.must_code("asks", ASKS),
            subject=row.text("subject"),
            jurisdiction=row.code("jurisdiction", codes("jurisdiction")),
            about=row.texts("about"),
            indication=row.code("indication", codes("indication")),
            relation=row.code("relation", codes("relation")),
            low=row.text("low"),
            high=row.text("high"),
            unit=row.text("unit"),
            beside=row.texts("beside"),
        )
        for row in read_rows(folder / "figures.csv", FIGURES, problems)
    )
