"""`workflow-engine table export`: a policy's tables as a workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.cli.main import FINE, say
from workflow_engine.errors import UsageError

HELP = (
    "把决策表、分级、服务项、人员导出为一个 Excel 工作簿",
    "write decision tables, levels, items and staff to an Excel workbook",
)
EXAMPLE = "workflow-engine table export rules/tobacco-retail --out tables.xlsx"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="写到哪个 .xlsx 文件" if zh else "the .xlsx file to write",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 0; 3 where the policy does not load."""
    from workflow_engine.workbooks.names import names_of
    from workflow_engine.workbooks.sheets import policy_sheets
    from workflow_engine.workbooks.writing import write_sheets

    out = Path(options.out)
    if out.suffix.lower() != ".xlsx":
        raise UsageError(
            f"--out `{out}`: the file must end in .xlsx", zh=f"--out `{out}`：文件名须以 .xlsx 结尾"
        )
    policy = load_policy(options.policy, options.lang)
    sheets = policy_sheets(policy.sources, names_of(policy.program))
    if not sheets:
        raise UsageError(
            "this policy has no tables, levels, items or staff",
            zh="这份政策没有决策表、分级、服务项或人员可以导出",
        )
    write_sheets(out, sheets, policy.program.head.id, lang=options.lang)
    lines = sum(len(sheet.all_lines) for sheet in sheets)
    say(
        f"已写出 {out}：{len(sheets)} 张工作表，{lines} 行；改好后用 table import 导回"
        if options.lang == "zh"
        else f"wrote {out}: {len(sheets)} sheets, {lines} lines; bring it back with table import"
    )
    return FINE
