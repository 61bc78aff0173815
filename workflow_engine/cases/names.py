"""Names of persons in one form, so that one person is not two by a space."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from workflow_engine.cases.commands import Act, Open

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_BETWEEN_HAN = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])")
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
"""What is not to be seen without being a format character: fillers and variation selectors."""

_UNSEEN = ("Cf", "Cc")


@lru_cache(maxsize=10_000)
def one_form(name: str) -> str | None:
    r"""A name as it is compared and kept; None when nothing of it is to be seen.

    Unicode NFKC without format and control characters (but for NUL, which no store keeps: it is
    refused there); no outer spaces, inner ones single, none between Han characters.

    >>> one_form(" 石\u3000建平\u200b"), one_form("Ｌi   Ming"), one_form(" ")
    ('石建平', 'Li Ming', None)
    """
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in unicodedata.normalize("NFKC", _INVISIBLE.sub("", name))
        if letter.isspace() or letter == "\0" or unicodedata.category(letter) not in _UNSEEN
    )
    words = " ".join(_INVISIBLE.sub("", visible).split())
    return _BETWEEN_HAN.sub("", words) or None


def named(command: Open | Act) -> Open | Act:
    """The command with every name of a person in its one form; an empty name is none."""
    if isinstance(command, Open):
        people = {role: _form(person) for role, person in command.people.items()}
        return replace(command, by=_form(command.by), about=_form(command.about), people=people)
    by, person = _form(command.by), _form(command.person)
    if by == command.by and person == command.person:
        return command
    return replace(command, by=by, person=person)


def _form(name: str | None) -> str | None:
    return None if name is None else one_form(name)
