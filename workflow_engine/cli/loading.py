"""What several commands do first: load the policy, read the moment, show findings."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import zoneinfo
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.main import NO_POLICY
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.errors import UsageError

if TYPE_CHECKING:
    from workflow_engine.policy import Policy


EARLIEST, LATEST = 1900, 2200
"""Years for which plans can be made: their due dates must still be dates."""


class NoPolicy(SystemExit):
    """The policy does not load; its findings have been shown."""

    def __init__(self) -> None:
        super().__init__(NO_POLICY)


def policy_argument(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add POLICY."""
    text = "政策文件夹，例如 rules/tobacco-retail" if zh else "policy folder"
    parser.add_argument("policy", metavar="POLICY", help=text)


def customers_arguments(
    parser: argparse.ArgumentParser,
    zh: bool,  # noqa: FBT001
    *,
    several: bool = False,
) -> None:
    """Add CUSTOMERS and --at; where there may be `several` files, CUSTOMERS is a list."""
    chinese, english = "客户文件：.csv .xlsx .parquet .jsonl", "a .csv .xlsx .parquet .jsonl file"
    if several:
        chinese, english = f"{chinese}；可写多个、文件夹", f"{english}; several, or folders"
    parser.add_argument(
        "customers",
        metavar="CUSTOMERS",
        nargs="+" if several else None,
        help=chinese if zh else english,
    )
    parser.add_argument(
        "--at",
        metavar="DATE",
        help="按哪一天计算，如 2026-11-21；默认今天" if zh else "the day; default: today",
    )


def load_policy(path: str, lang: Language) -> Policy:
    """The policy, or its findings on standard error and exit code 3."""
    from workflow_engine.policy import Policy, check_rules

    report = check_rules(path, analysed=False)
    if report.program is None:
        errors = [found for found in report.diagnostics if found.severity == "error"]
        show(errors, report.sources, lang)
        raise NoPolicy
    return Policy(report.program, report.diagnostics, report.sources, Path(path))


def moment(text: str | None, policy: Policy, option: str = "--at") -> dt.date:
    """The day asked for, or today in the policy's timezone."""
    if text is None:
        return dt.datetime.now(zoneinfo.ZoneInfo(policy.program.head.timezone)).date()
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"{option} `{text}`: write an existing day like 2026-11-21",
            zh=f"{option} `{text}` 不是日期：要写日历上有的一天，如 2026-11-21",
        ) from None
    if not EARLIEST <= day.year <= LATEST:
        raise UsageError(
            f"{option} `{text}`: the year must be from {EARLIEST} to {LATEST}",
            zh=f"{option} `{text}`：年份须在 {EARLIEST} 到 {LATEST} 之间",
        )
    return day


def existing_file(path: str) -> Path:
    """A file that is there. Raises UsageError."""
    file = Path(path)
    if not file.exists():
        raise UsageError(f"there is no file `{path}`", zh=f"没有文件 `{path}`")
    if file.is_dir():
        raise UsageError(f"`{path}` is a folder, not a file", zh=f"`{path}` 是文件夹，不是文件")
    return file


def show(found: Iterable[Diagnostic], sources: Mapping[str, str], lang: Language) -> None:
    """Print findings on standard error as a person reads them."""
    from workflow_engine.diagnostics.render_text import render_text

    listed = list(found)
    if listed:
        text = render_text(listed, sources, lang=lang, color=in_color(sys.stderr))
        print(text, file=sys.stderr, end="" if text.endswith("\n") else "\n")


def in_color(stream: object) -> bool:
    """Whether to use colours: on a terminal only, and not where NO_COLOR is set."""
    is_terminal = getattr(stream, "isatty", lambda: False)()
    return bool(is_terminal) and not os.environ.get("NO_COLOR")
