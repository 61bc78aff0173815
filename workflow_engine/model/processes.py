"""Section `processes`: state machines of the author's own."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from workflow_engine.model.entry import Entry
from workflow_engine.model.fields import (
    Commands,
    Condition,
    Duration,
    Flag,
    Label,
    Name,
    Names,
    WarnBefore,
)
from workflow_engine.model.ladder import Reminder, Rung


class State(Entry):
    """One state; in a `pause` state clocks stand still, in an `end` state the case is over."""

    shorthand: ClassVar[str | None] = "label"

    label: Label | None = None
    pause: Flag = False
    end: Flag = False


class Transition(Entry):
    """Which command leads from which states to which, under which condition, given by whom."""

    source: Names = Field(alias="from")
    on: Name
    to: Name
    when: Condition | None = None
    by: Names = ()
    emits: Names = ()


class Clock(Entry):
    """A time limit from one command to another."""

    label: Label | None = None
    start: Commands = Field(default=(), alias="from")
    until: Names
    within: Duration
    warn: WarnBefore | None = None
    by: Name | None = None
    regulatory: Flag = False
    outlives: Flag = False


class Process(Entry):
    """A state machine with clocks and a ladder; the first state is where it starts."""

    label: Label | None = None
    calendar: Name | None = None
    owner: Name
    start: Name | None = None
    states: dict[Name, State]
    transitions: tuple[Transition, ...]
    clocks: dict[Name, Clock] = Field(default_factory=dict)
    escalation: tuple[Rung, ...] = ()
    remind: Reminder | None = None
    assumed: Flag = False
