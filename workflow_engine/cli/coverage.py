"""`workflow-engine coverage`: what of a policy its tests reach, and what they never do."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.policy import Policy
    from workflow_engine.trial.coverage import Coverage
    from workflow_engine.trial.model import PolicyTest

HELP = (
    "看政策的测试试到了哪些规则、台阶，哪些从未试到",
    "which rules and rungs the tests of a policy reach, and which they never do",
)
EXAMPLE = "workflow-engine coverage rules/tobacco-retail --fail-under rules=100,rungs=100"
FORMATS = ("text", "json", "html")
ENDINGS = {".html": "html", ".htm": "html", ".json": "json", ".txt": "text"}


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "files",
        metavar="FILES",
        nargs="*",
        help="测试文件；默认政策文件夹里所有 *.test.yaml"
        if zh
        else "test files; default: every *.test.yaml in the policy's folder",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="默认看 --out 的后缀，没有则 text；html 标在政策原文上"
        if zh
        else "default: by the ending of --out, else text; html marks the policy's own text",
    )
    parser.add_argument(
        "--out", metavar="FILE", help="写到文件" if zh else "write the report to a file"
    )
    parser.add_argument(
        "--fail-under",
        metavar="SHARES",
        help="低于这些比例时退出码为 1：一个总数如 90，或 rules=100,rungs=100"
        if zh
        else "exit code 1 below these shares: a total such as 90, or rules=100,rungs=100",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when less is reached than --fail-under asks, or a test file has mistakes."""
    from workflow_engine.cli.test_files import read_test_files
    from workflow_engine.trial.coverage_limits import read_limits, shortfalls

    limits = {} if options.fail_under is None else read_limits(options.fail_under)
    format_ = _format(options)
    policy = load_policy(options.policy, options.lang)
    tests = read_test_files(policy, options.files, options.lang)
    measured = measured_coverage(policy, tests.tests, options.lang)
    _write(_report(measured, policy, format_, options.lang), options.out, options.lang)
    short = shortfalls(measured, limits)
    for sentence in short:
        say(sentence.get(options.lang))
    return FINDINGS if short or not tests.sound else FINE


def measured_coverage(policy: Policy, tests: Sequence[PolicyTest], lang: Language) -> Coverage:
    """What the tests reach, without what is proved to be impossible; tells how many disagree."""
    from workflow_engine.trial.coverage import measure
    from workflow_engine.trial.proposals import finder, impossible_points
    from workflow_engine.trial.running import run_tests

    program = policy.program
    results = run_tests(program, tests)
    disagreeing = sum(not one.agrees for one in results)
    if disagreeing:
        say(
            f"有 {disagreeing} 个测试与政策不符，见 workflow-engine test"
            if lang == "zh"
            else f"{disagreeing} tests differ from the policy: see workflow-engine test"
        )
    # A test without a single expectation can never find anything: what it reaches is not tested.
    measured = measure(program, [one.exercised for one in results if one.test.expectations])
    return measured.without(impossible_points(measured.missing, finder(program)))


def _report(measured: Coverage, policy: Policy, format_: str, lang: Language) -> str:
    if format_ == "json":
        from workflow_engine.trial.coverage_json import coverage_json

        return json.dumps(coverage_json(measured, lang), ensure_ascii=False, indent=2) + "\n"
    if format_ == "text":
        from workflow_engine.trial.coverage_text import coverage_text

        return coverage_text(measured, lang)
    from workflow_engine.render.coverage_page import coverage_document
    from workflow_engine.render.labels import Labels
    from workflow_engine.trial.coverage_source import coverage_report

    report = coverage_report(measured, policy.sources, lang)
    return coverage_document(report, Labels(policy.program, lang)).html


def _write(text: str, out: str | None, lang: Language) -> None:
    if out is None:
        sys.stdout.write(text)
        return
    from workflow_engine.batch.writers import write_file

    write_file(Path(out), text)
    say(f"已写到 {out}" if lang == "zh" else f"written to {out}")


def _format(options: argparse.Namespace) -> str:
    """Raises UsageError where --format and the ending of --out contradict each other."""
    ending = None if options.out is None else ENDINGS.get(Path(options.out).suffix.lower())
    format_: str = options.format or ending or "text"
    if ending is not None and ending != format_:
        raise UsageError(
            f"--out {options.out}: {format_} is not written to a file with this ending",
            zh=f"--out {options.out}：{format_} 不能写成这种后缀的文件",
        )
    return format_
