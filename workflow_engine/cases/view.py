"""A case as people and other programs see it: JSON data, with every sentence in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from workflow_engine.cases.ahead import Climb, climbs_ahead
from workflow_engine.cases.allowed import allowed
from workflow_engine.cases.card import CardLine, approver, card_lines, compensation_left
from workflow_engine.cases.case import Approval, Case, Ledger
from workflow_engine.cases.events import Event
from workflow_engine.cases.ledgers import clock_state, due_at, remaining
from workflow_engine.cases.people import acting
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.status import customer_status, is_provisional
from workflow_engine.cases.story import Storyteller
from workflow_engine.cases.wording import (
    APPROVAL_STATES,
    CLOCK_STATES,
    REQUEST_LAPSED,
    SEVERITIES,
    command_label,
    length,
    money,
)
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.language.durations import plain


def view(
    case: Case, events: Sequence[Event], rules: CaseRules, now: dt.datetime, lang: Language
) -> dict[str, Any]:
    """Everything about a case at a moment; reading it changes nothing.

    What is late is computed: a timer that nobody has worked off yet stands in `ahead` as
    `pending`. Moments are ISO text in the policy's zone, amounts of money decimal text, roles and
    states ids with a label beside them.

    Args:
        case: the case, as its events add up.
        events: all events of the case, in order.
        rules: the version of the policy that the case follows.
        now: an aware datetime.
        lang: the language of labels and sentences.
    """
    return _View(case, events, rules, now, lang).as_dict()


def summary(case: Case, rules: CaseRules, now: dt.datetime, lang: Language) -> dict[str, Any]:
    """What a list of cases shows of each: the view without what its events and its future tell.

    The keys are those of `view`; the people, steps, history, what lies ahead, what is allowed and
    the policy are left out.
    """
    return _View(case, (), rules, now, lang).summary()


class _Group(NamedTuple):
    """Lines of the path ahead under one heading; `sentences` say the same without it."""

    heading: str
    lines: list[str]
    sentences: list[str]


class _View:
    def __init__(
        self,
        case: Case,
        events: Sequence[Event],
        rules: CaseRules,
        now: dt.datetime,
        lang: Language,
    ) -> None:
        self._case, self._events, self._rules, self._now = case, events, rules, now
        self._lang: Language = lang
        self._process = rules.process(case.process)
        self._tell = Storyteller(rules, case.process, lang, year=_year(rules, now))

    def summary(self) -> dict[str, Any]:
        case, tell, process = self._case, self._tell, self._process
        owner = acting(case, self._rules, self._now)
        above = () if case.level is None else self._rules.line(case.level)
        superior = above[0] if above else None
        return {
            "id": case.id,
            "customer": case.customer,
            "name": case.name,
            "failure": process.failure,
            "process": case.process,
            "label": tell.say(process.label),
            "kind": process.kind,
            "state": case.state,
            "state_label": tell.state(case.state),
            "level": case.level,
            "level_label": tell.role(case.level),
            "superior": superior,
            "superior_label": tell.role(superior),
            "owner": owner,
            "owner_for": case.owner_for if owner == case.owner else case.owner,
            "severity": case.severity,
            "severity_label": tell.say(SEVERITIES[case.severity]),
            "status": customer_status(case, self._rules, self._now, self._lang),
            "at": tell.iso(self._now),
            "opened_at": tell.iso(case.opened_at),
            "opened_by": case.opened_by,
            "last_at": tell.iso(case.last_at),
            "ended_at": None if case.ended_at is None else tell.iso(case.ended_at),
            "cause": {
                "kind": case.cause.kind,
                "name": case.cause.name,
                "detail": case.cause.detail,
            },
            "about": case.about,
            "clocks": [self._clock(ledger) for ledger in case.ledgers.values()],
            "approval": self._approval(case.approval),
            "exception_by": None if case.exception_used else case.exception_by,
            **self._compensation(),
            "code": case.code,
            "nature": case.nature,
            "priority": case.priority,
            "planned": case.planned,
            "run": case.run,
            "reopened": case.reopened,
            "refused": case.refused,
            "earlier": case.earlier,
            "handovers": case.handovers,
            "duplicate_of": case.duplicate_of,
            "version": case.version,
        }

    def as_dict(self) -> dict[str, Any]:
        case, rules = self._case, self._rules
        head, can = rules.program.head, allowed(case, rules)
        groups = self._ahead_groups()
        return {
            **self.summary(),
            "people": [self._holder(role, person) for role, person in case.people.items()],
            "steps": [self._step(line) for line in card_lines(case, self._events, rules)],
            "ahead": [self._climb(climb) for climb in self._climbs],
            "ahead_lines": [line for group in groups for line in group.sentences],
            "ahead_groups": [{"heading": one.heading, "lines": one.lines} for one in groups],
            "history": self._tell.history(self._events),
            "allowed": list(can),
            "allowed_labels": [command_label(command, self._lang) for command in can],
            "policy": {
                "id": head.id,
                "title": head.title.get(self._lang),
                "version": head.version,
                "hash": rules.program.hash,
            },
        }

    def _compensation(self) -> dict[str, Any]:
        """What was granted, and what the role that answers now may still grant on its own."""
        given, left = self._case.compensation, compensation_left(self._case, self._rules)
        approve = approver(self._case, self._rules)
        return {
            "compensation": plain(given),
            "compensation_text": money(given, self._lang),
            "compensation_left": None if left is None else plain(left),
            "compensation_left_text": None if left is None else money(left, self._lang),
            "approver": approve,
            "approver_label": self._tell.role(approve),
        }

    def _clock(self, ledger: Ledger) -> dict[str, Any]:
        tell = self._tell
        due = due_at(ledger, self._rules)
        state = clock_state(ledger, self._rules, self._now)
        left = remaining(ledger, self._rules, self._now) // dt.timedelta(minutes=1)
        return {
            "target": ledger.clock,
            "label": tell.say(tell.clock(ledger.clock)),
            "state": state,
            "state_label": tell.say(CLOCK_STATES[state]),
            "due_at": None if due is None else tell.iso(due),
            "provisional": due is not None and is_provisional(ledger, due, self._rules),
            "remaining_minutes": left,
            "remaining_text": length(abs(left), self._lang, working=ledger.calendar is not None),
            "within": ledger.duration.text(self._lang),
            "calendar": ledger.calendar,
            "by": ledger.by,
            "by_label": tell.role(ledger.by),
            "started_at": tell.iso(ledger.started_at),
            "stopped_at": None if ledger.stopped_at is None else tell.iso(ledger.stopped_at),
            "warned": ledger.warned,
        }

    def _step(self, line: CardLine) -> dict[str, Any]:
        tell, ledger, done = self._tell, line.ledger, line.done
        due = None if ledger is None else due_at(ledger, self._rules)
        state: str
        if ledger is not None:
            state = clock_state(ledger, self._rules, self._now)
        else:
            state = "open" if done is None else "met"
        amount = None if done is None else done.amount
        return {
            "step": line.step,
            "label": tell.say(line.label),
            "by": line.by,
            "by_label": tell.role(line.by),
            "within": None if line.within is None else line.within.text(self._lang),
            "due_at": None if due is None else tell.iso(due),
            "provisional": due is not None
            and ledger is not None
            and is_provisional(ledger, due, self._rules),
            "state": state,
            "done_at": None if done is None else tell.iso(done.at),
            "done_by": None if done is None else done.by,
            "note": None if done is None else done.note,
            "amount": None if amount is None else plain(amount),
            "amount_text": None if amount is None else money(amount, self._lang),
            "goods": None if done is None else done.goods,
            "outcome": None if done is None else done.outcome,
            "text": None if line.text is None else tell.say(line.text),
            "offers": [tell.say(offer) for offer in line.offers],
        }

    @cached_property
    def _climbs(self) -> tuple[Climb, ...]:
        return climbs_ahead(self._case, self._rules, self._now)

    def _ahead_groups(self) -> list[_Group]:
        """The timed climbs one by one, then the conditions of each rung in one sentence."""
        timed = [(c, self._condition(c)) for c in self._climbs if c.when is not None]
        untimed = []
        rungs = groupby((c for c in self._climbs if c.when is None), key=lambda c: c.source)
        for source, rung in rungs:
            climbs = list(rung)
            either = ("或" if self._lang == "zh" else " or ").join(map(self._condition, climbs))
            untimed.append((climbs[0], self._at(source, either)))
        headings = (
            ("若无人处理", "若发生")
            if self._lang == "zh"
            else ("if nobody acts", "if it comes to it")
        )
        return [
            _Group(
                heading,
                [
                    self._ahead_text(climb, said, started=climbs is untimed)
                    for climb, said in climbs
                ],
                [self._ahead_text(climb, said) for climb, said in climbs],
            )
            for heading, climbs in zip(headings, (timed, untimed), strict=True)
            if climbs
        ]

    def _at(self, role: str, condition: str) -> str:
        """The condition, with the role that has the case when it counts."""
        label = self._tell.role(role)
        if self._lang == "zh":
            return f"由{label}负责时，{condition}"
        return f"while with the {label}: {condition}"

    def _ahead_text(self, climb: Climb, condition: str, *, started: bool = False) -> str:
        """One line of the path; with its `if` unless a heading has started the sentence."""
        holder = self._tell.holder(climb.role, climb.person, climb.stands_for)
        if self._lang == "zh":
            start, to = ("", "待升级至") if climb.pending else ("若 ", "升级至")
        else:
            start, to = ("", "due to go to") if climb.pending else ("if ", "to")
        return f"{'' if started else start}{condition} → {to} {holder}"

    def _climb(self, climb: Climb) -> dict[str, Any]:
        tell, condition = self._tell, self._condition(climb)
        return {
            "when": None if climb.when is None else tell.iso(climb.when),
            "if": condition,
            "role": climb.role,
            "role_label": tell.role(climb.role),
            "person": climb.person,
            "person_for": climb.stands_for,
            "pending": climb.pending,
            "provisional": climb.provisional,
            "text": self._ahead_text(climb, condition),
        }

    def _condition(self, climb: Climb) -> str:
        """`11-23 09:50 前未承认`; a condition that is not one of time by its own words."""
        trigger, tell, zh = climb.trigger, self._tell, self._lang == "zh"
        if climb.when is None:
            return self._over_limit(climb) or tell.say(trigger.text)
        when = tell.moment(climb.when)
        if climb.provisional:
            when += "（暂定）" if zh else " (provisional)"
        if trigger.step is None:
            return f"{when} {tell.say(trigger.text)}"
        undone = tell.not_done(trigger.step, unplanned=trigger.unless == "planned")
        if trigger.kind == "elapsed" and trigger.unless is None:
            gone = tell.say(trigger.text)
            return f"{when} {gone}，{undone}" if zh else f"{undone}, and {gone} at {when}"
        gap = "" if climb.provisional else " "
        return f"{when}{gap}前{undone}" if zh else f"{undone} by {when}"

    def _over_limit(self, climb: Climb) -> str | None:
        """The limit of the role, where the condition is that the amends go beyond it."""
        role = self._rules.program.roles.get(climb.source)
        if climb.trigger.kind != "compensation_over_limit" or role is None:
            return None
        if role.compensation_up_to is None:
            return None
        limit, text = money(role.compensation_up_to, self._lang), self._tell.say(climb.trigger.text)
        return f"{text}（超过{limit}）" if self._lang == "zh" else f"{text} (above {limit})"

    def _holder(self, role: str, person: str | None) -> dict[str, Any]:
        return {"role": role, "label": self._tell.role(role), "person": person}

    def _approval(self, approval: Approval | None) -> dict[str, Any] | None:
        if approval is None:
            return None
        tell = self._tell
        expires = approval.expires_at
        return {
            "amount": plain(approval.amount),
            "amount_text": money(approval.amount, self._lang),
            "state": approval.state,
            "state_label": tell.say(
                REQUEST_LAPSED
                if approval.state == "lapsed" and approval.answered_by is None
                else APPROVAL_STATES[approval.state]
            ),
            "role": approval.role,
            "role_label": tell.role(approval.role),
            "person": approval.person,
            "asked_by": approval.asked_by,
            "answered_by": approval.answered_by,
            "expires_at": None if expires is None else tell.iso(expires),
        }


def _year(rules: CaseRules, now: dt.datetime) -> int:
    return now.astimezone(rules.zone).year
