"""An option of an output that no row of the table gives."""

from __future__ import annotations

from collections.abc import Iterable

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic
from workflow_engine.program.expressions import Constant
from workflow_engine.program.program import Program, Table
from workflow_engine.program.types import Option


def check(program: Program) -> Iterable[Diagnostic]:
    """WE745 once for each output that is a choice and has such options.

    An output that some row calculates may be anything, so nothing is said of it.
    """
    for table in program.definitions.values():
        if not isinstance(table, Table):
            continue
        results = [row.then for row in table.rows]
        results += [] if table.otherwise is None else [table.otherwise]
        for number, (output, kind) in enumerate(table.outputs):
            given = [result[number] for result in results]
            if kind.kind != "choice" or not all(isinstance(one, Constant) for one in given):
                continue
            values = {one.value for one in given if isinstance(one, Constant)}
            missing = [option for option in kind.options if option.id not in values]
            if missing:
                options = _listed(missing)
                yield diagnose(
                    "WE745", table.place, name=table.label, output=output, options=options
                )


def _listed(options: Iterable[Option]) -> Bilingual:
    labels = [option.label for option in options]
    return Bilingual(
        "、".join(f"“{label.zh}”" for label in labels),
        ", ".join(f"“{label.en}”" for label in labels),
    )
