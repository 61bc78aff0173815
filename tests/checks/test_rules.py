"""What the pages' examples of the checks of rules do not show: bounds, other keys, mixtures."""

import pytest

from tests.checks.examples import BASE
from tests.docs.examples import policy_files
from workflow_engine.checks import grounds
from workflow_engine.diagnostics.codes_rule_checks import ENTRIES
from workflow_engine.policy import check_texts


def found(text, stage=None):
    files = policy_files(text, BASE)
    if stage is not None:
        files["shared.yaml"] = files["shared.yaml"].replace(
            'version: "1"}', f'version: "1", stage: {stage}}}'
        )
    report = check_texts(files)
    mistakes = [one for one in report.diagnostics if one.severity == "error"]
    assert [one.message.en for one in mistakes if one.code not in ENTRIES] == []
    return [one for one in report.diagnostics if one.code in ENTRIES]


def codes(text, stage=None):
    return sorted(one.code for one in found(text, stage))


def only(text, code=None):
    (one,) = [one for one in found(text) if code is None or one.code == code]
    return one


def table(rows, hit="unique", gives="integer", otherwise=None):
    lines = "".join(f"      - {{{row}}}\n" for row in rows)
    last = "" if otherwise is None else f"    otherwise: {otherwise}\n"
    return f"tables:\n  t:\n    gives: {{type: {gives}}}\n    hit: {hit}\n    rows:\n{lines}{last}"


def scale(*levels):
    lines = "".join(f"      l{n}: {{{level}}}\n" for n, level in enumerate(levels, 1))
    return f"scales:\n  s:\n    levels:\n{lines}"


class TestConditions:
    def test_a_contradiction_names_the_two_parts(self):
        one = only("tags: {t: {when: 'smart_pos and tier >= 28 and tier < 20'}}\n")
        assert one.code == "WE711"
        assert one.args["reason"] == "“档位 ≥ 28” and “档位 < 20” cannot both hold"

    def test_a_value_out_of_range_is_named_with_the_range(self):
        one = only("tags: {t: {when: tier > 30}}\n")
        assert "lies between 1 and 30" in one.args["reason"]
        assert "范围是 1 到 30" in one.message.zh

    def test_sums_of_attributes_are_solved(self):
        when = "contribution > 10 and service_cost < 5 and contribution - service_cost < 0"
        assert codes(f"tags: {{t: {{when: {when}}}}}\n") == ["WE711"]
        assert codes(f"tags: {{t: {{when: {when.replace('< 0', '< 6')}}}}}\n") == []

    def test_the_end_of_the_own_range_may_be_written(self):
        assert codes("tags: {t: {when: 28 <= tier <= 30}}\n") == []
        assert codes("tags: {t: {when: 28 <= tier <= 31}}\n") == ["WE712"]

    def test_of_equal_parts_one_is_idle(self):
        one = only("tags: {t: {when: smart_pos and tier > 3 and smart_pos}}\n")
        assert (one.code, one.severity) == ("WE712", "warning")

    def test_what_follows_from_another_definition_is_information(self):
        text = "tags:\n  large: {when: tier >= 20}\n  t: {when: large or tier >= 28}\n"
        assert (only(text).code, only(text).severity) == ("WE712", "info")

    def test_a_tag_to_blame_is_named(self):
        text = "tags:\n  none: {label: 无人, when: 'false'}\n  t: {when: none and smart_pos}\n"
        assert "the tag “无人” asks “never”" in only(text).args["reason"]

    def test_options_that_cannot_be_are_idle(self):
        one = only("tags: {t: {when: 'tier in [28, 29, 31]'}}\n")
        assert (one.code, one.args["part"]) == ("WE712", "档位 is one of 31")

    def test_items_failures_and_levels_are_looked_at(self):
        text = (
            "must_do: {a: {label: 甲, for: tier > 30, every: visit}}\n"
            "optional: {b: {label: 乙, eligible: tier >= 1, every: 1 month}}\n"
            "recovery:\n  failures:\n"
            "    late: {label: 差错, owner: account_manager, for: tier < 1}\n"
            + scale("when: tier < 0", "otherwise: true")
        )
        assert codes(text) == ["WE710", "WE711", "WE711", "WE711"]

    def test_true_written_as_such_is_meant(self):
        assert codes("optional: {b: {label: 乙, eligible: 'true', every: 1 month}}\n") == []

    def test_missing_data_is_no_answer(self):
        assert codes("tags: {t: {when: tier is missing or tier >= 1}}\n") == ["WE710"]
        assert codes("tags: {t: {when: tier is not missing and tier >= 5}}\n") == []


