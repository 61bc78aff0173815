"""A journey, or one action of it, that takes longer than was promised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from workflow_engine.blueprint.value_stream import total, value_stream
from workflow_engine.checks.blueprint_finding import finding
from workflow_engine.checks.promised_time import PromisedTime
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Diagnostic, Label, Place
from workflow_engine.language.durations import plain
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

_PROMISED = Bilingual("承诺写在这里", "promised here")


def check(blueprint: Blueprint, program: Program) -> Iterable[Diagnostic]:
    """WE820 where lead time, or wait and work of a cell, are more than the promise they serve.

    Only promises about time of which less is better; a unit that is no time is left alone.
    """
    time = PromisedTime(program)
    for name, place, what, minutes in _measured(blueprint):
        promise = program.promises.get(name)
        promised = None if promise is None else time.promised(promise, blueprint.time_basis)
        if promise is None or promised is None:
            continue
        grant = time.granted(promised, blueprint.time_basis)
        if grant is not None and minutes > grant.minutes:
            yield finding(
                blueprint,
                "WE820",
                place,
                labels=[Label(promise.place, _PROMISED)],
                what=what,
                minutes=plain(minutes),
                promise=promise.label,
                limit=Bilingual(promised.text("zh"), promised.text("en")),
                example=grant.example,
            )


def _measured(blueprint: Blueprint) -> Iterator[tuple[str, Place, Bilingual, Decimal]]:
    """Each promise that is named, with what serves it and how many minutes that takes."""
    if blueprint.promise is not None:
        title = blueprint.title
        whole = Bilingual(f"“{title.zh}”从头到尾", f"“{title.en}” from first to last")
        yield blueprint.promise, blueprint.place, whole, value_stream(blueprint).lead
    for cell in blueprint.cells:
        if cell.promise is not None and cell.promise != blueprint.promise:
            said = Bilingual(f"“{cell.text.zh}”", f"“{cell.text.en}”")
            yield cell.promise, cell.place, said, total((cell.wait, cell.minutes))
