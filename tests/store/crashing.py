"""Processes that work on a database and are killed; run by `test_crash` as a program of its own.

`python crashing.py points DATABASE` runs a story of commands, ticks and deliveries once for every
point at which it can die: before every statement, before and after every commit. After each death
the story is told once more from its beginning, with the same keys.
`python crashing.py workers DATABASE SEED` lets four workers run and kills them at random moments.
`python crashing.py twice DATABASE` sends the same commands from two processes at once.
Each prints what happened as one JSON object.

Processes are forked here, where no other thread runs, and open the database after the fork.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import select
import signal
import sqlite3
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

from tests.store.desks import FRIDAY, policy
from workflow_engine.cases.commands import Act, Open
from workflow_engine.cases.refusals import Refusal
from workflow_engine.cases.rules import CaseRules, case_rules
from workflow_engine.errors import ConflictError, DatabaseBusyError
from workflow_engine.store.channels import DELIVERED, Message, Outcome
from workflow_engine.store.outbox import deliver
from workflow_engine.store.pins import Pins
from workflow_engine.store.policies import pins_of
from workflow_engine.store.store import Store
from workflow_engine.store.worker import tick

RULES: CaseRules = case_rules(policy().program)
PINS: Pins = pins_of(RULES)
HOUR = dt.timedelta(hours=1)
WORKERS = 4
KILLS = 24
CASES = 6


@event.listens_for(Pool, "checkout")
def _only_processes_die(connection: Any, *_: object) -> None:
    """The machine lives on: nothing need reach the disk."""
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA synchronous = OFF")


def opening(case: str) -> Open:
    people = {"clerk": "Li", "head": "Zhang", "manager": "Wang"}
    return Open(case, "recovery.late", f"of {case}", "Ada's shop", people=people)


def forked(work: Callable[[Callable[[Any], None]], None]) -> tuple[int, int]:
    """Fork a process for the work; its id, and where to read the lines it writes."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    code = 1
    try:
        os.close(reader)
        work(lambda told: (os.write(writer, json.dumps(told).encode() + b"\n"), None)[1])
        code = 0
    finally:
        os._exit(code)


def ended(pid: int, reader: int) -> tuple[int, list[Any]]:
    """Wait for the end of a process: how it ended (negative: by a signal), and what it wrote."""
    with os.fdopen(reader, "rb") as lines:
        told = [json.loads(line) for line in lines if line.endswith(b"\n")]
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), told


class Deadly:
    """Kills this process at the n-th point of what it does on the database."""

    def __init__(self, store: Store, die_at: int | None) -> None:
        self.passed = 0
        self.die_at = die_at
        engine = store.database._engine
        assert engine is not None
        event.listen(engine, "before_cursor_execute", self.point)
        event.listen(engine, "commit", self.point)
        commit = engine.dialect.do_commit

        def committed(connection: Any) -> None:
            commit(connection)
            self.point()

        engine.dialect.do_commit = committed

    def point(self, *_: object) -> None:
        self.passed += 1
        if self.passed == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


def story(store: Store, case: str, told: Callable[[Any], None]) -> None:
    """A case from its opening over two rungs to its acknowledgement; what is answered is told."""

    def channel(message: Message, _now: dt.datetime) -> Outcome:
        told(["sent", message.case, message.version])
        return DELIVERED

    store.open(opening(case), PINS, now=FRIDAY, key=f"{case}-open")
    told(["open", case, f"{case}-open"])
    tick(store, FRIDAY + 72 * HOUR)
    told(["tick", case, None])
    key = f"{case}-acknowledge"
    store.act(case, Act("acknowledge"), now=FRIDAY + 73 * HOUR, key=key)
    told(["act", case, key])
    deliver(store, channel, partial(_same, FRIDAY + 73 * HOUR))


def points(database: str) -> dict[str, Any]:
    """The story, killed at every point; and told again."""

    def once(case: str, die_at: int | None) -> tuple[int, list[Any]]:
        def work(told: Callable[[Any], None]) -> None:
            store = Store(database)
            store.shelf._rules[PINS] = RULES
            deadly = Deadly(store, die_at)
            story(store, case, told)
            told(["points", deadly.passed])

        return ended(*forked(work))

    _prepare(database)
    code, told = once("whole", None)
    assert code == 0, told
    (count,) = (one[1] for one in told if one[0] == "points")
    runs = {}
    for die_at in range(1, count + 1):
        case = f"dies-{die_at}"
        died, before = once(case, die_at)
        assert died == -signal.SIGKILL, (die_at, died, before)
        again, after = once(case, None)
        assert again == 0, (die_at, after)
        runs[case] = [before, after]
    return {"points": count, "runs": runs}


