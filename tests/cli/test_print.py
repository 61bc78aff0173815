"""`workflow-engine print …` as it is used: what it writes, what it says, its exit codes."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest

from tests.cli.running import TOBACCO, VIP, Shell, process
from tests.render.form_samples import HOSTILE, POLICY

CUSTOMERS = "customer_id,customer_name,manager_name,tier,shop_address\n"
ROWS = "".join(f"C{n:03},第{n}百货店,李明,{28 if n % 2 else 5},人民路{n}号\n" for n in range(1, 5))
VISIT = ("print", "visit-sheet", "p", "c.csv", "--at", "2026-11-23")
RECORD = ("print", "record-form", "p", "c.csv", "--at", "2026-11-23")


@pytest.fixture
def here(shell: Shell) -> Shell:
    shell.write({"p/policy.yaml": POLICY, "c.csv": CUSTOMERS + ROWS})
    return shell


def text(path: Path) -> str:
    pages = "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    return pages.replace("\u2009", "").replace(" ", "").replace("\n", "")


def test_every_kind_of_paper_is_listed_with_an_example(here: Shell) -> None:
    ran = here("print", "--help")
    assert ran.code == 0
    for kind in ("visit-sheet", "record-form", "case", "ladder", "promise"):
        assert f"  {kind}" in ran.out
        assert "例：" in here("print", kind, "--help").out
        assert "Example:" in here("--lang", "en", "print", kind, "--help").out


def test_a_kind_that_is_not_there_is_named_with_the_nearest(here: Shell) -> None:
    ran = here("print", "visit-shet")
    assert ran.code == 2
    assert "visit-sheet" in ran.err


def test_a_visit_sheet_of_the_shipped_policy_as_a_pdf(tmp_path: Path) -> None:
    out = tmp_path / "visits.pdf"
    ran = process(
        *("print", "visit-sheet", TOBACCO, TOBACCO / "customers.csv", "--at", "2026-11-23"),
        *("--log", TOBACCO / "log.csv", "--day", "2026-11-24", "--person", "赵雨晴", "--out", out),
    )
    assert ran.code == 0, ran.err
    assert "已写到" in ran.err
    found = text(out)
    assert "拜访单" in found
    assert "赵雨晴" in found
    assert "第2页，共2页" in found


def test_the_records_of_all_customers_who_need_one(tmp_path: Path) -> None:
    out = tmp_path / "records.pdf"
    ran = process(
        *("print", "record-form", VIP, VIP / "customers.csv", "--at", "2026-11-23"),
        *("--log", VIP / "log.csv", "--lang", "en", "--out", out),
    )
    assert ran.code == 0, ran.err
    reader = pypdf.PdfReader(out)
    assert len(reader.pages) > 50
    assert reader.outline


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("pack", [TOBACCO, VIP])
def test_ladders_of_the_shipped_policies(pack: Path, lang: str, tmp_path: Path) -> None:
    out = tmp_path / "ladder.pdf"
    ran = process("print", "ladder", pack, "--size", "a3", "--lang", lang, "--out", out)
    assert ran.code == 0, ran.err
    reader = pypdf.PdfReader(out)
    assert len(reader.pages) == 2
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (1191, 842)


def test_promise_cards_say_nothing_of_others(tmp_path: Path) -> None:
    out = tmp_path / "cards.pdf"
    ran = process("print", "promise", TOBACCO, "--out", out)
    assert ran.code == 0, ran.err
    assert len(pypdf.PdfReader(out).pages) == 1
    assert "怎么兑现" in text(out)
    for secret in ("行业", "竞争对手", "能力"):
        assert secret not in text(out)


def test_everybody_with_visits_has_a_sheet(here: Shell) -> None:
    ran = here(*VISIT, "--out", "out.html")
    assert ran.code == 0
    html = (here.folder / "out.html").read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>") or "<!DOCTYPE html>" in html[:200]
    assert "李明" in html


def test_a_day_without_visits_names_the_next_one(here: Shell) -> None:
    ran = here(*VISIT, "--day", "2026-11-28", "--out", "out.html")
    assert ran.code == 1
    assert "2026-11-28 没有要拜访的客户；下一个有安排的日子是 2026-12-03" in ran.err
    assert not (here.folder / "out.html").exists()
    ran = here("--lang", "en", *VISIT, "--day", "2026-11-28", "--person", "李明")
    assert ran.code == 1
    assert "李明 has nobody to visit on 2026-11-28; the next day with visits is" in ran.err
    ran = here(*VISIT, "--day", "2027-06-01")
    assert "计划期内以后也没有" in ran.err


def test_a_person_without_tasks_is_a_mistake_with_the_nearest_name(here: Shell) -> None:
    ran = here(*VISIT, "--person", "李名")
    assert ran.code == 2
    assert "是不是 `李明`" in ran.err
    ran = here("--lang", "en", *VISIT, "--person", "Nobody")
    assert ran.code == 2
    assert "there are: 李明" in ran.err


def test_a_day_before_the_plan_is_refused(here: Shell) -> None:
    ran = here(*VISIT, "--day", "2026-11-22")
    assert ran.code == 2
    assert "--day 2026-11-22 早于 --at 2026-11-23" in ran.err


def test_a_named_customer_gets_a_form_whether_it_is_due_or_not(here: Shell) -> None:
    ran = here(*RECORD, "--customer", "C002", "--record", "走访记录表", "--out", "out.html")
    assert ran.code == 0
    html = (here.folder / "out.html").read_text(encoding="utf-8")
    assert "C002" in html
    assert "C001" not in html
    ran = here(*RECORD, "--customer", "C999")
    assert ran.code == 2
    assert "客户文件里没有 C999" in ran.err


def test_a_policy_without_record_forms_says_where_to_write_them(here: Shell) -> None:
    plain = POLICY.replace("    record: visit_record\n", "")
    start, end = plain.index("records:\n"), plain.index("principles:\n")
    here.write({"p/policy.yaml": plain[:start] + plain[end:]})
    ran = here(*RECORD)
    assert ran.code == 2
    assert "政策里没有记录表" in ran.err
    here.write({"p/policy.yaml": plain})
    ran = here(*RECORD)
    assert ran.code == 1
    assert "--customer" in ran.err


def test_a_record_form_of_another_name_is_a_mistake(here: Shell) -> None:
    ran = here(*RECORD, "--record", "走访纪录表")
    assert ran.code == 2
    assert "是不是 `走访记录表`" in ran.err


def test_nothing_to_print_is_said(here: Shell) -> None:
    bare = POLICY[: POLICY.index("recovery:\n")]
    here.write({"p/policy.yaml": bare})
    ran = here("print", "ladder", "p")
    assert (ran.code, "没有升级阶梯" in ran.err) == (1, True)
    ran = here("--lang", "en", "print", "promise", "p")
    assert (ran.code, "makes no promises" in ran.err) == (1, True)


def test_one_process_has_a_poster_of_its_own(here: Shell) -> None:
    assert here("print", "ladder", "p", "attitude", "--out", "one.html").code == 0
    one = (here.folder / "one.html").read_text(encoding="utf-8")
    assert "态度投诉：升级阶梯" in one
    assert here("print", "ladder", "p", "服务补救", "--out", "all.html").code == 0
    every = (here.folder / "all.html").read_text(encoding="utf-8")
    assert "服务补救：升级阶梯" in every
    ran = here("print", "ladder", "p", "feedback")
    assert (ran.code, "没有升级阶梯" in ran.err) == (1, True)
    ran = here("print", "ladder", "p", "delivery_eror")
    assert ran.code == 2


def test_what_weakens_a_promise_is_told_and_the_cards_are_printed(here: Shell) -> None:
    ran = here("print", "promise", "p", "--per-page", "1", "--out", "out.html")
    assert ran.code == 0
    assert "紧俏货源：没有写怎么兑现" in ran.err
    assert "大客户" in (here.folder / "out.html").read_text(encoding="utf-8")


def test_a_case_is_printed_and_stands_on_the_forms_of_its_customer(here: Shell) -> None:
    db = ("--db", "sqlite:///cases.db")
    opened = here(
        *("case", "open", "p", "--customers", "c.csv", "--customer", "C001"),
        *("--failure", "delivery_error", "--at", "2026-11-20T16:50", *db),
    )
    assert opened.code == 0
    ran = here("print", "case", "C-000001", "--at", "2026-11-23T09:00", *db, "--out", "case.html")
    assert ran.code == 0
    assert "服务补救单" in (here.folder / "case.html").read_text(encoding="utf-8")
    assert here(*VISIT, "--day", "2026-11-27", *db, "--out", "visits.html").code == 0
    assert "C-000001" in (here.folder / "visits.html").read_text(encoding="utf-8")
    assert here(*RECORD, *db, "--out", "records.html").code == 0
    assert "C-000001" in (here.folder / "records.html").read_text(encoding="utf-8")
    ran = here("print", "case", "C-000009", *db)
    assert (ran.code, "C-000009" in ran.err) == (1, True)


def test_a_database_that_is_not_there_is_not_made(here: Shell) -> None:
    ran = here(*VISIT, "--db", "sqlite:///none.db")
    assert ran.code == 2
    assert not (here.folder / "none.db").exists()


def test_a_bad_row_is_told_and_the_others_are_printed(here: Shell) -> None:
    here.write({"c.csv": CUSTOMERS + ROWS + "C009,坏行,李明,99,\n"})
    ran = here(*VISIT, "--out", "out.html")
    assert ran.code == 1
    assert "1 行被拒绝" in ran.err
    assert (here.folder / "out.html").exists()


def test_hostile_names_print_as_text_in_the_pdf_too(here: Shell) -> None:
    name = HOSTILE.replace('"', '""')
    here.write({"c.csv": CUSTOMERS + f'C001,"{name}",李明,28,"{name}"\n'})
    for kind, *more in ((*VISIT[1:], "--day", "2026-11-27"), RECORD[1:]):
        out = here.folder / f"{kind}.pdf"
        assert here("print", kind, *more, "--out", out).code == 0
        assert "<script>alert(1)</script>" in text(out)
