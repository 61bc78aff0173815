"""What the pages' examples do not show: a blueprint of everything, spoilt in one place at a time."""

import re

import pytest

from tests.checks.drawn import (
    CLEAN,
    FILE,
    PROGRAM,
    RULES,
    blueprint_of,
    found_in,
    program_of,
    spoilt,
)
from workflow_engine.checks.registry import BLUEPRINT_CHECKS, run_blueprint_checks
from workflow_engine.diagnostics.codes_blueprint_checks import ENTRIES
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.translate import translate_text
from workflow_engine.policy import check, load


def only(text, program=PROGRAM):
    (one,) = found_in(text, program)
    return one


SUPPORT = "    support: {id: portrait, text: 画像系统}\n"
SPOILT = {
    "WE801": ("between: [frontstage, backstage]", "between: [backstage, support]"),
    "WE802": ("{label: 可视线,", "{label: 内部互动线,"),
    "WE803": (
        "    evidence: {id: card, text: 备忘卡}\n    customer: {id: agree, text: 核对}\n",
        "    customer: {id: agree, text: 核对}\n    evidence: {id: card, text: 备忘卡}\n",
    ),
    "WE804": ("    customer: {id: read, text: 翻资料}\n", ""),
    "WE805": ("    no_contact: 客户自己翻看\n", ""),
    "WE807": ("    evidence: {id: leaflet, text: 资料页}\n", ""),
    "WE808": ("  - {from: crm, to: prepare}\n", "  - {from: crm, to: booking}\n"),
    "WE809": ("text: 预约小程序, by: supervisor", "text: 预约小程序"),
    "WE811": ("  - {from: prepare, to: listen}\n", "  - {from: listen, to: prepare}\n"),
    "WE812": ("  - {from: crm, to: prepare}\n", ""),
    "WE814": ("to: tell, loop: 直到没有新问题", "to: tell"),
    "WE815": ("  - {from: portrait, to: prepare}\n", "  - {from: portrait, to: prepare}\n  - {from: count, to: prepare}\n"),
    "WE816": ("{text: 盘错, failure: late}", "盘错"),
    "WE817": ("text: 等到店, max: 10 work minutes", "text: 等到店"),
    "WE818": ("text: 说难处, wait: 5", "text: 说难处, wait: 10.5"),
    "WE819": (", monitor: waits}", "}"),
    "WE820": ("minutes: 20, kind: adds_value", "minutes: 100, kind: adds_value"),
    "WE821": ("text: 填纸表, by: supervisor", "text: 填纸表, minutes: 5, by: account_manager"),
    "WE822": ("text: 约下次, by: account_manager", "text: 约下次"),
    "WE823": ("goal: 一次办好\n", ""),
    "WE824": ("item: stock_count", "steps: [清点]"),
    "WE825": (", steps: [查系统]", ""),
    "WE826": ("{customer: 心里有数, account_manager: 不漏事}", "{customer: 心里有数}"),
    "WE827": ("kind: waste, ecrs: eliminate", "kind: waste"),
    "WE828": ("minutes: 20, kind: adds_value", "minutes: 20, kind: adds_value, ecrs: eliminate"),
    "WE829": ("regulatory: true", "regulatory: true, ecrs: {do: eliminate, reason: 省时间}"),
    "WE830": ("views: {account_manager: internal_interaction", "views: {account_manager: visibility"),
    "WE831": ("views: {account_manager: internal_interaction", "views: {account_manager: all"),
    "WE832": ("expose: 正在准备", "expose: true"),
    "WE834": ("from: agree, to: tell, loop", "from: tell, to: agree, loop"),
    "WE835": ("    need: {customer: 先听难处", "    no_contact: 没人来\n    need: {customer: 先听难处"),
    "WE836": ("id: read, text: 翻资料", "id: read, text: 翻资料, ecrs: eliminate"),
    "WE837": ("  - {from: close, to: agree, both_ways: true}\n", ""),
    "WE833": ("item: field_visit, regulatory: true", "item: field_visit, expose: 正在约"),
}  # fmt: skip


