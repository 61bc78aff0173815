"""The places of a policy's tests where its names stand: led by the keys, as a test's writer is."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.language.places import part
from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.name_kinds import TERMS
from workflow_engine.trial.words import KEYS

_OUTERMOST = {zh: en for en, zh in KEYS["file"].items()}
_ENGLISH = {zh: en for part, words in KEYS.items() if part != "file" for en, zh in words.items()}
NAMES_BY_KEY = {
    "given": ("attributes",),
    "tags": ("tags",),
    "levels": ("scales",),
    "measures": ("measures",),
    "tables": ("tables",),
    "items": ("items",),
    "people": ("roles",),
    "rungs": ("roles",),
    "deadlines": ("clocks",),
    "clocks": ("clocks",),
}
"""What the keys of the map under a word name."""
NAMES_BY_VALUE = {
    "unknown": (*TERMS, "items"),
    "missing": ("attributes",),
    "categories": ("tags", "categories"),
    "choices": ("items",),
    "item": ("items",),
    "persona": ("personas",),
    "extends": ("personas",),
    "failure": ("failures",),
    "process": ("processes",),
    "role": ("roles",),
    "department": ("support",),
    "event": ("events",),
    "rungs": ("roles",),
    "level": ("roles",),
}
"""What the values under a word name."""
_DEPARTMENT = "support."
"""Stands before a department where it is the name of its time limit."""
_OWN_NAMES = ("tests", "customers")
"""Under these words the keys are names of the tests themselves."""
VALUES_OF_NAMES = {"attributes": "options", "scales": "levels"}
"""What the value behind such a name is one of."""


def mentions_in_tests(node: Node) -> list[Mention]:
    """The mentions of one test file, in the order of the text."""
    found = [
        mention
        for key, value in (node if isinstance(node, MappingNode) else ())
        for mention in _walk(value, _OUTERMOST.get(key.value, str(key.value)))
    ]
    return sorted(found, key=lambda mention: mention.place)


def _walk(node: Node, under: str) -> Iterator[Mention]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _walk(item, under)
    elif isinstance(node, ScalarNode):
        yield from _mention(node, NAMES_BY_VALUE.get(under, ()))
    elif isinstance(node, MappingNode):
        kinds = NAMES_BY_KEY.get(under)
        for key, value in node:
            word = _ENGLISH.get(key.value, str(key.value))
            if under == "personas":
                yield from _mention(key, ("personas",), defines=True)
                yield from _given(value)
                yield from _walk(value, "persona")
            elif under in _OWN_NAMES:
                yield from _walk(value, "")
            elif kinds is None:
                yield from _walk(value, word)
            else:
                yield from _mention(key, kinds)
                yield from _fact(value, kinds[0], str(key.value))


def _given(persona: Node) -> Iterator[Mention]:
    """The attributes that stand right in a persona, beside its own words."""
    for key, value in persona if isinstance(persona, MappingNode) else ():
        if _ENGLISH.get(key.value, key.value) not in KEYS["persona"]:
            yield from _mention(key, ("attributes",))
            yield from _fact(value, "attributes", str(key.value))


def _fact(value: Node, kind: str, owner: str) -> Iterator[Mention]:
    if kind in VALUES_OF_NAMES and isinstance(value, ScalarNode):
        yield from _mention(value, (VALUES_OF_NAMES[kind],), owner=owner)


def _mention(
    node: ScalarNode, kinds: tuple[str, ...], owner: str = "", *, defines: bool = False
) -> Iterator[Mention]:
    written = node.value
    if kinds == ("clocks",) and written.startswith(_DEPARTMENT):
        written, kinds = part(written, len(_DEPARTMENT), len(written)), ("support",)
    place = written.inner
    if kinds and written and place is not None:
        whole = node.place if defines else None
        yield Mention(str(written), kinds, place, owner, defines, whole)
