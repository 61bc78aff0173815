"""The limits that a policy sets to the risk of its own release."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from workflow_engine.impact.tally import Tally
from workflow_engine.program.program import Program
from workflow_engine.program.rollout import RiskLimit


@dataclass(frozen=True, slots=True)
class LimitReport:
    """A limit and what was counted: customers, or minutes a month.

    `whole` is what a share is of: the customers compared, or the minutes before. `allowed` is the
    most that the limit lets pass, in the same unit as `counted`. Where there was nobody to count,
    it is not `measured`: neither kept nor exceeded.
    """

    limit: RiskLimit
    counted: Fraction
    whole: Fraction
    allowed: Fraction
    measured: bool = True

    @property
    def breached(self) -> bool:
        """Whether there is more than the limit lets pass."""
        return self.measured and self.counted > self.allowed

    @property
    def share(self) -> Fraction | None:
        """What was counted, as a share of the whole; None of nothing."""
        return self.counted / self.whole if self.whole else None


def check_limits(program: Program, tally: Tally | None) -> tuple[LimitReport, ...]:
    """Every limit of the new version against what was counted on all customers, None for nobody.

    A staged rollout is not looked at: the limits hold for the version as it is for everybody.
    """
    if program.rollout is None:
        return ()
    if tally is None or not tally.compared:
        nothing = Fraction(0)
        return tuple(
            LimitReport(limit, nothing, nothing, nothing, measured=False)
            for limit in program.rollout.limits
        )
    return tuple(_report(limit, tally) for limit in program.rollout.limits)


def _report(limit: RiskLimit, tally: Tally) -> LimitReport:
    if limit.kind == "role_minutes":
        before = _minutes(tally, limit.name, "before")
        counted = _minutes(tally, limit.name, "after") - before
        whole = before
    else:
        counted, whole = Fraction(_customers(limit, tally)), Fraction(tally.compared)
    if limit.share is not None:
        allowed = Fraction(limit.share) * whole
    else:
        assert limit.count is not None, "a limit has a share or a count"
        allowed = Fraction(limit.count)
    return LimitReport(limit, counted, whole, allowed)


def _customers(limit: RiskLimit, tally: Tally) -> int:
    """How many customers have what a limit counts."""
    name = limit.name
    match limit.kind:
        case "lose_item" | "gain_item":
            kind = "item_lost" if limit.kind == "lose_item" else "item_gained"
            return tally.customers[kind] if name is None else _named(tally, (kind,), name)
        case "change_scale":
            return tally.customers["level"] if name is None else _named(tally, ("level",), name)
        case "change_tag":
            kinds = ("tag_gained", "tag_lost", "tag_open")
            return tally.customers["tag"] if name is None else _named(tally, kinds, name)
        case "more_minutes" | "fewer_minutes":
            word = "more" if limit.kind == "more_minutes" else "fewer"
            return sum(
                count
                for one, count in tally.counts.items()
                if one.kind == "minutes" and one.after == word
            )
        case _:
            return tally.changed


def _named(tally: Tally, kinds: tuple[str, ...], name: str) -> int:
    """Customers with a difference about one thing; each has it at most once."""
    return sum(
        count for one, count in tally.counts.items() if one.kind in kinds and one.name == name
    )


def _minutes(tally: Tally, role: str | None, when: str) -> Fraction:
    loads = tally.before if when == "before" else tally.after
    minutes = sum(share for (one, _), share in loads.minutes.items() if role is None or one == role)
    return Fraction(minutes, loads.denominator)
