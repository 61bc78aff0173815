"""Every mistake in a test file is found, told at its place, with what was probably meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trial.shop import FILE, PERSONA, program, program_of, read, text_of
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.trial.model import LeftOut, NotRun
from workflow_engine.trial.reading import read_tests
from workflow_engine.trial.report import render_results
from workflow_engine.trial.running import run_tests

HEAD = "t:\n  persona: 小店\n  at: 2026-11-22\n"
CASE = (
    "t:\n  persona: 小店\n  case:\n    failure: lost\n    opened: 2026-11-23 09:10\n"
    "    steps: [{step}]\n  expect: {{case: {{state: open}}}}\n"
)


def expecting(text: str) -> str:
    return f"{HEAD}  expect: {text}\n"


@pytest.mark.parametrize(
    ("tests", "code", "said"),
    [
        (f"{HEAD}  expects: {{}}\n  expect: {{tags: {{big: no}}}}", "WE780", "expect"),
        (expecting("{tag: {big: no}}"), "WE780", "tags"),
        (expecting("{items: {gift: {stat: active}}}"), "WE780", "state"),
        (expecting("{tags: {big: perhaps}}"), "WE781", "perhaps"),
        (expecting("{tags: {big: }}"), "WE781", "unknown"),
        (expecting("{levels: {pyramid: topp}}"), "WE781", "top"),
        (expecting("{items: {gift: aktive}}"), "WE781", "active"),
        (expecting("{items: {gift: {due: 2026-02-30}}}"), "WE781", "2026-02-30"),
        (expecting("{visit: {per: fortnight}}"), "WE781", "month"),
        (CASE.format(step="{at: 2026-11-23 25:00}"), "WE781", "2026-11-21 09:00"),
        (CASE.format(step="{at: 2026-11-23 9.30}"), "WE781", "2026-11-21 09:00"),
        (CASE.replace("state: open", "rungs: [chief]").format(step=""), "WE781", "Manager"),
        (
            CASE.replace("state: open", "rungs: {{chief: 2026-11-23 10:10}}").format(step=""),
            "WE781",
            "no rung leads from Chief",
        ),
        (
            CASE.replace("state: open", "deadlines: {{amend: soon}}").format(step=""),
            "WE781",
            "“amend”",
        ),
        ("t: {persona: 小店, at: 2300-01-01, expect: {unknown: []}}", "WE781", "2200"),
        (CASE.format(step="{at: 1800-01-01 09:00}"), "WE781", "1900"),
        (f"{HEAD}  given: {{tier: 31}}\n  expect: {{tags: {{big: no}}}}", "WE781", "30"),
        (f"{HEAD}  given: {{market: urbn}}\n  expect: {{tags: {{big: no}}}}", "WE781", "Urban"),
        (f"{HEAD}  given: {{sat: [1, x]}}\n  expect: {{tags: {{big: no}}}}", "WE781", "`x`"),
        (expecting("{tags: {bigg: no}}"), "WE782", "big"),
        (expecting("{tags: {大客: no}}"), "WE782", "大客户"),
        (expecting("{unknown: [wek]}"), "WE782", "weak"),
        (expecting("{people: {manger: 李明}}"), "WE782", "manager"),
        (expecting("{tables: {route: {dys: 2}}}"), "WE782", "days"),
        (f"{HEAD}  given: {{teir: 3}}\n  expect: {{tags: {{big: no}}}}", "WE782", "tier"),
        (f"{HEAD}  given: {{double: 3}}\n  expect: {{unknown: []}}", "WE781", "from 净贡献"),
        (f"{HEAD}  given: {{两倍: 3}}\n  expect: {{unknown: []}}", "WE781", "write 净贡献"),
        (f"{HEAD}  given: {{pyramid: top}}\n  expect: {{unknown: []}}", "WE781", "Tier, 净贡献"),
        (f"{HEAD}  choices: [gft]\n  expect: {{tags: {{big: no}}}}", "WE782", "gift"),
        (f"{HEAD}  log: [{{item: fils, on: 2026-11-02}}]\n  expect: {{unknown: []}}", "WE782", ""),
        ("t: {persona: 小点, at: 2026-11-22, expect: {unknown: []}}", "WE782", "小店"),
        (CASE.format(step="{at: 2026-11-23 10:00, do: acknowlege}"), "WE782", "acknowledge"),
        (CASE.format(step="{at: 2026-11-23 10:00, do: amend, role: chef}"), "WE782", "chief"),
        (CASE.replace("lost", "lots").format(step=""), "WE782", "lost"),
        ("t: {persona: 小店, expect: {tags: {big: no}}}", "WE783", "at: 2026-11-22"),
        (CASE.format(step="{do: acknowledge}"), "WE783", "at"),
        (CASE.format(step="{at: 2026-11-23 10:00, refused: ended}"), "WE783", "do"),
        (CASE.replace("    opened: 2026-11-23 09:10\n", "").format(step=""), "WE783", "opened"),
        (CASE.replace("    failure: lost\n", "").format(step=""), "WE783", "failure"),
        (expecting("{case: {state: open}}"), "WE783", "case"),
        (f"{HEAD}  log: [{{item: visit}}]\n  expect: {{unknown: []}}", "WE783", "on"),
        (expecting("big"), "WE784", "name: value"),
        (expecting("{tags: [big]}"), "WE784", "name: value"),
        (expecting("{unknown: {a: b}}"), "WE784", "a list"),
        (expecting("{items: {gift: [active]}}"), "WE784", "one value"),
        (expecting("{tags: {big: true, 大客户: no}}"), "WE786", "big"),
        (f"{HEAD}  资料: {{}}\n  given: {{}}\n  expect: {{unknown: []}}", "WE786", "given"),
        (HEAD, "WE787", "expect:"),
        (expecting("{}"), "WE787", "expect:"),
        (expecting("{tags: {}, items: {}}"), "WE787", "expect:"),
        (f"{HEAD}  given: {{tier: missing}}\n  expect: {{tags: {{big: no}}}}", "WE788", "Tier"),
        (
            CASE.format(step="{at: 2026-11-23 10:00}, {at: 2026-11-23 09:30}"),
            "WE789",
            "2026-11-23 10:00",
        ),
        (
            CASE.format(step="").replace("  expect", "    until: 2026-11-22 09:00\n  expect"),
            "WE789",
            "2026-11-22",
        ),
    ],
)
def test_a_mistake_is_found_and_told(tests: str, code: str, said: str) -> None:
    found = read(text_of(tests)).diagnostics
    assert [one.code for one in found] == [code]
    (one,) = found
    assert one.place.file == FILE
    assert one.place.line > PERSONA.count("\n")
    told = one.message.en + ("" if one.help is None else one.help.en)
    assert said in told


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        (
            "personas: {a: {extends: b}, b: {extends: c}, c: {extends: b}}\ntests: {}\n",
            "WE785",
            "b → c → b",
        ),
        ("personas: {a: {tier: 1}}\ntests: {}\nstuff: {}\n", "WE780", "personas, tests"),
        ("# nothing yet\n{}\n", "WE791", ""),
    ],
)
def test_a_mistake_of_a_file(text: str, code: str, said: str) -> None:
    (one,) = read(text).diagnostics
    assert one.code == code
    told = one.message.en + ("" if one.help is None else one.help.en)
    assert said in told


def test_a_test_that_stands_there_twice_is_run_once() -> None:
    one = "- {name: a, at: 2026-11-22, given: {tier: 3}, expect: {tags: {big: no}}}\n"
    found = read(text_of(one + one))
    assert [one.code for one in found.diagnostics] == ["WE786"]
    assert [test.name for test in found.tests] == ["a"]
    assert found.not_run == NotRun((LeftOut(FILE, "a"),))


def test_what_cannot_run_is_counted() -> None:
    tests = """\
    good: {persona: 小店, at: 2026-11-22, expect: {tags: {big: no}}}
    wrong: {persona: 小店, at: 2026-11-22, expect: {tags: {bigg: no}}}
    nobody: {persona: 小点, at: 2026-11-22, expect: {tags: {big: no}}}
    several:
      persona: 小店
      at: 2026-11-22
      customers: {a: {expect: {tags: {big: no}}}, b: {expect: {tags: {bigg: no}}}}
    none: {persona: 小店, at: 2026-11-22, customers: 3}
    """
    found = read(text_of(tests), **{"b.test.yaml": "tests: [", "c.test.yaml": "# later\n"})
    assert [test.name for test in found.tests] == ["good", "several / a"]
    left_out = tuple(LeftOut(FILE, name) for name in ("wrong", "nobody", "several / b", "none"))
    assert found.not_run == NotRun(left_out, ("b.test.yaml",))


def test_a_persona_of_two_files_counts_once() -> None:
    other = {"tests/b.test.yaml": "personas: {小店: {tier: 1}}\n"}
    found = read(text_of(expecting("{tags: {big: no}}")), **other)
    assert [one.code for one in found.diagnostics] == ["WE786"]
    assert found.diagnostics[0].place.file == "tests/b.test.yaml"
    assert found.tests[0].values["tier"] == 12


def test_tests_without_a_mistake_are_still_run() -> None:
    text = text_of(
        "bad: {at: 2026-11-22, expect: {tags: {bigg: no}}}\n" + expecting("{unknown: []}")
    )
    found = read(text)
    assert not found.sound
    assert [test.name for test in found.tests] == ["t"]


def test_a_policy_without_choices_says_so() -> None:
    plain = program_of(
        "policy: {id: p, title: p, version: '1', stage: draft}\n"
        "customer: {key: k, attributes: {basic: {tier: {type: integer}}}}\n"
        "tags: {big: {when: tier > 1}}\n"
    )
    text = "tests: {t: {at: 2026-11-22, choices: [a], expect: {tags: {big: unknown}}}}\n"
    found = read_tests({FILE: text}, plain).diagnostics
    assert [one.code for one in found] == ["WE781"]


def test_mistakes_of_the_text_itself_are_found_too() -> None:
    found = read(text_of(expecting("{tags： {big: no}}"))).diagnostics
    assert found
    assert all(one.code.startswith("WE1") for one in found if one.severity == "error")


def test_a_mistake_is_told_once_for_several_customers() -> None:
    tests = f"{HEAD}  expect: {{tags: {{bigg: no}}}}\n  customers: {{a: {{}}, b: {{}}}}\n"
    found = read(text_of(tests))
    assert [one.code for one in found.diagnostics] == ["WE782"]
    assert found.tests == ()


def test_a_test_on_a_persona_with_a_mistake_is_left_out() -> None:
    personas = PERSONA.replace("tier: 12", "tier: 31")
    found = read(text_of(expecting("{tags: {big: no}}"), personas))
    assert [one.code for one in found.diagnostics] == ["WE781"]
    assert found.tests == ()
    assert found.personas == {}


WHOLE = text_of(
    """\
    t:
      about: why
      persona: 小店
      at: 2026-11-22
      given: {tier: 28, net: missing}
      log: [{item: visit, on: 2026-11-02, by: 李明}]
      choices: [gift]
      case:
        failure: lost
        opened: 2026-11-23 09:10
        steps:
          - {at: 2026-11-23 09:30, do: acknowledge, by: 李明, expect: {state: acknowledged}}
          - {at: 2026-11-23 10:00, do: amend, amount: 800, refused: over_limit}
        until: 2026-11-24 18:00
      customers: {a: {given: {tier: 3}}, b: {}}
      expect:
        tags: {big: true}
        tables: {route: {days: 2}, fee: 2}
        items: {gift: active, files: {due: none}}
        unknown: [weak]
        case: {rungs: [manager], clocks: {amend: met}}
    """
)
TOKENS = re.findall(r"\w+|[^\w\s]|\s+", WHOLE)


def test_the_whole_file_is_free_of_mistakes() -> None:
    assert read(WHOLE).diagnostics == ()
    assert len(read(WHOLE).tests) == 2


@settings(max_examples=150, deadline=None)
@given(
    places=st.lists(st.integers(0, len(TOKENS) - 1), max_size=3),
    token=st.sampled_from(
        ["", "[", "{}", "[]", ":", "9", "2500-01-01", "none", "\n", "是", "-", "&"]
    ),
)
def test_half_typed_files_are_findings_and_never_exceptions(places: list[int], token: str) -> None:
    tokens = [token if number in places else one for number, one in enumerate(TOKENS)]
    found = read("".join(tokens))
    for result in run_tests(program(), found.tests):
        render_results([result], "zh")


LATER = ("WE790", "WE792")
"""They come from running and accepting: tried in `test_report` and `test_accepting`."""


def test_every_code_of_test_files_is_tried() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    own = [code for code in CODES if "WE780" <= code <= "WE799"]
    assert [code for code in own if f'"{code}"' not in source] == []


REQUIRED = """\
policy: {id: shop, title: 店, version: "1", stage: draft}
customer:
  key: number
  name: shop_name
  attributes:
    basic:
      number: {type: text, required: true}
      shop_name: {type: text, required: true}
      tier: {type: integer, label: {zh: 档位, en: Tier}, required: true}
      since: {type: date, label: {zh: 入网, en: Since}, required: true}
