"""Transactions: ours, and the caller's; and what the database says, in our words."""

import sqlite3
import sys

import psycopg
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, event, insert, select

from workflow_engine.errors import (
    DatabaseBusyError,
    DatabaseFullError,
    JournalError,
    MissingExtraError,
    StoreError,
    UsageError,
)
from workflow_engine.store.database import Database

notes = Table("notes", MetaData(), Column("id", Integer, primary_key=True), Column("text", Text))


@pytest.fixture
def opened(database):
    opened = Database(database)
    with opened.writing() as connection:
        notes.create(connection)
    yield opened
    opened.close()


def write(database, text="x", *, fail=False):
    with database.writing() as connection:
        connection.execute(insert(notes), {"text": text})
        if fail:
            raise ZeroDivisionError


def read(database):
    with database.reading() as connection:
        return connection.scalars(select(notes.c.text).order_by(notes.c.id)).all()


def test_what_ends_well_is_kept_and_what_raises_is_not(opened):
    write(opened, "kept")
    with pytest.raises(ZeroDivisionError):
        write(opened, "lost", fail=True)
    assert read(opened) == ["kept"]


def test_a_reader_sees_one_state_throughout(opened):
    write(opened, "before")
    with opened.reading() as connection:
        first = connection.scalars(select(notes.c.text)).all()
        write(opened, "during")
        assert connection.scalars(select(notes.c.text)).all() == first == ["before"]
    assert read(opened) == ["before", "during"]


def test_sqlite_is_set_up_to_lose_nothing(sqlite_database):
    opened = Database(sqlite_database)
    with opened.reading() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    opened.close()
    full, milliseconds = 2, 10_000
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": milliseconds,
    }


def test_a_writer_holds_the_lock_from_its_start_on_sqlite(sqlite_database):
    opened = Database(f"{sqlite_database}?timeout=0.05")
    with opened.writing(), pytest.raises(DatabaseBusyError), opened.writing():
        pytest.fail("two writers at once")
    opened.close()


