"""The summary of one run of plans as a printed page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.program import Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.labels import DASH, Labels, number
from workflow_engine.render.look import Look
from workflow_engine.render.pages import page, page_names

MUST_DO_STATES = ("due", "due_unknown", "not_due")
OPTIONAL_STATES = (
    "active",
    "offered",
    "suspended",
    "chosen_but_not_eligible",
    "unknown",
    "not_eligible",
)
SHOWN_GAPS = 40


@dataclass(frozen=True, slots=True)
class Count:
    """A line of a table of counts; `bar` is its share in percent, for the drawing."""

    label: str
    count: str
    share: str
    bar: float
    open: str


@dataclass(frozen=True, slots=True)
class Load:
    """The month of one person; `bar` is the load in percent, at most 100."""

    person: str
    role: str
    customers: str
    minutes: str
    capacity: str
    percent: str
    bar: float
    over: bool


def summary_document(
    summary: Mapping[str, Any], program: Program, *, lang: Language, look: Look | None = None
) -> Document:
    """The summary of `planning.summary` as a document.

    Raises PolicyError where a template of `look` cannot be filled.
    """
    labels = Labels(program, lang)
    total = summary["customers"]
    names = page_names(labels)
    values: dict[str, Any] = {
        "summary": summary,
        "figures": _figures(summary, labels),
        "scales": [
            (
                labels.definition(scale),
                _counts(
                    (
                        (labels.level(level) if level else labels.say("no_level"), count, 0)
                        for level, count in levels.items()
                        if level or count
                    ),
                    total,
                ),
            )
            for scale, levels in summary["levels"].items()
        ],
        "tags": _counts(
            (
                (labels.definition(tag), count, summary["unknown_tags"].get(tag, 0))
                for tag, count in summary["tags"].items()
            ),
            total,
        ),
        "categories": _counts(
            (
                (labels.category(category), count, 0)
                for category, count in summary["categories"].items()
            ),
            total,
        ),
        "must_do_states": [labels.say(f"count_{state}") for state in MUST_DO_STATES],
        "must_do": _states(summary, "must_do", MUST_DO_STATES, labels),
        "optional_states": [labels.say(f"count_{state}") for state in OPTIONAL_STATES],
        "optional": _states(summary, "optional", OPTIONAL_STATES, labels),
        "workload": [_load(load, labels) for load in summary["workload"]],
        "unassigned": [
            (labels.role(role), number(count)) for role, count in summary["unassigned"].items()
        ],
        "gaps": [
            (
                gap["customer"],
                labels.item(gap["item"]),
                labels.say(f"gap_{gap['reason']}"),
            )
            for gap in summary["coverage"]["gaps"][:SHOWN_GAPS]
        ],
        "more_gaps": max(0, len(summary["coverage"]["gaps"]) - SHOWN_GAPS),
    }
    return Document(
        title=f"{labels.say('summary_title')} · {names['policy_title']}",
        lang=lang,
        html=page("summary.html", {**values, **names}, look=look),
        bookmarks=(Bookmark(labels.say("summary_title"), "summary"),),
    )


def _figures(summary: Mapping[str, Any], labels: Labels) -> list[tuple[str, str]]:
    return [
        (number(summary["customers"]), labels.say("customers_planned")),
        (
            labels.say("percent", share=number(summary["coverage"]["percent"])),
            labels.say("coverage"),
        ),
        (number(summary["tasks"]), labels.say("tasks")),
        (number(round(summary["monthly_minutes"])), labels.say("minutes_total")),
        (number(summary["overdue_customers"]), labels.say("overdue_customers")),
        (number(summary["incomplete_portraits"]), labels.say("incomplete_portraits")),
    ]


def _counts(counted: Iterable[tuple[str, int, int]], total: int) -> list[Count]:
    lines = []
    for label, count, unknown in counted:
        share = 100 * count / total if total else 0.0
        lines.append(
            Count(
                label=label,
                count=number(count),
                share=f"{share:.1f}%",
                bar=round(share, 1),
                open=number(unknown) if unknown else DASH,
            )
        )
    return lines


def _states(
    summary: Mapping[str, Any], kind: str, states: Iterable[str], labels: Labels
) -> list[tuple[str, list[str]]]:
    wanted = tuple(states)
    return [
        (labels.item(name), [number(counts.get(state, 0)) for state in wanted])
        for name, counts in summary["states"].items()
        if name in labels.program.items and labels.program.items[name].kind == kind
    ]


def _load(load: Mapping[str, Any], labels: Labels) -> Load:
    percent = load["percent"]
    return Load(
        person=load["person"] or labels.say("no_person"),
        role=labels.role(load["role"]) if load["role"] else DASH,
        customers=number(load["customers"]),
        minutes=number(round(load["minutes"])),
        capacity=number(load["capacity"]) if load["capacity"] is not None else DASH,
        percent=labels.say("percent", share=f"{percent:.1f}") if percent is not None else DASH,
        bar=min(float(percent or 0), 100.0),
        over=bool(load["over"]),
    )
