"""Explanations as text for a terminal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad
from workflow_engine.explain.change import Change, changes
from workflow_engine.explain.explanation import Explanation, Verdict
from workflow_engine.explain.goals import goals
from workflow_engine.explain.names import resolve
from workflow_engine.explain.overview import explain_everything
from workflow_engine.explain.why import explain_definition
from workflow_engine.program.program import Program
from workflow_engine.program.types import Value

MARKS: Mapping[Verdict, str] = {"true": "✓", "false": "✗", "unknown": "?", "value": "·"}
WHAT_WOULD_CHANGE = Bilingual("改变什么会不同", "what would change it")
NOTHING_ALONE = Bilingual(
    "只改变一项资料，结果不会不同", "no change of one attribute alone would change it"
)
_INDENT = "  "
_WIDEST = 88
"""Places stand in one column up to here; a longer sentence has its place right behind it."""


def render_text(explanation: Explanation, lang: Language) -> str:
    """The tree, a line for each sentence, with file and line of each rule at the end."""
    lines = list(_lines(explanation, lang, 0))
    widths = [display_width(text) for text, place in lines if place]
    column = max((width for width in widths if width <= _WIDEST), default=0)
    return "\n".join(f"{pad(text, column)}  {place}" if place else text for text, place in lines)


def render_changes(found: Sequence[Change], lang: Language) -> str:
    """The changes that would make a difference, a line each."""
    lines = [f"{_INDENT}→ {printable(change.sentence.get(lang))}" for change in found]
    return "\n".join([f"{WHAT_WOULD_CHANGE.get(lang)}{'：' if lang == 'zh' else ':'}", *lines])


def explain_name(
    program: Program,
    customer: Mapping[str, Value],
    name: str,
    today: dt.date,
    lang: Language,
) -> str:
    """Why the customer has what it has of one name, and what would change it.

    `name` is an id or label of a definition, item, category or privilege, or `visit`. Raises
    UsageError with a suggestion for any other.
    """
    why = render_text(explain_definition(program, customer, name, today), lang)
    found = changes(program, customer, name, today)
    if found:
        return f"{why}\n\n{render_changes(found, lang)}"
    if goals(program, customer, resolve(program, name), today):
        return f"{why}\n\n{NOTHING_ALONE.get(lang)}"
    return why


def explain_customer(
    program: Program, customer: Mapping[str, Value], today: dt.date, lang: Language
) -> str:
    """Everything about one customer, a line for each definition and item."""
    return render_text(explain_everything(program, customer, today), lang)


def _lines(explanation: Explanation, lang: Language, depth: int) -> Iterator[tuple[str, str]]:
    sentence = printable(explanation.sentence.get(lang))
    place = explanation.place
    where = "" if place is None else printable(f"{place.file}:{place.line}")
    yield f"{_INDENT * depth}{MARKS[explanation.verdict]} {sentence}", where
    for child in explanation.children:
        yield from _lines(child, lang, depth + 1)
