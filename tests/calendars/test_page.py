"""The examples of docs/working-time.md run as they stand."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "working-time.md"


def test_the_examples_run_in_order():
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    parsed = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, PAGE.name, str(PAGE), 0)
    said = []
    result = doctest.DocTestRunner().run(parsed, out=said.append)
    assert result.failed == 0, "".join(said)
    assert result.attempted > 10
