"""Days on the command line: 2024-03-12, and no other of the forms that ISO 8601 has; and the day it is today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from typing import Any


class _Day(click.ParamType[date]):
    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or value != day.isoformat():
            self.fail(f"{value!r} is not a day: give it as 2024-03-12.", param, ctx)
        return day


DAY = _Day()


def today() -> date:
    """Today; SOURCE_DATE_EPOCH stands in for it where a page must come out the same on every day."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(fixed), UTC).date() if fixed.isdigit() else date.today()
