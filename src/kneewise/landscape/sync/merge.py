"""Copies of registers into the kept records: a pure step from one state to the next, with all that changed.

The same copies in any number of runs lead to the same state: a copy that is older than what is kept changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from kneewise.landscape.sync.change_log import Change, compare_records
from kneewise.landscape.sync.registry_trial import CTGOV, Notice, RegistryTrial

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kneewise.landscape.sync.kept_records import KeptRecords
    from kneewise.landscape.sync.read_files import Copy
    from kneewise.landscape.sync.registry_device import RegistryDevice

    Record = RegistryTrial | RegistryDevice


@dataclass(slots=True)
class Merged:
    """What a merge did.

    changes : in the order in which they were found
    notices : what could not be understood
    told : what was left as it is kept because the copy that says otherwise is older
    """

    changes: list[Change] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def merge_copies(kept: KeptRecords, copies: Iterable[Copy]) -> Merged:
    """Bring `kept` to what the copies show, by the day of each; those that bear no day come first.

    Of two states of a trial the one that was updated later counts, then the one that was copied later. A number that
    the register replaced moves with its record. A record vanishes only where a whole copy lacks it that is not older
    than the record; it stays in the folder, with the day.
    """
    merged = Merged()
    ordered = sorted(copies, key=lambda each: each.copied or "")
    for copied, several in groupby(ordered, key=lambda each: each.copied):
        _merge_day(kept, list(several), copied, merged)
    return merged


def _merge_day(kept: KeptRecords, copies: list[Copy], copied: str | None, merged: Merged) -> None:
    merged.notices += [notice for each in copies for notice in each.notices]
    records, twice = _latest([record for each in copies for record in each.records])
    merged.notices += twice
    former = {
        f"{each.via}:{old}": each.trial
        for each in (*kept.records.values(), *records)
        if isinstance(each, RegistryTrial)
        for old in each.former_ids
        if old != each.trial
    }
    for record in records:
        if record.key in former:
            merged.told.append(f"{record.key}: left out, its number became {former[record.key]}")
            continue
        if isinstance(record, RegistryTrial):
            _take_over(kept, record, copied, merged)
        _take(kept, record, copied, merged)
    if any(each.is_whole for each in copies) and not _older(copied, kept.whole_on):
        kept.whole_on = copied
        _miss(kept, {each.key for each in records}, copied, merged)


def _take(kept: KeptRecords, record: Record, copied: str | None, merged: Merged) -> None:
    before, key = kept.records.get(record.key), record.key
    if before is None:
        name = record.title if isinstance(record, RegistryTrial) else record.name
        merged.changes.append(Change(key=key, kind="new", field=None, before=None, after=name, copied=copied))
        kept.records[key], kept.copied[key] = record, copied
        return
    later = _updated_later(record, before)
    if later is False or (later is None and record != before and _older(copied, kept.copied[key])):
        merged.told.append(f"{key}: left as it is kept, this copy is older or bears no day")
        return
    if key in kept.vanished and (later or not _older(copied, kept.vanished[key], same=True)):
        gone = kept.vanished.pop(key)
        kept.copied[key] = copied
        merged.changes.append(Change(key=key, kind="returned", field=None, before=gone, after=None, copied=copied))
    if record != before:
        merged.changes += compare_records(before, record, copied)
        kept.records[key], kept.copied[key] = record, copied


def _take_over(kept: KeptRecords, record: RegistryTrial, copied: str | None, merged: Merged) -> None:
    """Give a record that stands under an earlier number the number that the register gives it now."""
    for old in record.former_ids:
        before = kept.records.get(f"{record.via}:{old}")
        if not isinstance(before, RegistryTrial) or old == record.trial:
            continue
        del kept.records[before.key]
        day = kept.copied.pop(before.key)
        kept.vanished.pop(before.key, None)
        change = Change(key=record.key, kind="id-changed", field="trial", before=old, after=record.trial, copied=copied)
        merged.changes.append(change)
        if record.key not in kept.records:
            moved = replace(before, trial=record.trial, source=record.source)
            kept.records[moved.key], kept.copied[moved.key] = moved, day


def _miss(kept: KeptRecords, seen: set[str], copied: str | None, merged: Merged) -> None:
    for key in sorted(kept.records):
        if not key.startswith(f"{CTGOV}:") or key in seen or key in kept.vanished or _older(copied, kept.copied[key]):
            continue
        kept.vanished[key] = copied
        merged.changes.append(Change(key=key, kind="vanished", field=None, before=None, after=None, copied=copied))


def _latest(records: list[Record]) -> tuple[list[Record], list[Notice]]:
    """Each record once, where copies of one day have it twice: the one updated later.

    Where two states differ and neither is the later one, it is told, and the same one is taken in whatever order they
    come.
    """
    found: dict[str, Record] = {}
    notices: dict[str, Notice] = {}
    for record in records:
        before = found.get(record.key)
        later = True if before is None else _updated_later(record, before)
        if later is None and record != before:
            notices[record.key] = Notice(where=record.key, field="record", found="two states that bear the same day",
                                         done="one of them is taken: which is the later does not show")  # fmt: skip
            later = repr(record) > repr(before)
        if later:
            found[record.key] = record
            if before is not None and _updated_later(record, before):
                notices.pop(record.key, None)
    return list(found.values()), list(notices.values())


def _updated_later(record: Record, before: Record) -> bool | None:
    """Say whether the register updated one state after the other; None where that does not show."""
    if not isinstance(record, RegistryTrial) or not isinstance(before, RegistryTrial):
        return None
    if record.updated is None or before.updated is None or record.updated == before.updated:
        return None
    return record.updated.is_after(before.updated)


def _older(copied: str | None, kept: str | None, *, same: bool = False) -> bool:
    """Say whether a copy is older than another; one without a day is older than one with a day."""
    if copied is None or kept is None:
        return copied is None and kept is not None
    return copied <= kept if same else copied < kept
