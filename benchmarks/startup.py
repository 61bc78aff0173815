"""How long the command line takes to start, and how long checking takes once it has.

Run `python -m benchmarks.startup`.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.timing import Row, interleaved, table

ROUNDS = 21
ROOT = Path(__file__).parent.parent
ENTRY = "import sys; from workflow_engine.cli.main import main; sys.exit(main({arguments!r}))"
"""What the installed console script runs."""


def measured() -> list[Row]:
    """The start of the interpreter, `--version` and `check` of the tobacco policy, in turns."""
    with tempfile.TemporaryDirectory() as cache:
        commands = {
            "pass": "pass",
            "version": ENTRY.format(arguments=["--version"]),
            "check": ENTRY.format(arguments=["check", "rules/tobacco-retail"]),
        }
        environment = {
            name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
        }
        environment |= {"PYTHONPYCACHEPREFIX": cache, "PYTHONPATH": str(ROOT)}
        seconds = interleaved(
            {name: _process(code, environment) for name, code in commands.items()},
            ROUNDS,
            _children,
        )
    return [
        Row("`--version`", "`python -c pass`", seconds["version"], seconds["pass"], 3.0),
        Row(
            "`check rules/tobacco-retail`",
            "`--version`",
            seconds["check"],
            seconds["version"],
            10.0,
        ),
        Row(
            "`check rules/tobacco-retail`",
            "`python -c pass`",
            seconds["check"],
            seconds["pass"],
        ),
        Row(
            "reading and checking, once loaded, per 1,000 lines",
            "a budget of 50 ms",
            _check_per_1000_lines(),
            0.050,
            1.0,
        ),
    ]


def _check_per_1000_lines() -> float:
    """Seconds for `check` in a process that has checked before, by the length of all it reads."""
    from workflow_engine.policy import check

    policy = ROOT / "rules" / "tobacco-retail"
    read = [*policy.glob("*.yaml"), *(ROOT / "blueprints" / policy.name).glob("*.yaml")]
    lines = sum(len(file.read_text("utf-8").splitlines()) for file in read)
    check(policy)
    seconds = interleaved({"check": lambda: check(policy)}, ROUNDS, time.process_time)
    return seconds["check"] / lines * 1_000


def _process(code: str, environment: dict[str, str]) -> Callable[[], object]:
    def run() -> object:
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )

    return run


def _children() -> float:
    """Processor time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print the table; exit code 1 when a target is missed."""
    rows = measured()
    print(table("Start", rows))
    sys.exit(any(row.met is False for row in rows))


if __name__ == "__main__":
    main()
