"""Leaf types of the models: what one written value becomes.

Each is `Annotated` with its shape and a plain validator. Expressions, cells, durations and
frequencies stay `Written`: the compiler parses them, with their places.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import PlainValidator

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.conditions import Condition as ConditionTree
from workflow_engine.language.nodes import Written
from workflow_engine.model import leaves
from workflow_engine.model.shapes import (
    Entries,
    Event,
    Languages,
    Listing,
    Nested,
    OneOf,
    Scalar,
)

Degree = Literal["high", "medium", "low"]

NAME = Scalar("name")
WORD_NAME = Scalar("word_name")
TEXT = Scalar("text")
LABEL = OneOf(scalar=TEXT, mapping=Languages())
CONDITION = OneOf(scalar=Scalar("expression"), mapping=Nested())
FREQUENCY = OneOf(scalar=Scalar("frequency"), mapping=Event())
CELL = OneOf(scalar=Scalar("cell"), sequence=Listing(Scalar("cell")))
MODE = Scalar("name", ("field", "online", "remote"))
HOURS = Listing(Scalar("interval", ("closed",)), single=True)
AUDIENCE = OneOf(
    scalar=Scalar("expression", ("everyone",)), sequence=Listing(NAME), mapping=Nested()
)
WEEKDAYS = Scalar("weekdays", vocabulary="weekday")
DEGREES = ("high", "medium", "low")
TYPES = ("text", "integer", "number", "boolean", "date", "datetime", "choice")
DEGREE_CELL = Scalar("cell", DEGREES)
ALL_TYPES = (*TYPES, *(f"list of {name}" for name in TYPES))

Text: TypeAlias = Annotated[Written, TEXT, PlainValidator(leaves.as_text)]
Name: TypeAlias = Annotated[Written, NAME, PlainValidator(leaves.as_name)]
"""A name, or a reference to one: printable text without `;`."""
WordName: TypeAlias = Annotated[Written, WORD_NAME, PlainValidator(leaves.as_word_name)]
"""A name that stands in expressions: a letter first, then letters, digits, `_`."""
Label: TypeAlias = Annotated[Bilingual, LABEL, PlainValidator(leaves.as_label)]
Names: TypeAlias = Annotated[
    tuple[Written, ...], Listing(NAME, single=True), PlainValidator(leaves.as_names)
]
"""A list of names; one name may stand alone."""
Labels: TypeAlias = Annotated[
    tuple[Bilingual, ...], Listing(LABEL, single=True), PlainValidator(leaves.as_labels)
]

Expression: TypeAlias = Annotated[Written, Scalar("expression"), PlainValidator(leaves.as_text)]
Condition: TypeAlias = Annotated[ConditionTree, CONDITION, PlainValidator(leaves.as_it_is)]
Conditions: TypeAlias = Annotated[
    tuple[ConditionTree, ...],
    Listing(CONDITION, single=True),
    PlainValidator(leaves.as_conditions),
]
"""A list of conditions; one may stand alone."""
Audience: TypeAlias = Annotated[
    ConditionTree | tuple[Written, ...], AUDIENCE, PlainValidator(leaves.as_audience)
]
"""`everyone`, a name or expression, a tuple of names (any of them), or a nested condition."""
Cell: TypeAlias = Annotated[Written | tuple[Written, ...], CELL, PlainValidator(leaves.as_cell)]
Output: TypeAlias = Annotated[Written, Scalar("output"), PlainValidator(leaves.as_text)]
Outputs: TypeAlias = Annotated[
    Written | dict[Written, Written],
    OneOf(scalar=Scalar("output"), mapping=Entries(Scalar("output"), key="word_name")),
    PlainValidator(leaves.as_it_is),
]
"""What a table's row gives: one value, or a value for each output."""

Duration: TypeAlias = Annotated[Written, Scalar("duration"), PlainValidator(leaves.as_text)]
Frequency: TypeAlias = Annotated[Written, FREQUENCY, PlainValidator(leaves.as_text)]
"""`{event: [a, b]}` has become the text `at a, b`."""
Durations: TypeAlias = Annotated[
    Written | dict[Written, Written],
    OneOf(scalar=Scalar("duration"), mapping=Entries(Scalar("duration"))),
    PlainValidator(leaves.as_it_is),
]
"""One duration, or one for each priority."""

