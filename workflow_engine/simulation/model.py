"""What a simulation assumes of customers and staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.types import Value

EVEN_WEEK = (1.0,) * 7
EVEN_YEAR = (1.0,) * 12


@dataclass(frozen=True, slots=True)
class Profile:
    """When cases arrive: relative weights by weekday (Monday first), month and time of day.

    `hours` are stretches of the day in minutes after midnight, with a weight per hour; nothing
    arrives outside of them.
    """

    weekdays: tuple[float, ...] = EVEN_WEEK
    months: tuple[float, ...] = EVEN_YEAR
    hours: tuple[tuple[int, int, float], ...] = ((0, 1440, 1.0),)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many cases of one process arrive: for 100 customers whom it may concern, a month."""

    process: str
    rate: float
    profile: Profile = Profile()


@dataclass(frozen=True, slots=True)
class Response:
    """How long somebody takes: lognormal, its median in minutes, `spread` the sigma of its log.

    The minutes are working time where `working`, otherwise they run through. `forgotten` is the
    share that is never done unless a reminder, a warning or an escalation comes; `effort` the
    minutes of work it costs.
    """

    median: float = 60.0
    spread: float = 0.8
    working: bool = True
    forgotten: float = 0.0
    effort: float = 10.0


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that happens to a share of the cases (0–1)."""

    share: float = 0.0
    response: Response = Response()


@dataclass(frozen=True, slots=True)
class Compensation:
    """The share of cases in which money is given, and how much: lognormal, in the currency."""

    share: float = 0.0
    median: float = 100.0
    spread: float = 0.8


@dataclass(frozen=True, slots=True)
class SimulationModel:
    """Everything assumed.

    `steps` is how long each command takes, `roles` the same for one role where it differs. `away`
    is the share of the days on which somebody is absent; a case then waits for `absence` on top.
    `plans` is about plans for the amends, `waits` about waiting for the customer, `departments`
    about the help of another department, `approvals` how soon an approver answers and the share
    that is rejected.
    """

    id: str
    label: Bilingual
    arrivals: tuple[Arrivals, ...]
    assumed: bool = False
    steps: Mapping[str, Response] = field(default_factory=dict)
    roles: Mapping[tuple[str, str], Response] = field(default_factory=dict)
    away: float = 0.0
    absence: Response = Response(median=420.0, spread=0.4)
    plans: Chance = Chance()
    waits: Chance = Chance()
    departments: Chance = Chance()
    approvals: Chance = Chance()
    compensation: Compensation = Compensation()
    cannot_resolve: float = 0.0
    refused: Chance = Chance()
    reopened: Chance = Chance()

    def response(self, role: str | None, step: str) -> Response:
        """How the role takes the step; the default where nothing is said of either."""
        if role is not None and (own := self.roles.get((role, step))) is not None:
            return own
        return self.steps.get(step, _DEFAULT)


_DEFAULT = Response()


@dataclass(frozen=True, slots=True)
class SimulatedCustomer:
    """A customer as cases are opened for: who serves it, which tags and categories hold.

    `processes` are those that may concern it; None means all of the policy.
    """

    id: str
    name: str
    people: Mapping[str, str | None] = field(default_factory=dict)
    holds: tuple[str, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    processes: frozenset[str] | None = None
