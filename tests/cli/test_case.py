"""`workflow-engine case …` and its companions, on the shipped policy."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import TOBACCO, Ran, Shell, environment, process
from workflow_engine.cli.case import ACTIONS
from workflow_engine.cli.parser import wrapped
from workflow_engine.diagnostics.width import display_width

Golden = Callable[[str, str], None]
CUSTOMERS = TOBACCO / "customers.csv"
FRIDAY = "2026-11-20T16:50"


class Cases:
    """The commands on cases, in a folder of their own with the database `workflow.db`."""

    def __init__(self, shell: Shell, prepared: bytes) -> None:
        self.shell = shell
        self._prepared = prepared

    def open(self, *arguments: object, failure: str = "delivery_error") -> Ran:
        what = () if "--feedback" in arguments else ("--failure", failure)
        return self.shell(
            *("case", "open", TOBACCO, "--customers", CUSTOMERS, *what, *arguments),
        )

    def friday(self, *arguments: object) -> None:
        """The case C-000001, opened on Friday afternoon; nobody has done anything."""
        if arguments:
            ran = self.open("--customer", "LS0002", "--at", FRIDAY, "--by", "王芳", *arguments)
            assert ran.code == 0, ran.err
        else:
            self.shell.write({"workflow.db": self._prepared})

    def do(self, *arguments: object) -> Ran:
        return self.shell("case", "do", "C-000001", *arguments)

    def json(self, *arguments: object) -> Any:
        ran = self.shell(*arguments, "--format", "json")
        assert ran.code == 0, ran.err
        return json.loads(ran.out)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The database after the opening on Friday, made once for all tests."""
    folder = tmp_path_factory.mktemp("prepared")
    ran = process(
        *("case", "open", TOBACCO, "--customers", CUSTOMERS, "--customer", "LS0002"),
        *("--failure", "delivery_error", "--at", FRIDAY, "--by", "王芳"),
        cwd=folder,
    )
    assert ran.code == 0, ran.err
    return (folder / "workflow.db").read_bytes()


@pytest.fixture
def cases(shell: Shell, prepared: bytes) -> Cases:
    return Cases(shell, prepared)


def clocks(view: Any) -> dict[str, tuple[str, str]]:
    return {clock["target"]: (clock["state"], clock["due_at"]) for clock in view["clocks"]}


def test_the_friday_case(cases: Cases) -> None:
    cases.friday()
    view = cases.json("case", "show", "C-000001", "--at", FRIDAY)
    assert set(view) >= {
        *("id", "customer", "failure", "state", "level", "owner", "clocks", "ahead", "history"),
    }
    assert clocks(view)["acknowledge"] == ("running", "2026-11-23T09:50:00+08:00")
    assert view["level"] == "account_manager"
    assert view["owner"] == "孙浩然"
    first = view["ahead"][0]
    assert first["when"] == "2026-11-23T09:50:00+08:00"
    assert (first["if"], first["role"]) == ("11-23 09:50 前未承认", "supervisor")
    shown = cases.shell("case", "show", "C-000001", "--at", FRIDAY).out
    assert "前路：若无人处理\n  若 11-23 09:50 前未承认 → 升级至 主管 石建平\n" in shown


