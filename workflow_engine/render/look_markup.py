"""The HTML, the style and the pictures of a policy's own templates: what may stand in them.

Nothing here can fetch, run or leave its place: tags and attributes are those of a list, addresses
are those of pictures read from the folder, and what is opened is closed in the same breath.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import unescape
from xml.parsers import expat

from jinja2 import nodes

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.codes import diagnose
from workflow_engine.diagnostics.diagnostic import Diagnostic, Place
from workflow_engine.diagnostics.printable import printable
from workflow_engine.render.look_faults import column_in

TAGS = frozenset(
    [
        "a",
        "article",
        "b",
        "bdi",
        "blockquote",
        "br",
        "caption",
        "col",
        "colgroup",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "header",
        "hr",
        "i",
        "img",
        "li",
        "ol",
        "p",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "wbr",
    ]
)
EMPTY = frozenset({"br", "col", "hr", "img", "wbr"})
ATTRIBUTES = frozenset(
    [
        "alt",
        "class",
        "colspan",
        "dir",
        "height",
        "href",
        "lang",
        "rowspan",
        "src",
        "style",
        "title",
        "width",
    ]
)
LARGEST_IMAGE = 512
"""Kilobytes of a picture: it is printed once for every customer."""

_NO_SHAPES = frozenset(
    {"script", "foreignobject", "iframe", "image", "style", "a", "animate", "set", "use"}
)
_VALUE = "\x00"
_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+\s*=\s*\"[^\"<>]*\")*)\s*(/?)>", re.ASCII
)
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*\"([^\"]*)\"", re.ASCII)
FUNCTIONS = frozenset(
    [
        "calc",
        "clamp",
        "counter",
        "counters",
        "hsl",
        "hsla",
        "linear-gradient",
        "max",
        "min",
        "radial-gradient",
        "repeating-linear-gradient",
        "rgb",
        "rgba",
        "rotate",
        "scale",
        "skew",
        "translate",
    ]
)
"""Functions of CSS that a style may use: none of them takes an address."""
CHOICES = frozenset({"is", "lang", "not", "nth-child", "nth-last-child", "nth-of-type", "where"})
"""Those that stand after a colon and choose elements."""
_BAD_STYLE = re.compile(
    r"(?P<function>:?-?[a-z_][\w-]*)\(|@(?!media\b)[\w-]*|[\w-]*url[\w-]*\s*\(|\\|<|"
    r"javascript:|vbscript:|behavior\s*:|-moz-binding",
    re.IGNORECASE | re.ASCII,
)
_WORDS = {
    "comment": Bilingual(
        "不用 HTML 注释，注释写成 {# … #}", "no HTML comments; write {# … #} instead"
    ),
    "tag": Bilingual("标签 <NAME> 不可用", "the tag <NAME> is not among those"),
    "attribute": Bilingual("属性 NAME 不可用", "the attribute NAME is not among those"),
    "written": Bilingual(
        "`<` 之后不是一个完整的标签（文字中的 < 写成 &lt;，if 和 for 不写在标签里面）",
        "`<` begins no whole tag (in text write &lt;; `if` and `for` stand outside of tags)",
    ),
    "address": Bilingual(
        'NAME 只能是 {{ asset("文件") }}（图片）或 #位置（链接）',
        'NAME is {{ asset("file") }} for a picture or #place for a link, and nothing else',
    ),
    "fixed": Bilingual("NAME 的值不能由变量给出", "the value of NAME cannot be a variable"),
    "style": Bilingual("style 中有 `NAME`", "its style has `NAME`"),
    "closed": Bilingual(
        "标签 <NAME> 没有在同一处关闭", "the tag <NAME> is not closed in the same place"
    ),
    "opened": Bilingual("</NAME> 没有对应的开头", "</NAME> closes nothing"),
}


def markup_findings(body: list[nodes.Node], shown: str, source: str) -> Iterator[Diagnostic]:
    """What is wrong with the tags of one body of a template; its branches are bodies themselves.

    `source` is the text of the template, `shown` its path.
    """

    def finding(line: int, reason: str, name: str = "", mark: str = "") -> Diagnostic:
        text, named = _WORDS[reason], printable(name)
        said = Bilingual(text.zh.replace("NAME", named), text.en.replace("NAME", named))
        place = Place(shown, line, column_in(source, line, mark or name))
        return diagnose("WE915", place, reason=said)

    opened: list[tuple[str, int]] = []
    for node in body:
        if not isinstance(node, nodes.Output):
            continue
        text, values = _joined(node)
        for found in _tags(text):
            line = node.lineno + text.count("\n", 0, found[0])
            if isinstance(found[1], str):
                yield finding(line, found[1], mark="<")
                continue
            closing, name, attributes, alone = found[1].groups()
            name = name.lower()
            if name not in TAGS:
                yield finding(line, "tag", name, f"<{closing}{found[1][2]}")
            for reason, attribute in _attribute_findings(name, attributes, text, values, found[0]):
                yield finding(line, reason, attribute)
            if name in EMPTY or alone:
                continue
            if not closing:
                opened.append((name, line))
            elif opened and opened[-1][0] == name:
                opened.pop()
            else:
                yield finding(line, "opened", name, f"</{found[1][2]}")
    for name, line in opened:
        yield finding(line, "closed", name, f"<{name}")


def style_findings(text: str, shown: str) -> Iterator[Diagnostic]:
    """What a style sheet says that could read something, or end the style."""
    for at, bad in _bad_style(text):
        line = 1 + text.count("\n", 0, at)
        place = Place(shown, line, at - text.rfind("\n", 0, at))
        yield diagnose("WE916", place, text=printable(bad[:40]))
    if text.count("{") != text.count("}"):
        yield diagnose("WE916", Place(shown, 1, 1), text="{ }")


def _bad_style(text: str) -> Iterator[tuple[int, str]]:
    """What may not be in a style, with its place: addresses, escapes, functions not in the list."""
    for found in _BAD_STYLE.finditer(text):
        function = found["function"]
        if function is None or not _may_call(function.lower()):
            yield found.start(), found.group()


def _may_call(name: str) -> bool:
    return name[1:] in CHOICES if name.startswith(":") else name in FUNCTIONS


def image_data(name: str, data: bytes) -> tuple[str, Bilingual | None]:
    """The picture as a `data:` address, or why it cannot be used."""
    kind = name.rsplit(".", 1)[-1].lower()
    wrong: Bilingual | None = None
    if len(data) > LARGEST_IMAGE * 1024:
        wrong = Bilingual("文件太大", "it is too large")
    elif kind == "png":
        media = "image/png"
        if not data.startswith(b"\x89PNG\r\n\x1a\n"):
            wrong = Bilingual("它不是 PNG 图片", "it is no PNG")
    elif kind in {"jpg", "jpeg"}:
        media = "image/jpeg"
        if not data.startswith(b"\xff\xd8\xff"):
            wrong = Bilingual("它不是 JPEG 图片", "it is no JPEG")
    else:
        media = "image/svg+xml"
        wrong = _svg_fault(data)
    if wrong is not None:
        return "", wrong
    return f"data:{media};base64,{base64.b64encode(data).decode()}", None


class _NoShapeError(Exception):
    """Something in an SVG that is no shape."""


def _svg_fault(data: bytes) -> Bilingual | None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = _shape
    parser.StartDoctypeDeclHandler = _declaration
    parser.ProcessingInstructionHandler = _instruction
    try:
        parser.Parse(data, True)  # noqa: FBT003 - the API of expat
    except _NoShapeError as found:
        text = printable(str(found)[:40])
        return Bilingual(f"含有 {text}", f"it has {text}")
    except expat.ExpatError:
        return Bilingual("它不是完整的 SVG", "it is no well-formed SVG")
    return None


def _shape(name: str, attributes: dict[str, str]) -> None:
    """Refuse an element that runs, moves, repeats or reads something."""
    tag = name.rsplit(":", 1)[-1]
    if tag.lower() in _NO_SHAPES:
        raise _NoShapeError(f"<{tag}>")
    for key, value in attributes.items():
        bare = key.rsplit(":", 1)[-1].lower()
        reads = "url(" in value.lower().replace("url(#", "") or "\\" in value
        if reads or bare.startswith("on") or (bare == "href" and not value.startswith("#")):
            raise _NoShapeError(key)


def _declaration(*_: object) -> None:
    raise _NoShapeError("<!DOCTYPE>")


def _instruction(name: str, _: str) -> None:
    raise _NoShapeError(f"<?{name}?>")


def _joined(node: nodes.Output) -> tuple[str, list[nodes.Node]]:
    """The text of an output with one mark for every value in it, and the values."""
    parts: list[str] = []
    values: list[nodes.Node] = []
    for child in node.nodes:
        if isinstance(child, nodes.TemplateData):
            parts.append(child.data)
        else:
            parts.append(_VALUE)
            values.append(child)
    return "".join(parts), values


def _tags(text: str) -> Iterator[tuple[int, re.Match[str] | str]]:
    """Every `<` with the tag it begins, or the reason why it begins none."""
    at = text.find("<")
    while at >= 0:
        if text.startswith("<!", at) or text.startswith("<?", at):
            yield at, "comment"
        elif (found := _TAG.match(text, at)) is None:
            yield at, "written"
        else:
            yield at, found
        at = text.find("<", at + 1)


def _attribute_findings(
    tag: str, attributes: str, text: str, values: list[nodes.Node], at: int
) -> Iterator[tuple[str, str]]:
    before = text.count(_VALUE, 0, at)
    for found in _ATTRIBUTE.finditer(attributes):
        name, value = found.group(1).lower(), unescape(found.group(2))
        number = before + attributes.count(_VALUE, 0, found.start())
        if name not in ATTRIBUTES:
            yield "attribute", name
        elif name == "src":
            if tag != "img" or value != _VALUE or not _is_asset(values[number]):
                yield "address", name
        elif name == "href":
            if tag != "a" or not re.fullmatch(r"#[A-Za-z][\w-]*", value, re.ASCII):
                yield "address", name
        elif name in {"style", "colspan", "rowspan", "width", "height", "lang", "dir"}:
            if _VALUE in value:
                yield "fixed", name
            elif name == "style" and (bad := next(_bad_style(value), None)):
                yield "style", bad[1]


def _is_asset(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "asset"
    )
