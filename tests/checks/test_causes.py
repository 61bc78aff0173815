"""One mistake gives one finding: what merely follows from it is told with it."""

import pytest

from tests.checks.examples import BASE
from tests.checks.test_rules import codes, found, only, scale, table
from tests.docs.examples import policy_files
from workflow_engine.policy import check_texts

BROKEN = "tags:\n  big: {label: 大客户, when: 30 <= tier <= 28}\n"


def items(*conditions):
    lines = (
        f"  i{n}: {{label: 服务{n}, eligible: '{condition}', every: 1 month}}\n"
        for n, condition in enumerate(conditions)
    )
    return "optional:\n" + "".join(lines)


class TestTags:
    def test_items_that_read_a_broken_tag_are_told_with_it(self):
        one = only(BROKEN + items("big or distance > 9", "big", "not big and distance > 5"))
        assert one.code == "WE711"
        assert one.message.zh.endswith("；因此“服务0”、“服务1”、“服务2”也受影响")
        assert one.message.en.endswith("; so “服务0”, “服务1” and “服务2” are affected too")

    def test_one_alone_is_affected(self):
        assert only(BROKEN + items("big")).message.en.endswith("; so “服务0” is affected too")

    def test_a_tag_that_everybody_has_is_a_cause_too(self):
        one = only(BROKEN.replace("30 <= tier <= 28", "tier >= 1") + items("big and distance > 9"))
        assert one.code == "WE710"
        assert "“服务0”也受影响" in one.message.zh

    def test_through_other_tags_the_first_is_told(self):
        one = only(f"{BROKEN}  best: {{label: 最好, when: big and smart_pos}}\n{items('best')}")
        assert one.place.line == 2
        assert "“最好”、“服务0”也受影响" in one.message.zh

    def test_what_is_wrong_by_itself_is_still_told(self):
        own = items("big or (distance > 9 and distance < 5)")
        assert codes(BROKEN + own) == ["WE711", "WE712"]
        assert codes(BROKEN + items("tier > 30")) == ["WE711", "WE711"]

    def test_rows_of_tables_follow_but_what_leaves_customers_without_a_result_does_not(self):
        rows = ["big: true, then: 1", "big: false, tier: ≥ 5, then: 2"]
        one, gap = found(BROKEN + table(rows))
        assert (one.code, gap.code) == ("WE711", "WE720")
        assert "affected" in one.message.en

    def test_where_the_mistake_is_allowed_nothing_follows(self):
        allowed = BROKEN.replace("28}", "28}  # allow WE711: next year")
        assert codes(allowed + items("big or distance > 9")) == []

    def test_a_condition_written_false_is_no_mistake(self):
        meant = "tags:\n  big: {when: 'false'}\n" + items("big and distance > 9")
        assert codes(meant) == ["WE711"]


class TestScalesAndTables:
    def test_a_level_that_nobody_reaches(self):
        text = scale("when: tier < 1", "otherwise: true")
        one = only(text + items('s == "l1"', 's == "l2"'))
        assert (one.code, one.place.line) == ("WE711", 4)
        assert "“服务0”、“服务1”也受影响" in one.message.zh

    def test_a_level_whose_customers_are_taken(self):
        text = scale("when: tier >= 10", "when: tier >= 28", "otherwise: true")
        one = only(text + "tags: {t: {label: 甲, when: 's == \"l2\"'}}\n")
        assert one.code == "WE716"
        assert one.message.zh.endswith("；因此“甲”也受影响")

    def test_a_level_for_everybody_leaves_nobody_to_the_others(self):
        one = only(scale("when: tier >= 1", "when: tier >= 28", "otherwise: true"))
        assert (one.code, one.place.line) == ("WE710", 4)
        assert "affects" in one.args

    def test_what_a_row_that_never_matches_would_give(self):
        rows = ["tier: '> 30', then: a", "tier: ≥ 28, then: b"]
        text = table(rows, "unique", "choice, of: [a, b, c]", "c")
        one = only(text + "tags: {x: {label: 甲, when: 't == \"a\"'}}\n")
        assert one.code == "WE713"
        assert "“甲”也受影响" in one.message.zh


@pytest.mark.parametrize(
    ("when", "codes_"),
    [("tier > 30", {"WE711"}), ("tier > 28", set())],
)
def test_a_blueprint_for_a_tag_that_nobody_has_is_not_told_apart(when, codes_):
    drawn = (
        "id: visit\nfor: top\ngoal: 一次办好\nstages:\n  到店:\n    evidence: 短信\n"
        "    need: {customer: 少跑, account_manager: 约准}\n    customer: 说明需要\n"
        "    frontstage: {text: 了解需要, by: account_manager}\n"
    )
    files = policy_files(f"tags:\n  top: {{label: 顶级, when: {when}}}\n", BASE)
    files["shared.yaml"] = files["shared.yaml"].replace(
        'version: "1"', 'version: "1", blueprints: drawn'
    )
    told = {one.code for one in check_texts(files, {"visit.yaml": drawn}).diagnostics}
    assert told & {"WE711", "WE767"} == codes_
