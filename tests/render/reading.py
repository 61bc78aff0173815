"""What a reader finds on a page: its words, its tags, its references."""

from __future__ import annotations

from html.parser import HTMLParser

BLOCKS = {
    "p",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "section",
    "article",
    "header",
    "footer",
    "ol",
    "ul",
    "dl",
    "table",
    "thead",
    "tbody",
    "title",
}
CELLS = {"td", "th", "dt", "dd", "small"}
VOID = {"meta", "col", "rect", "polygon", "path", "br", "wbr", "img"}


class Page(HTMLParser):
    """A page taken apart; `problems` are tags that do not close where they should."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.problems: list[str] = []
        self._open: list[str] = []
        self._lines: list[str] = [""]
        self.feed(html)
        self.close()
        self.problems += [f"<{tag}> is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)
        self._separate(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.problems.append(f"</{tag}> closes {self._open[-1:]}")
        else:
            self._open.pop()
        self._separate(tag)

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in ("style", "script"):
            self._lines[-1] += data.replace("\n", " ")

    def _separate(self, tag: str) -> None:
        if tag in BLOCKS:
            self._lines.append("")
        elif tag in CELLS:
            self._lines[-1] += " | "

    @property
    def text(self) -> str:
        """The words, a line for each block, thin spaces shown as plain ones."""
        lines = (" ".join(line.replace("\u2009", " ").split()).strip("| ") for line in self._lines)
        return "\n".join(line for line in lines if line) + "\n"

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every element of this name."""
        return [attributes for name, attributes in self.elements if name == tag]