def test_nobody_acts_and_the_case_climbs(cases: Cases) -> None:
    cases.friday()
    assert cases.json("tick", "--at", "2026-11-23T09:49")["rungs"] == 0
    fired = cases.json("tick", "--at", "2026-11-23T09:50")
    assert fired["rungs"] == 1
    assert [one["case"] for one in fired["fired"]] == ["C-000001"]
    assert cases.json("tick", "--at", "2026-11-23T09:50")["fired"] == []
    view = cases.json("case", "show", "C-000001", "--at", "2026-11-23T09:55")
    assert (view["level"], view["owner"], view["handovers"]) == ("supervisor", "石建平", 1)
    assert clocks(view)["acknowledge"] == ("overdue", "2026-11-23T09:50:00+08:00")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_screens(cases: Cases, golden: Golden, lang: str) -> None:
    cases.friday("--note", "少送两条")
    cases.shell("tick", "--at", "2026-11-23T09:55")
    cases.do("acknowledge", "--at", "2026-11-23T10:10", "--by", "石建平", "--note", "已核对")
    cases.open("--customer", "LS0003", "--at", "2026-11-23T10:20", failure="attitude")
    at = ("--at", "2026-11-23T10:30", "--lang", lang)
    screens = [
        cases.shell("case", "show", "C-000001", *at),
        cases.shell("case", "explain", "C-000001", *at),
        cases.shell("case", "list", *at),
        cases.shell("case", "due", *at, "--before", "2026-11-23T14:00"),
        cases.shell("case", "history", "C-000001", "--lang", lang),
    ]
    assert [ran.code for ran in screens] == [0] * len(screens)
    golden(f"cli/case-{lang}.txt", "\n".join(ran.out for ran in screens))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_help_is_as_wide_as_the_screen(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, lang: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for action in ACTIONS:
        ran = shell("case", action, "--help", "--lang", lang)
        assert ran.code == 0
        about = ran.out.split("  workflow-engine ")[0]
        assert max(map(display_width, about.splitlines()[2:])) <= width


@pytest.mark.parametrize("width", [60, 80])
def test_the_screen_of_a_case_is_as_wide_as_the_terminal(
    cases: Cases, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    cases.friday("--note", "少送两条，请尽快处理，客户非常着急" * 5)
    shown = cases.shell("case", "show", "C-000001", "--at", FRIDAY).out
    assert max(map(display_width, shown.splitlines())) <= width
    assert "".join(wrapped("一二三", 2)) == "一二三"


@pytest.mark.parametrize(
    ("written", "state"),
    [("acknowledge", "acknowledged"), ("承认", "acknowledged"), ("Acknowledge", "acknowledged")],
)
def test_a_command_in_either_language(cases: Cases, written: str, state: str) -> None:
    cases.friday()
    view = cases.json("case", "do", "C-000001", written, "--at", "2026-11-20T17:00")
    assert view["state"] == state


def test_a_refused_command_says_why_who_could_and_what_instead(cases: Cases) -> None:
    cases.friday()
    for step, clock in (("承认", "08:40"), ("道歉", "08:45")):
        assert cases.do(step, "--at", f"2026-11-23T{clock}").code == 0
    ran = cases.do("弥补", "--amount", "5000", "--at", "2026-11-23T09:00")
    assert ran.code == 1
    assert ran.out == ""
    why, who, instead = ran.err.splitlines()
    assert why.startswith("拒绝：")
    assert "5,000" in why
    assert who == "可以由：部门经理 沈立群"
    assert instead.startswith("现在可以：申请批准")
    english = cases.do("amend", "--amount", "5000", "--at", "2026-11-23T09:00", "--lang", "en")
    assert english.err.startswith("refused: ")
    assert "who could: Department manager 沈立群" in english.err
    view = cases.json("case", "show", "C-000001", "--at", "2026-11-23T09:00")
    assert view["compensation"] == "0"


def test_a_step_out_of_order_is_refused(cases: Cases) -> None:
    cases.friday()
    ran = cases.do("close", "--at", "2026-11-20T17:00")
    assert ran.code == 1
    assert "承认" in ran.err


def test_an_unknown_command_names_the_near_one(cases: Cases) -> None:
    cases.friday()
    ran = cases.do("acknowlege", "--at", "2026-11-20T17:00")
    assert ran.code == 2
    assert "acknowledge" in ran.err


@pytest.mark.parametrize(
    ("id_", "hint"), [("1", "C-000001"), ("c-1", "C-000001"), ("C-000002", "C-000001")]
)
def test_an_unknown_case_names_the_one_that_is_there(cases: Cases, id_: str, hint: str) -> None:
    cases.friday()
    for command in (("case", "show", id_), ("case", "do", id_, "note"), ("case", "explain", id_)):
        ran = cases.shell(*command)
        assert ran.code == 1
        assert hint in ran.err


def test_an_unknown_case_far_from_all_points_to_the_list(cases: Cases) -> None:
    cases.friday()
    ran = cases.shell("case", "show", "Lieferung", "--lang", "en")
    assert ran.code == 1
    assert "case list" in ran.err


def test_without_a_database_there_is_nothing_to_show_and_none_is_made(shell: Shell) -> None:
    for command in (("case", "list"), ("tick",), ("verify",), ("case", "show", "C-000001")):
        ran = shell(*command)
        assert ran.code == 2
        assert "workflow.db" in ran.err
    assert not (shell.folder / "workflow.db").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--at", "2026-11-20"),
        ("--at", "morgen"),
        ("--at", "2026-13-20T10:00"),
        ("--at", "0001-01-01T00:00"),
        ("--amount", "-5"),
        ("--amount", "NaN"),
        ("--amount", "1e40"),
        ("--amount", "0.001"),
        ("--until", "x"),
        ("--severity", "dire"),
    ],
)
def test_bad_arguments_are_usage(cases: Cases, arguments: tuple[str, ...]) -> None:
    cases.friday()
    ran = cases.do("note", "--note", "x", *arguments)
    assert ran.code == 2
    assert arguments[0] in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--failure", "delivery_eror", "--customer", "LS0002"),
        ("--failure", "delivery_error"),
        ("--failure", "delivery_error", "--customer", "NOBODY"),
        ("--customer", "LS0002"),
        ("--process", "recovery.nothing", "--customer", "LS0002"),
        ("--failure", "delivery_error", "--all"),
        ("--failure", "delivery_error", "--when", "teir > 3", "--cause", "x"),
    ],
)
def test_openings_that_cannot_be(shell: Shell, arguments: tuple[str, ...]) -> None:
    ran = shell("case", "open", TOBACCO, "--customers", CUSTOMERS, *arguments, "--at", FRIDAY)
    assert ran.code == 2
    assert ran.out == ""
    if "delivery_eror" in arguments:
        assert "delivery_error" in ran.err
    if "teir > 3" in arguments:
        assert "tier" in ran.err


