"""A case of `docs/cases.md` once more: it walks over every five minutes, and nothing is computed.

Nothing here reads the engine. Time is a whole number of ticks of five minutes from a Monday
midnight; all opening hours are whole hours, so that halves and quarters of every limit used here
are whole ticks. Clocks count up, one tick at a time; at every tick everything is looked at.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from fractions import Fraction
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
ORIGIN = dt.datetime(2026, 11, 2, tzinfo=ZONE)  # a Monday
TICK = dt.timedelta(minutes=5)
DAY = 288
HOUR = 12
DAYS = 200

WEEK = dict.fromkeys(range(5), ((9, 12), (13, 17)))
CLOSED = (24, 25)
"""Days after the origin that are holidays: a Thursday and a Friday."""
HALF = {26: ((9, 12),)}
"""A Saturday worked in their place, in the morning."""


def office(holidays=CLOSED, extra=HALF):
    """For each tick whether the office is open during it."""
    ticks = bytearray(DAYS * DAY)
    for day in range(DAYS):
        hours = () if day in holidays else extra.get(day, WEEK.get(day % 7, ()))
        for start, end in hours:
            for tick in range(start * HOUR, end * HOUR):
                ticks[day * DAY + tick] = 1
    return ticks


def moment(tick):
    return ORIGIN + tick * TICK


def tick_of(at):
    ticks, rest = divmod(at - ORIGIN, TICK)
    assert not rest, f"{at} is not on the grid"
    return ticks


# Durations: ("work", ticks), ("workdays", how many), ("through", ticks).
FAILURE = {
    "acknowledge": ("work", 2 * HOUR),
    "apologize": ("work", 4 * HOUR),
    "amend": ("workdays", Fraction(1)),
    "anticipate": ("workdays", Fraction(3)),
    "regulator": ("through", 5 * DAY),
    "notify": ("work", 4 * HOUR),
    "follow_up": ("workdays", Fraction(2)),
    "support.technical": ("work", 8 * HOUR),
    "approval": ("work", 4 * HOUR),
}
WARN = {
    "acknowledge": Fraction(1, 4),
    "apologize": Fraction(1, 4),
    "notify": Fraction(1, 4),
    "amend": 1 * HOUR,
    "anticipate": 2 * HOUR,
    "regulator": 1 * DAY,
}
OUTLIVES = {"anticipate", "follow_up"}
ANEW = {"notify", "follow_up"}
"""They start with their whole time each time; the others run on where they stood."""
SHORTENED = {"acknowledge", "apologize", "amend", "anticipate", "notify", "follow_up"}
FACTORS = {"big": Fraction(1, 2), "high": Fraction(1, 2), "low": Fraction(2)}
ORDER = {
    "acknowledge": ("open", "acknowledged"),
    "apologize": ("acknowledged", "apologized"),
    "amend": ("apologized", "amended"),
    "notify": ("amended", "notified"),
    "thank": ("notified", "thanked"),
    "close": ("thanked", "closed"),
}
BEFORE_END = ("open", "acknowledged", "apologized", "amended", "notified", "thanked")
ABOVE = {"manager": "supervisor", "supervisor": "head", "head": "general"}
LIMITS = {"manager": 500, "supervisor": 2000, "head": 10000, "general": math.inf}
REMIND_EVERY = 2 * HOUR
REMIND_TIMES = 2
VALID_FOR = 7 * HOUR


@dataclass
class Watch:
    """One clock that counts ticks."""

    name: str
    kind: str
    budget: int
    used: int = 0
    running: bool = True
    started: int = 0
    done: str | None = None
    warned: bool = False
    overdue_at: int | None = None
    warn_at: int | None = None
    passed: list = field(default_factory=list)

    def left(self):
        return self.budget - self.used

    def end(self):
        """When it had used up its budget."""
        return self.passed[self.budget - 1]


@dataclass
class Asked:
    """A request for approval: of how much, by whom, and how it stands."""

    amount: int
    by: str
    role: str
    state: str = "asked"
    granted_at: int | None = None
    total: int = 0


@dataclass
class NaiveCase:
    """What the text says of one case; `seen` are the timers, each with its own moment."""

    now: int
    people: dict
    about: str | None = None
    holds: tuple = ()
    earlier: int = 0
    severity: str = "medium"
    open_ticks: bytearray = field(default_factory=office)
    state: str = "open"
    level: str | None = "manager"
    owner: str | None = None
    clocks: dict = field(default_factory=dict)
    seen: list = field(default_factory=list)
    fired: set = field(default_factory=set)
    events: set = field(default_factory=set)
    planned: bool = False
    compensation: int = 0
    reopened: int = 0
    told_at: int | None = None
    reminders: int = 0
    approval: Asked | None = None

    def __post_init__(self):
        self.take("manager", self.now)
        if self.earlier >= 1 and self.level in ABOVE:
            self.climb(self.now, skip_first=False, why="repeat")
        for name in ("acknowledge", "apologize", "amend", "anticipate", "regulator"):
            self.start(name)
        self.look()

    # Time

    def is_open(self, tick):
        return self.open_ticks[tick] == 1

    def count(self, start, end):
        return sum(self.open_ticks[start:end])

    def close_of_workday(self, start, days):
        """The end of the n-th working day after the day of `start`; of a part, that part of it."""
        day = start // DAY
        left = math.ceil(days)
        while left:
            day += 1
            if sum(self.open_ticks[day * DAY : (day + 1) * DAY]):
                left -= 1
        ticks = [day * DAY + tick for tick in range(DAY) if self.open_ticks[day * DAY + tick]]
        part = days - math.ceil(days) + 1
        counted = part * len(ticks)
        assert counted.denominator == 1
        return ticks[int(counted) - 1] + 1

    def budget(self, duration, start):
        kind, amount = duration
        if kind == "workdays":
            return self.count(start, self.close_of_workday(start, amount))
        return int(amount)

    def factor(self):
        names = {*self.holds, self.severity}
        return min([factor for name, factor in FACTORS.items() if name in names], default=1)

    # Clocks

    def start(self, name, at=None):
        at = self.now if at is None else at
        clock = self.clocks.get(name)
        if clock is not None and clock.done is not None and name in ANEW:
            clock = None
        if clock is not None:
            if clock.done is not None and name != "approval":
                clock.done = None
                clock.running = True
                self.measure(clock)
                return
            if clock.done is None:
                return
        kind, amount = FAILURE[name.partition("#")[0]]
        if name in SHORTENED:
            amount = amount * self.factor()
        watch = Watch(name, kind, self.budget((kind, amount), at), started=at)
        if kind == "through":
            warn = at + watch.budget - WARN[name]
            while not self.is_open(warn) and not self.is_open(warn - 1):
                warn -= 1
            watch.warn_at = max(warn, at)
        self.clocks[name] = watch

    def stop(self, name):
        clock = self.clocks.get(name)
        if clock is not None and clock.done is None:
            clock.running = False
            clock.done = "late" if clock.left() < 0 or clock.overdue_at is not None else "met"

    def drop_one(self, name):
        clock = self.clocks.get(name)
        if clock is not None and clock.done is None:
            clock.running = False
            clock.done = "dropped"

    def drop(self, *, outliving=False):
        for clock in self.clocks.values():
            if clock.done is None and (outliving or clock.name not in OUTLIVES):
                clock.running = False
                clock.done = "dropped"
        if self.approval is not None and self.approval.state in ("asked", "granted"):
            self.approval.state = "lapsed"  # nobody need answer any more

    def clock_state(self, clock):
        if clock.done is not None:
            return clock.done
        if not clock.running:
            return "paused"
        return "overdue" if clock.overdue_at is not None else "running"

    def warns(self, clock):
        if clock.name not in WARN or clock.warned or not clock.running:
            return False
        if clock.warn_at is not None:
            return self.now >= clock.warn_at
        before = WARN[clock.name]
        if isinstance(before, Fraction):
            before = before * clock.budget
        # The last moment at which so much is left; what has run out need not be warned of.
        return 0 < clock.left() < before or (clock.left() == before and self.is_open(self.now))

    # Walking

    def advance(self, tick):
        """Walk to a tick; what is due at each tick on the way happens there.

        At the last one nobody has looked yet: a command that comes then comes first.
        """
        while self.now < tick:
            self.look()
            during = self.is_open(self.now)
            for clock in self.clocks.values():
                if clock.running and (clock.kind == "through" or during):
                    clock.used += 1
                    clock.passed.append(self.now + 1)
            self.now += 1

    def look(self):
        """Let everything happen that is due now, until nothing more does."""
        happened = True
        while happened:
            happened = False
            for clock in self.clocks.values():
                if self.warns(clock):
                    clock.warned = True
                    self.seen.append((self.now, "warned", clock.name))
                    happened = True
                if clock.running and clock.overdue_at is None and clock.left() <= 0:
                    clock.overdue_at = self.now
                    self.seen.append((self.now, "overdue", clock.name))
                    self.tell()
                    happened = True
            if self.state not in ("closed", "cancelled") and self.rung_holds():
                self.climb(self.now)
                happened = True
            if self.lapses():
                self.approval.state = "lapsed"
                self.stop("approval")
                happened = True
            if self.reminder_due():
                self.reminders += 1
                self.told_at = self.now
                self.seen.append((self.now, "reminded", self.reminders))
                happened = True

    def lapses(self):
        if self.approval is None or self.state in ("closed", "cancelled"):
            return False
        if self.approval.state == "asked":
            return self.clocks["approval"].overdue_at is not None
        if self.approval.state == "granted":
            return self.count(self.approval.granted_at, self.now) >= VALID_FOR
        return False

    def tell(self):
        self.told_at = self.now

    def reminder_due(self):
        return (
            self.told_at is not None
            and self.reminders < REMIND_TIMES
            and self.count(self.told_at, self.now) >= REMIND_EVERY
        )

    # The ladder

    def overdue(self, name, after=None):
        clock = self.clocks[name]
        if clock.done is not None or not clock.running or clock.overdue_at is None:
            return False
        if after is None:
            return True
        end = clock.end()
        return clock.left() <= -self.count(end, self.close_of_workday(end, after))

    def asked(self):
        clock = self.clocks.get("support.technical")
        return clock is not None and clock.done is None

    def half_gone(self):
        amend = self.clocks["amend"]
        return (
            amend.done is None
            and amend.running
            and not self.planned
            and amend.used * 2 >= amend.budget
        )

    def rung_holds(self):
        if self.level in self.fired:
            return False
        match self.level:
            case "manager":
                return self.overdue("acknowledge") or self.half_gone()
            case "supervisor":
                return self.overdue("amend") or self.reopened >= 2 or self.asked()
            case "head":
                return self.overdue("amend", Fraction(1)) or "media" in self.events
        return False

    def usable(self, role):
        person = self.people.get(role)
        return person is not None and person != self.about

    def climb(self, at, *, skip_first=False, why="rung"):
        """To the next role above with somebody in it; nobody above: the case stays."""
        self.fired.add(self.level)
        role = ABOVE.get(self.level)
        if skip_first and role in ABOVE:
            self.seen.append((at, "skipped", (role, "double_deviation")))
            role = ABOVE[role]
        while role is not None and not self.usable(role):
            nobody = self.people.get(role) is None
            why_not = "nobody" if nobody else "complained_about"
            self.seen.append((at, "skipped", (role, why_not)))
            role = ABOVE.get(role)
        if role is None:
            self.seen.append((at, "stuck", self.level))
            return
        if why == "rung":
            self.seen.append((at, "escalated", (self.level, role)))
            self.tell()
        self.level = role
        self.owner = self.people[role]

    def take(self, role, at):
        """The first role on the way up with somebody in it."""
        while role in ABOVE and not self.usable(role):
            nobody = self.people.get(role) is None
            self.seen.append((at, "skipped", (role, "nobody" if nobody else "complained_about")))
            role = ABOVE[role]
        self.level = role
        self.owner = self.people.get(role) if self.usable(role) else None

    # Commands

    def roles_of(self, person):
        return [role for role, name in self.people.items() if name == person]

    def act(self, command, by=None, **more):
        """Carry out a command now; False when it is refused."""
        told = self.told_at, self.reminders
        if command != "note":
            self.told_at, self.reminders = None, 0
        if self.accept(command, by if by is not None else self.owner, more):
            self.look()
            return True
        self.told_at, self.reminders = told
        self.look()
        return False

    def accept(self, command, by, more):
        if command == "note":
            return True
        ended = self.state in ("closed", "cancelled")
        waiting = self.state.endswith("_waiting")
        plain = self.state.removesuffix("_waiting")
        if by is not None and by == self.about and command != "note":
            return False
        if command in ORDER:
            return self.step(command, by, more)
        match command:
            case "pause":
                return not ended and not waiting and bool(self.roles_of(by)) and self.wait()
            case "resume":
                return waiting and self.go_on(plain)
            case "cancel":
                if ended or not self.roles_of(by):
                    return False
                self.state = "cancelled"
                self.drop(outliving=True)  # a duplicate: the other case has the prevention task
                return True
            case "plan_amend":
                if plain not in ("acknowledged", "apologized"):
                    return False
                self.planned = True
                return True
            case "anticipate":
                if plain in ("open", "cancelled"):
                    return False
                self.stop("anticipate")
                return True
            case "follow_up":
                if self.state != "closed":
                    return False
                self.stop("follow_up")
                return True
            case "refuse":
                if self.state not in ("amended", "notified", "thanked"):
                    return False
                self.state = "apologized"
                self.planned = False
                self.drop_one("notify")
                self.start("amend")
                self.climb(self.now, skip_first=True)
                return True
            case "reopen":
                if self.state != "closed":
                    return False
                self.state = "apologized"
                self.planned = False
                self.reopened += 1
                self.fired = set()
                self.drop_one("follow_up")
                self.start("amend")
                return True
        if ended:
            return False
        match command:
            case "cannot_resolve":
                self.climb(self.now)
            case "needs_other_department":
                if self.asked():
                    return False
                self.clocks.pop("support.technical", None)
                self.start("support.technical")
            case "answer_support":
                if not self.asked():
                    return False
                self.stop("support.technical")
            case "report_event":
                self.events.add("media")
            case "reassign":
                if more["person"] in (self.about, self.owner):
                    return False
                if by is None or not self.may_hand_over(by):
                    return False
                (role,) = self.roles_of(more["person"]) or (None,)
                if role is None:
                    return False
                self.owner = more["person"]
                if role in LIMITS:  # the technician is beside the ladder: the case stays on it
                    self.level = role
            case "request_approval":
                return self.request(by, more["amount"])
            case "approve" | "reject":
                return self.answer(command, by)
            case "set_severity":
                if more["severity"] == self.severity:
                    return False
                self.set_severity(more["severity"])
            case _:
                raise AssertionError(command)
        return True

    def may_hand_over(self, by):
        """The owner may, and who has the role that the case is at or one above it."""
        order = list(LIMITS)
        above = order[order.index(self.level) :]
        return by == self.owner or any(role in above for role in self.roles_of(by))

    def step(self, command, by, more):
        source, target = ORDER[command]
        if self.state != source:
            return False
        if command == "amend" and not self.may_spend(by, more.get("amount", 0)):
            return False
        self.state = target
        self.stop(command)
        if command == "amend":
            self.compensation += more.get("amount", 0)
            self.start("notify")
        elif command == "notify":
            self.stop("regulator")
        elif command == "close":
            self.drop()
            self.start("follow_up")
        return True

    def limit(self, person):
        return max((LIMITS.get(role, 0) for role in self.roles_of(person)), default=0)

    def may_spend(self, by, amount):
        if amount and not self.roles_of(by):
            return False
        if not amount or self.limit(by) >= self.compensation + amount:
            return True
        asked = self.approval
        if asked is None or asked.state != "granted":
            return False
        if asked.total < self.compensation + amount:
            return False
        asked.state = "used"
        return True

    def request(self, by, amount):
        if self.approval is not None and self.approval.state == "asked":
            return False
        if not self.roles_of(by):
            return False
        roles = [
            role
            for role in LIMITS
            if LIMITS[role] >= self.compensation + amount
            and self.usable(role)
            and self.people[role] != by
        ]
        if not roles:
            return False
        self.approval = Asked(amount, by, roles[0], total=self.compensation + amount)
        self.clocks.pop("approval", None)
        self.start("approval")
        if self.state.endswith("_waiting"):
            self.clocks["approval"].running = False
        return True

    def answer(self, command, by):
        asked = self.approval
        if asked is None or asked.state != "asked" or by == asked.by:
            return False
        if self.limit(by) < asked.total:
            return False
        asked.state = "granted" if command == "approve" else "rejected"
        asked.granted_at = self.now
        self.stop("approval")
        return True

    def wait(self):
        self.state = f"{self.state}_waiting"
        for clock in self.clocks.values():
            if clock.name != "regulator" and not clock.name.startswith("support."):
                clock.running = False
        return True

    def go_on(self, plain):
        self.state = plain
        for clock in self.clocks.values():
            if clock.done is None:
                clock.running = True
        return True

    def set_severity(self, severity):
        self.severity = severity
        for clock in self.clocks.values():
            if clock.done is None:
                self.measure(clock)

    def measure(self, clock):
        """The budget as it is with the factor of today; what was used up stays used up."""
        if clock.name in SHORTENED:
            kind, amount = FAILURE[clock.name]
            clock.budget = self.budget((kind, amount * self.factor()), clock.started)
            if clock.left() > 0:
                clock.overdue_at = None


def budget_in(delta):
    """A length of time in ticks."""
    ticks, rest = divmod(delta, TICK)
    assert not rest
    return ticks
