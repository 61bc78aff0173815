import json

from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Place
from workflow_engine.diagnostics.ordering import summary, worst_first
from workflow_engine.diagnostics.render_github import render_github
from workflow_engine.diagnostics.render_json import render_json
from workflow_engine.diagnostics.render_sarif import render_sarif
from workflow_engine.diagnostics.render_text import render_text
from workflow_engine.diagnostics.width import display_width

SOURCE = "标签:\n  大客户: {名称: 大客户}\n  新客户: 1\n\n  大客户: 2\n"
FIRST = Place("rules/标签.yaml", 2, 3, 2, 6)
SECOND = Place("rules/标签.yaml", 5, 3, 5, 6)
DUPLICATE = diagnose(
    "WE113", SECOND, labels=[Label(FIRST, Bilingual("第一次", "first"))], key="大客户"
)
COLON = diagnose(
    "WE122",
    Place("a,b.yaml", 1, 3, 1, 4),
    fix=Fix(Bilingual("改", "write it"), (Edit(Place("a,b.yaml", 1, 3, 1, 4), ": "),)),
    key="x",
)
EMPTY = diagnose("WE104", Place("b.yaml"))


def test_text_shows_both_places_with_underlines_by_width():
    shown = render_text([DUPLICATE], {FIRST.file: SOURCE}, lang="zh", color=False)
    assert shown == (
        "错误[WE113]: `大客户` 在同一处写了两次，不知道以哪一个为准\n"
        "  --> rules/标签.yaml:5:3\n"
        "   |\n"
        " 2 |   大客户: {名称: 大客户}\n"
        "   |   ------ 第一次\n"
        "...\n"
        " 5 |   大客户: 2\n"
        "   |   ^^^^^^\n"
        "   |\n"
        "   = 帮助: 请删掉其中一个，或者改名\n"
        "\n"
        "1 个错误\n"
    )


def test_a_label_in_another_file_gets_its_own_snippet():
    place = Place("other.yaml", 1, 1, 1, 3)
    found = diagnose(
        "WE113", SECOND, labels=[Label(place, Bilingual("第一次", "first"))], key="大客户"
    )
    shown = render_text(
        [found], {FIRST.file: SOURCE, "other.yaml": "客户: 1"}, lang="en", color=False
    )
    assert "  ::: other.yaml:1:1\n   |\n 1 | 客户: 1\n   | ---- first\n" in shown


def test_a_file_that_is_not_there_costs_only_the_line():
    shown = render_text([DUPLICATE, EMPTY], {}, lang="en", color=False)
    assert "--> rules/标签.yaml:5:3" in shown
    assert "--> b.yaml\n" in shown
    assert shown.endswith("1 error, 1 warning\n")


def test_colours_only_when_asked_for():
    plain = render_text([DUPLICATE], {FIRST.file: SOURCE}, lang="zh", color=False)
    coloured = render_text([DUPLICATE], {FIRST.file: SOURCE}, lang="zh", color=True)
    assert "\x1b" not in plain
    assert "\x1b[1;31m错误[WE113]\x1b[0m" in coloured


def test_author_text_cannot_reach_the_terminal_raw():
    source = "a: \x1b[31m\u202e\tx\n"
    place = Place("a\x1b.yaml", 1, 7, 1, 8)
    found = diagnose("WE113", place, key="\x1b]0;title\x07")
    shown = render_text([found], {place.file: source}, lang="en", color=False)
    assert not any(c in shown for c in "\x1b\x07\u202e\t")
    assert "a: <U+001B>[31m<U+202E>    x" in shown


def test_a_very_long_line_is_cut_around_the_place():
    source = "前" * 5000 + "X" + "后" * 5000
    place = Place("a.yaml", 1, 5001, 1, 5002)
    shown = render_text(
        [diagnose("WE113", place, key="x")], {"a.yaml": source}, lang="zh", color=False
    )
    line, underline = shown.split("\n")[3:5]
    assert display_width(line) < 200
    assert display_width(line[: line.index("X")]) == underline.index("^")


