"""The record form of a visit (客户沟通记录表): filled in as far as is known, the rest to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.language.modes import MODES
from workflow_engine.program.program import Program
from workflow_engine.render.document import Bookmark, Document
from workflow_engine.render.form_words import FormWords, cut, shown
from workflow_engine.render.look import Look
from workflow_engine.render.open_cases import CasesOf, OpenCase, open_cases
from workflow_engine.render.pages import page
from workflow_engine.render.services import day as short_day

_B = Bilingual

WORDS: dict[str, Bilingual] = {
    "date": _B("日期", "Date"),
    "planned_date": _B("计划", "planned"),
    "note_of_form": _B("填写：", "To fill in: "),
    "recorder": _B("记录人", "Recorded by"),
    "standing": _B("层级与类别", "Level, categories"),
    "last_contact": _B("上次沟通", "Last contact"),
    "never": _B("没有记录", "none recorded"),
    "contact": _B("联系方式", "Contact"),
    "inside": _B(
        "内部参考：出门前看，沿虚线裁下，不交给客户",
        "For us only: read before you go, cut off here",
    ),
    "known": _B("标签与原因", "Tags, and why"),
    "to_do": _B("本期待办", "To do this period"),
    "overdue_mark": _B("{item}（逾期，应于{due}）", "{item} (overdue since {due})"),
    "due_mark": _B("{item}（{due}）", "{item} ({due})"),
    "more": _B("等{count}项", "and {count} more"),
    "way": _B("方式", "Way"),
    "way_field": _B("登门", "visit"),
    "way_phone": _B("电话", "telephone"),
    "way_other": _B("其他", "other"),
    "present": _B("参加人", "Present"),
    "present_customer": _B("客户方", "customer"),
    "present_us": _B("我方", "we"),
    "earlier": _B("上次问题落实情况", "What became of the last problems"),
    "earlier_what": _B("问题", "Problem"),
    "earlier_state": _B("落实情况", "What was done"),
    "settled": _B("已落实", "settled"),
    "running": _B("办理中", "in hand"),
    "not_done": _B("未办", "not yet"),
    "earlier_said": _B("客户怎么看", "The customer's view"),
    "case_due": _B("{state}；{next} {due}前", "{state}; {next} by {due}"),
    "opinions": _B("本次意见", "Opinions this time"),
    "opinion_product": _B("产品", "Product"),
    "opinion_price": _B("价格", "Price"),
    "opinion_channel": _B("渠道", "Channel"),
    "opinion_competitor": _B("竞争对手", "Competitors"),
    "mood": _B("情绪与关注点", "Mood and concerns"),
    "mood_glad": _B("满意", "pleased"),
    "mood_calm": _B("平和", "calm"),
    "mood_worried": _B("着急", "worried"),
    "mood_angry": _B("不满", "cross"),
    "concern": _B("最关心", "Cares most about"),
    "harm": _B("有损客户利益的事件", "Events that harm the customer"),
    "none": _B("无", "none"),
    "some": _B("有，请写明（当天开立补救个案）：", "yes (open a recovery case today):"),
    "promised": _B("承诺事项", "What was promised"),
    "promised_note": _B(
        "写明由谁、何时办好；说出去的话要算数", "by whom and when: a promise is kept"
    ),
    "promise": _B("事项", "What"),
    "promise_by": _B("负责人", "By whom"),
    "promise_due": _B("期限", "By when"),
    "department": _B("需哪个职能部门", "Department needed"),
    "department_none": _B("不需要", "none"),
    "department_named": _B("需要，写明部门：", "yes, namely:"),
    "department_other": _B("其他", "other"),
    "reply": _B("回复客户时间", "Answer by"),
    "year_month_day": _B("　　　　年　　月　　日　　时前", " "),
    "sign_customer_record": _B("客户确认（签字）", "Customer (signature)"),
    "sign_recorder": _B("记录人（签字）", "Recorded by (signature)"),
    "sign_manager_note": _B("部门经理批示", "Department manager's instruction"),
}

OPINIONS = ("product", "price", "channel", "competitor")
"""The four subjects on which a customer is heard."""

MOST_KNOWN = 4
"""Tags whose reasons are printed for whoever goes there."""

MOST_TO_DO = 6
EARLIER_ROWS = 3
"""Rows for the last problems, at least; filled in with open cases."""

_FOCUS = ("focus", "concern", "关注点")


@dataclass(frozen=True, slots=True)
class Opinion:
    """One subject to be asked about, and what may be said about it."""

    label: str
    hints: str


@dataclass(frozen=True, slots=True)
class Form:
    """One customer's form, ready for the template."""

    anchor: str
    running: str
    title: str
    note: str
    customer: Mapping[str, Any]
    name: str
    standing: str
    contacts: str
    date: str
    last: str
    person: str
    role: str
    way: str
    known: list[tuple[str, str]]
    to_do: str
    cases: tuple[OpenCase, ...]
    blanks: Sequence[int]
    opinions: list[Opinion]
    focus: str
    departments: list[str]


def needed_records(plan: Mapping[str, Any], program: Program) -> tuple[str, ...]:
    """The record forms that the customer's services of this period ask for, each once."""
    found = {
        item.record: None
        for entry in (*plan["must_do"], *plan["optional"])
        if entry["state"] in ("due", "due_unknown", "active")
        and (item := program.items.get(entry["item"])) is not None
        and item.record is not None
    }
    return tuple(found)


