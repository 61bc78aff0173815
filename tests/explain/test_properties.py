"""What holds of every explanation of every policy and customer."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.decide.policies import TODAY, compiled, customers, policy_texts
from workflow_engine.decide.decider import decide, missing_attributes
from workflow_engine.decide.reference import Evaluator
from workflow_engine.explain.change import changes
from workflow_engine.explain.explanation import Explanation
from workflow_engine.explain.facts import View
from workflow_engine.explain.overview import explain_everything
from workflow_engine.explain.reasons import reasons
from workflow_engine.explain.why import explain_definition
from workflow_engine.program.program import Program, Scale, Tag
from workflow_engine.program.types import Value

SLOW = settings(
    max_examples=500,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SEVERAL = st.lists(customers(), min_size=1, max_size=4)
CHANGING = settings(SLOW, max_examples=200)


def everything(explanation: Explanation) -> Iterator[Explanation]:
    yield explanation
    for child in explanation.children:
        yield from everything(child)


def program_of(text: str) -> Program:
    program, _ = compiled(text)
    assume(program is not None)
    return program


@SLOW
@given(policy_texts(), SEVERAL)
def test_explanations_say_something_and_name_what_is_missing(text, several):
    program = program_of(text)
    for customer in several:
        said_and_missing(program, customer)


def said_and_missing(program: Program, customer: dict[str, Value]) -> None:
    evaluator = Evaluator(program, customer, TODAY)
    names = [*program.definitions, *program.items, "general", "categories", "visit"]
    for name in names:
        explanation = explain_definition(program, customer, name, TODAY)
        for one in everything(explanation):
            assert one.sentence.zh.strip()
            assert one.sentence.en.strip()
        if name in program.definitions:
            unknown = evaluator.status(name) == "unknown"
            assert set(explanation.missing) == evaluator.missing_for(name)
            assert (explanation.verdict == "unknown") == unknown or not isinstance(
                program.definitions[name], (Tag, Scale)
            )
    for one in everything(explain_everything(program, customer, TODAY)):
        assert one.sentence.zh.strip()
        assert one.sentence.en.strip()


@SLOW
@given(policy_texts(), SEVERAL)
def test_reasons_are_complete_and_agree_on_what_is_missing(text, several):
    program = program_of(text)
    for customer in several:
        complete_reasons(program, customer)


def complete_reasons(program: Program, customer: dict[str, Value]) -> None:
    decision = decide(program, customer, TODAY)
    missing = missing_attributes(program, customer, TODAY)
    view = View(program, customer, TODAY)
    for lang in ("zh", "en"):
        found = reasons(program, customer, decision, TODAY, lang)
        assert all(sentence.strip() for sentence in found.values())
        told = {n for n, v in decision.values.items() if v is not False} | set(program.items)
        assert told <= set(found)
    for name, state in decision.states.items():
        if state in ("unknown", "due_unknown"):
            assert view.item_gaps(program.items[name]) <= set(missing.get(name, ()))


@CHANGING
@given(policy_texts(), SEVERAL, st.data())
def test_every_change_really_flips(text, several, data):
    program = program_of(text)
    flippable = [n for n, d in program.definitions.items() if isinstance(d, (Tag, Scale))]
    for customer in several:
        name = data.draw(st.sampled_from([*flippable, *program.items]))
        flips(program, customer, name)


def flips(program: Program, customer: dict[str, Value], name: str) -> None:
    before = decide(program, customer, TODAY)
    for change in changes(program, customer, name, TODAY, limit=10):
        assert customer.get(change.attribute) == change.before != change.value
        after = decide(program, {**customer, change.attribute: change.value}, TODAY)
        if name in program.definitions:
            assert after.values[name] == change.target
            assert before.values[name] != change.target
        elif program.items[name].kind == "must_do":
            assert after.states[name] == ("due" if change.target else "not_due")
            assert before.states[name] != after.states[name]
        else:
            served = {"active", "offered"}
            assert (after.states[name] in served) is change.target
            assert after.states[name] != "unknown"
            assert before.states[name] not in served or not change.target
        assert change.sentence.zh.strip()
        assert change.sentence.en.strip()
