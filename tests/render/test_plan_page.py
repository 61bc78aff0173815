from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest

from tests.render import samples
from tests.render.reading import Page
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.program.program import Program, Tag
from workflow_engine.render.labels import Labels
from workflow_engine.render.plan_page import plan_document
from workflow_engine.render.services import codes, day, top_items

LANGUAGES: tuple[Language, ...] = ("zh", "en")
PLANS = [samples.plan, samples.long_plan, samples.empty_plan]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["plan", "empty_plan"])
def test_the_words_of_a_page(name: str, lang: Language, golden: Callable[[str, str], None]) -> None:
    page = Page(plan_document(getattr(samples, name)(lang), samples.program(), lang=lang).html)
    golden(f"render/{name}.{lang}.txt", page.text)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("make", PLANS)
def test_a_page_is_well_formed_and_needs_nothing_else(
    make: Callable[[Language], dict[str, object]], lang: Language
) -> None:
    html = plan_document(make(lang), samples.program(), lang=lang).html
    page = Page(html)
    assert page.problems == []
    for reference in (
        "http:",
        "https:",
        "url(",
        "@import",
        "@font-face",
        "src=",
        "<script",
        "<link",
    ):
        assert reference not in html
    assert page.all("html") == [{"lang": "zh-Hans" if lang == "zh" else "en"}]


def test_the_pages_are_numbered_in_print() -> None:
    html = plan_document(samples.plan(), samples.program(), lang="zh").html
    assert "counter(page)" in html
    assert "counter(pages)" in html


def test_the_customers_level_is_the_filled_one_with_words_beside_it() -> None:
    html = plan_document(samples.plan(), samples.program(), lang="zh").html
    fills = [polygon["fill"] for polygon in Page(html).all("polygon")]
    assert fills == ["#a8431f", "#ffffff", "#ffffff", "#ffffff"]
    assert "最有价值客户 | ◀ 本客户：留住" in Page(html).text


def test_levels_stand_by_what_their_strategies_do() -> None:
    text = Page(plan_document(samples.plan(), samples.program(), lang="zh").html).text
    order = [
        text.index(f"\n{level} | ")
        for level in ("最有价值客户", "最具增长性客户", "低贡献客户", "负值客户")
    ]
    assert order == sorted(order)


def test_an_open_tag_names_what_is_missing() -> None:
    assert (
        "有未结反馈\n待定：缺未结反馈数"
        in Page(plan_document(samples.plan(), samples.program(), lang="zh").html).text
    )


def test_a_missing_value_is_marked_and_stands_on_the_list() -> None:
    text = Page(plan_document(samples.plan(), samples.program(), lang="zh").html).text
    assert "成长潜力 | 待补" in text.replace(" | | ", " | ")
    assert "成长潜力" in text[text.index("待补资料") :]


def test_check_boxes_show_the_choice() -> None:
    boxes = [
        span["class"]
        for span in Page(plan_document(samples.plan(), samples.program(), lang="zh").html).all(
            "span"
        )
        if (span.get("class") or "").startswith("box")
    ]
    assert boxes.count("box ticked") == 2
    assert boxes.count("box barred") == 3


def test_every_printed_item_has_a_code_of_its_own() -> None:
    text = Page(
        plan_document(samples.crowded_plan(), samples.program(items=23), lang="zh").html
    ).text
    assert "专项服务第 23 号" in text
    assert re.search(r"\bAA\b|AA经营业态指导", text)


def test_tasks_stand_in_the_calendar() -> None:
    text = Page(plan_document(samples.plan(), samples.program(), lang="zh").html).text
    calendar = text[text.index("服务日历") : text.index("服务补救")]
    assert "A品牌培育" in calendar
    assert "12 月 1 日" in calendar


def test_a_long_period_leaves_quiet_weeks_out() -> None:
    plan = samples.plan(period={"from": samples.AT, "to": "2027-11-20"})
    text = Page(plan_document(plan, samples.program(), lang="zh").html).text
    assert "无任务的周未列出" in text
    assert "2 月" not in text[text.index("服务日历") : text.index("服务补救")].replace("12 月", "")


def test_a_path_that_starts_higher_is_not_drawn_twice() -> None:
    plan = samples.plan()
    path = plan["escalation"]["attitude"][1:]
    plan["escalation"] = {
        **plan["escalation"],
        "attitude": [{**path[0], "when": "受理时"}, *path[1:]],
    }
    html = plan_document(plan, samples.program(), lang="zh").html
    assert "服务态度不佳：直接由主管负责" in Page(html).text
    assert html.count('class="ladder"') == 1


def test_a_second_ladder_says_for_which_failures() -> None:
    plan = samples.plan()
    path = plan["escalation"]["attitude"][:2]
    plan["escalation"] = {**plan["escalation"], "attitude": path}
    html = plan_document(plan, samples.program(), lang="zh").html
    assert "适用：服务态度不佳" in Page(html).text
    assert html.count('class="ladder"') == 2


