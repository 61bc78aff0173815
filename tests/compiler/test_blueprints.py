"""Blueprints against a policy: every name resolved or reported at its place."""

from __future__ import annotations

import textwrap
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.compiler.small_policy import compiled
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.language.durations import Duration
from workflow_engine.model.blueprints import BlueprintModel
from workflow_engine.model.translate import translate_text
from workflow_engine.policy import BlueprintReport, read_blueprints
from workflow_engine.program.blueprints import Blueprint, Cell
from workflow_engine.program.fingerprint import fingerprint
from workflow_engine.program.program import Program

MORE = """
    categories: {of: [big], otherwise: regular}
    scales: {pyramid: {hit: first, levels: {top: {when: tier >= 9}, low: {otherwise: true}}}}
    must_do: {visit: {every: 1 month}, count: {every: visit}}
    recovery:
      failures:
        late: {label: {zh: 迟到, en: Late}, owner: clerk}
        lost: {label: {zh: 丢失, en: Lost}, owner: clerk}
        lost_again: {label: {zh: 丢失, en: Lost again}, owner: clerk}
    promises: {soon: {unit: 小时, better: lower, promise: 4}}
    monitors: {watch: {side: internal, object: 时间, every: 1 week}}
"""


@pytest.fixture(scope="module")
def program() -> Program:
    return compiled(MORE)


def report_of(program: Program, **texts: str) -> BlueprintReport:
    files = {f"{name}.yaml": textwrap.dedent(text).lstrip("\n") for name, text in texts.items()}
    return read_blueprints(files, program)


def blueprint_of(program: Program, text: str) -> Blueprint:
    report = report_of(program, drawn=text)
    assert [(one.code, one.message.en) for one in report.diagnostics] == []
    (blueprint,) = report.blueprints.values()
    return blueprint


def cell_of(program: Program, written: str) -> Cell:
    text = f"id: x\nstages: {{s: {{customer: {{text: a, {written}}}}}}}\n"
    (cell,) = blueprint_of(program, text).cells
    return cell


def found_in(program: Program, text: str) -> list[Diagnostic]:
    report = report_of(program, drawn=text)
    broken = any(one.severity == "error" for one in report.diagnostics)
    assert broken != bool(report.blueprints)
    return list(report.diagnostics)


def test_a_whole_blueprint(program: Program):
    blueprint = blueprint_of(
        program,
        """
        id: journey
        title: {zh: 旅程, en: Journey}
        problem: slow
        for: big
        owner: boss
        promise: soon
        time_basis: working
        views: {clerk: visibility, boss: all, chief: order}
        lines: {order: {label: Order, between: [support, backstage]}}
        stages:
          ask:
            need: {customer: quick, clerk: clear}
            customer: asks
            frontstage:
              - {id: answer, text: answers, by: clerk, item: visit, promise: soon, minutes: 5}
              - {text: notes, wait: 2.5, kind: waste, ecrs: {do: combine, with: answer, minutes: 1}}
            support: {text: system, uses: [a, b], steps: [c], expose: on its way}
        links:
          - {from: answer, to: ask.customer.1, both_ways: true, text: tells}
          - {from: ask.frontstage.2, to: answer, loop: true}
        """,
    )
    assert (blueprint.id, blueprint.title, blueprint.segment) == (
        "journey",
        Bilingual("旅程", "Journey"),
        "big",
    )
    assert (blueprint.owner, blueprint.promise, blueprint.time_basis) == ("boss", "soon", "working")
    assert blueprint.views == {"clerk": "visibility", "boss": "all", "chief": "order"}
    assert blueprint.lines[0].between == ("support", "backstage")
    (stage,) = blueprint.stages
    assert stage.lanes == ("customer", "frontstage", "support")
    assert list(stage.needs) == ["customer", "clerk"]
    assert [cell.id for cell in stage.cells] == [
        "ask.customer.1",
        "answer",
        "ask.frontstage.2",
        "ask.support.1",
    ]
    answer, notes = stage.lane("frontstage")
    assert (answer.by, answer.item, answer.promise, answer.minutes) == ("clerk", "visit", "soon", 5)
    assert notes.ecrs is not None
    assert (notes.ecrs.do, notes.ecrs.with_, notes.ecrs.minutes) == ("combine", "answer", 1)
    assert notes.wait == Decimal("2.5")
    (system,) = stage.lane("support")
    assert system.exposed
    assert system.status == Bilingual.same("on its way")
    assert [link.loop for link in blueprint.links] == [None, Bilingual("", "")]