class TestTables:
    def test_a_row_covered_by_several_names_them_all(self):
        rows = [
            "tier: < 10, then: 1",
            "tier: ≥ 20, then: 2",
            "tier: 8..25, market: rural, then: 3",
            "tier: 10..<20, then: 4",
            "tier: 5..15, then: 5",
        ]
        one = only(table(rows, "first"), "WE716")
        assert one.args["rule"] == "row 5"
        assert one.args["covers"] == "row 1 and row 4"
        assert len(one.labels) == 2

    def test_a_row_partly_free_is_not_covered(self):
        rows = ["tier: < 10, then: 1", "tier: 5..10, then: 2"]
        assert "WE716" not in codes(table(rows, "first", otherwise=3))

    def test_priority_goes_by_what_rows_give(self):
        rows = ["tier: ≥ 28, then: q", "tier: ≥ 20, then: p"]
        text = table(rows, "priority", "choice, of: [p, q]", "p")
        assert "WE716" in codes(text)
        assert "WE716" not in codes(text.replace("[p, q]", "[q, p]"))

    def test_periods_of_validity_keep_rows_apart(self):
        rows = [
            "tier: ≥ 28, then: 1, valid: 2026-01-01..2026-06-30",
            "tier: ≥ 28, then: 2, valid: 2026-07-01..2026-12-31",
        ]
        assert "WE717" not in codes(table(rows, otherwise=0))
        touching = [rows[0], rows[1].replace("2026-07-01", "2026-06-30")]
        one = only(table(touching, otherwise=0), "WE717")
        assert "today = 2026-06-30" in one.args["example"]

    def test_a_gap_in_time_is_shown_with_the_day(self):
        rows = ["then: 1, valid: ..2026-06-30", "then: 2, valid: 2026-07-02.."]
        assert only(table(rows), "WE720").args["example"] == "today = 2026-07-01"

    def test_lists_and_counts_may_be_empty_sums_are_worth_knowing(self):
        rows = ["tier: ≥ 28, then: 1"]
        assert codes(table(rows, "collect")) == codes(table(rows, "collect count")) == []
        one = only(table(rows, "collect sum"))
        assert (one.code, one.severity) == ("WE720", "info")

    @pytest.mark.parametrize(
        ("stage", "severity"), [("draft", "warning"), ("trial", "error"), ("live", "error")]
    )
    def test_an_overlap_is_a_warning_in_a_draft(self, stage, severity):
        rows = ["tier: ≥ 28, then: 1", "tier: ≥ 20, then: 2"]
        text = table(rows, otherwise=0)
        overlaps = [one for one in found(text, stage) if one.code == "WE717"]
        assert [one.severity for one in overlaps] == [severity]

    def test_columns_of_tags_and_scales_are_followed(self):
        text = "tags: {large: {when: tier >= 28}}\n" + table(
            ["large: true, then: 1", "tier: < 28, then: 2"]
        )
        assert codes(text) == []
        assert codes(text.replace("< 28, then", "< 27, then")) == ["WE720"]

    def test_more_than_five_are_counted(self):
        rows = [f"tier: ≥ {n}, then: {n}" for n in range(2, 11)]
        overlaps = [one for one in found(table(rows, otherwise=0)) if one.code == "WE717"]
        assert len(overlaps) == 5
        assert overlaps[-1].message.en.endswith("(and 3 more like it)")
        assert overlaps[-1].message.zh.endswith("（同样的问题另有 3 处）")

    def test_an_analysis_that_takes_too_long_says_so(self, monkeypatch):
        monkeypatch.setattr(grounds, "STEPS", 40)
        rows = [f"tier: {n}..{n + 1}, market: any, then: {n}" for n in range(1, 29)]
        one = only(table(rows), "WE739")
        assert one.args["why"].startswith("there are too many combinations")

    def test_a_row_that_decides_for_want_of_data_is_not_redundant(self):
        rows = [
            "tier: not missing, market: rural, then: 1",
            "tier: not missing, then: 1",
            "market: rural, then: 2",
        ]
        redundant = [one for one in found(table(rows, "first", otherwise=1)) if one.code == "WE722"]
        assert "row 2" not in {one.args["row"] for one in redundant}

    def test_a_column_that_shares_its_data_with_another_is_left_alone(self):
        text = "tags: {large: {when: tier >= 28}}\n" + table(
            ["tier: ≥ 28, large: false, then: 1", "then: 2"], "first"
        )
        assert codes(text) == ["WE715", "WE725"]

    def test_merged_cells_are_written_as_short_as_can_be(self):
        def merged(*cells, kind="tier"):
            rows = [f'{kind}: "{cell}", smart_pos: true, then: 1' for cell in cells]
            rows.append(f'{kind}: "{cells[0]}", smart_pos: false, then: 2')
            return only(table(rows), "WE723").args["cell"]

        assert merged("1..9", "10..20") == "1..20"
        assert merged("< 10", "10..20") == "≤ 20"
        assert merged("≥ 20", "10..19") == "≥ 10"
        assert merged("< 10", "≥ 20") == "< 10 | ≥ 20"
        assert merged("urban", "rural", kind="market") == "any"
        assert merged("2026-01-01..2026-06-30", "2026-07-01..2026-12-31", kind="joined_on") == (
            "2026-01-01..2026-12-31"
        )
        assert merged("0..<2.5", "2.5..9", kind="distance") == "0..9"

    def test_where_order_counts_only_neighbours_are_merged(self):
        rows = ["tier: < 10, then: 1", "market: rural, then: 2", "tier: 10..20, then: 1"]
        assert "WE723" not in codes(table(rows, "first", otherwise=3))


