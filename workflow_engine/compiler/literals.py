"""Written values to the internal form of their type (`program.types`)."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from workflow_engine.compiler.phrases import kind_phrase, options_phrase
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Fix, Place
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.places import part, rewrite
from workflow_engine.language.tokens import normalized
from workflow_engine.program.types import SCALE, Type, Value

_NUMBER = re.compile(r"([+-]?)(\d+)(?:\.(\d+))?", re.ASCII)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_PERCENT = re.compile(r"([+-]?\d+(?:\.\d+)?)%", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?", re.ASCII)
_TRUTH = {
    "true": True,
    "false": False,
    EXPRESSION_WORDS["true"]: True,
    EXPRESSION_WORDS["false"]: False,
}
_TWINS = {
    **{en: zh for en, zh in EXPRESSION_WORDS.items() if en in ("true", "false")},
    **{zh: en for en, zh in EXPRESSION_WORDS.items() if en in ("true", "false")},
}
_MAX_WHOLE = 15
_MAX_PLACES = 6
_LISTED = re.compile(r"[;；]")

THIS = Bilingual("此处", "this")


def truth(word: str) -> bool | None:
    """The truth value a word stands for, or None when it is another word."""
    return _TRUTH.get(word.lower())


def option_id(type_: Type, name: str) -> str | None:
    """The option of a choice by id or label; `true` also finds an option `是`.

    Truth words change when a file is translated to the other keyword language; options do not.
    """
    found = type_.option(name)
    if found is None and normalized(name) != name:
        found = type_.option(normalized(name))
    if found is None and name in _TWINS:
        found = type_.option(_TWINS[name])
    return found


def read_value(
    text: str, type_: Type, place: Place, subject: Bilingual = THIS
) -> tuple[Value, list[Diagnostic]]:
    """`text` as a value of a plain type in its internal form, or None and what is wrong."""
    match type_.kind:
        case "text":
            return text, []
        case "choice":
            found = option_id(type_, text)
            return (
                (found, [])
                if found is not None
                else (None, [_no_option(text, type_, place, subject)])
            )
        case "boolean":
            answer = truth(text)
            hint = Bilingual("写作 `true` 或 `false`（是 / 否）", "write `true` or `false`")
            return (answer, []) if answer is not None else (None, [_bad(text, type_, place, hint)])
        case "date" | "datetime":
            moment = _moment(text, with_time=type_.kind == "datetime")
            if moment is None:
                return None, [diagnose("WE333", place, text=text)]
            return moment, []
        case "integer" | "number":
            return _number(text, type_, place)
        case _:
            hint = Bilingual("这里不能直接写值", "no value can be written here")
            return None, [_bad(text, type_, place, hint)]


def literal(
    written: Written, type_: Type, subject: Bilingual = THIS
) -> tuple[Value, list[Diagnostic]]:
    """A written value of this type in its internal form, or None and why not.

    Elements of a list are separated by `;`. A value that is certain but written in a way the
    language does not have (`20,000`, `30%`) is an error with a fix.
    """
    if type_.kind == "list":
        assert type_.item is not None, "a list type knows its elements"
        values: list[Value] = []
        diagnostics: list[Diagnostic] = []
        at = 0
        for piece in _LISTED.split(written):
            value, found = literal(part(written, at, at + len(piece)), type_.item, subject)
            values.append(value)
            diagnostics += found
            at += len(piece) + 1
        return (None if diagnostics else tuple(values)), diagnostics
    value, diagnostics = read_value(written.strip(), type_, written.place, subject)
    if diagnostics and (better := _better_number(written, type_)) is not None:
        hint = Bilingual(f"写作 `{better}`", f"write `{better}`")
        fix = rewrite(written, 0, len(written), better)
        diagnostics = [_bad(written, type_, written.place, hint, fix=fix)]
    return value, diagnostics


def _better_number(written: Written, type_: Type) -> str | None:
    """The plain spelling of a number with thousands separators or `%`."""
    if not type_.numeric:
        return None
    text = normalized(written.strip())
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", "")
    percent = _PERCENT.fullmatch(text)
    if percent is not None and type_.kind == "number":
        return f"{Decimal(percent[1]) / 100:f}"
    return None


def _number(text: str, type_: Type, place: Place) -> tuple[Value, list[Diagnostic]]:
    plain = normalized(text).replace("−", "-")
    found = _NUMBER.fullmatch(plain)
    if found is None:
        hint = Bilingual("只写数字，例如 `28` 或 `0.5`", "write digits only, such as `28` or `0.5`")
        return None, [_bad(text, type_, place, hint)]
    sign, whole, places = found[1], found[2].lstrip("0"), found[3] or ""
    if len(whole) > _MAX_WHOLE or len(places) > _MAX_PLACES:
        shown = text if len(text) <= 24 else text[:20] + "…"
        return None, [diagnose("WE303", place, number=shown)]
    if type_.kind == "integer":
        if places:
            hint = Bilingual("写整数，不带小数点", "write it without a decimal point")
            return None, [_bad(text, type_, place, hint)]
        value = int(whole or "0")
    else:
        value = int(whole or "0") * SCALE + int(places.ljust(_MAX_PLACES, "0"))
    return (-value if sign == "-" else value), []


def _moment(text: str, *, with_time: bool) -> dt.date | None:
    plain = normalized(text)
    found = (_MOMENT if with_time else _DATE).fullmatch(plain)
    if found is None:
        return None
    year, month, day, *time = (int(group or 0) for group in found.groups())
    hour, minute, second = time or (0, 0, 0)
    try:
        if with_time:
            # local time of the policy's timezone, as everywhere in a program
            return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
        return dt.date(year, month, day)
    except ValueError:
        return None


def _bad(
    text: str, type_: Type, place: Place, hint: Bilingual, *, fix: Fix | None = None
) -> Diagnostic:
    shown = text if len(text) <= 60 else text[:60] + "…"
    needed = kind_phrase(type_)
    return diagnose("WE344", place, fix=fix, value=shown, needed=needed, hint=hint)


def _no_option(text: str, type_: Type, place: Place, subject: Bilingual) -> Diagnostic:
    names = [n for o in type_.options for n in dict.fromkeys((o.id, o.label.zh, o.label.en))]
    near = did_you_mean(text, names)
    help_ = None
    if near is not None:
        help_ = Bilingual(f"是不是 `{near}`？", f"did you mean `{near}`?")
    options = options_phrase(type_)
    return diagnose("WE332", place, help=help_, value=text, subject=subject, options=options)
