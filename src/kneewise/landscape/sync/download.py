"""The state of a download: which pages are there, of which version of the data, of which question.

A page counts once the state names it. Killed between the page and the state, the next run asks for that page again
and writes it over: nothing is lost, nothing is there twice.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from kneewise.landscape.sync.whole_files import clear_parts, json_bytes, place

if TYPE_CHECKING:
    from pathlib import Path

STATE = "download.json"


@dataclass(slots=True, kw_only=True)
class KeptPage:
    """One page on the disk; `token` leads to the next one, None after the last."""

    file: str
    sha256: str
    n_studies: int
    token: str | None


@dataclass(slots=True, kw_only=True)
class Download:
    """A download as far as it got.

    question : what was asked, with its first day
    data_version : of the register's data, as its `/version` says; a token is of no use with another
    total : how many studies the register counted
    complete : whether the last page is there, and the version stayed the same to the end
    """

    question: dict[str, Any]
    data_version: str
    api_version: str | None = None
    total: int | None = None
    pages: list[KeptPage] = field(default_factory=list)
    complete: bool = False

    @property
    def token(self) -> str | None:
        """The token of the next page; None before the first."""
        return self.pages[-1].token if self.pages else None

    @property
    def has_last(self) -> bool:
        """Whether the last page is there."""
        return bool(self.pages) and self.token is None


class DownloadFolder:
    """The folder of one download: its pages and its state."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        clear_parts(folder)

    def load(self) -> Download | None:
        """Give the state; None where there is none, or where it does not fit its pages."""
        return load_download(self.folder)

    def save(self, download: Download) -> None:
        """Keep the state."""
        place(self.folder / STATE, json_bytes(asdict(download)))

    def begin(self, download: Download) -> None:
        """Keep the state of a download without pages, then take the pages of an earlier one away."""
        self.save(download)
        for each in self.folder.glob("page-*.json"):
            each.unlink()

    def add(self, download: Download, page: dict[str, Any]) -> None:
        """Keep a page, then name it in the state."""
        content = json_bytes(page)
        name = f"page-{len(download.pages) + 1:04d}.json"
        place(self.folder / name, content)
        token = page.get("nextPageToken")
        if not download.pages:
            download.total = page.get("totalCount")
        download.pages.append(KeptPage(file=name, sha256=_digest(content), n_studies=len(page["studies"]), token=token))
        self.save(download)


def load_download(folder: Path) -> Download | None:
    """Give the state of a folder whose pages are all there as they were written; None for any other."""
    try:
        document = json.loads((folder / STATE).read_bytes())
        pages = [KeptPage(**each) for each in document.pop("pages")]
        download = Download(**document, pages=pages)
        whole = all(_digest((folder / each.file).read_bytes()) == each.sha256 for each in pages)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return download if whole else None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
