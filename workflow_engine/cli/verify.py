"""`workflow-engine verify`: proves that the journal of cases is whole."""

from __future__ import annotations

import argparse

from workflow_engine.cli.cases import (
    Cases,
    counted,
    database_argument,
    format_argument,
    print_json,
)
from workflow_engine.cli.main import FINDINGS, FINE

HELP = (
    "核对个案日志：哈希链、版本、快照；有改动或缺失即指出",
    "verify the journal of cases: hash chain, versions, snapshots",
)
EXAMPLE = "workflow-engine verify --db sqlite:///workflow.db"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument("--case", metavar="CASE", help="只核对这个个案" if zh else "this case only")
    parser.add_argument(
        "--digest",
        metavar="TEXT",
        help="以前核对时得到的摘要：证明那时已有的记录无一改动"
        if zh
        else "of an earlier verification: proves that nothing that was there has changed",
    )
    format_argument(parser, zh)
    database_argument(parser, zh)


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when something is not as it was written."""
    lang, zh = options.lang, options.lang == "zh"
    with Cases(options) as cases:
        found = cases.desk.verify(options.case, digest=options.digest)
    if options.format == "json":
        print_json(
            {
                "whole": found.whole,
                "cases": found.cases,
                "events": found.events,
                "digest": found.digest,
                "damages": [
                    {
                        "code": damage.code,
                        "case": damage.case,
                        "version": damage.version,
                        "text": damage.text.get(lang),
                    }
                    for damage in found.damages
                ],
            }
        )
        return FINE if found.whole else FINDINGS
    for damage in found.damages:
        place = "" if damage.case is None else f"{damage.case}: "
        print(f"{place}{damage.text.get(lang)}")
    told = "完整" if found.whole else f"{len(found.damages)} 处不符"
    english = "whole" if found.whole else counted(len(found.damages), "damage")
    print(
        f"{found.cases} 个个案，{found.events} 个事件：{told}"
        if zh
        else f"{counted(found.cases, 'case')}, {counted(found.events, 'event')}: {english}"
    )
    if found.digest is not None:
        print(f"摘要 {found.digest}" if zh else f"digest {found.digest}")
    return FINE if found.whole else FINDINGS
