"""What an expectation is about, and what was expected and found, as people read it."""

from __future__ import annotations

import datetime as dt

from workflow_engine.cases.wording import clock_label, command_label
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.explain.values import value_text
from workflow_engine.program.program import Program
from workflow_engine.program.types import SCALE, Type, Value
from workflow_engine.trial.model import Expectation, Mark, PolicyTest, Subject, Wanted
from workflow_engine.trial.words import MARKS

_SECTIONS = {
    "tags": Bilingual("标签", "the tag"),
    "levels": Bilingual("分级", "the scale"),
    "measures": Bilingual("指标", "the measure"),
    "tables": Bilingual("决策表", "the table"),
}
_FACTS = {
    "unknown": Bilingual("无法判断的定义", "what cannot be decided"),
    "missing": Bilingual("缺少的资料", "the data that is missing"),
    "categories": Bilingual("客户类别", "the categories"),
    "privileges": Bilingual("权益", "the privileges"),
    "monthly_minutes": Bilingual("每月分钟", "the minutes a month"),
    "state": Bilingual("状态", "state"),
    "due": Bilingual("应做日期", "due date"),
    "overdue": Bilingual("是否逾期", "being overdue"),
    "priority": Bilingual("优先级", "priority"),
    "urgency": Bilingual("紧急度", "urgency"),
    "minutes": Bilingual("分钟", "minutes"),
    "last_done": Bilingual("上次完成", "last time done"),
    "person": Bilingual("经办人", "person"),
    "times": Bilingual("次数", "number"),
    "per": Bilingual("周期", "period"),
    "modes": Bilingual("方式", "ways"),
    "level": Bilingual("负责岗位", "role in charge"),
    "owner": Bilingual("负责人", "person in charge"),
    "compensation": Bilingual("补偿", "compensation"),
    "severity": Bilingual("严重度", "severity"),
    "approval": Bilingual("审批", "approval"),
    "reminders": Bilingual("催办次数", "number of reminders"),
    "ended": Bilingual("结案时间", "end"),
    "messages": Bilingual("通知", "messages"),
    "rungs": Bilingual("升级", "escalations"),
    "refused": Bilingual("拒绝原因", "refusal"),
}


def title(program: Program, test: PolicyTest, subject: Subject) -> Bilingual:
    """What an expectation is about, such as a tag or the state of an item, by its label."""
    match subject:
        case ("tags" | "levels" | "measures" | "tables" as section, name, *field):
            label, kind = program.definitions[name].label, _SECTIONS[section]
            of_it = [Bilingual(f"的“{one}”", f": {one}") for one in field]
            return Bilingual(
                f"{kind.zh}“{label.zh}”" + "".join(one.zh for one in of_it),
                f"{kind.en} “{label.en}”" + "".join(one.en for one in of_it),
            )
        case ("items", name, field):
            label, fact = program.items[name].label, _FACTS[field]
            return Bilingual(f"“{label.zh}”的{fact.zh}", f"the {fact.en} of “{label.en}”")
        case ("visit", field):
            return Bilingual(f"拜访的{_FACTS[field].zh}", f"the {_FACTS[field].en} of visits")
        case ("people", role):
            label = program.roles[role].label
            return Bilingual(f"{label.zh}是谁", f"who is {label.en}")
        case ("case", *fact):
            return _of_case(program, test, Bilingual("个案", "the case"), fact)
        case ("steps", number, *fact):
            return _of_case(program, test, _step(test, int(number)), fact)
        case (fact,):
            return _FACTS[fact]
        case _:
            return Bilingual.same(" ".join(subject))


def _step(test: PolicyTest, number: int) -> Bilingual:
    assert test.case is not None
    step = test.case.steps[number - 1]
    if step.act is None:
        return Bilingual(f"到 {_moment(step.at)} 的个案", f"the case by {_moment(step.at)}")
    done = [command_label(step.act.command, lang) for lang in ("zh", "en")]
    return Bilingual(f"{_moment(step.at)} “{done[0]}”", f"“{done[1]}” at {_moment(step.at)}")


def _of_case(program: Program, test: PolicyTest, what: Bilingual, fact: list[str]) -> Bilingual:
    match fact:
        case ["rungs", role]:
            label = program.roles[role].label
            said = Bilingual(f"由{label.zh}升级的时间", f"escalation from {label.en}")
        case ["deadlines" | "clocks" as field, clock]:
            assert test.case is not None
            process = program.processes[test.case.opening.process]
            label = clock_label(program, {one.id: one.label for one in process.clocks}, clock)
            said = Bilingual(f"“{label.zh}”的时限", f"time limit for “{label.en}”")
            if field == "deadlines":
                said = Bilingual(f"“{label.zh}”的期限", f"deadline for “{label.en}”")
        case ["refused"] if what.en == "the case":
            return Bilingual("个案的开立", "the opening of the case")
        case ["refused"]:
            return what
        case _:
            said = _FACTS[fact[0]]
    return Bilingual(f"{what.zh}：{said.zh}", f"{what.en}: {said.en}")


def shown(wanted: Wanted, expectation: Expectation) -> Bilingual:
    """A value as people read it; a refusal that did not come is told as such."""
    if isinstance(wanted, Mark):
        if expectation.subject[-1] == "refused":
            return Bilingual("照办", "carried out")
        return MARKS[wanted]
    return Bilingual(_text(wanted, expectation.type, "zh"), _text(wanted, expectation.type, "en"))


def _text(value: Value, type_: Type, lang: Language) -> str:
    if type_.kind == "text" and isinstance(value, str):
        return value
    if isinstance(value, dt.datetime):
        seconds = "seconds" if value.second else "minutes"
        return value.replace(microsecond=0).isoformat(sep=" ", timespec=seconds)
    return value_text(value, type_, lang)


def written(wanted: Wanted, expectation: Expectation, lang: Language) -> str | list[str]:
    """A value as a test file writes it, before quotation marks: what is read back as the same.

    Choices are written by their ids, which do not change with their labels; truth and marks in the
    language of the file.
    """
    if isinstance(wanted, Mark):
        return MARKS[wanted].get(lang)
    return _written(wanted, expectation.type, lang)


def _written(value: Value, type_: Type, lang: Language) -> str | list[str]:
    match value:
        case bool():
            return {"zh": ("否", "是"), "en": ("false", "true")}[lang][value]
        case int() if type_.kind == "number":
            whole, rest = divmod(abs(value), SCALE)
            part = f".{rest:06d}".rstrip("0") if rest else ""
            return f"{'-' if value < 0 else ''}{whole}{part}"
        case dt.datetime() | dt.date():
            return _text(value, type_, lang)
        case tuple():
            item = type_.item or type_
            return [str(_written(element, item, lang)) for element in value]
        case _:
            return str(value)


def _moment(moment: dt.datetime) -> str:
    return f"{moment:%m-%d %H:%M}"
