"""`workflow-engine blueprint draw`: formats, sizes, views, and what it says on the way."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest

from tests.checks.drawn import CLEAN, RULES
from tests.checks.examples import BASE
from tests.cli.running import TOBACCO, Shell

HEAD = 'policy: {id: p, version: "1", blueprints: ../drawn}\n'
SHARED = HEAD + "".join(text for name, text in BASE.items() if name != "policy")
POLICY = str(TOBACCO)


@pytest.fixture
def drawn(shell: Shell) -> Shell:
    """A policy `p` with one blueprint."""
    shell.write({"p/policy.yaml": SHARED, "p/rules.yaml": RULES, "drawn/visit.yaml": CLEAN})
    return shell


def test_the_only_blueprint_comes_to_the_screen_as_svg(drawn: Shell) -> None:
    ran = drawn("blueprint", "draw", "p", "--lang", "zh")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("<svg ")
    assert "拜访" in ran.out


@pytest.mark.parametrize(
    ("name", "start"),
    [("v.svg", "<svg "), ("v.mmd", "block-beta\n"), ("v.html", "<!DOCTYPE html>")],
)
def test_the_ending_says_the_format(drawn: Shell, tmp_path: Path, name: str, start: str) -> None:
    out = tmp_path / name
    assert drawn("blueprint", "draw", "p", "visit", "--out", str(out)).code == 0
    assert out.read_text(encoding="utf-8").lstrip().startswith(start)


@pytest.mark.parametrize("more", [(), ("--format", "svg")])
def test_an_unknown_ending_is_refused(drawn: Shell, tmp_path: Path, more: tuple[str, ...]) -> None:
    out = tmp_path / "v.png"
    ran = drawn("blueprint", "draw", "p", "visit", "--out", str(out), "--lang", "en", *more)
    assert ran.code == 2
    assert "unknown ending .png; known are .svg, .pdf, .html, .htm, .mmd" in ran.err
    assert not out.exists()
    folder = tmp_path / "v1.2"
    folder.mkdir()
    assert drawn("blueprint", "draw", "p", "visit", "--out", str(folder)).code == 0
    assert [one.name for one in folder.iterdir()] == ["visit.svg"]


def test_several_blueprints_need_a_name_or_a_folder(shell: Shell, tmp_path: Path) -> None:
    ran = shell("blueprint", "draw", POLICY, "--lang", "zh")
    assert ran.code == 2
    assert "pos_rollout" in ran.err
    out = tmp_path / "all"
    ran = shell("blueprint", "draw", POLICY, "--out", str(out))
    assert ran.code == 0
    assert {"pos_rollout.svg", "complaint_recovery.svg"} <= {one.name for one in out.iterdir()}


def test_pages_are_numbered_files(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "x.svg"
    ran = shell("blueprint", "draw", POLICY, "pos_rollout", "--size", "a4", "--out", str(out))
    assert ran.code == 0
    names = sorted(one.name for one in tmp_path.glob("x-*.svg"))
    assert names[:2] == ["x-1.svg", "x-2.svg"]
    assert 'width="277mm"' in (tmp_path / "x-1.svg").read_text(encoding="utf-8")
    ran = shell("blueprint", "draw", POLICY, "pos_rollout", "--size", "a4", "--lang", "zh")
    assert ran.code == 2
    assert "--out" in ran.err


def test_a_pdf_holds_the_text_and_embeds_its_font(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "pos.pdf"
    ran = shell("blueprint", "draw", POLICY, "pos_rollout", "--size", "a3", "--out", str(out))
    assert ran.code == 0
    reader = pypdf.PdfReader(io.BytesIO(out.read_bytes()))
    page = reader.pages[0]
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (420, 297)
    text = re.sub(r"\s", "", page.extract_text())
    for shown in ("外部互动线", "可视线", "内部互动线", "等系统开户", "重复填写申请表"):
        assert shown in text
    fonts = [one.get_object() for one in page["/Resources"]["/Font"].values()]
    names = [str(font["/BaseFont"]) for font in fonts]
    assert names
    assert all("NotoSansSC" in name for name in names)
    descriptors = [
        (font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font)
        for font in fonts
    ]
    assert all("/FontFile2" in one["/FontDescriptor"] for one in descriptors)


def test_what_a_role_sees(shell: Shell) -> None:
    ran = shell("blueprint", "draw", POLICY, "pos_rollout", "--view", "客户经理", "--lang", "zh")
    assert "本视图止于内部互动线" in ran.out
    ran = shell("blueprint", "draw", POLICY, "pos_rollout", "--view", "客户经里", "--lang", "zh")
    assert ran.code == 2
    assert "客户经理" in ran.err


def test_needs_can_be_left_out(shell: Shell) -> None:
    asked = ("blueprint", "draw", POLICY, "pos_rollout", "--lang", "zh")
    assert "客户经理需求" in shell(*asked).out
    assert "客户经理需求" not in shell(*asked, "--no-needs").out


def test_before_and_after(shell: Shell, tmp_path: Path) -> None:
    both = shell("blueprint", "draw", POLICY, "pos_rollout", "--before-after", "--lang", "zh").out
    assert "改善前" in both
    assert "改善后" in both
    after = shell("blueprint", "draw", POLICY, "pos_rollout", "--after", "--lang", "zh").out
    assert "重复填写申请表" in both
    assert "重复填写申请表" not in after
    out = tmp_path / "x.svg"
    ran = shell(
        "blueprint",
        "draw",
        POLICY,
        "pos_rollout",
        "--before-after",
        "--size",
        "a3",
        "--out",
        str(out),
    )
    assert ran.code == 0
    assert len(list(tmp_path.glob("x-*.svg"))) > 1


def test_findings_are_counted_and_the_picture_is_drawn(drawn: Shell) -> None:
    drawn.write({"drawn/visit.yaml": CLEAN.replace("goal: 一次办好\n", "")})
    ran = drawn("blueprint", "draw", "p", "--lang", "zh")
    assert ran.code == 0
    assert ran.out.startswith("<svg ")
    assert "1 处问题" in ran.err


def test_one_that_cannot_be_read_says_why(drawn: Shell) -> None:
    drawn.write({"drawn/visit.yaml": CLEAN.replace("item: stock_count", "item: stok_count")})
    ran = drawn("blueprint", "draw", "p", "visit", "--lang", "zh")
    assert ran.code == 2
    assert "stok_count" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "options",
    [
        ("--format", "pdf"),
        ("--format", "pdf", "--size", "wide", "--out", "x.pdf"),
        ("--format", "html", "--size", "a4"),
        ("--format", "mermaid", "--after"),
        ("--format", "svg", "--out", "x.pdf"),
        ("--variant", "pdf/ua-1"),
        ("--after", "--before-after"),
    ],
)
def test_options_that_contradict_each_other(drawn: Shell, options: tuple[str, ...]) -> None:
    ran = drawn("blueprint", "draw", "p", "visit", *options)
    assert ran.code == 2
    assert ran.out == ""


def test_of_several_the_good_are_drawn_and_the_lost_is_named(drawn: Shell, tmp_path: Path) -> None:
    bad = CLEAN.replace("id: visit\n", "id: bad\n").replace("item: stock_count", "item: stok_count")
    drawn.write({"drawn/bad.yaml": bad})
    ran = drawn("blueprint", "draw", "p", "--out", str(tmp_path / "all"), "--lang", "zh")
    assert ran.code == 1
    assert [one.name for one in (tmp_path / "all").iterdir()] == ["visit.svg"]
    assert "没有用上的蓝图：" in ran.err
    assert "bad.yaml" in ran.err
    asked = drawn("blueprint", "draw", "p", "visit", "--lang", "zh")
    assert (asked.code, asked.err) == (0, "")


def test_where_none_can_be_read_that_is_what_is_said(drawn: Shell) -> None:
    drawn.write({"drawn/visit.yaml": "id: visit\n"})
    ran = drawn("blueprint", "draw", "p", "--lang", "zh")
    assert ran.code == 2
    assert "政策的服务蓝图都读不了" in ran.err
    assert "没有服务蓝图" not in ran.err.splitlines()[-1]
