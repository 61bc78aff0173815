"""One sentence about each service item and about the visits of a customer, in one language."""

from __future__ import annotations

from collections.abc import Iterator

from workflow_engine.decide.decision import State
from workflow_engine.decide.items import DEGREES, must_do_state, optional_state, visit_rate
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.explain.facts import Effect, View
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.sentences import because, unknown_text
from workflow_engine.explain.values import listed
from workflow_engine.language.frequencies import frequency_text
from workflow_engine.language.modes import MODES
from workflow_engine.program.general_category import general_category
from workflow_engine.program.program import Degree, Item, VisitRule

STATES: dict[State, Bilingual] = {
    "due": Bilingual("必做", "to be done"),
    "due_unknown": Bilingual("必做（条件未知，按要做处理）", "to be done (condition unknown)"),
    "not_due": Bilingual("不适用", "does not apply"),
    "active": Bilingual("已选，执行中", "chosen, running"),
    "offered": Bilingual("可选，尚未选择", "offered, not chosen yet"),
    "suspended": Bilingual("已选，暂停", "chosen, suspended"),
    "chosen_but_not_eligible": Bilingual("已选，但不符合条件", "chosen, but not eligible"),
    "not_eligible": Bilingual("不符合条件", "not eligible"),
    "unknown": Bilingual("未知", "unknown"),
}
HAS: dict[bool | None, Bilingual] = {
    True: Bilingual("享有", "has it"),
    False: Bilingual("不享有", "does not have it"),
    None: Bilingual("未知，暂不告知客户", "unknown, so the customer is not told"),
}
"""Whether a customer has a privilege."""
DEGREE_WORDS: dict[Degree, Bilingual] = {
    "high": Bilingual("高", "high"),
    "medium": Bilingual("中", "medium"),
    "low": Bilingual("低", "low"),
}
EVERYONE = Bilingual("每一位客户都做", "for every customer")
OPEN_TO_ALL = Bilingual("对所有客户开放", "open to every customer")
CHOSEN = Bilingual("客户已选择", "chosen by the customer")
NOT_CHOSEN = Bilingual("客户尚未选择", "not chosen yet")
GRANTED = Bilingual(
    "“{level}”的策略“{strategy}”给予资格", "granted by the strategy “{strategy}” of “{level}”"
)
SUSPENDED = Bilingual(
    "“{level}”的策略“{strategy}”暂停此项", "suspended by the strategy “{strategy}” of “{level}”"
)
OVER = Bilingual("已结束：{0}", "over: {0}")
RAISED = Bilingual(
    "因“{tags}”，紧急程度由{low}升为{high}", "urgency raised from {low} to {high} by “{tags}”"
)
COMBINED = {
    "most_demanding": Bilingual(
        "同属几类时次数取最多、时长取最长、方式合并（未写明时的规则）",
        "of several categories: most times, most minutes, all ways "
        "(the rule unless another is written)",
    ),
    "first": Bilingual(
        "同属几类时取 categories 里排在最前的一类",
        "of several categories: the first in the order of `categories`",
    ),
}


def state_of(item: Item, view: View) -> State:
    """The state of an item."""
    if item.kind == "must_do":
        return must_do_state(view.evaluator.holds(item.applies))
    return optional_state(
        eligible=view.eligible(item), chosen=view.chosen(item), suspended=view.suspended(item)
    )


def item_reason(item: Item, state: State, phrases: Phrases, view: View) -> str:
    """Why an item is in this state, in one line; what raised its urgency follows."""
    texts = list(_reasons(item, state, phrases, view))
    if state not in ("not_eligible", "not_due", "chosen_but_not_eligible", "unknown"):
        texts.append(raised_text(item, phrases, view))
    return ("；" if phrases.lang == "zh" else "; ").join(filter(None, texts))


def _reasons(item: Item, state: State, phrases: Phrases, view: View) -> Iterator[str]:
    lang = phrases.lang
    if state in ("unknown", "due_unknown"):
        yield unknown_text(view.item_gaps(item), phrases)
        if state == "due_unknown":
            words = Bilingual("存疑时照常服务", "when in doubt the customer is served")
            yield words.get(lang)
    elif item.kind == "must_do":
        if item.applies is None:
            yield EVERYONE.get(lang)
        else:
            yield because(item.applies, phrases, view) or EVERYONE.get(lang)
    elif state in ("active", "offered"):
        yield eligibility_text(item, phrases, view)
    elif view.eligible(item):
        yield from effects(item, phrases, view, granting=False)
    else:
        yield over_text(item, phrases, view) or eligibility_text(item, phrases, view)


