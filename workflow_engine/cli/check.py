"""`workflow-engine check`: find the author's mistakes, all at once, worst first."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from workflow_engine.cli.loading import in_color, policy_argument
from workflow_engine.cli.main import FINDINGS, FINE, NO_POLICY, say

HELP = (
    "检查政策，一次列出所有问题；--fix 自动改好可以安全改的",
    "check a policy and list every mistake at once; --fix mends what is safe to mend",
)
EXAMPLE = "workflow-engine check rules/tobacco-retail --fix"
FORMATS = ("text", "json", "sarif", "github")


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument("--format", choices=FORMATS, default="text")
    parser.add_argument(
        "--fix",
        action="store_true",
        help="写回安全的修改，其余内容一字不动" if zh else "write safe fixes, touch nothing else",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 0 when there is neither an error nor a warning, 3 when there is no policy."""
    from workflow_engine.diagnostics.render_github import render_github
    from workflow_engine.diagnostics.render_json import render_json
    from workflow_engine.diagnostics.render_sarif import render_sarif
    from workflow_engine.diagnostics.render_text import render_text
    from workflow_engine.policy import check

    report = check(options.policy)
    zh = options.lang == "zh"
    if options.fix:
        mended = _fix(report.sources, report.diagnostics)
        say(f"已改好 {mended} 处" if zh else f"{mended} fixed")
        report = check(options.policy)
    found = list(report.diagnostics)
    if options.format == "text":
        text = render_text(found, report.sources, lang=options.lang, color=in_color(sys.stdout))
        if text:
            print(text)
        print(_conclusion(options.policy, found, zh=zh))
    elif options.format == "json":
        print(render_json(found, report.sources, lang=options.lang))
    elif options.format == "sarif":
        print(render_sarif(found, report.sources, lang=options.lang))
    else:
        print(render_github(found, report.sources, lang=options.lang))
    if not report.sources:
        return NO_POLICY
    return FINE if report.clean else FINDINGS


def _conclusion(policy: str, found: list, *, zh: bool) -> str:  # type: ignore[type-arg]
    counts = [sum(one.severity == level for one in found) for level in ("error", "warning", "info")]
    if not any(counts[:2]):
        note = f"，{counts[2]} 条提示" if zh else f", {counts[2]} notes"
        clean = f"{policy}：没有问题" if zh else f"{policy}: no problems"
        return clean + (note if counts[2] else "")
    if zh:
        return f"{policy}：{counts[0]} 个错误，{counts[1]} 个警告，{counts[2]} 条提示"
    return f"{policy}: {counts[0]} errors, {counts[1]} warnings, {counts[2]} notes"


def _fix(sources: object, found: object) -> int:
    from workflow_engine.batch.writers import write_file
    from workflow_engine.language.fixing import apply_fixes

    total = 0
    for file, text in sources.items():  # type: ignore[attr-defined]
        mine = [one for one in found if one.place.file == file]  # type: ignore[attr-defined]
        fixed, count = apply_fixes(text, mine)
        if count:
            write_file(Path(file), fixed.encode())
            total += count
    return total
