"""What the commands on cases do first and last: database, moment, and how answers are told."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
import zoneinfo
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from workflow_engine.cli.loading import EARLIEST, LATEST
from workflow_engine.cli.main import FINDINGS, say
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.errors import Refused, StoreError, UnknownCaseError, UsageError

if TYPE_CHECKING:
    from workflow_engine.cases.case import Case
    from workflow_engine.cases.commands import Act
    from workflow_engine.cases.events import Event
    from workflow_engine.cases.refusals import Refusal
    from workflow_engine.cases.rules import CaseRules
    from workflow_engine.desk import Desk
    from workflow_engine.policy import Policy
    from workflow_engine.program.program import Program
    from workflow_engine.store.pins import Pins

DATABASE = "sqlite:///workflow.db"
FORMATS = ("text", "json")
STEP_FORMATS = ("text", "line", "json")
"""`line` tells only what has just happened."""
MOST_MONEY = 10**12
MOST_AHEAD = dt.timedelta(days=366)
LISTED = 1000
"""So many cases are looked through for the one that may be meant."""


def database_argument(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add --db."""
    parser.add_argument(
        "--db",
        metavar="URL",
        default=DATABASE,
        help=f"数据库；默认 {DATABASE}，也可以是 postgresql://…"
        if zh
        else f"the database; default: {DATABASE}, or postgresql://…",
    )


