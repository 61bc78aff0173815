"""What differs between two versions, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.impact.versions import SMALL, compiled, edited, small
from workflow_engine.impact.changes import changes
from workflow_engine.impact.definitions import proved_changes
from workflow_engine.impact.table_rows import paired
from workflow_engine.program.program import Table

SHIPPED = edited()
PLAIN = small()


def said(old, new, lang="zh"):
    """Each change in one line."""
    lines = []
    for change in changes(old, new):
        aspect = "" if change.aspect is None else f" {change.aspect.get(lang)}"
        sides = [None if one is None else one.get(lang) for one in (change.before, change.after)]
        lines.append(
            f"{change.section} {change.kind} {change.title.get(lang)}{aspect}: {sides[0]} → {sides[1]}"
        )
    return lines


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (("visits.yaml", "times: 1 per month, minutes: 20, modes: [field]", "times: 2 per month, minutes: 20, modes: [field]"),
         "visits changed 普通客户 次数: 每月1次 → 每月2次"),
        (("visits.yaml", "minutes: 20, modes: [field]", "minutes: 35, modes: [field]"),
         "visits changed 普通客户 每次时长: 20 分钟 → 35 分钟"),
        (("visits.yaml", "combine: most_demanding", "combine: first"),
         "visits changed 拜访 合并方式: 从高 → 首个"),
        (("pyramid.yaml", "all: [tier >= 28, net >= 20000]", "all: [tier >= 27, net >= 20000]"),
         "scales changed 客户金字塔 · 最有价值客户 条件: 档位 ≥ 28 且 净贡献 ≥ 20,000 元 → 档位 ≥ 27 且 净贡献 ≥ 20,000 元"),
        (("pyramid.yaml", "strategy: retain", "strategy: improve"),
         "scales changed 客户金字塔 · 最有价值客户 对应策略: 留住 → 改造"),
        (("pyramid.yaml", "value: contribution - service_cost", "value: contribution - 2 * service_cost"),
         "measures changed 净贡献 算法: 年毛利贡献 − 年服务成本 → 年毛利贡献 − 2 × 年服务成本"),
        (("promises.yaml", "promise: 40", "promise: 38"), "promises changed 订货送达 承诺值: 40小时 → 38小时"),
        (("roles.yaml", "compensation_up_to: 500", "compensation_up_to: 800"),
         "roles changed 客户经理 补偿权限: 500元 → 800元"),
        (("roles.yaml", "minutes_per_day: 360", "minutes_per_day: 300"),
         "roles changed 客户经理 每日分钟: 360 分钟 → 300 分钟"),
        (("recovery.yaml", "acknowledge: {within: 2 work hours", "acknowledge: {within: 1 work hour"),
         "recovery changed 送货差错(错、漏、破损) · 承认 时限: 2工作小时 → 1工作小时"),
        (("policy.yaml", "stage: trial", "stage: draft"), "policy changed 政策 阶段: 试行 → 草稿"),
        (("customer.yaml", "max: 30", "max: 35"), "attributes changed 档位 最大值: 30 → 35"),
    ],
    ids=lambda value: value.split(" ")[0] if isinstance(value, str) else "",
)  # fmt: skip
def test_a_change_is_said_in_business_words(edit, told):
    assert said(SHIPPED, edited(edit)) == [told]


@pytest.mark.parametrize(
    "edit",
    [
        ("pyramid.yaml", "all: [tier >= 28, net >= 20000]", "all: [20000 <= net, tier >= 28]"),
        ("pyramid.yaml", "any: [net < 0, violations_12m >= 2]", "any: [violations_12m >= 2, 0 > net]"),
        ("visits.yaml", "modes: [field, online]", "modes: [online, field]"),
        ("visits.yaml", "of: [new_customer, smart_pos_user, rural_demo, big_customer]",
         "of: [big_customer, new_customer, smart_pos_user, rural_demo]"),
    ],
)  # fmt: skip
def test_an_order_that_says_nothing_is_no_change_but_one_of_words(edit):
    found = changes(SHIPPED, edited(edit))
    assert [(change.section, change.kind) for change in found] in ([], [("other", "changed")])


def test_files_and_places_say_nothing():
    files = {
        "a.yaml": SMALL.split("roles:")[0],
        "b.yaml": "# moved\nroles:" + SMALL.split("roles:")[1],
    }
    assert changes(PLAIN, compiled(files)) == ()


def test_what_is_new_or_gone_is_told_whole():
    more = small(
        (
            "optional:\n",
            "optional:\n  tea: {label: 茶叙, eligible: big, every: 1 month, minutes: 30, value: low, urgency: low}\n",
        )
    )
    (added,) = changes(PLAIN, more)
    assert (added.kind, added.title.zh, added.name) == ("added", "茶叙", "tea")
    assert ("适用条件", "有标签“大客户”") in [(label.zh, text.zh) for label, text in added.details]
    (removed,) = changes(more, PLAIN)
    assert (removed.kind, removed.title.en, removed.details) == ("removed", "茶叙", added.details)


def test_a_new_failure_brings_its_steps_along():
    text = "    billing:\n      label: 账单差错\n      owner: account_manager\n      acknowledge: {within: 1 work hour}\n      apologize: {within: 2 work hours}\n      amend: {within: 1 workday}\n      anticipate: {within: 3 workdays}\n"
    new = edited(("recovery.yaml", "  failures:\n", f"  failures:\n{text}"))
    (added,) = changes(SHIPPED, new)
    details = {label.zh: told.zh for label, told in added.details}
    assert added.title.zh == "账单差错"
    assert details["承认"].startswith("1工作小时")
    assert details["弥补"].startswith("1个工作日")


def test_levels_in_another_order_are_told_where_the_order_counts():
    swapped = small(
        ("      gold: {label: 金, when: tier >= 25, strategy: keep}\n", ""),
        ("      silver: {label: 银, when: tier >= 10, strategy: cut}\n",
         "      silver: {label: 银, when: tier >= 10, strategy: cut}\n      gold: {label: 金, when: tier >= 25, strategy: keep}\n"),
    )  # fmt: skip
    assert said(PLAIN, swapped) == ["scales changed 等级 先后顺序: 金 → 银 → 银 → 金"]


def test_rows_are_known_by_what_they_say():
    new = small(
        ("      - {tier: ≥ 20, market: rural, then: 60}\n", ""),
        ("      - {market: rural, then: 30}\n",
         "      - {market: rural, then: 35}\n      - {tier: ≥ 20, market: rural, then: 60}\n      - {tier: 7, then: 25}\n"),
    )  # fmt: skip
    assert said(PLAIN, new) == [
        "tables changed minutes 规则 2（原 3）（市场 = 乡村）: 30 → 35",
        "tables added minutes 规则 4: None → 档位 = 7 ⇒ 25",
        "tables changed minutes 规则的先后顺序: 1、2、3 → 2、3、1",
    ]


def test_a_trigger_more_or_less_is_told_by_itself():
    rungs = SHIPPED.recovery.escalation
    new = edited(("recovery.yaml", "        - reopened 2 times\n", ""))
    (change,) = changes(SHIPPED, new)
    assert change.section == "escalation"
    assert [one.zh for one in change.gone] == ["重开2次"]
    assert change.came == ()
    assert len(rungs) == len(new.recovery.escalation)


def test_a_name_that_was_changed_everywhere_is_renamed():
    renamed = compiled({"p.yaml": SMALL.replace("big", "large")})
    assert said(PLAIN, renamed) == ["tags renamed 大客户: big → large"]
    role = compiled(
        {
            "p.yaml": SMALL.replace("by: manager", "by: seller").replace(
                "roles: {manager:", "roles: {seller:"
            )
        }
    )
    assert said(PLAIN, role) == ["roles renamed 客户经理: manager → seller"]


def test_rewording_is_proved_to_change_nothing():
    old, new = small(), small(("when: tier >= 20", "when: not (tier < 20)"))
    assert [change.proof for change in proved_changes(old, new)] in ([], ["same"])
    other = small(("when: tier >= 20", "when: tier > 18 and not (tier == 19)"))
    (change,) = proved_changes(old, other)
    assert (change.proof, change.kind) == ("same", "changed")
    assert change.note.zh == "措辞不同，结果相同：已证明"


def test_a_difference_comes_with_a_customer_and_with_what_follows():
    old, new = small(), small(("when: tier >= 20", "when: tier >= 19"))
    found = {(change.section, change.name): change for change in proved_changes(old, new)}
    assert found["tags", "big"].proof == "different"
    assert "档位=19" in found["tags", "big"].note.zh
    assert found["tags", "big"].note.zh.endswith("原来 没有，新版 有")
    assert found["must_do", "call"].kind == "follows"
    assert ("optional", "gift") not in found


@given(st.permutations(range(3)), st.data())
def test_rows_that_are_only_moved_are_all_paired(order, data):
    table = PLAIN.definitions["minutes"]
    assert isinstance(table, Table)
    kept = data.draw(st.lists(st.sampled_from(order), unique=True, min_size=1))
    rows = [table.rows[place] for place in kept]
    pairing = paired(table.rows, rows, {})
    assert sorted(was.number for was, _ in pairing.pairs) == sorted(row.number for row in rows)
    assert all(was.then == is_.then and was.when == is_.when for was, is_ in pairing.pairs)
    assert len(pairing.removed) == len(table.rows) - len(rows)
    assert pairing.added == ()


def test_assertions_are_known_by_their_words():
    one, other = (
        small(("roles:", "never: [rural and gold]\nroles:")),
        small(("roles:", "never: [rural and silver]\nroles:")),
    )
    assert said(PLAIN, one) == ["never added rural and gold: None → None"]
    assert said(one, other) == [
        "never added rural and silver: None → None",
        "never removed rural and gold: None → None",
    ]
    moved = small(
        ("roles:", "never: [rural and gold]\nroles:"), ("when: tier >= 25", "when: tier >= 26")
    )
    assert [line.split(" ")[0] for line in said(one, moved)] == ["scales"]


CREDIT = (
    "tables:\n",
    """tables:
  credit:
    label: 授信
    gives: {limit: {type: integer, unit: 元}, terms: {type: choice, of: {cash: 现结, month: 一月}}}
    hit: unique
    rows:
      - {tier: ≥ 20, market: rural, then: {limit: 2500, terms: month}}
      - {tier: ≥ 20, market: urban, then: {limit: 3000, terms: month}}
      - {tier: 10..<20, market: rural, then: {limit: 1000, terms: cash}}
      - {tier: < 10, market: rural, then: {limit: 500, terms: cash}}
    otherwise: {limit: 0, terms: cash}
