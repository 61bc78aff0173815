"""What is out of its time on the day of a census, and comes back for nobody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from workflow_engine.checks.rule_names import level_name, quoted, row_name
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.language.keywords import to_chinese
from workflow_engine.program.expressions import And, Compare, Constant, Expression, Today
from workflow_engine.program.program import Program, Scale, Table, Tag


def expired(program: Program, day: dt.date) -> Iterator[Diagnostic]:
    """Everything whose last day is before `day`: tags, levels, rows, items, promises, privileges.

    The last day is that of `valid`, which stands in the condition as `today <= …`, or one that the
    author wrote there.
    """
    for name, condition, place in _conditions(program):
        last = last_day(condition)
        if last is not None and last < day:
            chinese = program.written_in.get(place.file) == "zh"
            word = (to_chinese("valid") if chinese else None) or "valid"
            yield diagnose("WE616", place, rule=name, last=last.isoformat(), word=word)


def last_day(condition: Expression | None) -> dt.date | None:
    """The last day on which a condition can hold, as far as it says so outright."""
    match condition:
        case And(items):
            days = [day for day in map(last_day, items) if day is not None]
            return min(days, default=None)
        case Compare("<=", Today(), Constant(dt.date() as day)):
            return day
        case _:
            return None


def _conditions(program: Program) -> Iterator[tuple[Bilingual, Expression | None, Place]]:
    for definition in program.definitions.values():
        label = quoted(definition.label)
        match definition:
            case Tag():
                yield label, definition.when, definition.place
            case Scale():
                for level in definition.levels:
                    of_it = level_name(level.label)
                    name = Bilingual(f"{label.zh}的{of_it.zh}", f"{of_it.en} of {label.en}")
                    yield name, level.when, level.place
            case Table():
                for row in definition.rows:
                    of_it = row_name(row.number)
                    name = Bilingual(f"{label.zh}{of_it.zh}", f"{of_it.en} of {label.en}")
                    yield name, row.when, row.place
            case _:
                pass
    for found in (program.items, program.promises, program.privileges):
        for one in found.values():
            yield quoted(one.label), one.applies, one.place
