"""What is proposed while typing."""

from __future__ import annotations

import pytest

from tests.lsp.written_policies import HEAD, Desk

TAGS = "tags:\n  big: {label: 大户, when: tier >= 28}\n"


def desk(tmp_path, text: str, **files: str) -> Desk:
    return Desk(tmp_path, {"a.yaml": HEAD, "b.yaml": text, **files})


def test_sections_in_the_files_language(tmp_path):
    english = desk(tmp_path, "tags: {}\nmust^").proposed()
    assert "must_do" in english
    assert "tags" not in english
    assert english["must_do"].detail == "items that nothing can remove"
    chinese = desk(tmp_path, "标签: {}\n必^").proposed()
    assert "必做项" in chinese
    assert chinese["必做项"].detail == "必做项：任何策略都不能取消"
    assert "must_do" not in chinese


def test_keys_that_are_not_there_yet_the_needed_ones_first(tmp_path):
    found = desk(tmp_path, "tags:\n  big: {label: 大, ^").proposed()
    assert next(iter(found)) == "when"
    assert "label" not in found
    assert (
        desk(tmp_path, "tags:\n  big: {label: 大, wh^}").after("when")
        == "  big: {label: 大, when: }"
    )


def test_a_key_half_typed_on_a_line_of_its_own(tmp_path):
    found = desk(tmp_path, "标签:\n  大: {条件: 档位 > 1}\n  丙:\n    条^").proposed()
    assert "条件" in found
    assert found["条件"].text_edit.new_text == "条件: "
    assert desk(tmp_path, "tags:\n  big:\n    wh^").after("when") == "    when: "


def test_names_functions_and_words_of_conditions(tmp_path):
    found = desk(tmp_path, "tags:\n  big: {when: tier > 1}\n  x: {when: big and t^").proposed()
    assert {"tier", "market", "big", "days_since", "is missing", "and"} <= set(found)
    assert found["market"].detail == "Market · attribute"
    assert "距今天数" not in found
    chinese = desk(tmp_path, "标签:\n  大: {条件: 档位 > 1}\n  x: {条件: 大 且 ^").proposed()
    assert {"大", "且", "距今天数", "缺失"} <= set(chinese)
    assert "days_since" not in chinese


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("when: market == ^", 'when: market == "rural"'),
        ('when: market == "^"', 'when: market == "rural"'),
        ('when: market == "ru^"', 'when: market == "rural"'),
        ("when: tier > 1 and market in [^]", 'when: tier > 1 and market in ["rural"]'),
        ('when: market in ["urban", ^]', 'when: market in ["urban", "rural"]'),
        ("when: 'market == ^'", "when: 'market == \"rural\"'"),
        ('when: "market == ^"', "when: \"market == 'rural'\""),
        ("when: market 等于 ^", 'when: market 等于 "rural"'),
    ],
)
def test_the_values_of_a_choice_in_conditions(tmp_path, typed, after):
    found = desk(tmp_path, f"tags:\n  x:\n    {typed}\n")
    assert set(found.proposed()) == {"urban", "rural"}
    assert found.after("rural") == f"    {after}"


def test_cells_of_a_table_and_its_outputs(tmp_path):
    table = (
        "tables:\n  t:\n    gives: {way: {type: choice, of: [field, phone]}}\n    rows:\n      - "
    )
    columns = desk(tmp_path, f"{table}{{^").proposed()
    assert {"tier", "market", "then", "valid"} <= set(columns)
    cells = desk(tmp_path, f"{table}{{market: ^").proposed()
    assert {"urban", "rural", "any", "missing"} == set(cells)
    outputs = desk(tmp_path, f"{table}{{market: rural, then: {{^").proposed()
    assert "way" in outputs
    values = desk(tmp_path, f"{table}{{market: rural, then: {{way: ^").proposed()
    assert set(values) == {"field", "phone"}


def test_names_where_they_are_meant(tmp_path):
    items = "must_do:\n  visit:\n    by: ^\n"
    assert set(desk(tmp_path, items).proposed()) == {"manager"}
    scale = "scales:\n  s:\n    levels:\n      a: {otherwise: true, strategy: ^\n"
    keep = {"c.yaml": "strategies:\n  keep: {grants: []}\n"}
    assert set(desk(tmp_path, scale, **keep).proposed()) == {"keep"}
    urgent = "must_do:\n  visit:\n    urgency_when: {^\n"
    tags = {"c.yaml": "tags:\n  big: {when: tier > 1}\n"}
    assert desk(tmp_path, urgent, **tags).after("big") == "    urgency_when: {big: "
    degree = "must_do:\n  visit:\n    urgency_when: {big: ^\n"
    assert set(desk(tmp_path, degree, **tags).proposed()) == {"high", "medium", "low"}


