"""Cells and YAML: a node as the text of one cell, and the text of a cell as YAML."""

from __future__ import annotations

import re

from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.language.reader import read_yaml
from workflow_engine.model.reading import is_null

_UNSAFE = re.compile(r"""^$|^[-?:,\[\]{}#&*!|>'"%@`~\s]|:(\s|$)|\s\#|\s$|[\n\t：，；“”‘’　]""")
_UNSAFE_IN_FLOW = re.compile(_UNSAFE.pattern + r"|[,\[\]{}]")
_SEPARATOR = re.compile(r"\s*[、,，;；\n]\s*")
_LISTED = "、"


def cell_text(node: Node | None) -> str:
    """What a cell shows of a node: a text as it is, a list of plain texts with `、` between them,
    anything else as YAML on one line.
    """
    if node is None or is_null(node):
        return ""
    if isinstance(node, ScalarNode):
        return str(node.value).strip()
    if isinstance(node, SequenceNode):
        texts = [str(item.value) for item in node.items if isinstance(item, ScalarNode)]
        plain = len(texts) == len(node.items) > 0
        if plain and not any(not text or _SEPARATOR.search(text) for text in texts):
            return _LISTED.join(texts)
    return flow_text(node)


def flow_text(node: Node) -> str:
    """A node as YAML on one line."""
    if isinstance(node, ScalarNode):
        return "~" if is_null(node) else scalar_text(str(node.value), quoted=node.value.quoted)
    if isinstance(node, SequenceNode):
        return "[" + ", ".join(map(flow_text, node.items)) + "]"
    entries = (f"{scalar_text(str(key.value))}: {flow_text(value)}" for key, value in node)
    return "{" + ", ".join(entries) + "}"


def scalar_text(text: str, *, quoted: bool = False, flow: bool = True) -> str:
    """A text as a YAML scalar, in quotes where it must be, or where it was before.

    `flow` tells whether it stands within `{ }` or `[ ]`, where commas and brackets end a text.

    >>> scalar_text("≥ 28"), scalar_text("a, b"), scalar_text("a, b", flow=False)
    ('≥ 28', '"a, b"', 'a, b')
    """
    unsafe = _UNSAFE_IN_FLOW if flow else _UNSAFE
    if not quoted and not unsafe.search(text):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\t", "\\t") + '"'


def list_text(text: str) -> str:
    """Texts with a separator between them as a YAML list on one line.

    >>> list_text("数字技能、客户关系管理")
    '[数字技能, 客户关系管理]'
    """
    names = [name for name in _SEPARATOR.split(text.strip()) if name]
    return "[" + ", ".join(map(scalar_text, names)) + "]"


def nested(text: str) -> bool:
    """Whether the text of a cell is a map or a list written as YAML."""
    if not text.startswith(("{", "[")):
        return False
    node, found = read_yaml(f"cell: {text}\n", "")
    if any(one.severity == "error" for one in found) or not isinstance(node, MappingNode):
        return False
    return isinstance(node.get("cell"), MappingNode | SequenceNode)
