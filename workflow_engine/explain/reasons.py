"""One short sentence for everything that was decided about a customer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from workflow_engine.decide.decision import Decision
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.explain.facts import View
from workflow_engine.explain.item_sentences import STATES, item_reason
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.sentences import (
    because,
    formula,
    scale_reason,
    table_reason,
    unknown_text,
)
from workflow_engine.program.program import Definition, Measure, Program, Scale, Table, Tag
from workflow_engine.program.types import Value


class Explainer:
    """Gives the reasons of many customers of one program; its phrases are made once."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._phrases: dict[Language, Phrases] = {}

    def reasons(
        self,
        customer: Mapping[str, Value],
        decision: Decision,
        today: dt.date,
        lang: Language,
    ) -> dict[str, str]:
        """A sentence for each tag that is true or unknown, each scale, measure, table and item.

        Keys are ids of definitions and items; where an item has the id of a definition, the
        sentence is the item's.
        """
        phrases = self._phrases.get(lang)
        if phrases is None:
            phrases = self._phrases[lang] = Phrases(self._program, lang)
        view = View(self._program, customer, today)
        found: dict[str, str] = {}
        for name, definition in self._program.definitions.items():
            if not isinstance(definition, Tag) or decision.values[name] is not False:
                found[name] = definition_reason(definition, phrases, view)
        for name, item in self._program.items.items():
            state = decision.states[name]
            found[name] = item_reason(item, state, phrases, view) or STATES[state].get(lang)
        return found


def reasons(
    program: Program,
    customer: Mapping[str, Value],
    decision: Decision,
    today: dt.date,
    lang: Language,
) -> dict[str, str]:
    """The reasons of one customer; for many customers keep an `Explainer`."""
    return Explainer(program).reasons(customer, decision, today, lang)


def definition_reason(definition: Definition, phrases: Phrases, view: View) -> str:
    """Why a definition has its value, or lacks it; never empty."""
    if view.evaluator.status(definition.id) == "unknown":
        return unknown_text(view.evaluator.missing_for(definition.id), phrases)
    match definition:
        case Tag(when=condition):
            return because(condition, phrases, view) or phrases.of(condition)
        case Measure():
            return formula(definition, phrases, view)
        case Scale():
            return scale_reason(definition, phrases, view) or phrases.of(definition.levels[0].when)
        case Table():
            return table_reason(definition, phrases, view)
