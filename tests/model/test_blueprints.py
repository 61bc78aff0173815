"""Blueprint files as they are read: short forms, both keyword languages, mistakes, anything."""

from __future__ import annotations

import textwrap
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.blueprint_keywords import BLUEPRINT_KEYS, BLUEPRINT_WORDS, LANE_KEYS
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.language.keywords import WORDS
from workflow_engine.model.blueprint_reading import ReadBlueprint, read_blueprint
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.schema import blueprint_schema
from workflow_engine.program.blueprints import LANES, LINES


def read(text: str) -> ReadBlueprint:
    return read_blueprint(textwrap.dedent(text), "f.yaml")


def model_of(text: str) -> BlueprintModel:
    found = read(text)
    assert [(one.code, one.message.en) for one in found.diagnostics] == []
    assert found.model is not None
    return found.model


def test_lanes_and_lines_are_those_of_the_compiled_form():
    assert tuple(LANE_KEYS) == LANES
    assert set(LINES) <= set(BLUEPRINT_WORDS)


def test_short_forms():
    stage = model_of("""
        id: x
        stages:
          s:
            customer: asks
            frontstage: [answers, {zh: 记下, en: notes}]
            backstage:
              text: looks it up
              ecrs: eliminate
              fail_point: not found
              wait_point: {zh: 等, en: waits}
              expose: true
              uses: book
              steps: [open, read]
        """).stages["s"]
    (asks,) = stage.customer
    assert asks.text == Bilingual.same("asks")
    assert [cell.text.en for cell in stage.frontstage] == ["answers", "notes"]
    (cell,) = stage.backstage
    assert cell.ecrs is not None
    assert cell.ecrs.do == "eliminate"
    assert cell.fail_point is not None
    assert cell.fail_point.text.en == "not found"
    assert cell.wait_point is not None
    assert cell.wait_point.text == Bilingual("等", "waits")
    assert cell.expose is True
    assert cell.uses == (Bilingual.same("book"),)
    assert len(cell.steps) == 2


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("on its way", Bilingual.same("on its way")),
        ("{zh: 在办, en: in hand}", Bilingual("在办", "in hand")),
    ],
)
def test_expose_and_loop_are_a_truth_or_a_text(written: str, value: object):
    model = model_of(f"""
        id: x
        stages: {{s: {{customer: a, backstage: {{text: b, expose: {written}}}}}}}
        links: [{{from: s.customer.1, to: s.backstage.1, loop: {written}}}]
        """)
    assert model.stages["s"].backstage[0].expose == value
    assert model.links[0].loop == value


def test_lanes_stand_in_the_order_of_the_author():
    stage = model_of("""
        id: x
        stages: {s: {label: S, support: a, backstage: , customer: b, need: {customer: c}, technology: d}}
        """).stages["s"]
    assert stage.lanes == ("support", "customer", "technology")


def test_figures_are_exact():
    cell = model_of("{id: x, stages: {s: {customer: {text: a, minutes: 0.1, wait: 527040}}}}")
    assert cell.stages["s"].customer[0].minutes == Decimal("0.1")
    assert cell.stages["s"].customer[0].wait == 527040


def test_a_file_in_chinese_is_known_by_its_outermost_keys():
    assert read("编号: x\n环节: {}\n").language == "zh"
    assert read("id: x\nstages: {}\n").language == "en"
    assert read("编号: x\nstages: {}\n").language == "zh"


WRONG = [
    ("titel: x", "WE850", "1:1", "title"),
    ("stages: {s: {fronstage: a}}", "WE201", "1:14", "frontstage"),
    ("stages: {s: {customer: {text: a, minuts: 5}}}", "WE201", "1:34", "minutes"),
    ("stages: {s: {customer: {text: a, kind: wast}}}", "WE207", "1:40", "waste"),
    ("stages: {s: {customer: {text: a, ecrs: eliminat}}}", "WE207", "1:40", "eliminate"),
    ("stages: {s: {customer: {text: a, ecrs: {note: b}}}}", "WE205", "1:34", None),
    ("stages: {s: {customer: {id: a}}}", "WE205", "1:24", None),
    ("stages: {s: {customer: {text: a, fail_point: {failure: b}}}}", "WE205", "1:34", None),
    ("stages: {s: {customer: {text: a, minutes: -1}}}", "WE856", "1:43", None),
    ("stages: {s: {customer: {text: a, wait: 999999}}}", "WE856", "1:40", None),
    ("stages: {s: {customer: {text: a, minutes: 5m}}}", "WE209", "1:43", None),
    ("stages: {s: {customer: {text: a, minutes: 1e3}}}", "WE209", "1:43", None),
    ("stages: {s: {customer: {text: a, regulatory: yes}}}", "WE210", "1:46", None),
    ("stages: {s: {customer: {text: a, by: [b]}}}", "WE204", "1:38", None),
    ("stages: {s: {customer: {text: a, id: 'b;c'}}}", "WE213", "1:38", None),
    ("stages: {s: {customer: {text: ''}}}", "WE868", "1:31", None),
    ("stages: {s: {customer: {text: a, steps: [b, ' ']}}}", "WE868", None, None),
    ("stages: {s: {need: {customer: ''}}}", "WE868", "1:31", None),
    ("{goal: '', problem: ' '}", "WE868", None, None),
    ("stages: {s: {no_contact: true}}", "WE867", "1:26", None),
    ("stages: {s: {no_contact: no}}", "WE867", "1:26", None),
    ("stages: {s: {customer: {text: a, expose: no}}}", "WE871", "1:42", None),
    ("links: [{from: a, to: b, loop: no}]", "WE871", "1:32", None),
    ("stages: [s]", "WE204", "1:9", None),
    ("stages: {s: {need: {customer: [a]}}}", "WE204", "1:31", None),
    ("lines: {visibility: {between: [frontstage]}}", "WE857", "1:22", None),
    ("lines: {visibility: {between: [customer, customer]}}", "WE857", "1:22", None),
    ("lines: {visibility: {between: [front, backstage]}}", "WE207", "1:32", None),
    ("lines: {visibility: {}}", "WE205", "1:9", None),
    ("time_basis: hours", "WE207", "1:13", None),
    ("links: {from: a, to: b}", "WE204", "1:8", None),
    ("links: [{from: a}]", "WE205", "1:9", None),
    ("links: [{from: a, to: b, both_ways: both}]", "WE210", "1:37", None),
    ("stages: {s: {客户行为: a}}", "WE202", "1:14", "customer"),
    ("stages: {s: {customer: {text: a, kind: 浪费}}}", "WE203", "1:40", "waste"),
    ("- a", "WE853", "1:1", None),
    ("just a text", "WE853", "1:1", None),
    ("", "WE104", "0:0", None),
    ("stages: {s: {customer: a}", "WE108", None, None),
    ("id: a\nid: b", "WE113", "2:1", None),
]


