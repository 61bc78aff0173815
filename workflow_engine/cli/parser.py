"""The argument parser: help and usage mistakes in the caller's language, wrapped by width."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NoReturn

from workflow_engine.cli.main import USAGE, say
from workflow_engine.diagnostics.suggest import did_you_mean
from workflow_engine.diagnostics.width import display_width, pad

SUPPRESS = argparse.SUPPRESS
_CHINESE = (
    (r"the following arguments are required: (.*)", "缺少 {0}"),
    (r"unrecognized arguments: (.*)", "不认识 `{0}`"),
    (r"argument (\S+): expected one argument", "{0} 后面要写一个值"),
    (r"argument (\S+): expected at least one argument", "{0} 后面至少要写一个值"),
    (r"argument (\S+): not allowed with argument (\S+)", "{0} 不能和 {1} 一起用"),
    (r"one of the arguments (.*) is required", "须写其中一个：{0}"),
    (r"argument (\S+): invalid (?:int|float) value: '(.*)'", "{0} 要写数字，不能是 `{1}`"),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.*)\)", "{0} 不能是 `{1}`，可用：{2}"),
)
_NO_COMMAND = re.compile(r"argument COMMAND: invalid choice: '(.*)' \(choose from .*\)")


class Parser(argparse.ArgumentParser):
    """Speaks Chinese or English; `commands` are the words that may stand for COMMAND."""

    def __init__(self, *, zh: bool, commands: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(
            **options,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_ChineseFormatter if zh else _Formatter,
        )
        self._zh = zh
        self.commands = commands
        self._positionals.title = "参数" if zh else "arguments"
        self._optionals.title = "选项" if zh else "options"
        self.add_argument(
            "-h", "--help", action="help", help="显示这份说明" if zh else "show this help"
        )

    def write_usage(self) -> None:
        """Fix the usage line: what must be given, in order, and that there are options."""
        words = []
        for action in self._actions:
            if action.nargs == argparse.PARSER:
                words.append(str(action.metavar))
            elif not action.option_strings:
                word = str(action.metavar)
                optional = action.nargs in (argparse.OPTIONAL, argparse.ZERO_OR_MORE)
                words.append(f"[{word}]" if optional else word)
        for action in self._actions:
            if action.option_strings and action.required:
                choices = "|".join(map(str, action.choices or ()))
                words.append(f"{action.option_strings[0]} {choices or action.metavar}")
        self.usage = " ".join([self.prog, *words, "[选项]" if self._zh else "[options]"])

    def error(self, message: str) -> NoReturn:
        """Tell a usage mistake, with where to read more; exit code 2."""
        see = f"{self.prog} --help"
        text = f"{self.prog}: {self._in_language(message)}"
        say(f"{text}\n{'用法见' if self._zh else 'see'}: {see}")
        sys.exit(USAGE)

    def _in_language(self, message: str) -> str:
        found = _NO_COMMAND.fullmatch(message)
        if found:
            near = did_you_mean(found[1], self.commands)
            known = ", ".join(self.commands)
            if self._zh:
                return f"没有命令 `{found[1]}`，" + (
                    f"是不是 `{near}`？" if near else f"可用：{known}"
                )
            return f"no command `{found[1]}`; " + (
                f"did you mean `{near}`?" if near else f"there are: {known}"
            )
        if self._zh:
            for pattern, chinese in _CHINESE:
                found = re.fullmatch(pattern, message)
                if found:
                    return chinese.format(*found.groups())
        return message


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Wraps by display width, as a terminal does."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(wrapped(text, width))


class _ChineseFormatter(_Formatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def listing(rows: Iterable[tuple[str, str]]) -> str:
    """Words and what they mean in two columns, for the terminal's width."""
    listed = list(rows)
    indent = max(display_width(word) for word, _ in listed) + 4
    room = max(20, shutil.get_terminal_size().columns - 2 - indent)
    lines = []
    for word, meaning in listed:
        first, *rest = wrapped(meaning, room)
        lines.append(pad(f"  {word}", indent) + first)
        lines += (" " * indent + line for line in rest)
    return "\n".join(lines)


def wrapped(text: str, width: int) -> Iterator[str]:
    """Lines of at most `width` columns; Chinese may break between any two characters.

    A closing mark stays with the character before it, as Chinese typography asks.

    >>> list(wrapped("写到文件；不写则改写原文件", 10))
    ['写到文件；', '不写则改写', '原文件']
    """
    line = ""
    for piece in re.findall(r"\s+|(?:[\x21-\x7e]+|.)[，。、；：？！）”》]*", text):
        if line and display_width((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    if line.strip():
        yield line.rstrip()