def told(one, lang):
    """The words in backquotes that stand alone or before a colon: what its author is to write."""
    shown = re.findall("`([^`]*)`", one.message.get(lang) + one.help.get(lang))
    return {word for text in shown for word in re.findall(r"[^\s{},:\[\]]+(?=:)|^\S+$", text)}


NEEDS_MORE = {
    "WE806": (
        ("    customer: {id: agree, text: 核对}\n", ""),
        ("  - {from: agree, to: tell, loop: 直到没有新问题}\n", ""),
        ("  - {from: close, to: agree, both_ways: true}\n", ""),
    ),
    "WE810": (
        ("promise: soon\n", ""),
        ("id: booking, text: 预约小程序", "id: booking, text: 预约小程序, steps: [点开]"),
    ),
    "WE813": (
        (SUPPORT, ""),
        ("  - {from: portrait, to: prepare}\n", ""),
        ("  - {from: prepare, to: listen}\n", ""),
        ("  - {from: crm, to: prepare}\n", "  - {from: choose, to: tell}\n"),
        ("    support: {id: crm, text: 客户档案系统}\n", ""),
        (
            (
                "    backstage:\n"
                "      - {id: prepare, text: 准备画像, by: account_manager, minutes: 10, steps: [查系统], expose: 正在准备}\n"
                "      - {id: form, text: 填纸表, by: supervisor, kind: waste, ecrs: eliminate, steps: [填写]}\n"
            ),
            "",
        ),
        ("  - {from: form, to: count}\n", ""),
    ),
}


def test_the_clean_blueprint_gives_nothing():
    assert found_in(CLEAN) == []


def test_every_check_has_its_spoilt_blueprint():
    assert sorted([*SPOILT, *NEEDS_MORE]) == sorted(ENTRIES)


@pytest.mark.parametrize("code", sorted(ENTRIES))
def test_one_mistake_gives_its_code_and_nothing_else(code):
    changes = NEEDS_MORE.get(code) or (SPOILT[code],)
    found = found_in(spoilt(*changes))
    assert {one.code for one in found} == {code}
    for one in found:
        for text in (one.message, one.help):
            assert text is not None
            assert re.search("[\u4e00-\u9fff]", text.zh)
            assert not re.search(r"\{\w+\}", text.zh + text.en)


@pytest.mark.parametrize("folder", ["rules/tobacco-retail", "rules/vip"])
def test_the_shipped_blueprints_have_neither_errors_nor_warnings(folder):
    blueprints = load(folder).blueprints
    assert len(blueprints) >= 2
    found = [one for one in check(folder).diagnostics if one.code in ENTRIES]
    assert [one.message.en for one in found if one.severity != "info"] == []


def test_a_blueprint_that_could_not_be_read_may_show_what_is_missing():
    assert run_blueprint_checks({}, PROGRAM, complete=False) == []
    assert run_blueprint_checks({}, PROGRAM) == []  # a policy without blueprints
    text = spoilt(SPOILT["WE824"])
    one = {"visit": blueprint_of(text)}
    assert run_blueprint_checks(one, PROGRAM, complete=False) == []
    assert [found.code for found in run_blueprint_checks(one, PROGRAM)] == ["WE824"]


class TestLines:
    def lines(self, text):
        written = "lines:\n  visibility: {label: 可视线, between: [frontstage, backstage]}\n"
        return spoilt((written, f"lines:\n{text}"))

    def test_the_common_mistake_is_explained(self):
        one = only(self.lines("  visibility: {between: [customer, frontstage]}\n"))
        assert one.code == "WE801"
        assert "客户和前台之间是外部互动线" in one.message.zh
        assert "what they do not see begins below it" in one.message.en
        other = only(self.lines("  visibility: {between: [backstage, support]}\n"))
        assert "客户和前台之间" not in other.message.zh

    def test_the_name_of_the_visible_line_on_the_line_of_interaction_is_explained_too(self):
        one = only(self.lines("  interaction: {label: 可视线, between: [customer, frontstage]}\n"))
        assert one.code == "WE802"
        assert "前台是客户看得见的" in one.message.zh
        assert "外部互动线" in one.help.zh

    def test_lanes_may_be_given_from_below_and_technology_shares_the_row(self):
        assert found_in(self.lines("  visibility: {between: [backstage, technology]}\n")) == []

    def test_lines_of_ones_own_are_left_alone(self):
        assert (
            found_in(self.lines("  paid: {label: 付款线, between: [frontstage, backstage]}\n"))
            == []
        )
        assert (
            found_in(self.lines("  paid: {label: 付款线, between: [evidence, customer]}\n")) == []
        )

    @pytest.mark.parametrize(
        "label", ["可视线", "Line of Visibility", "the visibility line", "可见线"]
    )
    def test_a_line_of_ones_own_may_not_be_one_of_the_three(self, label):
        same = only(self.lines(f"  mine: {{label: {label}, between: [frontstage, backstage]}}\n"))
        assert (same.code, same.fix) == ("WE802", None)
        assert "`visibility`" in same.help.en
        moved = only(self.lines(f"  mine: {{label: {label}, between: [customer, frontstage]}}\n"))
        assert moved.code == "WE801"