def test_a_policy_that_does_not_load_is_3(shell: Shell) -> None:
    shell.write({"p/a.yaml": "policy: {id: p\n"})
    ran = shell("case", "open", "p", "--customers", CUSTOMERS, "--customer", "x", "--failure", "y")
    assert ran.code == 3
    assert not (shell.folder / "workflow.db").exists()


def test_a_failure_by_its_label_or_the_start_of_it(cases: Cases) -> None:
    view = json.loads(
        cases.open(
            *("--customer", "LS0002", "--at", FRIDAY, "--format", "json"), failure="送货差错"
        ).out
    )
    assert view["failure"] == "delivery_error"


def test_feedback(cases: Cases) -> None:
    ran = cases.open("--feedback", "--customer", "LS0002", "--at", FRIDAY, "--format", "json")
    view = json.loads(ran.out)
    assert (view["process"], view["failure"], view["kind"]) == ("feedback", None, "feedback")


def test_several_customers_at_once(cases: Cases) -> None:
    ran = cases.open(
        *("--customer", "LS0002", "--customer", "LS0003", "--at", FRIDAY, "--key", "k"),
        *("--format", "json"),
    )
    assert [view["customer"] for view in json.loads(ran.out)] == ["LS0002", "LS0003"]
    again = cases.open(
        *("--customer", "LS0002", "--customer", "LS0003", "--at", FRIDAY, "--key", "k"),
        *("--format", "json"),
    )
    assert [view["id"] for view in json.loads(again.out)] == ["C-000001", "C-000002"]


def test_all_customers_hit_by_an_event_get_one_case_each(cases: Cases) -> None:
    hit = ("--when", "tier == 30 and market_type == 'rural'", "--cause", "暴雪", "--at", FRIDAY)
    ran = cases.open(*hit, "--format", "json", failure="order_outage")
    opened = json.loads(ran.out)
    assert ran.code == 0
    assert len(opened) > 1
    assert {view["cause"]["name"] for view in opened} == {"暴雪"}
    again = cases.open(*hit, "--format", "json", failure="order_outage")
    assert again.code == 0
    assert len(cases.json("case", "list")) == len(opened)


