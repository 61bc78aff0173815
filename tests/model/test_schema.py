"""The JSON Schema comes from the same shapes as reading."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workflow_engine.language.keywords import KEYWORDS, SECTIONS
from workflow_engine.model.descriptions import DESCRIPTIONS
from workflow_engine.model.feedback import STEPS
from workflow_engine.model.fields import DEGREES
from workflow_engine.model.schema import json_schema


def _walk(value: Any):
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reference_leads_somewhere(lang):
    schema = json_schema(lang)
    assert schema["$schema"].endswith("2020-12/schema")
    for part in _walk(schema):
        if "$ref" in part:
            name = part["$ref"].removeprefix("#/$defs/")
            assert schema["$defs"][name] != {}


def test_sections_and_keys_in_both_languages():
    english, chinese = json_schema("en"), json_schema("zh")
    assert set(english["properties"]) == set(SECTIONS)
    assert set(chinese["properties"]) == {KEYWORDS[section] for section in SECTIONS}
    tag, chinese_tag = english["$defs"]["Tag"], chinese["$defs"]["Tag"]
    assert tag["required"] == ["when"]
    assert chinese_tag["required"] == ["条件"]
    assert chinese_tag["properties"]["待确认"]["enum"][:2] == ["是", "否"]
    assert chinese["$defs"]["MustDo"]["properties"]["价值"]["enum"] == ["高", "中", "低"]
    assert "skip" not in json.dumps(english)


def test_every_keyword_is_described():
    written = {
        key
        for part in _walk(json_schema("en"))
        if isinstance(part.get("properties"), dict)
        for key in part["properties"]
    }
    neutral = {"zh", "en", *STEPS, *DEGREES}
    assert written - set(DESCRIPTIONS) - neutral == set()
    assert set(DESCRIPTIONS) <= set(KEYWORDS)