WarnBefore: TypeAlias = Annotated[
    Written | Decimal, Scalar("warning", ("none",)), PlainValidator(leaves.as_warning)
]
"""How long before the end of a clock to warn: `none`, a share, or a duration."""

WholeMinutes: TypeAlias = Annotated[int, Scalar("integer"), PlainValidator(leaves.as_whole_minutes)]
PositiveInteger: TypeAlias = Annotated[int, Scalar("integer"), PlainValidator(leaves.at_least(1))]
IntegerFromTwo: TypeAlias = Annotated[int, Scalar("integer"), PlainValidator(leaves.at_least(2))]
Number: TypeAlias = Annotated[Decimal, Scalar("decimal"), PlainValidator(leaves.as_decimal)]
Amount: TypeAlias = Annotated[Decimal, Scalar("decimal"), PlainValidator(leaves.as_amount)]
"""An amount of money, not negative."""
Percent: TypeAlias = Annotated[Decimal, Scalar("percent"), PlainValidator(leaves.as_percent)]
"""A share from 0 to 1, written `50%` or `0.5`."""
Flag: TypeAlias = Annotated[bool, Scalar("flag"), PlainValidator(leaves.as_flag)]
Limit: TypeAlias = Annotated[Written, Scalar("text"), PlainValidator(leaves.as_text)]
"""The smallest or largest value of an attribute, a literal of its type."""
Hours: TypeAlias = Annotated[tuple[tuple[str, str], ...], HOURS, PlainValidator(leaves.as_hours)]
"""Opening intervals ("08:30", "12:00"); empty when closed."""
Weekdays: TypeAlias = Annotated[Written, WEEKDAYS, PlainValidator(leaves.as_weekdays)]
Date: TypeAlias = Annotated[dt.date, Scalar("date"), PlainValidator(leaves.as_date)]
Dates: TypeAlias = Annotated[
    tuple[tuple[dt.date, dt.date], ...],
    Listing(Scalar("dates"), single=True),
    PlainValidator(leaves.as_dates),
]
"""First and last days: `2026-12-01..2026-12-05`, or one day `2026-12-20`."""
Period: TypeAlias = Annotated[
    tuple[dt.date | None, dt.date | None],
    Scalar("period"),
    PlainValidator(leaves.as_period),
]
"""First and last day, `2026-01-01..2026-06-30`; None where the period is open (`2026-01-01..`)."""
Share: TypeAlias = Annotated[
    leaves.WrittenShare, Scalar("percent"), PlainValidator(leaves.as_share)
]
"""A share from 0 to 1, written `5%`; nobody (`0%`) too."""
RiskLimits: TypeAlias = Annotated[
    tuple[Written, ...],
    Listing(Scalar("risk"), single=True),
    PlainValidator(leaves.as_conditions),
]
"""Sentences such as `5% of customers lose an item`."""
Options: TypeAlias = Annotated[
    dict[Written, Bilingual | None],
    OneOf(sequence=Listing(NAME), mapping=Entries(LABEL)),
    PlainValidator(leaves.as_options),
]
"""The options of a choice in order, with their labels when a map was written."""

Mode: TypeAlias = Annotated[Written, MODE, PlainValidator(leaves.as_name)]
"""A way of serving: one of the keywords, or the author's own name."""
Modes: TypeAlias = Annotated[
    tuple[Written, ...], Listing(MODE, single=True), PlainValidator(leaves.as_names)
]
Commands: TypeAlias = Annotated[
    tuple[Written, ...],
    Listing(Scalar("name", ("open",)), single=True),
    PlainValidator(leaves.as_names),
]
"""Commands of a process; `open` is the opening of the case."""
DegreeCell: TypeAlias = Annotated[
    Written | tuple[Written, ...],
    OneOf(scalar=DEGREE_CELL, sequence=Listing(DEGREE_CELL)),
    PlainValidator(leaves.as_cell),
]

DegreeWord: TypeAlias = Annotated[
    Degree, Scalar("keyword", DEGREES), PlainValidator(leaves.as_word)
]
TypeWord: TypeAlias = Annotated[
    Written, Scalar("keyword", ALL_TYPES), PlainValidator(leaves.as_it_is)
]
