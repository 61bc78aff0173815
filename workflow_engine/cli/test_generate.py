"""`workflow-engine test --generate`: tests for what no test has reached, as YAML to be checked."""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import load_policy, moment
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.diagnostics.printable import printable
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from workflow_engine.cli.test_files import TestFiles
    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.policy import Policy
    from workflow_engine.trial.coverage import Coverage
    from workflow_engine.trial.proposals import Proposals

ONLY_HERE = ("out", "persona", "at")
"""Options that mean something with --generate alone."""
LISTED = 20
"""How many places are named for which no customer was found."""
_TOP_KEY = re.compile(r"^([^\s#:][^\s:]*):", re.MULTILINE)


def generate_arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add --generate and what belongs to it."""
    parser.add_argument(
        "--generate",
        action="store_true",
        help="为还没有测试试到的规则提出测试（边界两侧、单独起作用的条件），核对后再用"
        if zh
        else "propose tests for what none has reached: both sides of limits, parts that decide",
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        help="提出的测试写到这个新文件；默认显示出来"
        if zh
        else "write what is proposed to this new file; default: show it",
    )
    parser.add_argument(
        "--persona",
        metavar="NAME",
        help="提出的测试以哪位典型客户为底；默认测试里用得最多的"
        if zh
        else "the persona to build on; default: the one that tests use most",
    )
    parser.add_argument(
        "--at",
        metavar="DATE",
        help="提出的测试用哪一天；默认测试里用得最多的"
        if zh
        else "the day of the proposed tests; default: the one that tests use most",
    )


def refuse_without_generate(options: argparse.Namespace) -> None:
    """Raises UsageError for an option that only --generate knows."""
    given = vars(options)
    for name in ONLY_HERE:
        if given[name] is not None:
            raise UsageError(
                f"--{name} goes with --generate", zh=f"--{name} 要和 --generate 一起用"
            )


def run_generate(options: argparse.Namespace) -> int:
    """Write proposals; exit code 1 when a test file has mistakes.

    Raises UsageError where a file would be overwritten, or the persona is not there.
    """
    from workflow_engine.cli.coverage import measured_coverage
    from workflow_engine.trial.proposals import TOTAL_PROPOSED, finder, propose
    from workflow_engine.trial.proposed_file import proposed_file

    _refuse_others(options)
    policy = load_policy(options.policy, options.lang)
    tests = _tests(policy, options)
    persona = _persona(tests, options.persona)
    day = _day(tests, options.at, policy)
    measured = measured_coverage(policy, tests.tests, options.lang)
    base = {} if persona is None else tests.personas[persona].values
    made = propose(measured, base, day, finder(policy.program, TOTAL_PROPOSED))
    text = proposed_file(
        policy.program,
        made,
        persona=persona,
        lang=_written_in(policy),
        said=options.lang,
        taken=[test.name for test in tests.tests],
    )
    _write(text, options.out)
    _tell(made, measured, options.out, options.lang)
    return FINE if tests.sound else FINDINGS


def _refuse_others(options: argparse.Namespace) -> None:
    if options.accept or options.junit is not None or options.only is not None:
        raise UsageError(
            "--generate does not go with --accept, --junit or --only",
            zh="--generate 不能和 --accept、--junit、--only 一起用",
        )
    if options.out is not None and Path(options.out).exists():
        raise UsageError(
            f"--out {options.out}: the file is there already, and nothing is overwritten",
            zh=f"--out {options.out}：这个文件已经有了；不会覆盖，请换一个名字",
        )


def _tests(policy: Policy, options: argparse.Namespace) -> TestFiles:
    """The tests that are there; a policy may have none yet."""
    from workflow_engine.cli.test_files import TestFiles, read_test_files
    from workflow_engine.trial.model import NotRun

    if not options.files and policy.folder is not None:
        from workflow_engine.model.loader import TEST_ENDING

        if next(policy.folder.rglob(f"*{TEST_ENDING}"), None) is None:
            return TestFiles({}, {}, (), (), NotRun())
    return read_test_files(policy, options.files, options.lang)


def _persona(tests: TestFiles, asked: str | None) -> str | None:
    """The persona to build on: the one asked for, else that of most tests, else the first."""
    if asked is not None and asked not in tests.personas:
        from workflow_engine.diagnostics.suggest import did_you_mean

        near = did_you_mean(asked, tests.personas)
        raise UsageError(
            f"no persona is called `{asked}`" + (f"; did you mean `{near}`?" if near else ""),
            zh=f"没有典型客户“{asked}”" + (f"，是不是“{near}”？" if near else ""),
        )
    if asked is not None or not tests.personas:
        return asked
    used = Counter(test.persona for test in tests.tests if test.persona is not None)
    return max(tests.personas, key=lambda name: used[name])


def _day(tests: TestFiles, asked: str | None, policy: Policy) -> dt.date:
    days = Counter(test.at for test in tests.tests)
    if asked is None and days:
        return max(sorted(days), key=lambda day: days[day])
    return moment(asked, policy)


def _written_in(policy: Policy) -> Language:
    """The language of the policy's keywords, which its tests are written in too."""
    from workflow_engine.language.keywords import language_of

    for text in policy.sources.values():
        for word in _TOP_KEY.findall(text):
            found = language_of(word)
            if found is not None:
                return found
    return "en"


def _write(text: str, out: str | None) -> None:
    if out is None:
        sys.stdout.write(text)
    elif text:
        from workflow_engine.batch.writers import write_file

        write_file(Path(out), text)


def _tell(made: Proposals, measured: Coverage, out: str | None, lang: Language) -> None:
    zh = lang == "zh"
    count, shown = len(made.proposals), sum(len(one.shows) for one in made.proposals)
    if not count:
        say("没有可补的测试" if zh else "there is nothing to propose")
    elif out is not None:
        say(
            f"提出 {count} 个测试，补上 {shown} 处，已写到 {out}；请逐条核对预期"
            if zh
            else f"{count} tests for {shown} points, written to {out}; check what they expect"
        )
    if made.unsure:
        say(
            f"另有 {len(made.unsure)} 处没有找到合适的客户，请自己写："
            if zh
            else f"no customer was found for {len(made.unsure)} more; write these yourself:"
        )
        for line in unserved(made, measured, lang):
            say(f"  · {printable(line)}")


def unserved(made: Proposals, measured: Coverage, lang: Language) -> Iterator[str]:
    """What no customer was found for, each with what it belongs to and its place."""
    from workflow_engine.trial.coverage_words import owner_label

    points = [one.point for one in measured.reached if one.point.key in made.unsure]
    for point in points[:LISTED]:
        label = owner_label(measured.program, point.owner).get(lang)
        colon = "：" if lang == "zh" else ": "
        yield f"{label}{colon}{point.missing.get(lang)}  {point.place}"
    if len(points) > LISTED:
        more = len(points) - LISTED
        yield f"还有 {more} 处，见 coverage" if lang == "zh" else f"{more} more: see coverage"
