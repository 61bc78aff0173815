"""Programs built by hand for the planning tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from workflow_engine.decide.decision import Decision, State, Visit
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.language.durations import Duration, Frequency
from workflow_engine.planning.planner import Planner
from workflow_engine.program.expressions import AttributeValue, Compare, Constant
from workflow_engine.program.processes import Rung, Trigger
from workflow_engine.program.program import (
    Attribute,
    CalendarSpec,
    Categories,
    Failure,
    Feedback,
    FeedbackStep,
    Item,
    Level,
    Measure,
    Person,
    PolicyHead,
    Program,
    Promise,
    Recovery,
    Role,
    Scale,
    Step,
    Strategy,
    Tag,
)
from workflow_engine.program.types import BOOLEAN, DATE, INTEGER, NUMBER, TEXT, Type, list_of

HERE = Place("policy.yaml", 1, 1)
AT = dt.date(2026, 11, 21)  # a Saturday
YES = Constant(value=True, type=BOOLEAN)
MONDAY_TO_FRIDAY = tuple((day, (("09:00", "17:00"),)) for day in range(5))


def both(text: str) -> Bilingual:
    return Bilingual(text, text)


def rolling(count: int, unit: str) -> Frequency:
    return Frequency("rolling", count, unit)  # type: ignore[arg-type]


def per(count: int, unit: str) -> Frequency:
    return Frequency("calendar", count, unit)  # type: ignore[arg-type]


VISIT = Frequency("visit")


def item(name: str, every: Frequency, kind: str = "must_do", **more: object) -> Item:
    given: dict[str, object] = {
        "applies": None,
        "by": "manager",
        "value": "medium",
        "urgency": "medium",
        "place": HERE,
    }
    return Item(id=name, label=both(name), kind=kind, every=every, **{**given, **more})  # type: ignore[arg-type]


def attribute(name: str, kind: Type = TEXT, portrait: str = "basic", **more: object) -> Attribute:
    return Attribute(name, both(name), kind, portrait, HERE, **more)  # type: ignore[arg-type]


def trigger(text: str, **more: object) -> Trigger:
    return Trigger(kind="event", text=both(text), **more)  # type: ignore[arg-type]


ATTRIBUTES = (
    attribute("manager_name"),
    attribute("tier", INTEGER),
    attribute("data_date", DATE, "operating"),
    attribute(
        "contribution", NUMBER, "operating", as_of="data_date", stale_after=rolling(2, "month")
    ),
    attribute("growth", TEXT, "service_value"),
    attribute("opted_in", list_of(TEXT), "service_value"),
)

ROLES = (
    Role(
        "manager",
        both("manager"),
        HERE,
        person="manager_name",
        reports_to="supervisor",
        minutes_per_day=360,
    ),
    Role("supervisor", both("supervisor"), HERE, reports_to="head"),
    Role("head", both("head"), HERE),
    Role("desk", both("desk"), HERE),
)

STAFF = (
    Person("李明", "manager", HERE, reports_to="王芳", area="east", minutes_per_day=300),
    Person("赵强", "manager", HERE, reports_to="无此人", area="west"),
    Person("王芳", "supervisor", HERE, reports_to="陈总", area="east"),
    Person("孙丽", "supervisor", HERE, area="west"),
    Person("陈总", "head", HERE),
    Person("小周", "desk", HERE, area="east"),
    Person("小吴", "desk", HERE, area="west"),
)

DELIVERY = Failure(
    id="delivery_error",
    label=both("delivery_error"),
    owner="manager",
    steps=(
        Step("acknowledge", Duration(Decimal(2), "work hour"), "manager"),
        Step(
            "amend",
            Duration(Decimal(1), "workday"),
            "supervisor",
            offer=(Bilingual("补货", "resend"),),
        ),
    ),
    place=HERE,
    faster_for=(("big", Decimal("0.5")), ("rural", Decimal("0.8"))),
)
RURAL_ONLY = Failure(
    id="attitude",
    label=both("attitude"),
    owner="supervisor",
    steps=(Step("apologize", Duration(Decimal(1), "workday"), "supervisor"),),
    place=HERE,
    applies=Compare(">=", AttributeValue("tier", INTEGER), Constant(10, INTEGER)),
)
RECOVERY = Recovery(
    calendar="office",
    failures=(DELIVERY, RURAL_ONLY),
    escalation=(
        Rung(
            "manager",
            "supervisor",
            (
                trigger("逾期", step="acknowledge"),
                trigger("道歉逾期", step="apologize"),
                trigger("无法解决"),
            ),
            HERE,
        ),
        Rung("supervisor", "head", (trigger("补救逾期", step="amend"),), HERE),
    ),
)
FEEDBACK = Feedback(
    calendar="office",
    channels=(
        ("big", (Bilingual("面对面", "in person"),)),
        ("general", (Bilingual("热线", "hotline"),)),
    ),
    owner="desk",
    steps=(
        FeedbackStep("receive", Duration(Decimal(2), "work hour"), None),
        FeedbackStep("resolve", None, None, by_priority=(("P1", Duration(Decimal(1), "workday")),)),
    ),
)
PYRAMID = Scale(
    "pyramid",
    both("pyramid"),
    TEXT,
    "first",
    (Level("negative", both("negative"), YES, HERE, strategy="phase_out"),),
    Level("low", both("low"), YES, HERE, strategy="improve"),
    HERE,
)


def program(*items: Item, **more: object) -> Program:
    given: dict[str, object] = {
        "head": PolicyHead(
            "demo",
            Bilingual("演示", "Demo"),
            "1",
            "Asia/Shanghai",
            "zh",
            "draft",
            rolling(1, "month"),
            HERE,
        ),
        "hash": "abc",
        "key": "customer_id",
        "name": "customer_name",
        "choices": "opted_in",
        "attributes": {a.id: a for a in ATTRIBUTES},
        "definitions": {
            "net": Measure(
                "net", both("net"), NUMBER, AttributeValue("contribution", NUMBER), HERE
            ),
            "big": Tag("big", both("big"), YES, HERE),
            "rural": Tag("rural", both("rural"), YES, HERE),
            "pyramid": PYRAMID,
        },
        "categories": Categories(("big", "rural"), "general", both("categories")),
        "visits": None,
        "items": {i.id: i for i in items},
        "strategies": {
            "phase_out": Strategy("phase_out", both("phase_out"), HERE, suspends=("coaching",)),
            "improve": Strategy("improve", both("improve"), HERE, grants=("coaching",)),
        },
        "priorities": {},
        "roles": {r.id: r for r in ROLES},
        "staff": {p.name: p for p in STAFF},
        "calendars": {"office": CalendarSpec("office", None, MONDAY_TO_FRIDAY, (), HERE)},
        "recovery": RECOVERY,
        "feedback": FEEDBACK,
        "promises": {
            "delivery": Promise(
                "delivery",
                both("delivery"),
                Bilingual("40小时送达", "in 40 hours"),
                "小时",
                "lower",
                Decimal(40),
                HERE,
            ),
            "reply": Promise(
                "reply",
                both("reply"),
                both("reply"),
                "天",
                "lower",
                Decimal("0.8"),
                HERE,
                applies=Compare(">=", AttributeValue("tier", INTEGER), Constant(10, INTEGER)),
            ),
        },
        "duties": {},
        "needs": {},
        "objectives": {},
        "principles": {},
        "monitors": {},
    }
    return Program(**{**given, **more})  # type: ignore[arg-type]


MONTHLY_VISIT = Visit(1, "month", 20, ("field",))
WEEKLY_VISIT = Visit(4, "month", 40, ("field",))


def decision(policy: Program, **more: object) -> Decision:
    """Everything due or active, no tag true, unless said otherwise; `states` overrides by item."""
    states: dict[str, State] = {
        i.id: "due" if i.kind == "must_do" else "active" for i in policy.items.values()
    }
    given: dict[str, object] = {
        "values": {"net": 1_500_000, "big": False, "rural": None, "pyramid": "low"},
        "unknown": ("rural",),
        "conflicts": (),
        "categories": ("general",),
        "unknown_categories": ("rural",),
        "visit": None,
        "urgencies": {i.id: i.urgency for i in policy.items.values()},
        "priorities": {i.id: "P3" for i in policy.items.values()},
    }
    states.update(more.pop("states", {}))  # type: ignore[call-overload]
    return Decision(states=states, **{**given, **more})  # type: ignore[arg-type]


@dataclass
class Log:
    """A service log held in lists: (customer, item) to days, and days with their record form."""

    done: dict[tuple[str, str], list[dt.date]] = field(default_factory=dict)
    recorded: dict[tuple[str, str], list[dt.date]] = field(default_factory=dict)

    def done_dates(
        self, customer_id: str, item: str, *, needs_record: bool, until: dt.date
    ) -> tuple[dt.date, ...]:
        days = list(self.recorded.get((customer_id, item), []))
        if not needs_record:
            days += self.done.get((customer_id, item), [])
        return tuple(sorted(day for day in days if day <= until))

    def last_done(
        self, customer_id: str, item: str, *, needs_record: bool, until: dt.date
    ) -> dt.date | None:
        return max(
            self.done_dates(customer_id, item, needs_record=needs_record, until=until), default=None
        )


VALUES: dict[str, object] = {
    "manager_name": "李明",
    "tier": 8,
    "data_date": dt.date(2026, 10, 31),
    "contribution": 1_500_000,
    "growth": "high",
}


def planned(
    policy: Program,
    log: Log | None = None,
    at: dt.date = AT,
    *,
    customer: str = "C1",
    values: dict[str, object] | None = None,
    **more: object,
):  # type: ignore[no-untyped-def]
    """The plan of one customer of a program."""
    given = VALUES if values is None else values
    return Planner(policy).plan(customer, "小店", given, decision(policy, **more), at, log)  # type: ignore[arg-type]
