"""Findings for code review: SARIF that fits its schema, and annotations, at the right characters."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Label, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.diagnostics.render_github import render_github
from workflow_engine.diagnostics.render_sarif import render_sarif
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.policy import Report, check, check_texts

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((Path(__file__).parent / "sarif.schema.json").read_text())
MESSY = {
    "政策 1/a,b.yaml": (
        'policy: {id: p, version: "1"}\n'
        "customer:\n  key: id\n  attributes:\n    basic:\n      tier: {type: integer}\n"
        "tags:\n"
        '  大: {label: "😀👍🏽 大户", when: teir >= 28}\n'
        "  中：{label: 中户， when: tier >= 5}\n"
        "  小: {label: 小户, when: min(tier, 3) ＞ 1}\n"
        "measures:\n  net: tier\n"
    ),
    "b.yaml": "measures:\n  net: tier\nrols: {}\n",
}


def document(report: Report, lang: str) -> dict:
    told = json.loads(render_sarif(report.diagnostics, lang=lang, allowed=report.allowed))
    jsonschema.Draft7Validator(SCHEMA).validate(told)
    return told


def results(report: Report, lang: str = "zh") -> list[dict]:
    (run,) = document(report, lang)["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted({one["ruleId"] for one in run["results"]})
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])
    return run["results"]


def stretch(texts: dict[str, str], uri: str, region: dict[str, int]) -> str:
    """The text of a region, whose columns count code points."""
    assert region["startLine"] == region["endLine"]
    line = lines_of(texts[unquote(uri)])[region["startLine"] - 1]
    return line[region["startColumn"] - 1 : region["endColumn"] - 1]


def test_the_schema_is_one():
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"version": "2.1.0", "runs": [{}]}, SCHEMA)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["tobacco-retail", "vip"])
def test_what_is_found_in_the_shipped_policies_fits(name, lang):
    found = results(check(ROOT / "rules" / name), lang)
    assert found
    for one in found:
        file = one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert Path(unquote(file)).is_file()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_mistakes_fit_and_point_at_the_right_characters(lang):
    report = check_texts(MESSY)
    found = results(report, lang)
    pointed = {}
    for one in found:
        place = one["locations"][0]["physicalLocation"]
        if "region" in place:
            uri = place["artifactLocation"]["uri"]
            pointed[one["ruleId"]] = stretch(MESSY, uri, place["region"])
    assert pointed["WE325"] == "teir"
    assert pointed["WE122"] == "："
    assert pointed["WE123"] == "，"
    assert pointed["WE200"] == "rols"
    twice = next(one for one in found if one["ruleId"] == "WE206")
    both = {
        unquote(other["physicalLocation"]["artifactLocation"]["uri"])
        for other in twice["relatedLocations"]
    }
    assert both == set(MESSY)
    assert all("helpUri" not in json.dumps(one) for one in found)


def test_the_fixes_of_a_report_give_the_text_that_fix_writes():
    report = check_texts(MESSY)
    safe = {one.code for one in report.diagnostics if one.fix is not None and one.fix.safe}
    assert {"WE122", "WE123", "WE129"} <= safe
    for file, text in MESSY.items():
        wanted, _ = apply_fixes(text, report.diagnostics, file=file)
        lines = lines_of(text)
        changes = {
            (region["startLine"], region["startColumn"], region["endColumn"], new["text"])
            for one in results(report)
            for fix in one.get("fixes", ())
            for change in fix["artifactChanges"]
            if unquote(change["artifactLocation"]["uri"]) == file
            for edit in change["replacements"]
            for region, new in [(edit["deletedRegion"], edit["insertedContent"])]
            if one["ruleId"] in safe
        }
        for line, start, end, new in sorted(changes, reverse=True):
            old = lines[line - 1]
            lines[line - 1] = old[: start - 1] + new + old[end - 1 :]
        assert "\n".join(lines) == wanted
    assert wanted == MESSY["b.yaml"]


def test_places_without_columns_or_lines_and_fixes_in_several_files():
    edits = (Edit(Place("a.yaml", 1, 1, 1, 2), "x"), Edit(Place("档.yaml", 2, 1, 2, 1), ""))
    found = [
        Diagnostic("WE104", "warning", Bilingual.same("whole file"), Place("a.yaml")),
        Diagnostic("WE104", "info", Bilingual.same("whole line"), Place("a.yaml", 3)),
        Diagnostic(
            "WE113",
            "error",
            Bilingual.same("two files"),
            Place("a.yaml", 1, 1, 1, 2),
            labels=(Label(Place("档.yaml", 2, 1, 2, 1), Bilingual.same("here")),),
            fix=Fix(Bilingual.same("mend"), edits),
        ),
    ]
    (two, whole, line) = results(Report(None, tuple(found), {}))
    assert "region" not in whole["locations"][0]["physicalLocation"]
    assert line["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}
    files = [change["artifactLocation"]["uri"] for change in two["fixes"][0]["artifactChanges"]]
    assert files == ["a.yaml", "%E6%A1%A3.yaml"]


COMMAND = re.compile(
    r"::(?P<level>error|warning|notice) file=(?P<file>[^,:]+)"
    r"(?:,line=(?P<line>\d+),col=(?P<col>\d+),endLine=(?P<end_line>\d+)(?:,endColumn=(?P<end>\d+))?)?"
    r",title=(?P<code>WE\d{3})::(?P<message>.+)"
)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_annotations_are_commands_that_point_at_the_right_characters(lang):
    report = check_texts(MESSY)
    commands = render_github(report.diagnostics, lang=lang).splitlines()
    assert len(commands) == len(report.diagnostics)
    pointed = {}
    for command in commands:
        read = COMMAND.fullmatch(command)
        assert read, command
        file = read["file"].replace("%2C", ",").replace("%3A", ":").replace("%25", "%")
        if read["end"] is not None:
            line = lines_of(MESSY[file])[int(read["line"]) - 1]
            pointed[read["code"]] = line[int(read["col"]) - 1 : int(read["end"]) - 1]
    assert pointed["WE325"] == "teir"
    assert pointed["WE123"] == "，"
