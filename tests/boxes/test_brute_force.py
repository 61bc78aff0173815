"""Gaps, overlaps, unreachable rows and equality agree with trying every customer."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings

from tests.boxes.small_domains import behind, everybody, made, small_tables, two_tables
from workflow_engine.boxes.budget import Budget
from workflow_engine.boxes.cover import contains, intersect, uncovered
from workflow_engine.boxes.difference import differences
from workflow_engine.boxes.finding import find_customer
from workflow_engine.boxes.locating import Customer, located
from workflow_engine.boxes.regions import Regions
from workflow_engine.boxes.space import space_of
from workflow_engine.boxes.witness import search
from workflow_engine.decide.reference import Evaluator

STEPS = 2_000_000


def evaluators(program, columns):
    return [
        (Customer(values, day), Evaluator(program, values, day))
        for values, day in everybody(behind(columns))
    ]


def assert_region(program, space, boxes, people, wanted):
    """The boxes hold exactly the customers with the property, and a witness where there is one."""
    expected = [wanted(evaluator) for _, evaluator in people]
    points = [located(space, customer) for customer, _ in people]
    assert [any(contains(box, point) for box in boxes) for point in points] == expected
    found = [search(program, space, box, wanted, Budget(STEPS)) for box in boxes]
    verdicts = {one.verdict for one in found}
    assert "unsure" not in verdicts
    for one in found:
        if one.witness is not None:
            assert wanted(Evaluator(program, one.witness.values, one.witness.day))
    if any(expected):
        assert "found" in verdicts


@settings(max_examples=120)
@given(small_tables())
def test_gaps(drawn):
    program, table = made(drawn[0])
    conditions = [row.when for row in table.rows]
    space = space_of(program, conditions)
    regions = Regions(program, space, Budget(STEPS))
    covers = [box for condition in conditions for box in regions.possible(condition)]
    gaps = list(uncovered(space.whole, covers, Budget(STEPS)))
    assert all(intersect(one, other) is None for one, other in combinations(gaps, 2))

    def unmatched(evaluator):
        return all(evaluator.holds(condition) is False for condition in conditions)

    assert_region(program, space, gaps, evaluators(program, drawn[1]), unmatched)
    if table.otherwise is None:
        for customer, evaluator in evaluators(program, drawn[1]):
            gap = any(contains(box, located(space, customer)) for box in gaps)
            assert gap is (evaluator.status("t") == "none")


@settings(max_examples=60)
@given(small_tables())
def test_overlaps(drawn):
    program, table = made(drawn[0])
    conditions = [row.when for row in table.rows]
    space = space_of(program, conditions)
    regions = Regions(program, space, Budget(STEPS))
    people = evaluators(program, drawn[1])
    for first, second in combinations(conditions, 2):
        pairs = [
            both
            for one in regions.of(first).yes
            for other in regions.of(second).yes
            if (both := intersect(one, other)) is not None
        ]

        def hold(evaluator, first=first, second=second):
            return evaluator.holds(first) is True and evaluator.holds(second) is True

        assert_region(program, space, pairs, people, hold)


@settings(max_examples=60)
@given(small_tables())
def test_unreachable_rows(drawn):
    program, table = made(drawn[0])
    conditions = [row.when for row in table.rows]
    space = space_of(program, conditions)
    regions = Regions(program, space, Budget(STEPS))
    people = evaluators(program, drawn[1])
    for number, condition in enumerate(conditions):
        earlier = [box for one in conditions[:number] for box in regions.sure(one)]
        left = [
            rest
            for box in regions.sure(condition)
            for rest in uncovered(box, earlier, Budget(STEPS))
        ]

        def decides(evaluator, number=number):
            return evaluator.holds(conditions[number]) is True and not any(
                evaluator.holds(one) is True for one in conditions[:number]
            )

        assert_region(program, space, left, people, decides)


@settings(max_examples=60)
@given(small_tables())
def test_customers_with_given_answers(drawn):
    program, table = made(drawn[0])
    people = evaluators(program, drawn[1])
    first, last = table.rows[0].when, table.rows[-1].when
    for answers in ((True, False), (None, True), (False, None)):
        wanted = list(zip((first, last), answers, strict=True))
        found = find_customer(program, wanted, Budget(STEPS))
        there = any(
            all(evaluator.holds(condition) is answer for condition, answer in wanted)
            for _, evaluator in people
        )
        # The two days tried are not all days: what is found on another one is right as well.
        assert found.verdict == "found" if there else found.verdict in ("impossible", "found")
        if found.witness is not None:
            evaluator = Evaluator(program, found.witness.values, found.witness.day)
            assert all(evaluator.holds(condition) is answer for condition, answer in wanted)


@settings(max_examples=80)
@given(two_tables())
def test_differences(drawn):
    texts, columns = drawn
    (old, _), (new, _) = map(made, texts)
    (found,) = [one for one in differences(old, new, Budget(STEPS)) if one.name == "t"]

    def values(customer, day):
        one, other = (Evaluator(program, customer, day) for program in (old, new))
        return one.definition("t"), other.definition("t")

    people = list(everybody(behind(columns)))
    differing = any(one != other for one, other in (values(*person) for person in people))
    # The two days tried are not all days: a difference found on another one is right as well.
    assert found.verdict == "different" if differing else found.verdict in ("same", "different")
    if found.witness is not None:
        old_value, new_value = values(found.witness.values, found.witness.day)
        assert old_value != new_value
        assert (found.old, found.new) == (old_value, new_value)
