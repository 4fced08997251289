"""Recorded pages and downloaded exports, told apart by what is in them, read into records."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kneewise.errors import BadInput, Problem
from kneewise.landscape.sync.ctgov import read_page
from kneewise.landscape.sync.door import kept_page
from kneewise.landscape.sync.download import STATE, Download, load_download
from kneewise.landscape.sync.ictrp import ROOT, read_ictrp
from kneewise.landscape.sync.korea import read_korean_json, read_korean_xml
from kneewise.landscape.sync.openfda import read_openfda
from kneewise.landscape.sync.registry_trial import Notice, RegistryTrial
from kneewise.landscape.sync.safe_xml import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kneewise.landscape.sync.registry_device import RegistryDevice

_KNOWN = "studies of ClinicalTrials.gov, an ICTRP export, or devices of openFDA or Korea's open data"


@dataclass(slots=True)
class Copy:
    """What one copy of a register shows.

    copied : the day of the copy; None where it bears none
    is_whole : whether it holds all that was asked for, so that a record which it lacks has vanished
    """

    records: list[RegistryTrial | RegistryDevice] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    copied: str | None = None
    is_whole: bool = False


def read_copies(paths: Iterable[Path]) -> list[Copy]:
    """Read files and folders, each a copy; the files of a folder that is no download are copies of their own.

    A file that cannot be taken is told as a notice of an empty copy; the others are read. Raises BadInput where none
    can be taken.
    """
    copies: list[Copy] = []
    refused: list[Problem] = []
    for path in paths:
        if path.is_dir() and (download := load_download(path)) is not None:
            copies.append(read_download(path, download))
            continue
        names = (
            [each for each in sorted(path.iterdir()) if each.suffix.lower() in (".json", ".xml")]
            if path.is_dir()
            else [path]
        )
        for name in names:
            if name.name == STATE:
                continue
            try:
                copies.append(read_file(name))
            except BadInput as error:
                refused += error.problems
                copies.append(Copy(notices=[_set_aside(each, name.name) for each in error.problems]))
    if not any(each.records for each in copies) and refused:
        raise BadInput(refused)
    return copies


def read_download(folder: Path, download: Download) -> Copy:
    """Read the pages of a download."""
    copy = Copy(copied=download.data_version[:10])
    for each in download.pages:
        trials, notices = read_page(json.loads((folder / each.file).read_bytes()), each.file)
        copy.records += trials
        copy.notices += notices
    n = sum(each.n_studies for each in download.pages)
    agreed = download.total in (None, n) and len({each.key for each in copy.records}) == n
    if download.complete and not agreed:
        found = f"{len({each.key for each in copy.records})} different studies, {download.total} were counted"
        done = "taken, but nothing is said to have vanished"
        copy.notices.append(Notice(where="download", field="totalCount", found=found, done=done))
    copy.is_whole = download.complete and agreed and download.question.get("since") is None
    return copy


def read_file(path: Path) -> Copy:
    """Read one file. Raises BadInput for what it is not made for."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unknown(path, error.strerror or "a file not to be read") from None
    if content.lstrip()[:1] == b"<" or content[:4] in (b"\xef\xbb\xbf<", b"\xff\xfe<\x00", b"\xfe\xff\x00<"):
        return _read_xml_copy(content, path)
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _unknown(path, "neither JSON nor XML") from None
    return _read_json_copy(document, path)


def _read_json_copy(document: Any, path: Path) -> Copy:
    if isinstance(document, dict) and "protocolSection" in document:
        document = {"studies": [document]}
    if isinstance(document, dict) and isinstance(document.get("studies"), list):
        trials, notices = read_page(kept_page(document), path.name)
        return Copy(records=list(trials), notices=notices)
    if isinstance(document, dict) and isinstance(document.get("results"), list):
        devices, notices, day = read_openfda(document, path.name)
        return Copy(records=list(devices), notices=notices, copied=None if day is None else day.isoformat())
    if isinstance(document, dict) and ("body" in document or "response" in document or "header" in document):
        devices, notices = read_korean_json(document, path.name)
        return Copy(records=list(devices), notices=notices)
    raise _unknown(path, "JSON of another shape")


def _read_xml_copy(content: bytes, path: Path) -> Copy:
    root = read_xml(content, path.name)
    if root.tag == ROOT:
        trials, notices, day = read_ictrp(content, path.name)
        return Copy(records=list(trials), notices=notices, copied=None if day is None else day.isoformat())
    if root.tag in ("response", "OpenAPI_ServiceResponse"):
        devices, notices = read_korean_xml(root, path.name)
        return Copy(records=list(devices), notices=notices)
    raise _unknown(path, f"XML of another shape: <{root.tag[:40]}>")


def _unknown(path: Path, found: str) -> BadInput:
    return BadInput([Problem(file=path.name, row=None, field=None, found=found, allowed=_KNOWN)])


def _set_aside(problem: Problem, file: str) -> Notice:
    return Notice(
        where=file, field=problem.field or "file", found=problem.found[:80], done="left out; the others are read"
    )
