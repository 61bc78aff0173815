"""One of the four things a service watches that no monitor watches."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Monitor, Program

OBJECTS: dict[str, Bilingual] = {
    "customers": Bilingual("客户", "customers"),
    "market": Bilingual("市场环境", "the market"),
    "competitors": Bilingual("竞争对手", "competitors"),
    "team": Bilingual("服务团队", "the service team"),
}
"""What a service watches: three outside, one inside."""

_WORDS = {
    "competitors": ("竞争", "对手", "同行", "competitor", "rival"),
    "market": ("市场", "环境", "行业", "market", "industry", "environment"),
    "customers": ("客户", "顾客", "用户", "customer", "client"),
}


def check(program: Program) -> Iterable[Diagnostic]:
    """WE760 once, at the first monitor, for all objects that none watches.

    Whatever is watched inside is the service team; what is watched outside is told by the words of
    `object`. Without any monitor the policy lacks this part of a service altogether, which is
    another finding.
    """
    monitors = list(program.monitors.values())
    watched = {_watched(monitor) for monitor in monitors}
    lacking = [label for name, label in OBJECTS.items() if name not in watched]
    if monitors and lacking:
        words = Bilingual(
            "、".join(label.zh for label in lacking), ", ".join(label.en for label in lacking)
        )
        yield diagnose("WE760", monitors[0].place, lacking=words)


def _watched(monitor: Monitor) -> str | None:
    if monitor.side == "internal":
        return "team"
    told = f"{monitor.object.zh} {monitor.object.en}".casefold()
    return next((name for name, words in _WORDS.items() if any(w in told for w in words)), None)