def moment_argument(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add --at."""
    parser.add_argument(
        "--at",
        metavar="ISO",
        help="按什么时刻，如 2026-11-20T16:50（政策的时区）；默认现在"
        if zh
        else "the moment, such as 2026-11-20T16:50 (in the policy's zone); default: now",
    )


def format_argument(
    parser: argparse.ArgumentParser,
    zh: bool,  # noqa: FBT001
    formats: tuple[str, ...] = FORMATS,
) -> None:
    """Add --format; the first one is the default."""
    parser.add_argument(
        "--format",
        choices=formats,
        default=formats[0],
        help=f"默认 {formats[0]}" if zh else f"default: {formats[0]}",
    )


def case_argument(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add CASE."""
    parser.add_argument(
        "case", metavar="CASE", help="个案编号，如 C-000001" if zh else "its id, such as C-000001"
    )


def key_argument(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add --key."""
    parser.add_argument(
        "--key",
        metavar="TEXT",
        help="幂等键：同一个键重复发送，只执行一次"
        if zh
        else "idempotency key: sent again with the same key, it is done once",
    )


def instant(text: str | None, zone: zoneinfo.ZoneInfo, option: str = "--at") -> dt.datetime:
    """A moment as it was written, in `zone` where it has no offset; without a text, now.

    Raises:
        UsageError: it is no moment.
    """
    if text is None:
        return dt.datetime.now(zone)
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or len(text) <= len("2026-11-20"):
        raise UsageError(
            f"{option} `{text}`: write a day and a time, like 2026-11-20T16:50",
            zh=f"{option} `{text}` 不是时刻：要写日期和时间，如 2026-11-20T16:50",
        )
    if not EARLIEST <= moment.year <= LATEST:
        raise UsageError(
            f"{option} `{text}`: the year must be from {EARLIEST} to {LATEST}",
            zh=f"{option} `{text}`：年份须在 {EARLIEST} 到 {LATEST} 之间",
        )
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment


def require_near(moment: dt.datetime, last: dt.datetime | None) -> None:
    """Refuse a moment so far ahead that its year must be a slip: what it makes due stays made.

    Args:
        moment: what was asked for.
        last: the last thing that happened.

    Raises:
        UsageError: it is a year later than that, and than the clock on the wall.
    """
    now = dt.datetime.now(dt.UTC)
    if moment - max(now, last or now) > MOST_AHEAD:
        shown = f"{moment:%Y-%m-%d %H:%M}"
        raise UsageError(
            f"--at {shown} is more than a year after whatever happened last: is the year right?",
            zh=f"--at {shown} 比最近一次变动晚一年以上：请核对年份",
        )


def amount(text: str | None) -> Decimal | None:
    """An amount of money with at most two places. Raises UsageError."""
    if text is None:
        return None
    try:
        value = Decimal(text.replace(",", "").removesuffix("元").strip())
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value < MOST_MONEY and value == round(value, 2)):
        raise UsageError(
            f"--amount `{text}`: write an amount, like 300 or 88.50",
            zh=f"--amount `{text}` 不是金额：请写数字，如 300 或 88.50",
        )
    return value


def require_positive(number: int | None, option: str) -> None:
    """Raise UsageError for a number that was given and is not above zero."""
    if number is not None and number < 1:
        raise UsageError(f"{option} must be above zero", zh=f"{option} 须大于零")


def counted(number: int, noun: str) -> str:
    """`1 case`, `2 cases`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def print_json(data: Any) -> None:
    """One JSON value on standard output."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def refused(refusal: Refusal, program: Program, lang: Language) -> int:
    """Tell why a command was refused, who could and what would be accepted; the exit code."""
    from workflow_engine.cases.wording import command_label

    zh = lang == "zh"
    lines = [f"{'拒绝：' if zh else 'refused: '}{refusal.text.get(lang)}"]
    who = [
        " ".join(part for part in (role_label(program, role, lang), person) if part)
        for role, person in refusal.who
    ]
    if who:
        lines.append(f"可以由：{'、'.join(who)}" if zh else f"who could: {', '.join(who)}")
    instead = [command_label(command, lang) for command in refusal.instead]
    if instead:
        lines.append(
            f"现在可以：{'、'.join(instead)}"
            if zh
            else f"what can be done now: {', '.join(instead)}"
        )
    for line in lines:
        say(line)
    return FINDINGS


def role_label(program: Program, role: str, lang: Language) -> str:
    """A role as it is printed."""
    known = program.roles.get(role)
    return role if known is None else known.label.get(lang)


_NOWHERE = zoneinfo.ZoneInfo("UTC")
"""Stands where a moment has no offset of its own."""


class Cases:
    """The desk on the database that `--db` names, in the caller's language.

    Without a policy the cases that are there can be read and acted on; a database that is not there
    is then a mistake, not a new database.
    """

    def __init__(self, options: argparse.Namespace, policy: Policy | None = None) -> None:
        from workflow_engine.desk import open_desk

        self.lang: Language = options.lang
        if policy is None:
            _require_database(options.db)
        self.desk: Desk = open_desk(options.db, policy)
        self.damaged = False

    @property
    def program(self) -> Program:
        """The policy under which new cases are opened."""
        assert self.desk.policy is not None, "cases are opened under a policy"
        return self.desk.policy.program

    def new_zone(self) -> zoneinfo.ZoneInfo:
        """The zone of the policy under which new cases are opened."""
        return zoneinfo.ZoneInfo(self.program.head.timezone)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.desk.close()

    def case(self, id_: str) -> Case:
        """A case. Raises StoreError when there is none, with the one that may be meant."""
        try:
            return self.desk.case(id_)
        except UnknownCaseError as error:
            raise self._unknown(error) from error

    def rules(self, case: str) -> CaseRules:
        """The policy and calendars that a case follows."""
        return self.desk.rules(case)

    def events(self, case: str) -> tuple[Event, ...]:
        """What has happened to a case."""
        return self.desk.events(case)

    def zone(self, case: str | None = None, *, at: str | None = None) -> zoneinfo.ZoneInfo:
        """The zone of a case's policy; of all cases together, that of their policies.

        UTC while there are no cases.

        Raises:
            UsageError: the moment `at` has no offset, and the cases follow policies of several
                zones.
        """
        if case is not None:
            self.case(case)
            return self.rules(case).zone
        zones = self.desk.zones() or ("UTC",)
        if len(zones) > 1 and at is not None and instant(at, _NOWHERE).tzinfo is _NOWHERE:
            raise UsageError(
                f"`{at}` may be in {' or '.join(zones)}: write the offset, as in "
                "2026-11-23T10:00+08:00",
                zh=f"个案分属多个时区（{'、'.join(zones)}），`{at}` 须写明时差，"
                "如 2026-11-23T10:00+08:00",
            )
        return zoneinfo.ZoneInfo(zones[0])

    def moment(self, case: str, at: str | None) -> dt.datetime:
        """The moment asked for; unstated now, but not before the last event of the case."""
        moment = instant(at, self.zone(case))
        return moment if at is not None else max(moment, self.case(case).last_at)

    def case_at(self, id_: str, now: dt.datetime) -> Case:
        """A case as it stood at a moment.

        Raises:
            StoreError: it was opened later.
        """
        from workflow_engine.cases.evolve import replay

        case = self.case(id_)
        if now >= case.last_at:
            return case
        events = [event for event in self.events(id_) if event.at <= now]
        if not events:
            raise self._before(case)
        return replay(events)

    def view(self, id_: str, at: str | None) -> dict[str, Any]:
        """A case as JSON data at the moment asked for; at an earlier one, as it stood then."""
        return self.view_at(id_, self.moment(id_, at))

    def view_at(self, id_: str, now: dt.datetime) -> dict[str, Any]:
        """The same at a moment."""
        case = self.case(id_)
        try:
            return self.desk.view(id_, now, self.lang)
        except UnknownCaseError as error:
            raise self._before(case) from error

    def _before(self, case: Case) -> StoreError:
        opened = f"{case.opened_at.astimezone(self.zone(case.id)):%Y-%m-%d %H:%M}"
        return StoreError(
            f"case `{case.id}` was opened at {opened}; there is nothing to see before",
            zh=f"个案 `{case.id}` 于 {opened} 开立，此前没有记录",
        )

    def happened(self, id_: str, *, after: int = 0) -> str:
        """What has happened to a case after so many events, a line each."""
        from workflow_engine.cases.story import BOOKKEEPING, Storyteller
        from workflow_engine.cli.case_text import table

        tell = Storyteller(
            self.rules(id_), self.case(id_).process, self.lang, year=self.case(id_).last_at.year
        )
        rows = [
            (id_, tell.moment(event.at), tell.sentence(event))
            for event in self.events(id_)[after:]
            if not isinstance(event, BOOKKEEPING)
        ]
        return "".join(f"{line}\n" for line in table(rows, indent=""))

    def summaries(self, at: str | None, **search: Any) -> list[dict[str, Any]]:
        """The cases that fit, in short; at an earlier moment, as they stood then.

        Damaged ones are told of, and `damaged` is set.
        """
        from workflow_engine.cases.evolve import replay
        from workflow_engine.cases.view import summary
        from workflow_engine.store.search import Search

        rules: dict[Pins, CaseRules] = {}
        found = []
        fitting = self.desk.store.search(Search(**search))
        for damage in fitting.unreadable:
            say(damage.zh if self.lang == "zh" else str(damage))
        self.damaged = bool(fitting.unreadable)
        for held in fitting:
            case = held.case
            if held.pins not in rules:
                rules[held.pins] = self.desk.store.rules_for(held.pins)
            follows = rules[held.pins]
            now = instant(at, follows.zone)
            if at is None:
                now = max(now, case.last_at)
            elif now < case.last_at:
                events = [event for event in self.events(case.id) if event.at <= now]
                if not events:
                    continue
                case, follows = replay(events), self.desk.rules(case.id, now)
            found.append(summary(case, follows, now, self.lang))
        return found

    def act(
        self,
        case: str,
        command: Act,
        *,
        now: dt.datetime,
        key: str | None = None,
        expected_version: int | None = None,
    ) -> int | None:
        """Give a command to a case; the exit code when it was refused."""
        try:
            self.desk.act(
                case, at=now, key=key, expected_version=expected_version, **asdict(command)
            )
        except Refused as error:
            return refused(error.refusal, self.rules(case).program, self.lang)
        return None

    def _unknown(self, error: UnknownCaseError) -> StoreError:
        """The message about a case that is not there: the one meant, or where to look."""
        ids = [case.id for case in self.desk.cases(limit=LISTED)]
        digits = error.case.strip().upper().removeprefix("C-").lstrip("0")
        numbered = f"C-{digits:>06}"
        near = numbered if numbered in ids else did_you_mean(error.case, ids)
        if near is not None:
            return StoreError(
                f"{error}; did you mean `{near}`?", zh=f"{error.zh}，是不是 `{near}`？"
            )
        return StoreError(
            f"{error}; `case list` shows all there are",
            zh=f"{error.zh}；用 case list 查看已有的个案",
        )


def _require_database(url: str) -> None:
    """Raise UsageError where a database file is meant that is not there."""
    path = url.removeprefix("sqlite:///")
    if path not in (url, "", ":memory:") and "?" not in path and not Path(path).exists():
        raise UsageError(
            f"there is no database `{path}` yet: open a case first, or name another one with --db",
            zh=f"还没有数据库 `{path}`：先用 case open 开立个案，或用 --db 指明另一个",
        )