def test_what_is_out_of_date_is_marked_and_listed_once() -> None:
    text = Page(plan_document(samples.plan(), samples.program(), lang="zh").html).text
    assert "陈列评分 | | 82 旧" in text
    assert "更新过期资料（画像中标“旧”）：陈列评分" in text


def test_a_step_of_another_role_names_it() -> None:
    plan = samples.plan()
    plan["recovery"]["attitude"]["amend"]["by"] = "supervisor"
    text = Page(plan_document(plan, samples.program(), lang="zh").html).text
    assert "未注明的均由客户经理负责" in text
    assert "1 个工作日 主管" in text


def test_an_id_of_another_version_is_printed_as_it_is() -> None:
    plan = samples.plan(tags=["gone"], unknown_tags=["lost"], categories=["old"])
    text = Page(plan_document(plan, samples.program(), lang="zh").html).text
    assert "gone" in text
    assert "lost\n待定：资料不足" in text


def test_the_customers_own_manager_is_the_contact_even_when_others_do_more() -> None:
    plan = samples.plan()
    for entry in plan["must_do"][1:]:
        entry.update(by="customer_service", person="陈静")
    text = Page(plan_document(plan, samples.program(), lang="zh").html).text
    assert "客户经理 | | 李明远 0539-800-2617" in text[: text.index("客户画像")]
    assert "客服专员 陈静" in text


def test_without_a_manager_of_ones_own_the_busiest_role_is_the_contact() -> None:
    program = samples.program()
    roles = {name: dataclasses.replace(role, person=None) for name, role in program.roles.items()}
    plan = samples.plan(escalation={})
    for entry in plan["must_do"][1:]:
        entry.update(by="customer_service", person="陈静")
    text = Page(plan_document(plan, dataclasses.replace(program, roles=roles), lang="zh").html).text
    assert "客服专员 | | 陈静" in text


HOSTILE = "<script>alert(1)</script>\"'&</style></title>"


def hostile_labels(program: object) -> object:
    """The program with every text in it replaced by hostile text."""
    if isinstance(program, Bilingual):
        return Bilingual(HOSTILE, HOSTILE)
    if isinstance(program, dict):
        return {key: hostile_labels(value) for key, value in program.items()}
    if isinstance(program, tuple):
        return tuple(hostile_labels(value) for value in program)
    if dataclasses.is_dataclass(program) and not isinstance(program, type):
        changes = {
            f.name: hostile_labels(getattr(program, f.name)) for f in dataclasses.fields(program)
        }
        return dataclasses.replace(program, **changes)
    return program


KEPT_KEYS = {
    "state",
    "within",
    "due",
    "last_done",
    "date",
    "at",
    "from",
    "to",
    "item",
    "by",
    "every",
    "per",
    "severity",
    "priority",
    "role",
    "level",
    "strategy",
    "step",
}


def hostile_plan(plan: object, key: str = "") -> object:
    """The plan with every text that is not an id or a date replaced by hostile text."""
    if isinstance(plan, dict):
        return {k: hostile_plan(v, k) for k, v in plan.items()}
    if isinstance(plan, list):
        return (
            plan
            if key in ("tags", "unknown_tags", "missing", "stale", "categories")
            else [hostile_plan(v, key) for v in plan]
        )
    return HOSTILE if isinstance(plan, str) and key not in KEPT_KEYS else plan


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_anybody_becomes_markup(lang: Language) -> None:
    program = hostile_labels(samples.program())
    program = dataclasses.replace(
        program, head=dataclasses.replace(program.head, version=HOSTILE), hash=HOSTILE
    )  # type: ignore[type-var, attr-defined]
    plain = Page(plan_document(samples.plan(lang), samples.program(), lang=lang).html)
    html = plan_document(hostile_plan(samples.plan(lang)), program, lang=lang).html  # type: ignore[arg-type]
    page = Page(html)
    assert page.problems == []
    assert "<script" not in html
    assert page.text.count("<script>") > 50
    assert {tag for tag, _ in page.elements} <= {tag for tag, _ in plain.elements} | {"wbr"}
    assert {name for _, attributes in page.elements for name in attributes} <= {
        name for _, attributes in plain.elements for name in attributes
    }
    assert html.count("</style>") == plan_document(samples.plan(), program, lang=lang).html.count(
        "</style>"
    )
    assert len(plan_document(samples.plan(lang), program, lang=lang).parts()) == 1


def test_what_to_do_first_is_of_this_period_and_dated_as_planned() -> None:
    plan = samples.plan()
    program = samples.program()
    found = top_items(plan, Labels(program, "zh"), codes(plan))
    planned = {task["item"]: task["date"] for task in reversed(plan["tasks"])}
    dues = {entry["item"]: entry for entry in (*plan["must_do"], *plan["optional"])}
    by_code = {code: item for item, code in codes(plan).items()}
    assert found
    for top in found:
        entry = dues[by_code[top.code]]
        date = entry["due"] if entry["overdue"] else planned.get(entry["item"], entry["due"])
        assert top.due == day(date, plan["at"])
        assert date <= plan["period"]["to"]
    for entry in dues.values():
        if entry["due"]:
            entry["due"], entry["overdue"] = "2027-03-28", False
    plan["tasks"] = []
    assert top_items(plan, Labels(program, "zh"), codes(plan)) == []


