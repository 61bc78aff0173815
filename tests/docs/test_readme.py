"""What the README shows is what happens."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

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
    (finding, _) = blocks("text")
    run("-m", "workflow_engine", "init", "my-policy", folder=tmp_path)
    tags = tmp_path / "my-policy" / "tags.yaml"
    text = tags.read_text(encoding="utf-8")
    tags.write_text(text.replace("28 <= tier <= 30", "28 <= teir <= 30", 1), encoding="utf-8")
    shown = run("-m", "workflow_engine", "check", "my-policy", "--lang", "zh", folder=tmp_path)
    assert finding in shown


def test_the_explanation_is_shown_as_printed():
    (_, explanation) = blocks("text")
    policy = "rules/tobacco-retail"
    shown = run(
        *("-m", "workflow_engine", "explain", policy, f"{policy}/customers.csv", "LS0002"),
        *("pyramid", "--at", "2026-11-21", "--lang", "zh"),
    )
    for line in explanation.splitlines():
        assert line in shown