@pytest.mark.parametrize(("text", "code", "place", "meant"), WRONG)
def test_every_mistake_has_its_code_and_its_place(text, code, place, meant):
    found = [one for one in read_blueprint(text, "f.yaml").diagnostics if one.code == code]
    assert found, [one.code for one in read_blueprint(text, "f.yaml").diagnostics]
    if place is not None:
        assert f"{found[0].place.line}:{found[0].place.column}" == place
    if meant is not None:
        fix = found[0].fix
        assert fix is not None
        assert fix.edits[0].text == meant


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for text, code, _, _ in WRONG[:36] if "problem" not in text]
)
def test_one_mistake_is_told_once(text, code):
    assert [one.code for one in read_blueprint(text, "f.yaml").diagnostics] == [code]


def test_what_is_right_is_kept_beside_a_mistake():
    found = read("""
        id: x
        stages:
          s:
            customer: [{text: a, minutes: five}, {text: b}]
            frontstage: {id: f, text: c, kind: best}
        links: [{from: f, to: s.customer.2}]
        """)
    assert [one.code for one in found.diagnostics] == ["WE207", "WE209"]
    assert found.model is not None
    assert [cell.text.en for cell in found.model.stages["s"].customer] == ["a", "b"]
    assert found.model.stages["s"].frontstage[0].kind is None


SLIPS = """编号：x
环节：
  预约：
    需求：｛客户：不等，不误｝
    有形展示：“微信”预约单
    客户行为：｛编号：a，内容：确认时间｝
    前台：
    　- ｛内容：电话（5分钟）：预约，负责人：m，分钟：５，性质：增值｝
    后台：
      - 内容: 排线：先远后近，再近
        步骤：
          - 先：打开地图
          - 再“标”点
        用到：[地图，电话]
    支持：系统（内部），两套
连线：
  - ｛从：a，到：预约.前台.1｝
"""


def test_look_alikes_are_mended_and_sentences_stay_as_they_are():
    slips = read_blueprint(SLIPS, "f.yaml")
    assert all(one.fix is not None for one in slips.diagnostics)
    mended, count = apply_fixes(SLIPS, slips.diagnostics)
    assert count > 10
    found = read_blueprint(mended, "f.yaml")
    assert [one.code for one in found.diagnostics] == []
    assert found.model is not None
    stage = found.model.stages["预约"]
    assert stage.need["customer"].zh == "不等，不误"
    assert stage.evidence[0].text.zh == "“微信”预约单"
    assert stage.frontstage[0].text.zh == "电话（5分钟）：预约"
    assert stage.frontstage[0].minutes == 5
    assert stage.backstage[0].text.zh == "排线：先远后近，再近"
    assert [step.zh for step in stage.backstage[0].steps] == ["先：打开地图", "再“标”点"]
    assert len(stage.backstage[0].uses) == 2
    assert stage.support[0].text.zh == "系统（内部），两套"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_schema_knows_every_key(lang):
    schema = blueprint_schema(lang)
    text = str(schema)
    words = BLUEPRINT_KEYS if lang == "en" else BLUEPRINT_KEYS.values()
    assert all(f"'{word}'" in text for word in words)
    assert schema["required"] == (["id", "stages"] if lang == "en" else ["编号", "环节"])
    assert "'lanes'" not in text
    assert all(part["description"] for part in schema["properties"].values())


_SCALARS = st.sampled_from(
    [
        *BLUEPRINT_KEYS,
        *BLUEPRINT_KEYS.values(),
        *BLUEPRINT_WORDS,
        *WORDS,
        "x",
        "~",
        "''",
        "-3",
        "010",
        "&a b",
        "*a",
        "!!python/name:os.system x",
        "{{ 7 * 7 }}",
        "<script>",
        "𠮷",
        "\u202e反",
        "9" * 40,
    ]
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(_SCALARS, inner, max_size=4).map(
            lambda items: "{" + ", ".join(f"{key}: {item}" for key, item in items.items()) + "}"
        ),
    ),
    max_leaves=14,
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*BLUEPRINT_KEYS, *BLUEPRINT_KEYS.values()]), _TREES))
def test_whatever_is_written_gives_findings_and_never_an_exception(keys):
    text = "".join(f"{key}: {tree}\n" for key, tree in keys.items())
    found = read_blueprint(text, "f.yaml")
    lines = text.splitlines()
    for one in found.diagnostics:
        assert one.place.file == "f.yaml"
        assert one.place.line <= len(lines) + 1
    if not any(one.severity == "error" for one in found.diagnostics) and keys:
        assert found.model is not None