class TestScales:
    def test_an_otherwise_that_nobody_reaches_is_a_level_without_customers(self):
        one = only(scale("when: tier < 10", "when: tier >= 10", "otherwise: true"))
        assert (one.code, one.severity, one.args["rule"]) == ("WE716", "warning", "the level “l3”")

    def test_a_gap_shows_customers_from_different_places(self):
        one = only(scale("when: 5 <= tier <= 8", "when: 20 <= tier <= 30"))
        assert one.code == "WE721"
        assert one.args["example"] == "档位 = 1; 档位 = 9"

    def test_the_order_of_levels_is_told_once(self):
        text = scale("when: tier >= 28", "when: smart_pos", "when: distance > 5", "otherwise: true")
        assert codes(text) == ["WE719"]


class TestAssertions:
    TAGS = "tags:\n  large: {when: tier >= 28}\n  losing: {when: contribution < service_cost}\n"

    def test_what_is_proved_is_silent(self):
        small = self.TAGS + "  small: {when: tier < 10}\nnever: [large and small]\n"
        assert codes(small) == []

    def test_what_is_refuted_shows_a_customer(self):
        one = only(self.TAGS + "never: [large and losing]\n")
        assert one.code == "WE728"
        assert "档位 = 28" in one.args["example"]
        assert one.place.line == 4

    def test_each_assertion_counts_for_itself(self):
        text = self.TAGS + "never: [large and losing, large and tier < 5, losing]\n"
        assert codes(text) == ["WE728", "WE728"]


class TestItems:
    def test_what_a_strategy_grants_is_available_all_the_same(self):
        item = (
            "optional: {help: {label: 指导, eligible: distance > 9, until: distance > 5,"
            " every: 1 month}}\n"
        )
        granted = (
            item
            + "strategies: {keep: {label: 留住, grants: [help]}}\n"
            + scale("when: tier > 9, strategy: keep", "otherwise: true")
        )
        assert codes(item) == ["WE727"]
        assert codes(granted) == []


class TestTriggers:
    @staticmethod
    def ladder(*triggers):
        return codes(
            "recovery:\n  failures:\n"
            "    late: {label: 差错, owner: account_manager, amend: {within: 1 workday}}\n"
            "  escalation:\n"
            f"    - {{from: account_manager, any: [{', '.join(triggers)}]}}\n"
        )

    @pytest.mark.parametrize(
        "triggers",
        [
            ("amend overdue", "amend overdue"),
            ("amend overdue by 1 workday", "amend overdue by 2 workdays"),
            ("reopened 3 times", "reopened 2 times"),
            ("{step: amend, elapsed: 50%}", "amend overdue"),
            ("{step: amend, elapsed: 80%}", "{step: amend, elapsed: 50%}"),
        ],
    )
    def test_the_later_one_is_covered(self, triggers):
        assert self.ladder(*triggers) == ["WE730"]

    @pytest.mark.parametrize(
        "triggers",
        [
            ("amend overdue by 1 workday", "amend overdue by 3 work hours"),
            ("amend overdue", "cannot resolve"),
            ("{step: amend, elapsed: 50%, unless: planned}", "amend overdue"),
            ("reopened 2 times", "amend overdue"),
        ],
    )
    def test_others_stand_beside_each_other(self, triggers):
        assert self.ladder(*triggers) == []


