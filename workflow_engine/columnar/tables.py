"""The two tables of a run over many customers: what each is planned, and what holds for each.

Both come in the order of the input; the items of one customer by priority, due date (none: last)
and the policy's order. Items that are `not_due` or `not_eligible` have no row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workflow_engine.batch.customers import Customer
from workflow_engine.language.durations import MONTHS
from workflow_engine.program.program import Program, Scale, Tag

if TYPE_CHECKING:
    import numpy as np
    import polars as pl
    from numpy.typing import NDArray

    from workflow_engine.columnar.digests import Digests

STATES: Final = (
    "due",
    "due_unknown",
    "active",
    "offered",
    "suspended",
    "chosen_but_not_eligible",
    "unknown",
)
"""The states that have a row in the table of items."""

PER: Final = ("day", "week", *MONTHS)

CUSTOMER_COLUMNS: Final = (
    "customer_id",
    "name",
    "tags",
    "categories",
    "unknown_categories",
    "visit_times",
    "visit_per",
    "visit_minutes",
    "visit_modes",
    "visit_due",
    "monthly_minutes",
    "unknown",
    "conflicts",
    "missing",
)
"""The columns of the table of customers before those of the scales."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Checked customers, ready to be planned together.

    `frame` has KEY, NAME, POSITION and every attribute (`columns.attribute_column`) in its physical
    form. `large` are customers whose numbers or lists are beyond what the columns calculate exactly
    (`magnitudes.Limits`), with their position: they are planned one by one.
    """

    frame: pl.DataFrame
    large: tuple[tuple[int, Customer], ...] = ()


@dataclass(frozen=True, slots=True)
class Traces:
    """Digests of the plans of some customers, in their order (`plan_digests`).

    `rows` are of each one's rows of items, `customers` of its row of customers but id and name.
    `items` says which items have a row: a bit for each item of the policy, in its order, 64 in a
    column.
    """

    rows: Digests
    items: tuple[Digests, ...]
    customers: Digests


@dataclass(frozen=True, slots=True)
class Tables:
    """The plans of some customers: frames with the columns of `item_schema`, `customer_schema`."""

    items: pl.DataFrame
    customers: pl.DataFrame
    counts: NDArray[np.int64] | None = None
    """How many rows each customer has among the items, where that is at hand."""
    traces: Traces | None = None
    """Digests of the plans, where these are at hand."""


def item_schema(program: Program) -> dict[str, pl.DataType]:
    """The columns of the table of plan items.

    `minutes` are the item's own, null when it takes none; `by` is a role; `rule` the number of the
    rule that decided the state (`decide.rule_numbers`).
    """
    import polars as pl

    return {
        "customer_id": pl.String(),
        "item": pl.Enum(list(program.items)),
        "kind": pl.Enum(["must_do", "optional"]),
        "state": pl.Enum(STATES),
        "priority": pl.Enum(priority_order(program)),
        "due": pl.Date(),
        "by": pl.Enum(list(program.roles)),
        "minutes": pl.Int32(),
        "rule": pl.UInt32(),
    }


def customer_schema(program: Program) -> dict[str, pl.DataType]:
    """The columns of the table of customers.

    Each scale has its level and, beside it, the number of the level that decided. `unknown` are the
    definitions without a value for want of data, `conflicts` those whose hit policy was violated,
    `missing` the attributes on which something undecided depends; `monthly_minutes` has six places.
    """
    import polars as pl

    definitions = program.definitions
    tags = [name for name, one in definitions.items() if isinstance(one, Tag)]
    categories = program.categories
    held = [] if categories is None else list(dict.fromkeys((*categories.of, categories.otherwise)))
    rules = () if program.visits is None else program.visits.rules
    modes = list(dict.fromkeys(mode for rule in rules for mode in rule.modes))
    schema: dict[str, pl.DataType] = {
        "customer_id": pl.String(),
        "name": pl.String(),
        "tags": pl.List(pl.Enum(tags)),
        "categories": pl.List(pl.Enum(held)),
        "unknown_categories": pl.List(pl.Enum(held)),
        "visit_times": pl.Int32(),
        "visit_per": pl.Enum(PER),
        "visit_minutes": pl.Int32(),
        "visit_modes": pl.List(pl.Enum(modes)),
        "visit_due": pl.Date(),
        "monthly_minutes": pl.Decimal(38, 6),
        "unknown": pl.List(pl.Enum(list(definitions))),
        "conflicts": pl.List(pl.Enum(list(definitions))),
        "missing": pl.List(pl.Enum(list(program.attributes))),
    }
    for scale, name in level_columns(program).items():
        definition = definitions[scale]
        assert isinstance(definition, Scale)
        otherwise = [definition.otherwise] if definition.otherwise else []
        schema[name] = pl.Enum([level.id for level in (*definition.levels, *otherwise)])
        schema[f"{name}_rule"] = pl.UInt32()
    return schema


def level_columns(program: Program) -> dict[str, str]:
    """The column of each scale in the table of customers, by the scale's id."""
    names = set(CUSTOMER_COLUMNS)
    columns = {}
    for definition in program.definitions.values():
        if isinstance(definition, Scale):
            name = level_name(definition.id, names)
            names |= {name, f"{name}_rule"}
            columns[definition.id] = name
    return columns


def level_name(scale: str, taken: set[str]) -> str:
    """The column of a scale: its id, unless a column of ours or of another scale has that name."""
    name = scale
    while name in taken or f"{name}_rule" in taken:
        name = f"scale_{name}"
    return name


def priority_order(program: Program) -> list[str]:
    """The priorities from the highest on: shorter names first, then by name (P1, P2, …, P10)."""
    return sorted(set(program.priorities.values()), key=lambda name: (len(name), name))