tags: {big: {when: tier >= 28}, known: {when: number is not missing and shop_name is not missing}}
"""


def test_what_a_persona_lacks_is_told_once_and_at_the_persona() -> None:
    tests = "".join(
        f"  t{n}: {{persona: 小店, at: 2026-11-22, expect: {{tags: {{big: no}}}}}}\n"
        for n in range(3)
    )
    text = f"personas:\n  小店: {{shop_name: 好店}}\ntests:\n{tests}"
    found = read_tests({FILE: text}, program_of(REQUIRED))
    assert found.tests == ()
    (one,) = found.diagnostics
    assert (one.code, one.place.line) == ("WE788", 2)
    assert one.message.en.startswith("the persona “小店” lacks what is required: Tier, Since")
    assert one.help is not None
    assert one.help.zh == "在这位典型客户下补上 `tier: …`"


def test_what_a_test_takes_away_is_told_at_the_test() -> None:
    text = (
        "personas:\n  小店: {tier: 3, since: 2020-01-01}\ntests:\n"
        "  t: {persona: 小店, at: 2026-11-22, given: {tier: missing}, expect: {tags: {big: no}}}\n"
    )
    (one,) = read_tests({FILE: text}, program_of(REQUIRED)).diagnostics
    assert (one.code, one.place.line) == ("WE788", 4)
    assert "the customer of the test “t”" in one.message.en


def test_a_customer_of_a_test_has_an_id_and_a_name_without_being_given_them() -> None:
    program = program_of(REQUIRED)
    text = (
        "personas:\n  小店: {tier: 3, since: 2020-01-01}\ntests:\n"
        "  t: {persona: 小店, at: 2026-11-22, expect: {tags: {known: yes}}}\n"
    )
    found = read_tests({FILE: text}, program)
    assert found.diagnostics == ()
    (test,) = found.tests
    assert (test.values["number"], test.values["shop_name"]) == ("test", "小店")
    (result,) = run_tests(program, found.tests)
    assert result.agrees
