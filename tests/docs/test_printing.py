"""What docs/printing.md says of commands, engines and fonts is so, and its example runs."""

import contextlib
import io
import re

import pytest

from tests.docs.examples import DOCS
from workflow_engine.cli import print as printing
from workflow_engine.cli.paper import ENGINES, VARIANTS
from workflow_engine.pdf import engines, system_fonts
from workflow_engine.pdf.preflight import Uncovered, uncovered_text

PAGE = (DOCS / "printing.md").read_text(encoding="utf-8")


def test_every_engine_and_variant_is_told():
    assert ENGINES == engines.NAMES
    assert VARIANTS == engines.VARIANTS
    assert all(f"`{name}`" in PAGE for name in (*ENGINES, *VARIANTS))


def test_what_to_install_is_told_as_the_messages_tell_it():
    assert engines.PIP in PAGE
    assert engines.PIP_WEASYPRINT in PAGE
    assert all(engines.PANGO[system] in PAGE for system in ("linux", "darwin"))


def test_every_kind_of_paper_has_a_row():
    assert [kind for kind in printing.KINDS if f"| `print {kind}` |" not in PAGE] == []


def test_the_message_about_characters_begins_as_shown():
    shown = re.search(r"^有 1 个字符.*?(?=…)", PAGE, re.MULTILINE)
    assert shown
    assert uncovered_text([Uncovered("𠮷", "𠮷野家")]).zh.startswith(shown[0])
    assert system_fonts.MOST == 8
    assert "at most eight" in PAGE


def test_the_example_in_python_runs(tmp_path, monkeypatch: pytest.MonkeyPatch):
    (example,) = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        exec(compile(example, "printing.md", "exec"), {})
    assert told.getvalue() == "plutoprint 1 []\n1\n1\n1\n"
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == [
        "page.pdf",
        "page0.pdf",
        "page1.pdf",
        "page2.pdf",
    ]
