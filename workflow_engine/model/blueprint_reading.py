"""From the text of a blueprint file to its model."""

from __future__ import annotations

from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.nodes import MappingNode
from workflow_engine.language.reader import read_yaml
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.reading import Reading, keyword_language
from workflow_engine.model.shapes import Record
from workflow_engine.model.validation import validate


@dataclass(frozen=True, slots=True)
class ReadBlueprint:
    """What reading one file gives.

    `model` has everything that is right, also when there are errors, and is None when there is
    nothing to read. `dropped` are the names of what was left out, as those of `LoadedPolicy`.
    """

    model: BlueprintModel | None
    diagnostics: tuple[Diagnostic, ...]
    language: Language = "en"
    dropped: frozenset[str] = frozenset()


def read_blueprint(text: str, file: str) -> ReadBlueprint:
    """The blueprint in a file's text; an author's mistake never raises."""
    node, findings = read_yaml(text, file)
    if not isinstance(node, MappingNode):
        if node is not None or not findings:
            findings.append(diagnose("WE853", Place(file) if node is None else node.place))
        return ReadBlueprint(None, tuple(findings))
    language = keyword_language(node, "blueprint")
    reading = Reading(language, "blueprint")
    data = reading.read(node, Record(BlueprintModel), ())
    model, mistakes, dropped = validate(BlueprintModel, data, reading.reported, lambda _: language)
    found = (*findings, *reading.diagnostics, *mistakes)
    return ReadBlueprint(model, found, language, dropped)
