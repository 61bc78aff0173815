"""Small documents to print, and what a reader finds in a PDF."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import pikepdf
import pypdf

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.errors import NoEngine
from workflow_engine.pdf.engines import engine_for
from workflow_engine.render.document import PART, Bookmark, Document

ROOT = Path(__file__).parents[2]
STYLE = """
@page { size: A4; margin: 15mm; @bottom-right { content: counter(page) "/" counter(pages); } }
body { font-family: "Noto Sans SC", "Noto Sans CJK SC", sans-serif; }
h1 { font-weight: 700 } .medium { font-weight: 500 } .next { break-before: page }
"""


def html(body: str, style: str = STYLE) -> str:
    return (
        '<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="utf-8"><title>题</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


def why_not(name: Literal["plutoprint", "weasyprint"]) -> Bilingual | None:
    """Why an engine does not run here; None where it runs."""
    try:
        engine_for(name)
    except NoEngine as none:
        return Bilingual(none.zh, str(none))
    return None


def document(
    body: str, *bookmarks: Bookmark, title: str = "服务计划", style: str = STYLE
) -> Document:
    return Document(title, "zh", html(body, style), bookmarks)


def in_parts(*parts: str, bookmarks: tuple[Bookmark, ...] = ()) -> Document:
    return document("".join(PART + part for part in parts), *bookmarks)


def texts(data: bytes) -> list[str]:
    """The text of each page, without white space."""
    reader = pypdf.PdfReader(BytesIO(data))
    return ["".join(page.extract_text().split()) for page in reader.pages]


def fonts(data: bytes) -> set[str]:
    """The names of the fonts of a PDF, all of which must be embedded."""
    found = set()
    with pikepdf.open(BytesIO(data)) as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                assert any(f"/FontFile{kind}" in one for kind in ("", 2, 3))
                found.add(str(one.FontName).removeprefix("/"))
    return found


def outline(data: bytes) -> list[Any]:
    """The outline as (title, page from 0, children)."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}

        def entries(items: list[Any]) -> list[Any]:
            return [(item.title, page(item.destination), entries(item.children)) for item in items]

        def page(place: Any) -> int:
            return pages[place[0].objgen]

        with pdf.open_outline() as found:
            return entries(found.root)


def links(data: bytes) -> list[list[int]]:
    """The pages that the links of each page lead to."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        names = pikepdf.NameTree(pdf.Root.Names.Dests)

        def targets(page: pikepdf.Page) -> Iterator[int]:
            for link in page.get("/Annots", []):
                place = link.Dest if "/Dest" in link else link.A.D
                yield pages[
                    (place if isinstance(place, pikepdf.Array) else names[str(place)])[0].objgen
                ]

        return [list(targets(page)) for page in pdf.pages]


def python(script: str, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """A script in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
