"""The tables, and the steps that bring an older database up to them.

Every name begins with `workflow_`, because the tables may live in the database of the host. Moments
are integers (see `moments`), JSON is text: what was hashed is what is stored, byte for byte.

| table                | one row is                                                             |
|----------------------|------------------------------------------------------------------------|
| `workflow_meta`      | a fact about the database: `schema_version`                            |
| `workflow_policies`  | the texts of one policy, by the hash of its program                    |
| `workflow_calendars` | the working calendars of one policy at one time, by their hash         |
| `workflow_cases`     | a case as it stands: a snapshot, and the columns it is searched by     |
| `workflow_events`    | an event: the journal, which nothing changes; links of a hash chain    |
| `workflow_commands`  | a command that was given with a key, so that its twin is recognised    |
| `workflow_outbox`    | a message to the host: what one transaction added to one case          |
| `workflow_stalled`   | a case whose timers cannot be worked off, and when it is tried again   |
| `workflow_promises`  | a promise to a customer due at a moment, and whether it was kept       |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
    text,
    update,
)

from workflow_engine.errors import DatabaseTooNewError
from workflow_engine.store.damage import damaged

metadata = MetaData()

_HASH = String(64)
_SERIAL = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "workflow_meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

policies = Table(
    "workflow_policies",
    metadata,
    Column("hash", _HASH, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("texts", Text, nullable=False),
)

calendars = Table(
    "workflow_calendars",
    metadata,
    Column("hash", _HASH, primary_key=True),
    Column("data", Text, nullable=False),
)

cases = Table(
    "workflow_cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("process", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("level", Text),
    Column("owner", Text),
    Column("version", Integer, nullable=False),
    Column("head", _HASH, nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("next_due", BigInteger),
    Column("due_at", BigInteger),
    Column("opened_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("policy", _HASH, ForeignKey(policies.c.hash), nullable=False),
    Column("calendars", _HASH, ForeignKey(calendars.c.hash), nullable=False),
    Index("workflow_cases_next_due", "next_due"),
    Index("workflow_cases_due_at", "due_at"),
    Index("workflow_cases_customer", "customer", "process", "opened_at"),
    Index("workflow_cases_owner", "owner"),
)
"""`head` is the hash of the last event. `next_due` is when a timer of the case is to be worked off
next, `due_at` when the first of its running clocks is past its end; both empty when never."""

events = Table(
    "workflow_events",
    metadata,
    Column("position", _SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", Text, ForeignKey(cases.c.id), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("by", Text),
    Column("key", Text),
    Column("policy", _HASH, ForeignKey(policies.c.hash)),
    Column("calendars", _HASH, ForeignKey(calendars.c.hash)),
    Column("prev_hash", _HASH, nullable=False),
    Column("hash", _HASH, nullable=False),
    UniqueConstraint("case_id", "version"),
    sqlite_autoincrement=True,
)
"""`position` grows over all cases: within a case it orders as `version` does. `policy` and
`calendars` are what the case follows from this event on; empty is as before."""

commands = Table(
    "workflow_commands",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("command", _HASH, nullable=False),
    Column("case_id", Text, ForeignKey(cases.c.id), nullable=False),
    Column("version", Integer, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
)
"""`scope` is the id of the case the command was given to, empty for openings. `command` is the hash
of what was asked, `version` the version of the case when it was done."""

outbox = Table(
    "workflow_outbox",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", Text, ForeignKey(cases.c.id), nullable=False),
    Column("first_version", Integer, nullable=False),
    Column("last_version", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_try", BigInteger, nullable=False),
    Column("claimed_until", BigInteger),
    Column("delivered_at", BigInteger),
    Column("error", Text),
    Index("workflow_outbox_due", "state", "next_try"),
    Index("workflow_outbox_case", "case_id", "state", "id"),
    sqlite_autoincrement=True,
)
"""A message carries the events `first_version` to `last_version` of its case; what they are stands
in the journal. `state` is pending, delivered or dead."""

stalled = Table(
    "workflow_stalled",
    metadata,
    Column("case_id", Text, ForeignKey(cases.c.id), primary_key=True),
    Column("since", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("retry_at", BigInteger, nullable=False),
    Column("error", Text, nullable=False),
)

promises = Table(
    "workflow_promises",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("promise", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("key", Text, unique=True),
    Column("at", BigInteger, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    Column("promised", Text, nullable=False),
    Column("actual", Text),
    Column("unit", Text, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("opens", Text),
    Column("by", Text),
    Column("note", Text),
    Column("policy", _HASH),
    Column("case_id", Text, ForeignKey(cases.c.id)),
    UniqueConstraint("promise", "customer", "at"),
    Index("workflow_promises_at", "promise", "at"),
    sqlite_autoincrement=True,
)
"""`at` is when it was to be kept; `promised` and `actual` are decimal figures in `unit`, `actual`
is empty when nothing was done at all. `opens` is the failure of which a broken promise opens a
case, as the policy said then, `case_id` that case."""

_IMMUTABLE = {
    "sqlite": (
        """
        CREATE TRIGGER workflow_events_no_update BEFORE UPDATE ON workflow_events
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """,
        """
        CREATE TRIGGER workflow_events_no_delete BEFORE DELETE ON workflow_events
        BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
        """,
    ),
    "postgresql": (
        "CREATE SEQUENCE workflow_case_number",
        """
        CREATE FUNCTION workflow_events_append_only() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$
        """,
        """
        CREATE TRIGGER workflow_events_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON workflow_events
        FOR EACH STATEMENT EXECUTE FUNCTION workflow_events_append_only()
        """,
    ),
}

_LOCK = 0x776F726B666C6F77
"""The advisory lock on PostgreSQL under which the schema is changed: `workflow` in ASCII."""

Step = Callable[[Connection], None]


def _tables(connection: Connection) -> None:
    metadata.create_all(connection, checkfirst=False)
    for statement in _IMMUTABLE[connection.dialect.name]:
        connection.execute(text(statement))


STEPS: tuple[Step, ...] = (_tables,)
"""The n-th step brings a database of version n - 1 to version n; 0 is one without our tables."""


def schema_version(connection: Connection) -> int:
    """The version of the database; 0 when it has none of our tables.

    Raises:
        JournalError: it has them, but does not say of which version.
    """
    if not inspect(connection).has_table(meta.name):
        return 0
    found = str(
        connection.scalar(select(meta.c.value).where(meta.c.name == "schema_version")) or ""
    )
    if not re.fullmatch(r"[1-9][0-9]{0,8}", found):
        raise damaged(
            f"数据库中 workflow_meta 记载的 schema_version 不是版本号：“{found}”",
            f"the `schema_version` in workflow_meta is no version: `{found}`",
        )
    return int(found)


def is_current(connection: Connection, steps: Sequence[Step] = STEPS) -> bool:
    """Whether nothing is to be done.

    Raises:
        DatabaseTooNewError: a newer version of the engine has changed the database.
    """
    found = schema_version(connection)
    if found > len(steps):
        raise DatabaseTooNewError(found=found, known=len(steps))
    return found == len(steps)


def ensure_schema(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Bring the database up to the newest version, all steps in the transaction of the caller.

    Raises:
        DatabaseTooNewError: a newer version of the engine has changed the database, which stays as
            it is.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if is_current(connection, steps):
        return
    found = schema_version(connection)
    for step in steps[found:]:
        step(connection)
    stamp = {"value": str(len(steps))}
    if found == 0:
        connection.execute(meta.insert(), {"name": "schema_version", **stamp})
    else:
        connection.execute(update(meta).where(meta.c.name == "schema_version").values(stamp))
