"""What a blueprint holds, as a terminal shows it: counts, and every service encounter."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.blueprint.encounters import encounters
from workflow_engine.checks.encounter_standard import standard_of
from workflow_engine.checks.ladder_paths import role_label
from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.diagnostics.printable import printable
from workflow_engine.diagnostics.width import display_width, pad
from workflow_engine.program.blueprints import Blueprint
from workflow_engine.program.program import Program

_NOTHING = "—"


def blueprint_summary(blueprint: Blueprint, program: Program, lang: Language) -> str:
    """Counts of stages, cells, links and points, and a table of the encounters."""
    return "\n".join(_lines(blueprint, program, lang)) + "\n"


def _lines(blueprint: Blueprint, program: Program, lang: Language) -> Iterator[str]:
    zh = lang == "zh"
    title, cells = printable(blueprint.title.get(lang)), list(blueprint.cells)
    yield f"{title}（{blueprint.id}）" if zh else f"{title} ({blueprint.id})"
    rows = list(_encounters(blueprint, program, lang))
    counted = (
        (len(blueprint.stages), "环节", "stage"),
        (len(cells), "行动", "cell"),
        (len(blueprint.links), "连线", "link"),
        (sum(cell.fail_point is not None for cell in cells), "失败点", "fail point"),
        (sum(cell.wait_point is not None for cell in cells), "等待点", "wait point"),
        (len(rows), "接触点", "service encounter"),
    )
    yield "  " + (
        "，".join(f"{chinese} {number}" for number, chinese, _ in counted)
        if zh
        else ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, _, word in counted)
    )
    if not rows:
        return
    head = (
        ("环节", "客户", "谁来服务", "负责", "标准")
        if zh
        else ("stage", "customer", "served by", "owner", "standard")
    )
    widths = [max(map(display_width, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        padded = [pad(cell, width) for cell, width in zip(row, widths, strict=True)]
        yield ("  " + "  ".join(padded)).rstrip()


def _encounters(
    blueprint: Blueprint, program: Program, lang: Language
) -> Iterator[tuple[str, ...]]:
    stages = {stage.id: stage.label for stage in blueprint.stages}
    machine = "（自助）" if lang == "zh" else " (machine)"
    for encounter in encounters(blueprint):
        standard = standard_of(encounter, blueprint, program)
        served = encounter.provider.text.get(lang) + (machine if encounter.self_service else "")
        row = (
            stages[encounter.customer.stage].get(lang),
            encounter.customer.text.get(lang),
            served,
            role_label(program, encounter.owner).get(lang) if encounter.owner else _NOTHING,
            standard.get(lang) if standard else _NOTHING,
        )
        yield tuple(map(printable, row))