class TestStages:
    def test_frontstage_and_technology_come_in_any_order(self):
        both = "    technology: 小程序\n    frontstage: {text: 约下次, by: account_manager, item: field_visit}\n"
        text = spoilt(
            ("    frontstage: {id: close, text: 约下次, by: account_manager, item: field_visit, regulatory: true}\n", both.replace("小程序", "{text: 小程序, by: supervisor}")),
            ("{from: close, to: agree,", "{from: 离店.frontstage.1, to: agree,"),
        )  # fmt: skip
        assert found_in(text) == []

    def test_the_need_of_whoever_serves_or_of_the_owner_will_do(self):
        text = spoilt(
            ("{customer: 心里有数, account_manager: 不漏事}", "{customer: 心里有数, supervisor: 省心}"),
        )  # fmt: skip
        assert (only(text).code, only(text).args["whose"]) == ("WE826", "客户经理")
        owned = text.replace("owner: account_manager", "owner: supervisor")
        codes = [one.args["stage"] for one in found_in(owned)]
        assert codes == [
            "预约",
            "自看",
        ]  # nobody acts frontstage there, and the owner's is not given

    def test_where_nobody_acts_and_nobody_owns_only_the_customer_has_needs(self):
        text = spoilt(
            ("owner: account_manager\n", ""),
            ("{customer: 随时可看, account_manager: 少接电话}", "{customer: 随时可看}"),
        )
        assert found_in(text) == []
        bare = text.replace("    need: {customer: 随时可看}\n", "")
        assert only(bare).args["whose"] == "the customer"


class TestLinks:
    def test_lines_that_are_crossed_are_named(self):
        text = spoilt(
            (
                "  - {from: crm, to: prepare}\n",
                "  - {from: crm, to: prepare}\n  - {from: choose, to: crm}\n",
            )
        )
        one = only(text)
        assert one.args["count"] == "3"
        assert (
            one.args["lines"]
            == "line of interaction, line of visibility, line of internal interaction"
        )

    def test_a_link_up_the_list_of_a_lane_leads_back_in_time(self):
        one = only(CLEAN + "  - {from: count, to: listen}\n")
        assert one.code == "WE814"
        assert one.labels
        assert found_in(CLEAN + "  - {from: count, to: listen, both_ways: true}\n") == []
        assert found_in(CLEAN + "  - {from: count, to: listen, loop: 直到数目对上}\n") == []

    def test_an_exchange_that_is_written_against_time_is_one_too(self):
        assert (
            only(
                CLEAN + "  - {from: agree, to: tell, both_ways: true}\n".replace("tell", "choose")
            ).code
            == "WE814"
        )

    def test_a_loop_must_say_when_it_ends(self):
        one = only(spoilt(("loop: 直到没有新问题", "loop: true")))
        assert one.code == "WE815"
        assert one.args["circle"] == "“核对” → “说难处” → “核对”"

    def test_circles_are_told_once_by_their_shortest_way(self):
        more = "  - {from: count, to: prepare}\n  - {from: prepare, to: count}\n"
        one = only(CLEAN + more)
        assert one.code == "WE815"
        assert one.args["circle"] == "“盘点” → “准备画像” → “盘点”"

    def test_an_action_serves_the_front_by_way_of_others(self):
        text = spoilt(
            ("  - {from: crm, to: prepare}\n", "  - {from: crm, to: form}\n"),
            ("  - {from: form, to: count}\n", "  - {from: form, to: prepare, both_ways: true}\n"),
            ("kind: waste, ecrs: eliminate, ", ""),
        )
        assert found_in(text) == []

    def test_what_is_to_be_eliminated_need_serve_nobody(self):
        gone = ("  - {from: form, to: count}\n", "")
        assert found_in(spoilt(gone)) == []
        kept = spoilt(gone, ("kind: waste, ecrs: eliminate", "kind: waste, ecrs: simplify"))
        assert only(kept).code == "WE811"
        bare = spoilt((", steps: [填写]", ""))
        assert found_in(bare) == []

    def test_what_is_used_may_be_provided_from_another_stage(self):
        uses = (
            "item: field_visit, regulatory: true",
            "item: field_visit, uses: [备忘卡], regulatory: true",
        )
        one = only(spoilt(uses))
        assert (one.code, one.args["cell"]) == ("WE813", "约下次")
        assert found_in(spoilt(uses) + "  - {from: prepare, to: close}\n") == []
        later = spoilt(
            uses,
            (
                "    customer: {id: read,",
                "    backstage: {id: print, text: 印卡, by: supervisor, steps: [印], ecrs: eliminate}\n    customer: {id: read,",
            ),
        )
        codes = [one.code for one in found_in(later + "  - {from: close, to: print}\n")]
        assert "WE813" not in codes

    def test_a_machine_without_a_role_is_told_once(self):
        text = spoilt(SPOILT["WE809"]) + "  - {from: sms, to: booking}\n"
        assert only(text).code == "WE809"


