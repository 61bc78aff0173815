"""`workflow-engine translate`: the same policy with the keywords of the other language."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Mapping
from pathlib import Path

from workflow_engine.cli.init import SCHEMA_FILE, require_new
from workflow_engine.cli.loading import policy_argument, show
from workflow_engine.cli.main import FINDINGS, FINE, NO_POLICY, say
from workflow_engine.cli.schema import schema_text

HELP = (
    "把政策的关键词译成中文或英文，注释、名称和排版都保留，含义不变",
    "rewrite a policy's keywords in Chinese or English; comments, names and layout stay",
)
EXAMPLE = "workflow-engine translate rules/tobacco-retail --to zh --out rules/tobacco-retail-zh"


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


def run(options: argparse.Namespace) -> int:
    """Write nothing unless every file translates and the policy keeps its meaning."""
    from workflow_engine.batch.writers import new_folder
    from workflow_engine.model.translate import translate_text
    from workflow_engine.policy import check, check_texts

    zh = options.lang == "zh"
    before = check(options.policy)
    if before.program is None:
        show(before.diagnostics, before.sources, options.lang)
        return NO_POLICY
    texts, found = {}, []
    for file, text in before.sources.items():
        texts[file], notes = translate_text(text, file, options.to)
        found += notes
    if found:
        show(found, before.sources, options.lang)
        return FINDINGS
    after = check_texts(texts)
    if after.program is None or after.program.hash != before.program.hash:
        show(after.diagnostics, after.sources, options.lang)
        say("译文与原文含义不同，未写出" if zh else "the meaning would change; nothing written")
        return FINDINGS
    target = Path(options.policy if options.out is None else options.out)
    if options.out is None:
        _write(texts, target, options.to)
    else:
        require_new(target)
        with new_folder(target) as folder:
            shutil.copytree(options.policy, folder, dirs_exist_ok=True)
            _write(texts, folder, options.to)
    count = len(texts)
    say(f"已写出 {count} 个文件：{target}" if zh else f"{count} files written: {target}")
    return FINE


def _write(texts: Mapping[str, str], folder: Path, keywords: str) -> None:
    """The texts under their names, and the schema of an editor with the same keywords."""
    from workflow_engine.batch.writers import write_file

    for file, text in texts.items():
        write_file(folder / Path(file).name, text)
    if (folder / SCHEMA_FILE).exists():
        write_file(folder / SCHEMA_FILE, schema_text(keywords))
