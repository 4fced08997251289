"""The engine-owned kinds of fact for one case: what a list of rows comes to. DuckDB's twin stands in `fact_sql.py`."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING, TypeAlias

from kneewise.case.fields import LARGEST_AMOUNT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from kneewise.case.rows import Reading

READERS = ("treating", "second", "independent", "insurer-adviser", "court")
MODALITIES = {"KL": ("xray",), "ICRS": ("arthroscopy", "mri")}
Grades: TypeAlias = "tuple[int | None, int | None, int | None]"


def grades_of(readings: Sequence[Reading], scale: str, service_on: date | None) -> Grades:
    """Give the grade of one scale, and the lowest and highest of its readers' own latest grades.

    Only images that count (KL: X-ray; ICRS: arthroscopy before MRI), taken on or before the day of service where a
    date is given. The treating reader comes before second, independent, insurer's adviser and court; of one reader
    the latest image, then the latest reading, undated last; if nothing tells two apart, the higher grade.
    """
    modalities = MODALITIES[scale]
    latest: dict[int, tuple[int, int, int, int]] = {}
    for reading in readings:
        if reading.scale != scale or reading.grade is None or reading.modality not in modalities:
            continue
        imaged = reading.imaged_on
        if imaged is not None and service_on is not None and imaged > service_on:
            continue
        key = (
            -modalities.index(reading.modality),
            imaged.toordinal() if imaged else 0,
            reading.read_on.toordinal() if reading.read_on else 0,
            reading.grade,
        )
        reader = READERS.index(reading.reader) if reading.reader in READERS else len(READERS)
        if reader not in latest or key > latest[reader]:
            latest[reader] = key
    if not latest:
        return None, None, None
    own = [key[3] for key in latest.values()]
    # The better image goes before the reader: an arthroscopy by a second reader before the treating reader's MRI.
    first = max((key[0], -reader, key[1:]) for reader, key in latest.items())
    return first[2][2], min(own), max(own)


def any_of(values: Iterable[bool | None], complete: bool | None) -> bool | None:
    """Tell whether any row satisfies a condition; without one, only a complete list says no."""
    unknown = False
    for value in values:
        if value:
            return True
        if value is None:
            unknown = True
    return False if complete and not unknown else None


def sum_of(values: Sequence[int | None]) -> int | None:
    """Add up whole numbers; one unknown value makes the sum unknown, and so does having no rows.

    A sum beyond what a record takes for one amount is unknown: no bill comes to that.
    """
    if not values or None in values:
        return None
    total = sum(values)  # type: ignore[arg-type]
    return total if abs(total) <= LARGEST_AMOUNT else None


def sum_of_numbers(values: Sequence[float | None]) -> float | None:
    """Add up measured numbers to the thousandth, in whole thousandths: the order of the rows cannot change the sum."""
    if not values or None in values:
        return None
    return sum(floor(value * 1000 + 0.5) for value in values if value is not None) / 1000.0


def least_of(values: Iterable[date | float | None]) -> date | float | None:
    """Give the least of the known values."""
    return min((value for value in values if value is not None), default=None)


def greatest_of(values: Iterable[date | float | None]) -> date | float | None:
    """Give the greatest of the known values."""
    return max((value for value in values if value is not None), default=None)


def hours_between(since: datetime | None, until: datetime | None) -> float | None:
    """Count hours; unknown where the end lies before the start, since that cannot be."""
    if since is None or until is None or until < since:
        return None
    passed = until - since
    return ((passed.days * 86400 + passed.seconds) * 1000000 + passed.microseconds) / 3600000000.0


def hundredths(value: float | None) -> int | None:
    """Give a number as whole hundredths, halves up."""
    return None if value is None else floor(value * 100 + 0.5)


def begins_with(value: str | None, prefixes: tuple[str, ...]) -> bool | None:
    """Tell whether a code begins with one of the prefixes, whatever its case."""
    return None if value is None else value.upper().startswith(prefixes)


def ratio_of(value: float | None, to: float | None) -> float | None:
    """Divide; unknown where there is nothing above zero to divide by."""
    return None if value is None or to is None or to <= 0 else value / to
