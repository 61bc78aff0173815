"""What the checks of conditions say, against the whole domain tried by the reference evaluator."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.checks.random_tables import CUSTOMER, DAY, EVERYBODY, TAG, report
from workflow_engine.checks.part_without_effect import idle_parts
from workflow_engine.checks.rule_analysis import RuleAnalysis
from workflow_engine.decide.reference import Evaluator
from workflow_engine.program.expressions import And, Or

ATOMS = (
    "size >= 2",
    "size < 3",
    "size == 4",
    "size > 4",
    "1 <= size <= 3",
    'area == "x"',
    'area != "y"',
    'area in ["x", "z"]',
    "smart",
    "large",
    "rank < 1",
    "rank >= 0",
    "rank + size > 5",
    "rank - size >= 2",
    "size is missing",
)
CONDITIONS = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda few: f"({' and '.join(few)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda few: f"({' or '.join(few)})"),
        inner.map(lambda one: f"not ({one})"),
    ),
    max_leaves=5,
)
tried = settings(max_examples=100, deadline=None)


def checked(condition):
    """The codes of what is found about a tag with this condition, and the program."""
    text = f"{CUSTOMER}{TAG.rstrip()[:-1]}, c: {{when: '{condition}'}}}}\n"
    found = report(text)
    assert found.program is not None, [one.message.en for one in found.diagnostics]
    codes = {one.code for one in found.diagnostics if "tag “c”" in one.args.get("what", "")}
    return codes, found.program


def answers(program, condition):
    return [Evaluator(program, one, DAY).holds(condition) for one in EVERYBODY]


@tried
@given(CONDITIONS)
def test_always_and_never_are_found_exactly(text):
    codes, program = checked(text)
    found = set(answers(program, program.definitions["c"].when))
    assert ("WE711" in codes) == (True not in found)
    assert ("WE710" in codes) == (False not in found)


@tried
@given(CONDITIONS)
def test_without_an_idle_part_every_answer_stays(text):
    _, program = checked(text)
    condition = program.definitions["c"].when
    analysis = RuleAnalysis(program)
    before = answers(program, condition)
    for idle in idle_parts(analysis, analysis.ground(condition), condition):
        after = answers(program, idle.without)
        assert all(was is None or was is now for was, now in zip(before, after, strict=True))


@tried
@given(CONDITIONS)
def test_where_a_part_is_idle_one_is_found(text):
    _, program = checked(text)
    condition = program.definitions["c"].when
    if not isinstance(condition, And | Or):
        return
    analysis = RuleAnalysis(program)
    before = answers(program, condition)
    idle = []
    for item in condition.items:
        rest = type(condition)(tuple(one for one in condition.items if one is not item))
        after = answers(program, rest)
        own_end = analysis.said(item).en in ("size ≥ 1", "rank ≥ 0")
        idle += [item] if before == after and not own_end else []
    found = list(idle_parts(analysis, analysis.ground(condition), condition))
    assert found or not idle
