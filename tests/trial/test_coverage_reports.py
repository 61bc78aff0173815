"""Coverage as people read it: text word by word, the page over the source, JSON by its keys."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.decide.policies import TODAY
from tests.trial.covered_shop import BASE, SHOP, program_of
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.errors import UsageError
from workflow_engine.program.program import Program
from workflow_engine.render.coverage_page import coverage_document
from workflow_engine.render.labels import Labels
from workflow_engine.trial.coverage import KINDS, Coverage, measure
from workflow_engine.trial.coverage_json import coverage_json
from workflow_engine.trial.coverage_limits import read_limits, shortfalls
from workflow_engine.trial.coverage_source import coverage_report
from workflow_engine.trial.coverage_text import SHOWN, coverage_text, missing_words
from workflow_engine.trial.exercised import Exercised
from workflow_engine.trial.proposals import Proposal, Proposals, finder, propose
from workflow_engine.trial.proposed_file import proposed_file

DOCS = Path(__file__).parents[2] / "docs"
FILE = "policy.yaml"
LANGUAGES: list[Language] = ["zh", "en"]


@pytest.fixture(scope="module")
def shop() -> Program:
    return program_of(SHOP)


@pytest.fixture(scope="module")
def coverage(shop: Program) -> Coverage:
    """A big customer, a small one with gaps, and one case: some of everything."""
    move = ("recovery.late", "open", "acknowledge", "acknowledged")
    return measure(
        shop,
        [
            Exercised("大客户", (({**BASE, "tier": 28}, TODAY),)),
            Exercised("小<店>", (({"tier": 3, "opted_in": ("image",)}, TODAY),)),
            Exercised("一起延误", (), frozenset({move})),
        ],
    ).without(frozenset({"condition:tag:big/2=false"}))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text(coverage: Coverage, golden: Callable[[str, str], None], lang: Language) -> None:
    golden(f"trial/coverage-{lang}.txt", coverage_text(coverage, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_proposed_file(shop: Program, golden: Callable[[str, str], None], lang: Language) -> None:
    made = propose(measure(shop, []), BASE, TODAY, finder(shop))
    text = proposed_file(shop, made, persona="普通店", lang=lang, said=lang)
    golden(f"trial/proposed-{lang}.yaml", text)


@pytest.mark.parametrize(
    ("persona", "lang", "named"),
    [
        (None, "zh", "弱：没有任何资料的客户"),
        (None, "en", "弱: a customer of whom nothing is known"),
        ("普通店", "zh", "弱：典型客户本身"),
    ],
)
def test_who_differs_in_nothing_is_the_persona_only_where_there_is_one(
    shop: Program, persona: str | None, lang: Language, named: str
) -> None:
    missing = measure(shop, [])
    point = next(one.point for one in missing.reached if one.point.owner == "weak")
    nobody = Proposal({}, {}, TODAY, point, (point,))
    made = Proposals((nobody,), frozenset(), frozenset())
    text = proposed_file(shop, made, persona=persona, lang="zh", said=lang)
    assert f'  "{named}":' in text.splitlines()


def test_a_name_that_is_taken_gets_a_number(shop: Program) -> None:
    made = propose(measure(shop, []), BASE, TODAY, finder(shop))
    text = proposed_file(shop, made, persona=None, lang="en", said="zh")
    names = re.findall(r'^  "(.*)":$', text, re.MULTILINE)
    assert len(set(names)) == len(names) == len(made.proposals)
    again = proposed_file(shop, made, persona=None, lang="en", said="zh", taken=names[:1])
    assert f'  "{names[0]} (2)":' in again.splitlines()


class Page(HTMLParser):
    """The rows of source of a page: class, number, text, what is told, and by which tests."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.rows: list[dict[str, str]] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        names = given.get("class") or ""
        if tag == "tr" and names.startswith("l-"):
            self.rows.append({"state": names, "no": "", "code": "", "told": "", "tests": ""})
        elif self.rows and (tag in ("code", "p") or names in ("no", "tests", "mark-of")):
            self._inside = {"code": "code", "p": "told"}.get(tag, names)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "code", "p", "table") or (tag == "span" and self._inside == "tests"):
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self.rows and self._inside in self.rows[-1]:
            self.rows[-1][self._inside] += data


