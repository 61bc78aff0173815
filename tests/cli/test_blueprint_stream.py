"""`blueprint stream`: what an analyst reads, and what a program gets."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.blueprint.journeys import blueprints
from tests.cli.running import POLICY, Shell
from workflow_engine.cli.blueprint_stream import stream_json
from workflow_engine.cli.blueprint_stream_text import percent, stream_text
from workflow_engine.diagnostics.width import display_width
from workflow_engine.policy import check_texts

BLUEPRINT = """\
id: repair
title: {zh: 终端维修, en: Terminal repair}
problem: 修得慢
for: everyone
owner: manager
time_basis: working
stages:
  报修:
    label: {zh: 报修, en: Report}
    need: {customer: 一次说清, manager: 问全}
    evidence: {id: slip, text: 报修单}
    customer: {id: call, text: {zh: 打电话报修, en: Calls}, minutes: 3}
    frontstage: {id: take, text: {zh: 接听登记, en: Takes it}, by: manager, minutes: 5, kind: adds_value}
    backstage: {id: copy, text: {zh: 抄到纸质台账, en: Copies it on paper}, by: manager, minutes: 10, wait: 30, kind: waste, ecrs: {do: eliminate, reason: {zh: 没有人看, en: nobody reads it}}}
    support: {id: system, text: 报修系统}
  维修:
    label: {zh: 维修, en: Repair}
    need: {customer: 修好, manager: 带齐配件}
    evidence: {id: bill, text: 维修单}
    customer: {id: sign, text: {zh: 验收签字, en: Signs}, minutes: 2}
    frontstage:
      - {id: fix, text: {zh: 上门修理, en: Repairs}, by: manager, minutes: 45, wait: 480, kind: adds_value}
      - {id: form, text: {zh: 填满意度卡, en: Fills a card}, by: manager, minutes: 5, kind: waste, ecrs: {do: combine, with: fix}}
    backstage: {id: parts, text: {zh: 领配件, en: Fetches parts}, by: manager, minutes: 10, wait: 60, kind: waste, ecrs: simplify}
    support: {id: stock, text: 配件库}
links:
  - {from: call, to: sign}
  - {from: call, to: take, both_ways: true}
  - {from: take, to: copy}
  - {from: copy, to: fix}
  - {from: parts, to: fix}
  - {from: fix, to: sign, both_ways: true}
"""


@pytest.fixture
def desk(shell: Shell) -> Shell:
    head = 'policy:\n  id: p\n  version: "1"\n'
    assert head in POLICY
    shell.write(
        {
            "p/a.yaml": POLICY.replace(head, f"{head}  blueprints: ../drawn\n"),
            "drawn/repair.yaml": BLUEPRINT,
            "bare/a.yaml": POLICY,
        }
    )
    return shell


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_read(desk, lang, golden):
    golden(f"cli/stream.{lang}.txt", desk("blueprint", "stream", "p", "repair", "--lang", lang).out)
    after = desk("blueprint", "stream", "p", "repair", "--after", "--lang", lang)
    golden(f"cli/stream-after.{lang}.txt", after.out)


def test_what_a_program_gets(desk):
    ran = desk("blueprint", "stream", "p", "终端维修", "--format", "json", "--lang", "zh")
    assert ran.code == 0
    data = json.loads(ran.out)
    assert (data["blueprint"], data["title"], data["time_basis"]) == (
        "repair",
        "终端维修",
        "working",
    )
    before, after = data["before"], data["after"]
    assert before["lead_minutes"] - after["lead_minutes"] == data["saved_minutes"]
    assert before["work_minutes"] - after["work_minutes"] == data["saved_work"] == 15
    assert before["bottleneck"] == "fix"
    assert before["path_wait"] + sum(before["path_by_kind"].values()) == before["lead_minutes"]
    assert [one["cell"] for one in data["changes"]] == ["copy", "form", "parts"]
    assert [one["counted"] for one in data["changes"]] == [True, True, False]
    assert data["changes"][2]["obstacle"] == "nothing_stated"
    assert data["encounters"] == 2
    assert "copy" not in {one["cell"] for one in after["cells"]}
    assert data["unjoined"] == []
    everything = json.loads(desk("blueprint", "stream", "p", "--format", "json").out)
    assert [one["blueprint"] for one in everything] == ["repair"]


UNKNOWN = """\
id: unknown
goal: 快
stages:
  做:
    customer: {id: wants, text: 提出}
    frontstage:
      - {id: fix, text: Fix, by: manager, minutes: 20, kind: adds_value}
      - {id: note, text: Note, by: manager, kind: waste, ecrs: {do: combine, with: fix, minutes: 9}}
      - {id: queue, text: Queue, by: manager, wait: 7, kind: waste}
      - {id: copy, text: Copy, by: manager, kind: waste, ecrs: eliminate}
