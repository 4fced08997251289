"""Moved to `kneewise.document`."""

from kneewise.document import as_document

__all__ = ["as_document"]
