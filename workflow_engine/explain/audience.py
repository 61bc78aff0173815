"""For whom a service item is, in a sentence: what printed procedures say of it."""

from __future__ import annotations

from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program.expressions import Constant
from workflow_engine.program.program import Item, Program

_B = Bilingual


def audiences(program: Program) -> Mapping[str, Bilingual]:
    """The sentence of every item, by its id: for whom it is done, or who may choose it."""
    voice = Voice(program)
    return {item.id: _audience(item, voice) for item in program.items.values()}


def _audience(item: Item, voice: Voice) -> Bilingual:
    chosen = item.kind == "optional"
    if item.applies is None or item.applies == Constant(value=True, type=item.applies.type):
        if chosen:
            return _B("每一位客户，由客户自己选", "every customer who chooses it")
        return _B("每一位客户", "every customer")
    phrase = voice.phrase(item.applies)
    if chosen:
        return voice.say(_B("{0}，并且自己选了的客户", "who has chosen it, if: {0}"), phrase)
    return voice.say(_B("{0}的客户", "customers of whom this holds: {0}"), phrase)
