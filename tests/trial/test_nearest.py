"""The nearest change of the customer makes the test agree, and nothing nearer does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trial.shop import program, read, results, text_of
from workflow_engine.program.types import SCALE
from workflow_engine.trial.running import run_tests

HEAD = "t:\n  persona: 小店\n  at: 2026-11-23\n"


def change(expect: str, given_: str = "{}") -> tuple[str, str] | None:
    (result,) = results(f"{HEAD}  given: {given_}\n  expect: {expect}\n")
    (one,) = result.differences
    return None if one.change is None else (one.change.zh, one.change.en)


def test_a_tag_one_step_over_its_limit() -> None:
    wanted = change("{tags: {big: true}}", "{tier: 27}")
    assert wanted == ("档位 28 而不是 27", "Tier 28 instead of 27")


def test_a_level_an_item_and_the_visits() -> None:
    assert change("{levels: {pyramid: low}}") == (
        "净贡献 -1 元 而不是 200 元",
        "净贡献 -1 CNY instead of 200 CNY",
    )
    assert change("{items: {gift: offered}}") == ("档位 28 而不是 12", "Tier 28 instead of 12")
    assert change("{visit: {times: 4}}") == ("档位 28 而不是 12", "Tier 28 instead of 12")
    assert change("{categories: [big]}") == ("档位 28 而不是 12", "Tier 28 instead of 12")
    assert change("{items: {visit_shop: {urgency: high}}}") is not None


@pytest.mark.parametrize(
    ("net", "tag", "nearest"),
    [
        ("200", "true", "99"),
        ("200.5", "true", "99.9"),
        ("99.999999", "false", "100"),
        ("99", "false", "100"),
    ],
)
def test_a_number_has_no_more_decimals_than_the_customer(net: str, tag: str, nearest: str) -> None:
    said = change(f"{{tags: {{weak: {tag}}}}}", f"{{net: {net}}}")
    assert said == (
        f"净贡献 {nearest} 元 而不是 {net} 元",
        f"净贡献 {nearest} CNY instead of {net} CNY",
    )


def test_a_gap_is_filled() -> None:
    assert change("{tags: {big: false}, levels: {pyramid: rest}}", "{net: missing}") is not None
    text = change("{tags: {weak: true}}", "{net: missing}")
    assert text is not None
    assert text[0].endswith("而不是 缺失")


def test_where_no_change_of_one_thing_helps_none_is_offered() -> None:
    assert change("{levels: {pyramid: top}}") is None
    assert change("{measures: {double: 7}}") is None
    assert change("{unknown: [weak]}") is None


@settings(max_examples=60, deadline=None)
@given(
    tier=st.integers(1, 30),
    net=st.integers(-1000, 1000) | st.none(),
    section=st.sampled_from(
        [
            ("tags", "big", "true"),
            ("tags", "weak", "true"),
            ("tags", "weak", "false"),
            ("levels", "pyramid", "top"),
            ("levels", "pyramid", "low"),
            ("items", "gift", "offered"),
            ("items", "lesson", "offered"),
            ("items", "call", "due"),
        ]
    ),
)
def test_with_the_change_the_test_agrees(
    tier: int, net: int | None, section: tuple[str, str, str]
) -> None:
    kind, name, wanted = section
    text = text_of(f"{HEAD}  expect: {{{kind}: {{{name}: {wanted}}}}}\n")
    (test,) = read(text).tests
    values = {**test.values, "tier": tier, "net": None if net is None else net * SCALE}
    (result,) = run_tests(program(), [replace(test, values=values)])
    for one in result.differences:
        if one.change is None:
            continue
        attribute = "tier" if one.change.zh.startswith("档位") else "net"
        written = one.change.zh.split()[1].replace(",", "")
        value = int(written) if attribute == "tier" else round(float(written) * SCALE)
        (again,) = run_tests(program(), [replace(test, values={**values, attribute: value})])
        assert again.agrees
        if attribute == "tier":  # nothing nearer would do
            step = 1 if value > tier else -1
            for nearer in range(tier, value, step):
                changed = {**values, "tier": nearer}
                (still,) = run_tests(program(), [replace(test, values=changed)])
                assert not still.agrees
