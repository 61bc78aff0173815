"""Whole explanations as they are printed: tests/golden/explain holds them in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.decide.policies import compiled
from tests.explain.samples import NEGATIVE, TODAY, UNKNOWN, VALUABLE, program_of
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.errors import UsageError
from workflow_engine.explain.explanation import Explanation
from workflow_engine.explain.names import Named, resolve
from workflow_engine.explain.report import explain_customer, explain_name, render_text
from workflow_engine.explain.why import explain_definition
from workflow_engine.program.types import Value

PROGRAM = program_of()
CUSTOMERS: Mapping[str, Mapping[str, Value]] = {
    "valuable": VALUABLE,
    "negative": NEGATIVE,
    "unknown": UNKNOWN,
}
NAMES = [*PROGRAM.definitions, *PROGRAM.items, "general", "categories", "visit"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("customer", CUSTOMERS)
def test_every_name(customer: str, lang: Language, golden: Callable[[str, str], None]) -> None:
    texts = [
        f"# {name}\n{explain_name(PROGRAM, CUSTOMERS[customer], name, TODAY, lang)}\n"
        for name in NAMES
    ]
    golden(f"explain/{customer}.{lang}.txt", "\n".join(texts))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("customer", CUSTOMERS)
def test_overview(customer: str, lang: Language, golden: Callable[[str, str], None]) -> None:
    text = explain_customer(PROGRAM, CUSTOMERS[customer], TODAY, lang)
    golden(f"explain/overview-{customer}.{lang}.txt", text + "\n")


def test_the_deciding_rule_has_its_place() -> None:
    text = explain_name(PROGRAM, VALUABLE, "big_customer", TODAY, "zh").splitlines()[0]
    assert text.endswith("  rules.yaml:7")


def test_places_stand_in_one_column_for_chinese() -> None:
    rows = (
        Explanation(Bilingual.same("档位"), "true", Place("a.yaml", 1)),
        Explanation(Bilingual.same("tier ≥ 28"), "false", Place("a.yaml", 2)),
    )
    tree = Explanation(Bilingual.same("x"), "value", None, rows)
    assert render_text(tree, "zh").splitlines() == [
        "· x",
        "  ✓ 档位       a.yaml:1",
        "  ✗ tier ≥ 28  a.yaml:2",
    ]


def test_control_characters_of_data_are_not_sent_to_the_terminal() -> None:
    customer = {**VALUABLE, "area": "\x1b[31m"}
    program = program_of("tags:\n  east: {when: area == '东'}\n")
    text = explain_name(program, customer, "east", TODAY, "zh")
    assert "\x1b" not in text
    assert "[31m" in text


def test_labels_are_names_too() -> None:
    assert resolve(PROGRAM, "大客户") == Named("definition", "big_customer")
    assert resolve(PROGRAM, "festival care") == Named("item", "care")


def test_an_unknown_name_suggests_the_near_one() -> None:
    with pytest.raises(UsageError, match=r"did you mean `big_customer`\?") as caught:
        explain_definition(PROGRAM, VALUABLE, "big_costumer", TODAY)
    assert "是不是 `big_customer`？" in caught.value.zh
    with pytest.raises(UsageError, match=r"no definition, category, item or privilege `zzz`$"):
        explain_definition(PROGRAM, VALUABLE, "zzz", TODAY)


PRIVILEGED = """\
policy: {id: p, title: p, version: "1", stage: draft}
customer: {key: id, attributes: {basic: {tier: {type: integer, label: {zh: 档位, en: Tier}}}}}
tags: {big: {label: {zh: 大客户, en: Big}, when: tier >= 28}}
privileges:
  gold: {label: {zh: 金卡权益, en: Gold card}, for: big, gives: {免费配送: 每周1次}}
  all: {label: {zh: 通用权益, en: For all}, gives: {热线: 全天}}
"""


@pytest.mark.parametrize(
    ("tier", "first", "change"),
    [
        (29, "✓ 金卡权益：享有", "就不享有"),
        (20, "✗ 金卡权益：不享有", "享有需要 档位 ≥ 28，现为 20"),
        (None, "? 金卡权益：未知，暂不告知客户", "享有"),
    ],
)
def test_why_a_customer_has_a_privilege(tier: int | None, first: str, change: str) -> None:
    program, mistakes = compiled(PRIVILEGED)
    assert program is not None, mistakes
    lines = explain_name(program, {"tier": tier}, "金卡权益", TODAY, "zh").splitlines()
    assert lines[0].startswith(first)
    assert any("免费配送：每周1次" in line for line in lines)
    assert any("大客户" in line for line in lines)
    assert change in "\n".join(lines[lines.index("改变什么会不同：") :])
    assert lines[0].split("  ")[0] in explain_customer(program, {"tier": tier}, TODAY, "zh")
    whole = explain_name(program, {"tier": tier}, "all", TODAY, "en")
    assert whole.startswith("✓ For all: has it")
    assert "would change" not in whole
