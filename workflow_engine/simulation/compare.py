"""Two simulations beside each other: what another policy changes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from workflow_engine.diagnostics.bilingual import Language
from workflow_engine.errors import UsageError
from workflow_engine.language.durations import plain
from workflow_engine.simulation.figures import ProcessFigures
from workflow_engine.simulation.report import SimulationReport
from workflow_engine.simulation.tables import NOTHING, Table, count, hours, share


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reports of the same seed, days and customers: the same cases arrived in both."""

    before: SimulationReport
    after: SimulationReport

    def as_dict(self) -> dict[str, Any]:
        """Both figures and their difference, by process, time limit, rung and role."""
        return {
            "before": self._head(self.before),
            "after": self._head(self.after),
            "processes": [
                {
                    "process": id_,
                    "opened": _pair(old.opened, new.opened),
                    "ended": _pair(old.ended, new.ended),
                    "escalations": _pair(old.escalations, new.escalations),
                    "compensation": {
                        "before": plain(old.compensation),
                        "after": plain(new.compensation),
                        "change": plain(new.compensation - old.compensation),
                    },
                    "on_time": {
                        clock: _pair(old.on_time(clock), new.on_time(clock))
                        for clock in dict.fromkeys((*old.clocks, *new.clocks))
                    },
                    "rungs": [
                        {
                            "from": rung[0],
                            "to": rung[1],
                            **_pair(_climbs(old, rung), _climbs(new, rung)),
                        }
                        for rung in dict.fromkeys((*sorted(old.rungs), *sorted(new.rungs)))
                    ],
                }
                for id_, old, new in self._pairs()
            ],
            "roles": [
                {"role": role, "minutes": _pair(round(old, 1), round(new, 1))}
                for role, old, new in self._loads()
            ],
        }

    def text(self, lang: Language) -> str:
        """Both figures and their difference as tables for a terminal."""
        zh = lang == "zh"
        both = ("之前", "之后", "变化") if zh else ("before", "after", "change")
        cases: list[tuple[str, ...]] = []
        limits: list[tuple[str, ...]] = []
        rungs: list[tuple[str, ...]] = []
        words = ("办结", "升级", "补偿金额") if zh else ("ended", "climbs", "compensation")
        for _, old, new in self._pairs():
            name = (new if new.opened else old).label.get(lang)
            cases.append((name, words[0], *_counts(old.ended, new.ended)))
            cases.append((name, words[1], *_counts(old.escalations, new.escalations)))
            paid = int(old.compensation), int(new.compensation)
            cases.append((name, words[2], *_counts(*paid)))
            for clock in dict.fromkeys((*old.clocks, *new.clocks)):
                rates = _rates(old.on_time(clock), new.on_time(clock))
                label = (new.clock_labels.get(clock) or old.clock_labels[clock]).get(lang)
                limits.append((name, label, *rates))
            for rung in dict.fromkeys((*sorted(old.rungs), *sorted(new.rungs))):
                way = " → ".join(self.after.role(role, lang) for role in rung)
                rungs.append((name, way, *_counts(_climbs(old, rung), _climbs(new, rung))))
        loads = [
            (self.after.role(role, lang), hours(old), hours(new), _signed((new - old) / 60, 1))
            for role, old, new in self._loads()
        ]
        heads = (
            (("个案", ""), ("按时率", "步骤"), ("逐级上报", "从 → 到"), "岗位工时（小时）")
            if zh
            else (("Cases", ""), ("On time", "step"), ("Rungs", "from → to"), "Hours by role")
        )
        tables = (
            Table((*heads[0], *both), tuple(cases), texts=2),
            Table((*heads[1], *both), tuple(limits), texts=2),
            Table((*heads[2], *both), tuple(rungs), texts=2),
            Table((str(heads[3]), *both), tuple(loads)),
        )
        title = self._title(lang)
        return "\n\n".join([title, *(table.text() for table in tables)]) + "\n"

    def _title(self, lang: Language) -> str:
        names = [f"{one.policy} {one.version} ({one.policy_hash[:8]})" for one in self.sides]
        if lang == "zh":
            return f"政策比较：{names[0]} → {names[1]}　同样的到达，种子 {self.after.seed}"
        return f"Policies compared: {names[0]} → {names[1]}, same arrivals, seed {self.after.seed}"

    @property
    def sides(self) -> tuple[SimulationReport, SimulationReport]:
        """Both reports."""
        return self.before, self.after

    @staticmethod
    def _head(report: SimulationReport) -> dict[str, str]:
        return {"id": report.policy, "version": report.version, "hash": report.policy_hash}

    def _pairs(self) -> list[tuple[str, ProcessFigures, ProcessFigures]]:
        old = {one.id: one for one in self.before.processes}
        new = {one.id: one for one in self.after.processes}
        return [
            (
                id_,
                old.get(id_) or ProcessFigures(id_, new[id_].label),
                new.get(id_) or ProcessFigures(id_, old[id_].label),
            )
            for id_ in dict.fromkeys((*new, *old))
        ]

    def _loads(self) -> list[tuple[str, float, float]]:
        old = {one.name: one.minutes for one in self.before.roles}
        new = {one.name: one.minutes for one in self.after.roles}
        return [(role, old.get(role, 0), new.get(role, 0)) for role in dict.fromkeys((*new, *old))]


def compare(before: SimulationReport, after: SimulationReport) -> Comparison:
    """Two policies (or models) under the same arrivals.

    Raises:
        UsageError: the runs differ in seed, days or customers, so that nothing can be compared.
    """
    kept = [(one.seed, one.start, one.days, one.customers) for one in (before, after)]
    if kept[0] != kept[1]:
        raise UsageError(
            "two simulations can be compared when seed, days and customers are the same",
            zh="种子、日期和客户相同的两次模拟才能比较",
        )
    return Comparison(before, after)


def _climbs(figures: ProcessFigures, rung: tuple[str, str]) -> int:
    found = figures.rungs.get(rung)
    return 0 if found is None else found.count


def _pair(old: float | None, new: float | None) -> dict[str, float | None]:
    change = None if old is None or new is None else new - old
    return {"before": old, "after": new, "change": change}


def _counts(old: int, new: int) -> tuple[str, str, str]:
    return count(old), count(new), _signed(new - old, 0)


def _rates(old: float | None, new: float | None) -> tuple[str, str, str]:
    change = NOTHING if old is None or new is None else _signed((new - old) * 100, 1) + " %"
    return share(old), share(new), change


def _signed(number: float | Decimal, places: int) -> str:
    return f"{number:+,.{places}f}" if round(number, places) else "0"
