"""What an explanation is: a small tree of sentences, each with its truth and the rule's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place

Verdict = Literal["true", "false", "unknown", "value"]
"""`value`: neither true nor false, the sentence gives what it is (also that there is none)."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence of an explanation and what stands behind it.

    `place` is the rule that the sentence comes from, None for what the customer's data say.
    `missing` lists the attributes whose absence makes it unknown, in the policy's order. Children
    are only the parts that decided.
    """

    sentence: Bilingual
    verdict: Verdict
    place: Place | None = None
    children: tuple[Explanation, ...] = ()
    missing: tuple[str, ...] = ()


def verdict_of(answer: bool | None) -> Verdict:  # noqa: FBT001 - the third value has no keyword
    """The verdict of a condition."""
    if answer is None:
        return "unknown"
    return "true" if answer else "false"
