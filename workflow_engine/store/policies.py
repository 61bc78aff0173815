"""Policies and calendars as they were when a case was opened, kept by their hashes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePath

from sqlalchemy import Connection, Insert, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from workflow_engine.calendars.snapshot import from_data, to_data
from workflow_engine.cases.rules import CaseRules
from workflow_engine.errors import CalendarError, PolicyMissingError
from workflow_engine.policy import check_texts
from workflow_engine.program.program import Program
from workflow_engine.store.damage import UNREADABLE
from workflow_engine.store.journal import canonical, digest
from workflow_engine.store.pins import Pins
from workflow_engine.store.schema import calendars, policies

_TEXTS = select(policies.c.texts).where(policies.c.hash == bindparam("hash"))
_DATA = select(calendars.c.data).where(calendars.c.hash == bindparam("hash"))


def pins_of(rules: CaseRules) -> Pins:
    """The hashes under which these rules are kept."""
    return Pins(rules.program.hash, digest(_calendar_data(rules)))


class PolicyShelf:
    """Keeps policies with their calendars, and gives them back as rules."""

    def __init__(self) -> None:
        self._rules: dict[Pins, CaseRules] = {}

    def keep(self, connection: Connection, rules: CaseRules, texts: Mapping[str, str]) -> Pins:
        """Keep a policy and its calendars unless they are kept already.

        Args:
            connection: in a transaction that may write.
            rules: the compiled policy, with its calendars.
            texts: the texts it was compiled from, by file name.
        """
        head, pins = rules.program.head, pins_of(rules)
        if connection.scalar(_TEXTS, {"hash": pins.policy}) is None:
            row = {"hash": pins.policy, "policy": head.id, "version": head.version}
            row["texts"] = canonical(_named(texts))
            connection.execute(_unless_there(connection, policies), row)
        if connection.scalar(_DATA, {"hash": pins.calendars}) is None:
            row = {"hash": pins.calendars, "data": _calendar_data(rules)}
            connection.execute(_unless_there(connection, calendars), row)
        return pins

    def rules(self, connection: Connection, pins: Pins) -> CaseRules:
        """The rules for a case, remembered once they were read.

        Raises:
            PolicyMissingError: they are not kept, or this version of the engine cannot read them.
        """
        rules = self._rules.get(pins)
        if rules is None:
            program = _program(connection, pins.policy)
            data = connection.scalar(_DATA, {"hash": pins.calendars})
            if data is None:
                raise PolicyMissingError("calendars", pins.calendars, "")
            try:
                kept = {id_: from_data(one) for id_, one in json.loads(data).items()}
            except (CalendarError, *UNREADABLE) as error:
                raise PolicyMissingError("calendars", pins.calendars, _said(error)) from error
            rules = self._rules[pins] = CaseRules(program, kept)
        return rules


def _program(connection: Connection, hash_: str) -> Program:
    texts = connection.scalar(_TEXTS, {"hash": hash_})
    if texts is None:
        raise PolicyMissingError("policy", hash_, "")
    try:
        report = check_texts(
            {str(name): str(one) for name, one in json.loads(texts).items()}, analysed=False
        )
    except UNREADABLE as error:
        raise PolicyMissingError("policy", hash_, _said(error)) from error
    if report.program is None:
        wrong = [one for one in report.diagnostics if one.severity == "error"]
        why = "; ".join(f"{one.code} {one.place}: {one.message.en}" for one in wrong)
        raise PolicyMissingError("policy", hash_, why)
    return report.program


def is_whole_policy(hash_: str, texts: str) -> bool:
    """Whether these texts, as they are stored, give the policy of this hash."""
    try:
        report = check_texts(
            {str(name): str(one) for name, one in json.loads(texts).items()}, analysed=False
        )
    except UNREADABLE:
        return False
    return report.program is not None and report.program.hash == hash_


@lru_cache(maxsize=64)
def _calendar_data(rules: CaseRules) -> str:
    """The calendars of some rules as one text, which is also what is hashed."""
    return canonical({id_: to_data(rules.calendars[id_]) for id_ in rules.calendars})


def _said(error: BaseException) -> str:
    return str(error) or type(error).__name__


def _named(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts without the folder they lay in, where their own names tell them apart."""
    names = {PurePath(file).name: text for file, text in texts.items()}
    return names if len(names) == len(texts) else dict(texts)


def _unless_there(connection: Connection, table: Table) -> Insert:
    """An INSERT that lets the row of somebody faster stand: what has one hash is the same."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing()
    return sqlite.insert(table).on_conflict_do_nothing()
