"""Too few services that customers expect, measured against those that please or go without saying.

Source: the rule of thumb of Kano's model as service planning uses it: expected needs make up 80 %
of the services or more, and what delights only a small part.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.program import Program

LEAST_SHARE = Decimal("0.8")
FEWEST_ITEMS = 5
"""Of fewer items a share says nothing."""


def check(program: Program) -> Iterable[Diagnostic]:
    """WE766 once, at the first item, where under 80 % of the items with a `kano` are expected."""
    items = [item for item in program.items.values() if item.kano is not None]
    if len(items) < FEWEST_ITEMS:
        return
    share = Decimal(sum(item.kano == "expected" for item in items)) / len(items)
    if share < LEAST_SHARE:
        percent = (share * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        yield diagnose("WE766", items[0].place, count=str(len(items)), share=f"{percent}%")
