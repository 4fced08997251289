"""Devices of Korea's open data (data.go.kr 15073875, products by standard code), JSON or XML, as downloaded.

The service has 2.7 million rows: it is asked for a model or an identifier, and is never copied whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kneewise.errors import BadInput, Problem
from kneewise.landscape.sync.openfda import read_day, text_of
from kneewise.landscape.sync.registry_device import KOREA_UDI, RegistryDevice
from kneewise.landscape.sync.words import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

    from kneewise.landscape.sync.registry_trial import Notice

_PLACE = "https://www.data.go.kr/data/15073875/openapi.do"
_WELL = ("00", "0", "000")


def read_korean_json(document: Mapping[str, Any], file: str) -> tuple[list[RegistryDevice], list[Notice]]:
    """Read an answer in JSON: `header` and `body`, with or without a `response` around them.

    Raises BadInput where the service answered with an error (a key that is not approved, a limit reached).
    """
    answer = document["response"] if isinstance(document.get("response"), dict) else document
    _check(answer.get("header"), file)
    return _read_rows(_rows(answer.get("body")), file)


def read_korean_xml(root: Element, file: str) -> tuple[list[RegistryDevice], list[Notice]]:
    """Read an answer in XML. Raises BadInput where the service answered with an error."""
    if root.tag == "OpenAPI_ServiceResponse":
        _check(
            {"resultCode": root.findtext(".//returnReasonCode"), "resultMsg": root.findtext(".//returnAuthMsg")}, file
        )
    _check({"resultCode": root.findtext(".//resultCode"), "resultMsg": root.findtext(".//resultMsg")}, file)
    return _read_rows([{child.tag: child.text or "" for child in item} for item in root.iter("item")], file)


def _check(header: Any, file: str) -> None:
    code = header.get("resultCode") if isinstance(header, dict) else None
    if str(code) not in _WELL:
        said = header.get("resultMsg") if isinstance(header, dict) else None
        found = f"the service's answer {str(code)[:10]}: {str(said)[:80]}"
        raise BadInput(
            [Problem(file=file, row=None, field="resultCode", found=found, allowed="an answer with code 00")]
        )


def _rows(body: Any) -> list[Any]:
    """The rows, in each of the three ways in which these services wrap them; none where there is no answer."""
    items = body.get("items") if isinstance(body, dict) else None
    if isinstance(items, dict):
        items = items.get("item")
    listed = items if isinstance(items, list) else [items] if isinstance(items, dict) else []
    return [each["item"] if isinstance(each, dict) and isinstance(each.get("item"), dict) else each for each in listed]


def _read_rows(rows: list[Any], file: str) -> tuple[list[RegistryDevice], list[Notice]]:
    devices: list[RegistryDevice] = []
    notices: list[Notice] = []
    for n, row in enumerate(rows, 1):
        asked = Asked(f"{file}, item {n}")
        identifier = text_of(row, "UDIDI_CD") if isinstance(row, dict) else None
        if identifier is None:
            asked.tell("UDIDI_CD", "nothing", "left out: a row without identifier")
        else:
            devices.append(_device(row, identifier, asked))
        notices += asked.notices
    return devices, notices


def _device(row: Mapping[str, Any], identifier: str, asked: Asked) -> RegistryDevice:
    asked.where = identifier
    permit = text_of(row, "PERMIT_NO")
    code = text_of(row, "MDEQ_CLSF_NO")
    return RegistryDevice(
        via=KOREA_UDI,
        device=identifier,
        name=text_of(row, "PRDT_NM_INFO") or text_of(row, "PRDLST_NM") or identifier,
        maker=text_of(row, "MNFT_IPRT_ENTP_NM"),
        model=text_of(row, "FOML_INFO"),
        permits=(permit,) if permit else (),
        permitted=read_day(asked, "PRMSN_YMD", row),
        class_=text_of(row, "CLSF_NO_GRAD_CD"),
        purpose=text_of(row, "USE_PURPS_CONT"),
        codes=(code,) if code else (),
        source=_PLACE,
    )
