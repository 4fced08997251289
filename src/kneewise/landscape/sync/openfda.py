"""Devices of openFDA: downloads or answers of `device/udi` and `device/510k`, JSON.

Rows of 510(k) carry the name of a person (`contact`), those of UDI a telephone and an e-mail (`customer_contacts`):
neither is read.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from kneewise.landscape.sync.door import without_contacts
from kneewise.landscape.sync.ictrp_dates import read_mixed_date
from kneewise.landscape.sync.registry_device import OPENFDA_510K, OPENFDA_UDI, RegistryDevice
from kneewise.landscape.sync.words import Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kneewise.landscape.dates import PartialDate
    from kneewise.landscape.sync.registry_trial import Notice


def read_openfda(document: Mapping[str, Any], file: str) -> tuple[list[RegistryDevice], list[Notice], date | None]:
    """Read an answer or a download; gives devices, what could not be understood, and the day of its data."""
    devices: list[RegistryDevice] = []
    notices: list[Notice] = []
    for n, row in enumerate(document["results"], 1):
        asked = Asked(f"{file}, result {n}")
        device = None
        if isinstance(row, dict):
            device = _cleared(row, asked) if "k_number" in row else _identified(row, asked)
        if device is None:
            asked.tell(
                "results", type(row).__name__, "left out: neither a UDI row with a primary identifier nor a 510(k)"
            )
        else:
            devices.append(device)
        notices += asked.notices
    return devices, notices, _day(document)


def _day(document: Mapping[str, Any]) -> date | None:
    meta = document.get("meta")
    try:
        return date.fromisoformat(meta["last_updated"]) if isinstance(meta, dict) else None
    except (KeyError, TypeError, ValueError):
        return None


def _cleared(row: Mapping[str, Any], asked: Asked) -> RegistryDevice | None:
    number = text_of(row, "k_number")
    if number is None:
        return None
    asked.where = number
    more = row["openfda"] if isinstance(row.get("openfda"), dict) else {}
    return RegistryDevice(
        via=OPENFDA_510K,
        device=number,
        name=text_of(row, "device_name") or number,
        maker=text_of(row, "applicant"),
        permits=(number,),
        permitted=read_day(asked, "decision_date", row),
        class_=text_of(more, "device_class"),
        codes=tuple(each for each in (text_of(row, "product_code"),) if each),
        status=text_of(row, "decision_description") or text_of(row, "decision_code"),
        source=f"https://api.fda.gov/device/510k.json?search=k_number:{number}",
    )


def _identified(row: Mapping[str, Any], asked: Asked) -> RegistryDevice | None:
    identifiers = [each for each in row.get("identifiers") or () if isinstance(each, dict)]
    primary = next((text_of(each, "id") for each in identifiers if each.get("type") == "Primary"), None)
    if primary is None:
        return None
    asked.where = primary
    codes = [each for each in row.get("product_codes") or () if isinstance(each, dict)]
    permits = [each for each in row.get("premarket_submissions") or () if isinstance(each, dict)]
    return RegistryDevice(
        via=OPENFDA_UDI,
        device=primary,
        name=text_of(row, "brand_name") or primary,
        maker=text_of(row, "company_name"),
        model=text_of(row, "version_or_model_number") or text_of(row, "catalog_number"),
        permits=tuple(sorted({number for each in permits if (number := text_of(each, "submission_number"))})),
        permitted=read_day(asked, "publish_date", row),
        class_=next(
            (text_of(each["openfda"], "device_class") for each in codes if isinstance(each.get("openfda"), dict)), None
        ),
        purpose=text_of(row, "device_description"),
        codes=tuple(code for each in codes if (code := text_of(each, "code"))),
        status=text_of(row, "commercial_distribution_status"),
        source=f"https://api.fda.gov/device/udi.json?search=identifiers.id:{primary}",
    )


def text_of(row: Mapping[str, Any], name: str) -> str | None:
    """A field as text, without contacts; None where it is empty or no text."""
    value = row.get(name)
    return without_contacts(" ".join(value.split())) or None if isinstance(value, str) else None


def read_day(asked: Asked, name: str, row: Mapping[str, Any]) -> PartialDate | None:
    """A field as a day; None, and told, where it is none."""
    return asked.given(name, row.get(name), lambda stated: read_mixed_date(str(stated)))
