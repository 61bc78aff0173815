"""Translation changes keywords and nothing else, and comes back to the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.model.loader import load_texts
from workflow_engine.model.translate import translate_text

HEAD = 'policy: {id: p, version: "1"}\n'


def to(lang, text: str) -> str:
    translated, findings = translate_text(text, "f.yaml", lang)
    assert findings == []
    return translated


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("tags:  # tags: when\n  when: {when: x}\n", "标签:  # tags: when\n  when: {条件: x}\n"),
        (
            "tags: {a: {label: high, when: {all: [a and b, {not: 'x is missing'}]}}}\n",
            "标签: {a: {名称: high, 条件: {全部: [a 且 b, {不是: 'x 缺失'}]}}}\n",
        ),
        (
            "must_do: {x: {for: everyone, value: high, mode: field, every: 1 month}}\n",
            "必做项: {x: {对象: 所有客户, 价值: 高, 服务方式: 实地, 频率: 每月}}\n",
        ),
        (
            "must_do: {x: {for: [all, b], every: {event: [event]}, assumed: true}}\n",
            "必做项: {x: {对象: [all, b], 频率: {事件: [event]}, 待确认: 是}}\n",
        ),
        (
            "calendars: {c: {hours: {mon-fri: closed, sat: ['08:00..09:00']}}}\n",
            "日历: {c: {工作时间: {周一至周五: 休息, 周六: ['08:00..09:00']}}}\n",
        ),
        (
            "tables: {t: {hit: collect sum, gives: {type: number}, rows: [{a: not missing, then: x if y else z}]}}\n",
            "决策表: {t: {命中: 汇集合计, 给出: {类型: 数值}, 行: [{a: 不缺失, 结果: x 如果 y 否则 z}]}}\n",
        ),
        (
            "tables: {t: {gives: {type: text}, rows: [{a: 1, then: true and false}]}}\n",
            "决策表: {t: {给出: {类型: 文本}, 行: [{a: 1, 结果: true and false}]}}\n",
        ),
        (
            "tables: {t: {gives: {a: {type: text}, b: {type: boolean}}, rows: [{then: {a: true, b: true}}]}}\n",
            "决策表: {t: {给出: {a: {类型: 文本}, b: {类型: 是否}}, 行: [{结果: {a: true, b: 是}}]}}\n",
        ),
        (
            "priority: {rows: [{value: high | medium, urgency: low, then: P1}]}\n",
            "优先级: {行: [{价值: 高 | 中, 紧急度: 低, 结果: P1}]}\n",
        ),
        (
            "recovery: {failures: {f: {apologize: none, amend: {within: 1 workday}}}}\n",
            "补救: {失误: {f: {道歉: 不适用, 弥补: {时限: 1个工作日}}}}\n",
        ),
        (
            "recovery: {escalation: [{from: a, any: [amend overdue by 1 workday, reopened 2 times, {step: amend, elapsed: 50%}, all]}]}\n",
            "补救: {升级: [{从: a, 任一: [弥补逾期超过1个工作日, 重开2次, {环节: 弥补, 已过: 50%}, all]}]}\n",
        ),
        (
            "feedback: {steps: {receive: {within: 2 work hours}, 其他: {within: {P1: 1 workday}}}}\n",
            "反馈: {步骤: {接收: {时限: 2工作小时}, 其他: {时限: {P1: 1个工作日}}}}\n",
        ),
        ("strategies: {s: {suspends: all}}\n", "策略: {s: {暂停: 全部}}\n"),
        ("duties: {a: {zh: 甲, en: A}, b: all}\n", "服务职责: {a: {中文: 甲, 英文: A}, b: all}\n"),
        (
            'tags:\n  a:\n    when: >-\n      x and\n      y\n  b: {when: "x and\n      y"}\n',
            '标签:\n  a:\n    条件: >-\n      x 且\n      y\n  b: {条件: "x 且\n      y"}\n',
        ),
        (
            "tags:\n  a: {when: &c x and y}\n  b: {when: *c}\n",
            "标签:\n  a: {条件: &c x 且 y}\n  b: {条件: *c}\n",
        ),
        (
            "must_do:\n  x: {every: visit}\n  y:\n    every: at 春节, 中秋\n",
            "必做项:\n  x: {频率: 每次拜访}\n  y:\n    频率: 逢春节、中秋\n",
        ),
    ],
)
def test_there_and_back(english: str, chinese: str):
    assert to("zh", english) == chinese
    assert to("en", chinese) == english
    assert to("en", english) == english
    assert to("zh", chinese) == chinese


def test_a_text_that_would_break_flow_style_is_quoted():
    assert (
        to("en", "必做项: {x: {频率: 逢春节、中秋}}\n")
        == 'must_do: {x: {every: "at 春节, 中秋"}}\n'
    )


def test_a_file_with_errors_stays():
    text = "tags: {a: {when: x}\n"
    translated, findings = translate_text(text, "f.yaml", "zh")
    assert translated == text
    assert findings != []


def test_the_language_reference_comes_back_to_the_same_bytes():
    page = Path(__file__).parents[2] / "docs" / "language.md"
    text = page.read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    assert to("en", to("zh", text)) == text


_NAMES = st.sampled_from(["a", "档位", "when", "标签", "all", "大客户"])
_EXPRESSIONS = st.sampled_from(
    ["tier >= 28", "a and not b", "x is missing or y", "'last(s, 4) == [1]'", "z in w"]
)
_CONDITIONS = st.recursive(
    _EXPRESSIONS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda items: f"{{all: [{', '.join(items)}]}}"),
        st.lists(inner, min_size=1, max_size=3).map(lambda items: f"{{any: [{', '.join(items)}]}}"),
        inner.map(lambda item: f"{{not: {item}}}"),
    ),
    max_leaves=6,
)
_DEGREES = st.sampled_from(["high", "medium", "low"])
_EVERY = st.sampled_from(["visit", "1 month", "4 per month", "{event: [春节, 中秋]}", "on demand"])


@st.composite
def policies(draw: st.DrawFn) -> str:
    lines = [HEAD.rstrip(), "tags: # 标签 tags"]
    for name in draw(st.lists(_NAMES, unique=True, max_size=4)):
        label = draw(st.sampled_from(["标签", "tags", "{zh: 甲, en: high}"]))
        lines.append(f"  {name}:   {{when: {draw(_CONDITIONS)}, label: {label}}}  # when")
    lines.append("must_do:")
    for name in draw(st.lists(_NAMES, unique=True, min_size=1, max_size=4)):
        lines.append(f"  {name}:")
        lines.append(f"    every: {draw(_EVERY)}")
        lines.append(f"    value: {draw(_DEGREES)}   # 价值")
        lines.append(f"    urgency_when: {{{draw(_NAMES)}: {draw(_DEGREES)}}}")
        lines.append(f"    for: {draw(st.one_of(st.just('everyone'), _CONDITIONS))}")
    return "\n".join(lines) + "\n"


@given(policies())
def test_generated_policies_come_back_and_mean_the_same(text: str):
    chinese = to("zh", text)
    assert to("en", chinese) == text
    one, other = load_texts({"f": text}), load_texts({"f": chinese})
    assert [d.code for d in one.diagnostics] == [d.code for d in other.diagnostics] == []
    assert one.model is not None
    assert other.model is not None
    assert list(one.model.tags) == list(other.model.tags)
    for item, twin in zip(one.model.must_do.values(), other.model.must_do.values(), strict=True):
        assert (item.value, item.urgency_when) == (twin.value, twin.urgency_when)
