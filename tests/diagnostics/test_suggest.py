import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow_engine.diagnostics.suggest import did_you_mean, edit_distance

WORDS = st.text(st.sampled_from("abc经理历"), max_size=6)


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("teir", ["tier", "market"], "tier"),
        ("经历", ["经理", "主管"], "经理"),
        ("客户经历", ["客户经理", "主管"], "客户经理"),
        ("big-customer", ["big_customer", "new_customer"], "big_customer"),
        ("Tier", ["tier"], "tier"),
        ("descripton", ["description", "label"], "description"),
        ("when", ["when"], None),
        ("高", ["中", "低"], None),
        ("ab", ["ac"], None),
        ("大客户", ["新客户", "老客户"], None),
        ("tag", ["tap", "tar"], None),
        ("xyz", ["description"], None),
        ("", ["a"], None),
        ("x" * 65, ["x" * 64], None),
    ],
)
def test_did_you_mean(word, known, meant):
    assert did_you_mean(word, known) == meant


def test_a_swap_of_neighbours_is_one_slip():
    assert edit_distance("abcd", "abdc", 3) == 1


def exact_distance(one, other):
    """Optimal string alignment, straight from its recursion."""
    if not one or not other:
        return len(one) + len(other)
    best = min(
        exact_distance(one[1:], other) + 1,
        exact_distance(one, other[1:]) + 1,
        exact_distance(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if one[:2] == other[:2][::-1] and len(one) > 1 and len(other) > 1:
        best = min(best, exact_distance(one[2:], other[2:]) + 1)
    return best


@given(WORDS.filter(lambda w: len(w) < 5), WORDS.filter(lambda w: len(w) < 5), st.integers(0, 6))
def test_the_distance_agrees_with_its_definition(one, other, limit):
    assert edit_distance(one, other, limit) == min(exact_distance(one, other), limit + 1)


@given(WORDS, st.lists(WORDS, max_size=6))
def test_the_order_of_the_known_words_does_not_matter(word, known):
    assert did_you_mean(word, known) == did_you_mean(word, known[::-1])
