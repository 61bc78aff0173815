"""What Jinja2 says about a template, in the reader's language and with the place in the line."""

from __future__ import annotations

import re

from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.printable import printable
from workflow_engine.render.look_bounds import TooMuchError

_TOKENS = {
    "end of statement block": "%}",
    "begin of statement block": "{%",
    "end of print statement": "}}",
    "begin of print statement": "{{",
    "end of template": "模板结尾",
    "template data / text": "普通文字",
    "name": "名称",
    "string": "文字",
    "integer": "整数",
    "float": "小数",
}
_SYNTAX = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"Expected an expression, got '(.+)'", "这里要写一个变量或文字，却是 {0}"),
        (r"expected token '(.+)', got '(.+)'", "这里要写 {0}，却是 {1}"),
        (r"Unexpected end of template.*innermost block.*is '(.+)'", "`{0}` 没有关闭"),
        (
            r"Encountered unknown tag '(.+?)'.*innermost block.*is '(.+)'",
            ("`{0}` 不是可用的语句，或者位置不对：里层的 `{1}` 还没有关闭"),
        ),
        (r"Encountered unknown tag '(.+?)'", "`{0}` 不是可用的语句"),
        (r"unexpected end of template", "模板没有写完"),
        (r"unexpected '(.+)', expected '(.+)'", "这里是 {0}，应当是 {1}"),
        (r"unexpected char ['\"](.+)['\"] at \d+", "这里不能有 {0}"),
        (r"unexpected '(.+)'", "这里不能有 {0}"),
        (r"Missing end of comment tag", "注释 {{# 没有用 #}} 关闭"),
        (r"Missing end of raw directive", "raw 没有用 endraw 关闭"),
        (r"Block names in Jinja", "块名只能用字母、数字和下划线"),
        (r"tag name expected", "{{% 之后要写语句名"),
        (r"block '(.+)' defined twice", "块 `{0}` 写了两次"),
        (r"can't assign to", "这个名称不能用在 for 中"),
    )
)
_FILLING = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"object' has no attribute '(.+)'", Bilingual("没有 `{0}`", "there is no `{0}`")),
        (r"has no element (.+)", Bilingual("没有 {0}", "there is no {0}")),
        (r"^'(.+)' is undefined", Bilingual("没有 `{0}`", "there is no `{0}`")),
    )
)
_NOT_FIT = Bilingual("这里的值不能这样用", "a value cannot be used in this way")
_NOT_SAFE = Bilingual("这个名称不能使用", "this name may not be used")


def syntax_fault(error: TemplateSyntaxError) -> Bilingual:
    """What is wrong with the writing of a template."""
    said = " ".join((error.message or "").split())
    for pattern, text in _SYNTAX:
        if found := pattern.search(said):
            names = [printable(_TOKENS.get(name, name)) for name in found.groups()]
            return Bilingual(text.format(*names), printable(said))
    return Bilingual("这里的写法不完整，或者不能这样写", printable(said))


def filling_fault(error: Exception) -> Bilingual:
    """What was missing or did not fit while a template was filled."""
    if isinstance(error, TooMuchError):
        return error.reason
    if isinstance(error, SecurityError):
        return _NOT_SAFE
    if isinstance(error, TemplateSyntaxError):
        return syntax_fault(error)
    said = str(error)
    for pattern, text in _FILLING:
        if found := pattern.search(said):
            name = printable(found[1])
            return Bilingual(text.zh.format(name), text.en.format(name))
    return _NOT_FIT


def column_of(error: Exception, text: str, line: int) -> int:
    """The column of what the error names in its line, else that of the first `{{` or `{%`."""
    named = [one or other for one, other in re.findall(r"'([^']+)'|\"([^\"]+)\"", str(error))]
    return column_in(text, line, *reversed(named))


def column_in(text: str, line: int, *wanted: str) -> int:
    """The column where one of the wanted texts stands in a line, else its first tag or letter."""
    lines = text.split("\n")
    row = lines[line - 1] if 0 < line <= len(lines) else ""
    for one in wanted:
        if one and (at := row.find(one)) >= 0:
            return at + 1
    tag = re.search(r"\{[{%]", row) or re.search(r"\S", row)
    return tag.start() + 1 if tag else 1
