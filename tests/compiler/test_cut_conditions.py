"""Conditions and cells that a comma cuts apart, in whole policies: one message for one mistake."""

from __future__ import annotations

import pytest

from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.policy import check_texts

POLICY = """\
政策: {{编号: 小店, 版本: "1"}}
角色: {{客户经理: {{}}}}
客户:
  编号字段: 编号
  属性:
    基本画像:
      档位: {{类型: 整数}}
      市场: {{类型: 选项, 取自: [城镇, 乡村]}}
    经营画像:
      净贡献: {{类型: 数值, 单位: 元}}
      库存天数: {{类型: 整数, 单位: 天}}
标签:
  大客户: {tag}
分级:
  金字塔:
    级别:
      最有价值: {level}
      低贡献: {{否则: 是}}
决策表:
  额度:
    给出: {{类型: 整数}}
    行:
      - {row}
    否则: 1
客户类别: {{取自: [大客户], 否则: 一般客户}}
拜访:
  大客户: {{次数: 每月2次, 分钟: 20, 方式: [实地]}}
  一般客户: {{次数: 每月1次, 分钟: 20, 方式: [实地]}}
必做项:
  盘点: {{频率: 每月, 负责人: 客户经理, 分钟: 10}}
  复核: {{对象: 金字塔 等于 最有价值, 频率: 每月, 负责人: 客户经理, 分钟: 额度}}
绝不:
  - 低贡献 且 盘点
"""
SOUND = {
    "tag": "{条件: 档位 >= 28}",
    "level": "{条件: 净贡献 > 0}",
    "row": "{档位: 6..<12, 市场: 城镇, 结果: 5}",
}


def errors(**parts: str) -> list[Diagnostic]:
    text = POLICY.format_map(SOUND | parts).replace("分钟: 额度", "分钟: 10")
    found = check_texts({"a.yaml": text}).diagnostics
    return [one for one in found if one.severity == "error"]


def test_the_policy_itself_has_no_error() -> None:
    assert errors() == []


@pytest.mark.parametrize("part", ["tag", "level"])
@pytest.mark.parametrize(
    ("condition", "better"),
    [
        ("档位 >= 28, 净贡献 >= 20000", "档位 >= 28 且 净贡献 >= 20000"),
        ("档位 >= 28 ,净贡献 >= 20000", "档位 >= 28 且 净贡献 >= 20000"),
        ("档位 >= 28，净贡献 >= 20000", "档位 >= 28 且 净贡献 >= 20000"),
        ("档位 >= 28、净贡献 >= 20000", "档位 >= 28 且 净贡献 >= 20000"),
        ('"档位 >= 28, 净贡献 >= 20000"', "档位 >= 28 且 净贡献 >= 20000"),
        ("档位 >= 28, 净贡献 >= 20, 市场 == 城镇", None),
    ],
)
@pytest.mark.parametrize("form", ["{{条件: {}}}", "{{条件: {}, 名称: 甲}}", "\n        条件: {}"])
def test_a_comma_for_and_is_one_finding(
    part: str, condition: str, better: str | None, form: str
) -> None:
    (found,) = errors(**{part: form.format(condition)})
    assert found.code == "WE387"
    assert found.args["joint"] == "且"
    if better is not None:
        assert found.args["both"] == better
    assert found.fix is not None


@pytest.mark.parametrize(
    ("condition", "better"),
    [
        ("档位 >= 28 且 净贡献 >= 20,000", "20000"),
        ("净贡献 >= 1,200,000 且 档位 > 3", "1200000"),
        ("净贡献 > 1,000 且 净贡献 < 2,000", "1000"),
    ],
)
def test_thousands_in_braces_are_one_finding(condition: str, better: str) -> None:
    (found,) = errors(level=f"{{条件: {condition}, 名称: 甲}}")
    assert found.code == "WE320"
    assert found.help is not None
    assert f"`{better}`" in found.help.zh


