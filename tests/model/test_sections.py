"""Every section: what is right becomes a model, what is wrong becomes one finding at its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.conditions import AllOf, AnyOf, NotOf
from workflow_engine.model.loader import load_texts
from workflow_engine.model.sections import PolicyModel

HEAD = 'policy: {id: p, version: "1"}\n'


def model_of(text: str) -> PolicyModel:
    loaded = load_texts({"p.yaml": text if text.startswith("policy") else HEAD + text})
    assert loaded.diagnostics == ()
    assert loaded.model is not None
    return loaded.model


def found(text: str) -> list[tuple[str, int, int]]:
    loaded = load_texts({"p.yaml": text if text.startswith("policy") else HEAD + text})
    return sorted((d.code, d.place.line, d.place.column) for d in loaded.diagnostics)


def test_policy():
    policy = model_of(
        "policy:\n"
        "  id: tobacco\n"
        "  title: {zh: 政策, en: Policy}\n"
        "  version: 1.10\n"
        "  language: en\n"
        "  stage: trial\n"
        "  period: 1 month\n"
    ).policy
    assert policy is not None
    assert policy.version == "1.10"
    assert policy.title == Bilingual("政策", "Policy")
    assert (policy.language, policy.stage, policy.period) == ("en", "trial", "1 month")
    assert policy.timezone is None
    assert policy.place.line == 2


def test_calendars():
    office = model_of(
        "calendars:\n"
        "  office:\n"
        "    base: CN\n"
        '    hours: {mon-fri: ["08:30..12:00", "14:00 .. 17:30"], sat: closed, sun: 9:00..24:00}\n'
        '    exceptions: {2026-12-31: closed, 2027-01-09: ["08:30..12:00"]}\n'
    ).calendars["office"]
    weekly = office.weekly()
    assert weekly[4] == (("08:30", "12:00"), ("14:00", "17:30"))
    assert weekly[5] == ()
    assert weekly[6] == (("09:00", "24:00"),)
    assert office.dated() == {
        dt.date(2026, 12, 31): (),
        dt.date(2027, 1, 9): (("08:30", "12:00"),),
    }


def test_roles_and_staff():
    model = model_of(
        "roles: {am: {label: 客户经理, person: manager, reports_to: chief, minutes_per_day: 360,"
        " compensation_up_to: 500.50, calendar: office}, chief: }\n"
        "staff: {李明: {role: am, phone: 0539-1234, skills: [数字技能, 沟通]}}\n"
    )
    assert model.roles["am"].minutes_per_day == 360
    assert model.roles["am"].compensation_up_to == Decimal("500.50")
    assert model.roles["chief"].label is None
    assert model.staff["李明"].phone == "0539-1234"
    assert model.staff["李明"].skills == ("数字技能", "沟通")


def test_customer():
    customer = model_of(
        "customer:\n"
        "  key: id\n"
        "  attributes:\n"
        "    basic:\n"
        "      tier: {type: integer, min: 1, max: 30, required: true}\n"
        "      market: {type: choice, of: {urban: 城镇, rural: {zh: 乡村, en: rural}, other: }}\n"
        "    operating:\n"
        "      growth: {type: list of choice, of: [高, 中], as_of: day, stale_after: 2 months}\n"
    ).customer
    assert customer is not None
    assert customer.attributes is not None
    tier = customer.attributes.basic["tier"]
    assert (tier.type, tier.min, tier.max, tier.required) == ("integer", "1", "30", True)
    assert customer.attributes.basic["market"].of == {
        "urban": Bilingual.same("城镇"),
        "rural": Bilingual("乡村", "rural"),
        "other": None,
    }
    growth = customer.attributes.operating["growth"]
    assert growth.of == {"高": None, "中": None}
    assert growth.stale_after == "2 months"
    assert customer.attributes.service_value == {}


def test_measures_and_tags():
    model = model_of(
        "measures: {net: a - b, net2: {label: 净, value: a - b}}\n"
        "tags:\n"
        "  big: {when: 28 <= tier <= 30}\n"
        "  risk:\n"
        "    when: {all: [a, {any: [b, 'c, d']}, {not: e}]}\n"
        "    assumed: true\n"
    )
    assert model.measures["net"].value == "a - b"
    assert model.measures["net"].label is None
    assert model.measures["net2"].label == Bilingual.same("净")
    assert model.tags["big"].when == "28 <= tier <= 30"
    when = model.tags["risk"].when
    assert isinstance(when, AllOf)
    assert when.items[0] == "a"
    assert isinstance(when.items[1], AnyOf)
    assert when.items[1].items == ("b", "c, d")
    assert isinstance(when.items[2], NotOf)
    assert when.items[2].item == "e"
    assert (when.place.line, when.place.column) == (6, 11)


def test_scales():
    scale = model_of(
        "scales: {pyramid: {hit: priority, levels: {a: {when: x, strategy: s}, b: {otherwise: true}}}}"
    ).scales["pyramid"]
    assert scale.hit == "priority"
    assert list(scale.levels) == ["a", "b"]
    assert scale.levels["b"].otherwise is True


@pytest.mark.parametrize("hit", ["first", "rule_order", "collect", "collect max"])
def test_table_hit_policies(hit: str):
    text = f"tables: {{t: {{hit: {hit}, collect: sum, gives: {{type: integer}}, rows: []}}}}"
    table = model_of(text).tables["t"]
    assert (table.hit, table.collect) == (hit, "sum")


def test_tables():
    table = model_of(
        "tables:\n"
        "  t:\n"
        "    gives: {minutes: {type: integer}, mode: {type: choice, of: [field, online]}}\n"
        "    rows:\n"
        "      - {tier: ≥ 28, market: [urban, rural], empty: , then: {minutes: 60, mode: field}}\n"
        "    otherwise: {minutes: 20, mode: field}\n"
    ).tables["t"]
    assert table.gives.type is None
    assert list(table.gives.outputs) == ["minutes", "mode"]
    (row,) = table.rows
    assert row.cells == {"tier": "≥ 28", "market": ("urban", "rural")}
    assert row.then == {"minutes": "60", "mode": "field"}
    assert next(iter(row.cells)).place.column == 10
    assert table.otherwise == {"minutes": "20", "mode": "field"}


def test_categories_and_visits():
    model = model_of(
        "categories: {of: [a, b], otherwise: general}\n"
        "visits: {combine: first, general: {times: 1 per month, minutes: 20, modes: field},"
        " a: {times: 2 per month, minutes: 30, modes: [online, 电话]}}\n"
    )
    assert model.categories is not None
    assert model.categories.of == ("a", "b")
    assert model.visits is not None
    assert model.visits.combine == "first"
    assert list(model.visits.rules) == ["general", "a"]
    assert model.visits.rules["general"].modes == ("field",)
    assert model.visits.rules["a"].modes == ("online", "电话")


def test_items():
    model = model_of(
        "must_do:\n"
        "  one: {for: everyone, every: visit, urgency_when: {late: high}, steps: [{zh: 甲, en: A}, 乙]}\n"
        "  two: {for: [a, b], every: {event: [春节, 中秋]}, needs: x, kano: delight}\n"
        "  three: {for: {any: [a, b]}, every: 1 month}\n"
        "optional:\n"
        "  four: {eligible: a or b, until: c, every: on demand, respond_within: 2 workdays}\n"
    )
    one, two, three = model.must_do.values()
    assert one.applies_to == "everyone"
    assert one.urgency_when == {"late": "high"}
    assert one.steps == (Bilingual("甲", "A"), Bilingual.same("乙"))
    assert (one.value, one.urgency, one.trigger) == ("medium", "medium", "proactive")
    assert two.applies_to == ("a", "b")
    assert two.every == "at 春节, 中秋"
    assert two.needs == ("x",)
    assert isinstance(three.applies_to, AnyOf)
    four = model.optional["four"]
    assert (four.eligible, four.until, four.respond_within) == ("a or b", "c", "2 workdays")


def test_strategies_and_priority():
    model = model_of(
        "strategies: {out: {suspends_optional_except: [x]}, none: {suspends: all}, s: {grants: [y],"
        " suspends: [z]}}\n"
        "priority: {rows: [{value: high, urgency: high | medium, then: P1}, {then: P2}]}\n"
    )
    assert model.strategies["out"].suspends_optional_except == ("x",)
    assert model.strategies["none"].suspends == "all"
    assert model.strategies["s"].suspends == ("z",)
    assert model.priority is not None
    assert model.priority.rows[0].urgency == "high | medium"
    assert model.priority.rows[1].value is None


def test_nouns():
    model = model_of(
        "duties: {a: 经营, b: {label: 经营, description: 说明}, c: {zh: 甲, en: A}}\n"
        "needs: {n: }\nobjectives: {o: x}\nprinciples: {p: x}\nrecords: {r: 表}\n"
    )
    assert model.duties["a"].label == Bilingual.same("经营")
    assert model.duties["b"].description == Bilingual.same("说明")
    assert model.duties["c"].label == Bilingual("甲", "A")
    assert model.needs["n"].label is None
    assert model.records["r"].label == Bilingual.same("表")


def test_recovery():
    recovery = model_of(
        "recovery:\n"
        "  calendar: office\n"
        "  failures:\n"
        "    late:\n"
        "      acknowledge: {within: 2 work hours}\n"
        "      apologize: none\n"
        "      amend: {within: 1 workday, offer: [补货]}\n"
        "      faster_for: {big: 0.5}\n"
        "      recusal: true\n"
        "  escalation:\n"
        "    - from: am\n"
        "      any: [acknowledge overdue, {step: amend, elapsed: 50%, unless: planned}]\n"
    ).recovery
    assert recovery is not None
    late = recovery.failures["late"]
    assert late.acknowledge is not None
    assert late.acknowledge.within == "2 work hours"
    assert late.acknowledge.skip is False
    assert late.apologize is not None
    assert late.apologize.skip is True
    assert late.anticipate is None
    assert late.faster_for == {"big": Decimal("0.5")}
    (rung,) = recovery.escalation
    assert rung.from_role == "am"
    assert rung.any[0].text == "acknowledge overdue"
    assert (rung.any[1].step, rung.any[1].elapsed) == ("amend", Decimal("0.5"))


def test_feedback():
    feedback = model_of(
        "feedback:\n"
        "  channels: {big: [面对面, 专线], general: 热线}\n"
        "  steps: {receive: {within: 2 work hours}, resolve: {within: {P1: 1 workday}}, 自定: }\n"
        "  taxonomy: {产品: [性能], 价格: }\n"
    ).feedback
    assert feedback is not None
    assert feedback.channels["general"] == (Bilingual.same("热线"),)
    assert feedback.steps["receive"].within == "2 work hours"
    assert feedback.steps["resolve"].within == {"P1": "1 workday"}
    assert feedback.steps["自定"].within is None
    assert feedback.taxonomy["价格"] == ()


def test_promises_and_monitors():
    model = model_of(
        "promises: {d: {unit: 小时, better: lower, promise: 40, industry: 48, for: everyone,"
        " stronger_in: [e]}}\n"
        "monitors: {m: {side: external, object: 客户, every: 1 year, opens: late}}\n"
    )
    assert model.promises["d"].promise == Decimal(40)
    assert model.promises["d"].capacity is None
    assert model.monitors["m"].object == Bilingual.same("客户")


def test_chinese_keywords_give_the_same_model():
    english = model_of(
        "policy: {id: p, version: '1', stage: trial}\n"
        "tags: {big: {when: {all: [a, b]}, assumed: true}}\n"
        "must_do: {x: {for: everyone, every: visit, value: high, mode: field}}\n"
        "strategies: {s: {suspends: all}}\n"
        "calendars: {c: {hours: {mon-fri: closed}}}\n"
    )
    loaded = load_texts(
        {
            "p.yaml": "政策: {编号: p, 版本: '1', 阶段: 试行}\n"
            "标签: {big: {条件: {全部: [a, b]}, 待确认: 是}}\n"
            "必做项: {x: {对象: 所有客户, 频率: visit, 价值: 高, 服务方式: 实地}}\n"
            "策略: {s: {暂停: 全部}}\n"
            "日历: {c: {工作时间: {周一至周五: 休息}}}\n"
        }
    )
    assert loaded.diagnostics == ()
    chinese = loaded.model
    assert chinese is not None
    assert chinese.policy is not None
    assert chinese.policy.stage == "trial"
    for item in (english.must_do["x"], chinese.must_do["x"]):
        assert (item.applies_to, item.value, item.mode) == ("everyone", "high", "field")
    assert isinstance(chinese.tags["big"].when, AllOf)
    assert chinese.tags["big"].assumed is True
    assert chinese.strategies["s"].suspends == "all"
    assert chinese.calendars["c"].weekly() == english.calendars["c"].weekly()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("policy: {id: p}\n", [("WE205", 1, 1)]),
        ('policy: {id: p, version: "1", stage: test}\n', [("WE207", 1, 38)]),
        ('policy: {id: "a;b", version: "1"}\n', [("WE213", 1, 14)]),
        ("nonsense: {}\n", [("WE200", 2, 1)]),
        ("tags: {big: {wen: x}}\n", [("WE201", 2, 14)]),
        ("tags: {big: {nonsense: x}}\n", [("WE201", 2, 14), ("WE205", 2, 8)]),
        ("tags: {big: tier}\n", [("WE204", 2, 13)]),
        ("tags: [big]\n", [("WE204", 2, 7)]),
        ("tags: {big: {when: [a, b]}}\n", [("WE204", 2, 20)]),
        ("tags: {big: {when: {all: [a], any: [b]}}}\n", [("WE217", 2, 20)]),
        ("tags: {big: {when: {all: []}}}\n", [("WE218", 2, 20)]),
        ("tags: {big: {when: {every: [a]}}}\n", [("WE201", 2, 21)]),
        ("tags: {big: {when: {any: [a, ~]}}}\n", [("WE216", 2, 30)]),
        ("tags: {big: {when: x, assumed: yes}}\n", [("WE210", 2, 32)]),
        ('tags: {big: {when: x, assumed: "true"}}\n', [("WE210", 2, 32)]),
        ("tags: {a-b: {when: x}}\n", [("WE212", 2, 8)]),
        ("tags: {and: {when: x}}\n", [("WE214", 2, 8)]),
        ("tags: {且: {when: x}}\n", [("WE214", 2, 8)]),
        ("tags: {_x: {when: x}}\n", [("WE212", 2, 8)]),
        ("标签: {x: {when: x}}\n政策: {}\n", None),
        ("tags: {big: {条件: x}}\n", [("WE202", 2, 14)]),
        ("must_do: {x: {every: visit, value: 高}}\n", [("WE203", 2, 36)]),
        ("must_do: {x: {every: visit, minutes: ten}}\n", [("WE208", 2, 38)]),
        ("must_do: {x: {every: visit, minutes: -1}}\n", [("WE208", 2, 38)]),
        ("must_do: {x: {every: visit, minutes: 1.5}}\n", [("WE208", 2, 38)]),
        ("must_do: {x: {every: [a]}}\n", [("WE204", 2, 22)]),
        ("must_do: {x: {every: {event: []}}}\n", [("WE215", 2, 23)]),
        ("must_do: {x: {}}\n", [("WE205", 2, 11)]),
        ("must_do: {x: {every: visit, urgency_when: {a: }}}\n", [("WE215", 2, 44)]),
        ("roles: {am: {compensation_up_to: 1e3}}\n", [("WE209", 2, 34)]),
        ("roles: {am: {compensation_up_to: 5,000}}\n", [("WE201", 2, 36)]),
        ("calendars: {c: {hours: {mon: 25:00..26:00}}}\n", [("WE221", 2, 30)]),
        ('calendars: {c: {hours: {mon: ["08:00..12:00", 9-5]}}}\n', [("WE221", 2, 47)]),
        ("calendars: {c: {hours: {mond: closed}}}\n", [("WE222", 2, 25)]),
        ("calendars: {c: {exceptions: {2026-02-30: closed}}}\n", [("WE211", 2, 30)]),
        ("customer: {key: a, attributes: {basic: {x: {type: int}}}}\n", [("WE207", 2, 51)]),
        (
            "customer: {key: a, attributes: {basic: {x: {type: choice, of: [a, a]}}}}\n",
            [("WE230", 2, 67)],
        ),
        (
            "customer: {key: a, attributes: {basic: {x: {type: choice, of: []}}}}\n",
            [("WE231", 2, 59)],
        ),
        ("tables: {t: {gives: {of: [a], b: {type: text}}, rows: []}}\n", [("WE233", 2, 14)]),
        ("tables: {t: {gives: {type: integer, a: {type: text}}, rows: []}}\n", [("WE233", 2, 14)]),
        ("tables: {t: {gives: {type: integer}, rows: [{a: 1}]}}\n", [("WE205", 2, 45)]),
        ("strategies: {s: {suspends: all, suspends_optional_except: [a]}}\n", [("WE228", 2, 14)]),
        (
            "recovery: {escalation: [{from: a, any: [{step: amend, elapsed: 150%}]}]}\n",
            [("WE232", 2, 64)],
        ),
        ("recovery: {failures: {f: {apologize: never}}}\n", [("WE207", 2, 38)]),
        ("promises: {p: {unit: h, better: lower}}\n", [("WE205", 2, 12)]),
        ("monitors: {m: {side: both, object: x, every: 1 year}}\n", [("WE207", 2, 22)]),
    ],
)
def test_mistakes(text: str, expected: list[tuple[str, int, int]] | None):
    if expected is None:
        assert {code for code, _, _ in found(text)} <= {"WE200", "WE202", "WE205"}
    else:
        assert found(text) == sorted(expected)


def test_all_mistakes_at_once_and_the_rest_is_kept():
    loaded = load_texts(
        {
            "p.yaml": HEAD
            + "tags:\n"
            + "  a: {when: x, asumed: true}\n"
            + "  b: {when: }\n"
            + "  c: {when: y}\n"
            + "must_do:\n"
            + "  d: {every: visit, minutes: ten, value: huge}\n"
            + "optional: []\n"
        }
    )
    assert sorted((d.code, d.place.line) for d in loaded.diagnostics) == [
        ("WE201", 3),
        ("WE204", 8),
        ("WE205", 4),
        ("WE207", 7),
        ("WE208", 7),
    ]
    assert loaded.model is not None
    assert list(loaded.model.tags) == ["a", "c"]
    assert loaded.model.must_do["d"].minutes is None
    assert "b" in loaded.dropped


def test_mistakes_in_several_items_of_a_list():
    loaded = load_texts(
        {
            "p.yaml": HEAD
            + "tables: {t: {gives: {type: integer}, rows: [{a: 1}, {a: 2, then: 3}, {a: 4}]}}"
        }
    )
    assert [d.code for d in loaded.diagnostics] == ["WE205", "WE205"]
    assert loaded.model is not None
    assert [row.then for row in loaded.model.tables["t"].rows] == ["3"]


def test_did_you_mean_and_fixes():
    loaded = load_texts(
        {"p.yaml": HEAD + "tags: {a: {wehn: x}}\nmust_do: {b: {every: visit, 价值: 高}}"}
    )
    fixes = {d.code: d.fix for d in loaded.diagnostics if d.fix is not None}
    assert fixes["WE201"].edits[0].text == "when"
    assert not fixes["WE201"].safe
    assert fixes["WE202"].edits[0].text == "value"
    assert fixes["WE202"].safe
    assert fixes["WE203"].edits[0].text == "high"


def test_a_column_may_be_called_like_a_keyword_of_the_other_language():
    table = model_of("tables: {t: {gives: {type: integer}, rows: [{结果: 1, then: 2}]}}").tables[
        "t"
    ]
    assert table.rows[0].cells == {"结果": "1"}


def test_a_condition_cut_by_commas_is_one_finding():
    codes = [code for code, _, _ in found("tags: {a: {when: all_below(last(x, 4), 60), label: b}}")]
    assert codes == ["WE129"]


def test_a_condition_that_lost_a_part_is_left_out_whole():
    loaded = load_texts({"p.yaml": HEAD + "tags: {a: {when: {any: [x, [y]]}}, b: {when: z}}\n"})
    assert [d.code for d in loaded.diagnostics] == ["WE204"]
    assert loaded.model is not None
    assert list(loaded.model.tags) == ["b"]
    assert "a" in loaded.dropped


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("recovery: {repeat: {within: 3 workdays, times: 1}}", "WE235"),
        ("recovery: {repeat: {within: 3 workdays, times: 0}}", "WE235"),
        ("recovery: {remind: {every: 1 workday, times: 0}}", "WE235"),
        ("feedback: {remind: {every: 1 workday, times: 0}}", "WE235"),
        ("recovery: {remind: {every: 1 workday, times: -1}}", "WE208"),
        ("roles: {clerk: {minutes_per_day: 527041}}", "WE856"),
        ("must_do: {a: {every: 1 month, minutes: 99999999999}}", "WE856"),
        ("visits: {general: {times: 1 per month, minutes: 99999999999}}", "WE856"),
        ("must_do: {a: {every: 1 month, minutes: -1}}", "WE208"),
        ("roles: {clerk: {compensation_up_to: -0.5}}", "WE236"),
        ("roles: {clerk: {compensation_up_to: much}}", "WE209"),
        ("calendars: {o: {hours: {mon: ['08:30..12:00', '11:00..17:30']}}}", "WE237"),
        ("calendars: {o: {hours: {mon: ['22:00..06:00', '23:00..24:00']}}}", "WE237"),
        ("calendars: {o: {exceptions: {2026-12-31: ['08:00..09:00', '08:00..09:00']}}}", "WE237"),
    ],
)
def test_numbers_and_hours_that_cannot_be(text, code):
    assert [one for one, _, _ in found(text)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "recovery: {repeat: {within: 3 workdays, times: 2}, remind: {every: 1 workday, times: 1}}",
        "roles: {clerk: {compensation_up_to: 0, minutes_per_day: 527040}}",
        "calendars: {o: {hours: {mon: ['08:30..12:00', '12:00..17:30']}}}",
        "calendars: {o: {hours: {mon: ['22:00..06:00', '06:00..07:00']}}}",
    ],
)
def test_the_smallest_numbers_and_touching_hours(text):
    assert model_of(text) is not None


def test_both_overlapping_hours_are_named_at_the_second():
    text = "calendars: {o: {hours: {mon: ['08:30..12:00', '11:00..17:30']}}}"
    (one,) = load_texts({"p.yaml": HEAD + text}).diagnostics
    assert one.args == {"first": "08:30..12:00", "second": "11:00..17:30"}
    assert one.place.column == text.index("'11:00") + 1
