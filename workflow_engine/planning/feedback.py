"""How a customer is heard: channels, owner and steps of the feedback process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.program import Feedback, Program

GENERAL = "general"
"""The category of customers with none, where a policy declares no categories."""


@dataclass(frozen=True, slots=True)
class FeedbackRoute:
    """The channels that a customer's category opens, and the process behind them."""

    category: str | None
    channels: tuple[Bilingual, ...]
    process: Feedback


def feedback_route(program: Program, categories: Sequence[str]) -> FeedbackRoute | None:
    """The first of the categories that has channels, else the one of customers with none."""
    process = program.feedback
    if process is None:
        return None
    channels = dict(process.channels)
    otherwise = GENERAL if program.categories is None else program.categories.otherwise
    for category in (*categories, otherwise):
        if channels.get(category):
            return FeedbackRoute(category, channels[category], process)
    return FeedbackRoute(None, (), process)
