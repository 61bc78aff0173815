"""What differs for many customers at once: the tables of both versions, compared in columns.

The rows that come out say the same as `standing.differences` says customer by customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from workflow_engine.columnar.tables import Tables, level_columns
from workflow_engine.impact.tally import ACCEPTED, ENTITLED, REJECTED, UNDECIDED
from workflow_engine.impact.version import Version
from workflow_engine.planning.history import VISIT
from workflow_engine.planning.plan import SERVED
from workflow_engine.program.program import Program, Tag

SCHEMA = {
    "customer": pl.UInt32(),
    "kind": pl.String(),
    "name": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "rule_before": pl.UInt32(),
    "rule_after": pl.UInt32(),
}
"""A row for each difference; `customer` is the place of the customer in both tables."""


class ColumnDifferences:
    """Compares the tables that two versions make of the same customers, in the same order."""

    def __init__(self, old: Version, new: Version) -> None:
        self._versions = (old, new)
        self._levels = [
            {version.shared(name): one for name, one in level_columns(version.program).items()}
            for version in self._versions
        ]
        self._tags = [
            {version.shared(name): one for name, one in _tags(version.program).items()}
            for version in self._versions
        ]
        self._shared = [_shared(version) for version in self._versions]
        self.scales = list(dict.fromkeys((*self._levels[1], *self._levels[0])))

    def of(self, before: Tables, after: Tables) -> pl.DataFrame:
        """Every difference, with the columns of `SCHEMA`."""
        sides = [
            (tables.customers.with_row_index("customer"), _numbered(tables, shared))
            for tables, shared in zip((before, after), self._shared, strict=True)
        ]
        customers = sides[0][0], sides[1][0]
        found = [
            *(self._level(scale, *customers) for scale in self.scales),
            self._tag(*customers),
            self._category(*customers),
            *self._items(sides[0][1], sides[1][1]),
            *_visits(*customers),
        ]
        return pl.concat([pl.DataFrame(schema=SCHEMA), *(_shaped(one) for one in found)])

    def losses(self, before: Tables) -> pl.DataFrame:
        """What customers had whom the new version rejects, as `standing.losses`."""
        customers = before.customers.with_row_index("customer")
        tags = self._tags[0]
        number = pl.col("name").replace_strict(
            tags or {"": 0}, default=None, return_dtype=pl.UInt32
        )
        state = pl.col("state")
        listed = pl.concat(
            [
                self._listed(0, customers, "tags", "yes"),
                self._listed(0, customers, "unknown", "open").filter(
                    pl.col("name").is_in(list(tags))
                ),
            ]
        )
        found = [
            customers.select(
                "customer",
                pl.lit("refused").alias("kind"),
                pl.lit("").alias("name"),
                pl.lit(ACCEPTED).alias("before"),
                pl.lit(REJECTED).alias("after"),
            ),
            *(self._lost_level(scale, customers) for scale in self.scales),
            listed.with_columns(
                pl.when(state == "yes")
                .then(pl.lit("tag_lost"))
                .otherwise(pl.lit("tag_open"))
                .alias("kind"),
                state.alias("before"),
                number.alias("rule_before"),
            ),
            self._listed(0, customers, "categories", "yes").with_columns(
                pl.lit("category_lost").alias("kind"), number.alias("rule_before")
            ),
            _numbered(before, self._shared[0]).with_columns(
                pl.when(state.is_in(list(ENTITLED)))
                .then(pl.lit("item_lost"))
                .otherwise(pl.lit("item_state"))
                .alias("kind"),
                state.alias("before"),
                pl.col("rule").alias("rule_before"),
            ),
            customers.with_columns(
                pl.lit("visit").alias("kind"), pl.lit("").alias("name"), _regime().alias("before")
            ).filter(pl.col("before").is_not_null()),
            customers.filter(pl.col("monthly_minutes") > 0).with_columns(
                pl.lit("minutes").alias("kind"),
                pl.lit("").alias("name"),
                pl.lit("fewer").alias("after"),
            ),
        ]
        return pl.concat([_shaped(one) for one in found])

    def _lost_level(self, scale: str, customers: pl.DataFrame) -> pl.DataFrame:
        was = self._levels_of(scale, 0, customers)
        return (
            pl.DataFrame(
                {
                    "customer": customers["customer"],
                    "before": was["level"],
                    "rule_before": was["rule"],
                }
            )
            .filter(pl.col("before").is_not_null())
            .with_columns(pl.lit("level").alias("kind"), pl.lit(scale).alias("name"))
        )

    def lost_levels(self, scale: str, before: Tables) -> dict[tuple[str | None, ...], int]:
        """How many customers of each level are rejected: to no level."""
        counted = self._levels_of(scale, 0, before.customers)["level"].value_counts()
        return {(level, None): count for level, count in counted.rows()}

    def matrix(
        self, scale: str, before: Tables, after: Tables
    ) -> dict[tuple[str | None, ...], int]:
        """How many customers went from which level of a scale to which."""
        counted = (
            pl.DataFrame(
                {
                    "before": self._levels_of(scale, 0, before.customers)["level"],
                    "after": self._levels_of(scale, 1, after.customers)["level"],
                }
            )
            .group_by("before", "after")
            .len()
        )
        return {(was, is_): count for was, is_, count in counted.rows()}

    def _levels_of(self, scale: str, side: int, customers: pl.DataFrame) -> pl.DataFrame:
        """The level of each customer, and the number of the rule that gave it."""
        column = self._levels[side].get(scale)
        if column is None:
            return customers.select(
                pl.lit(None, pl.String).alias("level"), pl.lit(None, pl.UInt32).alias("rule")
            )
        own = self._versions[side].own(scale)
        open_ = pl.col("unknown").cast(pl.List(pl.String)).list.contains(own)
        level = pl.col(column).cast(pl.String)
        return customers.select(
            pl.when(level.is_null() & open_)
            .then(pl.lit(UNDECIDED))
            .otherwise(level)
            .alias("level"),
            pl.col(f"{column}_rule").alias("rule"),
        )

    def _level(self, scale: str, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
        was, is_ = self._levels_of(scale, 0, before), self._levels_of(scale, 1, after)
        return (
            pl.DataFrame(
                {
                    "customer": before["customer"],
                    "before": was["level"],
                    "after": is_["level"],
                    "rule_before": was["rule"],
                    "rule_after": is_["rule"],
                }
            )
            .filter(pl.col("before").ne_missing(pl.col("after")))
            .with_columns(pl.lit("level").alias("kind"), pl.lit(scale).alias("name"))
        )

    def _tag(self, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
        joined = _both(
            *(
                pl.concat(
                    [
                        self._listed(side, those, "tags", "yes"),
                        self._listed(side, those, "unknown", "open").filter(
                            pl.col("name").is_in(list(self._tags[side]))
                        ),
                    ]
                )
                for side, those in enumerate((before, after))
            )
        ).filter(pl.col("before").ne_missing(pl.col("after")))
        kind = (
            pl.when(pl.col("after") == "yes")
            .then(pl.lit("tag_gained"))
            .when(pl.col("before") == "yes")
            .then(pl.lit("tag_lost"))
            .otherwise(pl.lit("tag_open"))
        )
        return joined.with_columns(kind.alias("kind"), *self._rules_of_tags())

    def _category(self, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
        sides = (
            self._listed(side, those, "categories", "yes")
            for side, those in enumerate((before, after))
        )
        joined = _both(*sides).filter(pl.col("before").ne_missing(pl.col("after")))
        gained = pl.col("after").is_not_null()
        kind = pl.when(gained).then(pl.lit("category_gained")).otherwise(pl.lit("category_lost"))
        nothing = pl.lit(None, pl.String)
        return joined.with_columns(kind.alias("kind"), *self._rules_of_tags()).with_columns(
            nothing.alias("before"), nothing.alias("after")
        )

    def _rules_of_tags(self) -> list[pl.Expr]:
        """The numbers of the tags' rules in both versions."""
        return [
            pl.col("name")
            .replace_strict(tags or {"": 0}, default=None, return_dtype=pl.UInt32)
            .alias(f"rule_{when}")
            for when, tags in zip(("before", "after"), self._tags, strict=True)
        ]

    def _items(self, before: pl.DataFrame, after: pl.DataFrame) -> Iterable[pl.DataFrame]:
        """States, priorities and dates of items."""
        joined = before.join(
            after, on=["customer", "name"], how="full", coalesce=True, suffix="_after"
        )
        states = pl.col("state"), pl.col("state_after")
        had, has = (state.is_in(list(ENTITLED)).fill_null(value=False) for state in states)
        kind = (
            pl.when(had == has)
            .then(pl.lit("item_state"))
            .when(has)
            .then(pl.lit("item_gained"))
            .otherwise(pl.lit("item_lost"))
        )
        yield joined.filter(states[0].ne_missing(states[1])).select(
            "customer",
            kind.alias("kind"),
            "name",
            states[0].alias("before"),
            states[1].alias("after"),
            pl.col("rule").alias("rule_before"),
            pl.col("rule_after"),
        )
        both = joined.filter(states[0].is_not_null() & states[1].is_not_null())
        yield both.filter(pl.col("priority") != pl.col("priority_after")).select(
            "customer",
            pl.lit("priority").alias("kind"),
            "name",
            pl.col("priority").alias("before"),
            pl.col("priority_after").alias("after"),
        )
        dated = (pl.col(f"{name}{side}") for name in ("state",) for side in ("", "_after"))
        served = pl.all_horizontal(state.is_in(list(SERVED)) for state in dated)
        moved = (
            served & ~pl.col("name").is_in(self._riding(0)) & ~pl.col("name").is_in(self._riding(1))
        )
        yield both.filter(moved & pl.col("due").ne_missing(pl.col("due_after"))).select(
            "customer",
            pl.lit("date").alias("kind"),
            "name",
            _moved(pl.col("due"), pl.col("due_after")).alias("after"),
        )

    def _riding(self, side: int) -> list[str]:
        """The items that ride on visits: their dates are those of the visits."""
        version = self._versions[side]
        items = version.program.items.values()
        return [version.shared(item.id) for item in items if item.every.kind == "visit"]

    def _listed(self, side: int, customers: pl.DataFrame, column: str, state: str) -> pl.DataFrame:
        """The names in a column of lists, a row for each, in one state."""
        return (
            customers.select("customer", pl.col(column).cast(pl.List(pl.String)).alias("name"))
            .explode("name")
            .drop_nulls("name")
            .with_columns(pl.col("name").replace(self._shared[side]), pl.lit(state).alias("state"))
        )


