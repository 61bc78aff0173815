"""What an escalation poster says: the roles of a ladder, and when a case climbs from each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.program.processes import Process, Trigger
from workflow_engine.program.program import Program
from workflow_engine.render.form_words import FormWords
from workflow_engine.render.labels import number

_B = Bilingual

WORDS: dict[str, Bilingual] = {
    "ladder_of": _B("{name}：升级阶梯", "{name}: escalation ladder"),
    "recovery_name": _B("服务补救", "Service recovery"),
    "ladder_rule": _B(
        "出现任一情形，马上往上报。换人负责，时限不变。",
        "Any one of these: pass it up at once. The owner changes, the deadline does not.",
    ),
    "level": _B("第{number}级", "Level {number}"),
    "starts_here": _B("从这里开始：{failures}", "Starts here: {failures}"),
    "starts_here_all": _B("所有问题从这里开始", "Everything starts here"),
    "starts_here_others": _B("其他问题从这里开始", "Everything else starts here"),
    "climbs_to": _B("出现任一情形，报{role}", "Any of these goes up to: {role}"),
    "top": _B("最高一级：必须作出决定，给客户一个结果", "The top: decides, and gives an answer"),
    "grants": _B("可自行补偿{amount}以内", "May grant up to {amount}"),
    "grants_any": _B("补偿不限金额", "May grant any amount"),
    "grants_none": _B("补偿须上级批准", "Compensation needs the level above"),
    "money": _B("{amount}元", "{amount} CNY"),
    "many_people": _B("共{count}人，找该客户自己的一位", "{count} people: the customer's own"),
    "channels": _B("客户从这里找到我们：{channels}", "Where customers reach us: {channels}"),
    "overdue": _B("“{step}”超过时限", "{step}: overdue"),
    "overdue_by": _B("“{step}”超过时限{after}", "{step}: overdue by {after}"),
    "elapsed": _B("“{step}”的时限已过{share}", "{step}: {share} of the time has passed"),
    "elapsed_no_plan": _B(
        "“{step}”的时限已过{share}，还没有方案",
        "{step}: {share} of the time has passed without a plan",
    ),
    "cannot_resolve": _B("自己解决不了", "It cannot be resolved here"),
    "compensation_over_limit": _B(
        "要给的补偿超过自己的权限", "The compensation is above the limit"
    ),
    "reopened": _B("客户不认可，重开了{times}次", "Reopened {times} times"),
    "recusal": _B("投诉的就是本人，须回避", "The complaint is about the handler"),
    "needs_other_department": _B("要别的部门一起办", "Another department is needed"),
    "event": _B("{name}", "{name}"),
    "only_for": _B("{text}（{failures}）", "{text} ({failures})"),
}

PLANNED = "planned"
"""What holds back a rung that climbs when time runs: a plan for the amends is recorded."""

MOST_PEOPLE = 3
"""People of a role that are named; of more there are too many for a wall."""


@dataclass(frozen=True, slots=True)
class Step:
    """One role of the ladder. `level` counts from 0; `to` is the step it climbs to, None on top.

    `climbs` names that role, `climbs_to`, which stays in one line.
    `starts` says which failures start here, empty where none does.
    """

    id: str
    role: str
    level: int
    level_name: str
    people: tuple[str, ...]
    grants: str
    starts: str
    to: int | None
    climbs: str
    climbs_to: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Everything on one poster; `steps` by level, `to` counts in them."""

    name: str
    title: str
    rule: str
    channels: str
    principles: tuple[str, ...]
    steps: tuple[Step, ...]


def ladder_groups(program: Program) -> tuple[tuple[Process, ...], ...]:
    """The processes that share a poster: all failures together, every other process by itself.

    Those without a ladder are left out.
    """
    recovery = tuple(one for one in program.processes.values() if one.kind == "recovery")
    others = ((one,) for one in program.processes.values() if one.kind != "recovery")
    return tuple(group for group in (recovery, *others) if any(process.ladder for process in group))


def ladder(processes: Sequence[Process], words: FormWords) -> Ladder:
    """The poster of one group of processes."""
    rungs = {rung.role: rung.to for process in processes for rung in process.ladder}
    owners: dict[str, list[Process]] = {}
    for process in processes:
        owners.setdefault(process.owner or "", []).append(process)
    levels = _levels(rungs)
    roles = sorted(levels, key=lambda role: levels[role])
    place = {role: number for number, role in enumerate(roles)}
    first = processes[0]
    several = len(processes) > 1
    name = words.say("recovery_name") if several else _capital(first.label.get(words.lang))
    usual = max(owners.values(), key=len)
    return Ladder(
        name=name,
        title=words.say("ladder_of", name=name),
        rule=words.say("ladder_rule"),
        channels=_channels(words),
        principles=tuple(one.label.get(words.lang) for one in words.program.principles.values()),
        steps=tuple(
            Step(
                id=role,
                role=words.labels.role(role),
                level=levels[role],
                level_name=words.say("level", number=levels[role] + 1),
                people=_people(role, words),
                grants=_grants(role, words, top=role not in rungs)
                if first.kind == "recovery"
                else "",
                starts=_starts(owners.get(role), usual, processes, words),
                to=place[rungs[role]] if role in rungs else None,
                climbs=words.say("climbs_to", role=words.labels.role(rungs[role]))
                if role in rungs
                else words.say("top"),
                climbs_to=words.labels.role(rungs[role]) if role in rungs else "",
                reasons=tuple(_reasons(role, processes, words)) if role in rungs else (),
            )
            for role in roles
        ),
    )


