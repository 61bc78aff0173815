"""One person is one name, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.programs import PEOPLE, Driven, moment, opening, rules
from tests.cases.test_authority import ready
from workflow_engine.cases.kernel import decide
from workflow_engine.cases.names import one_form


@pytest.mark.parametrize(
    "typed",
    [
        "王芳 ",
        " 王芳",
        "王 芳",
        "王\u3000芳",
        "王\u200b芳",
        "\ufeff王芳",
        "王\u2060芳",
        "王\ufe0f芳",
    ],
)
def test_a_name_is_the_same_with_spaces_and_what_nobody_sees(typed):
    assert one_form(typed) == "王芳"
    case = Driven("23 08:30", about=typed)
    assert case.case.about == "王芳"
    assert case.refused("acknowledge", "23 08:40", by="王芳").code == "complained_about"
    plain = Driven("23 08:30", about="王芳")
    assert plain.refused("acknowledge", "23 08:40", by=typed).code == "complained_about"
    assert plain.refused("reassign", "23 08:40", person=typed).code == "complained_about"
    asked = ready()
    asked.do("request_approval", "23 09:00", by=typed, amount=1000)
    assert asked.refused("approve", "23 09:10", by="王芳").code == "four_eyes"


def test_latin_names_keep_one_space_and_wide_letters_become_plain():
    assert one_form(" Ｌi \t Ming ") == "Li Ming"
    assert one_form("王芳 Wang") == "王芳 Wang"


@pytest.mark.parametrize("nothing", ["", "  ", "\u200b", "\u3000\t", "\x01"])
def test_an_empty_name_is_none(nothing):
    assert one_form(nothing) is None
    case = Driven("23 08:30", by=nothing)
    assert case.case.opened_by is None
    case.do("acknowledge", "23 08:40", by=nothing)  # the owner
    assert case.last[0].by == "李明"


def test_the_people_of_the_opening_are_named_so_too():
    command = opening(people={**PEOPLE, "manager": " 李\u3000明", "head": " "})
    opened = decide(None, command, rules(), moment("23 08:30"))[0]
    assert (opened.people["manager"], opened.owner, opened.people["head"]) == ("李明", "李明", None)


@given(st.text())
def test_one_form_of_one_form_is_itself(text):
    form = one_form(text)
    assert form is None or (one_form(form) == form and form == form.strip())
