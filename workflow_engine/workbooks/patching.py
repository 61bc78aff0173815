"""Changes of a policy's text that leave everything else as it was written, comments included."""

from __future__ import annotations

from collections.abc import Sequence

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.diagnostics.lines import line_starts
from workflow_engine.language.nodes import MappingNode, Node, ScalarNode, SequenceNode
from workflow_engine.model.reading import is_null


class CannotPatch(Exception):  # noqa: N818 - tells how the text is written, and is always caught
    """The text is written in a way that is not changed from outside; `place` is where."""

    def __init__(self, place: Place) -> None:
        super().__init__(str(place))
        self.place = place


class TextPatch:
    """Edits of one file's text, by offset; each stretch is edited at most once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = line_starts(text)
        self._edits: dict[int, tuple[int, str]] = {}

    def result(self) -> str:
        """The text with all edits."""
        return self.between(0, len(self.text))

    def between(self, start: int, end: int) -> str:
        """A stretch of the text with the edits in it."""
        pieces: list[str] = []
        position = start
        for begin in sorted(self._edits):
            until, new = self._edits[begin]
            if start <= begin and until <= end and begin >= position:
                pieces += (self.text[position:begin], new)
                position = until
        return "".join((*pieces, self.text[position:end]))

    def offset(self, line: int, column: int) -> int:
        """Where a 1-based line and column lie."""
        return self._starts[line - 1] + column - 1

    def span(self, place: Place) -> tuple[int, int]:
        """From where to where a place goes."""
        return self.offset(place.line, place.column), self.offset(place.end_line, place.end_column)

    def flow(self, node: Node) -> bool:
        """Whether a map or list is written in brackets."""
        return self.text[self.offset(node.place.line, node.place.column)] in "{["

    def edit(self, start: int, end: int, new: str) -> None:
        """Replace a stretch.

        Raises CannotPatch where it was edited already: one text that stands for several.
        """
        if start in self._edits and self._edits[start] != (end, new):
            line = sum(1 for begin in self._starts if begin <= start)
            raise CannotPatch(Place("", line, start - self._starts[line - 1] + 1))
        self._edits[start] = end, new

    def replace(self, node: Node, new: str) -> None:
        """Write something else in place of a node. Raises CannotPatch for maps over lines."""
        start, end = self.span(node.place)
        if not isinstance(node, ScalarNode) and not self.flow(node):
            raise CannotPatch(node.place)
        if self.text[start : start + 1] in ("&", "*"):
            raise CannotPatch(node.place)
        if self.text[start : start + 1] in ("|", ">"):
            new += "\n"
        self.edit(start, end, f" {new}" if start == end else new)

    def put(self, node: MappingNode, key: str, new: str) -> None:
        """Add an entry at the end of a map. Raises CannotPatch where it has none to follow."""
        if not node.entries:
            raise CannotPatch(node.place)
        last = node.entries[-1][1]
        if self.flow(node):
            _, end = self.span(last.place)
            before = self._edits.pop(end, (0, ""))[1]
            self.edit(end, end, f"{before}, {key}: {new}")
            return
        end = self.end_of_line(last)
        indent = " " * (node.entries[0][0].place.column - 1)
        before = self._edits.pop(end, (0, ""))[1]
        self.edit(end, end, f"{before}{self._new_line(end)}{indent}{key}: {new}")

    def remove(self, node: MappingNode, value: Node) -> None:
        """Take an entry out of a map."""
        index = next(i for i, (_, one) in enumerate(node.entries) if one is value)
        key = node.entries[index][0]
        start = self.offset(key.place.line, key.place.column)
        following = node.entries[index + 1 : index + 2]
        own_line = not self.text[self._starts[key.place.line - 1] : start].strip()
        if own_line and not self.flow(node):
            first = self._starts[key.place.line - 1]
            self.edit(first, self._after_line(self.end_of_line(value)), "")
        elif following:
            after = following[0][0].place
            self.edit(start, self.offset(after.line, after.column), "")
        elif index:
            _, before = self.span(node.entries[index - 1][1].place)
            self.edit(before, self.span(value.place)[1], "")
        else:
            self.edit(start, self.span(value.place)[1], "")

    def end_of_line(self, node: Node) -> int:
        """Where the last line of a node ends, before its line break."""
        place = node.place
        line = place.end_line
        if place.end_column == 1 and line > place.line:
            line -= 1  # the text of a block ends where the next line begins
        start = self._starts[line - 1]
        found = self.text.find("\n", start)
        end = len(self.text) if found < 0 else found
        return end - 1 if end > start and self.text[end - 1] == "\r" else end

    def _after_line(self, end: int) -> int:
        while end < len(self.text) and self.text[end] in "\r\n":
            end += 1
            if self.text[end - 1] == "\n":
                break
        return end

    def _new_line(self, near: int) -> str:
        return "\r\n" if self.text[near : near + 2] == "\r\n" or "\r\n" in self.text else "\n"

    def rearrange(
        self,
        key: ScalarNode,
        container: MappingNode | SequenceNode,
        order: Sequence[int | str],
    ) -> None:
        """Bring the entries of a block into another order: of each its index, or a new text.

        Comments above an entry go with it. Entries that are not in `order` are taken out; what
        stands above them stays. Raises CannotPatch where entries do not stand on their own lines.
        """
        nodes = (
            [value for _, value in container]
            if isinstance(container, MappingNode)
            else list(container.items)
        )
        if not nodes or self.flow(container) or container.place.line == key.place.line:
            raise CannotPatch(container.place)
        begin = self._after_line(self._line_end(key.place.line))
        starts = [begin, *(self._after_line(self.end_of_line(node)) for node in nodes)]
        pieces: list[str] = []
        for index in range(len(nodes)):
            if index not in order:
                kept = self._comments(container, index, starts[index])
                if kept:
                    pieces.append(kept)
        new_line = self._new_line(begin)
        for one in order:
            if isinstance(one, str):
                piece = one.replace("\n", new_line)
            else:
                piece = self.between(starts[one], starts[one + 1])
            pieces.append(piece if piece.endswith("\n") else piece + new_line)
        end = starts[-1]
        whole = "".join(pieces)
        if end == len(self.text) and not self.text.endswith("\n"):
            whole = whole.removesuffix(new_line)
        for inner in [at for at in self._edits if begin <= at <= end]:
            del self._edits[inner]
        self.edit(begin, end, whole)

    def _comments(self, container: Node, index: int, start: int) -> str:
        """What stands above an entry: comments and blank lines."""
        if isinstance(container, MappingNode):
            line = container.entries[index][0].place.line
        else:
            assert isinstance(container, SequenceNode)
            line = container.items[index].place.line
            while not self.text[self._starts[line - 1] :].lstrip().startswith("-"):
                line -= 1
        above = self.text[start : self._starts[line - 1]]
        return above if above.strip() else ""

    def _line_end(self, line: int) -> int:
        found = self.text.find("\n", self._starts[line - 1])
        return len(self.text) if found < 0 else found


def absent(node: Node | None) -> bool:
    """Whether nothing is written."""
    return node is None or is_null(node)
