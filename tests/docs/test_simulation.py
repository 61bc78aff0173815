"""The program on the page about simulation runs as it stands."""

import re

from tests.architecture.modules import ROOT


def test_the_program_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs" / "simulation.md").read_text(encoding="utf-8")
    (program,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(program, "docs/simulation.md", "exec"), {})
    assert "送货差错" in capsys.readouterr().out
