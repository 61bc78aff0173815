"""The desk: open cases, act on them, look at them. The face of cases for programs.

>>> desk = we.open_desk("sqlite:///desk.db", policy)                         # doctest: +SKIP
>>> case = desk.open(customer, "delivery_error", by="王芳")                   # doctest: +SKIP
>>> case = desk.act(case.id, "acknowledge", by="李明", note="…")              # doctest: +SKIP
>>> fired = desk.tick()                                                      # doctest: +SKIP

Every method that needs the moment takes it as `at`, an aware datetime; unstated it is now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, get_args

from workflow_engine.cases.commands import Act, Cause
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules
from workflow_engine.cases.view import view
from workflow_engine.desk.arguments import amount, check_texts, count, is_count, moment, text, wrong
from workflow_engine.desk.reception import Reception, WhoseCase
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.errors import (
    ConflictError,
    CustomerError,
    KeyReusedError,
    MissingExtraError,
    Refused,
    UnknownCaseError,
    UsageError,
)
from workflow_engine.policy import Policy
from workflow_engine.program.program import Degree

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection

    from workflow_engine.cases.case import Case
    from workflow_engine.cases.events import Event
    from workflow_engine.store.audit import Finding
    from workflow_engine.store.journal import Entry
    from workflow_engine.store.promises import Recorded
    from workflow_engine.store.search import Found
    from workflow_engine.store.store import Store
    from workflow_engine.store.verify import Verification
    from workflow_engine.store.worker import Ticked

_ARGUMENTS = frozenset(field.name for field in fields(Act)) - {"command", "by", "occurred_at"}


@dataclass(frozen=True, slots=True)
class NotOpened:
    """A customer for whom no case was opened, and why; `refusal` when the case was refused."""

    customer: str
    why: Bilingual
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class OpenedMany:
    """What opening cases for many customers gave: the cases, and who was left out."""

    opened: tuple[Case, ...]
    left_out: tuple[NotOpened, ...]


def open_desk(target: str | URL | Connection, policy: Policy | None = None) -> Desk:
    """Open the desk on a database.

    Args:
        target: an SQLAlchemy URL such as `sqlite:///desk.db` or `postgresql://user@host/name`,
            or your own SQLAlchemy connection: then everything the desk does belongs to your
            transaction, is durable when you commit and gone when you roll back.
        policy: what new cases follow. Without one, cases can be looked at and acted on, for each
            follows the policy it was opened under, which the database holds.

    Raises:
        UsageError: the address is wrong, or your connection has no transactions.
        MissingExtraError: SQLAlchemy or the driver is not installed.
        DatabaseTooNewError: a newer version of the engine has changed the database.
        StoreError: the database cannot be opened.
    """
    try:
        from workflow_engine.store.store import Store
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("sqlalchemy"):
            raise
        raise MissingExtraError(
            package="sqlalchemy", extra="store", purpose="keeping cases in a database"
        ) from error
    return Desk(Store(target), policy)


class Desk:
    """Cases on one database. Safe to share between threads, unless it is on your own connection.

    Use it in a `with` statement, or call `close`, to let go of the database.
    """

    def __init__(self, store: Store, policy: Policy | None = None) -> None:
        self.store = store
        self.policy = policy

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database; your own connection stays open."""
        self.store.close()

    def open(
        self,
        customer: WhoseCase,
        failure: str | None = None,
        *,
        at: dt.datetime | None = None,
        by: str | None = None,
        process: str | None = None,
        cause: Cause | None = None,
        about: str | None = None,
        severity: Degree | None = None,
        note: str | None = None,
        occurred_at: dt.datetime | None = None,
        key: str | None = None,
        case: str | None = None,
    ) -> Case:
        """Open a case for a customer.

        Args:
            customer: whom the policy is asked about: categories, tags, people.
            failure: the failure of the policy; or name a `process` instead.
            at: when it is recorded.
            by: who reports it.
            process: `recovery.<failure>`, `feedback`, or a process of the author.
            cause: what opened it: a person unless stated.
            about: the person complained about, who then may not handle the case.
            severity: other than the failure's own.
            note: what is reported.
            occurred_at: when it happened, if earlier: the clocks start then.
            key: an idempotency key: the same opening with the same key opens one case.
            case: an id of your own; unstated the next one is given, such as `C-000123`.

        Raises:
            Refused: the case may not be opened so.
            CustomerError: the customer's data is bad.
            UsageError: the desk has no policy, the policy no such failure, or an argument is wrong.
            ConflictError: the id is taken.
            KeyReusedError: the key was given with another opening.
            StoreError: the database could not do it.
        """
        now = moment(at)
        if cause is not None and not isinstance(cause, Cause):
            raise wrong("cause", cause, "a Cause", "Cause")
        if severity not in (None, *get_args(Degree)):
            raise UsageError(
                f"the severity cannot be `{severity}`: it is high, medium or low",
                zh=f"严重程度不能是“{severity}”，只能是 high、medium、low",
            )
        check_texts({"by": by, "about": about, "note": note, "case": case, "key": key})
        check_texts({"failure": failure, "process": process})
        happened_at = now if occurred_at is None else moment(occurred_at)
        reception = self._reception.for_customer(customer, happened_at)
        asked = reception.opening(customer, reception.process(failure, process), happened_at)
        opening = replace(
            asked,
            case=case or "",
            by=by,
            cause=cause or Cause(),
            about=about,
            severity=severity,
            note=note,
            occurred_at=occurred_at,
        )
        return _granted(self.store.open(opening, reception.kept(self.store), now=now, key=key))

    def feedback(self, customer: WhoseCase, **arguments: Any) -> Case:
        """Open a case of the feedback process; the arguments are those of `open`."""
        return self.open(customer, process="feedback", **arguments)

    def open_many(
        self,
        customers: Iterable[WhoseCase],
        failure: str | None = None,
        *,
        cause: Cause | str,
        at: dt.datetime | None = None,
        by: str | None = None,
        process: str | None = None,
        severity: Degree | None = None,
        note: str | None = None,
        occurred_at: dt.datetime | None = None,
    ) -> OpenedMany:
        """Open one case for each customer hit by the same event, each in its own transaction.

        The name of the cause is what makes it happen once: doing the same again opens cases only
        for customers that have none of this cause yet. Good ones go through, the others are listed.

        Args:
            customers: those who are hit.
            failure: what it means for them; or name a `process` instead.
            cause: what hit them; a text is the name of an event.
            at: when it is recorded.
            by: who reports it.
            process: as for `open`.
            severity: as for `open`.
            note: what is reported.
            occurred_at: when it happened, if earlier.

        Raises:
            UsageError: the desk has no policy, the policy no such failure, the cause no name.
            StoreError: the database could not go on; those opened so far stay.
        """
        now = moment(at)
        named = Cause("event", cause) if isinstance(cause, str) else cause
        if not isinstance(named, Cause):
            raise wrong("cause", cause, "a text or a Cause", "文字或 Cause")
        if not named.name:
            raise UsageError(
                "the cause needs a name, by which its cases are opened once",
                zh="请给出事件的名称：同一名称的事件对每位客户只开一个个案",
            )
        target = self._reception.process(failure, process)
        opened: list[Case] = []
        left_out: list[NotOpened] = []
        for customer in customers:
            id_ = ""
            try:
                id_, _ = self._reception.identity(customer)
                case = self.open(
                    customer,
                    process=target,
                    at=now,
                    by=by,
                    cause=named,
                    severity=severity,
                    note=note,
                    occurred_at=occurred_at,
                    key=f"{named.kind}:{named.name}:{target}:{id_}",
                )
            except Refused as error:
                left_out.append(NotOpened(id_, error.refusal.text, error.refusal))
            except CustomerError as error:
                left_out.append(NotOpened(id_, _first(error)))
            except (ConflictError, KeyReusedError, UsageError) as error:
                left_out.append(NotOpened(id_, Bilingual(error.zh, str(error))))
            else:
                opened.append(case)
        return OpenedMany(tuple(opened), tuple(left_out))

    def act(
        self,
        case: str,
        command: str,
        *,
        at: dt.datetime | None = None,
        by: str | None = None,
        key: str | None = None,
        expected_version: int | None = None,
        occurred_at: dt.datetime | None = None,
        **arguments: Any,
    ) -> Case:
        """Give a command to a case; the case after it is returned.

        Args:
            case: its id.
            command: such as `acknowledge`; see `cases.commands.Act` for all and what they need.
            at: when it is recorded.
            by: who acts; unstated the owner.
            key: an idempotency key: the same command with the same key is carried out once.
            expected_version: the version of the case that the caller has seen.
            occurred_at: when it happened, if earlier.
            arguments: the other fields of `Act`: note, amount, goods, person, …

        Raises:
            Refused: the case may not do this; it carries why, and who could.
            UnknownCaseError: there is no such case.
            ConflictError: the case is not at the expected version.
            KeyReusedError: the key was given with another command.
            UsageError: there is no such argument, or its value is wrong.
            StoreError: the database could not do it.
        """
        now = moment(at)
        unknown = arguments.keys() - _ARGUMENTS
        if unknown:
            raise UsageError(
                f"no command takes {', '.join(sorted(unknown))}; "
                f"there are: {', '.join(sorted(_ARGUMENTS))}",
                zh=f"没有命令使用参数 {'、'.join(sorted(unknown))}；"
                f"可用的有：{'、'.join(sorted(_ARGUMENTS))}",
            )
        if arguments.get("amount") is not None:
            arguments["amount"] = amount(arguments["amount"])
        text("case", case)
        text("command", command)
        until = arguments.get("until")
        if until is not None:
            arguments["until"] = moment(until)
        check_texts({"by": by, "key": key, **arguments})
        if expected_version is not None and not is_count(expected_version):
            raise wrong("expected_version", expected_version, "a whole number", "整数")
        if occurred_at is not None:
            occurred_at = moment(occurred_at)
        given = Act(command, by=by, occurred_at=occurred_at, **arguments)
        if command == "cancel" and given.other is not None:
            self._check_original(case, given.other)
        return _granted(
            self.store.act(case, given, now=now, key=key, expected_version=expected_version)
        )

    def tick(self, at: dt.datetime | None = None, *, limit: int = 1000) -> Ticked:
        """Work off the timers that are due, of at most `limit` cases: for hosts without a worker.

        Raises StoreError when the database could not do it.
        """
        from workflow_engine.store.worker import tick

        return tick(self.store, moment(at), limit=count("limit", limit) or 0)

    def case(self, case: str, at: dt.datetime | None = None) -> Case:
        """A case as it stands, or as it stood at an earlier moment.

        Raises UnknownCaseError when there is no such case, or was none then.
        """
        if at is None:
            return self.store.held(text("case", case)).case
        from workflow_engine.store.journal import replayed

        return replayed(case, (entry.event for entry in self._until(case, moment(at))))

    def events(self, case: str) -> tuple[Event, ...]:
        """What has happened to a case. Raises UnknownCaseError."""
        return tuple(entry.event for entry in self._until(case, None))

    def journal(self, case: str) -> tuple[Entry, ...]:
        """The events of a case with when they were recorded, and their hashes.

        Raises UnknownCaseError when there is no such case.
        """
        return self._until(case, None)

    def rules(self, case: str, at: dt.datetime | None = None) -> CaseRules:
        """The policy and calendars that a case follows, or followed at an earlier moment.

        Raises UnknownCaseError when there is no such case, or was none then.
        """
        if at is None:
            return self.store.rules_for(self.store.held(text("case", case)).pins)
        return self.store.rules_followed(self._until(case, moment(at)))

    def zones(self) -> tuple[str, ...]:
        """The time zones of the policies that cases follow, of open cases if there are any.

        Policies that cannot be read are passed over; `audit` reports them.
        """
        return self.store.zones()

    def cases(
        self,
        *,
        state: str | None = None,
        owner: str | None = None,
        level: str | None = None,
        customer: str | None = None,
        process: str | None = None,
        ended: bool | None = None,
        overdue: dt.datetime | None = None,
        limit: int | None = None,
        after: str | None = None,
    ) -> Found[Case]:
        """The cases for which everything that is stated holds, in the order of their opening.

        One that is damaged is left out, and named in `unreadable` of what is returned.

        Args:
            state: the state they are in.
            owner: the person who has them.
            level: the role that answers for them.
            customer: whose they are, by id.
            process: `recovery.<failure>`, `feedback` or a process of the author.
            ended: whether the case is over; None is both.
            overdue: a moment at which one of its clocks is past its end; computed, so that it does
                not matter whether anybody has looked at the case since.
            limit: at most so many.
            after: only those after this case.
        """
        from workflow_engine.store.search import Found, Search

        texts = {"state": state, "owner": owner, "level": level, "customer": customer}
        check_texts({**texts, "process": process, "after": after})
        search = Search(
            state=state,
            owner=owner,
            level=level,
            customer=customer,
            process=process,
            ended=ended,
            overdue=None if overdue is None else moment(overdue),
            limit=count("limit", limit),
            after=0 if after is None else self.store.held(after).number,
        )
        found = self.store.search(search)
        return Found((one.case for one in found), found.unreadable)

    def due(self, at: dt.datetime | None = None, *, limit: int | None = None) -> Found[Case]:
        """The cases of which a timer is due: what `tick` would work off; see `cases`."""
        from workflow_engine.store.search import Found, Search

        found = self.store.search(Search(due=moment(at), limit=count("limit", limit)))
        return Found((one.case for one in found), found.unreadable)

    def view(
        self, case: str, at: dt.datetime | None = None, lang: Language | None = None
    ) -> dict[str, Any]:
        """Everything about a case at a moment as JSON data: clocks, path so far, path ahead.

        At an earlier moment, the case as it stood then, under the policy and calendars that it
        followed then. The language is the policy's unless stated.

        Raises:
            UnknownCaseError: there is no such case, or was none then.
            JournalError: what is stored of it is damaged.
            UsageError: there is no such language.
        """
        from workflow_engine.store.journal import replayed

        if lang not in (None, *get_args(Language)):
            raise UsageError(f"there is no language `{lang}`", zh=f"没有语言“{lang}”")
        told = self._until(case, None if at is None else moment(at))
        happened = tuple(entry.event for entry in told)
        rules = self.store.rules_followed(told)
        seen = replayed(case, happened)
        now = max(moment(None), seen.last_at) if at is None else at
        return view(seen, happened, rules, now, lang or rules.program.head.language)

    def verify(self, case: str | None = None, *, digest: str | None = None) -> Verification:
        """Prove that the journal is whole; see `store.verify`."""
        from workflow_engine.store.verify import verify

        check_texts({"case": case, "digest": digest})

        return verify(self.store, case, digest=digest)

    def audit(self, at: dt.datetime | None = None) -> tuple[Finding, ...]:
        """Whatever should have happened and did not."""
        from workflow_engine.store.audit import audit

        return audit(self.store, moment(at))

    def promise(
        self,
        customer: WhoseCase,
        promise: str,
        actual: Decimal | str | float | None,
        *,
        due: dt.datetime,
        at: dt.datetime | None = None,
        by: str | None = None,
        note: str | None = None,
        key: str | None = None,
    ) -> Recorded:
        """Record what became of a promise to a customer; a broken one opens its case.

        It is recorded once: the same figure again gives what is recorded, another one is refused.

        Args:
            customer: to whom it was made.
            promise: its id in the policy.
            actual: the figure reached, in the promise's unit; None when nothing was done at all.
            due: when it was to be kept.
            at: when this is recorded.
            by: who says so.
            note: a remark.
            key: an idempotency key.

        Raises:
            Refused: the case may not be opened.
            CustomerError: the customer has no id.
            UsageError: the desk has no policy, the policy no such promise, or a value is wrong.
            ConflictError: another figure is recorded for this promise, customer and `due`.
            KeyReusedError: the key was given with something else.
            StoreError: the database could not do it.
        """
        from workflow_engine.store.promises import attach, record

        now = moment(at)
        text("promise", promise)
        check_texts({"by": by, "note": note, "key": key})
        program = self._reception.for_customer(customer, now).policy.program
        recorded = record(
            self.store,
            program,
            promise,
            self._reception.identity(customer)[0],
            None if actual is None else amount(actual),
            at=moment(due),
            now=now,
            by=by,
            note=note,
            key=key,
        )
        if recorded.opens is None or recorded.case is not None:
            return recorded
        case = self.open(
            customer,
            recorded.opens,
            at=now,
            by=by,
            cause=Cause(
                "promise", promise, None if recorded.actual is None else str(recorded.actual)
            ),
            note=note,
            key=f"promise:{recorded.id}",
        )
        attach(self.store, recorded.id, case.id)
        return replace(recorded, case=case.id)

    def _check_original(self, case: str, other: str) -> None:
        """A duplicate gives way to a living case of the same customer.

        Raises Refused otherwise.
        """
        duplicate = self.store.held(case).case
        try:
            original = self.store.held(other).case
        except UnknownCaseError as error:
            raise Refused(Refusal("unknown_value", Bilingual(error.zh, f"{error}."))) from error
        if original.customer != duplicate.customer:
            raise Refused(
                Refusal(
                    "unknown_value",
                    Bilingual(
                        f"个案“{other}”是另一位客户的，不能作为重复撤销。",
                        f"`{other}` is a case of another customer: this is no duplicate of it.",
                    ),
                )
            )
        if original.duplicate_of is not None:
            raise Refused(
                Refusal(
                    "unknown_value",
                    Bilingual(
                        f"个案“{other}”已作为“{original.duplicate_of}”的重复撤销，请写明保留的那个。",
                        f"`{other}` was itself cancelled as a duplicate of "
                        f"`{original.duplicate_of}`: name the one that goes on.",
                    ),
                )
            )

    @cached_property
    def _reception(self) -> Reception:
        if self.policy is None:
            raise UsageError(
                "this desk has no policy: open it with one to open cases",
                zh="没有提供政策：开立个案需要政策",
            )
        return Reception(self.policy)

    def _until(self, case: str, at: dt.datetime | None) -> tuple[Entry, ...]:
        """The journal of a case, up to a moment. Raises UnknownCaseError."""
        told = self.store.entries(text("case", case))
        if at is not None:
            told = tuple(entry for entry in told if entry.event.at <= at)
        if not told:
            raise UnknownCaseError(case)
        return told


def _granted(answer: Case | Refusal) -> Case:
    if isinstance(answer, Refusal):
        raise Refused(answer)
    return answer


def _first(error: CustomerError) -> Bilingual:
    return error.diagnostics[0].message