@pytest.mark.parametrize(
    ("text", "some"),
    [
        ("recovery:\n  failures:\n    f:\n      amend: {within: ^", {"1 workday", "2 work hours"}),
        ("补救:\n  失误:\n    f:\n      弥补: {时限: ^", {"1个工作日", "2工作小时"}),
        ("must_do:\n  x: {every: ^", {"1 month", "4 per month", "visit", "on demand"}),
        ("必做项:\n  x: {频率: ^", {"每月4次", "每次拜访"}),
        ("必做项:\n  x: {价值: ^", {"高", "中", "低"}),
        ("政策: {阶段: ^", {"草稿", "试行", "正式"}),
        ("tags:\n  x: {assumed: ^", {"true", "false"}),
        ("标签:\n  x: {待确认: ^", {"是", "否"}),
        ("calendars:\n  c:\n    hours: {^", {"mon-fri", "sat"}),
        ("recovery:\n  escalation:\n    - {from: manager, any: [^", {"amend overdue", "recusal"}),
        ("补救:\n  升级:\n    - {从: manager, 任一: [^", {"弥补逾期", "回避"}),
    ],
)
def test_words_and_times_in_the_files_language(tmp_path, text, some):
    assert some <= set(desk(tmp_path, text).proposed())


def test_a_blueprint_has_its_own_words(tmp_path):
    (tmp_path / "drawn").mkdir()
    head = HEAD.replace('version: "1"', 'version: "1",\n  blueprints: drawn')
    head = head.replace("policy: {id: p, ", "policy:\n  id: p\n  ").replace(",\n  blue", "\n  blue")
    head = head.replace("drawn}", "drawn")
    files = {"a.yaml": head, "drawn/b.yaml": "id: b\nstages:\n  一:\n    frontstage: {text: x, ^"}
    found = Desk(tmp_path, files).proposed()
    assert {"by", "minutes", "fail_point", "wait"} <= set(found)
    files["drawn/b.yaml"] = "id: b\nstages:\n  一:\n    frontstage: {text: x, by: ^"
    assert set(Desk(tmp_path, files).proposed()) == {"manager"}


def test_names_of_a_file_that_breaks_stay_known(tmp_path):
    found = desk(tmp_path, "tags:\n  x: {when: ^\n", **{"c.yaml": TAGS})
    assert "big" in found.proposed()
    broken = {**found.session.buffers.texts, str(tmp_path / "c.yaml"): "tags: {big: ["}
    found.session.buffers.texts = broken
    assert "big" in found.proposed()


def test_strange_places_get_no_proposals(tmp_path):
    assert not desk(tmp_path, "x: {y: ^").proposed()


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("tests: {}\nper^", {"personas"}, {"expect", "tests"}),
        ("测试:\n  甲: {典型客户: 店, ^", {"预期", "日期", "资料"}, {"expect", "典型客户"}),
        ("tests:\n  a: {persona: ^", {"shop"}, {"big"}),
        ("personas:\n  x: {^", {"extends", "tier", "market"}, {"expect"}),
        ("personas:\n  x: {market: ^", {"urban", "rural"}, {"tier"}),
        ("tests:\n  a: {given: {^", {"tier", "market"}, {"big", "given"}),
        ("tests:\n  a: {given: {market: ^", {"urban", "rural"}, {"low"}),
        ("tests:\n  a:\n    customers:\n      b: {^", {"given", "expect"}, set()),
        ("tests:\n  - {name: a, expect: {^", {"tags", "items", "levels"}, {"expect"}),
        ("tests:\n  a: {expect: {tags: {^", {"big"}, {"tier", "care"}),
        ("tests:\n  a: {expect: {tags: {big: ^", {"true", "false"}, {"big"}),
        ("测试:\n  a: {预期: {标签: {big: ^", {"是", "否"}, {"true"}),
        ("tests:\n  a: {expect: {levels: {^", {"s"}, {"low"}),
        ("tests:\n  a: {expect: {levels: {s: ^", {"low", "rest"}, {"urban"}),
        ("tests:\n  a: {expect: {items: {^", {"care"}, {"big"}),
        ("tests:\n  a: {expect: {items: {care: {^", {"state", "due"}, {"care"}),
        ("tests:\n  a: {expect: {items: {care: ^", {"active", "offered", "state"}, {"big"}),
        ("测试:\n  a: {预期: {服务项: {care: ^", {"已选", "可选", "状态"}, {"active"}),
        ("tests:\n  a: {choices: [^", {"care"}, {"big"}),
        ("tests:\n  a:\n    case:\n      steps:\n        - {^", {"do", "at"}, {"failure"}),
        ("tests:\n  ^", set(), {"expect", "tags"}),
    ],
)
def test_tests_have_their_own_words_and_the_names_of_the_policy(tmp_path, text, some, none):
    rules = (
        "tags: {big: {when: tier > 1}}\n"
        "scales: {s: {levels: {low: {when: tier < 5}, rest: {otherwise: true}}}}\n"
        "optional: {care: {every: on demand}}\n"
    )
    files = {"a.yaml": HEAD, "b.yaml": rules, "p.test.yaml": "personas: {shop: {tier: 3}}\n"}
    found = set(Desk(tmp_path, {**files, "t.test.yaml": text}).proposed())
    assert some <= found
    assert not none & found
