"""Copies of made-up studies as files: a whole download of one day, or a page of its own; and how to read a result."""

from __future__ import annotations

import json
from copy import deepcopy

from kneewise.landscape.sync.fetch_pages import fetch_pages
from kneewise.landscape.sync.patience import Patience
from kneewise.landscape.sync.studies_query import StudiesQuery
from unit.landscape.sync.made_studies import Recording, status


def download(studies, folder, day="2026-11-20", query=None):
    """A whole download of studies, of one day."""
    patience = Patience(sleep=lambda _seconds: None)
    api = Recording(studies, version=f"{day}T09:00:05")
    fetch_pages(api, folder, query or StudiesQuery(), patience=patience, agent="kneewise")
    return folder


def page(studies, path):
    """A recorded page of its own, without a day."""
    path.write_text(json.dumps({"studies": studies}), encoding="utf-8")
    return path


def kinds(result):
    return [(each.kind, each.key.partition(":")[2], each.field, each.before, each.after) for each in result.changes]


def changed(study, **more):
    """A study as the register shows it later."""
    later = deepcopy(study)
    status(later)["lastUpdatePostDateStruct"] = {"date": "2026-11-20", "type": "ACTUAL"}
    for module, values in more.items():
        later["protocolSection"][module].update(values)
    return later
