"""Which PDF engine runs on this machine, and what to install where none does."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from workflow_engine.errors import NoEngine, UsageError
from workflow_engine.pdf import plutoprint_engine, weasyprint_engine
from workflow_engine.pdf.fonts import Fonts
from workflow_engine.pdf.page_numbers import Printed
from workflow_engine.render.document import Document

EngineName = Literal["auto", "plutoprint", "weasyprint"]
NAMES: tuple[EngineName, ...] = ("auto", "plutoprint", "weasyprint")
VARIANTS = ("pdf/ua-1", "pdf/a-3u")
"""Accessible PDF (ISO 14289-1) and archival PDF with Unicode text (ISO 19005-3, level U)."""

PIP = "python -m pip install 'workflow-engine[pdf]'"
PIP_WEASYPRINT = "python -m pip install 'workflow-engine[pdf-ua]'"
PANGO = {
    "linux": "apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
    "win32": "https://doc.courtbouillon.org/weasyprint/stable/first_steps.html#windows",
}


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that runs here.

    `print_document(document, fonts, workers)` gives the PDF; `workers` is how many cores it may
    use.
    """

    name: Literal["plutoprint", "weasyprint"]
    version: str
    print_document: Callable[[Document, Fonts, int], Printed]


def engine_for(name: EngineName = "auto", *, variant: str | None = None) -> Engine:
    """The engine asked for; `auto` is WeasyPrint for a variant, else the first that runs here.

    Raises NoEngine where it does not run here, and UsageError for an unknown name or variant, or
    a variant that the engine cannot make.
    """
    _checked(name, variant)
    if name == "weasyprint" or variant is not None:
        return _weasyprint(variant)
    if name == "plutoprint":
        return _plutoprint()
    try:
        return _plutoprint()
    except NoEngine as none:
        try:
            return _weasyprint(None)
        except NoEngine:
            raise none from None


def _checked(name: str, variant: str | None) -> None:
    if name not in NAMES:
        raise UsageError(
            f"there is no PDF engine `{name}`; there are: {', '.join(NAMES)}",
            zh=f"没有 PDF 引擎 `{name}`，可用：{'、'.join(NAMES)}",
        )
    if variant is not None and variant not in VARIANTS:
        raise UsageError(
            f"there is no PDF variant `{variant}`; there are: {', '.join(VARIANTS)}",
            zh=f"没有 PDF 变体 `{variant}`，可用：{'、'.join(VARIANTS)}",
        )
    if variant is not None and name == "plutoprint":
        raise UsageError(
            f"plutoprint cannot make {variant}: use --engine weasyprint",
            zh=f"plutoprint 不能生成 {variant}：请用 --engine weasyprint",
        )


def _plutoprint() -> Engine:
    try:
        import plutoprint
    except (ImportError, OSError) as error:
        raise _no_plutoprint(error) from None
    try:
        import pikepdf  # noqa: F401  # needed for the outline
    except (ImportError, OSError) as error:
        raise _no_plutoprint(error) from None
    return Engine("plutoprint", plutoprint.__version__, plutoprint_engine.print_document)


def _no_plutoprint(error: Exception) -> NoEngine:
    if isinstance(error, ModuleNotFoundError) and not _has_wheel():
        where = f"{platform.system()} {platform.machine()}"
        return NoEngine(
            f"no PDF engine is installed, and PlutoPrint is not made for {where}: install "
            f"WeasyPrint: {PIP_WEASYPRINT} ({_pango()})",
            zh=f"没有安装 PDF 引擎，而 PlutoPrint 没有 {where} 的版本：请安装 WeasyPrint："
            f"{PIP_WEASYPRINT}（还需要 {_pango()}）",
        )
    if isinstance(error, ModuleNotFoundError) and error.name != "plutoprint":
        return NoEngine(
            f"PlutoPrint cannot work without its package (`{error.name}` is missing): {PIP}",
            zh=f"PlutoPrint 缺少它需要的 `{error.name}`：{PIP}",
        )
    if isinstance(error, ModuleNotFoundError):
        return NoEngine(
            f"no PDF engine is installed (`{error.name}` is missing): {PIP}",
            zh=f"没有安装 PDF 引擎（缺少 `{error.name}`）：{PIP}",
        )
    return NoEngine(
        f"the PDF engine does not run here: {error}; install it again: {PIP}",
        zh=f"PDF 引擎在这台机器上不能运行：{error}；请重新安装：{PIP}",
    )


def _has_wheel() -> bool:
    """Whether PlutoPrint is published for this kind of machine, to be installed without root."""
    system, machine = platform.system(), platform.machine().lower()
    if system == "Linux":
        return machine == "x86_64" and platform.libc_ver()[0] == "glibc"
    return machine in {"Darwin": ("arm64",), "Windows": ("amd64", "x86_64")}.get(system, ())


def _weasyprint(variant: str | None) -> Engine:
    try:
        import weasyprint
    except ModuleNotFoundError:
        raise NoEngine(
            f"WeasyPrint is not installed: {PIP_WEASYPRINT} ({_pango()})",
            zh=f"没有安装 WeasyPrint：{PIP_WEASYPRINT}（还需要 {_pango()}）",
        ) from None
    except (ImportError, OSError):
        raise NoEngine(
            f"WeasyPrint is installed, but not the library pango that it needs: {_pango()}",
            zh=f"WeasyPrint 已安装，但缺少它需要的 pango 库：{_pango()}",
        ) from None
    return Engine(
        "weasyprint",
        weasyprint.__version__,
        lambda document, fonts, _: weasyprint_engine.print_document(document, fonts, variant),
    )


def _pango() -> str:
    return PANGO.get(sys.platform, PANGO["linux"])
