"""What Chinese input methods produce: found, read as meant, mended, and prose left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.language.fixing import apply_fixes
from workflow_engine.language.reader import read_yaml

SLIPS = [
    ("标签：\n  a: 1\n", "标签: \n  a: 1\n", {"WE122"}),
    ("标签：\n  大客户：{名称：大，条件：档位 ＞＝ ２８}\n",
     "标签:\n  大客户: {名称: 大, 条件: 档位 >= 28}\n", {"WE122", "WE123", "WE126"}),
    ("t:\n  a:\n    when： tier＞３\n", "t:\n  a:\n    when: tier>3\n", {"WE122", "WE126"}),
    ("a: {x: 1，\n  y: 2，\n  z：3}\n", "a: {x: 1,\n  y: 2,\n  z: 3}\n", {"WE122", "WE123"}),
    ("f:\n  offer: [补货，换货]\n", "f:\n  offer: [补货, 换货]\n", {"WE123"}),
    ("f: {modes: ［实地，线上］}\n", "f: {modes: [实地, 线上]}\n", {"WE123", "WE127"}),
    ("f: ｛x: 1｝\n", "f: {x: 1}\n", {"WE127"}),
    ("policy:\n  version: “2026.11”\n", 'policy:\n  version: "2026.11"\n', {"WE124"}),
    ("t:\n  when: growth == “high”\n", 't:\n  when: growth == "high"\n', {"WE124"}),
    ("t:\n  when: “tier > 3”\n", 't:\n  when: "tier > 3"\n', {"WE124"}),
    ("标签:\n　　大客户:　{名称: x}\n", "标签:\n    大客户: {名称: x}\n", {"WE125"}),
    ("tags:\n\ta: 1\n\tb:\t2\n", "tags:\n  a: 1\n  b: 2\n", {"WE121"}),
    ("rows:\n  - {tier: ≥ ２８, then: ６０}\n", "rows:\n  - {tier: ≥ 28, then: 60}\n", {"WE126"}),
    ("rows:\n  - {tier: １８．．３０}\n", "rows:\n  - {tier: 18..30}\n", {"WE126"}),
    ("w: {within: ２ work hours}\n", "w: {within: 2 work hours}\n", {"WE126"}),
    ("w: {within: ３０工作分钟}\n", "w: {within: 30工作分钟}\n", {"WE126"}),
    ("w:\n  when: all_below(last(满意度，４)，６０)\n",
     "w:\n  when: all_below(last(满意度, 4), 60)\n", {"WE123", "WE126"}),
    ("a:\n  of:\n    urban：{zh: 城镇}\n", "a:\n  of:\n    urban: {zh: 城镇}\n", {"WE122"}),
    ("a:\n  label:\n    zh：你好\n    en: x\n", "a:\n  label:\n    zh: 你好\n    en: x\n", {"WE122"}),
    ("反馈:\n  步骤:\n    通知：{话术: 完，好}\n", "反馈:\n  步骤:\n    通知: {话术: 完，好}\n", {"WE122"}),
    ("＃ 说明\na: 1\n", "# 说明\na: 1\n", {"WE127"}),
    ("a:\n－ x\n－ y\n", "a:\n- x\n- y\n", {"WE127"}),
    ("ta\u200bgs: {a: 1}\n", "tags: {a: 1}\n", {"WE128"}),
    ("t: {label: x, when: all_below(last(s, 4), 60), y: 1}\n",
     't: {label: x, when: "all_below(last(s, 4), 60)", y: 1}\n', {"WE129"}),
    ("t: {label: x, when: tier in [1, 2] and x, y: 1}\n",
     't: {label: x, when: "tier in [1, 2] and x", y: 1}\n', {"WE129"}),
    ('t: {value: contains(a, "x"), y: 1}\n', "t: {value: 'contains(a, \"x\")', y: 1}\n", {"WE129"}),
    ("tags: {a: {label: x, when:tier >= 3}}\n", "tags: {a: {label: x, when: tier >= 3}}\n",
     {"WE130"}),
    ("t:\n  a: ｛b：高，c：中｝\n", "t:\n  a: {b: 高, c: 中}\n", {"WE127", "WE122", "WE123"}),
    ("tags:\n  a:\n    when:tier > 3\n", "tags:\n  a:\n    when: tier > 3\n", {"WE130"}),
]  # fmt: skip


TABS_OF_ONE_MEANING = [
    ("标签:\n  甲:\n    名称: x\n  \t条件: y\n", "标签:\n  甲:\n    名称: x\n    条件: y\n"),
    ("a:\n  b: 1\n\tc: 2\n", "a:\n  b: 1\n  c: 2\n"),
    ("a:\n\tb: 1\n    c: 2\n", "a:\n    b: 1\n    c: 2\n"),
    ("a:\n\tb:\n\t\tc: 1\n\td: 2\n", "a:\n  b:\n    c: 1\n  d: 2\n"),
    ("a:\n  - x: 1\n\ty: 2\n", "a:\n  - x: 1\n    y: 2\n"),
    ("a:\n\t- x: 1\n\t  y: 2\n", "a:\n  - x: 1\n    y: 2\n"),
]
TABS_IN_DOUBT = [
    "标签:\n  甲:\n    名称: x\n\t条件: y\n",  # a tag of its own, or the condition of 甲
    "a:\n\tb:\n    c: 1\n",
    "a: |\n  x\n\ty\n",  # no width makes sense
]


@pytest.mark.parametrize(("text", "mended"), TABS_OF_ONE_MEANING)
def test_tabs_become_as_many_spaces_as_make_sense(text, mended):
    node, found = read_yaml(text, "a.yaml")
    assert {d.code for d in found} == {"WE121"}
    assert apply_fixes(text, found)[0] == mended
    assert shape(node) == shape(read_yaml(mended, "a.yaml")[0])


@pytest.mark.parametrize("text", TABS_IN_DOUBT)
def test_tabs_that_may_mean_two_levels_stay_and_the_author_is_asked(text):
    node, found = read_yaml(text, "a.yaml")
    assert node is None
    assert [(d.code, d.fix) for d in found] == [("WE121", None)]
    assert found[0].place.line == text[: text.rindex("\t")].count("\n") + 1
    assert found[0].help is not None
    assert "check --fix" not in found[0].help.zh + found[0].help.en
    assert apply_fixes(text, found) == (text, 0)


def shape(node):
    if node is None or hasattr(node, "value"):
        return None if node is None else (str(node.value), node.value.quoted)
    if hasattr(node, "items"):
        return [shape(item) for item in node.items]
    return [(str(key.value), shape(value)) for key, value in node]


@pytest.mark.parametrize(("text", "mended", "codes"), SLIPS)
def test_found_read_and_mended(text, mended, codes):
    node, found = read_yaml(text, "a.yaml")
    assert {d.code for d in found} == codes
    fixed, count = apply_fixes(text, found)
    assert count == len(found)
    assert fixed.replace(": \n", ":\n") == mended.replace(": \n", ":\n")
    again, nothing = read_yaml(fixed, "a.yaml")
    assert nothing == []
    assert shape(again) == shape(node)


def test_places_after_a_mended_slip_are_the_authors():
    text = "大客户：{名称：大客户，条件：档位 ＞＝ ２８, 备注: x}\n"
    node, _ = read_yaml(text, "a.yaml")
    inside = node.get("大客户")
    for key, word in (("名称", "大客户"), ("备注", "x")):
        place = inside.get(key).place
        assert text[place.column - 1 : place.end_column - 1] == word
    note = next(key for key, _ in inside if key.value == "备注").place
    assert text[note.column - 1 : note.end_column - 1] == "备注"


@pytest.mark.parametrize(
    "text",
    [
        "a: {label: 你好，世界：好, description: 先看，再问“好”}\n",
        "a:\n  label: 你好，世界\n  说明: 时间：上午，地点：仓库\n",
        "a:\n  description:\n    说明：很重要\n",
        "a:\n  description: 第一行\n    说明：很重要，（请看）２８ ＞ ３\n",
        "a: {steps: [先看，再问, 好]}\n",
        "a: {steps: [接待：问好]}\n",
        "# 注释：，“”　＞＝２８\na: 1 # 说明：“，”\n",
        "a: \"标签：“x”，２８　\"\nb: '：，'\n",
        "a: |\n  标签：\n  　　大客户，２８\n\n  ＞\nb: 1\n",
        "a: >-\n    说明：，\n",
        'a: "第一行：\n  第二行：，“\n  ２８"\nb: 1\n',
        'a: {x: "甲，\n  乙：", y: 1}\n',
        "duties: {guidance: 经营指导，“好”：２８}\n",
        "提醒：带伞: {every: visit}\n",
        "a: {phone: ０５３９－１２３}\n",
        "a: {of: [１类, ２类]}\n",
        "slogan: “四十八小时”送达\nclaim: “说到做到”\n",
        'when: label == "２８，："\n',
        "of: {urban: 城镇（含县城）}\nx: {market: 城镇（含县城）}\n",
    ],
)
def test_prose_quotes_comments_and_blocks_are_left_alone(text):
    node, found = read_yaml(text, "a.yaml")
    assert [(d.code, str(d.place)) for d in found] == []
    assert node is not None


PROSE = st.text(st.sampled_from("甲乙：，“”（）２８＞　a1 ！。"), max_size=12)


@given(st.lists(PROSE, min_size=1, max_size=6))
def test_quoted_text_and_comments_are_never_touched(texts):
    lines = [f"k{n}: {{a: \"{t}\", b: '{t}'}}  # {t}" for n, t in enumerate(texts)]
    assert read_yaml("\n".join(lines), "a.yaml")[1] == []


WIDE = {": ": "：", ", ": "，", "28": "２８", ">=": "＞＝"}


@given(st.lists(st.tuples(st.sampled_from(list(WIDE)), st.integers(0, 20)), max_size=6))
def test_a_policy_typed_with_slips_is_mended_to_the_same_policy(slips):
    meant = (
        "标签:\n"
        "  大客户: {名称: 你好，世界, 条件: 档位 >= 28 且 净贡献 >= 28}  # 说明：不动\n"
        '  新客户: {名称: "甲：乙", 条件: 档位 >= 28, 说明: 说：“好”}\n'
        "  老客户:\n"
        "    名称: 老客户：您好\n"
        "    条件: 档位 >= 28\n"
    )
    text = meant
    for plain, number in slips:
        spots = [at for at in range(len(meant)) if text.startswith(plain, at)]
        if spots:
            at = spots[number % len(spots)]
            if "#" not in text[text.rfind("\n", 0, at) + 1 : at]:
                text = text[:at] + WIDE[plain] + text[at + len(plain) :]
    node, found = read_yaml(text, "a.yaml")
    fixed, _ = apply_fixes(text, found)
    assert fixed == meant
    assert shape(node) == shape(read_yaml(meant, "a.yaml")[0])
