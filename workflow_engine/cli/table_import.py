"""`workflow-engine table import`: an edited workbook back into the policy's files."""

from __future__ import annotations

import argparse
import difflib
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.loading import existing_file, load_policy, policy_argument, show
from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workflow_engine.policy import Policy, Report
    from workflow_engine.workbooks.importing import Change, SheetImport

HELP = (
    "把改好的工作簿导回政策：只改动过的地方，注释和其余内容一字不动",
    "bring an edited workbook back: only what changed is written, comments stay",
)
EXAMPLE = "workflow-engine table import rules/tobacco-retail tables.xlsx --dry-run"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "workbook",
        metavar="FILE",
        help="table export 导出、改好的 .xlsx" if zh else "the workbook, edited",
    )
    parser.add_argument(
        "--dry-run",
        action="store_true",
        help="只显示会改什么，不写文件" if zh else "show what would change, write nothing",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 1 where something cannot be imported: then nothing is written."""
    from workflow_engine.policy import check_texts
    from workflow_engine.workbooks.importing import sheet_import
    from workflow_engine.workbooks.names import names_of
    from workflow_engine.workbooks.reading import read_workbook

    zh = options.lang == "zh"
    file = existing_file(options.workbook)
    policy = load_policy(options.policy, options.lang)
    book = read_workbook(file)
    made = sheet_import(book, policy.program.head.id, policy.sources, names_of(policy.program))
    found = list(made.diagnostics)
    if not found and made.texts:
        new = {**policy.sources, **made.texts}
        found = _new_findings(check_texts(new), policy, made, str(file))
        show(found, new, options.lang)
    else:
        show(found, {}, options.lang)
    if any(one.severity == "error" for one in found):
        say("没有导入，政策没有改动" if zh else "nothing was imported; the policy is unchanged")
        return FINDINGS
    for title in book.removed:
        say(
            f"工作表“{title}”不在了：不作改动" if zh else f"the sheet `{title}` is gone: left alone"
        )
    _tell(made.changes, options.lang)
    if options.dry_run:
        sys.stdout.write(_differences(policy.sources, made.texts))
        return FINE
    with ExitStack() as files:
        _write(files, made.texts)
    count = len(made.changes)
    names = "、".join(made.texts) if zh else ", ".join(made.texts)
    if not made.texts:
        say("没有改动" if zh else "nothing changed")
    else:
        say(f"已导入 {count} 处改动：{names}" if zh else f"{count} changes imported: {names}")
    return FINE


def _write(files: ExitStack, texts: Mapping[str, str]) -> None:
    """All files or none: each takes its place only when all could be written."""
    from workflow_engine.batch.writers import atomic_file

    for file, text in texts.items():
        temporary = files.enter_context(atomic_file(Path(file)))
        temporary.write_bytes(text.encode())


def _new_findings(report: Report, policy: Policy, made: SheetImport, file: str) -> list[Diagnostic]:
    """Errors and warnings that the changed policy has and the old one had not, by their cells."""
    old = {(one.code, one.message) for one in policy.diagnostics}
    found = []
    for one in report.diagnostics:
        if one.severity == "info" or (one.code, one.message) in old:
            continue
        cell = made.cell_at(one.place)
        if cell is None:
            found.append(one)
            continue
        problem = Bilingual(*(f"{one.code} {one.message.get(lang)}" for lang in ("zh", "en")))
        found.append(
            diagnose(
                "WE646",
                Place(file),
                severity=one.severity,
                help=one.help,
                cell=cell,
                problem=problem,
            )
        )
    return found


def _tell(changes: list[Change], lang: Language) -> None:
    zh = lang == "zh"
    for change in changes[:_MOST_TOLD]:
        if change.column is not None:
            what = f"{change.line} · {change.column.get(lang)}"
            told = f"{change.before or '–'} → {change.after or '–'}"
        elif not change.after:
            what, told = change.before, "删去" if zh else "removed"
        elif not change.before:
            what, told = change.after, "新增" if zh else "new"
        else:
            what, told = "次序" if zh else "order", change.after
        print(f"{change.cell.get(lang)}  {what}{'：' if zh else ': '}{told}")
    more = len(changes) - _MOST_TOLD
    if more > 0:
        print(f"另有 {more} 处" if zh else f"and {more} more")


_MOST_TOLD = 200
"""So many changes are listed one by one; `--dry-run` shows the rest in the files."""


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    lines: list[str] = []
    for file, text in new.items():
        before, after = old[file].splitlines(), text.splitlines()
        lines += difflib.unified_diff(before, after, file, file, lineterm="", n=1)
    return "".join(f"{line}\n" for line in lines)
