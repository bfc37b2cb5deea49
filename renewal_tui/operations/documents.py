"""The one codec between outcomes and wire JSON (specification, section 5): each way by its types.

A named tuple is an object with the same keys in the same order, `Money` a decimal string, a date
ISO, an enum its value. What is read back may lack fields that have a default, and have others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from renewal_tui.domain.calendar import parse_date
from renewal_tui.domain.money import format_money, parse_money
from renewal_tui.operations.outcomes import UNENDED, Ending, Money

T = TypeVar("T")
Document = dict[str, Any]
_Convert = Callable[[Any], Any]


def document(outcome: Any) -> Document:
    """The JSON document of an outcome or of a part of one."""
    found: Document = _encoder(_kind(type(outcome)))(outcome)
    return found


def parse(kind: type[T], value: Any) -> T:
    """An outcome of a kind again, from its JSON document."""
    found: T = _decoder(_kind(kind))(value)
    return found


def _kind(kind: Any) -> Any:
    """A type as something to look up by."""
    return kind


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _encoder(kind: Any) -> _Convert:
    special = _special(kind, _encoder)
    if special is not None:
        return special
    if kind is Money:
        return format_money
    if kind is date:
        return date.isoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return lambda value: value.value
    if hasattr(kind, "_fields"):
        return _object_encoder(kind)
    return _as_it_is


def _object_encoder(kind: Any) -> _Convert:
    hints = get_type_hints(kind, include_extras=True)
    fields = [(name, _encoder(hints[name])) for name in kind._fields if hints[name] is not Ending]
    ends = len(fields) < len(kind._fields)

    def encode(value: Any) -> Document:
        found = {name: convert(getattr(value, name)) for name, convert in fields}
        return {**value.ending.facts(), **found} if ends and value.ending != UNENDED else found

    return encode


@cache
def _decoder(kind: Any) -> _Convert:
    special = _special(kind, _decoder)
    if special is not None:
        return special
    if kind is Money:
        return lambda text: parse_money(text, negative=True)
    if kind is date:
        return parse_date
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if hasattr(kind, "_fields"):
        return _object_decoder(kind)
    return _as_it_is


def _object_decoder(kind: Any) -> _Convert:
    hints = get_type_hints(kind, include_extras=True)
    fields = [(name, _decoder(hints[name])) for name in kind._fields if hints[name] is not Ending]

    def decode(value: Document) -> Any:
        return kind(**{name: read(value[name]) for name, read in fields if name in value})

    return decode


def _special(kind: Any, converter: Callable[[Any], _Convert]) -> _Convert | None:
    """How a list, or what may be missing, is converted; None for what is neither."""
    if get_origin(kind) is tuple:
        one = converter(get_args(kind)[0])
        back = list if converter is _encoder else tuple
        return lambda values: back(map(one, values))
    if get_origin(kind) in (Union, UnionType):
        (some,) = (converter(arg) for arg in get_args(kind) if arg is not NoneType)
        return lambda value: None if value is None else some(value)
    return None