def page_of(program: Program, coverage: Coverage, source: str, lang: Language) -> str:
    report = coverage_report(coverage, {FILE: source}, lang)
    return coverage_document(report, Labels(program, lang)).html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_holds_every_line_of_the_source(
    shop: Program, coverage: Coverage, lang: Language
) -> None:
    page = Page(page_of(shop, coverage, SHOP, lang))
    assert [row["code"] for row in page.rows] == SHOP.splitlines()
    assert [int(row["no"]) for row in page.rows] == list(range(1, len(page.rows) + 1))


def test_lines_are_marked_as_their_rules_are(shop: Program, coverage: Coverage) -> None:
    page = Page(page_of(shop, coverage, SHOP, "zh"))
    states = {row["code"].strip().partition(":")[0]: row for row in page.rows}
    assert states["policy"]["state"] == "l-plain"
    assert states["stock"]["state"] == "l-all"
    assert states["weak"]["state"] == "l-some"
    assert "“占比 < 0.3”从未成立" in states["weak"]["told"].replace("\u2009", "")
    assert "大客户" in states["top"]["tests"]
    assert states["minutes"]["state"] == "l-all", "its `otherwise` stands at its name"
    rungs = next(row for row in page.rows if "acknowledge overdue" in row["code"])
    assert (rungs["state"], rungs["tests"]) == ("l-none", "没有测试试到")


def test_what_lies_under_a_rule_is_marked_with_it() -> None:
    text = SHOP.replace(
        '  big: {label: 大客户, when: "28 <= tier <= 30"}',
        "  big:\n    label: 大客户\n\n    when: tier >= 28  # 28 起\n# 说明",
    )
    program = program_of(text)
    coverage = measure(program, [Exercised("t", (({**BASE, "tier": 28}, TODAY),))])
    rows = Page(page_of(program, coverage, text, "zh")).rows
    at = next(n for n, row in enumerate(rows) if row["code"] == "  big:")
    assert [row["state"] for row in rows[at : at + 5]] == [
        "l-some", "l-some", "l-plain", "l-some", "l-plain",
    ]  # fmt: skip


def test_author_text_is_escaped_and_nothing_runs() -> None:
    nasty = "<script>alert(1)</script>\"'&"
    text = SHOP.replace("label: 弱", f"label: '{nasty.replace(chr(39), chr(39) * 2)}'")
    program = program_of(text)
    coverage = measure(program, [Exercised(nasty, ((BASE, TODAY),))])
    page = page_of(program, coverage, text, "en")
    assert "script" not in Page(page).tags
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert not re.search(r'\son[a-z]+="', page)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_json(coverage: Coverage, lang: Language) -> None:
    data = json.loads(json.dumps(coverage_json(coverage, lang)))
    assert list(data["kinds"]) == list(KINDS)
    assert data["tests"] == ["大客户", "小<店>", "一起延误"]
    assert data["customers"] == 2
    for part in ("seen", "total", "impossible"):
        assert data["total"][part] == sum(one[part] for one in data["kinds"].values())
        assert data["total"][part] == sum(one[part] for one in data["definitions"].values())
        assert data["total"][part] == sum(one[part] for one in data["files"].values())
    points = {one["key"]: one for one in data["points"]}
    assert points["rule:tag:big=true"] == {
        "key": "rule:tag:big=true",
        "kind": "rules",
        "definition": "big",
        "file": FILE,
        "line": SHOP.splitlines().index('  big: {label: 大客户, when: "28 <= tier <= 30"}') + 1,
        "tests": ["大客户"],
        "unknown": 0,
        "impossible": False,
        "missing": None,
    }
    assert points["rule:tag:weak=true"]["unknown"] == 1
    told = {"zh": "“弱”从未成立", "en": "“弱” was never true"}
    assert points["rule:tag:weak=true"]["missing"] == told[lang]
    assert points["condition:tag:big/2=false"]["impossible"] is True
    assert points["condition:tag:big/2=false"]["missing"] is None


def test_every_key_is_on_the_page_of_outputs(coverage: Coverage) -> None:
    section = (DOCS / "outputs.md").read_text(encoding="utf-8").split("## `coverage")[1]
    named = set(re.findall(r"`([a-z_]+)`", section.split("\n## ")[0]))
    data = coverage_json(coverage, "zh")
    for part in (data, data["policy"], data["total"], data["points"][0]):
        assert set(part) <= named


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("0", 0),
        ("rules=0", 0),
        ("visits=100", 0),
        ("100", 1),
        ("规则=100，升级台阶=100%", 2),
        ("item states=100", 1),
    ],
)
def test_limits(coverage: Coverage, text: str, short: int) -> None:
    told = shortfalls(coverage, read_limits(text.replace("item states", "states")))
    assert len(told) == short
    for sentence in told:
        assert "100%" in sentence.zh
        assert "100%" in sentence.en