class TestTimes:
    def test_a_wait_as_long_as_its_maximum_is_in_time(self):
        assert found_in(spoilt(("text: 说难处, wait: 5", "text: 说难处, wait: 10"))) == []

    def test_the_promise_of_the_journey_is_told_once(self):
        over = (SPOILT["WE820"][0], SPOILT["WE820"][1].replace("100", "130") + ", promise: soon")
        assert only(spoilt(over)).args["minutes"] == "155"

    def test_without_a_calendar_of_recovery_that_of_feedback_counts(self):
        rules = RULES.replace("  calendar: office\n", "").replace("unit: 小时", "unit: 个工作日")
        rules = rules.replace("promise: 2}", "promise: 1}")
        calendars = "calendars:\n  short: {hours: {mon-fri: ['09:00..10:00']}}\n  long: {hours: {mon-fri: ['00:00..24:00']}}\n"
        feedback = "feedback:\n  calendar: short\n  owner: account_manager\n  steps: {reply: {within: 1 workday}}\n"
        text = spoilt((SPOILT["WE820"][0], SPOILT["WE820"][1].replace("100", "50")))
        assert only(text, program_of(calendars + feedback + rules)).code == "WE820"
        assert found_in(text, program_of(calendars + rules)) == []
        own = rules.replace("recovery:\n", "recovery:\n  calendar: long\n")
        assert found_in(text, program_of(calendars + feedback + own)) == []

    def test_the_whole_way_counts_and_an_equal_time_is_in_time(self):
        just = spoilt(("minutes: 20, kind: adds_value", "minutes: 95, kind: adds_value"))
        assert found_in(just) == []
        over = only(just.replace("minutes: 95", "minutes: 95.5"))
        assert over.args["minutes"] == "120.5"
        assert over.args["limit"] == "2 work hours"
        assert over.labels

    @pytest.mark.parametrize(
        ("unit", "promise", "basis", "minutes", "late"),
        [
            ("分钟", 40, "elapsed", 45, True),
            ("minutes", 45, "elapsed", 45, False),
            ("小时", 0.5, "working", 45, True),
            ("hours", 1, "elapsed", 45, False),
            ("工作小时", 1, "working", 61, True),
            ("天", 1, "elapsed", 1441, True),
            ("天", 1, "elapsed", 1440, False),
            ("days", 1, "working", 541, True),
            ("工作日", 1, "working", 540, False),
            ("个工作日", 1, "elapsed", 1441, True),
            ("个自然日", 1, "working", 1441, True),
            ("个自然日", 1, "working", 1440, False),
            ("工作小时", 1, "elapsed", 61, True),
            ("周", 1, "elapsed", 10081, True),
            ("次", 1, "elapsed", 100000, False),
            ("%", 1, "working", 100000, False),
        ],
    )
    def test_units_are_those_of_the_time_basis(self, unit, promise, basis, minutes, late):
        rules = RULES.replace("unit: 小时", f"unit: '{unit}'").replace(
            "promise: 2}", f"promise: {promise}}}"
        )
        text = spoilt(
            ("time_basis: working", f"time_basis: {basis}"),
            ("minutes: 20, kind: adds_value", f"minutes: {minutes - 25}, kind: adds_value"),
        )
        assert [one.code for one in found_in(text, program_of(rules))] == ["WE820"] * late

    def test_figures_of_which_more_is_better_are_no_times_to_keep(self):
        rules = RULES.replace("better: lower", "better: higher")
        text = spoilt(("minutes: 20, kind: adds_value", "minutes: 500, kind: adds_value"))
        assert found_in(text, program_of(rules)) == []

    def test_one_action_is_held_against_its_own_promise(self):
        rules = RULES.replace(
            "promises:\n",
            "promises:\n  quick: {label: 马上, slogan: 马上来, unit: 分钟, better: lower, promise: 10}\n",
        )
        text = spoilt(
            ("item: stock_count, minutes: 15", "item: stock_count, promise: quick, minutes: 15")
        )
        one = only(text, program_of(rules))
        assert (one.code, one.args["minutes"], one.args["promise"]) == ("WE820", "15", "马上")

    def test_a_maximum_in_working_days_is_measured_on_the_calendar(self):
        waits = (
            "wait: 5, wait_point: {text: 等到店, max: 10 work minutes",
            "wait: 600, wait_point: {text: 等到店, max: 1 workday",
        )
        found = found_in(
            spoilt(
                waits,
                ("promise: soon\n", ""),
                ("id: booking, text", "id: booking, item: field_visit, text"),
            )
        )
        (one,) = [one for one in found if one.code == "WE818"]
        assert "for example when it begins on a Monday at" in one.message.en
        assert one.args["wait"] == "600"


