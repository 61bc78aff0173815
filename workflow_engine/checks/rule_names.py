"""What the rules of a policy are called in findings."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Program

_MOST_NAMED = 4


def row_name(number: int) -> Bilingual:
    """A row of a table, counted from 1."""
    return Bilingual(f"第 {number} 行", f"row {number}")


def level_name(label: Bilingual) -> Bilingual:
    """A level of a scale."""
    return Bilingual(f"级别“{label.zh}”", f"the level “{label.en}”")


def listed(names: Sequence[Bilingual]) -> Bilingual:
    """Several names in a row, the first few of many.

    >>> listed([row_name(1), row_name(2)]).en
    'row 1 and row 2'
    """
    shown, more = names[:_MOST_NAMED], len(names) - _MOST_NAMED
    zh = "、".join(one.zh for one in shown)
    en = ", ".join(one.en for one in shown)
    if more > 0:
        return Bilingual(f"{zh}等 {len(names)} 处", f"{en} and {more} more")
    if len(shown) > 1:
        en = f"{', '.join(one.en for one in shown[:-1])} and {shown[-1].en}"
    return Bilingual(zh, en)


def joined(texts: Sequence[Bilingual]) -> Bilingual:
    """Several examples in a row."""
    return Bilingual("；".join(one.zh for one in texts), "; ".join(one.en for one in texts))


def quoted(text: Bilingual) -> Bilingual:
    """A phrase in the quotation marks of both languages' messages."""
    return Bilingual(f"“{text.zh}”", f"“{text.en}”")


def column_name(program: Program, column: str) -> Bilingual:
    """How a column of a table is printed: as the attribute or definition it looks at."""
    found = program.attributes.get(column) or program.definitions.get(column)
    return Bilingual.same(column) if found is None else found.label