def words_of_judgement(program: Program, lang: Language) -> set[str]:
    """How the policy calls customers: levels, strategies, tags and categories."""
    labels = Labels(program, lang)
    levels = {
        level.label.get(lang)
        for scale in labels.scales()
        for level in (*scale.levels, *((scale.otherwise,) if scale.otherwise else ()))
    }
    tags = {
        found.label.get(lang) for found in program.definitions.values() if isinstance(found, Tag)
    }
    strategies = {found.label.get(lang) for found in program.strategies.values()}
    items = " ".join(item.label.get(lang) for item in program.items.values())
    return {word for word in levels | tags | strategies if word not in items}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_customer_does_not_read_what_the_company_thinks_of_him(lang: Language) -> None:
    plan = samples.plan(lang)
    scale = next(iter(plan["scales"]))
    plan["scales"][scale] = {"level": "negative", "unknown": False, "strategy": "phase_out"}
    plan["reasons"] |= {scale: "负值客户", "price_tags": "策略“淘汰”暂停"}
    program = samples.program()
    staff = Page(plan_document(plan, program, lang=lang).html).text
    customer = Page(plan_document(plan, program, lang=lang, audience="customer").html).text
    judgement = words_of_judgement(program, lang)
    assert {word for word in judgement if word in staff}
    assert {word for word in judgement if word in customer} == set()
    for section in ("complain", "above", "calendar", "sign_customer", "for_you", "for_choice"):
        assert Labels(program, lang).say(section) in customer


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_customer_does_not_read_how_the_company_works_inside(lang: Language) -> None:
    plan = samples.plan(lang)
    program = dataclasses.replace(
        samples.program(), priorities={("high", "high"): "P1", ("low", "low"): "P5"}
    )
    labels = Labels(program, lang)
    plan["must_do"][0] |= {"overdue": True, "due": "2026-11-01", "state": "due_unknown"}
    plan["feedback"]["steps"][0]["by_priority"] = {"P1": "1 workday", "P5": "20 workdays"}
    failure = next(iter(plan["recovery"]))
    plan["recovery"]["handed_on"] = {
        **plan["recovery"][failure],
        "regulator": {"label": "监管", "within": "15 calendar days"},
    }
    staff = Page(plan_document(plan, program, lang=lang).html).text
    customer = Page(plan_document(plan, program, lang=lang, audience="customer").html).text
    inside = {
        *(labels.say(f"severity_{name}") for name in ("high", "medium", "low")),
        *(rung["when"] for rungs in plan["escalation"].values() for rung in rungs if rung["when"]),
        *("P1", "P2", "P3", "P4", "P5", "handed_on"),
        labels.say("overdue"),
        labels.say("condition_unknown"),
        labels.say("must_do"),
        labels.say("not_offered", count=1).partition("1")[2],
    }
    assert {word for word in inside if word in staff} > {"P1", "P5", "handed_on"}
    assert {word for word in inside if word in customer} == set()
    assert "20" in customer.partition(labels.say("feedback"))[2]
    for person in {rung["person"] for rungs in plan["escalation"].values() for rung in rungs}:
        assert person is None or person in customer


def test_each_copy_says_whose_it_is() -> None:
    staff = Page(plan_document(samples.plan(), samples.program(), lang="zh").html).text
    customer = Page(
        plan_document(samples.plan(), samples.program(), lang="zh", audience="customer").html
    ).text
    assert "内部使用，不交客户" in staff
    assert "内部使用" not in customer
    assert ("客户确认（签章）" in staff, "客户确认（签章）" in customer) == (False, True)


def test_the_scale_of_priorities_is_explained() -> None:
    program = dataclasses.replace(
        samples.program(), priorities={("high", "high"): "P1", ("low", "low"): "P5"}
    )
    text = Page(plan_document(samples.plan(), program, lang="zh").html).text
    assert "P1 最先 → P5 最后，按价值和紧急度" in text


def test_a_plan_has_a_title_and_a_bookmark() -> None:
    document = plan_document(samples.plan(), samples.program(), lang="zh")
    assert document.title == "永昌便利店（人民路店） · 客户服务计划 · SP-20261121-530102040117"
    assert [one.anchor for one in document.bookmarks] == ["plan"]
    assert 'id="plan"' in document.html


def test_what_is_drawn_is_told_in_words() -> None:
    documents = [
        plan_document(samples.plan(), samples.program(), lang="zh", audience=audience)
        for audience in ("staff", "customer")
    ]
    for document in documents:
        drawings = document.html.split("<svg")[1:]
        assert drawings
        assert all(re.match(r"[^<>]*><title>[^<]+</title>", drawn) for drawn in drawings)
