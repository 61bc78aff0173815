"""`print handbook`, `print sop` and `print opl` as people call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import TOBACCO, VIP, Shell, process


@pytest.mark.parametrize(
    ("kind", "more"), [("handbook", ()), ("sop", ("库存盘点",)), ("opl", ("stock_count",))]
)
def test_a_pdf_as_a_process(kind: str, more: tuple[str, ...], tmp_path: Path) -> None:
    out = tmp_path / "paper.pdf"
    ran = process("print", kind, TOBACCO, *more, "--lang", "zh", "--out", out)
    assert (ran.code, ran.out) == (0, "")
    assert str(out) in ran.err
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("policy", [TOBACCO, VIP], ids=lambda path: path.name)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_at_once_as_pages(shell: Shell, policy: Path, lang: str) -> None:
    for kind in ("sop", "opl"):
        ran = shell("print", kind, policy, "--all", "--lang", lang)
        assert ran.code == 0
        html = (shell.folder / f"{kind}-all.html").read_text(encoding="utf-8")
        assert html.count("<!--part-->") >= 13


def test_the_name_of_the_file_is_the_number_of_the_paper(shell: Shell) -> None:
    assert shell("print", "sop", TOBACCO, "库存盘点").code == 0
    assert shell("print", "opl", TOBACCO, "库存盘点").code == 0
    assert shell("print", "handbook", TOBACCO, "--lang", "en").code == 0
    names = {path.name for path in shell.folder.glob("*.html")}
    assert names == {"sop-m02.html", "opl-m02.html", "handbook-en.html"}


def test_the_language_is_the_policys_own_unless_asked_for(shell: Shell) -> None:
    shell("print", "handbook", TOBACCO, "--out", "own.html")
    shell("print", "handbook", TOBACCO, "--both", "--lang", "en", "--out", "both.html")
    own, both = (
        (shell.folder / name).read_text(encoding="utf-8") for name in ("own.html", "both.html")
    )
    assert "政策手册" in own
    assert "Policy handbook" in both
    assert "每一位客户。" in both


def test_the_day_a_procedure_holds_from(shell: Shell) -> None:
    assert shell("print", "sop", TOBACCO, "库存盘点", "--valid-from", "2027-01-01").code == 0
    assert "2027-01-01" in (shell.folder / "sop-m02.html").read_text(encoding="utf-8")
    ran = shell("print", "sop", TOBACCO, "库存盘点", "--valid-from", "soon")
    assert ran.code == 2
    assert "--valid-from" in ran.err


@pytest.mark.parametrize("kind", ["sop", "opl"])
def test_a_usage_mistake_says_what_to_write(shell: Shell, kind: str) -> None:
    nothing = shell("print", kind, TOBACCO, "--lang", "en")
    assert nothing.code == 2
    assert "--all" in nothing.err
    unknown = shell("print", kind, TOBACCO, "库存盘电", "--lang", "zh")
    assert unknown.code == 2
    assert "库存盘点" in unknown.err
    assert not list(shell.folder.glob("*.html"))


def test_a_policy_without_items_has_no_procedures(shell: Shell) -> None:
    shell.write({"p/policy.yaml": "policy: {id: p, version: '1'}\ncustomer: {key: k, name: n}\n"})
    ran = shell("print", "sop", "p", "--all", "--lang", "en")
    assert ran.code == 2
    assert "no service item" in ran.err
    assert shell("print", "handbook", "p").code == 0


@pytest.mark.parametrize("kind", ["sop", "opl"])
def test_half_a_name_is_told_what_it_was_taken_for(shell: Shell, kind: str) -> None:
    ran = shell("print", kind, TOBACCO, "库存盘")
    assert ran.code == 0
    assert "没有名称正好是“库存盘”的，按“库存盘点”办理" in ran.err
    assert "按“" not in shell("print", kind, TOBACCO, "库存盘点").err
