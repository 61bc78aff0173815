"""What counts as used, and as whole: more than the pages' examples show."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checks.examples import WHOLE_BASE
from tests.docs.examples import policy_files
from workflow_engine.checks import item_for_nobody
from workflow_engine.checks.rule_analysis import RuleAnalysis
from workflow_engine.decide.decider import decide
from workflow_engine.policy import check_texts

TRIAL = 'policy: {id: example, version: "1", stage: trial}\n'
SCALE = WHOLE_BASE["scales"]
TAG = "tags:\n  big: {label: 大客户, when: tier >= 28}\n"


def report(text, blueprints=None):
    """What is said of a whole service with these sections."""
    found = check_texts(policy_files(text, WHOLE_BASE), blueprints)
    assert found.program is not None, [one.message.en for one in found.diagnostics]
    return found


def found(text, code, blueprints=None):
    return [one for one in report(text, blueprints).diagnostics if one.code == code]


def must_do(more, condition="everyone"):
    return (
        f"must_do:\n  stock_count: {{label: 库存盘点, for: {condition}, every: visit, "
        f"needs: [right_stock]{more}}}\n"
    )


class TestTags:
    @pytest.mark.parametrize(
        "user",
        [
            must_do(", urgency_when: {big: high}"),
            must_do("", "big"),
            "categories: {of: [big], otherwise: general}\n",
            "  other: {label: 另一标签, when: big and tier < 30}\n" + must_do("", "other"),
            "never: [big and tier < 5]\n",
            (
                "promises:\n  reply: {label: 答复, slogan: 一天内答复, unit: 天, better: lower, "
                "promise: 1, industry: 1, claim: 打热线, for: big}\n"
            ),
            "privileges:\n  gold: {label: 金卡, for: big, gives: {discount: 9折}}\n",
            (
                "tables:\n  call:\n    label: 回访\n    gives: {type: integer}\n    hit: first\n"
                "    rows: [{big: true, then: 1}]\n    otherwise: 2\n"
            ),
        ],
    )
    def test_whoever_reads_or_names_it_uses_it(self, user):
        assert found(TAG, "WE740")
        assert not found(TAG + user, "WE740")

    def test_a_blueprint_for_its_customers_uses_it(self):
        head = TRIAL.replace("}", ", blueprints: drawn}")
        drawn = (
            "id: visit\nfor: SEGMENT\ngoal: 快\nstages:\n  come:\n"
            "    need: {customer: 快, account_manager: 快}\n    evidence: 门店\n"
            "    customer: 开门\n    frontstage: {text: 盘点, by: account_manager, "
            "item: stock_count}\n"
        )
        assert not found(head + TAG, "WE740")  # the blueprints were not read
        assert found(head + TAG, "WE740", {"b.yaml": drawn.replace("SEGMENT", "everyone")})
        assert not found(head + TAG, "WE740", {"b.yaml": drawn.replace("SEGMENT", "big")})

    def test_allowing_it_is_not_needless_while_the_blueprints_were_not_read(self):
        head = TRIAL.replace("}", ", blueprints: drawn}")
        text = head + TAG.replace("28}", "28}  # allow WE740: to be seen")
        assert [one.code for one in report(text).diagnostics] == []
        said = report(text.replace("WE740", "WE741")).diagnostics
        assert [one.code for one in said] == ["WE771"]


def test_a_measure_that_a_table_gives_is_used():
    text = "measures:\n  net: {label: 净贡献, value: contribution - service_cost}\n"
    table = (
        "tables:\n  call:\n    label: 回访\n    gives: {type: number}\n    hit: first\n"
        "    rows: [{tier: '> 3', then: net}]\n    otherwise: 2\n"
    )
    assert found(text, "WE741")
    assert not found(text + table, "WE741")


def test_options_may_be_given_by_the_last_row_or_calculated():
    table = (
        "tables:\n  call:\n    label: 回访\n    hit: first\n"
        "    gives: {way: {type: choice, of: {a: 上门, b: 电话, c: 信函, d: 短信}}}\n"
        "    rows: [{tier: '> 20', then: {way: a}}]\n    otherwise: {way: b}\n"
    )
    (one,) = found(table, "WE745")
    assert one.args["options"] == "“信函”, “短信”"
    assert one.args["output"] == "way"


class TestMustDoByLevel:
    def test_the_levels_that_go_without_are_named(self):
        (one,) = found(must_do("", 'pyramid == "big"'), "WE749")
        assert "“普通客户”会因此得不到" in one.message.zh
        assert one.labels[0].place.line  # where the levels are set

    def test_a_tag_hides_nothing(self):
        tags = "tags:\n  small: {label: 小客户, when: \"not (pyramid == 'big')\"}\n"
        (one,) = found(tags + must_do("", "small"), "WE749")
        assert "“重点客户”会因此得不到" in one.message.zh

    def test_where_more_decides_some_level_may_go_without(self):
        (one,) = found(must_do("", 'pyramid == "big" or tier < 3'), "WE749")
        assert "有的级别会因此得不到" in one.message.zh
        (one,) = found(must_do("", 'pyramid == "big" and tier < 25'), "WE749")
        assert "“普通客户”会因此得不到" in one.message.zh

    def test_a_scale_without_strategies_weighs_nobody(self):
        size = (
            "  size:\n    label: 规模\n    hit: first\n    levels:\n"
            "      large: {label: 大, when: tier >= 15}\n      small: {label: 小, otherwise: true}\n"
        )
        assert not found(SCALE + size + must_do("", 'size == "large"'), "WE749")

    def test_a_draft_is_told_too(self):
        text = TRIAL.replace("trial", "draft") + must_do("", 'pyramid == "big"')
        assert [one.severity for one in found(text, "WE749")] == ["warning"]


conditions = st.builds(
    "tier {} {}".format, st.sampled_from(("<", "<=", ">", ">=", "==")), st.integers(1, 6)
)
eligible = st.one_of(
    conditions,
    st.builds("{} and {}".format, conditions, conditions),
    st.builds('pyramid == "{}"'.format, st.sampled_from("abc")),
    st.builds('pyramid == "{}" and {}'.format, st.sampled_from("abc"), conditions),
    st.just("true"),
    st.just("false"),
)
doing = st.sampled_from(("", "grants: [x]", "suspends: [x]", "suspends: all"))


def offered(program):
    """The tiers of the customers who may choose the item."""
    day = dt.date(2026, 1, 5)
    return [t for t in range(1, 7) if decide(program, {"tier": t}, day).states["x"] == "offered"]


@given(eligible, conditions, conditions, doing, doing, doing)
def test_an_item_is_for_nobody_exactly_when_strategies_keep_it_from_all(wanted, one, two, a, b, c):
    levels = [("a", f"when: {one}", a), ("b", f"when: {two}", b), ("c", "otherwise: true", c)]
    text = (
        TRIAL
        + "customer:\n  key: id\n  attributes:\n    basic:\n"
        + "      tier: {type: integer, min: 1, max: 6}\n"
        + "scales:\n  pyramid:\n    hit: first\n    levels:\n"
        + "".join(f"      {id_}: {{{when}, strategy: s{id_}}}\n" for id_, when, _ in levels)
        + "strategies:\n"
        + "".join(f"  s{id_}: {{description: x, {does}}}\n" for id_, _, does in levels)
        + f"optional:\n  x: {{eligible: '{wanted}', every: 1 month}}\n"
    )
    program = check_texts({"policy.yaml": text}).program
    assert program is not None
    analysis = RuleAnalysis(program)
    said = bool(analysis.told(list(item_for_nobody.check(analysis))))
    free = {name: replace(one, suspends=()) for name, one in program.strategies.items()}
    granted = any(one.grants for one in free.values())
    if wanted == "false" and not granted:
        assert said
    else:
        kept_from_all = not offered(program) and bool(offered(replace(program, strategies=free)))
        assert said == kept_from_all


def test_what_cannot_be_proved_in_the_budget_is_said_to_be_open(monkeypatch):
    text = (
        "strategies: {retain: {label: 留住, suspends: all}, usual: {label: 常规, suspends: all}}\n"
    )
    (one,) = found(text, "WE748")
    assert "“重点客户”、“普通客户”" in one.message.zh
    monkeypatch.setattr("workflow_engine.checks.grounds.STEPS", 1)
    assert not found(text, "WE748")
    assert any("节日关怀" in one.message.zh for one in found(text, "WE739"))


class TestRoles:
    ROLES = (
        "roles:\n  account_manager: {label: 客户经理, reports_to: supervisor}\n"
        "  supervisor: {label: 主管}\n  clerk: {label: 内勤}\n"
    )

    @pytest.mark.parametrize(
        "work",
        [
            must_do(", by: clerk"),
            "monitors:\n  a: {label: 满意度, side: external, object: 客户, every: 1 year, owner: clerk}\n",
            "support: {technical: {label: 技术支持, role: clerk, within: 4 work hours}}\n",
            "feedback: {owner: clerk, steps: {reply: {within: 1 workday}}}\n",
            "feedback: {owner: supervisor, steps: {reply: {within: 1 workday, by: clerk}}}\n",
            (
                "recovery:\n  failures:\n    late: {label: 迟送, owner: supervisor, approve: clerk, "
                "acknowledge: {within: 1 workday}, apologize: none, amend: {within: 1 workday}, "
                "anticipate: none}\n"
            ),
            (
                "roles:\n  account_manager: {label: 客户经理, reports_to: supervisor}\n"
                "  supervisor: {label: 主管, reports_to: clerk}\n  clerk: {label: 内勤}\n"
            ),
        ],
    )
    def test_work_of_any_kind_is_work(self, work):
        (one,) = found(self.ROLES, "WE755")
        assert one.args == {"name": "内勤"}
        assert not found(work if work.startswith("roles") else self.ROLES + work, "WE755")


def test_the_only_calendar_and_a_base_are_used():
    both = (
        "calendars:\n  office: {hours: {mon-fri: ['08:30..17:30']}}\n"
        "  counter: {base: office, hours: {sat: ['09:00..12:00']}}\n"
        "roles:\n  account_manager: {label: 客户经理, reports_to: supervisor}\n"
        "  supervisor: {label: 主管, calendar: counter}\n"
    )
    assert [one.args["id"] for one in found(both, "WE757")] == []
    unbased = both.replace("base: office, ", "")
    assert [one.args["id"] for one in found(unbased, "WE757")] == ["office"]


def test_channels_of_everybody_serve_every_category():
    feedback = (
        TAG + "categories: {of: [big], otherwise: general}\n"
        "feedback:\n  owner: supervisor\n  steps: {reply: {within: 1 workday}}\n  channels: {%s}\n"
    )
    assert not found(feedback % "general: [热线]", "WE758")
    assert [one.args["name"] for one in found(feedback % "big: [专线]", "WE758")] == ["general"]
    assert not found(feedback % "", "WE758")


@pytest.mark.parametrize(
    ("market", "lacking"),
    [
        ("{zh: 市场行情, en: Market}", ""),
        ("{zh: 纸价, en: Industry prices}", ""),
        ("{zh: 同行的报价, en: Rivals}", "the market"),
        ("{zh: 天气, en: Weather}", "the market"),
    ],
)
def test_what_a_monitor_watches_is_told_by_its_words(market, lacking):
    text = WHOLE_BASE["monitors"].replace("object: 市场环境", f"object: {market}")
    assert [one.args["lacking"] for one in found(text, "WE760")] == [lacking] * bool(lacking)


def test_every_part_and_step_that_is_missing_is_named():
    bare = report("scales: {}\nstrategies: {}\nmonitors: {}\nrecovery: {}\nsupport: {}\n")
    parts = [one.args["part"] for one in bare.diagnostics if one.code == "WE761"]
    assert parts == [
        "a customer pyramid",
        "monitoring",
        "service recovery (4A)",
        "back-office support",
    ]
    customer = (
        "customer: {key: id, attributes: {basic: {tier: {type: integer, min: 1, max: 30}}}}\n"
        "must_do: {}\noptional: {}\nneeds: {}\nscales: {}\nstrategies: {}\n"
    )
    base = {name: text for name, text in WHOLE_BASE.items() if name != "feedback"}
    steps = check_texts(policy_files(customer, base)).diagnostics
    told = {(one.args["step"], one.args["lacking"]) for one in steps if one.code == "WE762"}
    assert {step for step, _ in told} == {"portrait", "needs", "design", "experience"}
    assert len(told) == 5  # must-do and optional items are told of apart
    portrait = next(lacking for step, lacking in told if step == "portrait")
    assert portrait.endswith("how they operate, what service is worth to them")
    (group,) = [one for one in steps if one.args.get("step") == "portrait"]
    assert group.help is not None
    assert "`service_value: {satisfaction: {type: number}}`" in group.help.zh
    assert group.place.line == 1, "where attributes are written, not at the policy's head"


def test_a_step_that_is_declined_is_not_missing():
    failure = (
        "recovery:\n  failures:\n    late: {label: 迟送, owner: supervisor, "
        "acknowledge: {within: 1 workday}, amend: {within: 1 workday}%s}\n"
    )
    (one,) = found(failure % "", "WE763")
    assert one.args["lacking"] == "`apologize`, `anticipate`"
    assert not found(failure % ", apologize: none, anticipate: none", "WE763")


@pytest.mark.parametrize(
    ("slogan", "sizes"),
    [
        ("十六个汉字的口号刚刚好记得住不会忘", ["17 characters"]),
        ("十六个汉字的口号刚好记得住不会忘", []),
        ("{zh: 一天答复, en: We answer whatever you ask us within one day of work}", ["11 words"]),
        ("{zh: 一天答复, en: We answer whatever you ask within one day of work}", []),
    ],
)
def test_slogans_are_measured_in_each_language(slogan, sizes):
    promise = (
        "promises:\n  reply: {label: 答复, slogan: %s, unit: 天, better: lower, promise: 1, "
        "industry: 1, claim: 打热线}\n"
    )
    assert [one.args["size"] for one in found(promise % slogan, "WE764")] == sizes


def test_of_few_items_the_kinds_of_need_say_nothing():
    items = "must_do:\n" + "".join(
        f"  i{n}: {{label: 第{n}项, every: visit, needs: [right_stock], kano: delight}}\n"
        for n in range(5)
    )
    (one,) = found(items, "WE766")
    assert (one.args["count"], one.args["share"]) == ("5", "0%")
    assert not found(items.replace(", kano: delight", "", 1), "WE766")


class TestPrivileges:
    TEXT = (
        "privileges:\n  gold: {label: 金卡, for: tier >= 20, gives: {discount: 9折, parking: 免费}}\n"
        "  old: {label: 老客户, for: %s, gives: {discount: 95折, gift: 茶叶}}\n"
    )

    def test_the_customer_of_both_is_shown(self):
        (one,) = found(self.TEXT % "smart_pos", "WE759")
        assert one.message.zh.startswith(
            "“金卡”和“老客户”会给同一位客户不同的“discount”：9折、95折。例："
        )
        assert "档位" in one.args["example"]
        assert one.labels[0].place.line == one.place.line - 1

    def test_different_customers_may_get_different_things(self):
        assert not found(self.TEXT % "tier < 20", "WE759")
        assert not found(self.TEXT % 'pyramid == "usual"', "WE759")

    def test_what_everybody_gets_meets_every_privilege(self):
        text = self.TEXT.replace("for: tier >= 20, ", "") % "everyone"
        (one,) = found(text, "WE759")
        assert one.args["example"] == "any customer"


def test_a_role_needs_somebody_only_where_there_is_a_staff_table():
    text = "staff:\n  王芳: {role: supervisor}\n"
    assert [one.args["id"] for one in found(text, "WE769")] == ["account_manager"]
    assert not found(TAG, "WE769")
    person = WHOLE_BASE["roles"].replace("label: 客户经理", "label: 客户经理, person: manager")
    customer = WHOLE_BASE["customer"].replace("tier:", "manager: {type: text}\n      tier:", 1)
    assert not found(text + person + customer, "WE769")
