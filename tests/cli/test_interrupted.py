"""A plan that is interrupted half-way leaves the old output whole, and the next run clears up."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import DAY, HEADER, POLICY, ROW, environment, process

ROWS = 60_000
START = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from workflow_engine.cli.main import main; main()"
)
"""A process started in the background may ignore SIGINT; one at a terminal never does."""
PATIENCE = 60
"""Seconds within which the temporary output must appear."""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_interrupted(tmp_path: Path, name: str, sent: signal.Signals) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a.yaml").write_text(POLICY)
    (tmp_path / "few.csv").write_text(HEADER + ROW)
    with (tmp_path / "many.csv").open("w") as file:
        file.write(HEADER)
        file.writelines(ROW.replace("C1", f"C{number}") for number in range(ROWS))
    work = tmp_path / "work"
    command = ("plan", tmp_path / "p", tmp_path / "few.csv", "--at", DAY, "--out", name)
    work.mkdir()
    assert process(*command, cwd=work).code == 0
    before = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}

    running = subprocess.Popen(
        [
            *(sys.executable, "-c", START, "plan", str(tmp_path / "p"), str(tmp_path / "many.csv")),
            *("--at", DAY, "--out", name),
        ],
        cwd=work,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + PATIENCE
    while not list(work.glob(".*.writing-*")):
        assert running.poll() is None, "it ended before it could be interrupted"
        assert time.monotonic() < deadline
    running.send_signal(sent)
    _, err = running.communicate(timeout=PATIENCE)
    assert b"Traceback" not in err

    now = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}
    assert {path: data for path, data in now.items() if ".writing-" not in str(path)} == before
    if sent == signal.SIGINT:
        assert running.returncode == 130
        assert "没有写出半个文件" in err.decode()
        assert now == before
    else:
        assert process(*command, cwd=work).code == 0
        assert [path.name for path in work.iterdir()] == [name]