def test_a_condition_is_told_for_how_many_it_is_open(cases: Cases) -> None:
    ran = cases.open("--when", "yoy > 1000", "--cause", "e", "--at", FRIDAY)
    assert "资料不足" in ran.err


def test_the_same_command_with_one_key_is_done_once(cases: Cases) -> None:
    cases.friday()
    asked = ("note", "--note", "电话已接", "--key", "call-1", "--at", "2026-11-20T17:00")
    first, again = cases.do(*asked), cases.do(*asked)
    assert (first.code, again.code) == (0, 0)
    view = cases.json("case", "show", "C-000001", "--at", "2026-11-20T17:01")
    assert [entry["what"] for entry in view["history"]] == ["opened", "noted"]
    other = cases.do("note", "--note", "另一件", "--key", "call-1", "--at", "2026-11-20T17:02")
    assert other.code == 1
    assert "call-1" in other.err


def test_somebody_else_was_faster(cases: Cases) -> None:
    cases.friday()
    seen = cases.json("case", "show", "C-000001", "--at", FRIDAY)["version"]
    assert cases.do("note", "--note", "a", "--at", FRIDAY).code == 0
    ran = cases.do("note", "--note", "b", "--at", FRIDAY, "--expect-version", seen)
    assert ran.code == 1


def test_a_case_can_be_seen_as_it_stood(cases: Cases) -> None:
    cases.friday()
    cases.do("承认", "--at", "2026-11-23T09:00")
    assert cases.json("case", "show", "C-000001", "--at", "2026-11-23T08:59")["state"] == "open"
    assert cases.json("case", "show", "C-000001")["state"] == "acknowledged"
    before = cases.shell("case", "show", "C-000001", "--at", "2026-11-20T16:00")
    assert before.code == 1
    assert "开立" in before.err


def test_a_clock_that_jumps_back_still_shows_what_was_done(cases: Cases) -> None:
    cases.friday()
    cases.do("承认", "--at", "2026-11-23T09:00")
    view = cases.json("case", "do", "C-000001", "道歉", "--at", "2026-11-23T08:00")
    assert view["state"] == "apologized"


def test_an_offset_is_heeded_and_none_means_the_zone_of_the_policy(cases: Cases) -> None:
    cases.friday()
    here = cases.json("case", "show", "C-000001", "--at", "2026-11-23T10:00")
    there = cases.json("case", "show", "C-000001", "--at", "2026-11-23T02:00+00:00")
    assert here["clocks"] == there["clocks"]
    assert here["at"] == there["at"] == "2026-11-23T10:00:00+08:00"


def test_one_clock_is_explained_by_its_id_or_label(cases: Cases) -> None:
    cases.friday()
    by_label = cases.shell("case", "explain", "C-000001", "承认", "--at", FRIDAY)
    by_id = cases.shell("case", "explain", "C-000001", "acknowledge", "--at", FRIDAY)
    assert by_label.out == by_id.out
    assert "11-21、11-22 周末，不计" in by_id.out
    unknown = cases.shell("case", "explain", "C-000001", "acknowlege", "--at", FRIDAY)
    assert unknown.code == 2
    assert "acknowledge" in unknown.err


def test_the_list_can_be_narrowed(cases: Cases) -> None:
    cases.friday()
    cases.open("--customer", "LS0003", "--at", FRIDAY, failure="attitude")
    for step in ("acknowledge", "apologize", "amend", "notify", "thank", "close"):
        assert cases.do(step, "--at", "2026-11-20T17:00").code == 0
    assert [one["id"] for one in cases.json("case", "list", "--open")] == ["C-000002"]
    assert [one["id"] for one in cases.json("case", "list", "--customer", "LS0002")] == ["C-000001"]
    assert [one["id"] for one in cases.json("case", "list", "--owner", "石建平")] == ["C-000002"]
    assert "没有个案" in cases.shell("case", "list", "--owner", "nobody").out