def workers(database: str, seed: int) -> dict[str, Any]:
    """Four workers on the same cases, of which one after the other is killed and replaced."""
    _prepare(database)
    store = Store(database)
    names = [f"case-{number}" for number in range(CASES)]
    for name in names:
        store.open(opening(name), PINS, now=FRIDAY)
    store.close()
    chance = random.Random(seed)
    born = 0
    alive: dict[int, tuple[int, bytes, int]] = {}
    acknowledged: list[Any] = []
    errors: list[Any] = []
    kills = 0

    def start() -> None:
        nonlocal born
        born += 1
        pid, reader = forked(lambda told, number=born: _worker(database, names, seed, number, told))
        alive[reader] = (pid, b"", chance.randint(1, 12))

    for _ in range(WORKERS):
        start()
    while kills < KILLS:
        ready, _, _ = select.select(list(alive), [], [], 30)
        assert ready, "the workers stand still"
        for reader in ready:
            pid, rest, patience = alive[reader]
            chunk = os.read(reader, 65536)
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                told = json.loads(line)
                (errors if told[0] == "error" else acknowledged).append(told)
            patience -= len(lines)
            alive[reader] = (pid, rest, patience)
            if patience <= 0 or not chunk:
                os.kill(pid, signal.SIGKILL)
                del alive[reader]
                code, last = ended(pid, reader)
                acknowledged += [one for one in last if one[0] != "error"]
                errors += [] if code == -signal.SIGKILL else [["ended", code]]
                kills += 1
                start()
    for reader, (pid, _, _) in alive.items():
        os.kill(pid, signal.SIGKILL)
        acknowledged += [one for one in ended(pid, reader)[1] if one[0] != "error"]
    return {"acknowledged": acknowledged, "errors": errors, "born": born}


def _worker(
    database: str, names: list[str], seed: int, number: int, told: Callable[[Any], None]
) -> None:
    """Ticks, notes and deliveries, by a clock of its own that now and then jumps back."""
    chance = random.Random(f"{seed} {number}")
    store = Store(database)
    store.shelf._rules[PINS] = RULES
    now = FRIDAY + HOUR * chance.randint(0, 24 * 6)
    count = 0
    while True:
        now += HOUR * chance.randint(-3, 5)
        count += 1
        try:
            match chance.randrange(3):
                case 0:
                    tick(store, now, limit=chance.randint(1, 4))
                    told(["tick"])
                case 1:
                    name, key = chance.choice(names), f"{number}-{count}"
                    answer = store.act(name, Act("note", note=key), now=now, key=key)
                    told(["refused" if isinstance(answer, Refusal) else "note", name, key])
                case _:
                    deliver(store, _delivers, partial(_same, now), limit=3)
                    told(["delivered"])
        except DatabaseBusyError:
            told(["busy"])
        except Exception as failed:  # noqa: BLE001 - the parent is told of every error
            told(["error", f"{type(failed).__name__}: {failed}"])


def _delivers(_message: Message, _now: dt.datetime) -> Outcome:
    return DELIVERED


def _same(moment: dt.datetime) -> dt.datetime:
    return moment


def twice(database: str) -> dict[str, Any]:
    """The same opening and the same command from two processes at once; then two people at once."""
    _prepare(database)

    def both(work: Callable[[Store, int], Any]) -> list[Any]:
        start, go = os.pipe()

        def one(number: int) -> Callable[[Callable[[Any], None]], None]:
            def run(told: Callable[[Any], None]) -> None:
                os.close(go)
                store = Store(database)
                os.read(start, 1)
                told(work(store, number))

            return run

        started = [forked(one(number)) for number in range(2)]
        os.close(start)
        os.close(go)
        answers = []
        for pid, reader in started:
            code, told = ended(pid, reader)
            assert code == 0, told
            answers += told
        return answers

    def answered(answer: Any) -> list[Any]:
        if isinstance(answer, Refusal):
            return ["refused", answer.code]
        return ["done", answer.id, answer.version]

    def opens(store: Store, _number: int) -> list[Any]:
        return answered(store.open(opening(""), PINS, now=FRIDAY, key="one opening"))

    def acts(store: Store, _number: int) -> list[Any]:
        return answered(store.act("C-000001", Act("acknowledge"), now=FRIDAY + HOUR / 6, key="k"))

    def expects(store: Store, number: int) -> list[Any]:
        note = Act("note", note=f"from {number}")
        at = FRIDAY + HOUR / 6
        try:
            return answered(store.act("C-000002", note, now=at, expected_version=version))
        except ConflictError:
            return ["conflict"]

    def hurries(store: Store, number: int) -> list[Any]:
        by = ["Li", "Zhang"][number]
        at = FRIDAY + HOUR / 6
        return answered(store.act("C-000003", Act("acknowledge", by=by), now=at))

    found = {"opened": both(opens), "acted": both(acts)}
    store = Store(database)
    for _ in range(2):
        store.open(opening(""), PINS, now=FRIDAY)
    version = store.held("C-000002").case.version
    store.close()
    return found | {"expected": both(expects), "hurried": both(hurries)}


def _prepare(database: str) -> None:
    store = Store(database)
    store.keep(RULES, policy().sources)
    store.close()


if __name__ == "__main__":
    scenario, address, *more = sys.argv[1:]
    scenarios: dict[str, Callable[..., dict[str, Any]]] = {
        "points": points,
        "workers": workers,
        "twice": twice,
    }
    sys.stdout.write(json.dumps(scenarios[scenario](address, *(int(one) for one in more))))
