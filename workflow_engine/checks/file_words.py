"""The keywords of the file that a finding is about, as messages write them."""

from __future__ import annotations

from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.diagnostics.file_words import FileWords
from workflow_engine.language.keywords import policy_words
from workflow_engine.program.program import Program


def words_at(program: Program, place: Place) -> FileWords:
    """The keywords of the policy's file in which the place is."""
    return policy_words(program.written_in.get(place.file, "en"))


def head_words(program: Program) -> FileWords:
    """Those of the file with the policy's head, for what is about no file in particular."""
    return words_at(program, program.head.place)
