from __future__ import annotations

import builtins
import platform
import sys
from typing import Any

import pytest

from tests.pdf.pages import document
from workflow_engine.errors import NoEngine, UsageError
from workflow_engine.pdf.engines import engine_for
from workflow_engine.pdf.printing import pdf_bytes

PIP = "python -m pip install 'workflow-engine[pdf]'"
PIP_UA = "python -m pip install 'workflow-engine[pdf-ua]'"
PANGO = "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


def broken(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    """The package is there, but its native library cannot be loaded."""
    genuine = builtins.__import__

    def load(wanted: str, *arguments: Any, **options: Any) -> Any:
        if wanted == name:
            raise error
        return genuine(wanted, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", load)


def on(monkeypatch: pytest.MonkeyPatch, system: str, machine: str) -> None:
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(platform, "libc_ver", lambda: ("glibc", "2.36"))
    monkeypatch.setattr(sys, "platform", {"Linux": "linux", "Darwin": "darwin"}[system])


def why(name: str = "auto", variant: str | None = None) -> tuple[str, str]:
    with pytest.raises(NoEngine) as caught:
        engine_for(name, variant=variant)  # type: ignore[arg-type]
    return str(caught.value), caught.value.zh


def test_plutoprint_comes_first() -> None:
    assert engine_for("auto").name == engine_for("plutoprint").name == "plutoprint"


def test_without_any_engine_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on(monkeypatch, "Linux", "x86_64")
    without(monkeypatch, "plutoprint", "weasyprint")
    english, chinese = why()
    assert english == f"no PDF engine is installed (`plutoprint` is missing): {PIP}"
    assert chinese == f"没有安装 PDF 引擎（缺少 `plutoprint`）：{PIP}"
    assert why("plutoprint") == (english, chinese)
    with pytest.raises(NoEngine):
        pdf_bytes(document("a"))


def test_half_an_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "Linux", "x86_64")
    without(monkeypatch, "pikepdf", "weasyprint")
    assert "`pikepdf` is missing" in why()[0]
    without(monkeypatch, "plutoprint")
    assert "no PDF engine is installed (`plutoprint` is missing)" in why()[0]


def test_a_machine_without_a_wheel_is_led_to_weasyprint(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "plutoprint", "weasyprint")
    on(monkeypatch, "Linux", "aarch64")
    english, chinese = why()
    assert (
        f"PlutoPrint is not made for Linux aarch64: install WeasyPrint: {PIP_UA} ({PANGO})"
        in english
    )
    assert f"没有 Linux aarch64 的版本：请安装 WeasyPrint：{PIP_UA}（还需要 {PANGO}）" in chinese
    on(monkeypatch, "Darwin", "x86_64")
    assert "brew install pango" in why()[0]


def test_weasyprint_without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    broken(monkeypatch, "weasyprint", OSError("cannot load library 'libgobject-2.0-0'"))
    english, chinese = why("weasyprint")
    assert english == f"WeasyPrint is installed, but not the library pango that it needs: {PANGO}"
    assert chinese == f"WeasyPrint 已安装，但缺少它需要的 pango 库：{PANGO}"
    assert why(variant="pdf/ua-1") == (english, chinese)


def test_weasyprint_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "weasyprint")
    english, chinese = why(variant="pdf/a-3u")
    assert english == f"WeasyPrint is not installed: {PIP_UA} ({PANGO})"
    assert chinese == f"没有安装 WeasyPrint：{PIP_UA}（还需要 {PANGO}）"


def test_an_engine_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "weasyprint")
    broken(monkeypatch, "plutoprint", ImportError("libplutobook.so: cannot open"))
    english, chinese = why()
    assert english.startswith("the PDF engine does not run here: libplutobook.so: cannot open")
    assert PIP in english
    assert PIP in chinese


@pytest.mark.parametrize(
    ("name", "variant", "told"),
    [
        ("prince", None, "there is no PDF engine `prince`"),
        ("auto", "pdf/x-4", "there is no PDF variant `pdf/x-4`; there are: pdf/ua-1, pdf/a-3u"),
        ("plutoprint", "pdf/ua-1", "plutoprint cannot make pdf/ua-1: use --engine weasyprint"),
    ],
)
def test_what_cannot_be_asked_for(name: Any, variant: str | None, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        engine_for(name, variant=variant)
    assert told in str(caught.value)
    assert caught.value.zh != str(caught.value)
