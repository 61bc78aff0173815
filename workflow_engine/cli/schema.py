"""`workflow-engine schema`: the JSON Schema that lets an editor complete and check policies."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

HELP = (
    "输出 JSON Schema，供编辑器补全和检查政策文件或服务蓝图文件",
    "write the JSON Schema with which an editor completes and checks policy or blueprint files",
)
EXAMPLE = "workflow-engine schema --keywords zh --out policy.schema.json"


def arguments(parser: argparse.ArgumentParser, zh: bool) -> None:  # noqa: FBT001
    """Add the command's arguments."""
    parser.add_argument(
        "--keywords",
        choices=("en", "zh"),
        default="en",
        help="政策文件所用关键词的语言" if zh else "language of the policy's keywords",
    )
    parser.add_argument(
        "--blueprint",
        action="store_true",
        help="服务蓝图文件的，而不是政策文件的" if zh else "of blueprint files instead",
    )
    parser.add_argument("--out", metavar="FILE", help="写入文件" if zh else "write to a file")


def run(options: argparse.Namespace) -> int:
    """Print the schema, or write it to a file."""
    text = schema_text(options.keywords, blueprint=options.blueprint)
    if options.out is None:
        print(text, end="")
    else:
        from workflow_engine.batch.writers import write_file

        write_file(Path(options.out), text.encode())
    return 0


def schema_text(keywords: str, *, blueprint: bool = False) -> str:
    """The schema as it is written to a file: that of policy files, or of blueprint files."""
    from workflow_engine.model.schema import blueprint_schema, json_schema

    write = blueprint_schema if blueprint else json_schema
    schema = write("zh" if keywords == "zh" else "en")
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
