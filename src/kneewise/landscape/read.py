"""Read the tables of the landscape from a folder, and check every one of their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kneewise.landscape.codes import code_lists, codes, milestone_kinds
from kneewise.landscape.data_rows import Problems, Row, read_rows
from kneewise.landscape.hosts import host_of
from kneewise.landscape.records import EarlierValue, Milestone, Name, Product, Source, Trial

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path
    from typing import Any

    from kneewise.landscape.dates import PartialDate

SOURCE = ("source", "source_date", "read_in")
SOURCED = (*SOURCE, "verification", "also", "note")
_CLASSES = ("actual", "planned", "metric", "claim")
PRODUCTS = (
    "product", "name", "developer", "group", "route", "tissues", "preparation", "donor", "cells_stated",
    "modality_stated", "indications", "indication_stated", "is_not", "status_stated", "jurisdictions", *SOURCED,
    "confidence",
)  # fmt: skip
NAMES = ("product", "name", "lang", "kind", "jurisdiction", *SOURCE)
MILESTONES = (
    "milestone", "subject", "jurisdiction", "date", "effective", "kind", "class", "indication", "detail", "articles",
    "bearing", *SOURCED,
)  # fmt: skip
TRIALS = (
    "trial", "registry", "title", "status", "phases", "study_type", "tissues", "donor", "preparation",
    "preparation_inferred", "cells_stated", "product", "product_inferred", "product_stated", "enrolment",
    "enrolment_kind", "start", "start_kind", "primary_completion", "primary_completion_kind", "completion",
    "completion_kind", "countries", "sponsor", "has_results", "results_posted", "updated", "twins", "follows",
    *SOURCED,
)  # fmt: skip
COPIES = ("trial", "field", "value", "kind", "copied", "source", "read_in")


def source_of(row: Row) -> Source:
    """Where a row was read; a row that does not say so, or when, is refused."""
    place = row.must("source")
    host = host_of(place)
    return Source(
        place=place, dated=row.date("source_date"), read_in=row.must_date("read_in"), kind=host.kind, doubt=host.doubt
    )


def sourced(row: Row) -> dict[str, Any]:
    """What every record carries, as keyword arguments."""
    found = row.must_code("verification", codes("verification"))
    also = row.texts("also")
    if found == "confirmed" and not also and not row.cells.get("articles"):
        row.refuse("verification", "'confirmed' by nothing", "another place in `also`, or an article that says it too")
    if row.cells["source"] in also:
        row.refuse("also", "the source itself", "other places")
    return {"source": source_of(row), "verification": found, "also": also, "note": row.text("note")}


def read_products(folder: Path, problems: Problems) -> tuple[Product, ...]:
    """Read the products, each with its other names."""
    names: dict[str, list[Name]] = {}
    rows = list(read_rows(folder / "products.csv", PRODUCTS, problems))
    known = {row.cells["product"] for row in rows}
    if not rows:
        return ()
    for row in read_rows(folder / "names.csv", NAMES, problems):
        names.setdefault(_key(row, "product", known, "products.csv"), []).append(_name(row))
    return tuple(_product(row, tuple(names.get(row.cells["product"], ()))) for row in rows)


def _key(row: Row, name: str, known: Collection[str], table: str) -> str:
    """A cell that holds the key of a row of another table."""
    found = row.must(name)
    if found and found not in known:
        row.refuse(name, repr(found[:40]), f"a {name} of {table}")
    return found


def _name(row: Row) -> Name:
    return Name(
        name=row.must("name"),
        lang=row.must_code("lang", ("en", "ko", "ja", "zh")),
        kind=row.must_code("kind", ("name", "misspelling", "developer")),
        jurisdiction=row.code("jurisdiction", codes("jurisdiction")),
        source=source_of(row),
    )


def _product(row: Row, names: tuple[Name, ...]) -> Product:
    return Product(
        product=row.must("product"),
        name=row.must("name"),
        names=names,
        developer=row.must("developer"),
        group=row.must_code("group", codes("group")),
        route=row.code("route", codes("route")),
        tissues=row.codes("tissues", codes("tissue")),
        preparation=row.code("preparation", codes("preparation")),
        donor=row.code("donor", codes("donor")),
        cells_stated=row.must("cells_stated"),
        modality_stated=row.must("modality_stated"),
        indications=row.codes("indications", codes("indication")),
        indication_stated=row.must("indication_stated"),
        is_not=row.text("is_not"),
        status_stated=row.must("status_stated"),
        jurisdictions=row.codes("jurisdictions", codes("jurisdiction")),
        confidence=row.must_code("confidence", ("high", "medium", "low")),
        **sourced(row),
    )


def read_milestones(folder: Path, problems: Problems) -> tuple[Milestone, ...]:
    """Read the milestones."""
    return tuple(_milestone(row) for row in read_rows(folder / "milestones.csv", MILESTONES, problems))


def _milestone(row: Row) -> Milestone:
    day, effective = row.must_date("date"), row.date("effective")
    if effective is not None and effective.is_before(day):
        row.refuse("effective", str(effective), f"{day} or later")
    articles, bearing = row.codes("articles", code_lists()["article"]), row.code("bearing", codes("bearing"))
    if bool(articles) != (bearing is not None):
        row.refuse("bearing", "one of articles and bearing", "both or neither")
    return Milestone(
        milestone=row.must("milestone"),
        subject=row.must("subject"),
        jurisdiction=row.must_code("jurisdiction", codes("jurisdiction")),
        date=day,
        effective=effective,
        kind=row.must_code("kind", milestone_kinds()),
        class_=row.must_code("class", _CLASSES),
        indication=row.code("indication", codes("indication")),
        detail=row.text("detail"),
        articles=articles,
        bearing=bearing,
        **sourced(row),
    )


def read_trials(folder: Path, problems: Problems) -> tuple[Trial, ...]:
    """Read the trials, each with what earlier copies of its record showed; the table of those may be left out."""
    earlier: dict[str, list[EarlierValue]] = {}
    rows = list(read_rows(folder / "trials.csv", TRIALS, problems))
    known = {row.cells["trial"] for row in rows}
    if rows and (path := folder / "earlier_copies.csv").exists():
        for row in read_rows(path, COPIES, problems):
            earlier.setdefault(_key(row, "trial", known, "trials.csv"), []).append(_earlier(row))
    return tuple(_trial(row, tuple(earlier.get(row.cells["trial"], ()))) for row in rows)


def _earlier(row: Row) -> EarlierValue:
    return EarlierValue(
        field=row.must_code("field", ("status", "enrolment", "start", "completion", "has_results")),
        value=row.must("value"),
        kind=row.code("kind", codes("date-kind")),
        copied=row.date("copied"),
        place=row.must("source"),
    )


def _trial(row: Row, earlier: tuple[EarlierValue, ...]) -> Trial:
    def dated(name: str) -> tuple[PartialDate | None, str | None]:
        day, kind = row.date(name), row.code(f"{name}_kind", codes("date-kind"))
        if kind is not None and day is None:
            row.refuse(f"{name}_kind", kind, "nothing where there is no day")
        return day, kind

    start, start_kind = dated("start")
    primary, primary_kind = dated("primary_completion")
    completion, completion_kind = dated("completion")
    return Trial(
        trial=row.must("trial"),
        registry=row.must_code("registry", codes("registry")),
        title=row.must("title"),
        status=row.code("status", codes("trial-status")),
        phases=row.codes("phases", codes("phase")),
        study_type=row.code("study_type", codes("study-type")),
        tissues=row.codes("tissues", codes("tissue")),
        donor=row.code("donor", codes("donor")),
        preparation=row.code("preparation", codes("preparation")),
        preparation_inferred=bool(row.truth("preparation_inferred")),
        cells_stated=row.text("cells_stated"),
        product=row.text("product"),
        product_inferred=bool(row.truth("product_inferred")),
        product_stated=row.text("product_stated"),
        enrolment=row.whole("enrolment"),
        enrolment_kind=row.code("enrolment_kind", codes("date-kind")),
        start=start,
        start_kind=start_kind,
        primary_completion=primary,
        primary_completion_kind=primary_kind,
        completion=completion,
        completion_kind=completion_kind,
        countries=row.codes("countries", codes("jurisdiction")),
        sponsor=row.text("sponsor"),
        has_results=row.truth("has_results"),
        results_posted=row.date("results_posted"),
        updated=row.date("updated"),
        twins=row.texts("twins"),
        follows=row.text("follows"),
        earlier=earlier,
        **sourced(row),
    )
