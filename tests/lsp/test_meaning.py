"""What is told beside the pointer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.cli.running import ROOT
from tests.lsp.written_policies import HEAD, Desk
from workflow_engine.lsp.hit_counts import HitCounts
from workflow_engine.lsp.meaning import Meanings
from workflow_engine.lsp.open_policy import OpenPolicy
from workflow_engine.lsp.policy_files import Buffers
from workflow_engine.policy import Policy, load

DAY = dt.date(2026, 11, 21)
TOLD = (
    ("tags", "big_customer"),
    ("attributes", "tier"),
    ("attributes", "market_type"),
    ("measures", "net"),
    ("scales", "pyramid"),
    ("levels", "most_valuable"),
    ("items", "stock_count"),
    ("items", "pos_coaching"),
    ("roles", "account_manager"),
    ("failures", "delivery_error"),
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load(ROOT / "rules/tobacco-retail")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_meanings_in_the_shipped_policy(
    policy: Policy, golden: Callable[[str, str], None], lang: str
) -> None:
    folder = ROOT / "rules/tobacco-retail"
    names = OpenPolicy(folder, Buffers()).names()
    counts = HitCounts(folder).of(policy.program, DAY)
    meanings = Meanings(names, policy.program, counts, lang)
    told = []
    for kind, name in TOLD:
        definition = next(one for one in names.of((kind,)) if one.name == name)
        lines = meanings.of(definition).split("\n\n")
        uses = [line for line in lines if line.startswith(("用到", "Used", "没有"))]
        assert len(uses) == 1  # how often it is used changes with the tests beside the policy
        told.append("\n".join(line for line in lines if line not in uses))
    golden(f"lsp/meanings-{lang}.md", "\n\n".join(told) + "\n")


def test_counts_are_those_of_the_policy(policy: Policy) -> None:
    folder = ROOT / "rules/tobacco-retail"
    made = HitCounts(folder)
    counts = made.of(policy.program, DAY)
    assert counts is not None
    assert made.of(policy.program, DAY) is counts
    assert made.of(policy.program, DAY + dt.timedelta(1)) is not counts
    customers = [one.values for one in policy.customers.read(folder / "customers.csv")]
    decisions = [policy.row_function(values, DAY) for values in customers]
    assert counts.customers == len(decisions) == 300
    for name in ("big_customer", "overstock"):
        held = sum(one.values[name] is True for one in decisions)
        unknown = sum(name in one.unknown for one in decisions)
        assert (counts.hits[name, True], counts.hits[name, None]) == (held, unknown)
    levels = [one.values["pyramid"] for one in decisions]
    assert counts.hits["pyramid", "negative"] == levels.count("negative")
    states = [one.states["pos_coaching"] for one in decisions]
    assert counts.hits["pos_coaching", "offered"] == states.count("offered")


@pytest.mark.parametrize("content", [None, "x\n1\n", "\x00\x01", ""])
def test_no_counts_without_usable_customers(policy: Policy, tmp_path, content) -> None:
    if content is not None:
        (tmp_path / "customers.csv").write_text(content)
    counts = HitCounts(tmp_path).of(policy.program, DAY)
    assert counts is None or counts.customers == 0


@pytest.mark.parametrize(
    ("text", "lang", "told"),
    [
        ("tags:\n  big: {wh^en: tier > 1}", "zh", "**when** · `条件`\n\n条件"),
        ("标签:\n  大: {条^件: tier > 1}", "en", "**条件** · `when`\n\nthe condition"),
        ("tags:\n  big: {when: days_^since(x) > 1}", "zh", "`days_since(joined_on)`"),
        ("标签:\n  大: {条件: 距今^天数(x) > 1}", "zh", "**days_since** · `距今天数`"),
    ],
)
def test_keywords_and_functions(tmp_path, text, lang, told) -> None:
    assert told in (Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": text}, lang).hover() or "")


@pytest.mark.parametrize(
    "text", ["tags:\n  big: {when: tier > ^1}", "tags: # no^te", "^", "xy^z: 1"]
)
def test_nothing_is_told_of_other_words(tmp_path, text) -> None:
    assert Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": text}).hover() is None


def test_what_authors_write_is_no_markup(tmp_path) -> None:
    text = 'tags:\n  big: {label: "<b>*大*</b> [x](y)", when: tier ^> 1}\n  x: {when: bi^g}\n'
    before, _, after = text.partition("^")
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": before + after})
    assert (desk.hover() or "").startswith("**\\<b\\>\\*大\\*\\</b\\> \\[x\\](y)** `big`")


def test_a_policy_with_mistakes_still_tells_names(tmp_path) -> None:
    text = "tags:\n  big: {label: 大户, when: teir > 1}\n  x: {when: bi^g and}\n"
    told = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": text.replace(" and", "")}).hover() or ""
    assert told == "**大户** `big` · 标签\n\n用到 1 处：b.yaml"


def test_a_table_in_the_readers_language(tmp_path):
    table = "tables:\n  cre^dit:\n    gives: {type: integer}\n    hit: first\n    rows: [{tier: 1, then: 2}]\n"
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": table})
    desk.answers.policy.check()
    told = {}
    for lang in ("zh", "en"):
        desk.answers.session.lang = lang
        told[lang] = desk.answers.hover(desk.position).contents.value
    assert "1 行，命中方式 首个" in told["zh"]
    assert "1 rows, hit first" in told["en"]


def test_the_outline_of_a_file_with_an_open_bracket(tmp_path):
    text = "tags:\n  big: {when: tier > 1}\nnever:\n  - {all: [big, tier < 3}\n^roles: {}\n"
    desk = Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": text})
    found = desk.answers.outline()
    assert [one.name for one in found] == ["tags", "never", "roles"]
    assert [one.name for one in found[0].children] == ["big"]
