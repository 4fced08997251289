"""Many cases held against many policies; and the call `kneewise.review(...)` itself.

This folder and the function that users call bear one name. Importing anything from the folder puts the folder
in the place of the function, so the folder can be called: both ways lead to `run.review`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallableRoom(ModuleType):
    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Review cases; see `kneewise.review.run.review`."""
        from kneewise.review.run import review

        return review(*arguments, **named)


sys.modules[__name__].__class__ = _CallableRoom