def _tags(program: Program) -> Mapping[str, int]:
    """The number of each tag's rule."""
    from workflow_engine.decide.rule_numbers import RuleNumbers

    first = RuleNumbers(program).first
    return {name: first[name] for name, one in program.definitions.items() if isinstance(one, Tag)}


def _shared(version: Version) -> Mapping[str, str]:
    """The names that the other version calls otherwise."""
    names = (*version.program.definitions, *version.program.items)
    return {name: version.shared(name) for name in names if version.shared(name) != name}


def _numbered(tables: Tables, shared: Mapping[str, str]) -> pl.DataFrame:
    """The rows of items with the place of their customer."""
    counts = pl.Series("count", tables.counts, dtype=pl.UInt32)
    places = pl.DataFrame({"count": counts}).with_row_index("customer")
    customer = places.select(pl.col("customer").repeat_by("count")).explode("customer")
    items = tables.items
    return pl.DataFrame(
        {
            "customer": customer["customer"].drop_nulls(),
            "name": items["item"].cast(pl.String).replace(shared),
            "state": items["state"].cast(pl.String),
            "priority": items["priority"].cast(pl.String),
            "due": items["due"],
            "rule": items["rule"],
        }
    )


def _both(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Names with their states before and after; null where there is none."""
    return before.join(
        after, on=["customer", "name"], how="full", coalesce=True, suffix="_after"
    ).rename({"state": "before", "state_after": "after"})


def _visits(before: pl.DataFrame, after: pl.DataFrame) -> Iterable[pl.DataFrame]:
    """Visit regimes, their next dates, and the minutes a month."""
    joined = pl.DataFrame(
        {
            "customer": before["customer"],
            "regime": before.select(_regime()).to_series(),
            "regime_after": after.select(_regime()).to_series(),
            "due": before["visit_due"],
            "due_after": after["visit_due"],
            "minutes": before["monthly_minutes"],
            "minutes_after": after["monthly_minutes"],
        }
    )
    nothing = pl.lit("").alias("name")
    yield joined.filter(pl.col("regime").ne_missing(pl.col("regime_after"))).select(
        "customer",
        pl.lit("visit").alias("kind"),
        nothing,
        pl.col("regime").alias("before"),
        pl.col("regime_after").alias("after"),
    )
    yield joined.filter(pl.col("due") != pl.col("due_after")).select(
        "customer",
        pl.lit("date").alias("kind"),
        pl.lit(VISIT).alias("name"),
        _moved(pl.col("due"), pl.col("due_after")).alias("after"),
    )
    more = pl.col("minutes_after") > pl.col("minutes")
    yield joined.filter(pl.col("minutes") != pl.col("minutes_after")).select(
        "customer",
        pl.lit("minutes").alias("kind"),
        nothing,
        pl.when(more).then(pl.lit("more")).otherwise(pl.lit("fewer")).alias("after"),
    )


def _regime() -> pl.Expr:
    """The visit regime in one text, as `standing.regime_text`."""
    modes = pl.col("visit_modes").cast(pl.List(pl.String)).list.sort().list.join("+")
    parts = (pl.col("visit_times"), pl.col("visit_per").cast(pl.String), pl.col("visit_minutes"))
    return pl.format("{}|{}|{}|{}", *parts, modes)


def _moved(was: pl.Expr, is_: pl.Expr) -> pl.Expr:
    """Which way dates moved, as `standing.moved`."""
    return (
        pl.when(was.is_null())
        .then(pl.lit("dated"))
        .when(is_.is_null())
        .then(pl.lit("undated"))
        .when(is_ < was)
        .then(pl.lit("earlier"))
        .otherwise(pl.lit("later"))
    )


def _shaped(found: pl.DataFrame) -> pl.DataFrame:
    """The rows with all columns of `SCHEMA`."""
    return found.select(
        (pl.col(name) if name in found.columns else pl.lit(None)).cast(kind).alias(name)
        for name, kind in SCHEMA.items()
    )