""",
)
GONE = ("      - {tier: ≥ 20, market: urban, then: {limit: 3000, terms: month}}\n", "")
RAISED = ("limit: 1000, terms: cash", "limit: 9999, terms: cash")


def test_a_changed_row_shows_only_what_changed():
    old = small(CREDIT)
    assert said(old, small(CREDIT, RAISED)) == [
        "tables changed 授信 规则 3（10 ≤ 档位 < 20 且 市场 = 乡村）: limit = 1,000 元 → limit = 9,999 元"
    ]
    assert said(old, small(CREDIT, ("tier: 10..<20", "tier: 12..<20"))) == [
        "tables changed 授信 规则 3（limit = 1,000 元、terms = 现结）: 档位 ≥ 10 → 档位 ≥ 12"
    ]


def test_an_example_stands_under_the_row_that_it_is_about():
    old, new = small(CREDIT), small(CREDIT, GONE, RAISED)
    found = [change for change in proved_changes(old, new) if change.section == "tables"]
    assert sorted(change.kind for change in found) == ["changed", "removed"]
    (noted,) = [change for change in found if change.note is not None]
    market = {"removed": "城镇", "changed": "乡村"}[noted.kind]
    assert f"市场={market}" in noted.note.zh


def test_what_is_proved_of_several_rows_is_of_all_together():
    same = small(
        CREDIT,
        ("{tier: < 10, market: rural", "{tier: ≤ 9, market: rural"),
        ("{tier: 10..<20,", "{tier: 10..19,"),
    )
    (proved,) = [one for one in proved_changes(small(CREDIT), same) if one.note]
    assert proved.note.zh == "“授信”的改动合起来看，措辞不同，结果相同：已证明"


def test_what_a_privilege_gives_is_told_before_and_after():
    privileges = (
        "roles:",
        "privileges: {card: {label: 金卡, for: big, gives: {delivery: {label: 免费配送, entitled: 每周1次}}}}\nroles:",
    )
    old = small(privileges)
    new = small(privileges, ("每周1次", "每两周1次"))
    assert said(old, new) == ["privileges changed 金卡 免费配送: 每周1次 → 每两周1次"]


def test_a_staged_rollout_is_told_with_its_days_and_limits():
    rollout = "rollout: {before: ../old, stages: {2026-12-01: 5%, 2026-12-15: 50%}, limit: 5% of customers lose an item}\n"
    (added,) = changes(PLAIN, compiled({"p.yaml": SMALL + rollout}))
    details = {label.zh: text.zh for label, text in added.details}
    assert added.title.zh == "分批推行"
    assert details["分批"] == "2026-12-01 起 5%、2026-12-15 起 50%"
    assert details["风险上限"] == "5% of customers lose an item"


def test_an_example_has_no_negative_figures_where_nothing_says_so():
    figures = (
        "      opted_in:",
        "      margin: {type: number, unit: 元}\n      cost: {type: number, unit: 元}\n      opted_in:",
    )
    measure = ("roles:", "measures: {net: margin - cost}\nroles:")
    old = small(figures, measure, ("when: tier >= 20", "when: net >= 20000"))
    new = small(figures, measure, ("when: tier >= 20", "when: net >= 15000"))
    notes = [one.note.zh for one in proved_changes(old, new) if one.name == "big"]
    assert notes == ["例：margin=15,000 元、cost=0 元 → 原来 没有，新版 有"]
