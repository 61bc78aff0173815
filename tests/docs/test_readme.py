"""What the README shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.cli.running import process

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, flags=re.DOTALL)


def run(*arguments: str, folder: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout


def test_the_program_runs():
    (program,) = blocks("python")
    assert "'times': 4" in run("-c", program)


def test_the_finding_is_shown_as_printed(tmp_path):
    finding = blocks("text")[0]
    run("-m", "workflow_engine", "init", "my-policy", folder=tmp_path)
    tags = tmp_path / "my-policy" / "tags.yaml"
    text = tags.read_text(encoding="utf-8")
    tags.write_text(text.replace("28 <= tier <= 30", "28 <= teir <= 30", 1), encoding="utf-8")
    shown = run("-m", "workflow_engine", "check", "my-policy", "--lang", "zh", folder=tmp_path)
    assert finding in shown


def test_the_explanation_is_shown_as_printed():
    explanation = blocks("text")[1]
    policy = "rules/tobacco-retail"
    shown = run(
        *("-m", "workflow_engine", "explain", policy, f"{policy}/customers.csv", "LS0002"),
        *("pyramid", "--at", "2026-11-21", "--lang", "zh"),
    )
    for line in explanation.splitlines():
        assert line in shown


def test_the_case_is_shown_as_printed(tmp_path):
    def case(*arguments):
        return run("-m", "workflow_engine", "case", *arguments, "--lang", "zh", folder=tmp_path)

    policy = str(ROOT / "rules/tobacco-retail")
    friday = ("--at", "2026-11-20T16:50")
    case(
        *("open", policy, "--customers", f"{policy}/customers.csv", "--customer", "LS0002"),
        *("--failure", "delivery_error", "--by", "王芳", *friday),
    )
    ahead, explained, refused = blocks("text")[2:]
    assert ahead in case("show", "C-000001", *friday)
    assert explained in case("explain", "C-000001", "acknowledge", *friday)
    for step, clock in (("acknowledge", "09:00"), ("apologize", "09:05")):
        case("do", "C-000001", step, "--at", f"2026-11-23T{clock}")
    ran = process(
        *("case", "do", "C-000001", "amend", "--amount", "5000"),
        *("--at", "2026-11-23T09:10", "--lang", "zh"),
        cwd=tmp_path,
    )
    assert (ran.code, ran.err) == (1, refused)
