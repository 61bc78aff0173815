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
BLUEPRINT_SCHEMA_FILE = "blueprint.schema.json"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="FOLDER", help="新文件夹" if zh else "the new folder")
    parser.add_argument(
        "--from",
        dest="pack",
        choices=PACKS,
        default=PACKS[0],
        help="以哪一份为样板；vip 用中文关键词，默认 tobacco-retail"
        if zh
        else "the one to start from; vip has Chinese keywords; default: tobacco-retail",
    )


def run(options: argparse.Namespace) -> int:
    """Copy the pack and its blueprints, with a schema that editors find through a first line."""
    from workflow_engine.batch.writers import new_folder

    zh = options.lang == "zh"
    target = Path(options.folder)
    require_new(target)
    with new_folder(target) as folder:
        _fill(folder, options.pack)
    say(
        f"已建好 {target}。下一步：workflow-engine check {target}"
        if zh
        else f"{target} is ready. Next: workflow-engine check {target}"
    )
    return FINE


def _fill(folder: Path, pack: str) -> None:
    packs = pack_folder()
    shutil.copytree(packs / "rules" / pack, folder, dirs_exist_ok=True)
    shutil.copytree(packs / "blueprints" / pack, folder / "blueprints", dirs_exist_ok=True)
    keywords = "zh" if pack == "vip" else "en"
    _give_schema(folder, SCHEMA_FILE, schema_text(keywords))
    drawn = folder / "blueprints"
    _give_schema(drawn, BLUEPRINT_SCHEMA_FILE, schema_text(keywords, blueprint=True))
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        text = text.replace(f"../../blueprints/{pack}", "blueprints")
        file.write_text(text, encoding="utf-8")


def _give_schema(folder: Path, name: str, schema: str) -> None:
    """A schema in the folder, and a first line in its YAML files by which editors find it."""
    (folder / name).write_text(schema, encoding="utf-8")
    for file in folder.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(f"# yaml-language-server: $schema={name}\n{text}", encoding="utf-8")


def require_new(folder: Path) -> None:
    """Raise UsageError unless the folder can be made, or is there and empty."""
    if folder.is_dir():
        if any(folder.iterdir()):
            raise UsageError(f"`{folder}` is not empty", zh=f"文件夹 `{folder}` 里已经有东西")
    elif folder.exists():
        raise UsageError(f"`{folder}` is a file", zh=f"`{folder}` 是文件，要写一个新文件夹的名字")


def pack_folder() -> Path:
    """Where the shipped policies are: in the installed package, or in the source tree."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "packs"
    return installed if installed.is_dir() else package.parent
