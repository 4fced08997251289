"""What earlier syncs left in a folder: the records, the log of changes, what could not be understood.

`records.jsonl` counts: its first line says how many lines of the log belong to it. The log is written first; killed
in between, the next run finds a longer log than its records know of, and drops the rest before it writes it anew.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kneewise.errors import BadInput, Problem
from kneewise.landscape.sync.registry_device import RegistryDevice, device_document, device_of
from kneewise.landscape.sync.registry_trial import Notice, RegistryTrial, trial_document, trial_of
from kneewise.landscape.sync.whole_files import clear_parts, json_line, place

if TYPE_CHECKING:
    from pathlib import Path

    from kneewise.landscape.sync.change_log import Change

RECORDS, CHANGES, NOTICES = "records.jsonl", "changes.jsonl", "notices.jsonl"
_FORMAT = 1


@dataclass(slots=True)
class KeptRecords:
    """The state of a folder.

    records : by key, trials and devices
    copied : key -> the day of the copy since which the record looks as it does; None: that copy bore none
    vanished : key of a record that is no longer there -> the day of the copy that lacked it
    whole_on : the day of the newest whole copy; an older one does not say what has vanished
    n_changes : lines of the log that belong to this state
    """

    records: dict[str, RegistryTrial | RegistryDevice] = field(default_factory=dict)
    copied: dict[str, str | None] = field(default_factory=dict)
    vanished: dict[str, str | None] = field(default_factory=dict)
    whole_on: str | None = None
    n_changes: int = 0

    def trials(self) -> list[RegistryTrial]:
        """The trials that are there, by key."""
        return [each for key, each in sorted(self.records.items())
                if isinstance(each, RegistryTrial) and key not in self.vanished]  # fmt: skip

    def devices(self) -> list[RegistryDevice]:
        """The devices, by key."""
        return [each for _, each in sorted(self.records.items()) if isinstance(each, RegistryDevice)]


def read_records(folder: Path) -> KeptRecords:
    """Read the state of a folder; an empty one where it has none. Raises BadInput where it cannot be read."""
    path = folder / RECORDS
    if not path.exists():
        return KeptRecords()
    try:
        lines = _lines(path)
        head = json.loads(lines[0])
        if head["format"] != _FORMAT or not isinstance(head["n_changes"], int):
            raise ValueError
        kept = KeptRecords(vanished=head["vanished"], whole_on=head["whole_on"], n_changes=head["n_changes"])
        for line in lines[1:]:
            document = json.loads(line)
            copied = document.pop("copied")
            make = trial_of if "trial" in document else device_of
            record: RegistryTrial | RegistryDevice = make(document)
            kept.records[record.key] = record
            kept.copied[record.key] = copied
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        problem = Problem(file=str(path), row=None, field=None, found="records that this version did not write",
                          allowed="the folder of an earlier `kneewise landscape sync`, or an empty one")  # fmt: skip
        raise BadInput([problem]) from None
    return kept


def write_records(folder: Path, kept: KeptRecords, changes: list[Change], notices: list[Notice]) -> None:
    """Write a state with the changes that led to it; nothing is touched where nothing changed."""
    clear_parts(folder)
    _add_notices(folder / NOTICES, notices)
    _add_changes(folder / CHANGES, kept.n_changes, changes)
    n_changes = kept.n_changes + len(changes)
    head = {"format": _FORMAT, "n_changes": n_changes, "vanished": kept.vanished, "whole_on": kept.whole_on}
    lines = [json_line(head)]
    for key, record in sorted(kept.records.items()):
        document = trial_document(record) if isinstance(record, RegistryTrial) else device_document(record)
        lines.append(json_line({**document, "copied": kept.copied[key]}))
    place_changed(folder / RECORDS, "".join(lines).encode())
    kept.n_changes = n_changes


def read_changes(folder: Path, kept: KeptRecords) -> list[dict[str, Any]]:
    """Read the log of changes, as far as it belongs to the records."""
    return [json.loads(line) for line in _lines(folder / CHANGES)[: kept.n_changes]]


def _add_changes(path: Path, n_known: int, changes: list[Change]) -> None:
    lines = _lines(path)[:n_known] + [json_line(each.document()) for each in changes]
    if lines:
        place_changed(path, "".join(lines).encode())


def _add_notices(path: Path, notices: list[Notice]) -> None:
    """Keep each notice once, in the order in which they came."""
    lines = dict.fromkeys([*_lines(path), *(json_line(asdict(each)) for each in notices)])
    if lines:
        place_changed(path, "".join(lines).encode())


def place_changed(path: Path, content: bytes) -> None:
    """Put a file at its place unless these very bytes stand there."""
    if not path.exists() or path.read_bytes() != content:
        place(path, content)


def _lines(path: Path) -> list[str]:
    """The lines of a file, which end at a line feed and nowhere else: U+2028 and U+0085 stand in texts of registers."""
    if not path.exists():
        return []
    *whole, last = path.read_bytes().decode("utf-8").split("\n")
    return [each + "\n" for each in whole] + ([last] if last else [])
