"""Without a Chinese font, and with pictures that are broken: one sentence, nothing of the engine's."""

from __future__ import annotations

import dataclasses
import os
import sys

import pytest

from tests.cli.running import DAY, HEADER, POLICY, Shell, process
from workflow_engine.cli.engine_words import engine_words
from workflow_engine.pdf import printing
from workflow_engine.pdf.fonts import fonts

CUSTOMERS = HEADER + "C1,好店,28,rural,2026-01-01,10,5\n"
PLAN = ("plan", "p", "c.csv", "--at", DAY, "--lang", "zh")
TEMPLATE = (
    '{% extends "engine/sheet.html" %}{% block greeting %}'
    '<img src="{{ asset("a.png") }}" alt="">{% endblock %}'
)


@pytest.fixture
def bare(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A machine whose fonts show Latin letters alone."""
    shell.write({"p/a.yaml": POLICY, "c.csv": CUSTOMERS})
    latin = dataclasses.replace(fonts(), ranges=((0x20, 0x7E),))
    monkeypatch.setattr(printing, "fonts", lambda: latin)
    return shell


@pytest.mark.parametrize(
    ("out", "page"),
    [(("--out", "a.pdf"), "a.html"), (("--format", "pdf", "--out", "all"), "all/booklet.html")],
)
def test_without_a_chinese_font_a_plan_is_a_page(
    bare: Shell, out: tuple[str, ...], page: str
) -> None:
    ran = bare(*PLAN, *out)
    assert ran.code == 1
    assert "这台机器上没有中文字体，生成的 PDF 会是白纸；" in ran.err
    assert "pip install 'workflow-engine[pdf]'" in ran.err
    assert "已改写为网页：" in ran.err
    assert "U+" not in ran.err
    assert "好店" in (bare.folder / page).read_text(encoding="utf-8")
    assert list(bare.folder.rglob("*.pdf")) == []


def test_without_a_chinese_font_a_card_is_a_page(bare: Shell) -> None:
    ran = bare("print", "handbook", "p", "--out", "h.pdf", "--lang", "zh")
    assert ran.code == 1
    assert "没有中文字体" in ran.err
    assert (bare.folder / "h.html").exists()
    assert not (bare.folder / "h.pdf").exists()


def test_a_broken_picture_is_told_in_chinese(shell: Shell) -> None:
    shell.write({"p/a.yaml": POLICY, "c.csv": CUSTOMERS, "p/templates/sheet.html": TEMPLATE})
    (shell.folder / "p/templates/a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    ran = process(*PLAN, "--out", "a.pdf", cwd=shell.folder)
    assert ran.code == 0
    assert "有图片无法显示，纸上该处是空的" in ran.err
    assert "WARNING" not in ran.err
    assert "base64" not in ran.err


def test_what_others_say_is_not_lost(capfd: pytest.CaptureFixture[str]) -> None:
    with engine_words(zh=False):
        os.write(2, b"WARNING: Unable to load image 'x'\nfontconfig: a line\nWARNING: other\n")
        sys.stderr.write("ours\n")
    told = capfd.readouterr().err
    assert "fontconfig: a line" in told
    assert "ours" in told
    assert "a picture cannot be shown" in told
    assert "WARNING" not in told
