"""`workflow-engine plan --format pdf`: a booklet, a single plan, or a folder of all of them."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.cli.paper import tell_no_engine, tell_uncovered
from workflow_engine.errors import NoEngine

if TYPE_CHECKING:
    from workflow_engine.cli.plan import Plans
    from workflow_engine.pdf.preflight import Uncovered
    from workflow_engine.pdf.printing import PrintReport
    from workflow_engine.render.document import Document


def write_pdf(plans: Plans, out: Path, options: argparse.Namespace) -> int:
    """One PDF file (a booklet, or a single plan), or a folder with all forms; the exit code.

    Where no engine runs here, or no font has the characters of the plans' language, the same is
    written as HTML, the user is told, and the code is 1.
    """
    from workflow_engine.cli.engine_words import engine_words
    from workflow_engine.cli.plan import write_pages
    from workflow_engine.pdf.printing import ready_to_print

    zh = options.lang == "zh"
    try:
        ready_to_print(plans.lang, engine=options.engine, variant=options.variant)
    except NoEngine as error:
        page = out.with_suffix(".html") if out.suffix.lower() == ".pdf" else out
        write_pages(plans, page)
        tell_no_engine(error, page, zh=zh)
        return FINDINGS
    with engine_words(zh=zh):
        if out.suffix.lower() == ".pdf":
            _write_file(plans, out, options)
        else:
            _write_folder(plans, out, options)
    return FINE


def _write_file(plans: Plans, out: Path, options: argparse.Namespace) -> None:
    from workflow_engine.pdf.printing import print_pdf

    made = list(plans)
    document = plans.document(made[0]) if len(made) == 1 else plans.booklet(made)
    report = print_pdf(document, out, engine=options.engine, variant=options.variant)
    zh = options.lang == "zh"
    tell_uncovered(report.uncovered, zh=zh)
    say(f"已写到 {out}（{report.pages} 页）" if zh else f"written to {out} ({report.pages} pages)")


def _write_folder(plans: Plans, out: Path, options: argparse.Namespace) -> None:
    from workflow_engine.batch.writers import atomic_folder
    from workflow_engine.cli.plan import file_name, line_of, tell_folder, write_text
    from workflow_engine.cli.summary_text import summary_text
    from workflow_engine.pdf.printing import print_many

    with atomic_folder(out) as folder:
        singles = folder / "plans"
        singles.mkdir()
        with (folder / "plans.jsonl").open("w", encoding="utf-8") as stream:

            def jobs() -> Iterator[tuple[Document, Path]]:
                made: list[dict[str, Any]] = []
                for plan in plans:
                    made.append(plan)
                    stream.write(line_of(plan))
                    name = file_name(plan["customer"]["id"])
                    yield plans.document(plan), singles / f"{name}.pdf"
                yield plans.booklet(made), folder / "booklet.pdf"
                yield plans.summary(plans.tally.summary().as_dict()), folder / "summary.pdf"

            lacking = _lacking(print_many(jobs(), engine=options.engine, variant=options.variant))
        summary = plans.tally.summary().as_dict()
        text = json.dumps(summary, ensure_ascii=False, indent=1) + "\n"
        write_text(folder / "summary.json", text)
    tell_uncovered(lacking, zh=options.lang == "zh")
    text = summary_text(summary, plans.printed, plans.lang)
    tell_folder(out, text, ending="pdf", zh=plans.lang == "zh")


def _lacking(reports: Iterator[PrintReport]) -> tuple[Uncovered, ...]:
    """Each character that no font shows once, with the first place where it stands."""
    found: dict[str, Uncovered] = {}
    for report in reports:
        for one in report.uncovered:
            found.setdefault(one.char, one)
    return tuple(found.values())
