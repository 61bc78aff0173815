import re
from pathlib import Path

import pytest

from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.language.keywords import (
    EXPRESSION_WORDS,
    FUNCTION_NAMES,
    KEYWORDS,
    SECTIONS,
    TYPES,
    WEEKDAYS,
    WORDS,
    language_of,
    to_chinese,
    to_english,
)

TABLES = {
    "key": KEYWORDS,
    "word": WORDS,
    "weekday": WEEKDAYS,
    "expression": EXPRESSION_WORDS,
    "function": FUNCTION_NAMES,
    "blueprint": BLUEPRINT_KEYS,
}
REFERENCE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_is_one_to_one(kind):
    table = TABLES[kind]
    assert len(set(table.values())) == len(table)
    assert not set(table) & set(table.values())
    for english, chinese in table.items():
        assert to_chinese(english, kind) == to_chinese(chinese, kind) == chinese
        assert to_english(chinese, kind) == to_english(english, kind) == english
        assert language_of(english, kind) == "en"
        assert language_of(chinese, kind) == "zh"


def test_an_unknown_word_is_no_keyword():
    assert to_chinese("大客户") is to_english("大客户") is language_of("大客户") is None


def test_every_section_of_the_reference_is_known():
    listed = re.search(r"## Sections\n\n`([^`]+)`", REFERENCE)[1].split()
    assert sorted(SECTIONS) == sorted(listed)


def test_every_function_of_the_reference_is_known_with_its_chinese_name():
    rows = re.findall(r"^\| (`[a-z].*?) \| (`.*?) \|", REFERENCE, re.MULTILINE)
    found = {
        name: twin
        for english, chinese in rows
        for name, twin in zip(
            re.findall(r"`([a-z_]+)(?:\(|`)", english),
            re.findall(r"`([^`]+)`", chinese),
            strict=False,
        )
    }
    assert {name: to_chinese(name, "function") for name in found if name in FUNCTION_NAMES} == {
        name: twin for name, twin in found.items() if name in FUNCTION_NAMES
    }
    assert set(FUNCTION_NAMES) - set(found) <= {"any_below", "any_above"}
    assert len(found) >= 25


def test_types_and_lists_of_them():
    assert to_chinese("list of number", "word") == "数值列表"
    assert set(TYPES) <= set(WORDS)


def test_ranges_of_weekdays():
    assert to_english("周一至周五", "weekday") == "mon-fri"
