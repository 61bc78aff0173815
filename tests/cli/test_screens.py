"""What people read, held word for word: `--update-golden` writes it anew, to be read as a diff."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cli.running import DAY, HEADER, POLICY, ROOT, ROW, Shell
from workflow_engine.cli.main import COMMANDS
from workflow_engine.cli.parser import wrapped
from workflow_engine.diagnostics.width import display_width

Golden = Callable[[str, str], None]

MISTAKES = (
    POLICY.replace("tier >= 28", "teir >= 28 or joined_on > 3")
    .replace("大客户, when", "大客户， when")
    .replace("every: 1 month", "every: 2 hours")
    .replace("net: contribution - cost", "net: gross - cost\n  gross: net + cost")
)
SECOND = "tagz:\n  far: {when: tier > 1}\nmeasures:\n  net: cost\nneeds：{}\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_policy_with_several_mistakes(shell: Shell, golden: Golden, lang: str) -> None:
    shell.write({"p/a.yaml": MISTAKES, "p/b.yaml": SECOND})
    ran = shell("check", "p", "--lang", lang)
    assert ran.code == 1
    golden(f"cli/check-{lang}.txt", ran.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_customers_with_several_mistakes(shell: Shell, golden: Golden, lang: str) -> None:
    bad = ROW.replace("C1", "C2").replace("28,rural,2026-01-01,10", "31,subrub,2026-02-30,十")
    rows = (HEADER.replace("cost", "costs") + ROW + bad + ROW).encode("gb18030")
    shell.write({"p/a.yaml": POLICY, "c.csv": rows})
    ran = shell("decide", "p", "c.csv", "--at", DAY, "--lang", lang)
    assert ran.code == 1
    golden(f"cli/customers-{lang}.txt", ran.err)


@pytest.mark.parametrize(
    ("pack", "customer", "name"),
    [
        ("tobacco-retail", "LS0001", None),
        ("tobacco-retail", "LS0002", "pyramid"),
        ("tobacco-retail", "LS0002", "brand_cultivation"),
        ("tobacco-retail", "LS0001", "visit"),
        ("vip", "VK0002", None),
        ("vip", "VK0298", "份额偏低"),
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_explain_shipped_customers(
    shell: Shell,
    monkeypatch: pytest.MonkeyPatch,
    golden: Golden,
    pack: str,
    customer: str,
    name: str | None,
    lang: str,
) -> None:
    monkeypatch.chdir(ROOT)
    more = [] if name is None else [name]
    customers = f"rules/{pack}/customers.csv"
    ran = shell("explain", f"rules/{pack}", customers, customer, *more, "--at", DAY, "--lang", lang)
    assert ran.code == 0
    golden(f"cli/explain-{customer}-{name or 'all'}-{lang}.txt", ran.out)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_help(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, golden: Golden, lang: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    texts = []
    for command in ((), *((command,) for command in COMMANDS)):
        ran = shell(*command, "--help", "--lang", lang)
        assert ran.code == 0
        texts.append(ran.out)
        about = ran.out.split("  workflow-engine ")[0]
        assert max(map(display_width, about.splitlines())) <= width
    golden(f"cli/help-{lang}-{width}.txt", "\n".join(texts))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_of_a_run(shell: Shell, golden: Golden, lang: str) -> None:
    pack = ROOT / "rules/tobacco-retail"
    ran = shell("plan", pack, pack / "customers.csv", "--at", DAY, "--out", "out", "--lang", lang)
    assert ran.code == 0
    golden(f"cli/summary-{lang}.txt", ran.out)


@pytest.mark.parametrize("width", [8, 10, 14, 40])
def test_lines_are_as_wide_as_the_screen_and_no_wider(width: int) -> None:
    text = "默认看 --out 的后缀；文件夹为 html，没有 --out 为 jsonl。"
    shown = list(wrapped(text, width))
    assert all(display_width(line) <= width for line in shown)
    assert "".join(shown).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。；）" for line in shown)
