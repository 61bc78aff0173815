"""The kernel against the naive model of `naive.py`, step by step, on random cases."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from tests.cases.naive import DAY, HOUR, ORDER
from tests.cases.oracle_policy import PEOPLE
from tests.cases.pairs import Pair

GRID = HOUR // 3
NEXT = {source: command for command, (source, _) in ORDER.items()}
COMMANDS = (
    *ORDER,
    "pause",
    "resume",
    "plan_amend",
    "anticipate",
    "follow_up",
    "refuse",
    "reopen",
    "cancel",
    "note",
    "cannot_resolve",
    "needs_other_department",
    "answer_support",
    "report_event",
)
SOMEBODY = st.sampled_from([True, True, True, False])


class CaseLife(RuleBasedStateMachine):
    """One case: a random life of a few weeks."""

    @initialize(
        start=st.integers(0, 12 * DAY // GRID),
        supervisor=SOMEBODY,
        head=SOMEBODY,
        about=st.sampled_from([None, None, None, "李明", "王芳", "外人"]),
        holds=st.sampled_from([(), ("big",)]),
        earlier=st.sampled_from([0, 0, 1]),
        severity=st.sampled_from(["medium", "medium", "high", "low"]),
    )
    def open(self, start, supervisor, head, about, holds, earlier, severity):
        people = {}
        if not supervisor:
            people["supervisor"] = None
        if not head:
            people["head"] = None
        more = {"about": about, "holds": holds, "earlier": earlier, "severity": severity}
        self.pair = Pair(start * GRID, people=people, **more)

    @rule(steps=st.integers(1, 12))
    def wait_hours(self, steps):
        self.pair.wait(steps * GRID)

    @rule(days=st.integers(1, 5))
    def wait_days(self, days):
        self.pair.wait(days * DAY)

    @rule()
    def look(self):
        self.pair.tick()

    @rule()
    def go_on(self):
        state = self.pair.naive.state
        if state in NEXT:
            self.pair.act(NEXT[state])

    @rule(command=st.sampled_from(COMMANDS))
    def command(self, command):
        self.pair.act(command)

    @rule(amount=st.sampled_from([100, 500, 600, 2500]), by=st.sampled_from([None, "王芳", "董总"]))
    def amend_with_money(self, amount, by):
        if self.pair.naive.state == "apologized":
            self.pair.act("amend", by, amount=amount)

    @rule(by=st.sampled_from([None, "王芳"]), amount=st.sampled_from([100, 600, 2500, 20000]))
    def ask(self, by, amount):
        self.pair.act("request_approval", by, amount=amount)

    @rule(
        answer=st.sampled_from(["approve", "approve", "reject"]),
        by=st.sampled_from([None, *PEOPLE.values()]),
    )
    def answer(self, answer, by):
        self.pair.act(answer, by)

    @rule(person=st.sampled_from([*PEOPLE.values(), "无此人"]))
    def hand_over(self, person):
        # The model does not know that a case handed down climbs again: see test_ladder.
        if not self.pair.naive.fired.intersection(self.pair.naive.roles_of(person)):
            self.pair.act("reassign", person=person)

    @rule(severity=st.sampled_from(["high", "medium", "low"]))
    def grave(self, severity):
        self.pair.act("set_severity", severity=severity)


TestCaseLife = CaseLife.TestCase
TestCaseLife.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
