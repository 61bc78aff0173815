"""Two versions of a whole policy: what is called the same is, what differs has its customer."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.boxes.test_regions import among
from tests.decide.policies import HEAD, TODAY, compiled, customers, policy_texts
from workflow_engine.boxes.budget import Budget, BudgetSpent
from workflow_engine.boxes.difference import differences
from workflow_engine.boxes.eligibility import states
from workflow_engine.boxes.locating import Customer, located
from workflow_engine.boxes.reading import Reader
from workflow_engine.boxes.regions import Regions
from workflow_engine.boxes.space import space_for
from workflow_engine.decide.decider import decide
from workflow_engine.decide.reference import Evaluator

EVERYTHING = ("o0", "o1", "o2")


def answer(program, customer, day, one):
    if one.kind == "item":
        return decide(program, {**customer, "opted_in": EVERYTHING}, day).states[one.name]
    return Evaluator(program, customer, day).definition(one.name)


def assert_right(old, new, found, rows):
    for one in found:
        if one.verdict == "different":
            seen = one.witness.values, one.witness.day
            before, after = (answer(program, *seen, one) for program in (old, new))
            assert (before, after) == (one.old, one.new)
            assert before != after
        elif one.verdict == "same":
            for row in rows:
                assert answer(old, row, TODAY, one) == answer(new, row, TODAY, one)


@settings(max_examples=25)
@given(policy_texts(), policy_texts(), st.lists(customers(), min_size=3, max_size=6))
def test_two_random_policies(first, second, rows):
    old, new = (compiled(text)[0] for text in (first, second))
    assert_right(old, new, differences(old, new, Budget(40_000)), rows)


@settings(max_examples=20)
@given(policy_texts())
def test_a_policy_is_the_same_as_itself_written_again(text):
    (old, _), (new, _) = compiled(text), compiled(text)
    assert {one.verdict for one in differences(old, new, Budget())} <= {"same"}


@settings(max_examples=40)
@given(policy_texts(), st.lists(customers(), min_size=1, max_size=4))
def test_states_of_items(text, rows):
    program, errors = compiled(text)
    assert program is not None, errors
    reader = Reader(program)
    people = [Customer({**row, "opted_in": EVERYTHING}, TODAY) for row in rows]
    for item in program.items.values():
        formulas = states(reader, item)
        space = space_for([(reader, formulas.values())])
        regions = Regions(program, space, Budget(30_000))
        try:
            held = {state: regions.where(formula) for state, formula in formulas.items()}
        except BudgetSpent:
            continue
        for customer in people:
            point = located(space, customer)
            state = decide(program, customer.values, customer.day).states[item.id]
            assert [one for one, boxes in held.items() if among(boxes, point)] == [state]


def compared(old, new):
    """The differences of two sections under the same head, by name; only those that differ."""
    programs = [compiled(f"{HEAD}\n{section}\n")[0] for section in (old, new)]
    assert None not in programs
    found = differences(*programs, Budget())
    assert_right(*programs, found, [])
    return {one.name: one for one in found}


def verdict(old, new):
    section = "tags: {{g: {{when: '{}'}}}}"
    return compared(section.format(old), section.format(new))["g"].verdict


def test_other_words_for_the_same_condition():
    assert verdict("i1 >= 28", "not (i1 < 28)") == "same"
    assert verdict("i1 > 27", "i1 >= 28") == "same"
    assert verdict("n1 > 27", "n1 >= 28") == "different"
    assert verdict("n1 - n2 >= 5", "n2 + 5 <= n1") == "same"
    assert verdict("days_since(d1) <= 90", "days_until(d1) >= 0 - 90") == "same"
    assert verdict('c1 in ["high", "low"]', 'c1 != "medium"') == "same"
    assert verdict("b1 or not b1", "true") == "different"  # unknown where b1 is missing
    assert verdict("n1 / n2 < 0.5", "n1 / n2 < 0.5 and n1 / n2 < 0.6") == "same"


def test_the_witness_says_what_each_version_answers():
    found = compared("tags: {g: {when: 'i1 >= 28'}}", "tags: {g: {when: 'i1 >= 29'}}")["g"]
    assert (found.witness.text.zh, found.old, found.new) == ("i1=28", True, False)


def test_measures_are_compared_as_sums_and_by_trying():
    assert (
        compared("measures: {m: 'n1 - n2'}", "measures: {m: '0 - n2 + n1'}")["m"].verdict == "same"
    )
    assert (
        compared("measures: {m: 'n1 * n2'}", "measures: {m: 'n1 + n2'}")["m"].verdict == "different"
    )
    assert compared("measures: {m: 'n1 * n2'}", "measures: {m: 'n2 * n1'}")["m"].verdict == "unsure"


def test_what_was_added_and_removed():
    found = compared("tags: {g: {when: b1}}", "tags: {h: {when: b1}}")
    assert (found["g"].verdict, found["h"].verdict) == ("removed", "added")
    assert list(found) == ["h", "g"]


def test_collecting_tables_are_compared_by_trying():
    table = "tables: {{t: {{hit: collect sum, gives: {{type: integer}}, rows: [{{i1: '>= 5', then: {}}}]}}}}"
    found = compared(table.format(1), table.format(2))["t"]
    assert (found.verdict, found.old, found.new) == ("different", 1, 2)


def test_an_attribute_of_another_type_is_not_compared():
    old, _ = compiled(f"{HEAD}\ntags: {{g: {{when: 'i1 >= 5'}}}}\n")
    new, _ = compiled(
        f"{HEAD}\ntags: {{g: {{when: 'i1 >= 6'}}}}\n".replace(
            "i1: {type: integer}", "i1: {type: number}"
        )
    )
    assert [one.verdict for one in differences(old, new, Budget())] == ["unsure"]


def test_a_spent_budget_is_unsure():
    programs = [
        compiled(f"{HEAD}\ntags: {{g: {{when: '{text}'}}}}\n")[0]
        for text in ("i1 > 5 or b1", "i1 > 6")
    ]
    assert [one.verdict for one in differences(*programs, Budget(2))] == ["unsure"]


def test_levels_that_contradict_each_other_grant_nothing():
    text = f"""{HEAD}
scales: {{s: {{hit: unique, levels: {{a: {{when: b1, strategy: give}}, b: {{when: b2, strategy: give}}}}}}}}
optional: {{o: {{every: 1 month, eligible: false}}}}
strategies: {{give: {{grants: [o]}}}}
"""
    program, errors = compiled(text)
    assert program is not None, errors
    reader = Reader(program)
    formulas = states(reader, program.items["o"])
    space = space_for([(reader, formulas.values())])
    regions = Regions(program, space, Budget())
    for one, other, state in (
        (True, True, "chosen_but_not_eligible"),
        (True, False, "active"),
        (None, True, "active"),
        (None, False, "unknown"),
        (False, False, "chosen_but_not_eligible"),
    ):
        customer = Customer({"b1": one, "b2": other, "opted_in": ("o",)}, TODAY)
        assert decide(program, customer.values, TODAY).states["o"] == state
        point = located(space, customer)
        assert [name for name, f in formulas.items() if among(regions.where(f), point)] == [state]
