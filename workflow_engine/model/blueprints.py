"""A blueprint file as its author wrote it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, PlainValidator, model_validator

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.language.blueprint_keywords import LANE_KEYS
from workflow_engine.language.keywords import Kind
from workflow_engine.language.nodes import Written
from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import LABEL, Duration, Flag, Name
from workflow_engine.model.leaves import (
    MINUTES_OF_A_YEAR,
    as_decimal,
    as_it_is,
    as_label,
    as_name,
    as_word,
    fail,
)
from workflow_engine.model.placed import PlacedMap
from workflow_engine.model.shapes import Entries, Languages, Listing, OneOf, Record, Scalar

Lane = Literal["evidence", "customer", "frontstage", "technology", "backstage", "support"]
LANES = tuple(LANE_KEYS)
LINE_NAMES = ("interaction", "visibility", "internal_interaction")

_YES_OR_NO = frozenset(
    {"true", "false", "yes", "no", "on", "off", "y", "n", "是", "否", "有", "无", "没有"}
)
"""What is no text where a text belongs, but the answer to a question nobody asked."""
_FLAG_OR_TEXT = OneOf(scalar=Scalar("text", ("true", "false")), mapping=Languages())


def as_minutes(value: Written) -> Decimal:
    """A number of minutes, from 0 to those of a year."""
    minutes = as_decimal(value)
    if not 0 <= minutes <= MINUTES_OF_A_YEAR:
        fail("WE856", value, text=value)
    return minutes


def as_between(value: list[Written]) -> tuple[str, ...]:
    """The lane above a line and the lane below it."""
    if len(value) != 2 or value[0] == value[1]:
        fail("WE857")
    return tuple(str(lane) for lane in value)


def as_words(value: Written | dict[str, Written]) -> Bilingual:
    """A text that says something."""
    label = as_label(value)
    if not label.zh.strip() and not label.en.strip():
        fail("WE868")
    return label


def as_all_words(value: list[Any]) -> tuple[Bilingual, ...]:
    """Texts in order, each of which says something."""
    return tuple(as_words(text) for text in value)


def as_reason(value: Written | dict[str, Written]) -> Bilingual:
    """A text that says why; yes or no alone does not."""
    if isinstance(value, Written) and not value.quoted and value.casefold() in _YES_OR_NO:
        fail("WE867", text=value)
    return as_words(value)


def as_flag_or_label(value: Any) -> bool | Bilingual:
    """A truth value, or a text, which says more than true."""
    if value in ("true", "false"):
        return bool(value == "true")
    if isinstance(value, Written) and not value.quoted and value.casefold() in _YES_OR_NO:
        fail("WE871", text=value)
    label = as_label(value)
    return label if label.zh.strip() or label.en.strip() else True


Label: TypeAlias = Annotated[Bilingual, LABEL, PlainValidator(as_words)]
"""A text for both languages, or one for each; not an empty one."""
Labels: TypeAlias = Annotated[
    tuple[Bilingual, ...], Listing(LABEL, single=True), PlainValidator(as_all_words)
]
Reason: TypeAlias = Annotated[Bilingual, LABEL, PlainValidator(as_reason)]

LINE_NAME = Scalar("name", (*LINE_NAMES, "all"))

LineName: TypeAlias = Annotated[Written, LINE_NAME, PlainValidator(as_name)]
"""One of the three lines, a line of the author's own, or `all`."""
Minutes: TypeAlias = Annotated[Decimal, Scalar("decimal"), PlainValidator(as_minutes)]
FlagOrLabel: TypeAlias = Annotated[
    bool | Bilingual, _FLAG_OR_TEXT, PlainValidator(as_flag_or_label)
]


class BlueprintEntry(Entry):
    """The parent of all models of blueprint files."""

    vocabulary: ClassVar[Kind] = "blueprint"


class Line(BlueprintEntry):
    """A line, and the two lanes it lies between."""

    label: Label | None = None
    between: Annotated[
        tuple[Lane, Lane],
        Listing(Scalar("keyword", LANES, "blueprint")),
        PlainValidator(as_between),
    ]


