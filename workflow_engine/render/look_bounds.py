"""How much a policy's own templates may print and repeat, counted while a page is filled.

A template that passes the check can still ask for too much: loops within loops, a long value
printed again and again. What it prints is counted before it is kept, so a page ends early enough.
"""

from __future__ import annotations

from collections.abc import Sized
from typing import Any

from jinja2 import Undefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context

from workflow_engine.diagnostics.bilingual import Bilingual

TURNS = 20_000
"""How often the loops of a policy's own templates may go round in one part of a document."""
PART = 4_000_000
"""Characters that values and loops may print in one part (a customer, a card, a cover)."""
DOCUMENT = 256_000_000
"""Characters of all parts of a document together, pictures included."""

ROOM = "room"
"""The name under which templates of the package find the room that is left."""
COUNTED = "_counted"


class TooMuchError(ValueError):
    """A template of the policy prints or repeats too much; `reason` says which."""

    def __init__(self, reason: Bilingual) -> None:
        self.reason = reason
        super().__init__(reason.en)


class Unbounded:
    """For documents that are made by templates of the package alone: they end by themselves."""

    def next_part(self) -> str:
        """A new part begins; prints nothing."""
        return ""

    def whole(self, part: str) -> str:
        """A part that is filled, as it is."""
        return part


class Room:
    """What is left for one document, and for the part of it that is being filled."""

    def __init__(self) -> None:
        self._document = DOCUMENT
        self._part = PART
        self._turns = TURNS

    def next_part(self) -> str:
        """A new part begins; prints nothing."""
        self._part, self._turns = PART, TURNS
        return ""

    def whole(self, part: str) -> str:
        """A part that is filled, as it is, counted for the document. Raises TooMuchError."""
        self.next_part()
        self._document -= len(part)
        if self._document < 0:
            size = DOCUMENT // 1_000_000
            raise TooMuchError(
                Bilingual(
                    f"整份文件超过 {size} 百万字符，图片请改小",
                    f"the document is over {size} million characters; make the pictures smaller",
                )
            )
        return part

    def take(self, characters: int) -> None:
        """Count what is printed. Raises TooMuchError."""
        self._part -= characters
        if self._part < 0:
            size = PART // 1_000_000
            raise TooMuchError(
                Bilingual(
                    f"这一份的内容超过 {size} 百万字符", f"a part is over {size} million characters"
                )
            )

    def turn(self, times: int, characters: int) -> None:
        """Count the turns of a loop that prints `characters` of its own each time."""
        self._turns -= times
        if self._turns < 0:
            raise TooMuchError(
                Bilingual(
                    f"for 循环超过 {TURNS} 次", f"its `for` loops go round more than {TURNS} times"
                )
            )
        self.take(times * characters)


class Counting(CodeGenerator):
    """Lets the loops of a policy's own templates, and of no others, go through `counted`."""

    def visit_Template(  # noqa: N802 - the name in Jinja
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Write the code of a template; the file of a policy's own has the template's name."""
        if self.filename == self.name:
            for loop in list(node.find_all(nodes.For)):
                printed = sum(len(text.data) for text in loop.find_all(nodes.TemplateData))
                characters = nodes.Const(printed, lineno=loop.lineno)
                loop.iter = nodes.Filter(
                    loop.iter, COUNTED, [characters], [], None, None, lineno=loop.lineno
                )
                loop.iter.set_environment(self.environment)
        super().visit_Template(node, frame)


@pass_context
def counted(context: Context, listed: Any, characters: int) -> Any:
    """What is gone through, if it is a list and there is room for it. Raises TooMuchError."""
    if isinstance(listed, str | Undefined) or not isinstance(listed, Sized):
        raise TooMuchError(Bilingual("for 只能用于列表", "`for` goes over lists alone"))
    room: Room = context[ROOM]
    room.turn(len(listed), characters)
    return listed


@pass_context
def measured(context: Context, value: Any) -> Any:
    """A value about to be printed, counted. Raises TooMuchError."""
    room: Room = context[ROOM]
    room.take(len(value if isinstance(value, str) else str(value)))
    return value