@pytest.mark.parametrize(
    ("row", "code", "shown"),
    [
        ("{档位: ≥ 6, < 12, 市场: 城镇, 结果: 5}", "WE341", "≥ 6 < 12"),
        ("{档位: ≥6，<12, 结果: 5}", "WE341", "≥6 <12"),
        ("{市场: 城镇, 乡村, 档位: 6, 结果: 5}", "WE341", "城镇 | 乡村"),
        ("{档位: 6,12, 结果: 5}", "WE341", "6 | 12"),
        ("{档位: 1,000, 结果: 5}", "WE344", "1000"),
        ("{档位: 6, 结果: 5,000}", "WE344", "5000"),
        ("{档位: 12..<6, 结果: 5}", "WE342", "6..<12"),
        ("{档位: 12<..6, 结果: 5}", "WE342", "6<..12"),
        ("{市场: 城镇、档位: 6, 结果: 5}", "WE123", "英文逗号"),
        ("{市场: 城镇；档位: 6, 结果: 5}", "WE123", "英文逗号"),
    ],
)
def test_a_cell_that_a_comma_cuts_is_not_read_in_part(row: str, code: str, shown: str) -> None:
    (found,) = errors(row=row)
    assert found.code == code
    assert found.help is not None
    assert shown in found.help.zh
    assert found.fix is not None


def test_what_cannot_be_put_back_says_how_it_came_apart() -> None:
    (found,) = errors(tag="{条件: 档位 >= 28, 说明: 大的, 老的}")
    assert found.code == "WE201"
    assert found.help is not None
    assert '`"大的, 老的"`' in found.help.zh


@pytest.mark.parametrize(
    "level", ["{条件: 净贡献 < 库存天数}", "{条件: 净贡献 和}", "{条件: 不知道 > 3}"]
)
def test_the_names_of_a_broken_scale_are_not_unknown(level: str) -> None:
    assert len(errors(level=level)) == 1


def test_the_options_of_a_broken_attribute_are_not_unknown() -> None:
    text = POLICY.format_map(SOUND).replace("取自: [城镇, 乡村]", "取自: 城镇, 乡村")
    found = check_texts({"a.yaml": text.replace("分钟: 额度", "分钟: 10")}).diagnostics
    assert {one.place.line for one in found if one.severity == "error"} == {8}


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("form", ["{{条件: {}}}", "\n    条件: {}"])
def test_a_quote_that_is_not_closed_is_found_where_it_begins(quote: str, form: str) -> None:
    (found,) = errors(tag=form.format(f"{quote}市场 等于 乡村"))
    assert found.code == "WE107"
    assert found.place.line == (13 if "\n" not in form else 14)


def test_words_run_together_are_shown_apart() -> None:
    (found,) = errors(tag="{条件: 档位大于等于28且净贡献大于20000}")
    assert found.help is not None
    assert "`档位 >= 28 且 净贡献 > 20000`" in found.help.zh


def test_what_is_sound_with_a_comma_stays_so() -> None:
    assert errors(tag="{条件: 市场 属于 [城镇, 乡村], 名称: 甲}")[0].code == "WE129"
    assert errors(tag='{条件: "市场 属于 [城镇, 乡村]"}') == []


def test_a_colon_without_a_space_is_told_as_that() -> None:
    (found,) = errors(tag="\n    条件:档位>28")
    assert found.code == "WE130"
    assert found.fix is not None
    text = POLICY.format_map(SOUND).replace("{分钟: 10}", "")
    wrong = text.replace("    给出: {类型: 整数}", "    给出:\n      额度:5")
    (one,) = [d for d in check_texts({"a.yaml": wrong}).diagnostics if d.code == "WE130"]
    assert one.args["key"] == "额度"
    fixed, count = apply_fixes(wrong, [one])
    assert count == 1
    assert "额度: 5" in fixed


def test_a_section_left_out_for_a_mistake_is_not_missing() -> None:
    text = POLICY.format_map(SOUND).replace("  编号字段: 编号\n", "")
    codes = {one.code for one in check_texts({"a.yaml": text}).diagnostics}
    assert "WE205" in codes
    assert "WE354" not in codes