class FailPoint(BlueprintEntry):
    """What can go wrong here, and the failure it is; the text may stand alone."""

    shorthand: ClassVar[str | None] = "text"

    text: Label
    failure: Name | None = None


class WaitPoint(BlueprintEntry):
    """Where the customer waits; the text may stand alone."""

    shorthand: ClassVar[str | None] = "text"

    text: Label
    maximum: Duration | None = Field(default=None, alias="max")
    monitor: Name | None = None


class Ecrs(BlueprintEntry):
    """What is decided about an action; the decision may stand alone."""

    shorthand: ClassVar[str | None] = "do"

    do: Annotated[
        Literal["eliminate", "combine", "rearrange", "simplify"],
        Scalar("keyword", ("eliminate", "combine", "rearrange", "simplify")),
        PlainValidator(as_word),
    ]
    partner: Name | None = Field(default=None, alias="with")
    note: Label | None = None
    reason: Label | None = None
    minutes: Minutes | None = None
    wait: Minutes | None = None


class Cell(BlueprintEntry):
    """One box; its text may stand alone."""

    shorthand: ClassVar[str | None] = "text"

    id: Name | None = None
    text: Label
    by: Name | None = None
    item: Name | None = None
    promise: Name | None = None
    minutes: Minutes | None = None
    wait: Minutes | None = None
    kind: (
        Annotated[
            Literal["adds_value", "necessary", "waste"],
            Scalar("keyword", ("adds_value", "necessary", "waste")),
            PlainValidator(as_word),
        ]
        | None
    ) = None
    regulatory: Flag = False
    ecrs: Ecrs | None = None
    fail_point: FailPoint | None = None
    wait_point: WaitPoint | None = None
    expose: FlagOrLabel = False
    uses: Labels = ()
    steps: Labels = ()


Cells: TypeAlias = Annotated[tuple[Cell, ...], Listing(Record(Cell), single=True)]
"""The boxes of a lane in the order of time; one may stand without brackets."""


class Stage(BlueprintEntry):
    """One column; `lanes` are its lanes in the author's order."""

    hidden: ClassVar[frozenset[str]] = frozenset({"lanes"})

    label: Label | None = None
    need: Annotated[dict[Name, Label], Entries(LABEL, words=("customer",), vocabulary="word")] = (
        Field(default_factory=dict)
    )
    no_contact: Reason | None = None
    evidence: Cells = ()
    customer: Cells = ()
    frontstage: Cells = ()
    technology: Cells = ()
    backstage: Cells = ()
    support: Cells = ()
    lanes: Annotated[tuple[Lane, ...], Scalar("text"), PlainValidator(as_it_is)] = ()

    @model_validator(mode="before")
    @classmethod
    def _remember_the_order(cls, data: PlacedMap) -> dict[str, Any]:
        written = {str(key): value for key, value in data.items()}
        return {**written, "lanes": tuple(key for key in written if key in LANES)}


class Link(BlueprintEntry):
    """An arrow between two cells."""

    source: Name = Field(alias="from")
    target: Name = Field(alias="to")
    both_ways: Flag = False
    text: Label | None = None
    loop: FlagOrLabel = False


class BlueprintModel(BlueprintEntry):
    """The whole file."""

    id: Name | None = None
    title: Label | None = None
    problem: Label | None = None
    goal: Label | None = None
    segment: Annotated[Written, Scalar("name", ("everyone",)), PlainValidator(as_name)] | None = (
        Field(default=None, alias="for")
    )
    owner: Name | None = None
    promise: Name | None = None
    time_basis: Annotated[
        Literal["elapsed", "working"],
        Scalar("keyword", ("elapsed", "working")),
        PlainValidator(as_word),
    ] = "elapsed"
    lines: Annotated[
        dict[Name, Line], Entries(Record(Line), words=LINE_NAMES, vocabulary="word")
    ] = Field(default_factory=dict)
    views: Annotated[
        dict[Name, LineName], Entries(LINE_NAME, words=("customer",), vocabulary="word")
    ] = Field(default_factory=dict)
    stages: dict[Name, Stage] = Field(default_factory=dict)
    links: tuple[Link, ...] = ()
