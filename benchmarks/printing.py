"""PDF plans and booklets: against the bare engine, against other engines, and in memory.

Run `python -m benchmarks.printing`.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from benchmarks.timing import Row, interleaved, table
from workflow_engine.batch.customers import Customer
from workflow_engine.blueprint.drawing import draw
from workflow_engine.errors import NoEngine
from workflow_engine.pdf.engines import EngineName, engine_for
from workflow_engine.pdf.fonts import fonts
from workflow_engine.pdf.plutoprint_engine import HERE
from workflow_engine.pdf.printing import pdf_bytes, print_many
from workflow_engine.policy import Policy, load, read_blueprints
from workflow_engine.program.blueprints import LANES, Blueprint
from workflow_engine.render.booklet import booklet_document
from workflow_engine.render.document import Document
from workflow_engine.render.plan_page import plan_document

POLICY = "rules/tobacco-retail"
AT = dt.date(2026, 11, 21)
CUSTOMERS = 300
ROUNDS = 5
BUDGET = 0.080
"""Seconds of processor time for a plan of two pages as a PDF file."""
BARE = 1.3
"""A booklet, from the plans on, may take this many times the engine alone on the finished page."""
CORES = 1.6
"""Two workers must be this many times as fast as one by the clock on the wall."""
STAGES = 8
DRAWING = 0.100
"""Seconds for a blueprint of 8 stages and 6 lanes, once loaded."""
MANY = (100, 1000)
"""Plans after which the memory of a process is looked at."""
COMPARED = ("plutoprint", "weasyprint", "typst")
MEMORY = """
import sys
from benchmarks.printing import made, printed, resident
plans = made(100)
for number in range(1, int(sys.argv[2]) + 1):
    printed(plans[number % len(plans)])
    if number in map(int, sys.argv[1:]):
        print(resident())
"""
TYPST = """
#set page(paper: "a4", margin: 15mm, footer: context [
  #h(1fr) 第 #counter(page).display() 页])
#set text(font: "Noto Sans SC", size: 8.6pt, lang: "zh")
#let plan = json(bytes(sys.inputs.plan))
#text(19pt, weight: 700)[客户服务计划] #h(1fr) #plan.customer.name
#line(length: 100%)
#let shown(one, name) = { let value = one.at(name, default: none)
  if value == none [—] else [#value] }
#let rows(items) = table(columns: (1fr, auto, auto, auto), stroke: none,
  table.header([*服务项*], [*优先*], [*责任人*], [*到期*]),
  ..items.map(one => ("item", "priority", "person", "due").map(name => shown(one, name))).flatten())
== 必做项
#rows(plan.must_do)
== 选做项
#rows(plan.optional)
#pagebreak()
== 服务补救（4A）
#for (failure, path) in plan.escalation [
  === #failure
  #for rung in path [+ #rung.role #rung.at("person", default: "")]
]
"""


@cache
def policy() -> Policy:
    """The shipped policy."""
    return load(POLICY)


@cache
def plans(count: int) -> list[dict[str, Any]]:
    """The plans of the first customers as the JSON that pages are made from."""
    made = []
    for customer in policy().customers.read(Path(POLICY) / "customers.csv"):
        if not isinstance(customer, Customer):
            continue
        plan = policy().plan_values(customer.id, customer.name, customer.values, at=AT, log=None)
        made.append(policy().plan_json(plan, lang="zh"))
        if len(made) == count:
            break
    return made


def made(count: int) -> list[Document]:
    """The same as documents."""
    return [plan_document(plan, policy().program, lang="zh") for plan in plans(count)]


def printed(document: Document) -> bytes:
    """The document by the default engine."""
    return pdf_bytes(document, engine="plutoprint")[0]


def booklet(count: int) -> Document:
    """The plans as one document."""
    return booklet_document(plans(count), policy().program, lang="zh")


def bare(document: Document) -> bytes:
    """The engine alone on finished pages: no title, no outline, no links from part to part."""
    import plutoprint

    made = BytesIO()
    canvas = plutoprint.PDFCanvas.create_for_stream(made, plutoprint.PAGE_SIZE_A4)
    canvas.scale(plutoprint.UNITS_PX, plutoprint.UNITS_PX)
    for part in document.parts():
        book = plutoprint.Book(plutoprint.PAGE_SIZE_A4, plutoprint.PAGE_MARGINS_NONE)
        book.load_html(part, base_url=HERE)
        for number in range(book.get_page_count()):
            canvas.set_size(book.get_page_size_at(number))
            book.render_page(canvas, number)
            canvas.show_page()
    canvas.finish()
    return made.getvalue()


def blueprint(stages: int = STAGES) -> Blueprint:
    """A blueprint with a cell in every lane of every stage."""
    lines = ["id: wide", "title: 宽蓝图", "for: everyone", "owner: account_manager", "stages:"]
    for stage in range(stages):
        lines.append(f"  stage{stage}:")
        lines += [
            f"    {lane}: {{text: 第 {stage + 1} 阶段的一格，写明这里做什么, minutes: 5}}"
            if lane != "evidence"
            else f"    evidence: 第 {stage + 1} 阶段的有形展示"
            for lane in LANES
        ]
    report = read_blueprints({"wide.yaml": "\n".join(lines)}, policy().program)
    return report.blueprints["wide"]


def typst(plan: Mapping[str, Any]) -> bytes:
    """A plain sheet of the same plan by typst, from a template of its own."""
    import json

    import typst as engine

    own = fonts().own
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "plan.typ"
        template.write_text(TYPST, encoding="utf-8")
        result: bytes = engine.compile(
            str(template),
            format="pdf",
            font_paths=[str(own.folder)] if own else [],
            ignore_system_fonts=True,
            sys_inputs={"plan": json.dumps(plan, ensure_ascii=False)},
        )
    return result


def resident() -> int:
    """The memory this process holds now, in MB; 0 where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
    return round(int(line.split()[1]) / 1024)


