"""`workflow-engine blueprint stream`: where a blueprint's minutes go, before and after ECRS."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from workflow_engine.blueprint.ecrs import After, Change, after
from workflow_engine.blueprint.encounters import encounters
from workflow_engine.blueprint.value_stream import MinutesByKind, ValueStream
from workflow_engine.cli.blueprint_choice import chosen_blueprints
from workflow_engine.cli.blueprint_stream_text import stream_text
from workflow_engine.cli.loading import load_policy, policy_argument
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.program.blueprints import Blueprint

HELP = (
    "价值流：每一步的操作和等待分钟、增值比、瓶颈，以及取消、合并、重排、简化后省下多少",
    "the value stream: minutes and waits, value-added ratio, bottleneck, and what ECRS saves",
)
EXAMPLE = "workflow-engine blueprint stream rules/tobacco-retail pos_rollout"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the action's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "id",
        metavar="BLUEPRINT",
        nargs="?",
        help="蓝图的名字或标题；不写则全部" if zh else "its id or title; without it: all",
    )
    parser.add_argument(
        "--after",
        action="store_true",
        help="列出改善后的蓝图" if zh else "list the blueprint once its decisions are applied",
    )
    parser.add_argument(
        "--format",
        choices=("text", "json"),
        default="text",
        help="默认 text" if zh else "default: text",
    )


def run(options: argparse.Namespace) -> int:
    """Exit code 2 when the policy has no such blueprint, 1 when one of all has errors."""
    from workflow_engine.policy import load_blueprints

    policy = load_policy(options.policy, options.lang)
    report = load_blueprints(Path(options.policy), policy.program)
    chosen, lost = chosen_blueprints(options.id, report, options.lang)
    if options.format == "json":
        listed = [stream_json(blueprint, options.lang) for blueprint in chosen]
        _print_json(listed if options.id is None else listed[0])
        return lost
    texts = (
        stream_text(blueprint, policy.program, options.lang, afterwards=options.after)
        for blueprint in chosen
    )
    sys.stdout.write("\n".join(texts))
    return lost


def _print_json(data: Any) -> None:
    from workflow_engine.cli.cases import print_json

    print_json(data)


def stream_json(blueprint: Blueprint, lang: Language) -> dict[str, Any]:
    """A blueprint's value stream before and after its decisions, as `docs/outputs.md` says."""
    result = after(blueprint)
    met = encounters(blueprint)
    return {
        "blueprint": blueprint.id,
        "title": blueprint.title.get(lang),
        "time_basis": blueprint.time_basis,
        "encounters": len(met),
        "self_service": sum(one.self_service for one in met),
        "before": _stream(result.before, blueprint, lang),
        "changes": [_change(change) for change in result.changes],
        "after": _stream(result.after, result.blueprint, lang),
        **_savings(result),
    }


def _stream(stream: ValueStream, blueprint: Blueprint, lang: Language) -> dict[str, Any]:
    labels = {stage.id: stage.label.get(lang) for stage in blueprint.stages}
    cells = {cell.id: cell for cell in blueprint.cells}
    return {
        "lead_minutes": _number(stream.lead),
        "work_minutes": _number(stream.work),
        "value_added_ratio": _ratio(stream.ratio),
        "value_added_ratio_at_most": _ratio(stream.ratio_at_most),
        "bottleneck": stream.bottleneck,
        "work_by_kind": _by_kind(stream.work_by_kind),
        "path_by_kind": _by_kind(stream.path_by_kind),
        "path_wait": _number(stream.path_wait),
        "without_figures": stream.without_figures,
        "stages": [
            {
                "stage": stage.id,
                "label": labels[stage.id],
                "lead_minutes": _number(stage.lead),
                "path": list(stage.path),
            }
            for stage in stream.stages
        ],
        "cells": [
            {
                "cell": cell.id,
                "stage": cell.stage,
                "lane": cell.lane,
                "text": cells[cell.id].text.get(lang),
                "by": cells[cell.id].by,
                "minutes": _number(cell.minutes),
                "wait": _number(cell.wait),
                "kind": cell.kind,
                "moved": [
                    {"cell": part.cell, "minutes": _number(part.minutes), "kind": part.kind}
                    for part in cell.moved
                ],
                "on_path": cell.on_path,
                "regulatory": cells[cell.id].regulatory,
            }
            for cell in stream.cells
        ],
    }


def _by_kind(minutes: MinutesByKind) -> Mapping[str, int | float | None]:
    return {
        "adds_value": _number(minutes.adds_value),
        "necessary": _number(minutes.necessary),
        "waste": _number(minutes.waste),
        "unclassified": _number(minutes.unclassified),
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "cell": change.cell,
        "do": change.do,
        "with": change.target,
        "applied": change.applied,
        "counted": change.counted,
        "obstacle": change.obstacle,
        "lost": list(change.lost),
        "saved_work": _number(change.saved_work),
        "saved_lead": _number(change.saved_lead),
    }


def _savings(result: After) -> dict[str, Any]:
    return {
        "saved_minutes": _number(result.saved_minutes),
        "saved_work": _number(result.saved_work),
        "unjoined": [{"from": source, "to": target} for source, target in result.unjoined],
    }


def _number(minutes: Decimal | None) -> int | float | None:
    if minutes is None:
        return None
    whole = int(minutes)
    return whole if minutes == whole else round(float(minutes), 6)


def _ratio(ratio: Fraction | None) -> float | None:
    return None if ratio is None else round(float(ratio), 6)