"""


def test_what_is_not_known_is_told_as_unknown_and_the_list_adds_up(desk):
    desk.write({"drawn/unknown.yaml": UNKNOWN})
    told = desk("blueprint", "stream", "p", "unknown", "--lang", "en").out
    assert "Note (Frontstage)  time not stated" in told
    assert "Queue (Frontstage)  wait 7 min, work not stated" in told
    flat = " ".join(told.split())
    assert "lead time 27 min → 36 min" in flat
    assert "combine Note: lead time +9 min, work +9 min; what it takes now is not stated" in flat
    assert "eliminate Copy: not counted: what it takes now is not stated" in told
    later = desk("blueprint", "stream", "p", "unknown", "--after", "--lang", "en").out
    assert "value + waste" in later
    zh = desk("blueprint", "stream", "p", "unknown", "--lang", "zh").out
    assert "Note（前台服务）  用时没有写" in zh
    assert "合并 Note：全程多9分钟，操作多9分钟；现在用时没有写" in zh
    asked = ("blueprint", "stream", "p", "unknown", "--format", "json")
    (fix,) = (one for one in json.loads(desk(*asked).out)["after"]["cells"] if one["cell"] == "fix")
    assert fix["moved"] == [{"cell": "note", "minutes": 9, "kind": "waste"}]


def test_what_is_not_there_is_told(desk):
    unknown = desk("blueprint", "stream", "p", "repairs", "--lang", "en")
    assert (unknown.code, unknown.out) == (2, "")
    assert "did you mean `repair`?" in unknown.err
    bare = desk("blueprint", "stream", "bare", "--lang", "zh")
    assert (bare.code, bare.err.strip()) == (2, "workflow-engine blueprint: 政策中没有服务蓝图")


def test_one_broken_blueprint_does_not_stop_the_others(desk):
    """The good ones are given, the lost one is named, and the exit code says that one is lost."""
    desk.write({"drawn/bad.yaml": BLUEPRINT.replace("id: repair", "id: bad").replace("by: manager", "by: mangr")})  # fmt: skip
    everything = desk("blueprint", "stream", "p", "--lang", "en")
    assert everything.code == 1
    assert "Terminal repair" in everything.out
    assert "mangr" in everything.err
    assert "left out: " in everything.err
    assert "bad.yaml" in everything.err.splitlines()[-1]
    asked = desk("blueprint", "stream", "p", "repair", "--lang", "en")
    assert (asked.code, asked.err) == (0, "")
    lost = desk("blueprint", "stream", "p", "bad", "--lang", "zh")
    assert (lost.code, lost.out) == (2, "")
    assert "mangr" in lost.err


PROGRAM = check_texts({"a.yaml": POLICY}).program


@settings(max_examples=60, deadline=None)
@given(blueprints(decisions=True), st.sampled_from((20, 64, 80, 120)), st.booleans())
def test_any_stream_fits_the_screen(drawn, columns, afterwards):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        for lang in ("zh", "en"):
            text = stream_text(drawn, PROGRAM, lang, afterwards=afterwards)
            assert max(map(display_width, text.splitlines())) <= max(columns, 64) + 40
    json.dumps(stream_json(drawn, "zh"), allow_nan=False)


@given(st.fractions(0, 1))
def test_a_share_never_looks_like_nothing_or_all(share):
    shown = percent(share)
    assert (shown == "0%") == (share == 0)
    assert (shown == "100%") == (share == 1)
    if shown[0] not in "<>":
        assert abs(Fraction(shown.rstrip("%")) / 100 - share) <= Fraction(1, 1000)
