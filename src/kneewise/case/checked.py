"""What every record of this room has in common: a value that cannot be is refused where it is made."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from kneewise.case.settle import Refused, settle_by
from kneewise.errors import BadInput, Problem, describe

if TYPE_CHECKING:
    from collections.abc import Callable

_settlers: dict[type, tuple[tuple[str, bool, Callable[[Any], Any]], ...]] = {}
_defaults: dict[type, dict[str, Any]] = {}


def dataclass(**_: bool) -> Callable[[type], type]:
    """Stand in for `dataclasses.dataclass` while running: frozen, slots, keyword-only, no generated code.

    Type checkers see the real one. Generating and compiling the methods of 18 classes cost 12 ms of every
    start; all of them inherit the same few methods from `Checked` instead.
    """
    return dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=True)


class Checked:
    """Base of the record's classes: checks each field by its own description, and never prints a value."""

    __slots__: tuple[str, ...] = ()

    if not TYPE_CHECKING:  # type checkers know each class's own arguments

        def __init__(self, **values: Any) -> None:
            put = object.__setattr__
            for name, default in (_defaults.get(type(self)) or _prepare_defaults(type(self))).items():
                value = values.pop(name, default)
                if value is dataclasses.MISSING:
                    raise TypeError(f"{type(self).__name__} needs '{name}'")
                put(self, name, {} if name == "carried" and value is None else value)
            if values:
                raise TypeError(f"{type(self).__name__} has no {', '.join(map(repr, values))}")
            self.__post_init__()

        def __setattr__(self, name: str, value: Any) -> None:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field '{name}'")

        def __delattr__(self, name: str) -> None:
            raise dataclasses.FrozenInstanceError(f"cannot delete field '{name}'")

    def __getstate__(self) -> tuple[Any, ...]:
        """Give the values for pickle and copy."""
        return tuple(getattr(self, name) for name in self.__slots__)

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        """Take the values from pickle and copy."""
        for name, value in zip(self.__slots__, state, strict=True):
            object.__setattr__(self, name, value)

    def __post_init__(self) -> None:
        """Take every value as its field's type (ISO text as a day, 2.0 as 2, text as NFC), or refuse it."""
        kind = type(self)
        problems = []
        for name, required, settle in _settlers.get(kind) or _prepare(kind):
            value = getattr(self, name)
            try:
                if value is not None:
                    taken = settle(value)
                    if taken is not value:
                        object.__setattr__(self, name, taken)
                    value = taken
                if value is None and required:
                    raise Refused("nothing", "a value; this field is required")
            except Refused as refused:
                field = f"{kind.__name__}.{name.rstrip('_')}"
                found, allowed = refused.found, refused.allowed
                problems.append(Problem(file="<record>", row=None, field=field, found=found, allowed=allowed))
        if problems:
            raise BadInput(problems)

    def __eq__(self, other: object) -> bool:
        """Equal in kind and in every field. Written once here: generated for each class it doubled the
        import."""
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    def __hash__(self) -> int:
        """Hash of what may be hashed; what a case merely carries is left out."""
        return hash(tuple(getattr(self, name) for name in self.__slots__ if name != "carried"))

    def __repr__(self) -> str:
        """Name the class only: a traceback or a log must not carry a patient's values."""
        return f"<{type(self).__name__}>"


def _prepare_defaults(kind: type) -> dict[str, Any]:
    _defaults[kind] = {
        field.name: None if field.default_factory is not dataclasses.MISSING else field.default
        for field in dataclasses.fields(kind)
    }
    return _defaults[kind]


def _prepare(kind: type) -> tuple[tuple[str, bool, Callable[[Any], Any]], ...]:
    settlers: list[tuple[str, bool, Callable[[Any], Any]]] = []
    for field in dataclasses.fields(kind):
        spec = field.metadata.get("spec")
        if spec is not None:
            settlers.append((field.name, spec.required, settle_by(spec)))
            continue
        nested = field.metadata["nested"]
        if nested.form == "group":
            settlers.append((field.name, True, _instance_of(nested.record)))
        elif nested.form == "rows":
            settlers.append((field.name, True, _tuple_of(_instance_of(nested.record))))
        elif nested.form == "words":
            settlers.append((field.name, True, _tuple_of(settle_by(nested.spec))))
    _settlers[kind] = tuple(settlers)
    return _settlers[kind]


def _instance_of(record: type) -> Callable[[Any], Any]:
    def settle(value: Any) -> Any:
        if type(value) is not record:
            raise Refused(describe(value), f"a {record.__name__}")
        return value

    return settle


def _tuple_of(settle_one: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def settle(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, tuple | list):
            raise Refused(describe(value), "a list")
        return tuple([settle_one(item) for item in value])

    return settle
