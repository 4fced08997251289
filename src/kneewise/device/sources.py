"""Where the rules of this room rest. The keys are those of the project's reading list."""

from __future__ import annotations

from typing import Final, TypedDict


class DeviceSource(TypedDict):
    """One thing read: its key, what it is, when it was issued (None: not known), and where it was read."""

    key: str
    title: str
    issued: str | None
    via: str


_PORTAL: Final = "udiportal.mfds.go.kr ntceSn=30, 2258"

SOURCES: Final[dict[str, DeviceSource]] = {
    "D2": {
        "key": "D2",
        "title": "Medical press quoting NECA and KFDA: a licence for separating blood does not cover marrow",
        "issued": "2012",
        "via": "monews.co.kr idxno=49705",
    },
    "D3": {
        "key": "D3",
        "title": "Routes by class: I notification, II certification, III and IV licence",
        "issued": None,
        "via": "knuri.kr; keyzard.org/kiseop9090/nb/223222152678 (D4)",
    },
    "D5": {
        "key": "D5",
        "title": "What a device label must show (a subcontract template quoting the Medical Devices Act)",
        "issued": None,
        "via": "legalminddb.tistory.com",
    },
    "D6": {
        "key": "D6",
        "title": "Start of device identification by class",
        "issued": None,
        "via": "leeyw3339.tistory.com/166; dentalarirang idxno=33129 (D7); KHIDI brief 2018-09-28 (D8)",
    },
    "D10": {
        "key": "D10",
        "title": "MFDS UDI portal, questions and answers: carriers, and lots and serial numbers",
        "issued": None,
        "via": _PORTAL,
    },
    "D11": {
        "key": "D11",
        "title": "MFDS UDI portal, questions and answers: GS1 dates, and no day 00 from 2025-01-01",
        "issued": None,
        "via": _PORTAL,
    },
    "schemes": {
        "key": "schemes",
        "title": "GS1 General Specifications; ANSI/HIBC 2.6 (2016)",
        "issued": None,
        "via": "biip 5.2; public implementations of HIBC",
    },
}