@given(st.text(st.sampled_from("ab 档位：\t\x1b\u200b👍é"), min_size=1, max_size=30), st.data())
def test_carets_stand_under_the_place(line, data):
    start = data.draw(st.integers(0, len(line) - 1))
    end = data.draw(st.integers(start + 1, len(line)))
    place = Place("a", 1, start + 1, 1, end + 1)
    found = diagnose("WE113", place, key="x")
    shown = render_text([found], {"a": line}, lang="en", color=False).split("\n")
    before = render_text([found], {"a": line[:start] + "|"}, lang="en", color=False).split("\n")
    underline = shown[4]
    assert set(underline[4:]) <= {" ", "^"}
    assert underline.index("^") == display_width(before[3]) - 1


def test_worst_first():
    info = diagnose("WE104", Place("a"), severity="info")
    assert worst_first([info, EMPTY, COLON]) == [COLON, EMPTY, info]


def test_summary_in_words():
    assert summary([COLON, COLON, EMPTY], "en") == "2 errors, 1 warning"
    assert summary([COLON, EMPTY], "zh") == "1 个错误，1 个警告"
    assert summary([], "zh") == "没有发现问题"


def test_json_holds_everything():
    document = json.loads(render_json([EMPTY, COLON], lang="zh"))
    assert document["counts"] == {"error": 1, "warning": 1, "info": 0}
    first = document["findings"][0]
    assert first["code"] == "WE122"
    assert first["name"] == "full-width-colon"
    assert first["place"] == {
        "file": "a,b.yaml", "line": 1, "column": 3, "end_line": 1, "end_column": 4
    }  # fmt: skip
    assert first["fix"]["edits"][0]["text"] == ": "
    assert first["fix"]["safe"] is True
    assert first["args"] == {"key": "x"}


def test_sarif_has_rules_results_regions_and_fixes():
    document = json.loads(render_sarif([EMPTY, COLON, DUPLICATE], lang="en"))
    assert document["version"] == "2.1.0"
    run = document["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == ["WE104", "WE113", "WE122"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    colon = next(r for r in run["results"] if r["ruleId"] == "WE122")
    location = colon["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "a%2Cb.yaml"
    assert location["region"] == {
        "startLine": 1, "startColumn": 3, "endLine": 1, "endColumn": 4
    }  # fmt: skip
    change = colon["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert change["insertedContent"]["text"] == ": "
    duplicate = next(r for r in run["results"] if r["ruleId"] == "WE113")
    assert duplicate["relatedLocations"][0]["message"]["text"] == "first"
    empty = next(r for r in run["results"] if r["ruleId"] == "WE104")
    assert "region" not in empty["locations"][0]["physicalLocation"]
    assert empty["level"] == "warning"


def test_github_escapes_what_it_must():
    tricky = Diagnostic(
        "WE999", "error", Bilingual("甲", "50% of\n::error::x"), Place("a,b:c.yaml", 1, 2, 1, 3)
    )
    assert render_github([tricky], lang="en") == (
        "::error file=a%2Cb%3Ac.yaml,line=1,col=2,endLine=1,endColumn=3,title=WE999"
        "::50%25 of%0A::error::x\n"
    )
    assert render_github([EMPTY], lang="zh").startswith("::warning file=b.yaml,title=WE104::")


def test_of_many_notes_alike_the_first_is_written_out():
    notes = [
        diagnose("WE420", Place(file, line, 3, line, 9), name=f"x{line}")
        for file, line in (("a.yaml", 1), ("a.yaml", 4), ("a.yaml", 9), ("b.yaml", 2))
    ]
    text = render_text(notes, {}, lang="zh", color=False)
    assert text.splitlines()[-3] == "    另有 3 处：a.yaml 4、9；b.yaml 2"
    assert "`x1`" in text
    assert "`x4`" not in text
    assert "3 more: a.yaml 4, 9; b.yaml 2" in render_text(notes, {}, lang="en", color=False)
    assert "`x9`" in render_text(notes[:3], {}, lang="zh", color=False)
