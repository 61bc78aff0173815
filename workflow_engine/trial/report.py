"""Results of policy tests for people at a terminal, and as findings beside the lines of a file.

The words of a test's verdict, agrees and differs, are none that a policy uses of its customers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad
from workflow_engine.trial.model import Difference, NotRun, TestResult

_EXPECTED = Bilingual("预期", "expected")
_ACTUAL = Bilingual("实际", "actual")
_REASON = Bilingual("原因", "because")
_RULE = Bilingual("规则", "rule")
_NEAREST = Bilingual("怎样才一致", "would agree")


_NONE_LEFT_OUT = NotRun()


def render_results(
    results: Sequence[TestResult], lang: Language, not_run: NotRun = _NONE_LEFT_OUT
) -> str:
    """Every difference with its reasons, a line for each file, and the sum of all."""
    blocks = [_block(result, lang) for result in results if not result.agrees]
    files = "\n".join(_files(results, lang, not_run)) + "\n"
    return "\n".join([*blocks, files, summary(results, lang, not_run)])


def summary(results: Sequence[TestResult], lang: Language, not_run: NotRun = _NONE_LEFT_OUT) -> str:
    """The sum of all tests, in one line: also of those that mistakes keep from running."""
    agree = sum(result.agrees for result in results)
    differ, left_out = len(results) - agree, len(not_run.tests)
    count = len(results) + left_out
    looked_at = sum(result.agreed + len(result.differences) for result in results)
    if lang == "zh":
        rest = f"，{differ} 项不一致" if differ else ""
        rest += f"，{left_out} 项有错没有运行" if left_out else ""
        unread = f"；{len(not_run.files)} 个文件读不出" if not_run.files else ""
        return f"{count} 项测试：{agree} 项一致{rest}；共核对 {looked_at} 处预期{unread}\n"
    tests = "test" if count == 1 else "tests"
    rest = f", {differ} differ{'s' if differ == 1 else ''}" if differ else ""
    rest += f", {left_out} not run for mistakes" if left_out else ""
    unread = f"; files that cannot be read: {len(not_run.files)}" if not_run.files else ""
    agrees = "agrees" if agree == 1 else "agree"
    expectations = "expectation" if looked_at == 1 else "expectations"
    return (
        f"{count} {tests}: {agree} {agrees}{rest}; {looked_at} {expectations} looked at{unread}\n"
    )


def findings_of(results: Sequence[TestResult]) -> Iterator[Diagnostic]:
    """Each difference as a finding at the expectation, for tools that show findings."""
    for result in results:
        for one in result.differences:
            yield diagnose(
                "WE790",
                one.expectation.place,
                help=_told(one),
                test=result.test.name,
                title=one.title,
                expected=one.expected,
                actual=one.actual,
            )


def _told(one: Difference) -> Bilingual | None:
    """The reason, the rule and the nearest change in one text."""
    lines = {
        lang: [
            f"{name}：{text}" if lang == "zh" else f"{name}: {text}"
            for name, text in _details(one, lang)
        ]
        for lang in ("zh", "en")
    }
    if not lines["zh"]:
        return None
    return Bilingual("\n".join(lines["zh"]), "\n".join(lines["en"]))


def _details(one: Difference, lang: Language) -> Iterator[tuple[str, str]]:
    if one.reason is not None:
        yield _REASON.get(lang), one.reason.get(lang)
    if one.rule is not None:
        yield _RULE.get(lang), f"{one.rule.file}:{one.rule.line}"
    if one.change is not None:
        yield _NEAREST.get(lang), one.change.get(lang)


def _block(result: TestResult, lang: Language) -> str:
    test = result.test
    where = f"{test.file}:{test.place.line}"
    lines = [f"✗ {printable(test.name)}  {printable(where)}"]
    if test.about is not None:
        lines.append(f"  {printable(test.about)}")
    for one in result.differences:
        place = one.expectation.place
        at = "" if place.line == test.place.line else f"  :{place.line}"
        lines.append(f"  {printable(one.title.get(lang))}{at}")
        rows = [
            (_EXPECTED.get(lang), one.expected.get(lang)),
            (_ACTUAL.get(lang), one.actual.get(lang)),
            *_details(one, lang),
        ]
        width = max(display_width(name) for name, _ in rows)
        lines += [f"    {pad(name, width)}  {printable(text)}" for name, text in rows]
    return "\n".join(lines) + "\n"


def _files(results: Sequence[TestResult], lang: Language, not_run: NotRun) -> Iterator[str]:
    files = dict.fromkeys(
        [*(result.test.file for result in results), *(one.file for one in not_run.tests)]
    )
    for file in files:
        own = [result for result in results if result.test.file == file]
        differ = sum(not result.agrees for result in own)
        left_out = sum(one.file == file for one in not_run.tests)
        count, bad = len(own) + left_out, differ or left_out
        if lang == "zh":
            said = f"{count} 项" + (f"，{differ} 项不一致" if differ else "")
            said += f"，{left_out} 项有错没有运行" if left_out else ""
            said += "" if bad else "一致"
        else:
            said = f"{count} {'test' if count == 1 else 'tests'}"
            said += f", {differ} differ{'s' * (differ == 1)}" if differ else ""
            said += f", {left_out} not run for mistakes" if left_out else ""
            said += "" if bad else f" agree{'s' * (count == 1)}"
        yield f"{'✗' if bad else '✓'} {printable(file)}  {said}"
    for file in not_run.files:
        told = (
            "读不出，里面的测试都没有运行"
            if lang == "zh"
            else "cannot be read: none of its tests ran"
        )
        yield f"✗ {printable(file)}  {told}"
