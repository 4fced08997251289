"""A device as a register shows it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from kneewise.landscape.dates import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping

OPENFDA_UDI = "openfda-udi"
OPENFDA_510K = "openfda-510k"
KOREA_UDI = "kr-mfds-udi"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryDevice:
    """One row of a register of devices.

    via : "openfda-udi", "openfda-510k" or "kr-mfds-udi"
    device : the number of the row: a device identifier (UDI-DI) or a 510(k) number
    permits : the numbers of its permits: 510(k), PMA, or Korean permit
    permitted : the day of the permit or decision; of openFDA's UDI rows, the day of publication
    class_ : the class as the register writes it
    purpose : the intended use, where the register gives it
    codes : product or classification codes
    status : in distribution or not, or the decision, as the register writes it
    """

    via: str
    device: str
    name: str
    maker: str | None = None
    model: str | None = None
    permits: tuple[str, ...] = ()
    permitted: PartialDate | None = None
    class_: str | None = None
    purpose: str | None = None
    codes: tuple[str, ...] = ()
    status: str | None = None
    source: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other row.

        Korea's rows are told by identifier, permit and model: of 20,000 rows that were looked at in 2026, 244 shared
        an identifier with a row of another product.
        """
        more = f"/{','.join(self.permits)}/{self.model or ''}" if self.via == KOREA_UDI else ""
        return f"{self.via}:{self.device}{more}"


def device_document(device: RegistryDevice) -> dict[str, Any]:
    """Give a device as a plain document."""
    document = {each.name: getattr(device, each.name) for each in fields(device)}
    document["permits"], document["codes"] = list(device.permits), list(device.codes)
    document["permitted"] = None if device.permitted is None else str(device.permitted)
    return document


def device_of(document: Mapping[str, Any]) -> RegistryDevice:
    """Give the device of a document that `device_document` made."""
    stated = document["permitted"]
    values = {
        **document,
        "permits": tuple(document["permits"]),
        "codes": tuple(document["codes"]),
        "permitted": None if stated is None else PartialDate.read(stated),
    }
    return RegistryDevice(**values)
