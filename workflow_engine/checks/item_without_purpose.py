"""A service item that does not say what it is done for, in a policy that says so of others."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.checks.known_names import one_of
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Item, Program

_Kind = tuple[Bilingual, Iterable[str]]


def check(program: Program) -> Iterable[Diagnostic]:
    """WE754 for each item without an objective, a duty or a need, where the policy has such."""
    for item in program.items.values():
        lacking = list(_lacking(program, item))
        if lacking:
            yield diagnose(
                "WE754",
                item.place,
                name=item.label,
                lacking=Bilingual(
                    "、".join(kind.zh for kind, _ in lacking),
                    ", ".join(kind.en for kind, _ in lacking),
                ),
                known=Bilingual(
                    "；".join(f"{kind.zh}{one_of(names).zh}" for kind, names in lacking),
                    "; ".join(f"{kind.en}{one_of(names).en}" for kind, names in lacking),
                ),
            )


def _lacking(program: Program, item: Item) -> Iterable[_Kind]:
    if program.objectives and item.objective is None:
        yield Bilingual("服务目标", "objective"), program.objectives
    if program.duties and item.duty is None:
        yield Bilingual("服务职责", "duty"), program.duties
    if program.needs and not item.needs:
        yield Bilingual("需求", "need"), program.needs
