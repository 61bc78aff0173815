"""`workflow-engine doctor`: the optional parts, and whether this machine has what they need."""

from __future__ import annotations

import argparse
import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from workflow_engine import __version__
from workflow_engine.cli.main import FINDINGS, FINE
from workflow_engine.cli.parser import listing
from workflow_engine.diagnostics.bilingual import Bilingual

if TYPE_CHECKING:
    from workflow_engine.pdf.fonts import Fonts

HELP = (
    "检查这台机器上装了什么：可选功能，PDF 引擎、字体、能显示的字",
    "what this machine has: optional parts, PDF engines, fonts, characters they show",
)
EXAMPLE = "workflow-engine doctor"
EXTRAS = {
    "xlsx": (("openpyxl",), Bilingual("读写 Excel", "reads and writes Excel")),
    "ics": (("icalendar",), Bilingual("日历文件", "calendar files")),
    "batch": (
        ("polars", "numpy"),
        Bilingual(
            "大批客户的数据表和统计，读写 Parquet",
            "tables and counts of many customers, Parquet",
        ),
    ),
    "arrays": (("numpy",), Bilingual("成批计算工作时间", "working time of many moments at once")),
    "spark": (
        ("pyspark", "pyarrow", "pandas"),
        Bilingual("在 Spark 集群上生成数据表", "tables of customers from a Spark cluster"),
    ),
    "store": (("sqlalchemy",), Bilingual("个案存入 SQLite", "cases in SQLite")),
    "postgresql": (("psycopg",), Bilingual("个案存入 PostgreSQL", "cases in PostgreSQL")),
    "lsp": (("pygls", "lsprotocol"), Bilingual("编辑器里的检查和补全", "the language in editors")),
    "z3": (("z3-solver",), Bilingual("更多算式的证明", "proofs about more arithmetic")),
}
"""The packages that an extra brings, and what it is good for."""
HAN = range(0x4E00, 0xA000)
"""Code points of the basic block of Chinese characters, of which 20,992 are assigned."""


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add nothing: the machine is all that is looked at."""


def run(options: argparse.Namespace) -> int:
    """Exit code 1 when no PDF engine runs here, or no font shows Chinese."""
    from workflow_engine.pdf.fonts import fonts

    zh = options.lang == "zh"
    found = fonts()
    print(f"workflow-engine {__version__} · Python {platform.python_version()} · {_machine()}")
    print("可选功能" if zh else "optional parts")
    print(listing(_extras(zh=zh)))
    print("PDF 引擎" if zh else "PDF engines")
    engines = list(_engines(zh=zh))
    print(listing((name, text) for name, text, _ in engines))
    print("字体" if zh else "fonts")
    print(listing(_fonts(found, zh=zh)))
    shows_chinese = found.covered is None or bool(found.covered.intersection(HAN))
    return FINE if shows_chinese and any(runs for _, _, runs in engines) else FINDINGS


def _extras(*, zh: bool) -> Iterator[tuple[str, str]]:
    """Each extra but those for PDF, and what it is good for or how to install it."""
    for extra, (packages, about) in EXTRAS.items():
        told = about.get("zh" if zh else "en")
        try:
            found = ("、" if zh else ", ").join(f"{name} {version(name)}" for name in packages)
        except PackageNotFoundError:
            install = f"python -m pip install 'workflow-engine[{extra}]'"
            yield extra, f"没有安装（{told}）：{install}" if zh else f"missing ({told}): {install}"
        else:
            yield extra, f"{found}：{told}" if zh else f"{found}: {told}"
            if extra == "spark":
                yield "", _java(zh=zh)


def _java(*, zh: bool) -> str:
    """What Spark runs on, or what to install."""
    from workflow_engine.runs.spark_java import NO_JAVA, find_java

    found = find_java()
    if found is None:
        return NO_JAVA.get("zh" if zh else "en")
    name = "Java" if found.version is None else f"Java {found.version}"
    return f"{name}：{found.program}" if zh else f"{name}: {found.program}"


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}"


def _engines(*, zh: bool) -> Iterator[tuple[str, str, bool]]:
    """Name of each engine, what there is to say about it, and whether it runs."""
    from workflow_engine.errors import NoEngine
    from workflow_engine.pdf.engines import VARIANTS, engine_for

    variants = ", ".join(VARIANTS)
    good = {
        "plutoprint": ("可用，默认选用", "runs, taken by default"),
        "weasyprint": (f"可用，{variants}", f"runs, {variants}"),
    }
    for name, (chinese, english) in good.items():
        try:
            engine = engine_for("plutoprint" if name == "plutoprint" else "weasyprint")
        except NoEngine as none:
            yield name, none.zh if zh else str(none), False
        else:
            yield (
                name,
                f"{engine.version}：{chinese}" if zh else f"{engine.version}: {english}",
                True,
            )


def _fonts(found: Fonts, *, zh: bool) -> Iterator[tuple[str, str]]:
    from workflow_engine.pdf.engines import PIP
    from workflow_engine.pdf.package_fonts import FAMILY, PACKAGE

    own = found.own
    if own is None:
        lacking = f"没有安装 {PACKAGE}：{PIP}" if zh else f"{PACKAGE} is not installed: {PIP}"
        yield FAMILY, lacking
    else:
        yield FAMILY, f"{own.source}，{own.folder}" if zh else f"{own.source}, {own.folder}"
    names = (
        "、".join(path.name for path in found.stand_ins[:8])
        if zh
        else ", ".join(path.name for path in found.stand_ins[:8])
    )
    more = len(found.stand_ins) - 8
    if more > 0:
        names += f" 等 {len(found.stand_ins)} 个" if zh else f" and {more} more"
    yield ("系统字体" if zh else "installed"), names or ("没有" if zh else "none")
    covered = found.covered
    if covered is None:
        told = "不知道：缺少 uharfbuzz" if zh else "not known: uharfbuzz is missing"
    else:
        han = len(covered.intersection(HAN))
        told = (
            f"{len(covered):,} 个字符，其中基本汉字 {han:,} 个（共 20,992 个）"
            if zh
            else f"{len(covered):,} characters, of them {han:,} of 20,992 basic Chinese ones"
        )
    yield ("能显示" if zh else "shown"), told
