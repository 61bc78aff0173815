"""`workflow-engine translate`: the same policy with the keywords of the other language."""

from __future__ import annotations

import argparse
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from workflow_engine.cli.init import BLUEPRINT_SCHEMA_FILE, SCHEMA_FILE, require_new
from workflow_engine.cli.loading import policy_argument, show
from workflow_engine.cli.main import FINDINGS, FINE, NO_POLICY, say
from workflow_engine.cli.schema import schema_text

if TYPE_CHECKING:
    from workflow_engine.diagnostics.bilingual import Language
    from workflow_engine.diagnostics.diagnostic import Diagnostic
    from workflow_engine.policy import BlueprintReport, Report

HELP = (
    "把政策及其服务蓝图的关键词译成中文或英文，注释、名称和排版都保留，含义不变",
    "rewrite the keywords of a policy and its blueprints; comments, names and layout stay",
)
EXAMPLE = "workflow-engine translate rules/tobacco-retail --to zh --out rules/tobacco-retail-zh"
BLUEPRINTS = "blueprints"
"""The folder, in a policy written elsewhere, of blueprints that lay outside the first one."""


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    policy_argument(parser, zh)
    parser.add_argument(
        "--to",
        choices=("zh", "en"),
        required=True,
        help="译成哪种语言的关键词" if zh else "the language of the keywords to write",
    )
    parser.add_argument(
        "--out",
        metavar="FOLDER",
        help="写到新文件夹；不写则改写原文件" if zh else "a new folder; default: in place",
    )


@dataclass(frozen=True, slots=True)
class _Translated:
    """The translated texts by file, of the policy and of its blueprints."""

    rules: Mapping[str, str]
    blueprints: Mapping[str, str]


def run(options: argparse.Namespace) -> int:
    """Write nothing unless every file translates and the policy keeps its meaning."""
    from workflow_engine.policy import check_rules, load_blueprints

    zh = options.lang == "zh"
    before = check_rules(options.policy, analysed=False)
    if before.program is None:
        show(before.diagnostics, before.sources, options.lang)
        return NO_POLICY
    drawn = load_blueprints(options.policy, before.program)
    texts, found = _translate(before, drawn, options.to)
    if found:
        show(found, {**before.sources, **drawn.sources}, options.lang)
        return FINDINGS
    if not _keeps_meaning(before, drawn, texts, options.lang):
        say("译文与原文含义不同，未写出" if zh else "the meaning would change; nothing written")
        return FINDINGS
    target = Path(options.policy if options.out is None else options.out)
    if options.out is None:
        _write_in_place(texts, options.to)
    else:
        require_new(target)
        _write_anew(texts, Path(options.policy), target, before, options.to)
    count = len(texts.rules) + len(texts.blueprints)
    say(f"已写出 {count} 个文件：{target}" if zh else f"{count} files written: {target}")
    return FINE


def _translate(
    before: Report, drawn: BlueprintReport, to: Language
) -> tuple[_Translated, list[Diagnostic]]:
    """Every file translated, and why some cannot be.

    Errors in the blueprints count too, but not that their folder is somewhere else.
    """
    from workflow_engine.model.blueprints import BlueprintModel
    from workflow_engine.model.sections import PolicyModel
    from workflow_engine.model.translate import translate_text

    found = [one for one in drawn.diagnostics if one.severity == "error" and one.code != "WE851"]
    rules, blueprints = dict[str, str](), dict[str, str]()
    for sources, into, model in (
        (before.sources, rules, PolicyModel),
        (drawn.sources, blueprints, BlueprintModel),
    ):
        for file, text in sources.items():
            into[file], notes = translate_text(text, file, to, model)
            found += notes
    return _Translated(rules, blueprints), found


def _keeps_meaning(
    before: Report, drawn: BlueprintReport, texts: _Translated, lang: Language
) -> bool:
    """Whether the translated policy and its blueprints are the same; shows what is wrong if not."""
    from workflow_engine.policy import check_texts, read_blueprints
    from workflow_engine.program.fingerprint import fingerprint

    after = check_texts(texts.rules, analysed=False)
    if before.program is None or after.program is None or after.program.hash != before.program.hash:
        show(after.diagnostics, after.sources, lang)
        return False
    redrawn = read_blueprints(texts.blueprints, after.program)
    if fingerprint(redrawn.blueprints) != fingerprint(drawn.blueprints):
        show(redrawn.diagnostics, redrawn.sources, lang)
        return False
    return True


def _write_in_place(texts: _Translated, keywords: str) -> None:
    from workflow_engine.batch.writers import write_file

    for file, text in (*texts.rules.items(), *texts.blueprints.items()):
        write_file(Path(file), text)
    for folder in {Path(file).parent for file in (*texts.rules, *texts.blueprints)}:
        _renew_schemas(folder, keywords)


def _write_anew(
    texts: _Translated, source: Path, target: Path, before: Report, keywords: str
) -> None:
    """The whole folder once more; blueprints from outside of it come to lie inside."""
    from workflow_engine.batch.writers import new_folder, write_file

    assert before.program is not None
    named = before.program.head.blueprints
    inside = named is not None and _inside(source / named, source)
    with new_folder(target) as folder:
        shutil.copytree(source, folder, dirs_exist_ok=True)
        for file, text in texts.rules.items():
            moved = text if inside or named is None else _pointing(text, named)
            write_file(folder / Path(file).name, moved)
        if texts.blueprints and named is not None:
            there = folder / (named if inside else BLUEPRINTS)
            there.mkdir(parents=True, exist_ok=True)
            for file, text in texts.blueprints.items():
                write_file(there / Path(file).name, text)
            _renew_schemas(there, keywords)
        _renew_schemas(folder, keywords)


def _inside(path: Path, folder: Path) -> bool:
    inner, outer = os.path.realpath(path), os.path.realpath(folder)
    return Path(inner).is_relative_to(outer)


def _pointing(text: str, named: str) -> str:
    """The text with its setting `blueprints` led to the folder inside the policy."""
    setting = re.compile(rf"(\b(?:blueprints|蓝图)\s*:\s*[\"']?){re.escape(named)}")
    return setting.sub(lambda found: found[1] + BLUEPRINTS, text)


def _renew_schemas(folder: Path, keywords: str) -> None:
    """The schemas that editors find there, with the same keywords."""
    from workflow_engine.batch.writers import write_file

    for name, blueprint in ((SCHEMA_FILE, False), (BLUEPRINT_SCHEMA_FILE, True)):
        if (folder / name).exists():
            write_file(folder / name, schema_text(keywords, blueprint=blueprint))