def test_what_is_overdue_and_what_will_be(cases: Cases) -> None:
    cases.friday()
    cases.open("--customer", "LS0003", "--at", "2026-11-20T09:00", failure="order_outage")
    monday = ("--at", "2026-11-23T10:00")
    assert [one["id"] for one in cases.json("case", "due", *monday)] == ["C-000002", "C-000001"]
    assert cases.json("case", "due", "--at", FRIDAY, "--owner", "孙浩然") == []
    soon = cases.json("case", "due", "--at", FRIDAY, "--before", "2026-11-23T09:51")
    assert "C-000001" in [one["id"] for one in soon]


def test_the_history_in_json_is_the_journal(cases: Cases) -> None:
    cases.friday()
    told = cases.json("case", "history", "C-000001")
    assert told["events"][0]["kind"] == "opened"
    assert len(told["events"]) == cases.json("case", "show", "C-000001")["version"]


def test_the_sheet_is_written_to_a_file(cases: Cases) -> None:
    cases.friday("--note", "<script>alert(1)</script>")
    ran = cases.shell(
        *("case", "show", "C-000001", "--format", "html", "--out", "sheet.html", "--at", FRIDAY)
    )
    assert ran.code == 0
    page = (cases.shell.folder / "sheet.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<script>alert" not in page


def test_a_broken_promise_opens_its_case(cases: Cases) -> None:
    asked = (
        *("case", "promise", TOBACCO, "--customers", CUSTOMERS, "--customer", "LS0002"),
        *("--promise", "delivery_48", "--due", "2026-11-20T12:00", "--at", FRIDAY),
    )
    kept = cases.json(*asked, "--actual", "39")
    assert (kept["kept"], kept["case"]) == (True, None)
    asked = (*asked, "--due", "2026-11-20T14:00")
    broken = cases.json(*asked, "--actual", "52", "--key", "order-77")
    assert broken["kept"] is False
    assert broken["case"] == "C-000001"
    assert cases.json(*asked, "--actual", "52", "--key", "order-77") == broken
    view = cases.json("case", "show", "C-000001", "--at", FRIDAY)
    assert view["cause"]["kind"] == "promise"
    (month,) = cases.json("case", "promises", "--at", "2026-12-01T00:00")
    assert (month["promise"], month["month"]) == ("delivery_48", "2026-11")
    assert (month["kept"], month["broken"], month["share"]) == (1, 1, "0.5000")
    table = cases.shell("case", "promises", "--at", "2026-12-01T00:00").out
    assert "50.0%" in table
    wrong = cases.shell(*asked, "--promise", "delivery-52")
    assert wrong.code == 2


def test_a_changed_journal_is_found(cases: Cases) -> None:
    cases.friday()
    first = cases.json("verify")
    assert first["whole"] is True
    cases.do("note", "--note", "x", "--at", FRIDAY)
    assert cases.shell("verify", "--digest", first["digest"]).code == 0
    with sqlite3.connect(cases.shell.folder / "workflow.db") as database:
        named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        for (trigger,) in database.execute(named).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        columns = [row[1] for row in database.execute("PRAGMA table_info(workflow_events)")]
        body = next(name for name in columns if name in ("event", "data", "body"))
        database.execute(f"UPDATE workflow_events SET {body} = replace({body}, '王芳', '张三')")
    database.close()
    ran = cases.shell("verify")
    assert ran.code == 1
    assert "C-000001" in ran.out


def test_the_audit_names_what_nobody_worked_off(cases: Cases) -> None:
    cases.friday()
    assert cases.shell("audit", "--at", FRIDAY).code == 0
    late = cases.shell("audit", "--at", "2026-11-24T12:00")
    assert late.code == 1
    assert "C-000001" in late.out
    cases.shell("tick", "--at", "2026-11-24T12:00")
    found = cases.shell("audit", "--at", "2026-11-24T12:00", "--format", "json")
    assert "late_timers" not in {one["code"] for one in json.loads(found.out)}


def test_a_new_version_is_previewed_and_applied(cases: Cases) -> None:
    cases.friday()
    texts = {path.name: path.read_text(encoding="utf-8") for path in TOBACCO.glob("*.yaml")}
    slower = texts["recovery.yaml"].replace(
        "acknowledge: {within: 2 work hours", "acknowledge: {within: 3 work hours"
    )
    assert slower != texts["recovery.yaml"]
    policy = texts["policy.yaml"].replace("../../blueprints/tobacco-retail", "blueprints")
    files = {**texts, "recovery.yaml": slower, "policy.yaml": policy}
    cases.shell.write({f"new/{name}": text for name, text in files.items()})
    monday = ("--at", "2026-11-23T09:00")
    before = cases.json("migrate", "new", "--preview", *monday)
    (move,) = before["moves"]
    (moved,) = [clock for clock in move["clocks"] if clock["target"] == "acknowledge"]
    assert moved["due_before"] == "2026-11-23T09:50:00+08:00"
    assert moved["due_after"] == "2026-11-23T10:50:00+08:00"
    still = cases.json("case", "show", "C-000001", *monday)
    assert clocks(still)["acknowledge"][1] == "2026-11-23T09:50:00+08:00"
    applied = cases.json("migrate", "new", "--apply", *monday, "--by", "沈立群")
    assert applied["moved"] == ["C-000001"]
    after = cases.json("case", "show", "C-000001", *monday)
    assert clocks(after)["acknowledge"][1] == "2026-11-23T10:50:00+08:00"
    assert cases.shell("migrate", "new", "--preview", *monday).out == "没有要改的个案\n"
    assert cases.shell("migrate", "new").code == 2


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ((), "stateDiagram"),
        (("--ladder",), "flowchart"),
        (("--format", "svg"), "<svg"),
        (("--ladder", "--format", "svg"), "<svg"),
    ],
)
def test_a_process_is_drawn(shell: Shell, more: tuple[str, ...], start: str) -> None:
    ran = shell("diagram", TOBACCO, "delivery_error", *more)
    assert ran.code == 0
    assert ran.out.startswith(start)
    assert shell("diagram", TOBACCO, "delivery_eror").code == 2
    assert shell("diagram", TOBACCO, "feedback", "--out", "f.svg").code == 0
    assert (shell.folder / "f.svg").read_text(encoding="utf-8").startswith("<svg")


