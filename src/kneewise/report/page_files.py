"""The files of a page that lie in this room, and the hash by which a browser knows them."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files


def page_file(name: str) -> str:
    """The text of a template, style or script."""
    return (files("kneewise.report") / name).read_text(encoding="utf-8")


def content_hash(text: str) -> str:
    """How the browser knows our own style and script: any other one is refused."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
