"""What docs/printing.md says of commands, engines and fonts is so, and its example runs."""

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.docs.examples import DOCS
from workflow_engine.cli import print as printing
from workflow_engine.cli.main import run
from workflow_engine.cli.paper import ENGINES, VARIANTS
from workflow_engine.pdf import engines, system_fonts
from workflow_engine.pdf.preflight import Uncovered, uncovered_text

PAGE = (DOCS / "printing.md").read_text(encoding="utf-8")
TEMPLATES = (DOCS / "templates.md").read_text(encoding="utf-8")
ROOT = DOCS.parent


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


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A folder with the policies, their data and blueprints, as this project has them."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("tobacco-retail", "vip"):
        shutil.copytree(ROOT / "rules" / name, folder / "rules" / name)
    shutil.copytree(ROOT / "blueprints", folder / "blueprints")
    templates = folder / "rules" / "tobacco-retail" / "templates"
    templates.mkdir()
    examples = re.findall(r"`templates/([\w.]+)`:\n\n```\w+\n(.*?)```", TEMPLATES, re.DOTALL)
    for name, text in examples:
        if name in {"brand.html", "logo.svg"}:
            (templates / name).write_text(text, encoding="utf-8")
    return folder


def commands(page):
    """The commands of a page, as a shell reads them."""
    blocks = re.findall(r"^```\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("workflow-engine ")]


def test_there_is_a_command_for_every_kind():
    written = commands(PAGE)
    for kind in printing.KINDS:
        assert any(line.startswith(f"workflow-engine print {kind} ") for line in written)
    assert any(line.startswith("workflow-engine blueprint draw ") for line in written)


def test_every_command_runs_and_carries_the_brand(project, monkeypatch: pytest.MonkeyPatch):
    """As pages, which are what is printed, and sooner done."""
    monkeypatch.chdir(project)
    for line in commands(PAGE):
        words = shlex.split(line.replace(".pdf", ".html"))
        if "doctor" in words or "booklet.html" in words or "--format" in words:
            continue
        if "draw" in words:  # a page to click through has no paper
            words = [word for word in words if word not in {"--size", "a3"}]
        with contextlib.redirect_stdout(io.StringIO()):
            assert run([*words[1:], "--lang", "zh"]) == 0, line
        if "case" in words and "open" in words:
            continue
        html = Path(words[words.index("--out") + 1]).read_text(encoding="utf-8")
        branded = "rules/vip" not in words
        assert ('alt="春城商贸"' in html) == branded, line
        if branded:
            assert html.count('class="brand') >= html.count("<!--part-->"), line
        assert ("<span>春城商贸</span>" in html) == ("promise" in words)


def test_the_examples_in_python_run(project, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(project)
    told = io.StringIO()
    names = {}
    examples = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert len(examples) == 3
    with contextlib.redirect_stdout(told):
        for example in examples:
            exec(compile(example, "printing.md", "exec"), names)
    engine, *pages = told.getvalue().splitlines()
    assert engine == "plutoprint 2 []"
    assert pages == ["2", "2"]
    assert 'alt="春城商贸"' in names["sheets"].html
    made = {path.name for path in project.glob("*.pdf")}
    assert {"plan.pdf", "plan-for-customer.pdf", "booklet.pdf", "C1.pdf", "C2.pdf"} <= made
    assert "blueprint.pdf" in made
    for name in ("blueprint.svg", "chart.svg"):
        assert (project / name).read_text(encoding="utf-8").startswith("<svg")