def test_a_simulation_is_the_same_every_time_and_can_be_compared(shell: Shell) -> None:
    model = TOBACCO / "simulations" / "usual.yaml"
    asked = (
        *("simulate", TOBACCO, "--customers", CUSTOMERS, "--model", model),
        *("--from", "2026-01-05", "--days", "10", "--format", "json"),
    )
    first, again = shell(*asked), shell(*asked)
    assert first.code == 0
    assert json.loads(first.out) == json.loads(again.out)
    compared = shell(*asked, "--compare", TOBACCO)
    assert compared.code == 0
    assert json.loads(compared.out)
    assert shell(*asked, "--days", "0").code == 2


def test_a_worker_works_off_once(cases: Cases) -> None:
    cases.open("--customer", "LS0002", "--at", "2026-11-02T10:00", "--by", "王芳")
    ran = cases.shell("worker", "--once")
    assert ran.code == 0
    assert cases.shell("worker", "--poll", "0").code == 2
    assert cases.shell("worker", "--webhook", "https://example.invalid/hook").code == 2


def test_a_worker_runs_until_it_is_asked_to_stop(cases: Cases) -> None:
    folder = cases.shell.folder
    begun = dt.datetime.now(dt.UTC) - dt.timedelta(days=10)
    cases.open("--customer", "LS0002", "--at", begun.isoformat(timespec="seconds"))
    worker = subprocess.Popen(
        [sys.executable, "-m", "workflow_engine", "worker", "--poll", "0.1", "--lang", "en"],
        cwd=folder,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert worker.stderr is not None
        assert "running" in worker.stderr.readline()
        assert "1 cases worked off" in worker.stderr.readline()
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=60) == 0
        assert "Traceback" not in worker.stderr.read()
    finally:
        worker.kill()
        worker.wait()
        worker.stderr.close()
    assert cases.json("case", "list")[0]["level"] == "general_manager"


