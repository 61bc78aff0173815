"""What a check tells to write is written in the keywords of the file that it is about."""

from __future__ import annotations

import pytest

from workflow_engine.model.translate import translate_text
from workflow_engine.policy import check_texts

ENGLISH = """\
policy: {id: shop, version: "1", stage: trial}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30}
scales:
  pyramid:
    levels:
      low: {when: tier < 5}
      high: {when: tier > 10}
tables:
  open:
    gives: {type: integer}
    rows:
      - {tier: 1..10, then: 1}
      - {tier: 5..20, then: 2}
  whole:
    gives: {type: integer}
    hit: first
    rows:
      - {tier: 1..10, then: 1}
      - {tier: 11..30, then: 2}
    otherwise: 3
"""
CHINESE = translate_text(ENGLISH, "a.yaml", "zh")[0]


@pytest.mark.parametrize(
    ("code", "english", "chinese"),
    [
        ("WE716", ("`otherwise`",), ("`否则`",)),
        ("WE717", ("`unique`", "`hit: first`"), ("`唯一`", "`命中: 首个`")),
        ("WE720", ("`otherwise`",), ("`否则`",)),
        ("WE721", ("`otherwise: true`",), ("`否则: 是`",)),
        ("WE725", ("`first`", "`unique`"), ("`首个`", "`唯一`")),
        ("WE762", ("`needs`",), ("`需求`",)),
    ],
)
def test_keywords_are_those_of_the_file(
    code: str, english: tuple[str, ...], chinese: tuple[str, ...]
) -> None:
    texts = {text: _all(text, code) for text in (ENGLISH, CHINESE)}
    assert all(word in texts[ENGLISH] for word in english)
    assert all(word in texts[CHINESE] for word in chinese)
    assert not any(word in texts[CHINESE] for word in english)


def _all(text: str, code: str) -> str:
    found = [one for one in check_texts({"a.yaml": text}).diagnostics if one.code == code]
    assert found, code
    return "".join(one.message.zh + ("" if one.help is None else one.help.zh) for one in found)
