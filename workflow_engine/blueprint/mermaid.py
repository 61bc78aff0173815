"""A blueprint as Mermaid text, for wikis that draw it themselves."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.blueprint.boxes import numbered
from workflow_engine.blueprint.views import View, seen
from workflow_engine.blueprint.words import LANE_NAMES, LETTERS, Words
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.drawing.mermaid_text import sentence
from workflow_engine.program.blueprints import Blueprint, Cell, Link
from workflow_engine.program.program import Program


def mermaid(
    blueprint: Blueprint, program: Program, lang: Language, *, view: str | None = None
) -> str:
    """A `flowchart TB`: a subgraph for every lane, in it one for every stage, then the links.

    Mermaid keeps neither lanes nor stages in line: it shows what depends on what. Nothing in the
    author's text can end a label or become HTML.
    """
    words = Words(program, lang)
    shown = seen(blueprint, view)
    return "\n".join(_lines(blueprint, shown, words)) + "\n"


def _lines(blueprint: Blueprint, view: View, words: Words) -> Iterator[str]:
    ids: dict[str, str] = {}
    marks = numbered(blueprint.cells)
    yield "---"
    yield f"title: {_quoted(words.text(blueprint.title))}"
    yield "---"
    yield "flowchart TB"
    for number, row in enumerate(view.rows):
        name = LANE_NAMES[row[0]].get(words.lang)
        yield f'    subgraph lane{number}["{sentence(name)}"]'
        yield "        direction LR"
        for place, stage in enumerate(blueprint.stages):
            cells = stage.lane(*row)
            if not cells:
                continue
            label = sentence(words.text(stage.label))
            yield f'        subgraph lane{number}stage{place}["{label}"]'
            for cell in cells:
                ids[cell.id] = f"c{len(ids)}"
                signs = [mark.text for mark in marks.get(cell.id, ())]
                yield f"            {ids[cell.id]}{_node(cell, signs, words)}"
            yield "        end"
        yield "    end"
    for link in blueprint.links:
        if link.source in ids and link.target in ids:
            yield f"    {ids[link.source]} {_arrow(link, words)} {ids[link.target]}"


def _quoted(text: str) -> str:
    """A text for the head of a Mermaid file, which is YAML."""
    return '"' + "".join(one for one in text if one.isprintable() and one not in '"\\') + '"'


def _node(cell: Cell, signs: list[str], words: Words) -> str:
    parts = [words.text(cell.text)]
    under = [words.role(cell.by)] if cell.by is not None else []
    if cell.minutes is not None:
        under.append(words.minutes(cell.minutes))
    if cell.wait is not None:
        under.append(words.say("wait", time=words.minutes(cell.wait)))
    if cell.ecrs is not None:
        under.append(LETTERS[cell.ecrs.do])
    under += signs
    if under:
        parts.append(" · ".join(under))
    label = "<br/>".join(map(sentence, parts))
    return f'("{label}")' if cell.lane == "customer" else f'["{label}"]'


def _arrow(link: Link, words: Words) -> str:
    said = [] if link.text is None else [words.text(link.text)]
    if link.loop is not None:
        said.append(words.text(link.loop) or words.say("loop_without_end"))
    label = f'|"{sentence(words.say("semicolon").join(said))}"|' if said else ""
    if link.loop is not None:
        return f"-.->{label}"
    return f"<-->{label}" if link.both_ways else f"-->{label}"
