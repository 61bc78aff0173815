"""Results of policy tests for other programs: JSON data, and JUnit for build servers.

Source of the JUnit format: https://github.com/testmoapp/junitxml (there is no official schema).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.program.program import PolicyHead
from workflow_engine.trial.model import Difference, NotRun, TestResult
from workflow_engine.trial.report import findings_of

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def results_json(
    head: PolicyHead,
    policy_hash: str,
    results: Sequence[TestResult],
    lang: Language,
    not_run: NotRun | None = None,
) -> dict[str, Any]:
    """The results as JSON data; `subject` is what a difference is about, the same in any language.

    `docs/outputs.md` lists the keys.
    """
    agree = sum(result.agrees for result in results)
    return {
        "policy": {"id": head.id, "version": head.version, "hash": policy_hash},
        "counts": {
            "tests": len(results),
            "agree": agree,
            "differ": len(results) - agree,
            "not_run": 0 if not_run is None else len(not_run.tests),
        },
        "tests": [_result(result, lang) for result in results],
    }


def _result(result: TestResult, lang: Language) -> dict[str, Any]:
    test = result.test
    return {
        "name": test.name,
        "about": test.about,
        "place": _place(test.place),
        "at": test.at.isoformat(),
        "verdict": "agrees" if result.agrees else "differs",
        "expectations": result.agreed + len(result.differences),
        "differences": [_difference(one, lang) for one in result.differences],
    }


def _difference(one: Difference, lang: Language) -> dict[str, Any]:
    return {
        "subject": list(one.expectation.subject),
        "title": one.title.get(lang),
        "place": _place(one.expectation.place),
        "expected": one.expected.get(lang),
        "actual": one.actual.get(lang),
        "reason": None if one.reason is None else one.reason.get(lang),
        "rule": None if one.rule is None else _place(one.rule),
        "change": None if one.change is None else one.change.get(lang),
    }


def _place(place: Place) -> dict[str, Any]:
    return {"file": place.file, "line": place.line, "column": place.column}


def junit(
    name: str, results: Sequence[TestResult], mistakes: Sequence[Diagnostic], lang: Language
) -> str:
    """The results as a JUnit file: a suite for each test file, and one of the mistakes in them."""
    failed = sum(not result.agrees for result in results)
    root = ET.Element(
        "testsuites",
        name=_xml(name),
        tests=str(len(results) + len(mistakes)),
        failures=str(failed),
        errors=str(len(mistakes)),
    )
    for file in dict.fromkeys(result.test.file for result in results):
        own = [result for result in results if result.test.file == file]
        differ = sum(not result.agrees for result in own)
        suite = ET.SubElement(
            root,
            "testsuite",
            name=_xml(file),
            tests=str(len(own)),
            failures=str(differ),
            errors="0",
        )
        for result in own:
            _case(suite, result, lang)
    if mistakes:
        count = str(len(mistakes))
        suite = ET.SubElement(
            root, "testsuite", name="policy-tests", tests=count, failures="0", errors=count
        )
        for one in mistakes:
            case = ET.SubElement(
                suite, "testcase", classname=_xml(one.place.file), name=_xml(str(one.place))
            )
            text = _xml(one.message.get(lang))
            ET.SubElement(case, "error", message=text, type=one.code).text = text
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _case(suite: ET.Element, result: TestResult, lang: Language) -> None:
    test = result.test
    case = ET.SubElement(
        suite,
        "testcase",
        classname=_xml(test.file),
        name=_xml(test.name),
        file=_xml(test.file),
        line=str(test.place.line),
    )
    for one, finding in zip(result.differences, findings_of([result]), strict=True):
        told = [finding.message.get(lang), str(one.expectation.place)]
        if finding.help is not None:
            told.append(finding.help.get(lang))
        failure = ET.SubElement(
            case, "failure", message=_xml(finding.message.get(lang)), type="differs"
        )
        failure.text = _xml("\n".join(told))


def _xml(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NO_XML.sub("�", text)
