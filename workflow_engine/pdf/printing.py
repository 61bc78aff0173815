"""From documents to PDF files: one, or many at once on all cores."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from workflow_engine.batch.writers import atomic_file
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.errors import NoEngine
from workflow_engine.pdf.engines import PIP, Engine, EngineName, engine_for
from workflow_engine.pdf.fonts import Fonts, fonts
from workflow_engine.pdf.page_numbers import asked_for, numbered
from workflow_engine.pdf.preflight import Uncovered, uncovered
from workflow_engine.render.document import Document

_COMMONEST = "的"
"""A character that every Chinese font has."""
AHEAD = 2
"""Documents that wait for each worker, so that memory does not grow with their number."""


@dataclass(frozen=True, slots=True)
class PrintReport:
    """What was printed: by which engine, how many pages, which characters no font shows."""

    engine: str
    pages: int
    uncovered: tuple[Uncovered, ...]


def print_pdf(
    document: Document, out: Path, *, engine: EngineName = "auto", variant: str | None = None
) -> PrintReport:
    """Print one document to a PDF file.

    Args:
        document: what to print.
        out: the file; it holds either its old content or all of the new.
        engine: what to print with; `auto` takes the first that runs here.
        variant: `pdf/ua-1` or `pdf/a-3u`, which only WeasyPrint makes.

    Raises:
        NoEngine: no engine is installed, or the one asked for does not run here; or the document is
            Chinese and no font is.
        UsageError: an unknown engine or variant.
        OutputError: the file cannot be written.
    """
    data, report = pdf_bytes(document, engine=engine, variant=variant, workers=_cores())
    with atomic_file(out) as temporary:
        temporary.write_bytes(data)
    return report


def pdf_bytes(
    document: Document,
    *,
    engine: EngineName = "auto",
    variant: str | None = None,
    workers: int = 1,
) -> tuple[bytes, PrintReport]:
    """One document as a PDF in memory, by at most `workers` cores.

    Raises as `print_pdf`, but for OutputError.
    """
    chosen = ready_to_print(document.lang, engine=engine, variant=variant)
    found = fonts()
    lacking = uncovered(document.html, found.covered)
    shown = _without_twins(document, found)
    made = chosen.print_document(shown, found, workers)
    if asked_for(shown.html):
        made = chosen.print_document(numbered(shown, made.places), found, workers)
    return made.data, PrintReport(chosen.name, made.pages, lacking)


def ready_to_print(
    lang: Language, *, engine: EngineName = "auto", variant: str | None = None
) -> Engine:
    """The engine that documents of a language are printed with here.

    Raises NoEngine where none runs, or where the language is Chinese and no font is; UsageError as
    `print_pdf`.
    """
    chosen = engine_for(engine, variant=variant)
    covered = fonts().covered
    if lang == "zh" and covered is not None and ord(_COMMONEST) not in covered:
        raise NoEngine(
            "no font of this machine has Chinese characters, so a PDF would be empty paper: "
            f"{PIP} brings one",
            zh=f"这台机器上没有中文字体，生成的 PDF 会是白纸；{PIP} 会带来字体",
        )
    return chosen


def print_many(
    jobs: Iterable[tuple[Document, Path]],
    *,
    engine: EngineName = "auto",
    variant: str | None = None,
    workers: int | None = None,
) -> Iterator[PrintReport]:
    """Print many documents, each to a file of its own; the reports in the order of the jobs.

    The files are the same as one by one. Jobs are taken as workers become free, so they may be
    made on the way. PlutoPrint works in threads (it leaves the interpreter free), WeasyPrint in
    processes. Files are written as they come: print into a folder that is put in place as a whole.

    Args:
        jobs: documents and their files, in existing folders.
        engine: as for `print_pdf`.
        variant: as for `print_pdf`.
        workers: how many at once; by default as many as there are cores.

    Raises:
        NoEngine, UsageError: as `print_pdf`, before anything is printed.
        OSError: a file cannot be written.
    """
    chosen = engine_for(engine, variant=variant)
    fonts()
    count = workers or _cores()
    pool: Executor
    if chosen.name == "plutoprint":
        pool = ThreadPoolExecutor(count)
    else:
        pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"))
    waiting: deque[Future[PrintReport]] = deque()
    try:
        for document, out in jobs:
            waiting.append(pool.submit(_print, document, out, chosen.name, variant, count))
            if len(waiting) >= count * (1 + AHEAD):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _print(
    document: Document, out: Path, engine: EngineName, variant: str | None, workers: int
) -> PrintReport:
    data, report = pdf_bytes(document, engine=engine, variant=variant, workers=workers)
    out.write_bytes(data)
    return report


def _without_twins(document: Document, found: Fonts) -> Document:
    """The document with each character that has no glyph of its own replaced by its twin."""
    twins = found.own.twins if found.own else {}
    present = twins.keys() & set(document.html)
    if not present:
        return document
    table = str.maketrans({char: twins[char] for char in present})
    return replace(document, html=document.html.translate(table))


def _cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
