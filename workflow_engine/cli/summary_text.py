"""The summary of a run as a terminal shows it, aligned for Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.width import display_width, pad
from workflow_engine.program.program import Program, Scale


def summary_text(summary: Mapping[str, Any], program: Program, lang: Language) -> str:
    """Customers per level and tag, coverage of must-do items, minutes a month by person."""
    return "\n".join(_lines(summary, program, lang)) + "\n"


def _lines(summary: Mapping[str, Any], program: Program, lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    total = summary["customers"]
    if not total:
        yield "没有客户，没有计划" if zh else "no customers, no plans"
        return
    yield f"{total} 位客户，{summary['at']}" if zh else f"{total} customers, {summary['at']}"
    for scale, counts in summary["levels"].items():
        definition = program.definitions[scale]
        assert isinstance(definition, Scale)
        labels = {option.id: option.label.get(lang) for option in definition.type.options}
        labels[""] = "待定" if zh else "undecided"
        yield ""
        yield definition.label.get(lang)
        yield from _table((labels.get(level, level), str(count)) for level, count in counts.items())
    yield ""
    yield "标签（括号内为待定）" if zh else "Tags (undecided in brackets)"
    unknown = summary["unknown_tags"]
    yield from _table(
        (
            program.definitions[tag].label.get(lang),
            str(count),
            f"({unknown[tag]})" if unknown.get(tag) else "",
        )
        for tag, count in summary["tags"].items()
    )
    coverage = summary["coverage"]
    yield ""
    yield (
        f"必做项覆盖 {coverage['percent']}%（{coverage['planned']}/{coverage['expected']}）"
        if zh
        else f"Must-do coverage {coverage['percent']} % "
        f"({coverage['planned']}/{coverage['expected']})"
    )
    if not summary["workload"]:
        return
    yield ""
    yield "每月分钟与能力" if zh else "Minutes a month against capacity"
    yield from _table(
        (
            load["person"] or ("未指定" if zh else "nobody"),
            str(round(load["minutes"])),
            "" if load["capacity"] is None else f"/ {load['capacity']}",
            "" if load["percent"] is None else f"{round(load['percent'])}%",
            ("超负荷" if zh else "over") if load["over"] else "",
        )
        for load in summary["workload"]
    )


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Rows in columns: the first to the left, the others to the right."""
    listed = list(rows)
    widths = [max(map(display_width, column)) for column in zip(*listed, strict=True)]
    for first, *others in listed:
        cells = [pad(first, widths[0])]
        cells += [pad(cell, w, right=True) for cell, w in zip(others, widths[1:], strict=True)]
        yield ("  " + "  ".join(cells)).rstrip()
