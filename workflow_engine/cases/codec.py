"""Events, cases and commands as JSON data and back.

| value | in JSON |
|---|---|
| moment | ISO 8601 with its UTC offset |
| decimal | text, without trailing zeros |
| length of time | seconds; exact to the microsecond, up to two centuries |
| duration | `{"amount": "2", "unit": "work hour"}` |
| text in both languages | `{"zh": …, "en": …}` |
| event | its fields, and `kind`: the name of its class, as `clock_started` |

A field that has its default is left out, so that one value has one form: commands that ask the same
are equal as JSON. What is missing is read as the default; a field that is not known is an error.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import types
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Event
from workflow_engine.program.types import Value

Json = dict[str, Any]
_Write = Callable[[Any], Any]
_Read = Callable[[Any], Any]
_Field: TypeAlias = tuple[str, _Write, Any]
"""The name of a field, how its value is written, and the default at which it is left out."""

_DAY = 86_400
_MICROSECONDS = 1_000_000
_MICROSECOND = dt.timedelta(microseconds=1)


def event_to_json(event: Event) -> Json:
    """An event as JSON data."""
    return {"kind": _KINDS[type(event)], **_fields(type(event)).write(event)}


def event_kind(event: Event) -> str:
    """The name of the kind of an event: `kind` of its JSON data."""
    return _KINDS[type(event)]


def event_from_json(data: Json) -> Event:
    """The event of `event_to_json`.

    Raises:
        ValueError: it is none.
    """
    made: Event = _tagged(data, _EVENTS, "event")
    return made


def command_to_json(command: Open | Act) -> Json:
    """A command as JSON data: the same for commands that ask the same."""
    return {"kind": _KINDS[type(command)], **_fields(type(command)).write(command)}


def command_from_json(data: Json) -> Open | Act:
    """The command of `command_to_json`.

    Raises:
        ValueError: it is none.
    """
    made: Open | Act = _tagged(data, _COMMANDS, "command")
    return made


def case_to_json(case: Case) -> Json:
    """A case as JSON data."""
    return _fields(Case).write(case)


def case_from_json(data: Json) -> Case:
    """The case of `case_to_json`.

    Raises:
        ValueError: it is none.
    """
    made: Case = _read_with(_fields(Case).read, data, "case")
    return made


class _Form:
    """How one class is written and read: laid out once, because every command writes a case."""

    __slots__ = ("_fields", "_made", "_readers", "_values")

    def __init__(
        self, made: type[Any], readers: Mapping[str, _Read], fields: tuple[_Field, ...]
    ) -> None:
        self._made = made
        self._readers = readers
        self._fields = fields
        self._values = attrgetter(*(name for name, _, _ in fields))  # every class has several

    def write(self, value: Any) -> Json:
        data: Json = {}
        for (name, write, default), one in zip(self._fields, self._values(value), strict=True):
            if one is not default and one != default:
                data[name] = one if write is _as_it_is else write(one)
        return data

    def read(self, data: Any) -> Any:
        readers = self._readers
        return self._made(**{name: readers[name](one) for name, one in data.items()})


_NONE = object()
_FORMS: dict[type[Any], _Form] = {}


def _fields(made: type[Any]) -> _Form:
    form = _FORMS.get(made)
    if form is None:
        form = _FORMS[made] = _form_of(made)
    return form


def _form_of(made: type[Any]) -> _Form:
    hints = get_type_hints(made)
    readers: dict[str, _Read] = {}
    fields: list[_Field] = []
    for field in dataclasses.fields(made):
        default: Any = _NONE
        if field.default is not dataclasses.MISSING:
            default = field.default
        elif field.default_factory is not dataclasses.MISSING:
            default = field.default_factory()
        write, readers[field.name] = _form(hints[field.name])
        fields.append((field.name, write, default))
    return _Form(made, readers, tuple(fields))


def _form(hint: Any) -> tuple[_Write, _Read]:
    """How a value of a type is written and read."""
    origin, parts = get_origin(hint), get_args(hint)
    if dt.date in parts:
        return _write_value, _read_value  # the only union of kinds: `program.types.Value`
    if origin in (Union, types.UnionType):
        return _optional(*_form(next(part for part in parts if part is not type(None))))
    if origin is Literal or hint in (str, int, bool):
        return _as_it_is, _as_it_is
    if origin is tuple:
        return _tuple_form(parts)
    if origin is not None and issubclass(origin, Mapping):
        write, read = _form(parts[1])
        return (
            lambda mapping: {key: write(one) for key, one in mapping.items()},
            lambda data: {key: read(one) for key, one in data.items()},
        )
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        form = _fields(hint)
        return form.write, form.read
    return _PLAIN[hint]


def _tuple_form(parts: tuple[Any, ...]) -> tuple[_Write, _Read]:
    if len(parts) == 2 and parts[1] is Ellipsis:
        write, read = _form(parts[0])
        return (
            lambda items: [write(one) for one in items],
            lambda data: tuple(read(one) for one in data),
        )
    forms = [_form(part) for part in parts]
    return (
        lambda items: [form[0](one) for form, one in zip(forms, items, strict=True)],
        lambda data: tuple(form[1](one) for form, one in zip(forms, data, strict=True)),
    )


def _optional(write: _Write, read: _Read) -> tuple[_Write, _Read]:
    if write is _as_it_is:
        return write, read
    return (
        lambda one: None if one is None else write(one),
        lambda one: None if one is None else read(one),
    )


def _as_it_is(one: Any) -> Any:
    return one


def _write_decimal(amount: Decimal) -> str:
    if not amount.is_finite() or abs(amount.adjusted()) > 30:
        return str(amount)
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_length(length: dt.timedelta) -> int | float:
    if not length.microseconds:
        return length.days * _DAY + length.seconds
    return (length // _MICROSECOND) / _MICROSECONDS


def _read_length(seconds: float) -> dt.timedelta:
    if type(seconds) is int:
        return dt.timedelta(seconds=seconds)
    return dt.timedelta(microseconds=int(Decimal(str(seconds)) * _MICROSECONDS))


def _write_value(value: Value) -> Any:
    """A value of an attribute: what JSON cannot tell apart carries its kind."""
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, tuple):
        return [_write_value(one) for one in value]
    if isinstance(value, dict):
        return {"record": {name: _write_value(one) for name, one in value.items()}}
    return value


def _read_value(data: Any) -> Value:
    if isinstance(data, list):
        return tuple(_read_value(one) for one in data)
    if isinstance(data, dict):
        ((kind, one),) = data.items()
        if kind == "datetime":
            return dt.datetime.fromisoformat(one)
        if kind == "date":
            return dt.date.fromisoformat(one)
        return {name: _read_value(part) for name, part in one.items()}
    value: Value = data
    return value


def _write_moment(moment: dt.datetime) -> str:
    # Moments that are equal may have other offsets.
    return _moment_text(moment, moment.utcoffset())


@lru_cache(maxsize=4096)
def _moment_text(moment: dt.datetime, _offset: dt.timedelta | None) -> str:
    return moment.isoformat()


_read_moment = lru_cache(maxsize=4096)(dt.datetime.fromisoformat)
"""The moments of one case are few, and those of many cases are often the same."""

_PLAIN: Mapping[Any, tuple[_Write, _Read]] = {
    dt.datetime: (_write_moment, _read_moment),
    dt.timedelta: (_write_length, _read_length),
    Decimal: (_write_decimal, Decimal),
}


def _kind(made: type[Any]) -> str:
    return _WORD.sub(r"_\1", made.__name__).lower()


_WORD = re.compile(r"(?<!^)([A-Z])")
_EVENTS: Mapping[str, type[Any]] = {_kind(made): made for made in get_args(Event)}
_COMMANDS: Mapping[str, type[Any]] = {_kind(made): made for made in (Open, Act)}
_KINDS: Mapping[type[Any], str] = {
    made: kind for known in (_EVENTS, _COMMANDS) for kind, made in known.items()
}


def _tagged(data: Json, known: Mapping[str, type[Any]], what: str) -> Any:
    kind = data.get("kind")
    made = known.get(kind) if isinstance(kind, str) else None
    if made is None:
        raise ValueError(f"no {what} is called `{kind}`")
    rest = {name: one for name, one in data.items() if name != "kind"}
    return _read_with(_fields(made).read, rest, what)


def _read_with(read: _Read, data: Any, what: str) -> Any:
    try:
        return read(data)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise ValueError(f"this is no {what}: {error!r}") from error
