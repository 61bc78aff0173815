"""The schema that editors use takes the shipped blueprints and refuses what reading refuses."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from workflow_engine.model.blueprint_reading import read_blueprint
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.schema import blueprint_schema
from workflow_engine.model.translate import translate_text

FILES = sorted((Path(__file__).parents[2] / "blueprints").glob("*/*.yaml"))
TYPES: dict[str, type | tuple[type, ...]] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "number": (int, float),
}


def fits(value: Any, schema: Any, whole: dict[str, Any]) -> bool:
    """Whether a value fits a schema, as far as schemas of ours go."""
    if schema is True or schema is False:
        return bool(schema)
    if "$ref" in schema:
        return fits(value, whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole)
    if "anyOf" in schema:
        return any(fits(value, one, whole) for one in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    names = schema.get("type", [])
    kinds = tuple(TYPES[name] for name in ([names] if isinstance(names, str) else names))
    if kinds and not any(isinstance(value, kind) for kind in kinds):
        return False
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return False
    if isinstance(value, list):
        return all(fits(item, schema.get("items", True), whole) for item in value)
    if isinstance(value, dict):
        known = schema.get("properties", {})
        others = schema.get("additionalProperties", True)
        return set(schema.get("required", ())) <= set(value) and all(
            fits(item, known.get(key, others), whole)
            and fits(key, schema.get("propertyNames", True), whole)
            for key, item in value.items()
        )
    return True


def accepts(text: str, lang: Any) -> bool:
    schema = blueprint_schema(lang)
    return fits(yaml.safe_load(text), schema, schema)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_shipped_blueprints_fit_in_both_languages(file: Path):
    text = file.read_text(encoding="utf-8")
    own = "zh" if "环节:" in text else "en"
    other = "en" if own == "zh" else "zh"
    assert accepts(text, own)
    assert not accepts(text, other)
    translated, _ = translate_text(text, file.name, "en" if own == "zh" else "zh", BlueprintModel)
    assert accepts(translated, other)


@pytest.mark.parametrize(
    "text",
    [
        "{id: x, stages: {s: {customer: a}}, titel: b}",
        "{id: x, stages: {s: {custmer: a}}}",
        "{id: x, stages: {s: {customer: {text: a, kind: best}}}}",
        "{id: x, stages: {s: {customer: {id: a}}}}",
        "{id: x, stages: {s: {customer: {text: a, ecrs: {note: b}}}}}",
        "{id: x, stages: {s: {customer: {text: a, minutes: soon}}}}",
        "{id: x, stages: {s: {customer: a}}, links: [{from: a}]}",
        "{id: x, stages: {s: {customer: a}}, time_basis: hours}",
        "{id: x, stages: {s: {customer: a}}, lines: {visibility: {between: [front]}}}",
    ],
)
def test_what_reading_refuses_the_schema_refuses_too(text: str):
    assert any(one.severity == "error" for one in read_blueprint(text, "f").diagnostics)
    assert not accepts(text, "en")


def test_short_forms_fit():
    text = """
        id: x
        for: everyone
        stages:
          s: {customer: [a, {zh: 甲, en: b}], backstage: {text: c, ecrs: eliminate, fail_point: d,
              wait_point: {zh: 等, en: wait}, expose: true, uses: e}, no_contact: f}
        links: [{from: s.customer.1, to: s.customer.2, loop: true, both_ways: false}]
        """
    assert accepts(text, "en")