class TestPlaces:
    """A finding about a condition points at the condition."""

    @pytest.mark.parametrize(
        ("text", "line", "column"),
        [
            ("tags:\n  t:\n    label: 甲\n    when: tier > 30\n", 4, 11),
            (scale("when: tier < 5", "when: tier > 30", "otherwise: true"), 5, 18),
            ("must_do:\n  a:\n    label: 甲\n    every: visit\n    for: tier > 30\n", 5, 10),
            ("optional:\n  a:\n    every: 1 month\n    eligible: tier > 30\n", 4, 15),
            ("optional:\n  a:\n    every: 1 month\n    until: tier > 30\n", 4, 12),
            ("privileges:\n  a:\n    gives: {配送: 每周1次}\n    for: tier > 30\n", 4, 10),
        ],
    )
    def test_it_stands_where_the_condition_is_written(self, text, line, column):
        one = only(text)
        assert (one.code, one.place.line, one.place.column) == ("WE711", line, column)
        written = text.split("\n")[line - 1][column - 1 : one.place.end_column - 1]
        assert written == "tier > 30"
        lines = text.split("\n")
        beside = f"{lines[line - 1]}  # allow WE711: next year"
        assert codes("\n".join([*lines[: line - 1], beside, *lines[line:]])) == []
        lines.insert(line - 1, "    # allow WE711: next year")
        assert codes("\n".join(lines)) == []


class TestAdvice:
    """One finding does not advise against another of the same run."""

    COMPLETE = ("tier: < 10, then: 1", "tier: 10..20, then: 2", "tier: '> 20', then: 3")

    def test_rows_that_are_for_everybody_are_not_left_to_the_otherwise(self):
        one = only(table(self.COMPLETE, otherwise=1))
        assert (one.code, one.severity) == ("WE716", "info")
        assert one.place.line == 9
        assert "写在前面" not in one.help.zh

    def test_the_level_of_all_others_cannot_be_put_before(self):
        one = only(scale("when: tier < 10", "when: tier >= 10", "otherwise: true"))
        assert "写在前面" not in one.help.zh

    def test_a_row_written_twice_is_removed(self):
        rows = ["tier: ≥ 28, then: 1", "tier: ≥ 28, then: 1"]
        one = only(table(rows, otherwise=0), "WE717")
        assert one.help.zh == "第 2 行与第 1 行完全相同：删去一行"
        assert one.fix is not None
        other = only(table([rows[0], "tier: ≥ 28, then: 2"], otherwise=0), "WE717")
        assert "条件完全相同、结果不同" in other.help.zh

    def test_limits_are_not_asked_for_where_there_are(self):
        (one,) = found(table(["tier: ≥ 28, then: 1"]))
        assert "`min`" not in one.help.en
        (other,) = found(table(["distance: ≥ 28, then: 1"]))
        assert "`min`" in other.help.en

    def test_a_column_of_a_row_that_never_matches_is_kept(self):
        assert codes(table(["tier: '> 28 < 20', then: 1"], otherwise=1)) == ["WE713"]

    def test_an_item_that_has_ended_for_everybody_is_told_once(self):
        ended = "optional: {a: {eligible: distance > 9, until: tier >= 1, every: 1 month}}\n"
        assert codes(ended) == ["WE710"]


class TestMissingData:
    """What is said holds for customers with missing data too."""

    def test_a_part_whose_want_makes_a_difference_matters(self):
        when = "(tier >= 10 and smart_pos) or (tier >= 10 and not smart_pos)"
        assert codes(f"tags: {{t: {{when: {when}}}}}\n") == []

    def test_a_part_that_always_holds_is_told_with_a_reserve(self):
        one = only("tags: {t: {when: tier <= 31 and smart_pos}}\n")
        assert "没有这项资料的客户除外" in one.args["reason"] + one.message.zh

    def test_first_is_needed_where_a_row_asks_for_missing_data(self):
        rows = ["market: urban, then: 1", "market: rural, then: 2", "market: missing, then: 3"]
        assert "WE725" not in codes(table(rows, "first"))
        assert "WE725" in codes(table(rows[:2], "first"))

    def test_a_row_that_sums_contradict_never_matches(self):
        text = "measures: {net: contribution - service_cost}\n" + table(
            ["contribution: < 10, service_cost: '> 20', net: '> 0', then: 1"], "first", otherwise=2
        )
        assert "WE715" in codes(text)
        assert "WE722" not in codes(text)
