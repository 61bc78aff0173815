"""The generated policy's visits and items as tables; see `write_handwritten`."""
# ruff: noqa: FBT003 - a table

from __future__ import annotations

from typing import NamedTuple


class VisitRule(NamedTuple):
    """How one category is visited."""

    times: int
    per: str
    minutes: int
    modes: tuple[str, ...]


class Service(NamedTuple):
    """A service item."""

    id: str
    must_do: bool
    every: str
    minutes: int
    record: bool


VISITS = {
    "tag_12": VisitRule(2, "quarter", 45, ("online", "phone")),
    "tag_14": VisitRule(4, "month", 25, ("phone", "online")),
    "tag_27": VisitRule(3, "month", 10, ("online",)),
    "tag_34": VisitRule(3, "month", 15, ("field",)),
    "tag_38": VisitRule(4, "month", 20, ("field", "phone")),
    "tag_41": VisitRule(1, "month", 25, ("field",)),
    "tag_43": VisitRule(1, "month", 10, ("field",)),
    "tag_51": VisitRule(1, "month", 30, ("phone",)),
    "general": VisitRule(2, "quarter", 25, ("field",)),
}

SERVICES = (
    Service("must_01", True, "6 months", 25, True),
    Service("must_02", True, "at 春节, 中秋", 30, False),
    Service("must_03", True, "6 months", 30, True),
    Service("must_04", True, "6 months", 15, False),
    Service("must_05", True, "1 per month", 25, False),
    Service("must_06", True, "visit", 25, True),
    Service("must_07", True, "visit", 15, False),
    Service("must_08", True, "1 year", 30, False),
    Service("must_09", True, "visit", 15, True),
    Service("must_10", True, "6 months", 25, False),
    Service("must_11", True, "1 month", 20, True),
    Service("must_12", True, "1 quarter", 25, True),
    Service("offer_01", False, "1 per month", 10, False),
    Service("offer_02", False, "2 per month", 20, False),
    Service("offer_03", False, "at 春节, 中秋", 40, False),
    Service("offer_04", False, "2 weeks", 5, False),
    Service("offer_05", False, "1 per quarter", 25, False),
    Service("offer_06", False, "6 months", 10, True),
    Service("offer_07", False, "1 per month", 10, True),
    Service("offer_08", False, "1 month", 15, False),
    Service("offer_09", False, "6 months", 25, True),
    Service("offer_10", False, "6 months", 35, True),
    Service("offer_11", False, "1 quarter", 30, False),
    Service("offer_12", False, "visit", 35, False),
    Service("offer_13", False, "2 weeks", 30, True),
    Service("offer_14", False, "6 months", 40, True),
    Service("offer_15", False, "visit", 40, False),
    Service("offer_16", False, "visit", 35, False),
    Service("offer_17", False, "on demand", 5, False),
    Service("offer_18", False, "2 per month", 15, False),
    Service("offer_19", False, "visit", 10, False),
    Service("offer_20", False, "1 month", 10, False),
    Service("offer_21", False, "at 春节, 中秋", 25, False),
    Service("offer_22", False, "at 春节, 中秋", 40, False),
    Service("offer_23", False, "1 month", 5, False),
    Service("offer_24", False, "visit", 10, True),
    Service("offer_25", False, "on demand", 10, False),
    Service("offer_26", False, "1 month", 15, True),
    Service("offer_27", False, "2 per month", 25, False),
    Service("offer_28", False, "1 per month", 20, False),
)
