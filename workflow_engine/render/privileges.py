"""What a customer is given beyond the services, as lines of the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.render.labels import Labels


@dataclass(frozen=True, slots=True)
class PrivilegeLine:
    """A privilege: how it is headed, and its benefits in one line."""

    headline: str
    benefits: str


def privilege_lines(
    plan: Mapping[str, Any], labels: Labels, *, internal: bool
) -> list[PrivilegeLine]:
    """The customer's privileges: for the staff by name, for the customer in the public words.

    The name of a privilege may say what the company thinks of a customer, so it is never on the
    customer's copy.
    """
    lines = []
    for privilege in plan.get("privileges", ()):
        colon = labels.say("colon")
        benefits = labels.clauses(
            [f"{benefit['label']}{colon}{benefit['value']}" for benefit in privilege["gives"]]
        )
        headline = privilege["label"] if internal else privilege["text"] or ""
        lines.append(PrivilegeLine(headline, benefits))
    return lines
