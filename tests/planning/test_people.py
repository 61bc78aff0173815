"""Roles resolved to persons."""

from __future__ import annotations

from tests.planning.policies import HERE, ROLES, STAFF, both, program
from workflow_engine.planning.people import Directory
from workflow_engine.program.program import Person, Role


def people(name: str | None, **more: object) -> dict[str, str | None]:
    return dict(Directory(program(**more)).people({"manager_name": name, "boss": "周经理"}))


def test_the_chain_follows_the_staff_table() -> None:
    assert people("李明") == {
        "manager": "李明",
        "supervisor": "王芳",
        "head": "陈总",
        "desk": "小周",
    }


def test_a_broken_chain_falls_back_to_the_only_person_of_the_area() -> None:
    assert people("赵强") == {
        "manager": "赵强",
        "supervisor": "孙丽",
        "head": "陈总",
        "desk": "小吴",
    }


def test_somebody_not_on_the_staff_list_is_still_named() -> None:
    assert people("新人") == {"manager": "新人", "supervisor": None, "head": "陈总", "desk": None}


def test_nobody_is_named_where_it_is_not_certain() -> None:
    assert people(None) == {"manager": None, "supervisor": None, "head": "陈总", "desk": None}


def test_a_roles_own_attribute_comes_first() -> None:
    roles = {r.id: r for r in ROLES}
    roles["supervisor"] = Role("supervisor", both("s"), HERE, person="boss", reports_to="head")
    assert people("李明", roles=roles)["supervisor"] == "周经理"


def test_a_superior_of_the_wrong_role_is_not_taken() -> None:
    staff = {p.name: p for p in STAFF}
    staff["李明"] = Person("李明", "manager", HERE, reports_to="陈总", area="east")
    assert people("李明", staff=staff)["supervisor"] == "王芳"


def test_roles_that_report_in_a_circle_end() -> None:
    roles = {
        "manager": Role("manager", both("m"), HERE, person="manager_name", reports_to="supervisor"),
        "supervisor": Role("supervisor", both("s"), HERE, reports_to="manager"),
    }
    assert people("李明", roles=roles) == {"manager": "李明", "supervisor": "王芳"}
