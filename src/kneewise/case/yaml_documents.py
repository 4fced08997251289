"""Documents out of YAML, without YAML's guessing: `no` stays text, `0123` keeps its zero, the field says the
type.

Only the parser's events are used. PyYAML's loaders would build Python objects by their own rules (YAML 1.1:
`no` is false, `12:30` is 750), and would follow aliases of aliases until the memory is full.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from kneewise.case.identity import show_key
from kneewise.case.settle import Plain
from kneewise.case.sources import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEEPEST = 30
# A case has some hundreds of nodes; what an alias repeats counts as often as it is repeated.
_MOST_NODES = 100_000
_NULLS = frozenset(("", "~", "null"))


def read_documents(stream: IO[str], file: str) -> Iterator[tuple[int, Any]]:
    """Give the documents of a YAML stream by number; one without any content is skipped (a last `---`)."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(stream)
    number = 0
    try:
        while True:
            event = loader.get_event()
            if isinstance(event, yaml.StreamEndEvent):
                return
            if isinstance(event, yaml.DocumentStartEvent):
                number += 1
                content = _Builder(loader, yaml, file, number).build()
                if content is not _NOTHING:
                    yield number, content
    except yaml.YAMLError as error:
        raise whole_file(file, *_broken(error), max(number, 1)) from None
    finally:
        loader.dispose()


_NOTHING = object()


def _broken(error: Any) -> tuple[str, str]:
    mark = getattr(error, "problem_mark", None)
    where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""
    problem = getattr(error, "problem", None) or ""
    # libyaml's own words for what it met carry no value except for names of anchors, tags and odd characters.
    known = problem if problem and "'" not in problem and '"' not in problem and "#x" not in problem else ""
    return f"broken YAML{where}{': ' if known else ''}{known}", "valid YAML (keys and values divided by ': ')"


class _Open:
    """A list or group whose end has not come yet."""

    __slots__ = ("anchor", "content", "key", "n_before")

    def __init__(self, content: Any, anchor: str | None, n_before: int) -> None:
        self.content = content
        self.anchor = anchor
        self.key: str | None = None
        self.n_before = n_before


class _Builder:
    """Builds the content of one document, event by event, without recursion."""

    def __init__(self, loader: Any, yaml: Any, file: str, number: int) -> None:
        self._loader = loader
        self._yaml = yaml
        self._file = file
        self._number = number
        self._n_nodes = 0
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._open: list[_Open] = []
        self._content: Any = _NOTHING

    def _refuse(self, found: str, allowed: str) -> Exception:
        return whole_file(self._file, found, allowed, self._number)

    def build(self) -> Any:
        yaml = self._yaml
        while True:
            event = self._loader.get_event()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._count(1)
                self._refuse_tag(event)
                self._take_scalar(event)
            elif kind is yaml.AliasEvent:
                self._take_alias(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._count(1)
                self._refuse_tag(event)
                self._begin({} if kind is yaml.MappingStartEvent else [], event.anchor)
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                ended = self._open.pop()
                if ended.anchor is not None:
                    self._anchors[ended.anchor] = (ended.content, self._n_nodes - ended.n_before)
                self._place(ended.content)
            elif kind is yaml.DocumentEndEvent:
                return self._content

    def _count(self, n: int) -> None:
        self._n_nodes += n
        if self._n_nodes > _MOST_NODES:
            raise self._refuse(f"more than {_MOST_NODES} values in one document", "one case a document")

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            raise self._refuse("a tag (a word that begins with !)", "YAML without tags; text in quotes")

    def _begin(self, content: Any, anchor: str | None) -> None:
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.content, dict) and top.key is None:
            raise self._refuse("a list or group as a key", "keys that are text")
        if len(self._open) >= _DEEPEST:
            raise self._refuse(f"more than {_DEEPEST} levels", "a flat record")
        self._open.append(_Open(content, anchor, self._n_nodes - 1))

    def _take_scalar(self, event: Any) -> None:
        plain = not event.style and event.implicit[0]  # libyaml says "", PyYAML says None
        top = self._open[-1] if self._open else None
        if top is not None and isinstance(top.content, dict) and top.key is None:
            self._take_key(top, str(event.value))
        elif plain and event.value in _NULLS:
            # A document of nothing at all is no document; a written null is one, and is refused later.
            self._place(None if top is not None or event.value else _NOTHING)
            self._keep(event.anchor, None)
        else:
            value = Plain(event.value) if plain else event.value
            self._place(value)
            self._keep(event.anchor, value)

    def _keep(self, anchor: str | None, value: Any) -> None:
        if anchor is not None:
            self._anchors[anchor] = (value, 1)

    def _take_alias(self, event: Any) -> None:
        top = self._open[-1] if self._open else None
        if event.anchor not in self._anchors:
            raise self._refuse("an alias to what does not stand before it", "an alias to an anchor above")
        value, n_nodes = self._anchors[event.anchor]
        self._count(n_nodes)
        if top is not None and isinstance(top.content, dict) and top.key is None:
            raise self._refuse("an alias as a key", "keys that are text")
        self._place(value)

    def _take_key(self, top: _Open, key: str) -> None:
        if key in top.content:
            raise self._refuse(f"the key {show_key(key)} twice in one group", "each key once")
        top.key = key

    def _place(self, value: Any) -> None:
        if not self._open:
            self._content = value
            return
        top = self._open[-1]
        if isinstance(top.content, dict):
            top.content[top.key] = value
            top.key = None
        else:
            top.content.append(value)