def test_a_locked_database_is_a_clear_error_and_free_again_later(sqlite_database, tmp_path):
    opened = Database(f"{sqlite_database}?timeout=0.05")
    with opened.writing() as connection:
        notes.create(connection)
    other = sqlite3.connect(tmp_path / "cases.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseBusyError) as refused:
        write(opened)
    assert "try" in str(refused.value)
    assert "重试" in refused.value.zh
    other.execute("ROLLBACK")
    other.close()
    write(opened)
    assert read(opened) == ["x"]
    opened.close()


def test_a_row_that_is_locked_for_too_long_is_the_same_error(postgresql_database):
    opened = Database(f"{postgresql_database}%20-clock_timeout%3D50")
    with opened.writing() as connection:
        notes.create(connection)
    write(opened)
    with psycopg.connect(postgresql_database) as other:
        other.execute("SELECT * FROM notes FOR UPDATE")
        with pytest.raises(DatabaseBusyError), opened.writing() as connection:
            connection.execute(select(notes).with_for_update())
    with opened.writing() as connection:
        assert connection.execute(select(notes).with_for_update()).all()
    opened.close()


def test_nobody_waits_for_ever_on_postgresql(postgresql_database):
    opened = Database(postgresql_database)
    with opened.reading() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "10s"
    opened.close()


def test_a_connection_that_the_server_has_dropped_is_replaced(postgresql_database, monkeypatch):
    monkeypatch.setattr("workflow_engine.store.database.RESTED_SECONDS", -1.0)
    opened = Database(postgresql_database)
    with opened.reading() as connection:
        process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
    with psycopg.connect(postgresql_database, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", (process,))
    with opened.writing() as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar() != process
    opened.close()


def test_a_full_disk_undoes_the_command_and_the_next_one_works(sqlite_database):
    opened = Database(sqlite_database)
    with opened.writing() as connection:
        notes.create(connection)
    write(opened, "before")
    with opened.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DatabaseFullError) as refused:
        write(opened, "x" * 100_000)
    assert "space" in str(refused.value)
    assert "磁盘已满" in refused.value.zh
    assert read(opened) == ["before"]
    with opened.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    write(opened, "after")
    assert read(opened) == ["before", "after"]
    opened.close()


@pytest.mark.parametrize(
    "address",
    [
        "",
        "cases.db",
        "mysql://host/cases",
        "postgresql+psycopg2://host/cases",
        "sqlite+aiosqlite://",
    ],
)
def test_an_address_that_cannot_be_is_said(address):
    with pytest.raises(UsageError, match=r"SQLite|sqlite"):
        Database(address)


def test_without_the_driver_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(MissingExtraError, match=r"workflow-engine\[postgresql\]"):
        Database("postgresql://host/cases")


def test_a_password_does_not_get_into_messages():
    with pytest.raises(UsageError) as refused:
        Database("mysql://user:secret@host/cases")
    assert "secret" not in str(refused.value) + refused.value.zh


def test_a_folder_that_is_not_there(tmp_path):
    opened = Database(f"sqlite:///{tmp_path / 'no' / 'cases.db'}")
    with pytest.raises(StoreError, match="cannot be opened"):
        read(opened)


def test_a_file_that_is_no_database(tmp_path):
    (tmp_path / "cases.db").write_text("customer_id,name\n" * 1000)
    opened = Database(f"sqlite:///{tmp_path / 'cases.db'}")
    with pytest.raises(JournalError, match="no SQLite database"):
        read(opened)
    opened.close()


def test_a_server_that_is_not_there():
    opened = Database("postgresql://nobody:secret@127.0.0.1:1/none?connect_timeout=2")
    with pytest.raises(StoreError) as refused:
        read(opened)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def with_begin(engine):
    """The recipe of SQLAlchemy's documentation: the application begins on SQLite itself."""

    @event.listens_for(engine, "connect")
    def connected(connection, _):
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begun(connection):
        connection.exec_driver_sql("BEGIN")

    return engine


@pytest.fixture(params=["plain", "begins itself", "postgresql"])
def host(request):
    """An engine as an application of its own has it, with a table of its own."""
    kind = "postgresql_database" if request.param == "postgresql" else "sqlite_database"
    address = request.getfixturevalue(kind).replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address)
    if request.param == "begins itself":
        with_begin(engine)
    with engine.begin() as connection:
        notes.create(connection)
    yield engine
    engine.dispose()


def rows(host):
    with host.connect() as connection:
        return connection.scalars(select(notes.c.text).order_by(notes.c.id)).all()


def test_in_the_callers_transaction_the_caller_commits(host):
    with host.connect() as connection:
        database = Database(connection)
        write(database, "ours")
        connection.execute(insert(notes), {"text": "theirs"})
        assert rows(host) == []
        connection.commit()
    assert rows(host) == ["ours", "theirs"]


def test_in_the_callers_transaction_the_caller_rolls_back(host):
    with host.connect() as connection:
        connection.execute(insert(notes), {"text": "theirs"})
        write(Database(connection), "ours")
        connection.rollback()
    with host.connect() as connection:
        write(Database(connection), "ours, first")
        connection.rollback()
    assert rows(host) == []


def test_what_fails_leaves_the_callers_transaction_as_it_was(host):
    with host.begin() as connection:
        database = Database(connection)
        connection.execute(insert(notes), {"text": "theirs"})
        with pytest.raises(ZeroDivisionError):
            write(database, "ours", fail=True)
        with pytest.raises(StoreError), database.writing() as inner:
            inner.exec_driver_sql("SELECT * FROM nowhere")
        assert read(database) == ["theirs"]
    assert rows(host) == ["theirs"]


def test_the_callers_connection_stays_open(host):
    with host.begin() as connection:
        database = Database(connection)
        assert database.is_callers
        database.close()
        connection.execute(insert(notes), {"text": "theirs"})
    assert rows(host) == ["theirs"]


def test_a_connection_that_commits_by_itself_is_refused(host):
    with host.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        with pytest.raises(UsageError, match="commits by itself"):
            Database(connection)


@pytest.mark.usefixtures("host")
def test_an_engine_that_commits_by_itself_is_refused(database):
    address = database.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection, pytest.raises(UsageError, match="commits by itself"):
        Database(connection)
    engine.dispose()
