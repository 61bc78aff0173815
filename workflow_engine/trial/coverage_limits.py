"""How much coverage is asked for: `90`, or `rules=100,rungs=100`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.errors import UsageError
from workflow_engine.trial.coverage import KINDS, Coverage
from workflow_engine.trial.coverage_points import PointKind

MOST = 100

Limits = Mapping[PointKind | None, int]
"""Per cents by kind; None stands for everything together."""

_SPLIT = re.compile(r"[,，;；\s]+")
_NUMBER = re.compile(r"(\d{1,3})%?")


def read_limits(text: str) -> Limits:
    """The limits written in a text, kinds in English or Chinese.

    Raises UsageError, which says what may be written.

    >>> read_limits("规则=100, rungs=90%"), read_limits("85")
    ({'rules': 100, 'rungs': 90}, {None: 85})
    """
    limits: dict[PointKind | None, int] = {}
    for part in filter(None, _SPLIT.split(text.strip())):
        name, equals, number = part.replace("＝", "=").rpartition("=")
        found = _NUMBER.fullmatch(number)
        if found is None or int(found[1]) > MOST:
            raise UsageError(
                f"--fail-under `{part}`: write a share from 0 to 100, as in `rules=100,rungs=100`",
                zh=f"--fail-under `{part}`：写 0 到 100 的比例，例如 `rules=100,rungs=100`",
            )
        limits[_kind(name) if equals else None] = int(found[1])
    if not limits:
        raise UsageError(
            "--fail-under: write a share, as in `90` or `rules=100,rungs=100`",
            zh="--fail-under：写一个比例，例如 `90` 或 `rules=100,rungs=100`",
        )
    return limits


def shortfalls(coverage: Coverage, limits: Limits) -> list[Bilingual]:
    """What is below its limit, one sentence each."""
    short = []
    for kind, least in limits.items():
        part = coverage.share(kind)
        if part.seen * MOST < least * part.total:
            label = Bilingual("合计", "total") if kind is None else KINDS[kind]
            short.append(
                Bilingual(
                    f"{label.zh}只有 {part.percent}%（{part.seen}/{part.total}），要求 {least}%",
                    f"{label.en}: {part.percent}% ({part.seen}/{part.total}),"
                    f" {least}% is asked for",
                )
            )
    return short


def _kind(name: str) -> PointKind:
    for kind, label in KINDS.items():
        if name in (kind, label.zh, label.en):
            return kind
    near = did_you_mean(name, KINDS)
    kinds = ", ".join(KINDS)
    zh = f"；是不是 `{near}`？" if near else ""
    en = f"; did you mean `{near}`?" if near else ""
    raise UsageError(
        f"--fail-under: there is no `{name}`{en} It may be one of {kinds}",
        zh=f"--fail-under：没有 `{name}` 这一项{zh} 可写：{kinds}",
    )
