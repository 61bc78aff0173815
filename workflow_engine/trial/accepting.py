"""Expectations rewritten to what the policy says: the values alone, nothing else of the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Edit, Fix, Place
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.language.nodes import MappingNode
from workflow_engine.language.reader import read_yaml
from workflow_engine.program.program import Program
from workflow_engine.trial.model import Difference, Expectation, TestResult, Wanted
from workflow_engine.trial.nodes import chinese
from workflow_engine.trial.reading import read_tests
from workflow_engine.trial.running import run_tests
from workflow_engine.trial.titles import title, written

_PLAIN = re.compile(r"[\w(（][\w .+/()（）:-]*")
_IN_TROUBLE = re.compile(r":(?:\s|$)|\s$")
_SEVERAL = Bilingual(
    "同一处预期用于几位客户，他们的结果不同，请分开写",
    "several customers share this expectation and turn out differently: write it for each",
)
_UNWRITTEN = Bilingual(
    "这一步没有写 `refused`（拒绝原因），照理应当办成",
    "the step does not say `refused`, so it ought to be carried out",
)
_UNCERTAIN = Bilingual(
    "改写后重新核对，结果仍不一致，文件保持原样",
    "it still differed when it was looked at again, so the file was left as it is",
)


@dataclass(frozen=True, slots=True)
class Accepted:
    """Files with their expectations rewritten, and what could not be.

    `texts` holds only the files that change; `count` how many values were rewritten.
    """

    texts: Mapping[str, str]
    count: int
    left: tuple[Diagnostic, ...]


def accept(program: Program, texts: Mapping[str, str], results: Sequence[TestResult]) -> Accepted:
    """Rewrite every expectation that is not met, in place; comments and layout stay as they are.

    `texts` are all test files of the policy, `results` those of the tests to be accepted. Every
    changed file is read and run again before it is given back: what does not come out as expected
    then is not changed.
    """
    rewritten: dict[str, str] = {}
    left: list[Diagnostic] = []
    count = 0
    everybody = read_tests(texts, program).tests
    for file, text in texts.items():
        asked = [one for one in results if one.test.file == file and not one.agrees]
        if not asked:
            continue
        own = run_tests(program, [test for test in everybody if test.file == file])
        edits, unwritten = _edits(program, asked, _wanted(own, _language(text, file)))
        left += unwritten
        if not edits:
            continue
        new = _edited(text, edits, file)
        if _settled(program, {**texts, file: new}, own, edits):
            rewritten[file] = new
            count += len(edits)
        else:
            left += [
                _left(program, result, one, _UNCERTAIN)
                for result in asked
                for one in result.differences
                if one.expectation.place in edits
            ]
    return Accepted(rewritten, count, tuple(left))


def _wanted(results: Sequence[TestResult], lang: Language) -> dict[Place, set[str]]:
    """What would have to stand at each place for each of the tests that read it there."""
    wanted: dict[Place, set[str]] = {}
    for result in results:
        for expectation, found in _outcomes(result):
            if not expectation.implied:
                text = _yaml(written(found, expectation, lang))
                wanted.setdefault(expectation.place, set()).add(text)
    return wanted


def _edits(
    program: Program, results: Sequence[TestResult], wanted: Mapping[Place, set[str]]
) -> tuple[dict[Place, str], list[Diagnostic]]:
    """The new text at each place, and the differences that no text at one place can mend."""
    edits: dict[Place, str] = {}
    left: list[Diagnostic] = []
    for result in results:
        for one in result.differences:
            place = one.expectation.place
            if one.expectation.implied:
                left.append(_left(program, result, one, _UNWRITTEN))
            elif len(wanted[place]) > 1:
                left.append(_left(program, result, one, _SEVERAL))
            else:
                (edits[place],) = wanted[place]
    return edits, left


def _outcomes(result: TestResult) -> Iterator[tuple[Expectation, Wanted]]:
    """Every expectation of a test with what really is so."""
    found = {id(one.expectation): one.found for one in result.differences}
    for expectation in result.test.expectations:
        yield expectation, found.get(id(expectation), expectation.wanted)


def _edited(text: str, edits: Mapping[Place, str], file: str) -> str:
    lines = lines_of(text)
    changes = tuple(
        Edit(place, f" {new}" if _after_colon(lines, place) else new)
        for place, new in edits.items()
    )
    fix = Fix(Bilingual.same(file), changes)
    finding = replace(diagnose("WE243", Place(file)), fix=fix)
    return apply_fixes(text, [finding], file=file)[0]


def _after_colon(lines: Sequence[str], place: Place) -> bool:
    """Whether a value begins right behind its key's colon, because nothing stands there yet."""
    return lines[place.line - 1][: place.column - 1].endswith(":")


def _settled(
    program: Program,
    texts: Mapping[str, str],
    before: Sequence[TestResult],
    edits: Mapping[Place, str],
) -> bool:
    """Whether the new texts bring about what they should: the accepted differences are gone.

    `before` are the results of all tests of the file that is changed.
    """
    names = {(result.test.file, result.test.name) for result in before}
    again = read_tests(texts, program)
    tests = [one for one in again.tests if (one.file, one.name) in names]
    if len(tests) != len(names):
        return False
    open_before = sum(
        one.expectation.place not in edits for result in before for one in result.differences
    )
    results = run_tests(program, tests)
    return sum(len(result.differences) for result in results) == open_before


def _yaml(text: str | list[str]) -> str:
    """A text or list as YAML writes it on one line."""
    if isinstance(text, list):
        return f"[{', '.join(_yaml(one) for one in text)}]"
    if _PLAIN.fullmatch(text) and not _IN_TROUBLE.search(text):
        return text
    return json.dumps(text, ensure_ascii=False)


def _language(text: str, file: str) -> Language:
    node, _ = read_yaml(text, file)
    keys = [key.value for key, _ in node] if isinstance(node, MappingNode) else []
    return "zh" if chinese(keys, "file") else "en"


def _left(
    program: Program, result: TestResult, difference: Difference, why: Bilingual
) -> Diagnostic:
    expectation = difference.expectation
    about = title(program, result.test, expectation.subject)
    return diagnose("WE792", expectation.place, title=about, why=why)
