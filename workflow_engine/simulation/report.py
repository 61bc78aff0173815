"""The result of a simulation, as data and as tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.durations import plain
from workflow_engine.simulation.figures import LoadFigures, ProcessFigures
from workflow_engine.simulation.tables import Table, count, hours, share


@dataclass(frozen=True, slots=True)
class SimulationReport:
    """What became of the cases of a stretch of time.

    `processes` are in the order of the model, `roles` in that of the policy, `people` by the
    minutes they worked, most first. `commands` were given to the kernel (refused ones too),
    `events` came of them and of time.
    """

    policy: str
    version: str
    policy_hash: str
    model: str
    model_label: Bilingual
    assumed: bool
    seed: int
    start: dt.date
    days: int
    customers: int
    processes: tuple[ProcessFigures, ...]
    roles: tuple[LoadFigures, ...]
    people: tuple[LoadFigures, ...]
    commands: int
    events: int
    role_labels: Mapping[str, Bilingual]

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON data: shares from 0 to 1, money as decimal text, times in minutes."""
        return {
            "policy": {"id": self.policy, "version": self.version, "hash": self.policy_hash},
            "model": {"id": self.model, "assumed": self.assumed},
            "seed": self.seed,
            "start": self.start.isoformat(),
            "days": self.days,
            "customers": self.customers,
            "commands": self.commands,
            "events": self.events,
            "processes": [self._process(figures) for figures in self.processes],
            "roles": [self._load(figures) for figures in self.roles],
            "people": [self._load(figures) for figures in self.people],
        }

    def text(self, lang: Language) -> str:
        """The report as tables for a terminal."""
        parts = [self._head(lang)]
        parts += [table.text() for table in self.tables(lang)]
        return "\n\n".join(parts) + "\n"

    def tables(self, lang: Language) -> tuple[Table, ...]:
        """Cases, time limits, rungs, and work by role and person."""
        return (self._cases(lang), self._limits(lang), self._rungs(lang), *self._work(lang))

    def role(self, id_: str, lang: Language) -> str:
        """A role as it is printed."""
        label = self.role_labels.get(id_)
        return id_ if label is None else label.get(lang)

    @property
    def weeks(self) -> float:
        """How many weeks the run is long."""
        return self.days / 7

    def _head(self, lang: Language) -> str:
        end = self.start + dt.timedelta(days=self.days - 1)
        if lang == "zh":
            text = (
                f"模拟“{self.model_label.zh}”　政策 {self.policy} {self.version}　"
                f"{self.start} 至 {end}　{self.customers} 户　种子 {self.seed}"
            )
            return text + (
                "\n模型中的数字均为假定，只能用来比较，不能当作预测" if self.assumed else ""
            )
        text = (
            f"Simulation “{self.model_label.en}”, policy {self.policy} {self.version}, "
            f"{self.start} to {end}, {self.customers} customers, seed {self.seed}"
        )
        note = "\nThe figures of the model are assumed: compare with them, do not predict."
        return text + (note if self.assumed else "")

    def _cases(self, lang: Language) -> Table:
        zh = lang == "zh"
        heads = (
            (
                "个案",
                "开立",
                "办结",
                "未结",
                "重开",
                "客户不接受",
                "无法解决",
                "升级",
                "补偿件数",
                "补偿金额",
            )
            if zh
            else (
                "Cases",
                "opened",
                "ended",
                "open",
                "reopened",
                "refused",
                "cannot",
                "climbs",
                "paid",
                "amount",
            )
        )
        rows = [
            (
                one.label.get(lang),
                count(one.opened),
                count(one.ended),
                count(one.open),
                count(one.reopened),
                count(one.refused),
                count(one.cannot_resolve),
                count(one.escalations),
                count(one.compensated),
                f"{one.compensation:,.0f}",
            )
            for one in self.processes
        ]
        return Table(heads, tuple(rows))

    def _limits(self, lang: Language) -> Table:
        heads = (
            ("时限", "步骤", "按时率", "按时", "超时", "逾期未办", "进行中")
            if lang == "zh"
            else ("Time limits", "step", "on time", "met", "late", "overdue", "running")
        )
        rows = [
            (
                one.label.get(lang),
                one.clock_labels[clock].get(lang),
                share(one.on_time(clock)),
                count(counts["met"]),
                count(counts["late"]),
                count(counts["overdue"]),
                count(counts["running"] + counts["paused"]),
            )
            for one in self.processes
            for clock, counts in one.clocks.items()
        ]
        return Table(heads, tuple(rows), texts=2)

    def _rungs(self, lang: Language) -> Table:
        heads = (
            ("逐级上报", "从", "到", "次数", "主要原因")
            if lang == "zh"
            else ("Rungs", "from", "to", "count", "main reason")
        )
        rows = []
        for one in self.processes:
            for (source, target), rung in sorted(one.rungs.items()):
                reason, often = rung.reasons.most_common(1)[0]
                why = f"{reason.get(lang)} ({often})"
                names = self.role(source, lang), self.role(target, lang)
                rows.append((one.label.get(lang), *names, count(rung.count), why))
        return Table(heads, tuple(rows), texts=3, last_is_text=True)

    def _work(self, lang: Language) -> tuple[Table, Table]:
        zh = lang == "zh"
        each = (
            ("件次", "小时", "每周小时", "最忙一周", "该周小时")
            if zh
            else (
                "done",
                "hours",
                "a week",
                "busiest week",
                "hours then",
            )
        )
        roles = [
            (self.role(one.name, lang), count(one.taken_over), *self._hours(one))
            for one in self.roles
        ]
        people = [(one.name, self.role(one.role, lang), *self._hours(one)) for one in self.people]
        return (
            Table(
                ("岗位" if zh else "Roles", "升级到此" if zh else "climbs to it", *each),
                tuple(roles),
            ),
            Table(
                ("人员" if zh else "People", "岗位" if zh else "role", *each),
                tuple(people),
                texts=2,
            ),
        )

    def _hours(self, load: LoadFigures) -> tuple[str, ...]:
        week, most = load.busiest
        each = load.minutes / self.weeks
        return count(load.done), hours(load.minutes), hours(each), week, hours(most)

    def _process(self, one: ProcessFigures) -> dict[str, Any]:
        return {
            "process": one.id,
            "label": {"zh": one.label.zh, "en": one.label.en},
            "opened": one.opened,
            "ended": one.ended,
            "open": one.open,
            "reopened": one.reopened,
            "refused_by_customer": one.refused,
            "cannot_resolve": one.cannot_resolve,
            "departments_asked": one.departments,
            "approvals": dict(sorted(one.approvals.items())),
            "compensated": one.compensated,
            "compensation": plain(one.compensation),
            "warnings": one.warnings,
            "overdue": one.overdue,
            "reminders": one.reminders,
            "stuck": one.stuck,
            "skipped": one.skipped,
            "refusals": dict(sorted(one.refusals.items())),
            "clocks": {
                clock: {"on_time": one.on_time(clock), **dict(sorted(counts.items()))}
                for clock, counts in one.clocks.items()
            },
            "rungs": [
                {
                    "from": source,
                    "to": target,
                    "count": rung.count,
                    "reasons": [
                        {"zh": reason.zh, "en": reason.en, "count": often}
                        for reason, often in rung.reasons.most_common()
                    ],
                }
                for (source, target), rung in sorted(one.rungs.items())
            ],
        }

    def _load(self, load: LoadFigures) -> dict[str, Any]:
        week, most = load.busiest
        return {
            "name": load.name,
            "role": load.role,
            "done": load.done,
            "escalated_to": load.taken_over,
            "minutes": round(load.minutes, 1),
            "busiest_week": {"week": week, "minutes": round(most, 1)},
            "weeks": {name: round(minutes, 1) for name, minutes in sorted(load.weeks.items())},
        }