class TestDecisions:
    def test_what_the_law_wants_is_told_as_such(self):
        both = (
            "minutes: 20, kind: adds_value",
            "minutes: 20, kind: adds_value, regulatory: true, ecrs: eliminate",
        )
        assert only(spoilt(both)).code == "WE829"
        assert found_in(spoilt((both[0], both[1].replace("eliminate", "simplify")))) == []

    def test_a_problem_is_as_good_as_a_goal(self):
        assert found_in(spoilt(("goal: 一次办好\n", "problem: 跑空趟\n"))) == []
        one = only(spoilt(("goal: 一次办好\n", ""), ("for: everyone\n", "")))
        assert one.args["lacking"] == "segment and no problem or goal"


class TestPeople:
    def test_what_is_done_one_after_the_other_is_not_at_the_same_time(self):
        busy = ("text: 填纸表, by: supervisor", "text: 填纸表, minutes: 5, by: account_manager")
        one = only(spoilt(busy))
        assert (one.args["first"], one.args["second"]) == ("听难处", "填纸表")
        ordered = spoilt(busy, ("  - {from: form, to: count}\n", "  - {from: form, to: listen}\n"))
        assert found_in(ordered) == []

    def test_without_minutes_or_in_one_lane_nobody_is_in_two_places(self):
        assert (
            found_in(spoilt(("text: 填纸表, by: supervisor", "text: 填纸表, by: account_manager")))
            == []
        )

    def test_support_work_may_be_seen_by_who_does_it(self):
        text = spoilt((SUPPORT, SUPPORT.replace("画像系统", "画像系统, by: account_manager")))
        hidden = only(text)
        assert (hidden.code, hidden.args["needed"]) == ("WE830", "all")
        narrow = only(
            text.replace("account_manager: internal_interaction", "account_manager: visibility")
        )
        assert (narrow.args["cell"], narrow.args["needed"]) == ("画像系统", "all")
        assert (
            found_in(text.replace("account_manager: internal_interaction", "account_manager: all"))
            == []
        )


