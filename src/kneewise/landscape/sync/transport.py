"""The edge of the network: one thing that answers an address, so that tests put a recording in its place."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping
    from urllib.request import Request

_LARGEST = 256 * 2**20
_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back; `headers` by name in small letters."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class Unreachable(Exception):  # noqa: N818
    """No answer came: no network, no such host, a connection cut."""


class Transport(Protocol):
    """Anything that answers an address."""

    def get(self, address: str, headers: Mapping[str, str]) -> Reply:
        """Give the reply whatever its status. Raises Unreachable where none comes."""
        ...


class WebTransport:
    """The web, by the standard library: https only, and never sent on to another host."""

    def get(self, address: str, headers: Mapping[str, str]) -> Reply:
        """Ask once; waiting and asking again is not its business."""
        from http.client import HTTPException
        from urllib.error import HTTPError
        from urllib.request import HTTPRedirectHandler, Request, build_opener

        host = urlsplit(address).hostname
        if urlsplit(address).scheme != "https" or host is None:
            raise Unreachable(f"{address}: only https is asked")

        class SameHost(HTTPRedirectHandler):
            def redirect_request(  # noqa: PLR0917 - as urllib calls it
                self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Any, newurl: str
            ) -> Request | None:
                if urlsplit(newurl).scheme != "https" or urlsplit(newurl).hostname != host:
                    raise Unreachable(f"{host} sends on to another place; not followed")
                return super().redirect_request(req, fp, code, msg, headers, newurl)

        request = Request(address, headers={"Accept-Encoding": "gzip", **headers})
        try:
            with build_opener(SameHost()).open(request, timeout=_SECONDS) as answer:
                return _reply(answer.status, answer)
        except HTTPError as error:
            return _reply(error.code, error)
        except (OSError, HTTPException, EOFError, zlib.error) as error:
            raise Unreachable(f"{host}: {error}") from None


def _reply(status: int, answer: Any) -> Reply:
    body = answer.read(_LARGEST + 1)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if headers.get("content-encoding") == "gzip":
        body = zlib.decompressobj(31).decompress(body, _LARGEST + 1)  # 31: gzip
    if len(body) > _LARGEST:
        raise Unreachable(f"an answer of more than {_LARGEST} bytes")
    return Reply(status=status, body=body, headers=headers)
