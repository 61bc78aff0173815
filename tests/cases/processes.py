"""Processes built by hand, for drawings and machines."""

from __future__ import annotations

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.program.expressions import AttributeValue, Compare, Constant
from workflow_engine.program.processes import Process, Rung, State, Transition, Trigger
from workflow_engine.program.types import BOOLEAN, INTEGER, TEXT

HERE = Place("policy.yaml", 1, 1)
CHAIN = (
    ("open", "acknowledge", "已开立"),
    ("acknowledged", "apologize", "已承认"),
    ("apologized", "amend", "已道歉"),
    ("amended", "notify", "已弥补"),
    ("notified", "thank", "已告知结果"),
    ("thanked", "close", "已致谢"),
)
BIG = Compare(">=", AttributeValue("tier", INTEGER), Constant(10, INTEGER))
RURAL = Compare("==", AttributeValue("market", TEXT), Constant("rural", TEXT))
OPEN_TAG = Constant(value=True, type=BOOLEAN)


def both(text: str) -> Bilingual:
    return Bilingual(text, text)


def process(states, transitions, *, name="custom", ladder=(), owner="manager", kind="custom"):
    return Process(
        id=name,
        kind=kind,
        label=both(name),
        calendar=None,
        owner=owner,
        start=states[0].id,
        states=tuple(states),
        transitions=tuple(transitions),
        clocks=(),
        ladder=tuple(ladder),
        place=HERE,
    )


def recovery():
    """The states and ways of a recovery, as the documentation has them."""
    before = [state for state, _, _ in CHAIN]
    states = [State(state, Bilingual(zh, state)) for state, _, zh in CHAIN]
    states += [
        State("closed", Bilingual("已结案", "closed"), end=True),
        State("cancelled", Bilingual("已撤销（重复）", "cancelled as a duplicate"), end=True),
    ]
    states += [
        State(f"{state}_waiting", Bilingual(f"{zh}（等客户）", f"{state} (waiting)"), pause=True)
        for state, _, zh in CHAIN
    ]
    after = [*before[1:], "closed"]
    moves = [
        Transition(command, source, target)
        for (source, command, _), target in zip(CHAIN, after, strict=True)
    ]
    for state in before:
        moves.append(Transition("pause", state, f"{state}_waiting"))
        moves.append(Transition("resume", f"{state}_waiting", state))
        moves.append(Transition("cancel", state, "cancelled"))
        moves.append(Transition("cancel", f"{state}_waiting", "cancelled"))
    for state in [*before[1:], "closed"]:
        moves.append(Transition("anticipate", state, state))
        if state != "closed":
            moves.append(Transition("anticipate", f"{state}_waiting", f"{state}_waiting"))
    moves += [Transition("plan_amend", state, state) for state in ("acknowledged", "apologized")]
    moves += [
        Transition("refuse", state, "apologized") for state in ("amended", "notified", "thanked")
    ]
    moves += [
        Transition("reopen", "closed", "apologized"),
        Transition("follow_up", "closed", "closed"),
    ]
    ladder = (
        Rung(
            "manager",
            "supervisor",
            (
                Trigger(
                    "overdue", Bilingual("承认逾期", "acknowledge overdue"), step="acknowledge"
                ),
                Trigger(
                    "elapsed",
                    Bilingual(
                        "弥补的时限过半而仍无弥补方案，或者已经知道无法按时完成，须由上级决定下一步",
                        "half of the time for the amends is used up and there is no plan for it",
                    ),
                ),
                Trigger("cannot_resolve", Bilingual("无法解决", "cannot resolve")),
            ),
            HERE,
        ),
        Rung(
            "supervisor",
            "head",
            (Trigger("overdue", Bilingual("弥补逾期", "amend overdue"), step="amend"),),
            HERE,
        ),
        Rung(
            "desk",
            "supervisor",
            (Trigger("cannot_resolve", Bilingual("无法解决", "cannot resolve")),),
            HERE,
        ),
    )
    return process(states, moves, name="recovery.delivery_error", ladder=ladder, kind="recovery")


def branching():
    """Guards, branches, a way back over several states and a state beside the main way."""
    states = [
        State("draft", Bilingual("草拟", "draft")),
        State("checked", Bilingual("已核对", "checked")),
        State("small", Bilingual("小额快速处理", "small claim, fast lane")),
        State("large", Bilingual("大额审批", "large claim with approval")),
        State("field", Bilingual("实地核查", "field visit")),
        State("paid", Bilingual("已赔付", "paid"), end=True),
        State("denied", Bilingual("不予赔付", "denied"), end=True),
        State("parked", Bilingual("等待材料", "waiting for papers"), pause=True),
    ]
    moves = [
        Transition("submit", "draft", "checked"),
        Transition("sort", "checked", "large", guard=BIG),
        Transition("sort", "checked", "field", guard=RURAL),
        Transition("sort", "checked", "small"),
        Transition("pay", "small", "paid"),
        Transition("pay", "large", "paid"),
        Transition("deny", "large", "denied"),
        Transition("deny", "small", "denied"),
        Transition("report", "field", "large"),
        Transition("send back", "large", "draft"),
        Transition("send back", "field", "draft"),
        Transition("park", "checked", "parked"),
        Transition("unpark", "parked", "checked"),
        Transition("withdraw", "draft", "denied"),
        Transition("note down", "large", "large"),
    ]
    return process(states, moves, name="赔付")


NASTY = (
    '<script>alert("x")</script>',
    "a --> b",
    "𠮷" * 12,
    "line\nbreak %% comment",
    "'; DROP TABLE cases; --",
    "&amp; ]]> <!--",
    "\x00\x1b[31m\u202e",
    "超" * 300,
    "W" * 300,
    "👨‍👩‍👧‍👦 emoji",
    "state",
    "__import__('os')",
)


def nasty():
    """Names that try to break out of whatever they are written into."""
    states = [State(f"s{n}", both(name)) for n, name in enumerate(NASTY)]
    states.append(State("end", both("end"), end=True))
    moves = [
        Transition(name, f"s{n}", f"s{n + 1}" if n + 1 < len(NASTY) else "end")
        for n, name in enumerate(NASTY)
    ]
    moves += [Transition(name, f"s{n}", f"s{n}") for n, name in enumerate(NASTY)]
    moves.append(Transition(NASTY[0], "s5", "s0"))
    ladder = tuple(
        Rung(f"r{n}", f"r{n + 1}", tuple(Trigger("event", both(name)) for name in NASTY), HERE)
        for n in range(2)
    )
    return process(states, moves, name=NASTY[0], ladder=ladder, owner="r0")
