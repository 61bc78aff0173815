"""Every code has its page entry, and every example on the page does what the page says."""

import datetime as dt
import re

import openpyxl
import pytest

from tests.docs.examples import (
    PAGE,
    SEVERITIES,
    base_sections,
    findings,
    policy_files,
    program_of,
    sections,
)
from tests.docs.regenerate import diagnostics_page
from workflow_engine.batch.customers import CustomerReader, Rejected
from workflow_engine.batch.writers import output_finding
from workflow_engine.diagnostics.codes import CODES
from workflow_engine.diagnostics.codes_of_checks import OF_CHECKS
from workflow_engine.diagnostics.codes_rule_checks import ENTRIES as RULE_CHECKS
from workflow_engine.diagnostics.codes_use_checks import ENTRIES as USE_CHECKS
from workflow_engine.errors import CustomerError, DataFileError, OutputError
from workflow_engine.policy import check, check_texts
from workflow_engine.runs.spark_order import Order
from workflow_engine.runs.spark_reasons import Reasons
from workflow_engine.simulation.reading import read_model

TEXT = PAGE.read_text(encoding="utf-8")
BASE = base_sections(TEXT)
SECTIONS = sections(TEXT)
WITH_EXAMPLE = [section for section in SECTIONS if section.wrong is not None]
HEADER_NOTES = {"WE508", "WE509"}
"""What short example files give besides their own code: columns that are not there."""
NOT_THE_WHOLE = set(RULE_CHECKS) | set(USE_CHECKS)
"""What a short example lacks to be a whole policy; the pages of these checks have their own."""


def test_every_code_is_documented_once_and_in_order():
    assert [section.code for section in SECTIONS] == list(CODES)
    assert all(section.wrong or section.note for section in SECTIONS)
    assert all(section.right is not None for section in WITH_EXAMPLE)


def test_the_page_is_up_to_date(tmp_path):
    new = diagnostics_page(TEXT, tmp_path)
    assert new == TEXT, "run `python -m tests.docs.regenerate`"


def test_the_shared_sections_are_a_policy_without_findings():
    assert check_texts(policy_files("tags: {}", BASE)).diagnostics == ()


@pytest.mark.parametrize("section", WITH_EXAMPLE, ids=lambda section: section.code)
def test_the_wrong_form_gives_the_code_and_nothing_else(section, tmp_path):
    found = {one.code for one in findings(section, section.wrong, BASE, tmp_path)}
    assert section.code in found
    assert found - HEADER_NOTES - NOT_THE_WHOLE <= {section.code}


@pytest.mark.parametrize("section", WITH_EXAMPLE, ids=lambda section: section.code)
def test_the_right_form_gives_nothing(section, tmp_path):
    found = {one.code for one in findings(section, section.right, BASE, tmp_path)}
    assert section.code not in found
    assert found - NOT_THE_WHOLE <= HEADER_NOTES


@pytest.mark.parametrize("section", WITH_EXAMPLE, ids=lambda section: section.code)
def test_findings_stand_where_the_author_can_see_them(section, tmp_path):
    for one in findings(section, section.wrong, BASE, tmp_path):
        assert one.severity in SEVERITIES
        assert one.place.file
        for text in (one.message, one.help):
            assert text is None or not re.search(r"\{\w*\}", text.zh + text.en)


def folder_codes(path):
    return {one.code for one in check(path).diagnostics}


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("WE101", b"tags: \xff\xfe\xff\n"),
        ("WE102", 'policy: {id: 政策, version: "1"}\ncustomer: {key: 编号}\n'.encode("gb18030")),
        ("WE103", b"# " + b"x" * 2**22),
        ("WE105", b"tags: {}\x01\n"),
        ("WE117", b"tags: " + b"[" * 65 + b"]" * 65),
        (
            "WE118",
            b"a: &a [1,2,3,4,5,6,7,8,9]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in b"bcdefgh"
            ),
        ),
    ],
)
def test_files_that_an_example_cannot_show(code, data, tmp_path):
    (tmp_path / "policy.yaml").write_bytes(data)
    assert code in folder_codes(tmp_path)


@pytest.mark.parametrize(
    ("code", "expression"), [("WE301", "tier > 1" + " " * 2000 + "and tier"), ("WE302", "(" * 33)]
)
def test_expressions_that_are_too_much(code, expression):
    files = policy_files(f"tags: {{big: {{when: '{expression}'}}}}\n", BASE)
    assert code in {one.code for one in check_texts(files).diagnostics}


def test_folders(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert folder_codes(tmp_path / "nothing") == {"WE240"}
    assert folder_codes(tmp_path / "file") == {"WE241"}
    assert folder_codes(tmp_path / "empty") == {"WE242"}
    (tmp_path / "policy.yaml").write_text("tags: {}", encoding="utf-8")

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)
    assert "WE244" in folder_codes(tmp_path)


