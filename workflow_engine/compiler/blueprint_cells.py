"""The cells of a blueprint: their names, figures and points, resolved against a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from workflow_engine.compiler.findings import (
    CELL,
    FAILURE,
    ITEM,
    MONITOR,
    PROMISE,
    ROLE,
    Findings,
)
from workflow_engine.compiler.limits import duration
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Label, Place
from workflow_engine.language.durations import plain
from workflow_engine.language.nodes import Written
from workflow_engine.model import blueprints as written
from workflow_engine.program.blueprints import LANES, Cell, Ecrs, FailPoint, Lane, WaitPoint
from workflow_engine.program.program import Program


class CellCompiler:
    """Compiles the cells of one blueprint, stage by stage; `names` are those seen so far."""

    def __init__(self, program: Program, findings: Findings) -> None:
        self._program = program
        self._findings = findings
        self.names: dict[str, Place] = {}
        self._partners: list[tuple[str, Written]] = []
        self._eliminated: set[str] = set()

    def stage(self, name: str, stage: written.Stage) -> tuple[Cell, ...]:
        """The cells of one stage, by lane from top to bottom."""
        return tuple(self._stage(name, stage))

    def report_partners(self, *, complete: bool) -> None:
        """Check with what cells are combined, once all are named.

        Where cells were left out (not `complete`), a name may be unknown for that reason.
        """
        into = {name: str(partner) for name, partner in self._partners}
        told: set[str] = set()
        for name, partner in self._partners:
            if partner == name:
                self._findings.report("WE863", partner.place, name=name)
            elif partner in self._eliminated:
                self._findings.report("WE870", partner.place, name=name, partner=str(partner))
            elif name not in told and (circle := _circle(name, into)):
                told.update(circle)
                shown = " → ".join(f"`{one}`" for one in (*circle, name))
                self._findings.report("WE869", partner.place, circle=shown)
            elif complete:
                self._findings.known(partner, self.names, CELL)

    def _stage(self, name: str, stage: written.Stage) -> Iterator[Cell]:
        lanes: dict[Lane, tuple[written.Cell, ...]] = {
            "evidence": stage.evidence,
            "customer": stage.customer,
            "frontstage": stage.frontstage,
            "technology": stage.technology,
            "backstage": stage.backstage,
            "support": stage.support,
        }
        for lane in LANES:
            for number, cell in enumerate(lanes[lane], 1):
                id_ = f"{name}.{lane}.{number}" if cell.id is None else str(cell.id)
                self._claim(id_, cell.place if cell.id is None else cell.id.place)
                yield self._cell(id_, name, lane, cell)

    def _claim(self, name: str, place: Place) -> None:
        first = self.names.setdefault(name, place)
        if first is not place:
            labels = (
                Label(place, Bilingual("这里又定义一次", "defined again here")),
                Label(first, Bilingual("第一次在这里定义", "first defined here")),
            )
            self._findings.report("WE859", place, labels=labels, name=name)

    def _cell(self, name: str, stage: str, lane: Lane, cell: written.Cell) -> Cell:
        findings, program = self._findings, self._program
        return Cell(
            id=name,
            stage=stage,
            lane=lane,
            text=cell.text,
            place=cell.place,
            by=findings.labelled(cell.by, program.roles, ROLE),
            item=findings.labelled(cell.item, program.items, ITEM),
            promise=findings.labelled(cell.promise, program.promises, PROMISE),
            minutes=cell.minutes,
            wait=cell.wait,
            kind=cell.kind,
            regulatory=cell.regulatory,
            ecrs=self._ecrs(name, cell),
            fail_point=self._fail_point(cell.fail_point),
            wait_point=self._wait_point(cell.wait_point),
            exposed=cell.expose is not False,
            status=cell.expose if isinstance(cell.expose, Bilingual) else None,
            uses=cell.uses,
            steps=cell.steps,
        )

    def _ecrs(self, name: str, cell: written.Cell) -> Ecrs | None:
        decided = cell.ecrs
        if decided is None:
            return None
        partner = decided.partner
        if decided.do == "eliminate" and not cell.regulatory:
            self._eliminated.add(name)
        if decided.do == "combine" and partner is None:
            self._findings.report("WE862", decided.place)
        elif decided.do != "combine" and partner is not None:
            self._findings.report("WE864", partner.place, name=str(partner))
        elif partner is not None:
            self._partners.append((name, partner))
        self._report_longer(name, cell.minutes, decided.minutes, decided.place)
        self._report_longer(name, cell.wait, decided.wait, decided.place)
        return Ecrs(
            do=decided.do,
            place=decided.place,
            with_=None if partner is None else str(partner),
            note=decided.note,
            reason=decided.reason,
            minutes=decided.minutes,
            wait=decided.wait,
        )

    def _report_longer(
        self, name: str, before: Decimal | None, after: Decimal | None, place: Place
    ) -> None:
        if before is not None and after is not None and after > before:
            self._findings.report(
                "WE865", place, name=name, before=plain(before), after=plain(after)
            )

    def _fail_point(self, point: written.FailPoint | None) -> FailPoint | None:
        """The point; where the author named no failure, the one whose id or label the text is."""
        if point is None:
            return None
        failures = self._program.recovery.failures
        if point.failure is not None:
            known = {failure.id: failure for failure in failures}
            return FailPoint(
                point.text, self._findings.labelled(point.failure, known, FAILURE), point.place
            )
        said = {point.text.zh, point.text.en}
        meant = [
            failure
            for failure in failures
            if said & {failure.id, failure.label.zh, failure.label.en}
        ]
        if len(meant) != 1:
            return FailPoint(point.text, None, point.place)
        text = meant[0].label if said == {meant[0].id} else point.text
        return FailPoint(text, meant[0].id, point.place)

    def _wait_point(self, point: written.WaitPoint | None) -> WaitPoint | None:
        if point is None:
            return None
        return WaitPoint(
            text=point.text,
            maximum=duration(point.maximum, self._findings),
            monitor=self._findings.labelled(point.monitor, self._program.monitors, MONITOR),
            place=point.place,
        )


def _circle(start: str, into: Mapping[str, str]) -> tuple[str, ...]:
    """The cells from `start` back to it, each combined with the next; empty without a circle."""
    seen = [start]
    while (following := into.get(seen[-1])) is not None:
        if following == start:
            return tuple(seen)
        if following in seen:
            return ()
        seen.append(following)
    return ()