def runs(engine: EngineName) -> bool:
    """Whether an engine prints on this machine."""
    try:
        engine_for(engine)
    except NoEngine:
        return False
    return True


def single(rounds: int = ROUNDS) -> list[Row]:
    """One plan as a PDF file, ours and other engines in turns."""
    (document,) = made(1)
    (plan,) = plans(1)
    contenders: dict[str, Callable[[], object]] = {
        "plutoprint": lambda: printed(document),
        "bare": lambda: bare(document),
    }
    if runs("weasyprint"):
        contenders["weasyprint"] = lambda: pdf_bytes(document, engine="weasyprint")
        contenders["weasyprint, pdf/ua-1"] = lambda: pdf_bytes(document, variant="pdf/ua-1")
    if find_spec("typst"):
        contenders["typst, a plain sheet of its own"] = lambda: typst(plan)
    printed(document)
    taken = interleaved(contenders, rounds)
    ours = taken.pop("plutoprint")
    name = "a plan of 2 pages as a PDF file"
    rows = [
        Row(name, "a budget of 80 ms", ours, BUDGET, 1),
        Row(name, "the same engine alone", ours, taken.pop("bare")),
    ]
    return rows + [Row(name, other, ours, seconds) for other, seconds in taken.items()]


def together(customers: int = CUSTOMERS, rounds: int = 1) -> list[Row]:
    """A booklet from the plans on, and the engine alone on its finished page."""
    finished = booklet(customers)
    taken = interleaved(
        {
            "ours": lambda: pdf_bytes(booklet(customers), engine="plutoprint"),
            "bare": lambda: bare(finished),
        },
        rounds,
    )
    name = f"a booklet of {customers} customers, from plan to PDF"
    return [Row(name, "the engine alone on its page", taken["ours"], taken["bare"], BARE)]


def at_once(customers: int = CUSTOMERS // 3, rounds: int = 2) -> list[Row]:
    """Single files by one worker and by two, on the clock on the wall."""
    documents = made(customers)
    with tempfile.TemporaryDirectory() as folder:

        def run(workers: int) -> None:
            jobs = ((one, Path(folder) / f"{n}.pdf") for n, one in enumerate(documents))
            list(print_many(jobs, engine="plutoprint", workers=workers))

        taken = interleaved(
            {"one": lambda: run(1), "two": lambda: run(2)}, rounds, time.perf_counter
        )
    name = f"{customers} plans, a file each, two workers"
    return [Row(name, "one worker", taken["two"], taken["one"], CORES, faster=True)]


def drawing(rounds: int = ROUNDS) -> list[Row]:
    """A blueprint as one wide picture."""
    wide = blueprint()
    taken = interleaved({"draw": lambda: draw(wide, policy().program, "zh")}, rounds)
    name = f"a blueprint of {STAGES} stages and {len(LANES)} lanes as SVG"
    return [Row(name, "a budget of 100 ms", taken["draw"], DRAWING, 1)]


def memory(counts: tuple[int, ...] = MANY) -> list[int]:
    """The memory in MB of a process of its own after so many plans."""
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY, *map(str, counts)],
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(line) for line in ran.stdout.split()]


def measured() -> list[tuple[str, list[Row]]]:
    """The tables of times."""
    return [
        ("Printing", [*single(), *together(), *at_once()]),
        ("Drawing", drawing()),
    ]


def held() -> str:
    """What memory many plans take, as a Markdown table."""
    first, last = memory()
    lines = [
        "### Memory of printing",
        "",
        "| plans printed by one process | memory |",
        "|---|--:|",
        f"| {MANY[0]:,} | {first} MB |",
        f"| {MANY[1]:,} | {last} MB |",
    ]
    return "\n".join(lines) + "\n"


def versions() -> list[str]:
    """The engines that were compared."""
    return [f"{name} {version(name)}" for name in COMPARED if find_spec(name)]


def main() -> None:
    """Print the tables."""
    print(", ".join(versions()), "\n")
    for title, rows in measured():
        print(table(title, rows))
    print(held())


if __name__ == "__main__":
    main()