class TestFixes:
    def mended(self, text):
        fixed, count = apply_fixes(text, found_in(text), file=FILE)
        assert count == 1
        assert found_in(fixed) == []
        return fixed

    def test_a_line_is_put_where_it_belongs(self):
        assert self.mended(spoilt(SPOILT["WE801"])) == CLEAN

    def test_a_file_in_chinese_is_mended_in_chinese(self):
        text, _ = translate_text(CLEAN, FILE, "zh", BlueprintModel)
        assert "位于: [前台, 后台]" in text
        wrong = text.replace("位于: [前台, 后台]", "位于: [客户行为, 前台]")
        assert self.mended(wrong) == text

    def test_a_line_in_block_style(self):
        text = CLEAN.replace(
            "{label: 可视线, between: [frontstage, backstage]}",
            "\n    between: [customer, frontstage]  # 错\n    label: 可视线",
        )
        assert "between: [frontstage, backstage]  # 错" in self.mended(text)

    def test_a_line_gets_its_own_name(self):
        assert self.mended(spoilt(SPOILT["WE802"])) == CLEAN
        english = spoilt(("{label: 可视线,", "{label: Line of interaction,"))
        assert "{label: line of visibility, between" in self.mended(english)

    def test_lanes_are_put_in_order_with_their_comments(self):
        stage = "  离店:\n" + CLEAN.partition("  离店:\n")[2].partition("  自看:\n")[0]
        need, evidence, customer, front = stage.splitlines()[1:]
        wrong = f"  离店:  # 最后\n{front}\n\n    # 拿到手的\n{evidence}\n{need}\n    # 说什么\n{customer}\n      # 说完\n"  # fmt: skip
        right = f"  离店:  # 最后\n\n    # 拿到手的\n{evidence}\n    # 说什么\n{customer}\n{need}\n{front}\n      # 说完\n"  # fmt: skip
        assert self.mended(CLEAN.replace(stage, wrong)) == CLEAN.replace(stage, right)

    def test_lanes_with_lists_move_as_a_whole(self):
        stage = CLEAN.partition("  到店:\n")[2].partition("  离店:\n")[0]
        front = stage[stage.index("    frontstage:") : stage.index("    backstage:")]
        back = stage[stage.index("    backstage:") : stage.index("    support:")]
        assert self.mended(CLEAN.replace(front + back, back + front)) == CLEAN
        windows = CLEAN.replace(front + back, back + front).replace("\n", "\r\n")
        assert self.mended(windows) == CLEAN.replace("\n", "\r\n")

    def test_a_stage_on_one_line_is_left_to_its_author(self):
        stage = "  自看:\n" + CLEAN.partition("  自看:\n")[2].partition("links:\n")[0]
        flow = "  自看: {need: {customer: 甲, account_manager: 乙}, no_contact: 丙, customer: {id: read, text: 读}, evidence: 页}\n"
        one = only(CLEAN.replace(stage, flow))
        assert (one.code, one.fix) == ("WE803", None)

    def test_without_the_text_there_is_no_fix(self):
        blueprint = blueprint_of(spoilt(SPOILT["WE803"]))
        (one,) = run_blueprint_checks({"visit": blueprint}, PROGRAM)
        assert one.fix is None


class TestWordsOfTheFile:
    """What a finding tells its author to write is what the file's own language takes."""

    @pytest.mark.parametrize("code", sorted(ENTRIES))
    def test_a_file_in_chinese_is_advised_in_chinese(self, code):
        text = spoilt(*(NEEDS_MORE.get(code) or (SPOILT[code],)))
        there, _ = translate_text(text, FILE, "zh", BlueprintModel)
        english = {one.code: one for one in found_in(text)}[code]
        chinese = {one.code: one for one in found_in(there)}[code]
        for lang in ("zh", "en"):
            assert not told(chinese, lang) & set(BLUEPRINT_KEYS)
            assert not told(english, lang) & set(BLUEPRINT_KEYS.values())

    def test_what_is_advised_can_be_written(self):
        text, _ = translate_text(spoilt(SPOILT["WE817"]), FILE, "zh", BlueprintModel)
        one = only(text)
        advised = re.search("例如 `(.*)`", one.help.zh)[1]
        assert advised == "上限: 10自然分钟"
        assert found_in(text.replace("内容: 等到店", f"内容: 等到店, {advised}")) == []

    def test_words_that_stand_for_values_are_those_of_the_file_too(self):
        text, _ = translate_text(spoilt(SPOILT["WE828"]), FILE, "zh", BlueprintModel)
        assert "`改进: {做法: 取消, 理由: …}`" in only(text).help.en
        text, _ = translate_text(spoilt(SPOILT["WE830"]), FILE, "zh", BlueprintModel)
        assert only(text).args["needed"] == "内部互动线"
        text, _ = translate_text(spoilt(SPOILT["WE803"]), FILE, "zh", BlueprintModel)
        assert only(text).args["order"].startswith("有形展示, 客户行为")


