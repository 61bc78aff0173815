"""Two limits the wrong way round: the author is asked, and an editor can exchange them."""

from dataclasses import replace

import pytest

from tests.checks.examples import BASE
from tests.checks.test_rules import codes, only
from tests.docs.examples import policy_files
from workflow_engine.language.fixing import apply_fixes
from workflow_engine.policy import check_texts

QUOTES = ("'", '"')
TABLE = "tables:\n  t:\n    gives: {type: integer}\n    rows:\n      - {tier: ≥ 28, then: 1}\n"


def mended(text):
    """The text with its limits exchanged, which nobody does without the author."""
    one = only(text)
    assert one.fix is not None
    assert not one.fix.safe
    agreed = replace(one, fix=replace(one.fix, safe=True))
    after, count = apply_fixes(text, [agreed], file="policy.yaml")
    assert count == 1
    assert codes(after) == []
    return after


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("30 <= tier <= 28", "28 <= tier <= 30"),
        ("28 >= tier >= 30", "30 >= tier >= 28"),
        ("tier > 28 and tier < 20", "tier > 20 and tier < 28"),
        (
            "smart_pos and 28 < tier < 20 and distance > 2",
            "smart_pos and 20 < tier < 28 and distance > 2",
        ),
        ('"20 > tier and 28 < tier"', '"28 > tier and 20 < tier"'),
        ("distance >= 7.5 and distance <= 2.5", "distance >= 2.5 and distance <= 7.5"),
        (
            """'joined_on >= "2026-05-01" and joined_on <= "2026-04-01"'""",
            """'joined_on >= "2026-04-01" and joined_on <= "2026-05-01"'""",
        ),
    ],
)
def test_conditions(wrong, right):
    text = f"tags:\n  t: {{when: {wrong}}}\n"
    assert mended(text) == text.replace(wrong, right)
    told = only(text).help
    assert f"是不是 `{right[1:-1] if right[0] in QUOTES else right}`？" in told.zh
    chained = " and " not in wrong
    assert ("用“或”" in told.zh) == ("write `or`" in told.en) == (not chained)


def test_cells():
    text = TABLE + "      - {tier: '> 28 < 20', then: 2}\n    otherwise: 3\n"
    after = text.replace("> 28 < 20", "> 20 < 28")
    one = only(text)
    assert one.code == "WE713"
    assert "是不是 `> 20 < 28`？" in one.help.zh
    assert mended(text) == after


def test_without_a_text_of_its_own_the_question_is_in_words():
    one = only("tags: {t: {when: {all: [tier >= 28, tier < 20]}}}\n")
    assert "是不是“20 ≤ 档位 < 28”？" in one.help.zh
    assert one.fix is None


@pytest.mark.parametrize(
    "when",
    [
        "tier > 30",  # one limit
        "tier >= 28 and smart_pos and not smart_pos",  # not a matter of limits
        "tier > 40 and tier < 35",  # nobody either way
        "tier >= 28 and distance <= 2 and distance < 0",
    ],
)
def test_anything_else_is_not_taken_for_it(when):
    one = next(
        iter(check_texts(policy_files(f"tags: {{t: {{when: {when}}}}}\n", BASE)).diagnostics)
    )
    assert "写反" not in one.help.zh
