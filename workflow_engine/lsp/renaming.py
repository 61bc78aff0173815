"""A name changed everywhere at once: in the policy, its blueprints and its tests."""

from __future__ import annotations

import re
from pathlib import PurePath

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Edit
from workflow_engine.language.keywords import EXPRESSION_WORDS
from workflow_engine.lsp.mentions import Mention
from workflow_engine.lsp.name_kinds import TERMS
from workflow_engine.lsp.names import Names

_WORD = re.compile(r"[^\W\d_]\w*")
_RESERVED = frozenset((*EXPRESSION_WORDS, *EXPRESSION_WORDS.values(), "true", "false", "missing"))
_PLAIN = re.compile(
    r"[^\s\"'{}\[\],:#&*!|>%@`;~<-](?:[^\"'{}\[\],:#\n;\\]*[^\s\"'{}\[\],:#\n;\\])?"
)
"""A name that can stand anywhere in YAML without quotes."""


class RenameRefused(Exception):  # noqa: N818  # an answer to the author
    """The name cannot be changed like that; `why` says it to the author."""

    def __init__(self, why: Bilingual) -> None:
        self.why = why
        super().__init__(why.en)


def rename(names: Names, definition: Mention, name: str) -> list[Edit]:
    """The edits that give a name to what is defined here, in every file.

    Raises RenameRefused where the new name is no name, or something else has it already.
    """
    name = name.strip()
    kind = definition.kinds[0]
    in_conditions = kind in (*TERMS, "levels")
    if in_conditions and (not _WORD.fullmatch(name) or name in _RESERVED):
        raise RenameRefused(
            Bilingual(
                f"“{name}”不能用在条件里：名字以文字开头，只含文字、数字和下划线，且不是关键词",
                f"`{name}` cannot stand in conditions: a name starts with a letter, has letters, "
                "digits and `_` only, and is no keyword",
            )
        )
    if not _PLAIN.fullmatch(name):
        raise RenameRefused(
            Bilingual(
                f"“{name}”不能作名字：不要用引号、括号、逗号、冒号、分号和 #",
                f"`{name}` cannot be a name: leave out quotes, brackets, commas, colons, "
                "semicolons and #",
            )
        )
    other = names.taken(definition, name)
    if other is not None and other.place != definition.place:
        where = f"{PurePath(other.place.file).name}:{other.place.line}"
        raise RenameRefused(
            Bilingual(f"已经有叫“{name}”的了：{where}", f"`{name}` is taken already: {where}")
        )
    places = {mention.place for mention in names.mentions(definition)}
    return [Edit(place, name) for place in sorted(places)]
