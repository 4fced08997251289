"""What the kit's label and permit say, as the facts that policies ask for: each distinct text is read once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from kneewise.policy.fact_python import LABEL_ASKS, LICENCE_ASKS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kneewise.device.label_record import Label
    from kneewise.device.licences import Licence

NO_LABEL: tuple[Any, ...] = (None,) * len(LABEL_ASKS)
NO_LICENCE: tuple[Any, ...] = (None,) * len(LICENCE_ASKS)


@lru_cache(maxsize=65536)
def label_row(text: str | None) -> tuple[Any, ...]:
    """Give the facts of the text of a label in the order of LABEL_ASKS; all unknown where no label is recorded."""
    if text is None:
        return NO_LABEL
    from kneewise.device.labels import read_label

    return label_facts(read_label(text))


def label_facts(label: Label) -> tuple[Any, ...]:
    """Give the facts of a label that was read, in the order of LABEL_ASKS.

    A text that is no label at all carries no identifiers, which is known; its dates and lot are not.
    """
    readable = label.scheme is not None
    return (
        label.reads_well,
        label.day_zero if readable else None,
        label.made_on,
        label.expires_on,
        label.device_identifier is not None,
        label.carries_production_identifier,
        label.serial is not None,
        label.lot,
    )


class LicenceBook:
    """Licences by permit; answers for a permit, a day and a class are kept."""

    def __init__(self, licences: Iterable[Licence]) -> None:
        self.licences = tuple(licences)
        self._rows: dict[tuple[str, date | None, int | None], tuple[Any, ...]] = {}

    def row(self, permit: str | None, on: date | None, kit_class: int | None) -> tuple[Any, ...]:
        """Give the facts of a permit on a day in the order of LICENCE_ASKS; all unknown without a permit."""
        if permit is None:
            return NO_LICENCE
        key = (permit, on, kit_class)
        found = self._rows.get(key)
        if found is None:
            found = self._rows[key] = self._read(permit, on, kit_class)
        return found

    def _read(self, permit: str, on: date | None, kit_class: int | None) -> tuple[Any, ...]:
        from kneewise.device.licences import licence_facts
        from kneewise.device.permits import permit_shape

        in_force, covers = licence_facts(self.licences, permit, on)
        shape = permit_shape(permit)
        fits = None if shape is None or kit_class is None else kit_class in shape.kind.classes
        # A device of class I or II that is not equivalent to another needs a licence too (D3, D4): no contradiction.
        if fits is False and shape is not None and shape.kind.route == "licence":
            fits = True
        return in_force, None if covers is None else "marrow" in covers, shape is not None, fits


def licence_book(path: str | None = None) -> LicenceBook:
    """Give the shipped licences, and those of a user's file beside them. Raises BadInput."""
    from kneewise.device.licences import read_licences, shipped_licences

    return LicenceBook((*shipped_licences(), *(read_licences(path) if path is not None else ())))


def label_identity(text: str | None, serial: str | None) -> tuple[str, str] | None:
    """Give what makes a kit this one kit: its device identifier and its serial, from the label, else the record.

    None where either is not known: such a kit cannot be told from another.
    """
    if text is None:
        return None
    from kneewise.device.labels import read_label

    label = read_label(text)
    own = label.serial if label.serial is not None else serial
    return None if label.device_identifier is None or own is None else (label.device_identifier, own)