def test_a_limit_between_two_whole_shares_is_exact(coverage: Coverage) -> None:
    part = coverage.share("rules")
    assert part.seen * 100 % part.total, "or the example shows nothing"
    assert shortfalls(coverage, {"rules": part.percent}) == []
    assert len(shortfalls(coverage, {"rules": part.percent + 1})) == 1


@pytest.mark.parametrize(
    "text", ["", "rules", "rules=", "rules=101", "ruls=9", "=9x", "90.5", "-1"]
)
def test_what_is_no_limit_is_told(text: str) -> None:
    with pytest.raises(UsageError) as error:
        read_limits(text)
    assert "--fail-under" in error.value.zh
    if text.startswith("ruls"):
        assert "`rules`" in error.value.zh


TABLE = """\
policy: {id: t, title: 表, version: "1", stage: draft}
customer:
  key: id
  attributes:
    basic:
      tier: {type: integer, min: 1, max: 30, label: 档位}
      rural: {type: boolean, label: 乡村}
tables:
  credit:
    label: 额度
    gives: {type: integer}
    hit: unique
    rows:
"""
STEPS_OF_TABLE = [(low, rural) for low in range(1, 28, 3) for rural in ("true", "false")]
LONG = TABLE + "".join(
    f'      - {{tier: "{low}..{low + 2}", rural: {rural}, then: {low}}}\n'
    for low, rural in STEPS_OF_TABLE
)


def long_coverage(tier: int) -> tuple[Program, Coverage]:
    """Of a table of 18 rows the tests use one."""
    program = program_of(LONG)
    shown = Exercised("t", (({"tier": tier, "rural": True}, TODAY),))
    return program, measure(program, [shown])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_that_were_never_used_are_one_sentence_and_their_cells_none(lang: Language) -> None:
    _, measured = long_coverage(13)
    told = missing_words(measured.missing, lang)
    unused = [one for one in measured.missing if one.point.row not in (None, 9)]
    assert (
        told[0]
        == {
            "zh": f"第 1–8、10–18 行从未用到（连同其中的条件共 {len(unused)} 处）",
            "en": f"rows 1–8, 10–18 were never used ({len(unused)} points with their conditions)",
        }[lang]
    )
    assert len(unused) > 100
    own = [one.point.missing.get(lang) for one in measured.missing if one.point.row == 9]
    assert told[1:] == list(dict.fromkeys(own))


def test_what_is_said_of_a_line_is_said_once() -> None:
    text = LONG.replace('"1..3", rural: true', '"1..3"')
    program = program_of(text)
    measured = measure(program, [Exercised("t", (({"tier": 29, "rural": True}, TODAY),))])
    told = missing_words([one for one in measured.missing if one.point.row is not None], "zh")
    assert len(told) == len(set(told))


def test_a_row_that_was_never_used_says_only_that_on_the_page() -> None:
    program, measured = long_coverage(13)
    rows = Page(page_of(program, measured, LONG, "zh")).rows[TABLE.count("\n") :]
    assert len(rows) == len(STEPS_OF_TABLE)
    for number, row in enumerate(rows, start=1):
        if number != 9:
            assert (row["state"], row["told"]) == ("l-none", f"第 {number} 行从未用到")
    assert rows[8]["state"] == "l-some"
    assert "第 9 行从未用到" not in rows[8]["told"]


def test_the_page_sends_nobody_elsewhere_for_what_stands_on_it() -> None:
    program = program_of(LONG)
    people = tuple(({"tier": tier, "rural": True}, TODAY) for tier in range(2, 28, 3))
    measured = measure(program, [Exercised("t", people)])
    told = missing_words(measured.missing, "zh", shown=None)
    assert len(told) > SHOWN
    assert missing_words(measured.missing, "zh")[-1].endswith("见 --format html 或 json")
    report = coverage_report(measured, {FILE: LONG}, "zh")
    assert report.gaps[0].told[-1] == f"另有 {len(told) - SHOWN} 条，标在后面的原文里"
    marked = {one for line in report.files[0].lines for one in line.told}
    assert {one for one in marked if not re.fullmatch(r"第 \d+ 行从未用到", one)} == set(told[1:])
    elsewhere = coverage_report(measured, {}, "zh")
    assert elsewhere.gaps[0].told == tuple(told)