@pytest.mark.parametrize("name", ["everyone", "big", "rich", "regular", "top", "low"])
def test_whom_it_is_for(program: Program, name: str):
    text = f"{{id: x, for: {name}, stages: {{s: {{customer: a}}}}}}"
    assert blueprint_of(program, text).segment == name


@pytest.mark.parametrize(
    ("written", "failure", "text"),
    [
        ("late", "late", "迟到"),
        ("迟到", "late", "迟到"),
        ("Late", "late", "Late"),
        ("{zh: 来晚了, en: Late}", "late", "来晚了"),
        ("丢失", None, "丢失"),
        ("tired", None, "tired"),
        ("{text: came late, failure: late}", "late", "came late"),
    ],
)
def test_a_fail_point_is_the_failure_that_its_text_names(
    program: Program, written: str, failure: str | None, text: str
):
    point = cell_of(program, f"fail_point: {written}").fail_point
    assert point is not None
    assert (point.failure, point.text.zh) == (failure, text)


def test_a_wait_point(program: Program):
    point = cell_of(program, "wait_point: {text: waits, max: 1 workday, monitor: watch}").wait_point
    assert point is not None
    assert point.maximum == Duration(Decimal(1), "workday")
    assert point.monitor == "watch"


@pytest.mark.parametrize(
    ("written", "exposed", "status"),
    [
        ("minutes: 1", False, None),
        ("expose: false", False, None),
        ("expose: true", True, None),
        ("expose: soon", True, Bilingual.same("soon")),
    ],
)
def test_what_is_exposed(program: Program, written: str, exposed: bool, status: Bilingual | None):
    cell = cell_of(program, written)
    assert (cell.exposed, cell.status) == (exposed, status)


WRONG = [
    ("by: clrk", "WE351", "by: ", "clerk"),
    ("item: vist", "WE351", "item: ", "visit"),
    ("promise: son", "WE351", "promise: ", "soon"),
    ("fail_point: {text: a, failure: lat}", "WE351", "failure: ", "late"),
    ("wait_point: {text: a, monitor: wach}", "WE351", "monitor: ", "watch"),
    ("wait_point: {text: a, max: 3 days}", "WE346", "max: ", None),
    ("wait_point: {text: a, max: soon}", "WE345", "max: ", None),
    ("wait_point: {text: a, max: -1 workday}", "WE345", "max: ", None),
    ("ecrs: combine", "WE862", "ecrs: ", None),
    ("ecrs: {do: combine, with: other}", "WE351", "with: ", None),
    ("ecrs: {do: combine, with: s.customer.1}", "WE863", "with: ", None),
    ("ecrs: {do: eliminate, with: s.customer.1}", "WE864", "with: ", None),
    ("fail_point: {text: a, failure: Lat}", "WE351", "failure: ", "late"),
    ("fail_point: {text: a, failure: 迟到}", "WE351", "failure: ", "late"),
]


