"""The kernel and the naive model side by side, driven by the same commands."""

from __future__ import annotations

from decimal import Decimal

from tests.cases.naive import NaiveCase, moment, tick_of
from tests.cases.oracle_policy import PEOPLE, rules
from workflow_engine.cases import kernel
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Escalated, Overdue, Reminded, RungSkipped, Stuck, Warned
from workflow_engine.cases.evolve import evolve
from workflow_engine.cases.ledgers import clock_state, remaining
from workflow_engine.cases.refusals import Refusal

NEEDS_NOTE = {
    "pause",
    "cannot_resolve",
    "refuse",
    "reject",
    "reopen",
    "reassign",
    "note",
    "plan_amend",
}
EXTRA = {
    "cancel": {"other": "C-0"},
    "follow_up": {"outcome": "recovered"},
    "anticipate": {"outcome": "back_office"},
    "needs_other_department": {"department": "technical"},
    "answer_support": {"department": "technical"},
    "report_event": {"event": "media"},
}


def opening(case, **more):
    return Open(
        case=case,
        process="recovery.delivery_error",
        customer="1001",
        name="客户",
        by="客户",
        **{"people": PEOPLE, **more},
    )


def command_of(name, by, more):
    given = {**EXTRA.get(name, {}), **more}
    if name in NEEDS_NOTE:
        given.setdefault("note", "因为")
    if "amount" in given:
        given["amount"] = Decimal(given["amount"])
    return Act(command=name, by=by, **given)


class KernelCase:
    """One case in the kernel, with all its events."""

    def __init__(self, command, tick):
        self.case = None
        self.events = []
        self.now = tick
        assert self.do(command)

    def do(self, command):
        answer = kernel.decide(self.case, command, rules(), moment(self.now))
        if isinstance(answer, Refusal):
            self.refusal = answer
            return False
        self.record(answer)
        return True

    def tick(self):
        self.record(kernel.fire(self.case, rules(), moment(self.now)))

    def record(self, events):
        for event in events:
            self.events.append(event)
            self.case = evolve(self.case, event)

    def timers(self):
        found = []
        for event in self.events:
            match event:
                case Warned():
                    found.append((tick_of(event.due_at), "warned", event.clock))
                case Overdue():
                    found.append((tick_of(event.due_at), "overdue", event.clock))
                case Escalated():
                    what = (event.source, event.target)
                    found.append((tick_of(event.due_at), "escalated", what))
                case Reminded():
                    found.append((tick_of(event.due_at), "reminded", event.number))
                case RungSkipped():
                    found.append((None, "skipped", (event.role, event.why)))
                case Stuck():
                    found.append((None, "stuck", event.level))
        return sorted(found, key=str)

    def picture(self):
        now = moment(self.now)
        return {
            "state": self.case.state,
            "level": self.case.level,
            "owner": self.case.owner,
            "severity": self.case.severity,
            "compensation": int(self.case.compensation),
            "reopened": self.case.reopened,
            "approval": self.case.approval
            and (self.case.approval.state, int(self.case.approval.amount)),
            "clocks": {
                name: (
                    clock_state(ledger, rules(), now),
                    remaining(ledger, rules(), now).total_seconds() / 300,
                )
                for name, ledger in self.case.ledgers.items()
            },
        }


def naive_timers(naive):
    return sorted(
        (
            (None if kind in ("skipped", "stuck") else tick, kind, what)
            for tick, kind, what in naive.seen
        ),
        key=str,
    )


def naive_picture(naive):
    return {
        "state": naive.state,
        "level": naive.level,
        "owner": naive.owner,
        "severity": naive.severity,
        "compensation": naive.compensation,
        "reopened": naive.reopened,
        "approval": naive.approval and (naive.approval.state, naive.approval.amount),
        "clocks": {
            name: (naive.clock_state(clock), float(clock.left()))
            for name, clock in naive.clocks.items()
        },
    }


class Pair:
    """The same case three times: naive, in a kernel that is seldom looked at, and in one often.

    Nobody looks at the very moment of a command before it, unless all do: what is due then and
    what is done then count in the order in which they are recorded.
    """

    def __init__(self, tick, **more):
        people = {**PEOPLE, **more.pop("people", {})}
        self.script = [("open", tick, {"people": people, **more})]
        self.naive = NaiveCase(tick, people, **more)
        command = opening("C-1", people=people, **more)
        self.seldom = KernelCase(command, tick)
        self.often = KernelCase(command, tick)
        self.compare()

    @property
    def kernels(self):
        return (self.seldom, self.often)

    def wait(self, ticks):
        self.script.append(("wait", ticks))
        now = self.naive.now + ticks
        self.naive.advance(now)
        for part in range(1, min(ticks, 4)):
            self.often.now = now - ticks + ticks * part // min(ticks, 4)
            self.often.tick()
        for one in self.kernels:
            one.now = now

    def tick(self):
        self.script.append(("tick",))
        self.naive.look()
        for one in self.kernels:
            one.tick()
        self.compare()

    def act(self, name, by=None, **more):
        self.script.append(("act", name, by, more))
        done = self.naive.act(name, by, **more)
        for one in self.kernels:
            answer = one.do(command_of(name, by, more))
            assert answer == done, (self.script, "kernel" if answer else one.refusal)
            if not done:
                one.tick()  # a refusal changes nothing; what was due is due all the same
        self.compare()
        return done

    def compare(self, *kernels):
        for one in kernels or self.kernels:
            assert one.picture() == naive_picture(self.naive), self.script
            assert one.timers() == naive_timers(self.naive), self.script
