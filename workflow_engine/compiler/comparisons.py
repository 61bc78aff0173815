"""Types of comparisons: both sides decide together what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workflow_engine.compiler.lowering import comparable, joined, name_of, to_number
from workflow_engine.compiler.names import is_open
from workflow_engine.compiler.phrases import kind_phrase, named_phrase
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.syntax import ComparisonSyntax, ListSyntax, Syntax
from workflow_engine.program.expressions import (
    Call,
    Compare,
    Comparison,
    Constant,
    Expression,
    Not,
    OneOf,
)
from workflow_engine.program.types import BOOLEAN, TEXT, Type, Value

if TYPE_CHECKING:
    from workflow_engine.compiler.typing import Typer

_MIRRORED: dict[Comparison, Comparison] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
"""`28 <= tier` is kept as `tier >= 28`: what varies stands on the left."""


class Side(NamedTuple):
    """One side of a comparison: as written, and typed."""

    node: Syntax
    value: Expression


class Typed(NamedTuple):
    """Two expressions made of one kind."""

    left: Expression
    right: Expression


def same_unit(typer: Typer, left: Type, right: Type, place: Place) -> bool:
    """Whether the units agree; a value without one goes with every unit."""
    if left.unit is None or right.unit is None or left.unit == right.unit:
        return True
    typer.error("WE331", place, left=left.unit, right=right.unit)
    return False


def pair(
    typer: Typer, left: Syntax, right: Syntax, place: Place, hint: Type | None = None
) -> Typed | None:
    """Both sides typed with a view to each other and made of one kind."""
    if is_open(typer, left) and not is_open(typer, right):
        second = typer.infer(right, hint)
        if second is None and hint is None:
            return None  # what is broken there would have said what the other side is
        first = typer.facing(left, right, hint or (second.type if second is not None else None))
    else:
        first = typer.infer(left, hint)
        if first is None and hint is None and is_open(typer, right):
            return None
        second = typer.facing(right, left, hint or (first.type if first is not None else None))
    if first is None or second is None:
        return None
    return unify(typer, Side(left, first), Side(right, second), place)


def unify(typer: Typer, first: Side, second: Side, place: Place) -> Typed | None:
    """Two typed sides made of one kind, or None and why that cannot be."""
    if not comparable(first.value.type, second.value.type):
        _different(typer, first, second, place)
        return None
    if not same_unit(typer, first.value.type, second.value.type, place):
        return None
    if first.value.type.kind != second.value.type.kind:
        return Typed(to_number(first.value), to_number(second.value))
    return Typed(first.value, second.value)


def _different(typer: Typer, first: Side, second: Side, place: Place) -> None:
    kinds = {first.value.type.kind, second.value.type.kind}
    advice = None
    if kinds == {"date", "datetime"}:
        advice = Bilingual("先用 `date(…)` 取日期", "take the date of the moment with `date(…)`")
    elif "list" in kinds:
        advice = Bilingual(
            "列表用 `contains(列表, 值)`、`all_below(列表, 60)` 等函数",
            "test lists with `contains(list, value)`, `all_below(list, 60)` and the like",
        )
    elif "text" in kinds and kinds & {"integer", "number", "boolean"}:
        advice = Bilingual(
            "数字和 true / false 不加引号", "write numbers and true / false without quotes"
        )
    typer.error(
        "WE330",
        place,
        advice=advice,
        left=named_phrase(name_of(first.node), first.value.type),
        right=named_phrase(name_of(second.node), second.value.type),
    )


def type_comparison(typer: Typer, node: ComparisonSyntax) -> Expression | None:
    """Every link of `a <= b < c`, joined by *and*."""
    links: list[Expression | None] = []
    left = node.first
    for op, right in node.links:
        if op == "in" or op == "not in":  # noqa: PLR1714 - narrows the type
            links.append(_membership(typer, left, right, negated=op == "not in"))
        else:
            links.append(_compare(typer, op, left, right, node.place))
        left = right
    return joined("and", links)


def _compare(
    typer: Typer, op: Comparison, left: Syntax, right: Syntax, place: Place
) -> Expression | None:
    sides = pair(typer, left, right, place)
    if sides is None:
        return None
    if op not in ("==", "!=") and not sides.left.type.ordered:
        typer.error("WE336", place, kind=kind_phrase(sides.left.type), op=op)
        return None
    if isinstance(sides.left, Constant) and not isinstance(sides.right, Constant):
        return Compare(_MIRRORED[op], sides.right, sides.left)
    return Compare(op, sides.left, sides.right)


def _membership(typer: Typer, left: Syntax, right: Syntax, *, negated: bool) -> Expression | None:
    if isinstance(right, ListSyntax):
        test = _one_of(typer, left, right)
    else:
        test = _contained(typer, left, right)
    if test is None:
        return None
    return Not(test) if negated else test


def _one_of(typer: Typer, left: Syntax, group: ListSyntax) -> Expression | None:
    item = typer.infer(left)
    if item is None:
        return None
    if not group.items:
        empty = Bilingual("空的 `[]`", "an empty `[]`")
        typer.error("WE348", group.place, found=empty)
        return None
    members: list[Expression | None] = []
    for node in group.items:
        member = typer.facing(node, left, item.type)
        sides = (
            None
            if member is None
            else unify(typer, Side(left, item), Side(node, member), node.place)
        )
        members.append(None if sides is None else sides.right)
    found = [member for member in members if member is not None]
    if len(found) < len(members):
        return None
    if item.type.kind == "integer" and any(m.type.kind == "number" for m in found):
        item, found = to_number(item), [to_number(member) for member in found]
    if all(isinstance(member, Constant) for member in found):
        values: dict[Value, None] = {}
        for member in found:
            assert isinstance(member, Constant), "checked above"
            values[member.value] = None
        return OneOf(item, tuple(values))
    return joined("or", [Compare("==", item, member) for member in found])


def _contained(typer: Typer, left: Syntax, right: Syntax) -> Expression | None:
    whole = typer.infer(right)
    if whole is None:
        return None
    if whole.type.kind == "text" and not isinstance(whole, Constant):
        part = typer.infer(left)
        if part is None:
            return None
        part = typer.fit(part, TEXT, left.place)
        return None if part is None else Call("contains", (whole, part), BOOLEAN)
    if whole.type.kind != "list":
        found = named_phrase(name_of(right), whole.type)
        typer.error("WE348", right.place, found=found)
        return None
    sought = element(typer, left, whole.type)
    return None if sought is None else Call("contains", (whole, sought), BOOLEAN)


def element(typer: Typer, node: Syntax, list_type: Type) -> Expression | None:
    """A value that is compared with the elements of a list."""
    item = list_type.item
    assert item is not None, "a list type knows its elements"
    value = typer.infer(node, item)
    if value is None:
        return None
    if not same_unit(typer, item, value.type, node.place):
        return None
    if item.kind == "number" and value.type.kind == "integer":
        return to_number(value)
    if item.kind != value.type.kind or not comparable(item, value.type):
        typer.error(
            "WE330",
            node.place,
            left=named_phrase(name_of(node), value.type),
            right=Bilingual(
                f"列表的元素（{kind_phrase(item).zh}）",
                f"an element of the list ({kind_phrase(item).en})",
            ),
        )
        return None
    return value
