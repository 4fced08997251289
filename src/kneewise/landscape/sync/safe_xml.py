"""XML of strangers: no document type, no entities of its own, no unlimited depth; what is refused is said.

Entities are how a small file becomes a large one, or reads another; none of the registers' exports needs any. The
parser of the standard library takes them, so it is driven here by hand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn
from xml.etree.ElementTree import TreeBuilder
from xml.parsers import expat

from kneewise.errors import BadInput, Problem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DEEPEST = 40
_UNPRINTABLE = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class _RefusedError(Exception):
    """Something that these files have no need of."""


def read_xml(content: bytes, file: str) -> Element:
    """Read an XML document; gives its root.

    Control characters, which XML forbids and exports hold now and then, are left out. Raises BadInput for a document
    type, an entity, nesting of more than 40, or what is not XML, with file and line.
    """
    builder, depth = TreeBuilder(), 0

    def begin(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            _refuse(f"more than {_DEEPEST} elements in one another")
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = lambda *_: _refuse("a document type (DOCTYPE)")
    parser.EntityDeclHandler = lambda *_: _refuse("an entity of its own")
    parser.ExternalEntityRefHandler = lambda *_: _refuse("a reference to another file")
    try:
        parser.Parse(content if _is_wide(content) else _UNPRINTABLE.sub(b"", content), True)
        return builder.close()
    except (expat.ExpatError, _RefusedError, LookupError, ValueError) as error:
        found = str(error) or "no XML"
        problem = Problem(file=file, row=None, field=f"line {parser.ErrorLineNumber}", found=found,
                          allowed="whole XML without document type and entities")  # fmt: skip
        raise BadInput([problem]) from None


def _is_wide(content: bytes) -> bool:
    return content[:2] in (b"\xff\xfe", b"\xfe\xff")


def _refuse(found: str) -> NoReturn:
    raise _RefusedError(found)
