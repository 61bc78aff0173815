"""`workflow-engine check`: find the author's mistakes, all at once, worst first."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.check_customers import (
    customer_findings,
    customers_options,
    customers_text,
)
from workflow_engine.cli.loading import in_color, policy_argument
from workflow_engine.cli.main import FINDINGS, FINE, NO_POLICY, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.diagnostics.diagnostic import Allowed, Diagnostic
    from workflow_engine.policy import Report

HELP = (
    "检查政策，一次列出所有问题；--fix 自动改好可以安全改的",
    "check a policy and list every mistake at once; --fix mends what is safe to mend",
)
EXAMPLE = "workflow-engine check rules/tobacco-retail --fix"
FORMATS = ("text", "json", "sarif", "github")


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="给人看 text（默认），给其他系统 json、sarif、github"
        if zh
        else "text for people (the default); json, sarif, github for other systems",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="写回安全的修改，其余内容一字不动" if zh else "write safe fixes, touch nothing else",
    )
    customers_options(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 0 when there is neither an error nor a warning, 3 when there is no policy."""
    # To look for plugins of pydantic would read the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    collecting = gc.isenabled()
    gc.disable()  # a check is over before garbage matters
    try:
        return _checked(options)
    finally:
        if collecting:
            gc.enable()


def _checked(options: argparse.Namespace) -> int:
    from workflow_engine.policy import check

    report = check(options.policy)
    zh = options.lang == "zh"
    if options.fix:
        mended = _fix(report)
        report = check(options.policy)
        if mended and report.program is not None:  # only now the tests could be looked at
            more = _fix(report)
            mended += more
            report = check(options.policy) if more else report
        say(f"已改好 {mended} 处" if zh else f"{mended} fixed")
    found, allowed = list(report.diagnostics), report.allowed
    shown_by: list[Diagnostic] = []
    if options.customers and report.program is not None:
        shown_by, allowed_too = customer_findings(report.program, report.sources, options)
        allowed += allowed_too
        if options.format != "text":
            found += shown_by
    shown = findings_shown(found, report.sources, options.format, options.lang, allowed)
    sys.stdout.write(shown)
    if options.format == "text":
        sys.stdout.write(customers_text(shown_by, options.lang))
        found += shown_by
    if not report.sources:
        return NO_POLICY
    return FINE if all(one.severity == "info" for one in found) else FINDINGS


def findings_shown(
    found: list[Diagnostic],
    sources: Mapping[str, str],
    form: str,
    lang: Language,
    allowed: Sequence[Allowed] = (),
) -> str:
    """Findings in one of `FORMATS`, as they go to standard output.

    Those that comments allow are counted in `text`, and given whole in `json` and `sarif`.
    """
    if form == "text":
        from workflow_engine.diagnostics.render_text import render_text

        text = render_text(found, sources, lang=lang, color=in_color(sys.stdout))
        if allowed:
            chinese = f"另有 {len(allowed)} 项已由注释允许"
            english = f"{len(allowed)} more allowed by comments"
            text += (chinese if lang == "zh" else english) + "\n"
        return text if text.endswith("\n") else text + "\n"
    if form == "json":
        from workflow_engine.diagnostics.render_json import render_json

        return render_json(found, lang=lang, allowed=allowed)
    if form == "sarif":
        from workflow_engine.diagnostics.render_sarif import render_sarif

        return render_sarif(found, lang=lang, allowed=allowed)
    from workflow_engine.diagnostics.render_github import render_github

    return render_github(found, lang=lang)


def _fix(report: Report) -> int:
    """Write the safe fixes into the files; how many there were."""
    from workflow_engine.batch.writers import write_file
    from workflow_engine.language.fixing import apply_fixes

    total = 0
    for file, text in report.sources.items():
        fixed, count = apply_fixes(text, report.diagnostics, file=file)
        if count:
            write_file(Path(file), fixed)
            total += count
    return total
