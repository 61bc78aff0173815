"""What the guards of a process may ask: facts of the customer, and facts of the case itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Process
from workflow_engine.program.program import Degree, Program
from workflow_engine.program.reading import attributes_behind
from workflow_engine.program.types import INTEGER, NUMBER, SCALE, Option, Type, Value

SEVERITY = Type(
    "choice",
    options=(
        Option("high", Bilingual("高", "high")),
        Option("medium", Bilingual("中", "medium")),
        Option("low", Bilingual("低", "low")),
    ),
)

CASE_FACTS: Mapping[str, Type] = {
    "compensation": NUMBER,
    "severity": SEVERITY,
    "reopened": INTEGER,
    "refused": INTEGER,
    "earlier": INTEGER,
}
"""Names a guard may use beside those of the policy: what the case has cost so far, how grave it is,
how often it was reopened and refused, how many cases of its kind the customer had before.
"""

CASE_FACTS_IN_CHINESE: Mapping[str, str] = {
    "补偿金额": "compensation",
    "严重度": "severity",
    "重开次数": "reopened",
    "拒绝次数": "refused",
    "此前次数": "earlier",
}


_ENGLISH = {
    "compensation": "compensation",
    "severity": "severity",
    "reopened": "times reopened",
    "refused": "times refused",
    "earlier": "earlier cases",
}


def fact_label(key: str) -> Bilingual | None:
    """What a fact of the case is called in print, by its key; None for an attribute's name.

    >>> fact_label("case.reopened").zh
    '重开次数'
    """
    return _LABELS.get(key)


def case_fact(name: str) -> str:
    """The key of a fact of the case; no attribute can have it, for no name holds a dot.

    >>> case_fact("severity")
    'case.severity'
    """
    return f"case.{name}"


_LABELS: Mapping[str, Bilingual] = {
    case_fact(fact): Bilingual(chinese, _ENGLISH[fact])
    for chinese, fact in CASE_FACTS_IN_CHINESE.items()
}


def case_facts(
    *, compensation: Decimal, severity: Degree, reopened: int, refused: int, earlier: int
) -> dict[str, Value]:
    """The facts of a case in internal form, to be united with those of its customer."""
    values: dict[str, Value] = {
        "compensation": int(compensation * SCALE),
        "severity": severity,
        "reopened": reopened,
        "refused": refused,
        "earlier": earlier,
    }
    return {case_fact(name): value for name, value in values.items()}


def attributes_read(program: Program, process: Process) -> tuple[str, ...]:
    """The attributes of the customer that the guards of a process read, in the policy's order.

    Attributes behind a measure, tag, scale or table count too.
    """
    guards = [move.guard for move in process.transitions if move.guard is not None]
    read = attributes_behind(program, guards)
    return tuple(name for name in program.attributes if name in read)
