"""What the staff of a simulation do next with a case, and when."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from workflow_engine.cases.case import Case
from workflow_engine.cases.commands import Act
from workflow_engine.cases.feedback import codes
from workflow_engine.cases.rules import CaseRules, ProcessTable
from workflow_engine.program.program import Degree
from workflow_engine.simulation.draws import Stream
from workflow_engine.simulation.model import Response, SimulationModel

BESIDES = frozenset(
    {"pause", "resume", "cancel", "refuse", "reopen", "anticipate", "plan_amend", "follow_up"}
)
"""Commands of recovery and feedback that do not lead a case on."""

SETTLING = ("amend", "resolve")
"""The commands with which a case is settled: where staff may fail, wait, or pay."""

_DEGREES: tuple[Degree, ...] = ("high", "medium", "low")
_CENT = Decimal("0.01")
_TENS = Decimal(10)


class Staff:
    """Decides by the model and the fortune of each case; keeps nothing."""

    def __init__(self, rules: CaseRules, model: SimulationModel) -> None:
        self._rules = rules
        self._model = model
        self._ahead: dict[tuple[str, str], tuple[str, ...]] = {}

    def next_step(self, case: Case, stream: Stream, turn: int) -> str | None:
        """The command that leads the case on from its state; drawn where there are several."""
        key = (case.process, case.state)
        steps = self._ahead.get(key)
        if steps is None:
            steps = self._ahead[key] = _steps(self._rules.table(case.process), case.state)
        if len(steps) < 2:
            return steps[0] if steps else None
        return steps[int(stream.uniform("way", turn) * len(steps))]

    def forgets(self, case: Case, step: str, stream: Stream, turn: int) -> bool:
        """Whether nobody does it unless they are told."""
        response = self._model.response(case.level, step)
        return stream.happens(response.forgotten, f"forgets {step}", turn)

    def moment(
        self, case: Case, step: str, stream: Stream, turn: int, now: dt.datetime
    ) -> dt.datetime:
        """When the step is done by who answers for the case now."""
        response = self._model.response(case.level, step)
        table = self._rules.table(case.process)
        if table.states[case.state].pause and step not in self._model.steps:
            response = self._model.waits.response
        at = self.after(case, response, (f"does {step}", turn), stream, now)
        if stream.happens(self._model.away, f"away {step}", turn):
            at = self.after(case, self._model.absence, (f"absence {step}", turn), stream, at)
        return at

    def after(
        self,
        case: Case,
        response: Response,
        what: tuple[str, int],
        stream: Stream,
        now: dt.datetime,
    ) -> dt.datetime:
        """The moment a response is over that begins now, to the second; `what` names the draw."""
        minutes = stream.lognormal(response.median, response.spread, *what)
        length = dt.timedelta(seconds=max(1, round(min(minutes, 1e6) * 60)))
        rules = self._rules
        time = rules.working(rules.table(case.process)) if response.working else rules.running
        return rules.moment(time.add(now, length))

    def act(self, case: Case, step: str, stream: Stream, turn: int) -> Act:
        """The command with everything that it needs."""
        by = self._giver(case, step)
        if step == "classify":
            return self._classify(by, stream)
        if step == "assign":
            return Act(step, by=by, person=case.owner)
        if step in SETTLING and (amount := self.amount(stream)) is not None:
            return Act(step, by=by, amount=amount if step == "amend" else None)
        if step == "follow_up":
            lost = stream.happens(0.1, "trust", turn)
            return Act(step, by=by, outcome="lost" if lost else "recovered")
        noted = ("pause", "refuse", "reopen", "cannot_resolve", "plan_amend")
        note = step if step in noted else None
        return Act(step, by=by, note=note)

    def amount(self, stream: Stream) -> Decimal | None:
        """What the customer is given, to the ten; None where nothing is."""
        wanted = self._model.compensation
        if not stream.happens(wanted.share, "compensated"):
            return None
        drawn = Decimal(stream.lognormal(wanted.median, wanted.spread, "amount"))
        return max(_TENS, (drawn / _TENS).quantize(Decimal(1)) * _TENS).quantize(_CENT)

    def _giver(self, case: Case, step: str) -> str | None:
        """Who gives the command: who it is reserved for, else the owner (None)."""
        table = self._rules.table(case.process)
        moves = table.moves.get((case.state, step), ())
        reserved = next((move.by for move in moves if move.by), ())
        if not reserved or case.level in reserved:
            return None
        return next((case.people[role] for role in reserved if case.people.get(role)), None)

    def _classify(self, by: str | None, stream: Stream) -> Act:
        feedback = self._rules.program.feedback
        assert feedback is not None
        known = codes(feedback)
        natures = [name for name, _ in feedback.natures]
        return Act(
            "classify",
            by=by,
            code=known[int(stream.uniform("code") * len(known))] if known else None,
            nature=natures[int(stream.uniform("nature") * len(natures))] if natures else None,
            urgency=_DEGREES[int(stream.uniform("urgency") * len(_DEGREES))],
        )


def _steps(table: ProcessTable, state: str) -> tuple[str, ...]:
    standard = table.process.kind != "custom"
    return tuple(
        command
        for command in table.accepted.get(state, ())
        if not (standard and command in BESIDES)
        and any(move.target != state for move in table.moves[(state, command)])
    )
