"""From which day a kit must carry device identification, by class, and since when not the day 00."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

UDI_STARTS_ON: Final[Mapping[int, date]] = {
    4: date(2019, 7, 1),
    3: date(2020, 7, 1),
    2: date(2021, 7, 1),
    1: date(2022, 7, 1),
}
"""First day of the duty, by class (Medical Devices Act, article 20).

Sources D6, D7, D8. One blog (lein01.tistory.com/473) has them the other way round, class I in 2022 up to
class IV in 2025; it stands alone and is not followed.
"""

DAY_ZERO_FORBIDDEN_FROM: Final = date(2025, 1, 1)
"""From this day on a GS1 date on a Korean label may not bear the day 00 (source D11)."""

NO_PRODUCTION_IDENTIFIER_NEEDED: Final = frozenset({1})
"""Classes whose labels may leave out the UDI-PI (source D10)."""


def udi_due(class_: int | None, on: date | None) -> bool | None:
    """Whether a kit of this class must carry device identification on this day; None where that is not known.

    Without the class the earliest and the latest start still decide the days before and after them.
    """
    if on is None:
        return None
    if class_ is not None:
        return on >= UDI_STARTS_ON[class_]
    if on < min(UDI_STARTS_ON.values()):
        return False
    return True if on >= max(UDI_STARTS_ON.values()) else None


def day_zero_forbidden(labelled_on: date | None) -> bool | None:
    """Whether the day 00 is forbidden on a label of this day; None where that day is not known."""
    return None if labelled_on is None else labelled_on >= DAY_ZERO_FORBIDDEN_FROM
