"""Strict YAML with exact positions: text in, a tree of texts out, mistakes as values.

libyaml splits the text into events; resolving is ours, so nothing but text, lists and mappings
ever comes out, and no tag, merge key or alias can do more than this module allows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import yaml

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Fix, Place
from workflow_engine.diagnostics.file_words import ENGLISH
from workflow_engine.diagnostics.lines import lines_of
from workflow_engine.language.cut_expressions import (
    cut_by_brackets,
    cut_by_commas,
    has_tight_colons,
)
from workflow_engine.language.decoding import decode
from workflow_engine.language.indentation import TAB_IN_DOUBT, indenting, readings, structure
from workflow_engine.language.lookalikes import find_slips
from workflow_engine.language.nodes import Node, Written
from workflow_engine.language.repair import MendedText, Slip, mend
from workflow_engine.language.tree import TreeBuilder
from workflow_engine.language.yaml_problems import explain_problem

__all__ = ["decode", "read_yaml"]

# What libyaml refuses or takes for a line break of its own; each is replaced by one space, so that
# lines and columns stay as the author sees them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]")
_KEY_END = re.compile(r"[:：\s]+$")
_TITLES = {
    "WE105": Bilingual("换成空格", "replace it by a space"),
    "WE121": Bilingual("换成空格", "replace it by spaces"),
    "WE122": Bilingual("改成英文冒号加空格", "write a plain colon and a space"),
    "WE123": Bilingual("改成英文逗号", "write a plain comma"),
    "WE124": Bilingual("改成英文引号", "write plain quotation marks"),
    "WE125": Bilingual("换成普通空格", "replace it by ordinary spaces"),
    "WE126": Bilingual("改成半角字符", "write it in half width"),
    "WE127": Bilingual("改成半角符号", "write it in half width"),
    "WE128": Bilingual("删掉看不见的字符", "delete the invisible character"),
    "WE129": Bilingual("给条件加上引号", "put the condition in quotes"),
    "WE130": Bilingual("在冒号后加空格", "put a space after the colon"),
}


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of one file, and everything wrong with its text.

    Look-alike characters and conditions cut apart by a comma are reported with a safe fix and read
    as if mended, so that all other mistakes show at once; every place is in the author's text.
    The node is None when the text holds nothing or cannot be read as YAML.
    """
    text = text.removeprefix("\ufeff")
    slips: list[Slip] = []
    cleaned = text
    if _CONTROL.search(text):
        cleaned = _CONTROL.sub(" ", text)
        slips += _control_slips(lines_of(text))
    lines = lines_of(cleaned)
    mending = find_slips(lines)
    node, problems, doubtful = _parse(cleaned, mending, lines, file)
    for mended in _second_looks(doubtful if node else None, problems, mending, lines):
        again = _parse(cleaned, mended, lines, file)
        if again[0] is not None:
            mending = mended
            node, problems, doubtful = again
            break
    if node is not None:
        cut = cut_by_commas(doubtful, lines, mending)
        if cut:
            mending = [*mending, *cut]
            node, problems, _ = _parse(cleaned, mending, lines, file)
    doubt = False
    if any(indenting(slip, lines) for slip in mending):
        parsed = _indented(cleaned, mending, lines, file)
        doubt = len(parsed) != 1
        if len(parsed) > 1:  # to read on would be to guess
            node, problems = None, []
        elif parsed:
            mending, node, problems = parsed[0]
    slips += mending
    found = [*_report(slips, lines_of(text), file, doubt=doubt), *problems]
    if node is None and not any(d.severity == "error" for d in found):
        found.append(diagnose("WE104", Place(file)))
    return node, sorted(found, key=lambda d: d.place)


def _indented(
    text: str, slips: list[Slip], lines: list[str], file: str
) -> list[tuple[list[Slip], Node, list[Diagnostic]]]:
    """What the text may say with the tabs that indent it: each different reading once."""
    found: dict[str, tuple[list[Slip], Node, list[Diagnostic]]] = {}
    for mending in readings(slips, lines):
        node, problems, _ = _parse(text, mending, lines, file)
        if node is not None:
            found.setdefault(repr(structure(node)), (mending, node, problems))
    return list(found.values())


def _second_looks(
    doubtful: list[Written] | None,
    problems: list[Diagnostic],
    mending: list[Slip],
    lines: list[str],
) -> Iterator[list[Slip]]:
    """What else might be mended when the text does not parse, or parses into nonsense.

    `doubtful` is None when it does not parse.
    """
    if doubtful is not None and not has_tight_colons(doubtful):
        return
    thorough = find_slips(lines, thorough=True)
    if not set(thorough) <= set(mending):
        yield thorough
    if doubtful is None and problems:
        cut = cut_by_brackets(lines, problems[-1].place, mending)
        if cut:
            yield [*mending, *cut]


def _control_slips(lines: list[str]) -> list[Slip]:
    return [
        Slip(number, match.start(), match.end(), " ", "WE105")
        for number, line in enumerate(lines)
        for match in _CONTROL.finditer(line)
    ]


def _parse(
    text: str, slips: list[Slip], lines: list[str], file: str
) -> tuple[Node | None, list[Diagnostic], list[Written]]:
    mended = mend(text, slips) if slips else MendedText(text)
    builder = TreeBuilder(mended, file)
    loader = yaml.CLoader(mended.text)
    try:
        event = loader.get_event()
        while event is not None and builder.take(event):
            event = loader.get_event()
    except yaml.MarkedYAMLError as error:
        problem = explain_problem(error, mended, lines, file)
        return None, [*builder.diagnostics, problem], []
    finally:
        loader.dispose()
    return builder.root, builder.diagnostics, builder.doubtful


def _report(slips: list[Slip], lines: list[str], file: str, *, doubt: bool) -> list[Diagnostic]:
    """One finding for all slips of one kind in one line; `doubt` is about tabs that indent."""
    groups: dict[tuple[int, str], list[Slip]] = {}
    for slip in sorted(slips):
        groups.setdefault((slip.line, slip.code), []).append(slip)
    return [
        _doubtful_tab(group[0].place(file))
        if doubt and any(indenting(slip, lines) for slip in group)
        else _finding(code, group, lines, file)
        for (_, code), group in groups.items()
    ]


def _doubtful_tab(place: Place) -> Diagnostic:
    return diagnose("WE121", place, help=TAB_IN_DOUBT)


def _finding(code: str, group: list[Slip], lines: list[str], file: str) -> Diagnostic:
    line = lines[group[0].line]
    first = group[0]
    fix = Fix(_TITLES[code], tuple(slip.edit(file) for slip in group))
    args: dict[str, str] = {}
    if code in {"WE105", "WE128"}:
        args["character"] = " ".join(
            _described(character) for character in line[first.start : first.end]
        )
    elif code in {"WE122", "WE130"}:
        args["key"] = re.split(r"[\s,，{\[]", _KEY_END.sub("", line[: first.start]))[-1]
    elif code == "WE123":
        args["sign"] = line[first.start : first.end]
    elif code in {"WE126", "WE127"}:
        args["found"] = " ".join(line[slip.start : slip.end] for slip in group)
        args["wanted"] = " ".join(slip.text.strip() for slip in group)
    elif code == "WE129":
        args["wanted"] = first.text
    return diagnose(
        code,
        first.place(file),
        labels=(),
        fix=fix,
        severity=None,
        help=None,
        keywords=ENGLISH,
        **args,
    )


def _described(character: str) -> str:
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X}" + (f" {name}" if name else "")
