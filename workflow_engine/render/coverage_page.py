"""Coverage as a page over the policy's own source: every line marked with what tests reached.

The page needs no script: what to say of a line is shown when the pointer is on it or when it is
reached by the keyboard, and what is missing stands under its line, on paper too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.labels import Labels
from workflow_engine.render.pages import page, page_names

LineState = Literal["all", "some", "none", "plain"]
"""Everything of a line was reached, some of it, none of it; or there is nothing to reach."""

_B = Bilingual
WORDS = {
    "coverage_title": _B("测试覆盖率", "Test coverage"),
    "coverage_lead": _B(
        "测试试到了政策的哪些地方，哪些从未试到。标记在每条规则的第一行。",
        "What of the policy the tests reach, and what they never do; marked at each rule.",
    ),
    "coverage_kinds": _B("总览", "Figures"),
    "coverage_files": _B("文件", "Files"),
    "coverage_gaps": _B("从未试到（最差的在前）", "Never seen, worst first"),
    "coverage_none": _B("没有遗漏：能试到的都试到了。", "Nothing is missing."),
    "coverage_what": _B("项目", "What"),
    "coverage_seen": _B("试到", "Seen"),
    "coverage_percent": _B("比例", "Share"),
    "coverage_all": _B("全部试到", "all seen"),
    "coverage_some": _B("部分试到", "partly seen"),
    "coverage_never": _B("从未试到", "never seen"),
    "coverage_hover": _B(
        "指到一行（或用 Tab 键）可看是哪些测试试到的。",
        "Point to a line, or use the Tab key, to see which tests reached it.",
    ),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of a table of shares; `anchor` is the id on the page that it leads to."""

    label: str
    seen: int
    total: int
    percent: int
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing of one definition: `told` are sentences."""

    label: str
    place: str
    anchor: str
    figure: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the policy. `count` ("3/5") and `told` stand at the first line of a rule only.

    `tests` says which tests reached it; it is shown on demand.
    """

    number: int
    text: str
    state: LineState
    count: str = ""
    told: tuple[str, ...] = ()
    tests: str = ""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the policy."""

    anchor: str
    name: str
    figure: Figure
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class CoverageReport:
    """Everything on the page, ready for the template; `notes` are sentences under the figures."""

    tests: str
    kinds: tuple[Figure, ...]
    notes: tuple[str, ...]
    gaps: tuple[Gap, ...]
    files: tuple[SourceFile, ...]
    file_figures: tuple[Figure, ...]


def coverage_document(report: CoverageReport, labels: Labels) -> Document:
    """The page. Author text is escaped; the lines keep their blanks."""
    names = page_names(labels)
    words = {key: text.get(labels.lang) for key, text in WORDS.items()}
    title = f"{words['coverage_title']} · {names['policy_title']}"
    return Document(
        title=title,
        lang=labels.lang,
        html=page("coverage.html", {**names, "report": report, "word": words}),
        bookmarks=(
            Bookmark(words["coverage_title"], "coverage"),
            *(Bookmark(file.name, file.anchor) for file in report.files),
        ),
    )
