"""Fetch the pages of ClinicalTrials.gov by token: taken up where it stopped, begun anew when the data move.

A token belongs to one version of the register's data. The version is asked for at the beginning of every run, when a
token is refused, and at the end; where it moved, the pages that are there are of two days, and are fetched again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kneewise.landscape.sync.door import kept_page
from kneewise.landscape.sync.download import Download, DownloadFolder
from kneewise.landscape.sync.patience import FetchStopped, Patience
from kneewise.landscape.sync.studies_query import VERSION, StudiesQuery

if TYPE_CHECKING:
    from pathlib import Path

    from kneewise.landscape.sync.transport import Transport

_RESTARTS = 3


def fetch_pages(
    transport: Transport,
    folder: Path,
    query: StudiesQuery,
    *,
    patience: Patience,
    agent: str,
) -> Download:
    """Fetch every page of a question into a folder, or what is missing of them; gives the complete download.

    agent : who asks, see `studies_query.user_agent`

    Nothing is fetched where the folder holds the complete download of the same question and version.
    Raises FetchStopped where the register does not answer, refuses, or does not stand still; the pages stay.
    """
    return _Fetch(transport, DownloadFolder(folder), query, patience, agent).run()


class _Fetch:
    def __init__(
        self, transport: Transport, folder: DownloadFolder, query: StudiesQuery, patience: Patience, agent: str
    ) -> None:
        self.transport, self.folder, self.query, self.patience = transport, folder, query, patience
        self.headers = {"User-Agent": agent, "Accept": "application/json"}

    def run(self) -> Download:
        version = self._version()
        download = self.folder.load()
        if download is None or not self._goes_on(download, version):
            download = self._begin(version)
        for _ in range(_RESTARTS + 1):
            if download.complete:
                return download
            refused = self._fill(download)
            version = self._version()
            if why := refused or self._moved(download, version):
                self.patience.told(f"{why}: fetching from the first page again")
                download = self._begin(version)
                continue
            download.complete = True
            self.folder.save(download)
        if download.complete:
            return download
        raise FetchStopped(f"the register's data did not stand still in {_RESTARTS + 1} tries: try again later")

    def _goes_on(self, download: Download, version: dict[str, str]) -> bool:
        same = download.question == self.query.document()
        if same and (moved := self._moved(download, version)):
            self.patience.told(moved)
            return False
        return same

    def _begin(self, version: dict[str, str]) -> Download:
        download = Download(
            question=self.query.document(),
            data_version=version["dataTimestamp"],
            api_version=version.get("apiVersion"),
        )
        self.folder.begin(download)
        return download

    def _fill(self, download: Download) -> str | None:
        """Fetch the pages that are missing; gives why a token was refused, None where none was."""
        while not download.has_last:
            address = self.query.address(download.token)
            status, page = self.patience.ask(self.transport, address, self.headers, _read_page)
            if status != 200:
                if download.token is not None and status in (400, 404):
                    return f"page {len(download.pages) + 1} was refused with status {status}"
                raise FetchStopped(f"the register answered with status {status} to page {len(download.pages) + 1}")
            if page.get("nextPageToken") in {each.token for each in download.pages} - {None}:
                return "a token came twice"
            self.folder.add(download, page)
            n = sum(each.n_studies for each in download.pages)
            self.patience.told(f"page {len(download.pages)}: {n} of {download.total or 'an unknown number of'} studies")
        return None

    def _moved(self, download: Download, version: dict[str, str]) -> str | None:
        if version["dataTimestamp"] == download.data_version:
            return None
        return f"the register's data moved from {download.data_version} to {version['dataTimestamp']}"

    def _version(self) -> dict[str, str]:
        status, version = self.patience.ask(self.transport, VERSION, self.headers, _read_version)
        if status != 200:
            raise FetchStopped(f"the register answered with status {status} to the question for its version")
        found: dict[str, str] = version
        return found


def _read_page(body: bytes) -> dict[str, Any] | None:
    """Read a page through the door; None where it is malformed."""
    page = _json(body)
    return kept_page(page) if isinstance(page, dict) and isinstance(page.get("studies"), list) else None


def _read_version(body: bytes) -> dict[str, str] | None:
    found = _json(body)
    if not isinstance(found, dict) or not isinstance(found.get("dataTimestamp"), str):
        return None
    return {name: str(found[name]) for name in ("apiVersion", "dataTimestamp") if name in found}


def _json(body: bytes) -> Any:
    try:
        return json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(word: str) -> None:
    raise ValueError(word)
