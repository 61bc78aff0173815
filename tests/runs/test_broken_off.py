"""A run that ends half-way leaves the old output whole and nothing else behind."""

from __future__ import annotations

import errno
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from tests.cli.running import environment, process
from tests.runs.small_runs import ENGINES, POLICY, contents, customer_csv, plan, row
from workflow_engine.errors import OutputError, UsageError
from workflow_engine.runs.output import system_errors
from workflow_engine.runs.progress import Progress

PATIENCE = 60
"""Seconds within which the temporary output must appear."""
LITTLE = 60_000
"""Bytes that a file may have while the disk is as good as full."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with the policy, few customers and an output of them."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "small.yaml").write_text(POLICY, encoding="utf-8")
    customer_csv(tmp_path / "few.csv", range(1, 10))
    (tmp_path / "work").mkdir()
    assert process(*command("few.csv", "row"), cwd=tmp_path).code == 0
    return tmp_path


def command(customers: str, engine: str) -> tuple[str, ...]:
    return (
        *("plan", "p", customers, "--at", "2026-11-21", "--format", "csv", "--out", "work/out"),
        *("--engine", engine, "--lang", "zh"),
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_killed(place: Path, engine: str) -> None:
    customer_csv(place / "many.csv", range(1, 16_000 if engine == "row" else 300_000))
    before = contents(place / "work")
    running = subprocess.Popen(
        [sys.executable, "-m", "workflow_engine", *command("many.csv", engine)],
        cwd=place,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + PATIENCE
    while not [
        path for path in place.glob("work/.*.writing-*/items.csv") if path.stat().st_size > 1000
    ]:
        assert running.poll() is None, "it ended before it could be killed"
        assert time.monotonic() < deadline
    running.send_signal(signal.SIGKILL)
    running.wait(timeout=PATIENCE)

    now = contents(place / "work")
    assert {name: data for name, data in now.items() if ".writing-" not in name} == before
    assert len(now) > len(before)
    assert process(*command("few.csv", engine), cwd=place).code == 0
    assert [path.name for path in (place / "work").iterdir()] == ["out"]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("format_", ["parquet", "csv"])
def test_a_full_disk(place: Path, engine: str, format_: str) -> None:
    customer_csv(place / "many.csv", range(1, 3_000))
    before = contents(place / "work")

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (LITTLE, LITTLE))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = subprocess.run(
        [
            *(sys.executable, "-B", "-m", "workflow_engine", *command("many.csv", engine)),
            *("--format", format_),
        ],
        cwd=place,
        env=environment(),
        capture_output=True,
        check=False,
        preexec_fn=full,
    )
    told = done.stderr.decode()
    assert done.returncode == 1, told
    assert "WE901" in told
    assert "Traceback" not in told
    assert contents(place / "work") == before
    assert [path.name for path in (place / "work").iterdir()] == ["out"]


def test_what_polars_tells_of_a_full_disk() -> None:
    said = "parquet: underlying IO error: No space left on device (os error 28)"
    with pytest.raises(OSError, match="No space") as raised, system_errors():
        raise pl.exceptions.ComputeError(said)
    assert raised.value.errno == errno.ENOSPC
    with pytest.raises(pl.exceptions.ComputeError), system_errors():
        raise pl.exceptions.ComputeError("something else")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fault_in_the_middle_waits_for_what_is_in_work(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow_engine.runs.row_intake.ROWS", 10)
    monkeypatch.setattr("workflow_engine.runs.column_intake.BLOCK", 10)
    monkeypatch.setattr("workflow_engine.runs.column_intake.FEWEST", 10)
    file = customer_csv(tmp_path / "c.csv", range(1, 200))

    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        plan(file, tmp_path / "out", engine, threads=4, told=interrupt)
    assert [path.name for path in tmp_path.iterdir()] == ["c.csv"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_part_that_cannot_be_written(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 9))

    def fail(*_: object, **__: object) -> None:
        raise pl.exceptions.ComputeError("No space left on device (os error 28)")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", fail)
    with pytest.raises(OutputError):
        plan(file, tmp_path / "out", engine)
    assert [path.name for path in tmp_path.iterdir()] == ["c.csv"]


def test_a_folder_of_others_is_refused_before_anything_is_done(tmp_path: Path) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 9))
    (tmp_path / "out" / "items").mkdir(parents=True)
    (tmp_path / "out" / "items" / "part-00007.parquet").write_bytes(b"another's")
    with pytest.raises(UsageError, match=r"items/part-00007\.parquet") as raised:
        plan(file, tmp_path / "out")
    assert "不是本程序写的文件" in raised.value.zh
    assert contents(tmp_path / "out") == {"items/part-00007.parquet": b"another's"}


def test_a_file_put_there_meanwhile_stays(tmp_path: Path) -> None:
    file = customer_csv(tmp_path / "c.csv", range(1, 9))
    plan(file, tmp_path / "out")
    before = contents(tmp_path / "out")

    def put(_: Progress) -> None:
        (tmp_path / "out" / "note.txt").write_text("mine")

    with pytest.raises(UsageError):
        plan(file, tmp_path / "out", told=put)
    assert contents(tmp_path / "out") == {**before, "note.txt": b"mine"}


def test_fewer_parts_than_before_leave_no_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow_engine.runs.row_intake.ROWS", 10)
    plan(customer_csv(tmp_path / "c.csv", range(1, 50)), tmp_path / "out")
    assert len(list((tmp_path / "out" / "items").iterdir())) == 5
    plan(customer_csv(tmp_path / "c.csv", range(1, 9)), tmp_path / "out")
    parts = (tmp_path / "out" / "items").iterdir()
    assert [path.name for path in parts] == ["part-00000.parquet"]


@pytest.mark.parametrize("out", ["in", "in/out", ".", "in/c.csv"])
def test_output_and_input_within_one_another(tmp_path: Path, out: str) -> None:
    file = customer_csv(tmp_path / "in" / "c.csv", [1])
    with pytest.raises(UsageError, match="lies inside the other"):
        plan(file.parent, tmp_path / out)
    assert file.read_text().endswith(row(1))
