"""How types and values are called in messages to authors."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.types import Kind, Type

_KINDS: dict[Kind, Bilingual] = {
    "text": Bilingual("文字", "a text"),
    "integer": Bilingual("整数", "a whole number"),
    "number": Bilingual("数字", "a number"),
    "boolean": Bilingual("真或假", "true or false"),
    "date": Bilingual("日期", "a date"),
    "datetime": Bilingual("日期时间", "a date with time"),
    "choice": Bilingual("选项", "a choice"),
    "list": Bilingual("列表", "a list"),
    "record": Bilingual("决策表的多个结果", "the outputs of a table"),
}
_SHOWN = 12


def kind_phrase(type_: Type) -> Bilingual:
    """The kind of value: "a whole number", "整数"."""
    return _KINDS[type_.kind]


def named_phrase(name: str | None, type_: Type) -> Bilingual:
    """The kind of value with the name that stands for it, if one does."""
    kind = kind_phrase(type_)
    if name is None:
        return kind
    return Bilingual(f"`{name}`（{kind.zh}）", f"`{name}` ({kind.en})")


def options_phrase(type_: Type) -> Bilingual:
    """The values of a choice, with their labels."""

    def listed(shown: Iterable[str], separator: str) -> str:
        names = list(shown)
        more = [f"… ({len(names)})"] if len(names) > _SHOWN else []
        return separator.join([*names[:_SHOWN], *more])

    def option(id_: str, label: str) -> str:
        return f"`{id_}`" if label == id_ else f"`{id_}` ({label})"

    return Bilingual(
        listed((option(o.id, o.label.zh) for o in type_.options), "、"),
        listed((option(o.id, o.label.en) for o in type_.options), ", "),
    )