def record_form_document(
    forms: Sequence[tuple[Mapping[str, Any], str]],
    program: Program,
    *,
    lang: Language,
    cases: CasesOf | None = None,
    look: Look | None = None,
) -> Document:
    """One page for each customer and form; bookmarks by the person who goes there.

    Args:
        forms: plan JSON and the id of a record form of the policy; at least one.
        program: the policy.
        lang: the language of the page.
        cases: the open cases by customer id.
        look: the policy's own templates.
    """
    words = FormWords(program, lang, WORDS)
    by_person = sorted(forms, key=lambda form: _order(_service(form[0], form[1], program)))
    sheets = [
        _form(plan, record, f"record{place}", words, cases or {})
        for place, (plan, record) in enumerate(by_person, start=1)
    ]
    html = page("record_form.html", {**words.page_names(), "forms": sheets}, look)
    title = sheets[0].title if len(sheets) > 1 else f"{sheets[0].title} · {sheets[0].name}"
    return Document(title, lang, html, tuple(_bookmarks(sheets, words)))


def _service(plan: Mapping[str, Any], record: str, program: Program) -> Mapping[str, Any] | None:
    """The entry of the plan that asks for the form: of several the one that is due first."""
    entries = [
        entry
        for entry in (*plan["must_do"], *plan["optional"])
        if (item := program.items.get(entry["item"])) is not None and item.record == record
    ]
    return min(entries, key=lambda entry: (entry["due"] is None, entry["due"] or ""), default=None)


def _order(service: Mapping[str, Any] | None) -> tuple[bool, str]:
    person = None if service is None else service["person"]
    return person is None, person or ""


def _bookmarks(sheets: Sequence[Form], words: FormWords) -> Iterator[Bookmark]:
    """The customers of each person, in the order of the sheets."""
    for person, mine in groupby(sheets, key=lambda sheet: sheet.person):
        children = tuple(Bookmark(f"{form.name} · {form.title}", form.anchor) for form in mine)
        yield Bookmark(person or words.say("no_person"), children[0].anchor, children)


def _form(
    plan: Mapping[str, Any], record: str, anchor: str, words: FormWords, cases: CasesOf
) -> Form:
    program, labels = words.program, words.labels
    service = _service(plan, record, program) or {}
    noun = program.records.get(record)
    name = shown(plan["customer"]["name"])
    open_ones = open_cases(plan["customer"]["id"], cases)
    person = service.get("person") or ""
    return Form(
        anchor=anchor,
        running=f"{plan['customer']['id']} {cut(name)}",
        title=words.record(record),
        note=noun.description.get(words.lang) if noun and noun.description else "",
        customer=plan["customer"],
        name=name,
        standing=labels.joined(words.standing(plan)),
        contacts=labels.clauses(words.contacts(plan)),
        date=words.date(_planned(plan, service)),
        last=_last(plan, record, program) or words.say("never"),
        person=shown(person),
        role=labels.role(service.get("by")),
        way=_way(service.get("mode")),
        known=[
            (labels.definition(tag), plan["reasons"][tag])
            for tag in plan["tags"]
            if plan["reasons"].get(tag)
        ][:MOST_KNOWN],
        to_do=_to_do(plan, words),
        cases=open_ones,
        blanks=range(max(1, EARLIER_ROWS - len(open_ones))),
        opinions=_opinions(words),
        focus=_focus(plan, words),
        departments=[one.label.get(words.lang) for one in program.support.values()],
    )


def _planned(plan: Mapping[str, Any], service: Mapping[str, Any]) -> str:
    """The first day on which the service is planned, else the day of the plan."""
    days = [task["date"] for task in plan["tasks"] if task["item"] == service.get("item")]
    day: str = min(days, default=plan["at"])
    return day


def _last(plan: Mapping[str, Any], record: str, program: Program) -> str:
    """When something was last recorded on this form."""
    done = [
        entry["last_done"]
        for entry in (*plan["must_do"], *plan["optional"])
        if entry["last_done"] is not None
        and (item := program.items.get(entry["item"])) is not None
        and item.record == record
    ]
    return max(done, default="")


def _way(mode: str | None) -> str:
    """`field` or `phone` where the policy says how the service is done, in whatever language."""
    return next((way for way in ("field", "phone") if mode in (way, *_both(way))), "")


def _both(mode: str) -> tuple[str, str]:
    return MODES[mode].zh, MODES[mode].en


def _to_do(plan: Mapping[str, Any], words: FormWords) -> str:
    """What else is to be done for the customer: overdue first, then by date."""
    entries = sorted(
        (
            entry
            for entry in (*plan["must_do"], *plan["optional"])
            if entry["due"] is not None and entry["due"] <= plan["period"]["to"]
        ),
        key=lambda entry: (not entry["overdue"], entry["due"]),
    )
    texts = [
        words.say(
            "overdue_mark" if entry["overdue"] else "due_mark",
            item=words.labels.item(entry["item"]),
            due=short_day(entry["due"], plan["at"]),
        )
        for entry in entries[:MOST_TO_DO]
    ]
    text = words.labels.joined(texts)
    left = len(entries) - len(texts)
    return text + (words.say("more", count=left) if left else "")


def _opinions(words: FormWords) -> list[Opinion]:
    """The subjects of the policy's taxonomy of feedback, else the four usual ones."""
    feedback = words.program.feedback
    if feedback is None or not feedback.taxonomy:
        return [Opinion(words.say(f"opinion_{name}"), "") for name in OPINIONS]
    return [
        Opinion(label.get(words.lang), words.labels.joined(one.get(words.lang) for one in subjects))
        for _, label, subjects in feedback.taxonomy
    ]


def _focus(plan: Mapping[str, Any], words: FormWords) -> str:
    """What the customer cares most about, where the policy has an attribute of that name."""
    for attribute in words.program.attributes.values():
        value = plan["portrait"]["values"].get(attribute.id)
        names = (attribute.id, attribute.label.zh, attribute.label.en.casefold())
        if value is not None and any(name in _FOCUS for name in names):
            return shown(words.labels.value(value, attribute.type))
    return ""
