"""A policy's own templates: a company's logo and words in the printed pages, checked before use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, meta, nodes

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.printable import printable
from workflow_engine.render.look_faults import column_in
from workflow_engine.render.look_language import CALLS, Checked, outputs
from workflow_engine.render.look_markup import (
    LARGEST_IMAGE,
    image_data,
    markup_findings,
    style_findings,
)
from workflow_engine.render.pages import environment

FRAME = frozenset({"title", "style", "page_size", "page_margin", "running"})
"""Blocks of the frame, which are no place for HTML."""
STYLE = "look.css"
PICTURES = (".png", ".jpg", ".jpeg", ".svg")
LARGEST = 64
"""Kilobytes of a template or a style sheet."""
MOST_BYTES = LARGEST_IMAGE * 1024
"""Bytes of any file; of a larger one it is enough to read one more."""


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """Templates over those of the package, a style sheet, and pictures as `data:` addresses.

    `templates` are by name (`sheet.html`), `images` by file name. Everything in it was checked by
    `read_look`, which is the way to make one.
    """

    folder: str
    templates: Mapping[str, str]
    style: str
    images: Mapping[str, str]

    def shown(self, name: str) -> str:
        """The path of a template as the author knows it."""
        return f"{self.folder}/{name}"


@dataclass(frozen=True, slots=True)
class LookReport:
    """What checking a folder of templates found; `look` is None when a finding is an error."""

    look: Look | None
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]


def read_look(files: Mapping[str, bytes], folder: str = "templates") -> LookReport:
    """The look that files make, by name within their folder; `folder` is how findings name it.

    Nothing raises: whatever is wrong with a file is a finding.
    """
    reader = _Reader(folder)
    for name, data in sorted(files.items()):
        reader.take(name, data)
    return reader.report()


def unusable_file(folder: str, name: str, reason: str = "") -> Diagnostic:
    """What is in the folder and can be of no use: no file, or one that cannot be read."""
    return diagnose(
        "WE918",
        Place(f"{folder}/{name}"),
        name=printable(name),
        reason=reason or Bilingual("不是普通文件", "it is no ordinary file"),
        known=_listed(overridable()),
    )


_OURS = frozenset({"document.html", "coverage.html", "impact.html"})
"""The frame of every page, and the reports for a policy's authors."""


@cache
def overridable() -> Mapping[str, frozenset[str]]:
    """The engine's templates that can be filled anew, each with its blocks."""
    env = environment()
    found = {}
    for name in env.list_templates():
        if name.endswith(".html") and name not in _OURS:
            blocks = _blocks(env.parse(_source(env, name)))
            if blocks - FRAME:
                found[name] = blocks - FRAME
    return found


class _Reader:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._found: list[Diagnostic] = []
        self._templates: dict[str, str] = {}
        self._images: dict[str, str] = {}
        self._style = ""
        self._sources: dict[str, str] = {}
        self._assets: list[tuple[str, Place]] = []

    def take(self, name: str, data: bytes) -> None:
        """One file of the folder."""
        lower = name.lower()
        if lower.endswith(PICTURES):
            address, wrong = image_data(name, data)
            self._images[name] = address
            if wrong is not None:
                self._tell(
                    "WE917", name, name=printable(name), reason=wrong, most=str(LARGEST_IMAGE)
                )
        elif name == STYLE or name in overridable():
            self._text(name, data)
        else:
            self._file(
                name, Bilingual("不是可用的文件名", "there is no use for a file of this name")
            )

    def report(self) -> LookReport:
        """What came of the files."""
        for name, place in self._assets:
            if name not in self._images:
                known = _listed(self._images) or "—"
                self._found.append(
                    diagnose(
                        "WE917",
                        place,
                        name=printable(name),
                        reason=Bilingual(
                            f"templates/ 中没有它（有：{known}）",
                            f"it is not in templates/ (there are: {known})",
                        ),
                        most=str(LARGEST_IMAGE),
                    )
                )
        look = Look(self._folder, self._templates, self._style, self._images)
        wrong = any(found.severity == "error" for found in self._found)
        return LookReport(None if wrong else look, tuple(self._found), self._sources)

    def _text(self, name: str, data: bytes) -> None:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            self._file(name, Bilingual("不是 UTF-8 文本", "it is no UTF-8 text"))
            return
        if len(data) > LARGEST * 1024 or "\x00" in text:
            self._file(
                name,
                Bilingual(
                    f"超过 {LARGEST} KB 或含有控制符", f"over {LARGEST} KB, or control characters"
                ),
            )
            return
        shown = f"{self._folder}/{name}"
        self._sources[shown] = text
        if name == STYLE:
            self._style = text
            self._found += style_findings(text, shown)
            return
        self._templates[name] = text
        env = environment()
        checked = Checked(text, name, shown=shown, env=env, names=_names(name))
        self._found += checked.diagnostics
        self._assets += checked.assets
        for block, node in checked.blocks.items():
            if block not in overridable()[name]:
                known = _listed(overridable()[name])
                self._found.append(
                    diagnose(
                        "WE912",
                        Place(shown, node.lineno, column_in(text, node.lineno, block)),
                        template=name,
                        block=printable(block),
                        known=known,
                    )
                )
            for body in outputs(node):
                self._found += markup_findings(body, shown, text)

    def _file(self, name: str, reason: Bilingual) -> None:
        known = _listed(overridable())
        self._tell("WE918", name, name=printable(name), reason=reason, known=known)

    def _tell(self, code: str, file: str, **args: Any) -> None:
        self._found.append(diagnose(code, Place(f"{self._folder}/{file}"), **args))


def _names(template: str) -> dict[str, Any]:
    """What a template can print, by name: what the engine's own prints, with types where known."""
    from workflow_engine.render.plan_page import PlanSheet

    env = environment()
    tree = env.parse(_source(env, template))
    names: dict[str, Any] = dict.fromkeys(meta.find_undeclared_variables(tree), Any)
    names |= dict.fromkeys(CALLS, Any)
    names |= dict.fromkeys(
        ("lang", "foot", "policy_title", "version", "policy_hash", "document"), str
    )
    names.pop("say", None)
    if template == "sheet.html":
        names["sheet"] = PlanSheet
    return names


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _blocks(tree: nodes.Template) -> frozenset[str]:
    return frozenset(block.name for block in tree.find_all(nodes.Block))


def _source(env: Environment, name: str) -> str:
    assert env.loader is not None
    return env.loader.get_source(env, name)[0]
