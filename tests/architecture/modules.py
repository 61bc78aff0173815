"""The source files of the package as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "workflow_engine"


@dataclass(frozen=True)
class Module:
    """One file: `name` is its path below the package, such as `decide/reference.py`."""

    name: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.name.partition("/")[0].removesuffix(".py")

    def walk(self) -> Iterator[ast.AST]:
        return ast.walk(self.tree)

    def imports(self) -> set[str]:
        """The modules imported anywhere in the file, by full name."""
        found: set[str] = set()
        for node in self.walk():
            if isinstance(node, ast.Import):
                found.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name}: relative import"
                found.add(node.module or "")
        return found

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Every call with the name it is written by: `exec`, `os.environ.get`."""
        for node in self.walk():
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func), node


@cache
def modules() -> tuple[Module, ...]:
    return tuple(
        Module(str(path.relative_to(PACKAGE).as_posix()), text, ast.parse(text))
        for path in sorted(PACKAGE.rglob("*.py"))
        if (text := path.read_text(encoding="utf-8")) is not None
    )
