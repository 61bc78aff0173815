"""Rewriting a sentence of the escalation ladder into the other keyword language."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.keywords import EXPRESSION_WORDS, KEYWORDS
from workflow_engine.language.nodes import Written
from workflow_engine.language.triggers import clock_keyword, parse_trigger


def translate_trigger(text: str, to: Language) -> str:
    """`amend overdue by 1 workday` as `弥补逾期超过1个工作日` and back; an event's name stays."""
    trigger, _ = parse_trigger(Written(text, Place("")))
    if trigger is None or trigger.kind == "event":
        return text
    if trigger.kind == "overdue":
        assert trigger.step is not None
        after = "" if trigger.after is None else trigger.after.text(to)
        keyword = clock_keyword(trigger.step)
        if to == "zh":
            clock = trigger.step if keyword is None else KEYWORDS[keyword]
            return f"{clock}逾期" + (f"超过{after}" if after else "")
        return f"{keyword or trigger.step} overdue" + (f" by {after}" if after else "")
    if trigger.kind == "reopened":
        return f"重开{trigger.times}次" if to == "zh" else f"reopened {trigger.times} times"
    english = trigger.kind.replace("_", " ")
    return EXPRESSION_WORDS[english] if to == "zh" else english
