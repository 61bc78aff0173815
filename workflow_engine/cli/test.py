"""`workflow-engine test`: does the policy do what its tests expect?"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import load_policy, policy_argument, show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.cli.test_generate import (
    generate_arguments,
    refuse_without_generate,
    run_generate,
)
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.cli.test_files import TestFiles
    from workflow_engine.policy import Policy
    from workflow_engine.trial.model import TestResult

HELP = (
    "运行政策测试：典型客户、个案的预期与政策是否一致；--accept 把预期改成现在的结果",
    "run the policy's tests: what is expected of customers and cases; --accept takes what comes",
)
EXAMPLE = "workflow-engine test rules/tobacco-retail"
FORMATS = ("text", "json", "github")


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "files",
        metavar="FILES",
        nargs="*",
        help="只运行这些文件；默认政策文件夹里所有 *.test.yaml"
        if zh
        else "these files alone; default: every *.test.yaml of the policy",
    )
    parser.add_argument(
        "--only",
        metavar="NAME",
        help="只运行名称里含有这些字的测试" if zh else "tests whose name holds this text",
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help="把不一致的预期改成现在的结果：先显示改动，再写回；注释不动"
        if zh
        else "rewrite what differs to what comes out: shows the changes, keeps comments",
    )
    parser.add_argument(
        "--junit",
        metavar="FILE",
        help="另写一份 JUnit 文件" if zh else "write a JUnit file besides",
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="给人看 text（默认），给其他系统 json、github"
        if zh
        else "text for people (the default); json, github for other systems",
    )
    generate_arguments(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 0 when everything is as expected, 1 otherwise, 3 when there is no policy."""
    from workflow_engine.cli.test_files import named_tests, read_test_files
    from workflow_engine.trial.running import run_tests

    if options.generate:
        return run_generate(options)
    refuse_without_generate(options)
    if options.accept and options.format != "text":
        raise UsageError(
            "--accept shows its changes as text: leave --format out",
            zh="--accept 要先给人看改动，不能和 --format 一起用",
        )
    policy = load_policy(options.policy, options.lang)
    github = options.format == "github"
    tests = read_test_files(policy, options.files, None if github else options.lang)
    tests = named_tests(tests, options.only)
    results = run_tests(policy.program, tests.tests)
    code = FINE if tests.sound and all(one.agrees for one in results) else FINDINGS
    _shown(options, policy, tests, results)
    if options.junit is not None:
        _write_junit(options, policy, tests, results)
    if options.accept:
        return _accepted(options, policy, tests, results)
    return code


def _shown(
    options: argparse.Namespace,
    policy: Policy,
    tests: TestFiles,
    results: tuple[TestResult, ...],
) -> None:
    from workflow_engine.trial.report import findings_of, render_results

    if options.format == "json":
        from workflow_engine.cli.cases import print_json
        from workflow_engine.trial.results_json import results_json

        program = policy.program
        data = results_json(program.head, program.hash, results, options.lang, tests.not_run)
        print_json(data)
    elif options.format == "github":
        from workflow_engine.diagnostics.render_github import render_github

        found = [*tests.diagnostics, *findings_of(results)]
        sys.stdout.write(render_github(found, lang=options.lang))
    else:
        sys.stdout.write(render_results(results, options.lang, tests.not_run))


def _write_junit(
    options: argparse.Namespace,
    policy: Policy,
    tests: TestFiles,
    results: tuple[TestResult, ...],
) -> None:
    from workflow_engine.batch.writers import write_file
    from workflow_engine.trial.results_json import junit

    mistakes = [one for one in tests.diagnostics if one.severity == "error"]
    write_file(options.junit, junit(policy.program.head.id, results, mistakes, options.lang))


def _accepted(
    options: argparse.Namespace,
    policy: Policy,
    tests: TestFiles,
    results: tuple[TestResult, ...],
) -> int:
    """Show the changes of each file, then write it."""
    from difflib import unified_diff
    from pathlib import Path

    from workflow_engine.batch.writers import write_file
    from workflow_engine.diagnostics.printable import printable
    from workflow_engine.trial.accepting import accept

    accepted = accept(policy.program, tests.texts, results)
    for file, text in accepted.texts.items():
        before = tests.texts[file].splitlines()
        for line in unified_diff(before, text.splitlines(), file, file, lineterm="", n=1):
            print(printable(line))
        write_file(Path(file), text)
    show(accepted.left, tests.texts, options.lang)
    zh = options.lang == "zh"
    if accepted.count:
        say(
            f"已改写 {accepted.count} 处预期，请核对上面的改动"
            if zh
            else f"{accepted.count} expectations rewritten: read the changes above"
        )
    else:
        say("没有改写任何预期" if zh else "no expectation was rewritten")
    return FINE if tests.sound and not accepted.left else FINDINGS
