"""Section `customer`: what is known of a customer, in three portraits."""

from __future__ import annotations

from pydantic import Field

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import (
    Flag,
    Frequency,
    Label,
    Limit,
    Name,
    Options,
    Text,
    TypeWord,
    WordName,
)
from workflow_engine.model.measures import Measure


class Attribute(Entry):
    """One column of the customer file."""

    type: TypeWord
    of: Options | None = None
    min: Limit | None = None
    max: Limit | None = None
    label: Label | None = None
    unit: Text | None = None
    required: Flag = False
    as_of: Name | None = None
    stale_after: Frequency | None = None


class Attributes(Entry):
    """The three portraits, each by attribute name."""

    basic: dict[WordName, Attribute] = Field(default_factory=dict)
    operating: dict[WordName, Attribute] = Field(default_factory=dict)
    service_value: dict[WordName, Attribute] = Field(default_factory=dict)


class Customer(Entry):
    """The columns that identify a customer, the attributes, and what is computed from them."""

    key: Name
    name: Name | None = None
    choices: Name | None = None
    attributes: Attributes | None = None
    measures: dict[WordName, Measure] = Field(default_factory=dict)
