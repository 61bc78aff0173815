"""The chapters on what customers get: visits, must-do and optional items, strategies, priority."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.drawing.book import Chapter, Entry, Grid, Listing, Row, Section, Sentence
from workflow_engine.explain.handbook.voice import Voice
from workflow_engine.program.expressions import Constant
from workflow_engine.program.program import Degree, Item, Strategy, VisitRule

_B = Bilingual
_DEGREES: tuple[Degree, ...] = ("high", "medium", "low")
_KANO = {
    "basic": _B(
        "基本型：做到了客户觉得应当，做不到就不满",
        "a basic need: taken for granted, missed when absent",
    ),
    "expected": _B(
        "期望型：做得越好客户越满意", "an expected need: the better, the more satisfied"
    ),
    "delight": _B("魅力型：没有也不会不满，有了惊喜", "a delighter: not missed, but a pleasure"),
    "indifferent": _B(
        "无差异型：做不做客户不在意", "an indifferent need: customers do not mind either way"
    ),
    "reverse": _B("反向型：做了反而不满", "a reverse need: customers dislike it"),
}
_COMBINED = {
    "most_demanding": _B(
        "一户同属几类时取要求最高的：次数取最多，时长取最长，方式合并；普通客户的标准是底线。",
        "A customer in several categories gets the most demanding of each: most visits, most "
        "minutes, all ways; nobody gets less than the general standard.",
    ),
    "first": _B(
        "一户同属几类时，按下表里排在最前的一类。",
        "A customer in several categories is visited as in the first of them below.",
    ),
}


def categories(voice: Voice) -> Chapter | None:
    """Categories and how each is visited."""
    program = voice.program
    if program.categories is None and program.visits is None:
        return None
    blocks = []
    if program.categories is not None:
        blocks.append(
            voice.sentence(
                _B(
                    "客户按标签分为几类：{0}。一户可以同属几类；都不属于的是“{1}”。",
                    "Tags make the categories: {0}. A customer may be in several; who is in none "
                    "of them is “{1}”.",
                ),
                voice.quoted(voice.name(name) for name in program.categories.of),
                voice.name(program.categories.otherwise),
            )
        )
    sections = [Section(None, tuple(blocks))]
    if program.visits is not None:
        rows = tuple(_visit(rule, voice) for rule in program.visits.rules)
        heads = (
            _B("客户类别", "Category"),
            _B("多久拜访一次", "How often"),
            _B("每次时长", "Time each"),
            _B("方式", "Ways"),
        )
        grid = Grid(heads, rows, (34, 26, 18, 22))
        rule = Sentence(_COMBINED[program.visits.combine])
        sections.append(Section(_B("拜访", "Visits"), (rule, grid)))
    label = _B("客户类别", "Categories") if program.categories is None else program.categories.label
    return Chapter(
        "categories",
        voice.say(_B("{0}与拜访", "{0} and visits"), label),
        _B(
            "类别决定多久拜访一次、每次多长时间、走哪条反馈渠道。",
            "A customer's categories set how often and how long they are visited, and where they "
            "are heard.",
        ),
        tuple(section for section in sections if section.blocks),
    )


def _visit(rule: VisitRule, voice: Voice) -> Row:
    minutes = voice.say(_B("{0} 分钟", "{0} minutes"), rule.minutes)
    return Row(
        (
            (Sentence(voice.name(rule.category)),),
            (Sentence(voice.every(rule.frequency)),),
            (Sentence(minutes, assumed=rule.assumed),),
            (Sentence(voice.modes(rule.modes)),),
        )
    )


def must_do(voice: Voice) -> Chapter | None:
    """The items that are done for every customer they are for."""
    found = [item for item in voice.program.items.values() if item.kind == "must_do"]
    if not found:
        return None
    return Chapter(
        "must-do",
        _B("必做项", "Must-do items"),
        _B(
            "对象之内的每一户都要做到，任何策略都取消不了；条件不明时照常服务。",
            "Done for every customer they are for; no strategy removes them, and where a condition "
            "is unknown the customer is served.",
        ),
        (Section(None, (Listing(tuple(_item(item, voice) for item in found), wide=True),)),),
    )


def optional(voice: Voice) -> Chapter | None:
    """The items that customers choose."""
    found = [item for item in voice.program.items.values() if item.kind == "optional"]
    if not found:
        return None
    return Chapter(
        "optional",
        _B("选做项", "Optional items"),
        _B(
            "符合资格、并且客户自己选了才做；符合而没有选的，告诉客户可以选。",
            "Done for customers who are eligible and have chosen them; who is eligible is told.",
        ),
        (Section(None, (Listing(tuple(_item(item, voice) for item in found), wide=True),)),),
    )


def _item(item: Item, voice: Voice) -> Entry:
    return Entry(item.label, tuple(_about_item(item, voice)), _rank(item, voice))


def _rank(item: Item, voice: Voice) -> Bilingual:
    priority = voice.program.priorities[item.value, item.urgency]
    return voice.say(_B("优先级 {0}", "priority {0}"), priority)


def _about_item(item: Item, voice: Voice) -> Iterator[Sentence]:
    if item.kind == "must_do":
        yield voice.audience(item.applies)
    else:
        yield from _eligible(item, voice)
    yield from _when(item, voice)
    yield from _priority(item, voice)
    if item.record is not None:
        record = voice.program.records.get(item.record)
        label = Bilingual.same(item.record) if record is None else record.label
        words = _B(
            "须填“{0}”，没有填的不算完成。", "It counts as done once the “{0}” is filled in."
        )
        yield voice.sentence(words, label, about=_B("记录", "Record"))
    if item.skills:
        skills = voice.listed(map(Bilingual.same, item.skills))
        yield Sentence(skills, about=_B("技能", "Skills"))
    yield from _reasons(item, voice)
    if item.description is not None:
        yield Sentence(item.description, about=_B("说明", "Note"))
    if item.steps:
        steps = tuple(Sentence(step) for step in item.steps)
        about = _B("控制点", "Control points")
        yield Sentence(_B("", ""), steps, numbered=True, about=about)


def _eligible(item: Item, voice: Voice) -> Iterator[Sentence]:
    about = _B("资格", "Open to")
    anyone = item.applies is None or item.applies == Constant(value=True, type=item.applies.type)
    if item.applies is None or anyone:
        yield Sentence(_B("每一位客户都可以选。", "Every customer may choose it."), about=about)
    else:
        said = voice.condition(
            _B("{0}的客户可以选。", "customers of whom this holds: {0}."),
            _B("可以选的客户，{0}", "customers of whom {0}"),
            item.applies,
        )
        yield replace(said, about=about)
    for strategy in voice.program.strategies.values():
        if item.id in strategy.grants:
            words = _B("策略“{0}”直接给予资格。", "The strategy “{0}” grants it.")
            yield voice.sentence(words, strategy.label, about=about)
        if item.id in strategy.suspends:
            words = _B("策略“{0}”暂停此项。", "The strategy “{0}” suspends it.")
            yield voice.sentence(words, strategy.label, about=about)
    if item.until is not None:
        said = voice.condition(
            _B("一旦{0}，就此结束。", "over once this holds: {0}."),
            _B("就此结束，一旦{0}", "over once {0}"),
            item.until,
        )
        yield replace(said, about=_B("结束", "Until"))


def _when(item: Item, voice: Voice) -> Iterator[Sentence]:
    parts = [voice.every(item.every)]
    if item.by is not None:
        parts.append(voice.say(_B("由{0}负责", "by the {0}"), voice.role(item.by)))
    if item.minutes:
        parts.append(voice.say(_B("用 {0} 分钟", "in {0} minutes"), item.minutes))
    elif item.every.kind == "visit":
        parts.append(_B("时间算在拜访时长里", "in the time of the visit"))
    if item.mode is not None:
        parts.append(voice.say(_B("方式是{0}", "{0}"), voice.modes((item.mode,))))
    text = Bilingual("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))
    about = _B("频次", "When")
    yield voice.sentence(_B("{0}。", "{0}."), text, assumed=item.assumed, about=about)
    if item.trigger == "reactive":
        words = _B("由客户提出，我们响应。", "It starts when the customer asks.")
        yield Sentence(words, about=about)
    if item.respond_within is not None:
        words = _B("客户提出后，{0}内答复。", "Customers are answered within {0}.")
        yield voice.sentence(words, voice.duration(item.respond_within), about=about)


def _priority(item: Item, voice: Voice) -> Iterator[Sentence]:
    priorities = voice.program.priorities
    about = _B("优先级", "Priority")
    yield voice.sentence(
        _B("{2}：价值{0}、紧急程度{1}。", "{2}: value {0}, urgency {1}."),
        voice.degree(item.value),
        voice.degree(item.urgency),
        priorities[item.value, item.urgency],
        about=about,
    )
    for tag, degree in item.urgency_when:
        yield voice.sentence(
            _B(
                "{2}：客户带有“{0}”时，紧急程度为{1}。",
                "{2}: where a customer has “{0}”, urgency is {1}.",
            ),
            voice.name(tag),
            voice.degree(degree),
            priorities[item.value, degree],
            about=about,
        )


def _reasons(item: Item, voice: Voice) -> Iterator[Sentence]:
    program = voice.program
    parts = []
    if item.needs:
        needs = voice.listed(program.needs[name].label for name in item.needs)
        parts.append(voice.say(_B("客户需要“{0}”", "customers need “{0}”"), needs))
    if item.objective is not None:
        objective = program.objectives[item.objective].label
        parts.append(voice.say(_B("目标是“{0}”", "our objective is “{0}”"), objective))
    if item.principle is not None:
        principle = program.principles[item.principle].label
        parts.append(voice.say(_B("依据“{0}”", "it follows “{0}”"), principle))
    if item.duty is not None:
        duty = program.duties[item.duty].label
        parts.append(voice.say(_B("属于“{0}”职责", "it belongs to the duty “{0}”"), duty))
    about = _B("为什么", "Why")
    if parts:
        yield voice.sentence(_B("{0}。", "{0}."), voice.clauses(parts), about=about)
    if item.kano is not None:
        kind = _KANO.get(item.kano, Bilingual.same(item.kano))
        yield voice.sentence(_B("{0}。", "{0}."), kind, about=about)


def strategies(voice: Voice) -> Chapter | None:
    """What each strategy grants and suspends."""
    found = voice.program.strategies
    if not found:
        return None
    entries = tuple(Entry(one.label, tuple(_strategy(one, voice))) for one in found.values())
    return Chapter(
        "strategies",
        _B("策略", "Strategies"),
        _B(
            "策略只能影响选做项。必做项对每一户都要做到，任何策略都取消不了。",
            "A strategy acts on optional items only; must-do items are out of its reach.",
        ),
        (Section(None, (Listing(entries),)),),
    )


def _strategy(strategy: Strategy, voice: Voice) -> Iterator[Sentence]:
    levels = [level.label for level in voice.levels() if level.strategy == strategy.id]
    if levels:
        yield voice.sentence(_B("用于：{0}。", "For: {0}."), voice.listed(levels))
    if strategy.description is not None:
        yield Sentence(strategy.description)
    if strategy.grants:
        granted = voice.listed(map(voice.item, strategy.grants))
        yield voice.sentence(_B("直接给予资格：{0}。", "grants: {0}."), granted)
    if strategy.suspends:
        suspended = voice.listed(map(voice.item, strategy.suspends))
        yield voice.sentence(_B("暂停：{0}。", "suspends: {0}."), suspended)
    if not strategy.grants and not strategy.suspends:
        yield Sentence(
            _B("不改变选做项的资格。", "It neither grants nor suspends an optional item.")
        )


def priorities(voice: Voice) -> Chapter:
    """The matrix of value and urgency."""
    found = voice.program.priorities
    rows = tuple(
        Row(
            (
                (voice.sentence(_B("价值{0}", "{0} value"), voice.degree(value)),),
                *((Sentence(Bilingual.same(found[value, urgency])),) for urgency in _DEGREES),
            )
        )
        for value in _DEGREES
    )
    heads = [voice.say(_B("紧急程度{0}", "{0} urgency"), voice.degree(one)) for one in _DEGREES]
    capitals = tuple(Bilingual(head.zh, head.en.capitalize()) for head in heads)
    return Chapter(
        "priorities",
        _B("先做什么", "What is done first"),
        _B(
            "一项服务的价值和紧急程度合起来是它的优先级，P1 最先。",
            "The value and the urgency of an item together make its priority; P1 comes first.",
        ),
        (Section(None, (Grid((_B("", ""), *capitals), rows, (25, 25, 25, 25)),)),),
    )