def test_as_a_process(tmp_path: Path) -> None:
    opened = process(
        *("case", "open", TOBACCO, "--customers", CUSTOMERS, "--customer", "LS0002"),
        *("--failure", "delivery_error", "--at", FRIDAY, "--format", "json"),
        cwd=tmp_path,
    )
    assert opened.code == 0, opened.err
    assert json.loads(opened.out)["id"] == "C-000001"
    refused = process("case", "do", "C-000001", "close", "--at", FRIDAY, cwd=tmp_path)
    assert (refused.code, refused.out) == (1, "")
    english = process(
        *("case", "do", "C-000001", "close", "--at", FRIDAY), cwd=tmp_path, LANG="en_GB.UTF-8"
    )
    assert english.err.startswith("refused: ")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://host/name", 2),
        ("nonsense", 2),
        ("sqlite:////nowhere/at/all.db", 1),
        ("sqlite:///not-a-database.db", 1),
    ],
)
def test_a_database_that_cannot_be_used(cases: Cases, url: str, code: int) -> None:
    cases.shell.write({"not-a-database.db": b"text " * 4000})
    ran = cases.open("--customer", "LS0002", "--at", FRIDAY, "--db", url)
    assert ran.code == code
    assert ran.err.startswith("workflow-engine case: ")
    assert len(ran.err.splitlines()) == 1


def test_the_actions_are_told_without_one(shell: Shell) -> None:
    ran = shell("case", "--help")
    assert ran.code == 0
    assert all(f"  {action} " in ran.out for action in ACTIONS)
    assert shell("case").code == 2
    wrong = shell("case", "opne")
    assert wrong.code == 2
    assert "`open`" in wrong.err


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("case", "list", "--limit", "0"), "--limit 须大于零"),
        (("tick", "--limit", "-1"), "--limit 须大于零"),
        (("tick", "--limit", "many"), "--limit 要写数字"),
        (("migrate", TOBACCO), "须写其中一个：--preview --apply"),
        (("migrate", TOBACCO, "--preview", "--apply"), "--apply 不能和 --preview 一起用"),
    ],
)
def test_usage_is_told_in_the_language_of_the_caller(
    cases: Cases, command: tuple[object, ...], told: str
) -> None:
    cases.friday()
    ran = cases.shell(*command)
    assert ran.code == 2
    assert told in ran.err


def test_whatever_people_write_is_kept_and_shown_safely(cases: Cases) -> None:
    cases.friday()
    nasty = "第一行\n第二行\x1b[31m'; DROP TABLE workflow_cases; --<b>𠮷🙂\u202e"
    assert cases.do("note", "--note", nasty, "--at", FRIDAY).code == 0
    assert cases.do("note", "--note", "长" * 100_000, "--at", FRIDAY).code == 0
    shown = cases.shell("case", "show", "C-000001", "--at", FRIDAY)
    assert "\x1b" not in shown.out
    assert "第一行 第二行<U+001B>" in shown.out.replace("\n" + " " * 15, "")
    assert "DROP TABLE" in shown.out.replace("\n" + " " * 15, "")
    assert len(shown.out) < 10_000
    history = cases.json("case", "show", "C-000001", "--at", FRIDAY)["history"]
    assert nasty in history[1]["text"]
    assert len(history[2]["text"]) > 100_000


def test_labels_are_taken_where_ids_are(cases: Cases) -> None:
    cases.friday()
    for step in (
        ("转派", "--role", "主管", "--note", "请主管处理", "--by", "石建平"),
        ("登记事件", "--event", "监管部门或媒体介入", "--by", "石建平"),
        ("需要其他部门", "--department", "技术支持", "--by", "石建平", "--note", "查系统"),
        ("定严重程度", "--severity", "高", "--by", "石建平", "--note", "多家受影响"),
    ):
        ran = cases.do(*step, "--at", "2026-11-20T17:00")
        assert ran.code == 0, ran.err
    later = ("--at", "2026-11-20T17:10")
    (view,) = cases.json(
        "case", "list", "--level", "总经理", "--state", "已开立", "--process", "送货差错", *later
    )
    assert view["severity"] == "high"
    drawn = cases.shell("diagram", TOBACCO, "送货差错", "--ladder")
    assert drawn.code == 0, drawn.err