def test_folders_of_blueprints(tmp_path):
    shared = "".join(text for name, text in BASE.items() if name != "policy")
    head = 'policy: {id: p, version: "1", blueprints: drawn}\n'
    (tmp_path / "policy.yaml").write_text(head + shared, encoding="utf-8")
    assert folder_codes(tmp_path) == {"WE851"}
    (tmp_path / "drawn").write_text("", encoding="utf-8")
    assert folder_codes(tmp_path) == {"WE851"}
    (tmp_path / "drawn").unlink()
    (tmp_path / "drawn").mkdir()
    assert folder_codes(tmp_path) == {"WE852"}
    (tmp_path / "drawn" / "a.yml").write_text("id: a\n", encoding="utf-8")
    assert folder_codes(tmp_path) == {"WE852", "WE866"}
    (tmp_path / "drawn" / "a.yml").unlink()
    (tmp_path / "drawn" / "a.yaml").write_bytes(b"id: \xff\xfe\xff\n")
    assert folder_codes(tmp_path) == {"WE101"}


def test_the_version_before_a_rollout(tmp_path):
    shared = "".join(BASE.values())
    (tmp_path / "before").mkdir()
    before = tmp_path / "before" / "policy.yaml"
    (tmp_path / "new").mkdir()
    rollout = "rollout: {before: ../before, share: 5%}\n"
    (tmp_path / "new" / "policy.yaml").write_text(shared + rollout, encoding="utf-8")
    assert folder_codes(tmp_path / "new") == {"WE660"}
    before.write_text(shared.replace("customer_id", "shop_number"), encoding="utf-8")
    assert folder_codes(tmp_path / "new") == {"WE661"}
    before.write_text(shared, encoding="utf-8")
    assert folder_codes(tmp_path / "new") == {"WE663"}
    before.write_text(shared + rollout, encoding="utf-8")
    assert folder_codes(tmp_path / "new") == {"WE662", "WE663"}


def customer_codes(path):
    try:
        file = CustomerReader(program_of(BASE)).read(path)
        rows = [row for row in file if isinstance(row, Rejected)]
    except DataFileError as error:
        return {one.code for one in error.diagnostics}
    return {one.code for row in rows for one in row.diagnostics} | {
        one.code for one in file.diagnostics
    }


@pytest.mark.parametrize(
    ("code", "name", "data"),
    [
        ("WE501", "customers.xlsx", b"not a workbook"),
        ("WE502", "customers.xls", b""),
        ("WE503", "customers.csv", b"customer_id,tier\n\xff\xff\xfe,1\n"),
        ("WE504", "customers.csv", "customer_id,档位\n1,1\n".encode("gb18030")),
    ],
)
def test_customer_files_that_an_example_cannot_show(code, name, data, tmp_path):
    (tmp_path / name).write_bytes(data)
    assert code in customer_codes(tmp_path / name)


def test_workbooks(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["customer_id", "tier"])
    sheet.append(["1", "=1+1"])
    book.create_sheet("more").append(["x"])
    book.save(tmp_path / "customers.xlsx")
    assert {"WE513", "WE533"} <= customer_codes(tmp_path / "customers.xlsx")


def test_customers_of_a_frame_without_an_order():
    order = Order(
        program_of(BASE), dt.date(2026, 11, 21), ("customer_id", "tier"), False, False, "zh"
    )
    told = Reasons(order).of_copy({"customer_id": "1001", "tier": 3}, 2)
    assert [code for *_, code, _ in told] == ["WE525"]


def test_customers_from_python_and_outputs(tmp_path):
    _, found = CustomerReader(program_of(BASE)).validate({"tier": 3, "teir": 3})
    assert [one.code for one in found] == ["WE540"]
    with pytest.raises(CustomerError) as caught:
        CustomerReader(program_of(BASE)).identity({"tier": 3})
    assert [one.code for one in caught.value.diagnostics] == ["WE541"]
    error = OutputError(tmp_path, "no space left")
    assert output_finding(error).code == "WE901"


@pytest.mark.parametrize(
    ("code", "model"),
    [
        ("WE701", "stuff: {}"),
        ("WE702", "staff: {}"),
        ("WE703", "staff: {away: 120%}"),
        ("WE704", "staff: {absence: {median: 1 workday}}"),
        ("WE705", "arrivals: {cases: {delivery_eror: 1}}"),
        ("WE706", 'arrivals: {hours: {"09:00..17:00": 0}, cases: {}}'),
    ],
)
def test_simulation_models(code, model):
    _, found = read_model(model, "usual.yaml", program_of(BASE))
    assert code in {one.code for one in found}


ELSEWHERE = (
    "tests/render/test_look.py",
    "tests/census/test_census.py",
    "tests/census/test_expired.py",
    "tests/cli/test_table.py",
    "tests/workbooks/test_refusals.py",
    "tests/trial/test_mistakes.py",
)
"""Where codes are tested that need more than the text of a policy."""


def test_codes_without_an_example_are_tested_above():
    source = PAGE.parents[1] / "tests/docs/test_diagnostics_page.py"
    text = source.read_text(encoding="utf-8")
    bare = [s.code for s in SECTIONS if s.wrong is None and f'"{s.code}"' not in text]
    elsewhere = "".join((PAGE.parents[1] / name).read_text(encoding="utf-8") for name in ELSEWHERE)
    own_page = OF_CHECKS
    assert [c for c in bare if c not in own_page and f'"{c}"' not in elsewhere] == []