def _levels(rungs: dict[str, str]) -> dict[str, int]:
    """How many rungs lie below each role, on the longest way; a ring is cut where it closes."""
    levels = dict.fromkeys([*rungs, *rungs.values()], 0)
    for foot in rungs:
        role, passed = foot, {foot}
        while role in rungs and rungs[role] not in passed:
            levels[rungs[role]] = max(levels[rungs[role]], levels[role] + 1)
            role = rungs[role]
            passed.add(role)
    return levels


def _people(role: str, words: FormWords) -> tuple[str, ...]:
    staff = [person for person in words.program.staff.values() if person.role == role]
    if len(staff) > MOST_PEOPLE:
        return (words.say("many_people", count=len(staff)),)
    return tuple(" ".join(part for part in (one.name, one.phone or "") if part) for one in staff)


def _grants(role: str, words: FormWords, *, top: bool) -> str:
    known = words.program.roles.get(role)
    limit = None if known is None else known.compensation_up_to
    if limit is None:
        return words.say("grants_any" if top else "grants_none")
    return words.say("grants", amount=words.say("money", amount=_money(limit)))


def _money(amount: Decimal) -> str:
    """Whole units, or two places."""
    return f"{amount:,.2f}".removesuffix(".00")


def _starts(
    mine: Sequence[Process] | None,
    usual: Sequence[Process],
    processes: Sequence[Process],
    words: FormWords,
) -> str:
    if mine is None:
        return ""
    if len(mine) == len(processes):
        return words.say("starts_here_all") if len(processes) > 1 else ""
    if mine is usual and len(mine) > 1:
        return words.say("starts_here_others")
    names = words.labels.joined(process.label.get(words.lang) for process in mine)
    return words.say("starts_here", failures=names)


def _channels(words: FormWords) -> str:
    feedback = words.program.feedback
    if feedback is None:
        return ""
    found = {
        channel.get(words.lang): None for _, channels in feedback.channels for channel in channels
    }
    return words.say("channels", channels=words.labels.joined(found)) if found else ""


def _reasons(role: str, processes: Sequence[Process], words: FormWords) -> Iterable[str]:
    """Why a case climbs from a role: a sentence for each trigger, the same one once.

    One that only some of the processes know says which.
    """
    having: dict[str, list[Process]] = {}
    could: dict[str, int] = {}
    for process in processes:
        for rung in process.ladder:
            if rung.role == role:
                for trigger in rung.any:
                    text = _sentence(trigger, process, words)
                    having.setdefault(text, []).append(process)
                    could[text] = _knowing(trigger, process, role, processes)
    if not having:
        yield words.say("cannot_resolve")
    for text, mine in having.items():
        if len(mine) == could[text]:
            yield text
        else:
            names = words.labels.joined(process.label.get(words.lang) for process in mine)
            yield words.say("only_for", text=text, failures=names)


def _knowing(trigger: Trigger, process: Process, role: str, processes: Sequence[Process]) -> int:
    """How many processes have this rung, and the clock that the trigger reads, if it reads one."""
    clock = _clock(trigger, process)
    return sum(
        any(rung.role == role for rung in one.ladder)
        and (clock is None or _clock(trigger, one) == clock)
        for one in processes
    )


def _clock(trigger: Trigger, process: Process) -> Bilingual | None:
    """The name of the clock that a trigger reads."""
    return next((clock.label for clock in process.clocks if clock.id == trigger.step), None)


def _sentence(trigger: Trigger, process: Process, words: FormWords) -> str:
    """A trigger as a sentence for a wall; one that is not among the usual as the policy has it."""
    clock = _clock(trigger, process)
    step = _capital((trigger.step or "") if clock is None else clock.get(words.lang))
    match trigger.kind:
        case "overdue" if trigger.after is not None:
            return words.say("overdue_by", step=step, after=trigger.after.text(words.lang))
        case "overdue":
            return words.say("overdue", step=step)
        case "elapsed" if trigger.unless in (None, PLANNED):
            share = f"{number((trigger.share or Decimal(0)) * 100)}%"
            key = "elapsed" if trigger.unless is None else "elapsed_no_plan"
            return words.say(key, step=step, share=share)
        case "reopened":
            return words.say("reopened", times=trigger.times or 1)
        case "cannot_resolve" | "compensation_over_limit" | "recusal" | "needs_other_department":
            return words.say(trigger.kind)
        case _:
            return _capital(trigger.text.get(words.lang))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
