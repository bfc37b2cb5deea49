"""The one codec between values and wire JSON (specification, section 5): each way by its types.

A named tuple is an object with the same keys in the same order, `Money` a decimal string, a date
ISO; an enum is its text already. What is read back may lack fields that have a default, and have
others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from renewal_tui.domain.calendar import parse_date
from renewal_tui.domain.facts import Products
from renewal_tui.domain.money import Money, format_money, parse_money
from renewal_tui.domain.words import clock_text
from renewal_tui.operations import recorded
from renewal_tui.operations.outcomes import UNENDED, ClockGuard, Ending
from renewal_tui.store.audit import Recorded

T = TypeVar("T")
Document = dict[str, Any]
_Convert = Callable[[Any], Any]

AMONG = "its keys stand among the others"
Among = Annotated[T, AMONG]
"""A part of a value that is no object of its own in the document."""


def document(value: Any) -> Document:
    """The JSON document of an outcome, of what was read, or of a part of one."""
    found: Document = _encoder(cast(Any, type(value)))(value)
    return found


def parse(kind: type[T], value: Any) -> T:
    """An outcome of a kind again, from its JSON document."""
    found: T = _decoder(cast(Any, kind))(value)
    return found


def _as_it_is(value: Any) -> Any:
    return value


_ENCODED: dict[Any, _Convert] = {
    Money: format_money,
    Mapping[int, int]: lambda numbers: {str(key): numbers[key] for key in sorted(numbers)},
    Products: lambda codes: ["*"] if codes is None else sorted(codes),
    Recorded: recorded.shown,
    Ending: lambda ending: (
        {} if ending == UNENDED else dict(zip(Ending._fields[:3], ending[:3], strict=True))
    ),
    ClockGuard: lambda guard: clock_text(*guard),
    date: date.isoformat,
    Path: str,
}


@cache
def _encoder(kind: Any) -> _Convert:
    if kind in _ENCODED:
        return _ENCODED[kind]
    special = _special(kind, _encoder)
    if special is not None:
        return special
    if hasattr(kind, "_fields"):
        return _object_encoder(kind)
    return _as_it_is


def _object_encoder(kind: Any) -> _Convert:
    """Compiled once a type, as named tuples themselves are: lists are long."""
    converts: dict[str, _Convert] = {}
    parts: list[str] = []
    for place, (name, hint) in enumerate(_hints(kind).items()):
        value, convert = f"value[{place}]", _encoder(hint)
        if convert is not _as_it_is:
            converts[f"_{place}"] = convert
            value = f"_{place}({value})"
        if hint is Ending:
            parts.insert(0, f"**{value}")
        elif AMONG in getattr(hint, "__metadata__", ()):
            parts.append(f"**{value}")
        else:
            parts.append(f"{name.rstrip('_')!r}: {value}")  # `from_`: a word that is Python's own
    encode: _Convert = eval(f"lambda value: {{{', '.join(parts)}}}", converts)  # noqa: S307 - ours
    return encode


@cache
def _decoder(kind: Any) -> _Convert:
    special = _special(kind, _decoder)
    if special is not None:
        return special
    if kind == Money:
        return lambda text: parse_money(text, negative=True)
    if kind is date:
        return parse_date
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if hasattr(kind, "_fields"):
        return _object_decoder(kind)
    return _as_it_is


def _object_decoder(kind: Any) -> _Convert:
    fields = [(name, _decoder(hint)) for name, hint in _hints(kind).items() if hint is not Ending]

    def decode(value: Document) -> Any:
        return kind(**{name: read(value[name]) for name, read in fields if name in value})

    return decode


def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True)
    return {name: hints[name] for name in kind._fields}


def _special(kind: Any, converter: Callable[[Any], _Convert]) -> _Convert | None:
    """How a list, a part, or what may be missing, is converted; None for what is none of these."""
    if get_origin(kind) is Annotated and AMONG in kind.__metadata__:
        return converter(kind.__origin__)
    if get_origin(kind) is tuple:
        one = converter(get_args(kind)[0])
        back = list if converter is _encoder else tuple
        return lambda values: back(map(one, values))
    if get_origin(kind) in (Union, UnionType):
        (some,) = (converter(arg) for arg in get_args(kind) if arg is not NoneType)
        return lambda value: None if value is None else some(value)
    return None
