"""What a sync changed, field by field: two states of one record in, a row for each difference out."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Literal

from kneewise.landscape.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kneewise.landscape.sync.registry_device import RegistryDevice
    from kneewise.landscape.sync.registry_trial import RegistryTrial

Kind = Literal[
    "new", "status-changed", "results-posted", "date-moved", "date-refined", "id-changed", "vanished", "returned",
    "field-changed",
]  # fmt: skip
KINDS: tuple[Kind, ...] = (
    "new", "status-changed", "results-posted", "date-moved", "date-refined", "id-changed", "vanished", "returned",
    "field-changed",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference of one record.

    key : of the record, as "clinicaltrials-gov:NCT01733186"
    kind : "date-refined" is a date that another one lies within: a month that became a day
    field : None where the whole record is meant
    before, after : as they are kept, None where there was or is nothing
    copied : the day of the copy that shows it; None where the copy bears none
    """

    key: str
    kind: Kind
    field: str | None
    before: Any
    after: Any
    copied: str | None

    def document(self) -> dict[str, Any]:
        """The row as it is kept."""
        return asdict(self)


def compare_records(
    before: RegistryTrial | RegistryDevice, after: RegistryTrial | RegistryDevice, copied: str | None
) -> Iterator[Change]:
    """Tell the differences of two states of one record, in the order of its fields."""
    for each in fields(after):
        old, new = getattr(before, each.name), getattr(after, each.name)
        if old != new and each.name not in ("trial", "source"):
            kind = _kind(each.name, old, new)
            yield Change(
                key=after.key, kind=kind, field=each.name, before=_shown(old), after=_shown(new), copied=copied
            )


def _kind(name: str, old: Any, new: Any) -> Kind:
    if name == "status":
        return "status-changed"
    if name in ("has_results", "results_posted"):
        appeared = new is True if name == "has_results" else old is None
        return "results-posted" if appeared else "field-changed"
    if isinstance(old, PartialDate) and isinstance(new, PartialDate) and name != "updated":
        return "date-refined" if old.agrees_with(new) else "date-moved"
    return "field-changed"


def _shown(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return str(value)
    return list(value) if isinstance(value, tuple) else value