class TestWhatTheReaderIsTold:
    def test_the_order_of_lanes_is_said_as_it_should_be(self):
        said = only(spoilt(SPOILT["WE803"])).message.en
        assert "`evidence` belongs above `customer`" in said

    def test_provided_is_what_is_linked_itself(self):
        """Whoever prepares for one action does not prepare for all that the customer does after."""
        uses = (
            "item: field_visit, regulatory: true",
            "item: field_visit, uses: [备忘卡], regulatory: true",
        )
        way = "  - {from: tell, to: agree}\n"
        assert only(spoilt(uses) + way).code == "WE813"
        assert only(spoilt(uses) + way + "  - {from: listen, to: close}\n").code == "WE813"

    def test_a_line_of_ones_own_is_not_mended_into_another_mistake(self):
        mine = "lines:\n  mine: {label: 可视线, between: [customer, frontstage]}\n"
        written = "lines:\n  visibility: {label: 可视线, between: [frontstage, backstage]}\n"
        one = only(spoilt((written, mine)))
        assert (one.code, one.fix) == ("WE801", None)
        assert "remove it" in one.help.en

    def test_the_maximum_holds_for_the_wait_of_whoever_serves(self):
        wait = ("text: 听难处, by", "text: 听难处, wait: 10.5, by")
        early = spoilt(wait, ("promise: soon\n", ""), ("id: booking, text", "id: booking, item: field_visit, text"))  # fmt: skip
        one = only(early)
        assert (one.code, one.args["cell"], one.args["wait"]) == ("WE818", "听难处", "10.5")
        assert one.place.line == early[: early.index("id: tell")].count("\n") + 1
        assert found_in(early.replace("10.5", "10")) == []

    def test_one_person_goes_to_and_fro_in_an_exchange(self):
        busy = ("text: 填纸表, by: supervisor", "text: 填纸表, minutes: 5, by: account_manager")
        talks = spoilt(
            busy, ("{from: form, to: count}", "{from: form, to: listen, both_ways: true}")
        )
        assert found_in(talks) == []

    def test_a_loop_within_a_lane_leads_back_or_is_none(self):
        one = only(CLEAN + "  - {from: listen, to: count, loop: 直到数目对上}\n")
        assert one.code == "WE834"

    def test_one_link_of_a_list_will_do_and_none_at_all_is_a_draft(self):
        assert found_in(CLEAN + "  - {from: count, to: tell}\n") == []
        draft = spoilt(
            ("  - {from: close, to: agree, both_ways: true}\n", ""),
            ("  - {from: listen, to: tell, both_ways: true}\n", ""),
        )
        assert found_in(draft) == []

    def test_what_is_broken_now_is_not_told_again_of_afterwards(self):
        text = spoilt(
            SPOILT["WE805"], ("id: agree, text: 核对", "id: agree, text: 核对, ecrs: simplify")
        )
        assert [one.code for one in found_in(text)] == ["WE805"]

    def test_the_customer_has_a_view(self):
        text = spoilt(("views: {", "views: {customer: visibility, "))
        assert found_in(text) == []


def test_checks_say_where():
    for code, change in SPOILT.items():
        for one in found_in(spoilt(change)):
            assert one.place.line > 0, code
            assert isinstance(one.place, Place)


def test_there_is_a_check_for_every_code_but_the_coverage():
    of_use = {"blueprint_idle_technology", "blueprint_of_nobody"}
    assert len({name for name, _ in BLUEPRINT_CHECKS} - of_use) == len(ENTRIES) - 1