def test_a_class_is_known_by_its_second_level_where_no_other_has_it(cases: Cases) -> None:
    opened = cases.open("--customer", "LS0002", "--feedback", "--at", FRIDAY)
    assert opened.code == 0, opened.err
    cases.do("接收", "--at", "2026-11-20T17:00")
    how = ("--nature", "投诉", "--urgency", "高", "--at", "2026-11-20T17:05")
    ran = cases.do("归类", "--code", "性能", *how)
    assert ran.code == 0, ran.err
    view = cases.json("case", "show", "C-000001", "--at", "2026-11-20T17:06")
    assert view["code"] == "产品/性能"


def test_a_list_fits_the_screen(cases: Cases) -> None:
    cases.friday()
    for lang in ("zh", "en"):
        shown = cases.shell("case", "list", "--at", FRIDAY, "--lang", lang).out
        assert max(map(display_width, shown.splitlines())) <= 80
        assert "11-23 09:50" in shown


def test_a_step_in_one_line(cases: Cases) -> None:
    cases.friday()
    ran = cases.do("承认", "--by", "孙浩然", "--at", "2026-11-20T17:00", "--format", "line")
    assert ran.out == "C-000001  11-20 17:00  孙浩然 承认了问题\n"


def test_an_explanation_is_of_the_moment_asked_for(cases: Cases) -> None:
    cases.friday()
    cases.do("承认", "--by", "孙浩然", "--at", "2026-11-23T09:00")
    then = cases.shell("case", "explain", "C-000001", "承认", "--at", FRIDAY).out
    assert "还有2工作小时" in then
    now = cases.shell("case", "explain", "C-000001", "承认", "--at", "2026-11-23T09:10").out
    assert "按时完成" in now


def test_a_slip_in_the_year_is_not_recorded(cases: Cases) -> None:
    cases.friday()
    for command in (("case", "do", "C-000001", "note", "--note", "x"), ("tick",)):
        ran = cases.shell(*command, "--at", "2162-11-23T10:00")
        assert ran.code == 2
        assert "2162" in ran.err
    past = cases.do("note", "--note", "x", "--at", "2020-01-01T10:00")
    assert "2026-11-20 16:50" in past.err


def test_a_moment_without_an_offset_is_refused_where_policies_have_several_zones(
    cases: Cases, tmp_path: Path
) -> None:
    cases.friday()
    other = tmp_path / "tokyo"
    shutil.copytree(TOBACCO, other)
    head = other / "policy.yaml"
    text = head.read_text(encoding="utf-8")
    assert "Asia/Shanghai" in text
    head.write_text(text.replace("Asia/Shanghai", "Asia/Tokyo"), encoding="utf-8")
    opened = cases.shell(
        *("case", "open", other, "--customers", CUSTOMERS, "--customer", "LS0003"),
        *("--failure", "delivery_error", "--at", FRIDAY),
    )
    assert opened.code == 0, opened.err
    refused = cases.shell("tick", "--at", "2026-11-23T10:00")
    assert refused.code == 2
    assert "Asia/Tokyo" in refused.err
    assert cases.shell("tick", "--at", "2026-11-23T10:00+08:00").code == 0


def test_a_damaged_case_is_told_of_and_the_others_are_listed(cases: Cases) -> None:
    cases.friday()
    cases.friday("--customer", "LS0003")
    with sqlite3.connect(cases.shell.folder / "workflow.db") as database:
        database.execute("UPDATE workflow_cases SET snapshot = '{' WHERE id = 'C-000001'")
    database.close()
    listed = cases.shell("case", "list", "--at", FRIDAY)
    assert listed.code == 1
    assert "C-000001" in listed.err
    assert "C-000002" in listed.out


def test_a_duplicate_of_a_case_that_is_not_there_is_refused(cases: Cases) -> None:
    cases.friday()
    refused = cases.do("撤销", "--other", "C-000099", "--note", "x", "--at", FRIDAY)
    assert refused.code == 1
    assert "C-000099" in refused.err
    assert cases.json("case", "show", "C-000001", "--at", FRIDAY)["state"] == "open"
