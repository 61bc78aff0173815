"""The database of cases: transactions on our own connections or inside the caller's."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeAlias

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DisconnectionError,
    NoSuchModuleError,
    SQLAlchemyError,
)

from workflow_engine.errors import (
    DatabaseBusyError,
    DatabaseFullError,
    JournalError,
    MissingExtraError,
    StoreError,
    UsageError,
)
from workflow_engine.store.damage import damaged

Target: TypeAlias = "str | URL | Connection"
"""Where the cases are: an SQLAlchemy URL, or the caller's own connection."""

BUSY_SECONDS = 10.0
"""How long to wait for somebody else's lock, unless the URL (SQLite: `?timeout=`) or the server
(PostgreSQL: `lock_timeout`) says otherwise."""

RESTED_SECONDS = 10.0
"""After so long a connection to PostgreSQL is tried before it is used again."""

_DRIVERS = {
    "sqlite": "sqlite+pysqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
_BUSY = frozenset({"55P03", "40P01", "40001", "57014"})
"""SQL states: lock not available, deadlock, serialization failure, cancelled by a timeout."""
_FULL = frozenset({"53100"})
_DAMAGED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_INTEGRITY = "23"
"""The class of SQL states of rows that contradict each other; on SQLite `SQLITE_CONSTRAINT`."""


class Database:
    """Opens transactions. Safe to share between threads, unless it is the caller's connection.

    On the caller's connection everything happens inside a SAVEPOINT of the caller's transaction:
    it becomes durable when the caller commits, and is gone when the caller rolls back.
    """

    def __init__(self, target: Target) -> None:
        """Prepare the connection; nothing is read yet.

        Raises:
            UsageError: the URL is not one, names another kind of database, or the caller's
                connection has no transactions.
            MissingExtraError: the driver is not installed.
        """
        self._engine: Engine | None = None
        self._connection: Connection | None = None
        if isinstance(target, Connection):
            self.dialect = target.dialect.name
            _require_transactions(target)
            self._connection = target
        else:
            self._engine = _engine(_url(target))
            self._writer = self._engine.execution_options(workflow_writes=True)
            self.dialect = self._engine.dialect.name

    @property
    def is_callers(self) -> bool:
        """Whether the transactions are the caller's."""
        return self._connection is not None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that may write; committed at the end unless an exception leaves it.

        On SQLite it holds the only write lock from its start, so that what it reads stays true.

        Raises:
            StoreError: what the database says, in our words.
        """
        with _in_our_words():
            if self._connection is not None:
                _begin(self._connection)
                with self._connection.begin_nested():
                    yield self._connection
                return
            with self._writer.begin() as connection:
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, one state of the database throughout.

        Raises:
            StoreError: what the database says, in our words.
        """
        with _in_our_words():
            if self._connection is not None:
                yield self._connection
                return
            assert self._engine is not None
            with self._engine.connect() as connection:
                if self.dialect == "postgresql":
                    connection.execution_options(isolation_level="REPEATABLE READ")
                with connection.begin():
                    yield connection

    def close(self) -> None:
        """Let go of our connections; the caller's stays as it is."""
        if self._engine is not None:
            self._engine.dispose()


def _url(target: str | URL) -> URL:
    try:
        url = make_url(target)
    except ArgumentError as error:
        raise UsageError(
            f"`{target}` is no address of a database: sqlite:///cases.db, or "
            "postgresql://user:password@host/name",
            zh=f"“{target}”不是数据库地址：应写成 sqlite:///cases.db 或 "
            "postgresql://用户:密码@主机/库名",
        ) from error
    name = url.drivername
    if name not in _DRIVERS and name not in _DRIVERS.values():
        raise UsageError(
            f"cases are kept on SQLite or PostgreSQL (psycopg), not on `{name}`",
            zh=f"个案只能存放在 SQLite 或 PostgreSQL（psycopg）中，不支持“{name}”",
        )
    return url.set(drivername=_DRIVERS.get(name, name))


def _engine(url: URL) -> Engine:
    options: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite":
        options = {"connect_args": {} if "timeout" in url.query else {"timeout": BUSY_SECONDS}}
    try:
        engine = create_engine(url, **options)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise MissingExtraError(
            package="psycopg", extra="postgresql", purpose="keeping cases on PostgreSQL"
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _prepare_postgresql)
        event.listen(engine, "checkin", _rest)
        event.listen(engine, "checkout", _wake)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    with suppress(sqlite3.OperationalError):
        # Another process is just switching to WAL, which holds for all, or the file is read-only.
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("workflow_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        if cursor.fetchone()[0] == "0":
            cursor.execute(f"SET lock_timeout = '{BUSY_SECONDS}s'")
    connection.commit()


def _rest(_connection: object, record: Any) -> None:
    record.info["resting_since"] = time.monotonic()


def _wake(connection: Any, record: Any, _proxy: object) -> None:
    """See whether a connection that has rested for long is still alive; else another is taken.

    A server that was restarted has dropped it. To ask before every command would cost as much as
    half of the command.
    """
    from psycopg import Error

    since = record.info.get("resting_since")
    if since is not None and time.monotonic() - since > RESTED_SECONDS:
        try:
            connection.execute("SELECT 1")
            connection.rollback()
        except Error as error:
            raise DisconnectionError from error


def _require_transactions(connection: Connection) -> None:
    levels = (
        connection.get_execution_options().get("isolation_level"),
        connection.engine.get_execution_options().get("isolation_level"),
        # What `create_engine(isolation_level=…)` was given is nowhere else to be seen.
        getattr(connection.dialect, "_on_connect_isolation_level", None),
    )
    driver: Any = connection.connection.dbapi_connection
    autocommit = connection.dialect.name == "postgresql" and driver.autocommit
    if connection.dialect.name not in _DRIVERS:
        raise UsageError(
            f"cases are kept on SQLite or PostgreSQL, not on `{connection.dialect.name}`",
            zh=f"个案只能存放在 SQLite 或 PostgreSQL 中，不支持“{connection.dialect.name}”",
        )
    if autocommit or "AUTOCOMMIT" in levels:
        raise UsageError(
            "the connection commits by itself: give one with transactions, so that a case and "
            "your own rows are kept together or not at all",
            zh="这个连接是自动提交的：请提供使用事务的连接，这样个案和您自己的数据才能一起保存",
        )


def _begin(connection: Connection) -> None:
    """Make sure that the caller's transaction has begun in the database too.

    Python's sqlite3 begins only before it writes a row: without this, the release of our SAVEPOINT
    would be the commit.
    """
    if not connection.in_transaction():
        connection.begin()
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.dbapi_connection
        if not driver.in_transaction:
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _in_our_words() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise _translated(error) from error


def _translated(error: BaseException) -> StoreError:
    """The first cause that says something; a failed rollback stands before what led to it."""
    cause: BaseException | None = error
    while cause is not None:
        driver = getattr(cause, "orig", None)
        if driver is not None:
            known = _known(driver)
            if known is not None:
                return known
        cause = cause.__context__
    said = str(getattr(error, "orig", None) or error).partition("\n")[0]
    return StoreError(f"the database says: {said}", zh=f"数据库报告：{said}")


def _known(driver: BaseException) -> StoreError | None:
    name = str(getattr(driver, "sqlite_errorname", ""))
    state = str(getattr(driver, "sqlstate", ""))
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or state in _BUSY:
        return DatabaseBusyError(
            "the database is locked by somebody else: nothing was done, try the same again",
            zh="数据库正被其他人占用：本次未作任何改动，请稍后重试",
        )
    if name == "SQLITE_FULL" or state in _FULL:
        return DatabaseFullError(
            "there is no space left for the database: nothing was done; make room and try again",
            zh="数据库所在的磁盘已满：本次未作任何改动，请腾出空间后重试",
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return StoreError(
            "the database file cannot be opened: is the folder there, and may it be written?",
            zh="无法打开数据库文件：请检查文件夹是否存在、是否可写",
        )
    if name.startswith("SQLITE_READONLY"):
        return StoreError("the database may only be read", zh="数据库是只读的")
    if name.startswith(_DAMAGED):
        return JournalError(
            "the file is no SQLite database, or is damaged: restore it from a copy",
            zh="该文件不是 SQLite 数据库或已损坏：请从备份恢复",
        )
    if name.startswith("SQLITE_CONSTRAINT") or state.startswith(_INTEGRITY):
        said = str(driver).partition("\n")[0]
        return damaged(
            "要保存的内容与数据库中已有的矛盾",
            "what was to be written contradicts what is stored",
            ValueError(said),
        )
    return None
