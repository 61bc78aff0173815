"""What every printing command offers: `--format`, `--engine`, `--variant`, `--out`; writing it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.main import FINDINGS, FINE, say
from workflow_engine.errors import NoEngine, UsageError

if TYPE_CHECKING:
    from workflow_engine.pdf.preflight import Uncovered
    from workflow_engine.render.document import Document

FORMATS = ("html", "pdf")
ENGINES = ("auto", "plutoprint", "weasyprint")
VARIANTS = ("pdf/ua-1", "pdf/a-3u")
ENDINGS = {".html": "html", ".htm": "html", ".pdf": "pdf"}


def paper_arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add --format, --engine, --variant and --out."""
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help="默认看 --out 的后缀，没有则 html"
        if zh
        else "default: by the ending of --out, or html",
    )
    engine_arguments(parser, zh)
    parser.add_argument(
        "--out",
        metavar="PATH",
        help="写到文件，或写进一个文件夹" if zh else "a file, or a folder to put it in",
    )


def engine_arguments(
    parser: argparse.ArgumentParser,
    zh: bool,  # noqa: FBT001
    others: tuple[str, ...] = (),
) -> None:
    """Add --engine and --variant; `others` are engines of a command that make no PDF."""
    chinese, english = "用哪个排版引擎生成 PDF", "what makes the PDF"
    if others:
        chinese += f"；{'、'.join(others)} 生成数据表"
        english += f"; {', '.join(others)}: tables"
    parser.add_argument(
        "--engine",
        choices=(*ENGINES, *others),
        default="auto",
        help=f"{chinese}；默认自动选择" if zh else f"{english}; default: auto",
    )
    parser.add_argument(
        "--variant",
        choices=VARIANTS,
        help="无障碍（pdf/ua-1）或存档（pdf/a-3u）PDF，需要 weasyprint"
        if zh
        else "accessible (pdf/ua-1) or archival (pdf/a-3u) PDF; needs weasyprint",
    )


def write_document(document: Document, options: argparse.Namespace, *, default: str) -> int:
    """Write the document as HTML or PDF; the exit code, 1 where it could not become a PDF.

    The format is `--format`, else the ending of `--out`, else HTML. `default` is the file's name
    without ending, for no `--out` (the current folder) or a folder as `--out`. Where no engine is
    installed, the HTML is written beside and the user is told both. Characters that no font shows
    are told too. Raises UsageError where --format and the ending of --out contradict each other.
    """
    format_ = paper_format(options)
    out = _target(options.out, default, format_)
    zh = options.lang == "zh"
    if format_ == "html":
        write_html(document, out)
        say(f"已写到 {out}" if zh else f"written to {out}")
        return FINE
    from workflow_engine.cli.engine_words import engine_words
    from workflow_engine.pdf.printing import print_pdf

    try:
        with engine_words(zh=zh):
            report = print_pdf(document, out, engine=options.engine, variant=options.variant)
    except NoEngine as error:
        page = out.with_suffix(".html")
        write_html(document, page)
        tell_no_engine(error, page, zh=zh)
        return FINDINGS
    tell_uncovered(report.uncovered, zh=zh)
    say(f"已写到 {out}（{report.pages} 页）" if zh else f"written to {out} ({report.pages} pages)")
    return FINE


def paper_format(options: argparse.Namespace) -> str:
    """`html` or `pdf`.

    Raises UsageError where --format and the ending of --out disagree, or --variant is given for
    what is not a PDF.
    """
    ending = "" if options.out is None or _is_folder(options.out) else _ending(options.out)
    told = ENDINGS.get(ending)
    format_: str = options.format or told or "html"
    refuse_variant(options, format_)
    if ending and told != format_:
        raise UsageError(
            f"--out {options.out}: {format_} is not written to a file that ends in {ending}",
            zh=f"--out {options.out}：{format_} 不能写成 {ending} 文件；"
            "可写 .html、.pdf，或一个文件夹",
        )
    return format_


def refuse_variant(options: argparse.Namespace, format_: str) -> None:
    """Raises UsageError where a variant of PDF is asked for, but no PDF."""
    if options.variant is not None and format_ != "pdf":
        raise UsageError(
            f"--variant {options.variant} is for PDF: add --format pdf",
            zh=f"--variant {options.variant} 只用于 PDF：请加上 --format pdf",
        )


def write_html(document: Document, out: Path) -> None:
    """Write the document's page. Raises OutputError."""
    from workflow_engine.batch.writers import write_file

    write_file(out, document.html)


def tell_no_engine(error: NoEngine, page: Path, *, zh: bool) -> None:
    """Say that there is no PDF, why, and where the page is instead."""
    say(error.zh if zh else str(error))
    say(
        f"已改写为网页：{page}（用浏览器打开，打印为 PDF）"
        if zh
        else f"written as a page instead: {page} (open it in a browser and print it to PDF)"
    )


def tell_uncovered(uncovered: tuple[Uncovered, ...], *, zh: bool) -> None:
    """Say which characters no font shows, with their code points, and what to do."""
    from workflow_engine.pdf.preflight import uncovered_text

    if uncovered:
        text = uncovered_text(uncovered)
        say(text.zh if zh else text.en)


def _target(out: str | None, default: str, format_: str) -> Path:
    name = f"{default}.{format_}"
    if out is None:
        return Path(name)
    return Path(out) / name if _is_folder(out) else Path(out)


def _is_folder(out: str) -> bool:
    """Whether --out means a folder: it is one, or has no ending, or ends as folders do."""
    return Path(out).is_dir() or not _ending(out) or out.endswith(("/", "\\"))


def _ending(out: str) -> str:
    return Path(out).suffix.lower()
