"""The simulation itself: events in order of their moments, decided by the real kernel."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import (
    ApprovalChanged,
    Done,
    Escalated,
    Event,
    Opened,
    Reminded,
    SupportAsked,
    Warned,
)
from workflow_engine.cases.kernel import carry_out
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.timers import next_due, work_off
from workflow_engine.errors import UsageError
from workflow_engine.simulation.arrivals import Arrival, arrivals
from workflow_engine.simulation.draws import Stream
from workflow_engine.simulation.figures import LoadFigures, ProcessFigures
from workflow_engine.simulation.model import Response, SimulatedCustomer, SimulationModel
from workflow_engine.simulation.report import SimulationReport
from workflow_engine.simulation.staff import BESIDES, SETTLING, Staff

_TIMER, _STEP = "timer", "step"
_TOLD = (Warned, Reminded, Escalated)
_OVER_LIMIT = ("over_limit", "needs_approval", "lapsed")
_MOST_TRIES = 6
"""How often a settlement is tried before it is made without money."""


def simulate(
    rules: CaseRules,
    customers: Sequence[SimulatedCustomer],
    model: SimulationModel,
    *,
    seed: int,
    start: dt.date,
    days: int,
) -> SimulationReport:
    """Run the cases of `days` days from `start` on through the kernel.

    The same arguments always give the same report. Under another policy the same seed gives the
    same arrivals and the same fortune to every case, so that reports can be compared.

    Raises:
        UsageError: `days` is not positive, or there are no customers.
    """
    if days < 1:
        raise UsageError("a simulation needs at least one day", zh="模拟至少需要一天")
    if not customers:
        raise UsageError("a simulation needs customers", zh="模拟需要客户")
    return _Run(rules, customers, model, seed, (start, days)).report()


@dataclass(slots=True)
class _Live:
    """A case of the run.

    `plans` counts by what is planned how often it was: only the latest plan is carried out.
    """

    case: Case
    stream: Stream
    figures: ProcessFigures
    timer: dt.datetime | None = None
    plans: dict[str, int] = field(default_factory=dict)
    step: str | None = None
    step_at: dt.datetime | None = None
    tries: int = 0
    without_money: bool = False
    waited: bool = False
    gave_up: int = 0


class _Run:
    def __init__(
        self,
        rules: CaseRules,
        customers: Sequence[SimulatedCustomer],
        model: SimulationModel,
        seed: int,
        stretch: tuple[dt.date, int],
    ) -> None:
        start, days = stretch
        self._rules, self._model = rules, model
        self._staff = Staff(rules, model)
        known = [one for one in model.arrivals if rules.has(one.process)]
        self._arrivals = arrivals(
            known, customers, seed=seed, start=start, days=days, zone=rules.zone
        )
        last = dt.datetime.combine(start + dt.timedelta(days=days), dt.time())
        self._end = rules.moment(last.replace(tzinfo=rules.zone))
        self._queue: list[tuple[float, int, str, int, int]] = []
        self._moments: dict[int, dt.datetime] = {}
        self._sequence = 0
        self._live: list[_Live] = []
        self._people: dict[str, LoadFigures] = {}
        self._roles: dict[str, LoadFigures] = {}
        self._weeks: dict[tuple[int, int], str] = {}
        self._processes = {
            one.process: ProcessFigures(one.process, rules.process(one.process).label)
            for one in known
        }
        self._recent: dict[tuple[str, str], list[dt.datetime]] = {}
        self._commands = self._events = 0
        self._about = (seed, start, days, len(customers))

    def report(self) -> SimulationReport:
        waiting = iter(self._arrivals)
        arrival = next(waiting, None)
        end = self._end.timestamp()
        while self._queue or arrival is not None:
            due = self._queue[0][0] if self._queue else end
            if arrival is not None and arrival.at.timestamp() <= due:
                self._open(arrival)
                arrival = next(waiting, None)
                continue
            if due >= end:
                break
            _, sequence, what, number, plan = heapq.heappop(self._queue)
            self._handle(self._live[number], number, what, plan, self._moments.pop(sequence))
        for live in self._live:
            live.figures.finish(live.case, self._rules, self._end)
        seed, start, days, customers = self._about
        head = self._rules.program.head
        return SimulationReport(
            policy=head.id,
            version=head.version,
            policy_hash=self._rules.program.hash,
            model=self._model.id,
            model_label=self._model.label,
            assumed=self._model.assumed,
            seed=seed,
            start=start,
            days=days,
            customers=customers,
            processes=tuple(self._processes.values()),
            roles=tuple(
                self._roles[role] for role in self._rules.program.roles if role in self._roles
            ),
            people=tuple(sorted(self._people.values(), key=lambda one: (-one.minutes, one.name))),
            commands=self._commands,
            events=self._events,
            role_labels={role.id: role.label for role in self._rules.program.roles.values()},
        )

    def _open(self, arrival: Arrival) -> None:
        rules, customer = self._rules, arrival.customer
        now = rules.moment(arrival.at)
        table = rules.table(arrival.process)
        about = None
        if table.failure is not None and table.failure.recusal and table.chain:
            below = [role for role in rules.program.roles if customer.people.get(role)]
            about = customer.people.get(below[0]) if below else None
        command = Open(
            case=f"S{len(self._live) + 1}",
            process=arrival.process,
            customer=customer.id,
            name=customer.name,
            people=customer.people,
            holds=customer.holds,
            facts=customer.facts,
            about=about,
            earlier=self._earlier(arrival, now),
        )
        self._commands += 1
        answer = carry_out(None, command, rules, now)
        figures = self._processes[arrival.process]
        if isinstance(answer, Refusal):
            figures.refusals[answer.code] += 1
            return
        events, case = answer
        live = _Live(case, arrival.stream, figures)
        self._live.append(live)
        figures.opened += 1
        self._after(live, len(self._live) - 1, events, now)

    def _earlier(self, arrival: Arrival, now: dt.datetime) -> int:
        """Cases of the same kind and customer within the time in which they count as repeated."""
        repeat = self._rules.program.recovery.repeat
        if repeat is None:
            return 0
        key = (arrival.customer.id, arrival.process)
        table = self._rules.table(arrival.process)
        recent = [
            at
            for at in self._recent.get(key, ())
            if self._rules.deadline(table, at, repeat.within) >= now
        ]
        self._recent[key] = [*recent, now]
        return len(recent)

    def _handle(self, live: _Live, number: int, what: str, plan: int, now: dt.datetime) -> None:
        if what == _TIMER:
            if live.timer == now:
                live.timer = None
                self._after(live, number, self._fire(live, now), now)
            return
        if live.plans.get(what) != plan:
            return
        if what == _STEP:
            self._step(live, number, now)
        elif what == "support":
            self._answer_support(live, number, now)
        elif what == "approval":
            self._answer_approval(live, number, now)
        elif what in self._rules.table(live.case.process).accepted.get(live.case.state, ()):
            act = self._staff.act(live.case, what, live.stream, plan)
            self._do(live, number, act, now, effort=what)

    def _fire(self, live: _Live, now: dt.datetime) -> tuple[Event, ...]:
        table = self._rules.table(live.case.process)
        events, live.case = work_off(
            live.case, table, self._rules, max(now, live.case.last_at), None
        )
        return tuple(events)

    def _step(self, live: _Live, number: int, now: dt.datetime) -> None:
        """What leads the case on is done now, or something comes between."""
        step, case, stream = live.step, live.case, live.stream
        live.step_at = None
        if step is None:
            return
        turn = live.plans[_STEP]
        standard = self._rules.table(case.process).process.kind != "custom"
        if standard and step in SETTLING:
            if not live.waited and stream.happens(self._model.waits.share, "waits"):
                live.waited = True
                self._do(live, number, Act("pause", note="waits"), now)
                self._plan(live, number, "resume", self._model.waits.response, now)
                return
            level = len(case.fired) + 1
            if level > live.gave_up and stream.happens(self._model.cannot_resolve, "cannot", level):
                live.gave_up = level
                if self._do(live, number, Act("cannot_resolve", note="cannot"), now):
                    if live.step_at is None:
                        self._schedule_step(live, number, now)
                    return
        act = self._staff.act(case, step, stream, turn)
        if live.without_money:
            act = replace(act, amount=None)
        self._do(live, number, act, now, effort=step)

    def _do(
        self, live: _Live, number: int, act: Act, now: dt.datetime, *, effort: str | None = None
    ) -> bool:
        """Give a command; whether it was carried out."""
        self._commands += 1
        answer = carry_out(live.case, act, self._rules, now)
        if isinstance(answer, Refusal):
            live.figures.refusals[answer.code] += 1
            self._refused(live, number, act, answer, now)
            return False
        role, owner = live.case.level, act.by or live.case.owner
        events, live.case = answer
        if effort is not None:
            person = self._rules.program.staff.get(owner or "")
            as_role = role if person is None else person.role
            self._worked(as_role, owner, self._model.response(as_role, effort).effort, now)
        self._after(live, number, events, now)
        return True

    def _refused(
        self, live: _Live, number: int, act: Act, refusal: Refusal, now: dt.datetime
    ) -> None:
        """Try what the refusal offers: an approval, somebody who may; else without money."""
        events = self._fire(live, now)
        self._after(live, number, events, now)
        live.tries += 1
        if act.command not in SETTLING or live.tries > _MOST_TRIES:
            if live.step == act.command and live.tries <= _MOST_TRIES and refusal.who:
                person = next((person for _, person in refusal.who if person), None)
                if person is not None and person != act.by:
                    self._do(live, number, replace(act, by=person), now, effort=act.command)
            return
        if refusal.code in _OVER_LIMIT and live.tries < _MOST_TRIES:
            amount = act.amount or Decimal(0)
            approval = live.case.approval
            if approval is not None and approval.state == "asked":
                return
            if self._do(live, number, Act("request_approval", amount=amount), now):
                return
        live.without_money = True
        self._schedule_step(live, number, now)

    def _answer_approval(self, live: _Live, number: int, now: dt.datetime) -> None:
        approval = live.case.approval
        if approval is None or approval.state != "asked":
            return
        rejected = live.stream.happens(self._model.approvals.share, "rejected", live.tries)
        command = "reject" if rejected else "approve"
        note = "too much" if rejected else None
        done = self._do(
            live, number, Act(command, by=approval.person, note=note), now, effort="approve"
        )
        if rejected or not done:
            live.without_money = True
        self._schedule_step(live, number, now)

    def _answer_support(self, live: _Live, number: int, now: dt.datetime) -> None:
        for clock, ledger in live.case.ledgers.items():
            department = clock.removeprefix("support.")
            if department != clock and ledger.stopped_at is None:
                self._do(live, number, Act("answer_support", department=department), now)
                return

    def _after(self, live: _Live, number: int, events: Sequence[Event], now: dt.datetime) -> None:
        """Count what has happened, and plan what comes of it."""
        self._events += len(events)
        moved = told = False
        for event in events:
            live.figures.take(event)
            if isinstance(event, Escalated):
                self._load(self._roles, event.target, event.target).taken_over += 1
            told = told or isinstance(event, _TOLD)
            moved = moved or isinstance(event, Opened)
            if isinstance(event, Done):
                moved = moved or event.source != event.target
                self._follow(live, number, event, now)
            elif isinstance(event, SupportAsked):
                self._plan(live, number, "support", self._model.departments.response, now)
            elif isinstance(event, ApprovalChanged) and event.approval.state == "asked":
                self._plan(live, number, "approval", self._model.approvals.response, now)
        if moved:
            self._schedule_step(live, number, now)
        elif told and live.case.ended_at is None:
            self._hurry(live, number, now)
        due = next_due(live.case, self._rules)
        if due is not None and due < self._end and due != live.timer:
            live.timer = due
            self._push(due, _TIMER, number, 0)

    def _follow(self, live: _Live, number: int, done: Done, now: dt.datetime) -> None:
        """What comes of a step besides the next one."""
        case, stream, model = live.case, live.stream, self._model
        table = self._rules.table(case.process)
        if table.process.kind == "custom":
            return
        if done.source == table.process.start and done.command not in BESIDES:
            if stream.happens(model.plans.share, "plans"):
                self._plan(live, number, "plan_amend", model.plans.response, now)
            department = self._rules.program.support
            wanted = table.failure.support if table.failure is not None else None
            if wanted in department and stream.happens(model.departments.share, "department"):
                self._do(
                    live, number, Act("needs_other_department", department=wanted, note="help"), now
                )
        settled = "amend" if "amend" in table.commands else "notify"
        if done.command == settled and "anticipate" in case.ledgers:
            self._plan(live, number, "anticipate", model.response(case.level, "anticipate"), now)
        if done.command == "amend" and stream.happens(model.refused.share, "refused", case.refused):
            self._plan(live, number, "refuse", model.refused.response, now)
        if done.command == "close":
            if "follow_up" in case.ledgers:
                self._plan(live, number, "follow_up", model.response(case.level, "follow_up"), now)
            if stream.happens(model.reopened.share, "reopened", case.reopened):
                self._plan(live, number, "reopen", model.reopened.response, now)

    def _schedule_step(self, live: _Live, number: int, now: dt.datetime) -> None:
        """Plan the step that leads the case on; a case that has ended has none."""
        plan = live.plans.get(_STEP, 0) + 1
        live.plans[_STEP] = plan
        live.step = live.step_at = None
        case = live.case
        if case.ended_at is not None or self._waits(case):
            return
        live.step = self._staff.next_step(case, live.stream, plan)
        if live.step is None or self._staff.forgets(case, live.step, live.stream, plan):
            return
        self._act_at(live, number, self._staff.moment(case, live.step, live.stream, plan, now))

    def _waits(self, case: Case) -> bool:
        """Whether the case is paused and goes on when the pause is over, without a step."""
        table = self._rules.table(case.process)
        return table.process.kind != "custom" and table.states[case.state].pause

    def _hurry(self, live: _Live, number: int, now: dt.datetime) -> None:
        """Somebody was told: who forgot begins, who is new may be faster than who had it."""
        if live.step is None or self._waits(live.case):
            return
        plan = live.plans.get(_STEP, 0) + 1
        moment = self._staff.moment(live.case, live.step, live.stream, plan, now)
        if live.step_at is None or moment < live.step_at:
            live.plans[_STEP] = plan
            self._act_at(live, number, moment)

    def _act_at(self, live: _Live, number: int, moment: dt.datetime) -> None:
        live.step_at = moment
        self._push(moment, _STEP, number, live.plans[_STEP])

    def _plan(
        self, live: _Live, number: int, what: str, response: Response, now: dt.datetime
    ) -> None:
        plan = live.plans.get(what, 0) + 1
        live.plans[what] = plan
        at = self._staff.after(live.case, response, (f"plan {what}", plan), live.stream, now)
        self._push(at, what, number, plan)

    def _push(self, moment: dt.datetime, what: str, number: int, plan: int) -> None:
        if moment >= self._end:
            return
        self._sequence += 1
        self._moments[self._sequence] = moment
        heapq.heappush(self._queue, (moment.timestamp(), self._sequence, what, number, plan))

    def _worked(
        self, role: str | None, person: str | None, minutes: float, now: dt.datetime
    ) -> None:
        day = now.date()
        year, week, _ = day.isocalendar()
        name = self._weeks.setdefault((year, week), f"{year}-W{week:02d}")
        if role is not None:
            self._load(self._roles, role, role).take(name, minutes)
        if person is not None:
            self._load(self._people, person, role or "").take(name, minutes)

    @staticmethod
    def _load(table: dict[str, LoadFigures], name: str, role: str) -> LoadFigures:
        found = table.get(name)
        if found is None:
            found = table[name] = LoadFigures(name, role)
        return found
