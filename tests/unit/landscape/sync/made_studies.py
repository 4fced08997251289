"""Made-up studies in the shape of ClinicalTrials.gov's API v2 (2.0.5), contacts and all, and a recording of the API.

The numbers are of trials that do not exist (NCT9...); the contacts are made up too, and must never be found again.
"""

from __future__ import annotations

import json
import random
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kneewise.landscape.sync.transport import Reply

CONTACTS = ("Made-Up Person", "made.up@example.org", "+82 2 1234 5678", "Professor of Nothing", "02-987-6543")
_STATUSES = ("RECRUITING", "COMPLETED", "UNKNOWN", "NOT_YET_RECRUITING", "TERMINATED", "WITHDRAWN")
_TITLES = (
    "Autologous Mesenchymal Stem Cells for Knee Osteoarthritis",
    "Bone Marrow Concentrate Injection in the Knee",
    "Adipose-derived Stromal Cells for Cartilage Defects",
    "Umbilical Cord Blood Cells for Ankle Osteoarthritis",
    "Exosomes for Knee Osteoarthritis",
)


def made_study(n: int, *, seed: int = 5) -> dict:
    """One study; the same number and seed give the same one."""
    draw = random.Random(seed * 1_000_003 + n)
    year, month = draw.randint(2008, 2026), draw.randint(1, 12)
    day = f"{year}-{month:02d}" if draw.random() < 0.4 else f"{year}-{month:02d}-{draw.randint(1, 28):02d}"
    person = {"name": CONTACTS[0], "role": "CONTACT", "phone": CONTACTS[2], "email": CONTACTS[1]}
    title = draw.choice(_TITLES)
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": f"NCT9{n:07d}",
                "orgStudyIdInfo": {"id": f"MADE-{n}"},
                "secondaryIdInfos": [{"id": f"2020-{n:06d}-11", "type": "EUDRACT_NUMBER"}],
                "organization": {"fullName": f"Made Hospital {n % 40}", "class": "OTHER"},
                "briefTitle": f"{title} {n}",
                "officialTitle": f"A Trial of {title}, ask {CONTACTS[1]} or call {CONTACTS[4]}",
            },
            "statusModule": {
                "statusVerifiedDate": "2026-10",
                "overallStatus": draw.choice(_STATUSES),
                "startDateStruct": {"date": day, "type": draw.choice(["ACTUAL", "ESTIMATED"])},
                "completionDateStruct": {"date": f"{year + 3}-{month:02d}", "type": "ESTIMATED"},
                "studyFirstPostDateStruct": {"date": f"{year}-{month:02d}-01", "type": "ACTUAL"},
                "lastUpdatePostDateStruct": {"date": "2026-09-15", "type": "ACTUAL"},
            },
            "sponsorCollaboratorsModule": {
                "responsibleParty": {
                    "type": "PRINCIPAL_INVESTIGATOR",
                    "investigatorFullName": CONTACTS[0],
                    "investigatorTitle": CONTACTS[3],
                },
                "leadSponsor": {"name": f"Made Hospital {n % 40}", "class": "OTHER"},
            },
            "descriptionModule": {"briefSummary": f"Write to {CONTACTS[1]}."},
            "conditionsModule": {"conditions": ["Osteoarthritis, Knee"], "keywords": ["stem cells"]},
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": draw.choice([["NA"], ["PHASE1"], ["PHASE1", "PHASE2"], ["PHASE3"]]),
                "enrollmentInfo": {"count": draw.randint(0, 500), "type": "ESTIMATED"},
            },
            "armsInterventionsModule": {
                "interventions": [{"type": "BIOLOGICAL", "name": "mesenchymal stem cells", "otherNames": ["MSC"]}],
            },
            "contactsLocationsModule": {
                "centralContacts": [person],
                "overallOfficials": [{"name": CONTACTS[0], "affiliation": "Made Hospital", "role": "STUDY_CHAIR"}],
                "locations": [{"facility": "Made Hospital", "city": "Seoul", "country": draw.choice(
                    ["South Korea", "Japan", "United States"]), "contacts": [person]}],
            },
        },
        "resultsSection": {"moreInfoModule": {"pointOfContact": {"title": CONTACTS[0], "email": CONTACTS[1]}}},
        "derivedSection": {"miscInfoModule": {"versionHolder": "2026-11-20"}},
        "hasResults": False,
    }  # fmt: skip


def made_studies(n: int, *, seed: int = 5) -> list[dict]:
    """Many studies, in the order of their numbers."""
    return [made_study(each, seed=seed) for each in range(1, n + 1)]


def identity(study: dict) -> dict:
    return study["protocolSection"]["identificationModule"]


def status(study: dict) -> dict:
    return study["protocolSection"]["statusModule"]


class Killed(BaseException):
    """The process is gone: nothing that catches errors sees it."""


@contextmanager
def killed_at_rename(n, when):
    """Kill what is done within at its rename number n, "before the rename" or "after the rename"."""
    rename, done = Path.replace, []

    def replace(self, target):
        done.append(target)
        if len(done) == n and when == "before the rename":
            raise Killed
        rename(self, target)
        if len(done) == n:
            raise Killed

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Path, "replace", replace)
        yield


_RECORDED: dict = {}


class Recording:
    """The API as recorded: pages by token, one version of the data; what is asked is written down."""

    def __init__(self, studies, *, page_size=100, version="2026-11-20T09:00:05"):
        self.studies, self.page_size, self.version = studies, page_size, version
        self.asked: list[str] = []
        self.headers: list[dict] = []
        self.before: dict[int, object] = {}  # number of the request (from 1) -> a Reply, or an exception, instead
        self.versions: dict[int, str] = {}  # number of the request -> the data have this version from then on

    @property
    def pages_asked(self):
        return [each for each in self.asked if "/studies?" in each]

    def get(self, address, headers):
        self.asked.append(address)
        self.headers.append(dict(headers))
        n = len(self.asked)
        self.version = self.versions.get(n, self.version)
        instead = self.before.get(n)
        if isinstance(instead, BaseException):
            raise instead
        if instead is not None:
            return instead
        if address.endswith("/version"):
            return _json({"apiVersion": "2.0.5", "dataTimestamp": self.version})
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        version, begin = asked.get("pageToken", f"{self.version}|0").split("|")
        if version != self.version:
            return Reply(status=400, body=b"Invalid page token")
        return self._page(int(begin), "countTotal" in asked)

    def _page(self, begin, with_total):
        key = (id(self.studies), begin, self.page_size, self.version, with_total)
        if key not in _RECORDED:  # the studies are kept beside, so that no other list takes their place in the key
            _RECORDED[key] = (self._make_page(begin, with_total), self.studies)
        return _RECORDED[key][0]

    def _make_page(self, begin, with_total):
        size = self.page_size
        page = {"studies": self.studies[begin : begin + size]}
        if with_total:
            page["totalCount"] = len(self.studies)
        if begin + size < len(self.studies):
            page["nextPageToken"] = f"{self.version}|{begin + size}"
        return _json(page)


def _json(document):
    return Reply(status=200, body=json.dumps(document).encode())


class Clock:
    """Time that passes only by waiting."""

    def __init__(self):
        self.time, self.slept = 0.0, []

    def __call__(self):
        return self.time

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds


def files_of(folder):
    """Every file of a folder with its bytes, half-written ones too."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}