@pytest.mark.parametrize(("written", "code", "after", "meant"), WRONG)
def test_every_mistake_in_a_cell_has_its_code_and_its_place(
    program: Program, written: str, code: str, after: str, meant: str | None
):
    text = f"id: x\nstages: {{s: {{customer: {{text: a, {written}}}}}}}\n"
    (found,) = found_in(program, text)
    assert found.code == code
    line = text.splitlines()[1]
    assert (found.place.line, found.place.column) == (2, line.rindex(after) + len(after) + 1)
    if meant is not None:
        assert found.fix is not None
        assert found.fix.edits[0].text == meant


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("stages: {s: {customer: a}}", "WE854", "1:1"),
        ("id: x", "WE855", "1:1"),
        ("{id: x, owner: bos, stages: {s: {customer: a}}}", "WE351", "1:16"),
        ("{id: x, promise: late, stages: {s: {customer: a}}}", "WE351", "1:18"),
        ("{id: x, for: bigg, stages: {s: {customer: a}}}", "WE351", "1:14"),
        ("{id: x, views: {clark: all}, stages: {s: {customer: a}}}", "WE351", "1:17"),
        ("{id: x, views: {clerk: visible}, stages: {s: {customer: a}}}", "WE351", "1:24"),
        ("{id: x, stages: {s: {customer: a, need: {clark: b}}}}", "WE351", "1:42"),
        (
            "id: x\nstages: {s: {customer: {id: c, text: a}}}\nlinks: [{from: c, to: d}]",
            "WE351",
            "3:23",
        ),
        (
            "id: x\nstages: {s: {customer: {id: c, text: a}}}\nlinks: [{from: c, to: c}]",
            "WE860",
            "3:9",
        ),
        (
            "id: x\nstages: {s: {customer: [{id: c, text: a}, {id: c, text: b}]}}",
            "WE859",
            "2:48",
        ),
        (
            "id: x\nstages: {s: {customer: [{id: s.customer.2, text: a}, b]}}",
            "WE859",
            "2:54",
        ),
    ],
)
def test_every_mistake_of_a_blueprint_has_its_code_and_its_place(program, text, code, place):
    (found,) = found_in(program, text)
    assert (found.code, f"{found.place.line}:{found.place.column}") == (code, place)


@pytest.mark.parametrize(
    ("one", "other", "code", "place"),
    [
        ("{do: combine, with: b}", "{do: combine, with: a}", "WE869", "4:38"),
        ("eliminate", "{do: combine, with: a}", "WE870", "5:38"),
    ],
)
def test_decisions_that_cannot_be_carried_out(
    program: Program, one: str, other: str, code: str, place: str
):
    (found,) = found_in(
        program,
        f"""
        id: x
        stages:
          s:
            customer: [{{id: a, text: a, ecrs: {one}}},
                       {{id: b, text: b, ecrs: {other}}}]
        """,
    )
    assert (found.code, found.severity) == (code, "error")
    assert found.place.line == int(place.partition(":")[0])


def test_advice_is_in_the_keywords_of_the_file(program: Program):
    (found,) = found_in(program, "环节: {s: {客户行为: a}}\n标题: 甲\n")
    assert found.help == Bilingual("补写 `编号: …`", "add `编号: …`")
    (found,) = found_in(program, "id: x\n")
    assert "`stages: {预约: {customer: 确认时间}}`" in found.help.zh
    (found,) = found_in(
        program, "编号: x\n分界线: {可视线: {位于: [前台]}}\n环节: {s: {客户行为: a}}\n"
    )
    assert "`可视线: {位于: [前台, 后台]}`" in found.help.en


def test_what_is_only_doubtful_is_a_warning(program: Program):
    found = found_in(
        program,
        """
        id: x
        stages:
          s: {customer: a, frontstage: {text: b, minutes: 5, ecrs: {do: simplify, minutes: 9}}}
        links:
          - {from: s.customer.1, to: s.frontstage.1, both_ways: true}
          - {from: s.frontstage.1, to: s.customer.1}
        """,
    )
    assert [(one.code, one.severity) for one in found] == [
        ("WE865", "warning"),
        ("WE861", "warning"),
    ]


def test_both_places_of_a_name_given_twice(program: Program):
    twice = "id: x\nstages: {s: {customer: [{id: c, text: a}, {id: c, text: b}]}}\n"
    (found,) = found_in(program, twice)
    assert [str(label.place) for label in found.labels] == ["drawn.yaml:2:48", "drawn.yaml:2:30"]
    one, other = ("id: x\nstages: {s: {customer: a}}\n", "\nid: x\nstages: {t: {customer: b}}\n")
    report = read_blueprints({"a.yaml": one, "b.yaml": other}, program)
    (found,) = report.diagnostics
    assert found.code == "WE858"
    assert [str(label.place) for label in found.labels] == ["b.yaml:2:5", "a.yaml:1:5"]
    assert [stage.id for stage in report.blueprints["x"].stages] == ["s"]


