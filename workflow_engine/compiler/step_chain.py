"""A process whose steps follow one another: each state has one way on, and a twin for waiting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.processes import Clock, Limit, Rung, State, Transition

OPEN = "open"
CLOSED = "closed"
CANCELLED = "cancelled"

REACHED: dict[str, tuple[str, Bilingual]] = {
    "acknowledge": ("acknowledged", Bilingual("已承认", "acknowledged")),
    "apologize": ("apologized", Bilingual("已道歉", "apologized")),
    "amend": ("amended", Bilingual("已弥补", "amended")),
    "receive": ("received", Bilingual("已接收", "received")),
    "classify": ("classified", Bilingual("已归类", "classified")),
    "assign": ("assigned", Bilingual("已分派", "assigned")),
    "reply": ("replied", Bilingual("已回复", "replied")),
    "resolve": ("resolved", Bilingual("已解决", "resolved")),
    "notify": ("notified", Bilingual("已告知结果", "customer told the result")),
    "thank": ("thanked", Bilingual("已致谢", "customer thanked")),
    "close": (CLOSED, Bilingual("已结案", "closed")),
}
"""The state that a command leads to."""

CLOCK_LABELS: dict[str, Bilingual] = {
    "acknowledge": Bilingual("承认", "acknowledge"),
    "apologize": Bilingual("道歉", "apologize"),
    "amend": Bilingual("弥补", "amend"),
    "anticipate": Bilingual("预见", "anticipate"),
    "regulator": Bilingual("监管时限", "the regulator's time limit"),
    "receive": Bilingual("接收", "receive"),
    "classify": Bilingual("归类", "classify"),
    "assign": Bilingual("分派", "assign"),
    "reply": Bilingual("回复", "reply"),
    "resolve": Bilingual("解决", "resolve"),
    "notify": Bilingual("告知结果", "tell the customer the result"),
    "thank": Bilingual("致谢", "thank the customer"),
    "follow_up": Bilingual("回访", "follow up"),
}
"""What the clocks of the standard processes are called."""

_OPENED = Bilingual("已开立", "open")
_CANCELLED = Bilingual("已撤销（重复）", "cancelled as a duplicate")


def twin(state: str) -> str:
    """The state of waiting for the customer beside a state."""
    return f"{state}_waiting"


@dataclass(frozen=True, slots=True)
class StepChain:
    """Commands in order, each leading one state on; `reserved` are the roles of some of them.

    `redo` is the command whose result the customer may reject: `refuse` and `reopen` lead back to
    the state before it.
    """

    commands: tuple[str, ...]
    redo: str
    reserved: Mapping[str, tuple[str, ...]]
    places: Mapping[str, Place | None]

    @property
    def before_end(self) -> tuple[str, ...]:
        """The states before the end, in order, without their twins."""
        return (OPEN, *(REACHED[command][0] for command in self.commands[:-1]))

    def before(self, command: str) -> str:
        """The state in which a command is due."""
        return self.before_end[self.commands.index(command)]

    def previous(self, command: str) -> str:
        """The command after which another is due; `open` when there is none."""
        return ("open", *self.commands)[self.commands.index(command)]

    def states(self) -> tuple[State, ...]:
        """Every state; the twins after the states."""
        labels = {OPEN: _OPENED, **dict(REACHED.values())}
        ends = (State(CLOSED, labels[CLOSED], end=True), State(CANCELLED, _CANCELLED, end=True))
        return (
            *(State(state, labels[state]) for state in self.before_end),
            *ends,
            *(State(twin(state), _waiting(labels[state]), pause=True) for state in self.before_end),
        )

    def transitions(self) -> tuple[Transition, ...]:
        """The way on, the way back, and to the twins."""
        on = tuple(
            Transition(
                command,
                self.before(command),
                REACHED[command][0],
                by=self.reserved.get(command, ()),
                place=self.places.get(command),
            )
            for command in self.commands
        )
        waits = tuple(
            move
            for state in self.before_end
            for move in (
                Transition("pause", state, twin(state)),
                Transition("resume", twin(state), state),
            )
        )
        cancels = tuple(
            Transition("cancel", source, CANCELLED)
            for state in self.before_end
            for source in (state, twin(state))
        )
        return (*on, *waits, *cancels, Transition("reopen", CLOSED, self.before(self.redo)))

    def recorded(self, command: str, states: Iterable[str]) -> tuple[Transition, ...]:
        """A command that is recorded in these states and their twins and changes neither."""
        ends = (CLOSED, CANCELLED)
        return tuple(
            Transition(
                command,
                source,
                source,
                by=self.reserved.get(command, ()),
                place=self.places.get(command),
            )
            for state in states
            for source in ((state,) if state in ends else (state, twin(state)))
        )


def limited(
    name: str,
    limit: Limit,
    by: str | None,
    start: tuple[str, ...],
    stop: str,
    *,
    regulatory: bool = False,
    outlives: bool = False,
    dropped_by: tuple[str, ...] = (),
) -> Clock:
    """The clock of a time limit beside the steps."""
    return Clock(
        id=name,
        label=limit.label or CLOCK_LABELS[name],
        within=limit.within,
        starts_on=start,
        stops_on=(stop,),
        dropped_by=dropped_by,
        by=by,
        warn=limit.warn,
        regulatory=regulatory,
        outlives=outlives,
        place=limit.place,
    )


def ladder_for(rungs: Sequence[Rung], clocks: Iterable[Clock]) -> tuple[Rung, ...]:
    """The rungs with the triggers that can come true: a process without an apology is never late
    with it. A rung left without triggers stays: who cannot resolve a case climbs it all the same.
    """
    known = {clock.id for clock in clocks}
    return tuple(
        Rung(rung.role, rung.to, tuple(t for t in rung.any if t.step in (None, *known)), rung.place)
        for rung in rungs
    )


def _waiting(label: Bilingual) -> Bilingual:
    return Bilingual(f"{label.zh}（等客户）", f"{label.en} (waiting for the customer)")
