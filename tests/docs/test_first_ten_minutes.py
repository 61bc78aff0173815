"""The first ten minutes of a new author, carried out: every command, every edit, every output."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.running import process
from tests.docs.examples import DOCS

_BLOCK = re.compile(r"^```(sh|text|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENDS = [0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 0, 0, 0]
"""With what each command ends: 1 where it finds something."""


def edit(folder: Path, block: str) -> None:
    """Carry out an edit that the page shows as a difference."""
    head, before, after = block.splitlines()
    file = folder / head.removeprefix("--- ")
    text = file.read_text(encoding="utf-8")
    assert text.count(before[1:] + "\n") == 1, before
    file.write_text(text.replace(before[1:] + "\n", after[1:] + "\n"), encoding="utf-8")


def assert_said(shown: str, told: str) -> None:
    """What the page shows stands in the output, in this order."""
    position = 0
    for line in shown.splitlines():
        found = told.find(line, position)
        assert found >= 0, f"{line!r} is not in what follows of:\n{told}"
        position = found + len(line)


@pytest.mark.parametrize(
    ("page", "lang"), [("first-ten-minutes.zh.md", "zh"), ("first-ten-minutes.md", "en")]
)
def test_the_page_is_carried_out(tmp_path: Path, page: str, lang: str) -> None:
    ends = iter(ENDS)
    told = ""
    blocks = _BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))
    for kind, block in blocks:
        if kind == "diff":
            edit(tmp_path, block)
        elif kind == "text":
            assert_said(block, told)
        else:
            for command in block.splitlines():
                program, *arguments = command.split()
                assert program == "workflow-engine"
                ran = process(*arguments, "--lang", lang, cwd=tmp_path)
                assert ran.code == next(ends), (command, ran.out, ran.err)
                told = ran.err + ran.out
    assert list(ends) == []
    for made in ("impact.html", "plan.pdf"):
        assert (tmp_path / made).stat().st_size > 10_000
