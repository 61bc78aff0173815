"""Which rows of a decision table win: the hit policies of DMN 1.5 §8.2.10, with unknown rows.

A result is known only if every row that may still match would leave it the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from workflow_engine.program.program import Aggregate, TableHit

Status = Literal["known", "unknown", "none", "conflict"]
Output = TypeVar("Output")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Output]):
    """What a table gives: a value only when `status` is `known`."""

    status: Status
    value: Output | None = None


@dataclass(frozen=True, slots=True)
class Match(Generic[Output]):
    """One row that matches (`certain`) or may match, with its output and its rank.

    `rank` is the position of the output among its priorities, lower is higher; rows come in the
    author's order.
    """

    certain: bool
    output: Output
    rank: tuple[int, ...] = ()


UNKNOWN: Outcome[object] = Outcome("unknown")


def single(
    hit: TableHit, matches: Sequence[Match[Output]], otherwise: Outcome[Output]
) -> Outcome[Output]:
    """The result of `unique`, `any`, `first` or `priority`.

    `otherwise` is what stands when no row matches: a known value, or status `none`.
    """
    if hit == "priority":
        matches = sorted(matches, key=lambda match: match.rank)
    certain = [match.output for match in matches if match.certain]
    if hit in ("unique", "any") and certain:
        agree = len(certain) == 1 or (hit == "any" and all(o == certain[0] for o in certain))
        return Outcome("known", certain[0]) if agree else Outcome("conflict")
    possible: list[Outcome[Output]] = []
    for match in matches:
        possible.append(Outcome("known", match.output))
        if match.certain:
            break
    else:
        possible.append(otherwise)
    if all(outcome == possible[0] for outcome in possible):
        return possible[0]
    return Outcome("unknown")


def ordered(
    hit: TableHit, matches: Sequence[Match[Output]], otherwise: Outcome[Output]
) -> Outcome[tuple[Output, ...]]:
    """The result of `rule_order`, `output_order` or `collect list`: every match, in order."""
    if not all(match.certain for match in matches):
        return Outcome("unknown")
    if not matches:
        if otherwise.status == "known" and otherwise.value is not None:
            return Outcome("known", (otherwise.value,))
        return Outcome("none")
    if hit == "output_order":
        matches = sorted(matches, key=lambda match: match.rank)
    return Outcome("known", tuple(match.output for match in matches))


def aggregated(
    aggregate: Aggregate,
    matches: Sequence[Match[Output]],
    otherwise: Outcome[Output],
    add: Callable[[Sequence[Output]], Output],
) -> Outcome[Output]:
    """The result of `collect sum`, `min` or `max`; `add` sums outputs.

    A row that may match leaves a minimum alone when its output is not below it, a maximum when it
    is not above it, a sum when it is zero.
    """
    certain = [match.output for match in matches if match.certain]
    maybe = [match.output for match in matches if not match.certain]
    if not certain:
        return Outcome("unknown") if maybe else otherwise
    if any(output is None for output in (*certain, *maybe)):
        return Outcome("unknown")
    reduce: Callable[[Sequence[Output]], Output] = {"sum": add, "min": min, "max": max}[aggregate]  # type: ignore[assignment]
    result = reduce(certain)
    if any(reduce([result, output]) != result for output in maybe):
        return Outcome("unknown")
    return Outcome("known", result)


def counted(matches: Sequence[Match[Output]], otherwise: Outcome[int]) -> Outcome[int]:
    """The result of `collect count`: how many rows match; 0 when none does and no `otherwise`."""
    if not all(match.certain for match in matches):
        return Outcome("unknown")
    if not matches and otherwise.status == "known":
        return otherwise
    return Outcome("known", len(matches))
