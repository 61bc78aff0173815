"""One of the four parts of a whole service that a policy lacks.

The four parts: the customer pyramid, monitoring, service recovery (4A) and back-office support.
"""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.file_words import head_words
from workflow_engine.checks.usage import has_strategies
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program, Scale

_PYRAMID = (
    Bilingual("客户金字塔", "a customer pyramid"),
    Bilingual(
        "写一个分级（`{k[scales]}`），按客户的价值分出级别，每级一个策略",
        "write a scale of levels by what customers are worth, each with a strategy",
    ),
)
_MONITORS = (
    Bilingual("监测", "monitoring"),
    Bilingual(
        "写 `{k[monitors]}` 一节：客户、市场环境、竞争对手、服务团队",
        "write `{k[monitors]}`: of customers, the market, competitors and the service team",
    ),
)
_RECOVERY = (
    Bilingual("服务补救（4A）", "service recovery (4A)"),
    Bilingual(
        "写 `{k[recovery]}` 一节：哪些失误，怎样承认、道歉、弥补、预见",
        "write `{k[recovery]}`: the failures, and how they are acknowledged and mended",
    ),
)
_SUPPORT = (
    Bilingual("后台支持", "back-office support"),
    Bilingual(
        "写 `{k[support]}` 一节：需要帮助时找哪个部门、多久答复",
        "write `{k[support]}`: which department helps, and how soon it answers",
    ),
)


def check(program: Program) -> Iterable[Diagnostic]:
    """WE761 for each part that is not there, at the head of the policy."""
    scales = [one for one in program.definitions.values() if isinstance(one, Scale)]
    parts = (
        (_PYRAMID, any(map(has_strategies, scales))),
        (_MONITORS, bool(program.monitors)),
        (_RECOVERY, bool(program.recovery.failures)),
        (_SUPPORT, bool(program.support)),
    )
    words = {"k": head_words(program).keys}
    for (part, told), there in parts:
        if not there:
            advice = Bilingual(told.zh.format_map(words), told.en.format_map(words))
            yield diagnose("WE761", program.head.place, part=part, advice=advice)
