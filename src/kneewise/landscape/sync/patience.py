"""Asking politely: one question a second, longer waits after a refusal, and as long as the server asks for."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from kneewise.errors import KneewiseError
from kneewise.landscape.sync.transport import Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kneewise.landscape.sync.transport import Reply, Transport

_AGAIN = (408, 425, 429, 500, 502, 503, 504)


class FetchStopped(KneewiseError):  # noqa: N818
    """A download that could not go on; what was fetched stays, and the same call takes it up again."""


@dataclass(slots=True, kw_only=True)
class Patience:
    """How fast to ask, and how long to wait.

    between : seconds between two questions (the robots.txt of ClinicalTrials.gov says 1)
    first, most : seconds before the second try, doubled each time, and never more than `most`
    tries : how often one question is asked
    longest : the longest wait that a server may ask for; beyond it the download stops
    sleep, clock : the edge of time, replaced in tests
    told : is called with a line for each wait
    """

    between: float = 1.0
    first: float = 2.0
    most: float = 120.0
    tries: int = 7
    longest: float = 900.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    told: Callable[[str], None] = lambda _line: None
    _asked: float | None = field(default=None, init=False)

    def ask(
        self, transport: Transport, address: str, headers: Mapping[str, str], read: Callable[[bytes], Any]
    ) -> tuple[int, Any]:
        """Ask until a reply stands; a reply of 200 that `read` makes nothing of is asked for again, as a 503 is.

        Gives 200 with what was read, or a status that asking again would not change (400, 404) with None.
        Raises FetchStopped when the tries are used up.
        """
        why = ""
        for n in range(self.tries):
            self._keep_pace()
            reply = None
            try:
                reply = transport.get(address, headers)
            except Unreachable as error:
                why = str(error)
            if reply is not None:
                if reply.status == 200 and (found := read(reply.body)) is not None:
                    return 200, found
                if reply.status != 200 and reply.status not in _AGAIN:
                    return reply.status, None
                why = "a malformed page" if reply.status == 200 else f"status {reply.status}"
            if n + 1 < self.tries:
                self._wait(n, why, reply)
        raise FetchStopped(f"{why}, {self.tries} times; what was fetched is kept: the same command goes on from there")

    def _keep_pace(self) -> None:
        now = self.clock()
        if self._asked is not None and now - self._asked < self.between:
            self.sleep(self.between - (now - self._asked))
        self._asked = self.clock()

    def _wait(self, n: int, why: str, reply: Reply | None) -> None:
        seconds = min(self.first * 2**n, self.most)
        if reply is not None and (asked := self._retry_after(reply.headers.get("retry-after", ""))) is not None:
            if asked > self.longest:
                raise FetchStopped(f"{why}, and the server asks to wait {asked:.0f} s: run the same command after that")
            seconds = max(seconds, asked)
        self.told(f"{why}: asking again in {seconds:g} s")
        self.sleep(seconds)

    def _retry_after(self, header: str) -> float | None:
        """Seconds, or a day and time; None for neither."""
        if header.strip().isdigit():
            return float(header)
        try:
            until = parsedate_to_datetime(header)
        except (TypeError, ValueError):
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - self.now()).total_seconds())
