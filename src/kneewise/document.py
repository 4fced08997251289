"""Results as plain documents: what is written as JSON. Nothing is rounded; what is not known is null."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np


def as_document(result: object) -> Any:
    """Turn a result (a dataclass, arrays, mappings, sequences) into what `json.dumps` takes.

    NaN and infinities become None: JSON has no word for them. Fields that begin with an underscore stay inside.
    """
    if isinstance(result, np.generic):
        result = result.item()
    if result is None or isinstance(result, bool | int | str):
        return result
    if isinstance(result, float):
        return result if math.isfinite(result) else None
    if isinstance(result, date):
        return result.isoformat()
    if isinstance(result, np.ndarray):
        return [as_document(each) for each in result.tolist()]
    if is_dataclass(result) and not isinstance(result, type):
        shown = [each.name for each in fields(result) if not each.name.startswith("_")]
        return {name: as_document(getattr(result, name)) for name in shown}
    if isinstance(result, dict):
        return {str(key): as_document(each) for key, each in result.items()}
    if isinstance(result, list | tuple | set | frozenset):
        return [as_document(each) for each in (sorted(result) if isinstance(result, set | frozenset) else result)]
    raise TypeError(f"no document can be made of {type(result).__name__}")
