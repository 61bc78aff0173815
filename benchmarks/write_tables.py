"""Writes the tables of the hand-written competitor."""

from __future__ import annotations

from benchmarks.policy_generator import Policy


def tables(policy: Policy) -> str:
    """The module `handwritten_tables`."""
    lines = [
        '"""The generated policy\'s visits and items as tables; see `write_handwritten`."""',
        "# ruff: noqa: FBT003 - a table",
        "",
        "from __future__ import annotations",
        "",
        "from typing import NamedTuple",
        "",
        "",
        "class VisitRule(NamedTuple):",
        '    """How one category is visited."""',
        "",
        "    times: int",
        "    per: str",
        "    minutes: int",
        "    modes: tuple[str, ...]",
        "",
        "",
        "class Service(NamedTuple):",
        '    """A service item."""',
        "",
        "    id: str",
        "    must_do: bool",
        "    every: str",
        "    minutes: int",
        "    record: bool",
        "",
        "",
        "VISITS = {",
    ]
    lines += [
        f'    "{name}": VisitRule({rule.times}, "{rule.per}", {rule.minutes}, {rule.modes!r}),'
        for name, rule in policy.visits.items()
    ]
    lines += ["}", "", "SERVICES = ("]
    lines += [
        f'    Service("{i.id}", {i.must_do}, "{i.every}", {i.minutes}, {i.record}),'
        for i in policy.items
    ]
    lines += [")", ""]
    return "\n".join(lines)
