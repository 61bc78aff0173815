"""What may be typed next in a file of policy tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.lsp.completion import Proposal
from workflow_engine.lsp.cursor import ITEM, Cursor, cursor_in
from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.name_kinds import KINDS
from workflow_engine.lsp.names import Names
from workflow_engine.lsp.trial_mentions import NAMES_BY_KEY, NAMES_BY_VALUE, VALUES_OF_NAMES
from workflow_engine.trial.words import KEYS, STATES, key_named

_INNER = {
    ("test", "case"): "case",
    ("test", "log"): "log",
    ("test", "expect"): "expect",
    ("case", "steps"): "step",
    ("step", "expect"): "expected step",
    ("expect", "case"): "expected case",
    ("expect", "visit"): "visit",
}
"""The part of a test whose keys stand under a key."""
_TRUTH = ("true", "是", "false", "否")


@dataclass(frozen=True, slots=True)
class _Here:
    """What stands at a position: keys of a `part`, names of `kinds` as keys, or `values`.

    `own` are names of the author's own choosing, one level above a `part`.
    """

    part: str = ""
    own: bool = False
    names: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    owner: str = ""
    under: str = ""


def trial_proposals(lines: Sequence[str], line: int, column: int, names: Names) -> list[Proposal]:
    """What may be typed at a line and column (from 1) of a test file; each word once."""
    cursor = cursor_in(lines, line, column)
    if cursor is None:
        return []
    lang: Language = "en"
    if any(one.startswith(tuple(KEYS["file"].values())) for one in lines):
        lang = "zh"
    here = _Here("file")
    for step in cursor.path:
        here = _into(here, step)
    found = {one.label: one for one in reversed(list(_at(here, cursor, names, lang)))}
    return list(reversed(found.values()))


def _into(here: _Here, step: str) -> _Here:
    if here.own:  # a name, or one of a list
        return _Here(here.part)
    if step == ITEM:
        return here
    if here.names:
        kind = here.names[0]
        if kind == "items" and here.under == "items":
            return _Here("item", owner=step)
        value = VALUES_OF_NAMES.get(kind)
        return _Here(values=() if value is None else (value,), owner=step, under=kind)
    word = (key_named(step, here.part) or step) if here.part else step
    if here.part == "file":
        return _Here("persona" if word == "personas" else "test", own=True)
    if here.part == "persona" and word not in KEYS["persona"]:
        return _Here(values=("options",), owner=step)
    if word == "customers":
        return _Here("test", own=True)
    if (here.part, word) in _INNER:
        return _Here(_INNER[here.part, word])
    if word in NAMES_BY_KEY and here.part in ("test", "expect"):
        return _Here(names=NAMES_BY_KEY[word], under=word)
    return _Here(values=NAMES_BY_VALUE.get(word, ()), under=word)


def _at(here: _Here, cursor: Cursor, names: Names, lang: Language) -> Iterator[Proposal]:
    typed = len(cursor.typed)
    if cursor.at != "value" or not cursor.typed.strip():
        if here.part and not here.own:
            for english, chinese in KEYS[here.part].items():
                word = chinese if lang == "zh" else english
                if word not in cursor.beside:
                    yield Proposal(f"{word}: ", typed, "keyword", word)
        kinds = here.names or (("attributes",) if here.part == "persona" and not here.own else ())
        for mention in names.of(kinds):
            if mention.name not in cursor.beside:
                yield _named(mention, typed, lang, ": ")
    if cursor.at != "key":
        for mention in names.of(here.values, here.owner):
            yield _named(mention, typed, lang)
        if here.part == "item" or here.under == "state":
            for option in STATES.options:
                word = option.label.zh if lang == "zh" else option.id
                yield Proposal(word, typed, "value", word, option.label.get(lang))
        if here.under == "tags":
            for word in _TRUTH[::2] if lang == "en" else _TRUTH[1::2]:
                yield Proposal(word, typed, "value", word)


def _named(mention: Mention, typed: int, lang: Language, ending: str = "") -> Proposal:
    kind = KINDS[mention.kinds[0]].get(lang)
    label = "" if mention.label is None else mention.label.get(lang)
    about = f"{label} · {kind}" if label and label != mention.name else kind
    return Proposal(f"{mention.name}{ending}", typed, "name", mention.name, about)