def eligibility_text(item: Item, phrases: Phrases, view: View) -> str:
    """Why an optional item is open to the customer, or why not."""
    if item.applies is None:
        return OPEN_TO_ALL.get(phrases.lang)
    if view.evaluator.holds(item.applies) is not True:
        granted = list(effects(item, phrases, view, granting=True))
        if granted:
            return granted[0]
    return because(item.applies, phrases, view, most=2) or OPEN_TO_ALL.get(phrases.lang)


def over_text(item: Item, phrases: Phrases, view: View) -> str:
    """That an optional item is over, and why; empty when it is not."""
    if item.until is None or view.evaluator.holds(item.until) is not True:
        return ""
    return phrases.say(OVER, because(item.until, phrases, view) or phrases.of(item.until))


def effects(item: Item, phrases: Phrases, view: View, *, granting: bool) -> Iterator[str]:
    """What the strategies of the customer's levels do to an item."""
    for effect in view.effects(item, granting=granting):
        if effect.certain:
            yield effect_text(effect, phrases, granting=granting)


def effect_text(effect: Effect, phrases: Phrases, *, granting: bool) -> str:
    """Which strategy of which level grants or suspends an item."""
    return phrases.say(
        GRANTED if granting else SUSPENDED,
        level=effect.level.label.get(phrases.lang),
        strategy=effect.strategy.label.get(phrases.lang),
    )


def raising_tags(item: Item, view: View) -> tuple[Degree, tuple[str, ...]]:
    """The urgency of an item for this customer, and the tags that raised it so far."""
    held = [
        (tag, degree)
        for tag, degree in item.urgency_when
        if view.evaluator.outcome(tag).value is True
    ]
    highest = min([item.urgency, *(d for _, d in held)], key=lambda degree: DEGREES[degree])
    if highest == item.urgency:
        return highest, ()
    return highest, tuple(tag for tag, degree in held if degree == highest)


def raised_text(item: Item, phrases: Phrases, view: View) -> str:
    """Which tags raised the urgency of an item; empty when none did."""
    highest, tags = raising_tags(item, view)
    if not tags:
        return ""
    return phrases.say(
        RAISED,
        tags=listed([phrases.name(tag) for tag in tags], phrases.lang),
        low=DEGREE_WORDS[item.urgency].get(phrases.lang),
        high=DEGREE_WORDS[highest].get(phrases.lang),
    )


def priority_text(item: Item, phrases: Phrases, view: View) -> str:
    """The priority of an item with the value and urgency it comes from."""
    urgency, _ = raising_tags(item, view)
    words = Bilingual("优先级 {0}：价值{1}，紧急程度{2}", "priority {0}: value {1}, urgency {2}")
    return phrases.say(
        words,
        view.program.priorities[item.value, urgency],
        DEGREE_WORDS[item.value].get(phrases.lang),
        DEGREE_WORDS[urgency].get(phrases.lang),
    )


def category_label(name: str, phrases: Phrases) -> str:
    """The label of a category: its tag's, or its id; `general` has words of its own."""
    if name not in phrases.program.definitions:
        return general_category(name).get(phrases.lang)
    return phrases.name(name)


def visit_text(rule: VisitRule, phrases: Phrases) -> str:
    """How often, how long and in which ways a rule has the customer visited."""
    return regime_text(
        frequency_text(rule.frequency, phrases.lang), rule.minutes, rule.modes, phrases
    )


def regime_text(times: str, minutes: int, modes: tuple[str, ...], phrases: Phrases) -> str:
    """Times, minutes and ways of visiting."""
    words = Bilingual("{0}，每次 {1} 分钟，{2}", "{0}, {1} minutes each, {2}")
    ways = [MODES[mode].get(phrases.lang) if mode in MODES else mode for mode in modes]
    return phrases.say(words, times, str(minutes), listed(ways, phrases.lang))


def applying_rules(view: View, held: tuple[str, ...]) -> list[VisitRule]:
    """The visit rules that count for a customer with these categories."""
    visits, categories = view.program.visits, view.program.categories
    if visits is None or categories is None:
        return []
    general = categories.otherwise
    if visits.combine == "most_demanding":
        return [rule for rule in visits.rules if rule.category in {*held, general}]
    rules = {rule.category: rule for rule in visits.rules}
    named = [rules[name] for name in (*held, general) if name in rules]
    return named[:1]


def decides(rule: VisitRule, rules: list[VisitRule]) -> tuple[bool, bool]:
    """Whether a rule gave the number of times, and whether it gave the minutes."""
    most = max(rules, key=lambda one: visit_rate(one.frequency))
    longest = max(rules, key=lambda one: one.minutes)
    return rule is most, rule is longest