def test_a_cell_that_was_left_out_is_not_unknown_as_well(program: Program):
    report = report_of(
        program,
        drawn="""
        id: x
        stages: {s: {customer: {id: c}, frontstage: {id: f, text: a}}}
        links: [{from: c, to: f}]
        """,
    )
    assert [one.code for one in report.diagnostics] == ["WE205"]


def test_one_broken_file_leaves_the_others(program: Program):
    report = report_of(
        program,
        good="{id: a, stages: {s: {customer: a}}}",
        bad="{id: b, stages: {s: {custmer: a}}}",
    )
    assert list(report.blueprints) == ["a"]
    assert [one.place.file for one in report.diagnostics] == ["bad.yaml"]


_TEXT = st.sampled_from(["a", "全部", "{zh: 甲, en: A}", "'true'", "浪费", "客户"])
_MINUTES = st.sampled_from(["0", "5", "2.5", "527040"])


@st.composite
def cells(draw: st.DrawFn, number: int) -> str:
    parts = [f"id: c{number}", f"text: {draw(_TEXT)}"]
    parts += draw(
        st.lists(
            st.one_of(
                st.sampled_from(
                    [
                        "by: clerk",
                        "item: visit",
                        "promise: soon",
                        "regulatory: true",
                        "fail_point: late",
                        "fail_point: {text: 迟到, failure: late}",
                        "wait_point: {text: a, max: 2 work hours, monitor: watch}",
                        "uses: [waste, 全部]",
                        "steps: ['客户', b]",
                    ]
                ),
                st.sampled_from(["adds_value", "necessary", "waste"]).map(lambda k: f"kind: {k}"),
                st.sampled_from(["eliminate", "rearrange", "simplify"]).map(
                    lambda do: f"ecrs: {{do: {do}, reason: 浪费, minutes: 0}}"
                ),
                st.sampled_from(["true", "false", "on its way", "在办"]).map(
                    lambda said: f"expose: {said}"
                ),
                _MINUTES.map(lambda minutes: f"wait: {minutes}"),
                _MINUTES.map(lambda minutes: f"minutes: {minutes}"),
            ),
            unique_by=lambda part: part.split(":")[0],
            max_size=5,
        )
    )
    return "{" + ", ".join(parts) + "}"


@st.composite
def files(draw: st.DrawFn) -> str:
    lines = [
        "# stages: 环节",
        "id: all",
        f"title: {draw(_TEXT)}   # title",
        f"time_basis: {draw(st.sampled_from(['elapsed', 'working']))}",
        f"for: {draw(st.sampled_from(['everyone', 'big']))}",
        "views: {clerk: visibility, boss: all}",
        "lines: {interaction: {between: [customer, frontstage]}, 客户: {label: 线, between: [backstage, support]}}",
        "stages:",
    ]
    numbers = iter(range(100))
    for stage in draw(st.lists(st.sampled_from(["text", "环节", "s"]), unique=True, min_size=1)):
        lines += [f"  {stage}:", "    need: {customer: 客户, clerk: text}"]
        for lane in draw(st.permutations(("evidence", "customer", "frontstage", "support"))):
            held = [draw(cells(next(numbers))) for _ in range(draw(st.integers(1, 2)))]
            value = held[0] if len(held) == 1 else f"[{', '.join(held)}]"
            lines.append(f"    {lane}: {value}   # {lane}")
    loop = draw(st.sampled_from(["true", "false", "until all, all", "直到全部"]))
    lines += ["links:", f'  - {{from: c0, to: c1, both_ways: true, loop: "{loop}"}}']
    return "\n".join(lines) + "\n"


@settings(deadline=None)
@given(files())
def test_generated_blueprints_come_back_and_mean_the_same(program: Program, text: str):
    def meaning(written: str) -> str:
        report = read_blueprints({"f.yaml": written}, program)
        assert [(one.code, str(one.place)) for one in report.diagnostics] == []
        return fingerprint(report.blueprints)

    there, found = translate_text(text, "f.yaml", "zh", BlueprintModel)
    assert found == []
    assert there != text
    assert meaning(there) == meaning(text)
    back, found = translate_text(there, "f.yaml", "en", BlueprintModel)
    assert found == []
    assert back == text
