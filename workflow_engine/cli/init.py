"""`workflow-engine init`: a shipped policy as the start of one's own."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from workflow_engine.cli.main import FINE, say
from workflow_engine.cli.schema import schema_text
from workflow_engine.errors import UsageError

HELP = (
    "以随附的政策为样板，新建自己的政策文件夹",
    "start a policy of your own from one that ships",
)
EXAMPLE = "workflow-engine init my-policy --from tobacco-retail"
PACKS = ("tobacco-retail", "vip")
SCHEMA_FILE = "policy.schema.json"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="FOLDER", help="新文件夹" if zh else "the new folder")
    parser.add_argument("--from", dest="pack", choices=PACKS, default=PACKS[0])


def run(options: argparse.Namespace) -> int:
    """Copy the pack and its blueprints, with a schema that editors find through a first line."""
    zh = options.lang == "zh"
    target = Path(options.folder)
    if target.exists() and any(target.iterdir()):
        raise UsageError(f"`{target}` 不是空文件夹" if zh else f"`{target}` is not empty")
    packs = pack_folder()
    shutil.copytree(packs / "rules" / options.pack, target, dirs_exist_ok=True)
    shutil.copytree(packs / "blueprints" / options.pack, target / "blueprints", dirs_exist_ok=True)
    keywords = "zh" if options.pack == "vip" else "en"
    (target / SCHEMA_FILE).write_text(schema_text(keywords), encoding="utf-8")
    modeline = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
    for file in sorted(target.glob("*.yaml")):
        text = file.read_text(encoding="utf-8")
        text = text.replace(f"../../blueprints/{options.pack}", "blueprints")
        file.write_text(modeline + text, encoding="utf-8")
    say(
        f"已建好 {target}。下一步：workflow-engine check {target}"
        if zh
        else f"{target} is ready. Next: workflow-engine check {target}"
    )
    return FINE


def pack_folder() -> Path:
    """Where the shipped policies are: in the installed package, or in the source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "packs"
    return installed if installed.is_dir() else package.parent
