"""One sync: files, or what was just fetched, into a folder; what changed, and which trials the rules accept."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kneewise.landscape.sync.accept import Accepted, accept_trial
from kneewise.landscape.sync.kept_records import place_changed, read_records, write_records
from kneewise.landscape.sync.merge import merge_copies
from kneewise.landscape.sync.read_files import Copy, read_copies

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from pathlib import Path

    from kneewise.landscape.sync.change_log import Change
    from kneewise.landscape.sync.patience import Patience
    from kneewise.landscape.sync.registry_trial import Notice, RegistryTrial
    from kneewise.landscape.sync.transport import Transport

DECISIONS_FILE, DOWNLOAD_FOLDER = "decisions.csv", "download"
_COLUMNS = ("trial", "decision", "rule", "recorded", "reason", "title", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A trial with what the rules say of it; `recorded`: whether the landscape has it already."""

    trial: RegistryTrial
    accepted: Accepted
    recorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """What one sync did.

    changes : in the order in which they were found
    notices : what could not be understood, in what was read now
    told : what was left as it is kept because another copy is newer
    decided : every trial of the folder, by number
    n_read, n_trials, n_devices : records read now; kept in the folder
    """

    changes: tuple[Change, ...]
    notices: tuple[Notice, ...]
    told: tuple[str, ...]
    decided: tuple[Decided, ...]
    n_read: int
    n_trials: int
    n_devices: int

    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind, in alphabetical order."""
        return dict(sorted(Counter(each.kind for each in self.changes).items()))


def sync_files(
    paths: Sequence[Path], into: Path, *, since: date | None = None, recorded: Collection[str] = ()
) -> SyncResult:
    """Bring a folder to what files show, and write it; the same files again change nothing.

    paths : recorded pages, folders of them, downloads, exports; see `read_files`
    into : the folder of the records; made where it is not there
    since : leave out trials that were last updated before this day; nothing is then said to have vanished
    recorded : the trials that the landscape has already

    Raises BadInput where no file can be taken, or the folder holds something else.
    """
    copies = [_since(each, since) for each in read_copies(paths)]
    into.mkdir(parents=True, exist_ok=True)
    kept = read_records(into)
    merged = merge_copies(kept, copies)
    write_records(into, kept, merged.changes, merged.notices)
    decided = tuple(
        Decided(trial=each, accepted=accept_trial(each), recorded=each.trial in recorded) for each in kept.trials()
    )
    place_changed(into / DECISIONS_FILE, _decisions(decided).encode())
    return SyncResult(
        changes=tuple(merged.changes),
        notices=tuple(merged.notices),
        told=tuple(merged.told),
        decided=decided,
        n_read=sum(len(each.records) for each in copies),
        n_trials=len(decided),
        n_devices=len(kept.devices()),
    )


def fetch_studies(
    into: Path, transport: Transport, patience: Patience, *, agent: str, since: date | None = None
) -> Path:
    """Fetch the candidates from ClinicalTrials.gov into `download` under a folder; gives the folder of the download.

    Raises FetchStopped where it cannot be finished; the same call goes on from there.
    """
    from kneewise.landscape.sync.fetch_pages import fetch_pages
    from kneewise.landscape.sync.studies_query import StudiesQuery

    folder = into / DOWNLOAD_FOLDER
    fetch_pages(transport, folder, StudiesQuery(since=since), patience=patience, agent=agent)
    return folder


def _since(copy: Copy, since: date | None) -> Copy:
    """Leave out what was last updated before a day; what bears no day stays."""
    if since is None:
        return copy
    kept = []
    for each in copy.records:
        updated = getattr(each, "updated", None)
        if updated is None or updated.last >= since:
            kept.append(each)
    return Copy(records=kept, notices=copy.notices, copied=copy.copied, is_whole=False)


def _decisions(decided: Sequence[Decided]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for each in decided:
        found, trial = each.accepted, each.trial
        writer.writerow((trial.trial, found.decision, found.rule, "yes" if each.recorded else "no", found.reason,
                         trial.title, trial.source))  # fmt: skip
    return target.getvalue()
