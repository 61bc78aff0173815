"""JSON Schemas (draft 2020-12) of policy and blueprint files, for completion in editors."""

from __future__ import annotations

from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.keywords import WEEKDAYS, Kind, to_chinese
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.descriptions import descriptions
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import CONDITION
from workflow_engine.model.reading import CONDITION_KEYS, keyword_in
from workflow_engine.model.sections import PolicyModel
from workflow_engine.model.shapes import (
    Entries,
    Languages,
    Listing,
    Nested,
    OneOf,
    Record,
    Scalar,
    Shape,
    field_shape,
    keys_of,
)

Schema = dict[str, Any]

_ANY_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_NAME_PATTERN = r"^[^;]+$"
_WORD_PATTERN = r"^[^\W\d_]\w*$"
_DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"
_PERIOD_PATTERN = (
    r"^(\d{4}-\d{2}-\d{2})(\s*\.\.\s*(\d{4}-\d{2}-\d{2})?)?$|^\.\.\s*\d{4}-\d{2}-\d{2}$"
)
_INTERVAL_PATTERN = r"^\d{1,2}:\d{2}\s*\.\.\s*\d{1,2}:\d{2}$"


def json_schema(lang: Language) -> dict[str, Any]:
    """The schema of one policy file with English or Chinese keywords."""
    title = "服务政策文件" if lang == "zh" else "Service policy file"
    return _schema(PolicyModel, title, lang)


def blueprint_schema(lang: Language) -> dict[str, Any]:
    """The schema of one blueprint file with English or Chinese keywords."""
    title = "服务蓝图文件" if lang == "zh" else "Service blueprint file"
    schema = _schema(BlueprintModel, title, lang)
    needed = [keyword_in(key, lang, "blueprint") for key in ("id", "stages")]
    return {**schema, "required": needed}


def _schema(model: type[Entry], title: str, lang: Language) -> dict[str, Any]:
    writer = _Writer(lang, model.vocabulary)
    root = writer.record(Record(model))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": dict(sorted(writer.definitions.items())),
    }


class _Writer:
    """Writes shapes as schemas; each model becomes one definition."""

    def __init__(self, lang: Language, vocabulary: Kind) -> None:
        self.lang = lang
        self.vocabulary: Kind = vocabulary
        self.definitions: dict[str, Schema] = {}

    def schema(self, shape: Shape) -> Schema:
        """The schema of one position."""
        if isinstance(shape, Scalar):
            return self._scalar(shape)
        if isinstance(shape, Listing):
            item = self.schema(shape.item)
            listing: Schema = {"type": "array", "items": item}
            return {"anyOf": [item, listing]} if shape.single else listing
        if isinstance(shape, Entries):
            return self._entries(shape)
        if isinstance(shape, Record):
            return self._reference(shape)
        if isinstance(shape, OneOf):
            parts = [part for part in (shape.scalar, shape.sequence, shape.mapping) if part]
            return {"anyOf": [self.schema(part) for part in parts]}
        if isinstance(shape, Languages):
            keys = {self._key(key): {"type": "string"} for key in ("zh", "en")}
            return {"type": "object", "properties": keys, "additionalProperties": False}
        if isinstance(shape, Nested):
            return self._condition()
        events = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
        return {
            "type": "object",
            "properties": {self._key("event"): events},
            "required": [self._key("event")],
            "additionalProperties": False,
        }

    def record(self, shape: Record) -> Schema:
        """The schema of a model's map."""
        model = shape.model
        properties: Schema = {}
        for key in keys_of(model).values():
            described = descriptions(self.vocabulary).get(key.name)
            value = self.schema(key.shape)
            if described is not None:
                value = {**value, "description": described.get(self.lang)}
            properties[self._key(key.name)] = value
        others: Any = False
        if model.rest is not None:
            entries = field_shape(model, model.rest)
            assert isinstance(entries, Entries)
            others = self.schema(entries.value)
        written: Schema = {
            "type": "object",
            "properties": properties,
            "additionalProperties": others,
        }
        required = [self._key(key.name) for key in keys_of(model).values() if key.required]
        if required:
            written["required"] = required
        return written

    def _reference(self, shape: Record) -> Schema:
        model = shape.model
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}  # a model that holds itself finds its name taken
            written = self.record(shape)
            if model.shorthand is not None:
                short = self.schema(field_shape(model, model.shorthand))
                written = {"anyOf": [short, written]}
            self.definitions[name] = written
        return {"$ref": f"#/$defs/{name}"}

    def _condition(self) -> Schema:
        if "Condition" not in self.definitions:
            self.definitions["Condition"] = {}
            one = self.schema(CONDITION)
            branches = {
                self._key(key): one if key == "not" else {"type": "array", "items": one}
                for key in CONDITION_KEYS
            }
            self.definitions["Condition"] = {
                "type": "object",
                "properties": branches,
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            }
        return {"$ref": "#/$defs/Condition"}

    def _entries(self, shape: Entries) -> Schema:
        names: Schema = {"pattern": _NAME_PATTERN}
        if shape.key == "weekdays":
            names = {"enum": [keyword_in(day, self.lang, "weekday") for day in WEEKDAYS]}
        elif shape.key == "date":
            names = {"pattern": _DATE_PATTERN}
        elif shape.key == "word_name":
            names = {"pattern": _WORD_PATTERN}
        value = self.schema(shape.value)
        written: Schema = {"type": "object", "propertyNames": names, "additionalProperties": value}
        if shape.words:
            written["properties"] = {
                keyword_in(word, self.lang, shape.vocabulary): value for word in shape.words
            }
        return written

    def _scalar(self, shape: Scalar) -> Schema:
        words = [keyword_in(word, self.lang, shape.vocabulary) for word in shape.words]
        kind = shape.kind
        if kind == "keyword":
            return {"enum": words}
        if kind == "integer":
            return {"type": "integer", "minimum": 0}
        if kind == "decimal":
            return {"type": "number"}
        if kind == "flag":
            if self.lang == "zh":
                truth: list[Any] = [to_chinese("true", "word"), to_chinese("false", "word")]
                return {"enum": [*truth, True, False]}
            return {"type": "boolean"}
        if kind == "interval":
            return {"anyOf": [{"enum": words}, {"type": "string", "pattern": _INTERVAL_PATTERN}]}
        if kind == "period":
            return {"type": "string", "pattern": _PERIOD_PATTERN}
        if kind in ("name", "word_name"):
            pattern = _NAME_PATTERN if kind == "name" else _WORD_PATTERN
            return {"type": ["string", "number"], "pattern": pattern}
        return dict(_ANY_TEXT)

    def _key(self, keyword: str) -> str:
        return keyword_in(keyword, self.lang, self.vocabulary)
