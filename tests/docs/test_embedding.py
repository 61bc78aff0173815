"""The page docs/embedding.md is one program: it runs, from top to bottom."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from workflow_engine.cli.main import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_the_blocks_run_in_order(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "my-policy")]) == 0
    script = tmp_path / "program.py"
    script.write_text("\n".join(BLOCKS), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", script.name],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Escalated" in done.stdout


def test_the_page_shows_what_it_is_for() -> None:
    text = "\n".join(BLOCKS)
    for shown in (
        "we.open_desk(connection, policy)",
        "except we.Refused",
        "key=",
        "expected_version=",
        "desk.tick(",
        "verify_signature(",
    ):
        assert shown in text
