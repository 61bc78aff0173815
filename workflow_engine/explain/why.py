"""Why a customer has or lacks a tag, level, value, category, item, privilege or visit regime."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from workflow_engine.decide.items import categories_of, visit_regime
from workflow_engine.diagnostics.bilingual import Bilingual
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.explain import item_sentences as said
from workflow_engine.explain.explanation import Explanation, verdict_of
from workflow_engine.explain.names import Named, resolve
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.story import IS, Story
from workflow_engine.explain.values import NO, YES, listed
from workflow_engine.language.durations import Frequency
from workflow_engine.language.frequencies import frequency_text
from workflow_engine.program.expressions import Expression
from workflow_engine.program.privileges import Privilege
from workflow_engine.program.program import Item, Program, VisitRule
from workflow_engine.program.types import Value

ELIGIBLE = Bilingual("资格", "eligibility")
FOR = Bilingual("对象", "for")
OVER = Bilingual("已结束", "over")


def explain_definition(
    program: Program, customer: Mapping[str, Value], name: str, today: dt.date
) -> Explanation:
    """Why the customer has what it has of a definition, item, category, privilege or the
    `visit`.

    `name` is an id or a label in either language. Raises UsageError for any other.
    """
    return Why(program, customer, today).of(resolve(program, name))


class Why:
    """The explanations of one customer at one moment; one object for one question."""

    def __init__(self, program: Program, customer: Mapping[str, Value], today: dt.date) -> None:
        self._program = program
        self._story = Story(program, customer, today)
        self.view = self._story.view

    def of(self, named: Named) -> Explanation:
        """The explanation of something with a name."""
        match named.kind:
            case "definition":
                return self._story.definition(named.id)
            case "item":
                return self.item(self._program.items[named.id])
            case "category":
                return self.no_category()
            case "categories":
                return self.categories()
            case "visit":
                return self.visit()
            case "privilege":
                return self.privilege(self._program.privileges[named.id])

    def item(self, item: Item) -> Explanation:
        """A service item: its state, what made it so, and where its priority comes from."""
        state = said.state_of(item, self.view)
        unknown = state in ("unknown", "due_unknown")
        gaps = self.view.item_gaps(item) if unknown else frozenset[str]()

        def sentence(p: Phrases) -> str:
            return p.say(IS, item.label.get(p.lang), said.STATES[state].get(p.lang))

        served = state in ("due", "active", "offered")
        return Explanation(
            self._story.both(sentence),
            "unknown" if unknown else verdict_of(served),
            item.place,
            tuple(self._about_item(item)),
            self._story.ordered(gaps),
        )

    def privilege(self, privilege: Privilege) -> Explanation:
        """Whether the customer has a privilege, what it gives, and for whom it is."""
        condition = privilege.applies
        answer = True if condition is None else self.view.evaluator.holds(condition)
        gaps = frozenset[str]()
        if condition is not None:
            gaps = self.view.evaluator.missing(condition)
        return Explanation(
            self._story.both(
                lambda p: p.say(IS, privilege.label.get(p.lang), said.HAS[answer].get(p.lang))
            ),
            verdict_of(answer),
            privilege.place,
            (
                *(
                    Explanation(
                        Bilingual(
                            f"{benefit.label.zh}：{benefit.value.zh}",
                            f"{benefit.label.en}: {benefit.value.en}",
                        ),
                        "value",
                        benefit.place,
                    )
                    for benefit in privilege.gives
                ),
                Explanation(said.EVERYONE, "true", privilege.place)
                if condition is None
                else self._condition(FOR, privilege.place, condition),
            ),
            self._story.ordered(gaps),
        )

    def categories(self) -> Explanation:
        """All categories of the customer."""
        categories = self._program.categories
        assert categories is not None, "a known name only where there are categories"
        held, _ = self._held()
        children = [self._story.definition(name) for name in categories.of]
        if categories.otherwise in held:
            children.append(self.no_category())

        def sentence(p: Phrases) -> str:
            names = [said.category_label(name, p) for name in held]
            return p.say(IS, categories.label.get(p.lang), listed(names, p.lang))

        gaps = frozenset(name for child in children for name in child.missing)
        return Explanation(
            self._story.both(sentence),
            "value",
            None,
            tuple(children),
            self._story.ordered(gaps),
        )

    def no_category(self) -> Explanation:
        """Whether the customer is in the category of those in no other."""
        categories = self._program.categories
        assert categories is not None, "a known name only where there are categories"
        held, unknown = self._held()
        answer = categories.otherwise in held
        if answer:
            why = Bilingual("没有其他类别成立", "no other category holds")
        else:
            why = Bilingual("已属于其他类别", "another category holds")

        def sentence(p: Phrases) -> str:
            label = said.category_label(categories.otherwise, p)
            truth = (YES if answer else NO).get(p.lang)
            return p.say(Bilingual("{0}：{1}，{2}", "{0}: {1}, {2}"), label, truth, why.get(p.lang))

        return Explanation(
            self._story.both(sentence),
            verdict_of(answer),
            None,
            tuple(self._story.definition(name) for name in (unknown if answer else held)),
        )

    def visit(self) -> Explanation:
        """Which rules made the visit regime, and how they were combined."""
        held, _ = self._held()
        regime = visit_regime(self._program, held)
        visits = self._program.visits
        if visits is None or regime is None:
            words = Bilingual("拜访：政策没有规定", "visits: the policy has no rule")
            return Explanation(words, "value")
        rules = said.applying_rules(self.view, held)
        frequency = Frequency("calendar", regime.times, regime.per)

        def sentence(p: Phrases) -> str:
            times = frequency_text(frequency, p.lang)
            text = said.regime_text(times, regime.minutes, regime.modes, p)
            return p.say(IS, "拜访" if p.lang == "zh" else "visits", text)

        return Explanation(
            self._story.both(sentence),
            "value",
            None,
            (
                Explanation(said.COMBINED[visits.combine], "value"),
                *(self._rule(rule, rules) for rule in rules),
            ),
        )

    def _held(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The categories that hold, and those that are unknown."""
        of = () if self._program.categories is None else self._program.categories.of
        evaluator = self.view.evaluator
        answers: list[bool | None] = [evaluator.outcome(name).value for name in of]
        return categories_of(self._program, answers)

    def _rule(self, rule: VisitRule, rules: list[VisitRule]) -> Explanation:
        gave_times, gave_minutes = said.decides(rule, rules)
        decided = [
            words
            for words, gave in (
                (Bilingual("次数", "times"), gave_times),
                (Bilingual("时长", "minutes"), gave_minutes),
            )
            if gave and len(rules) > 1
        ]

        def sentence(p: Phrases) -> str:
            text = said.visit_text(rule, p)
            if decided:
                names = listed([words.get(p.lang) for words in decided], p.lang)
                words = Bilingual("{0}（{1}取自此条）", "{0} (gives the {1})")
                text = p.say(words, text, names)
            return p.say(IS, said.category_label(rule.category, p), text)

        reasons: tuple[Explanation, ...] = ()
        if rule.category in self._program.definitions:
            reasons = self._story.once(rule.category)
        return Explanation(self._story.both(sentence), "value", rule.place, reasons)

    def _about_item(self, item: Item) -> Iterator[Explanation]:
        yield self._audience(item)
        if item.kind == "optional":
            yield from self._strategies(item, granting=True)
            if item.until is not None:
                yield self._condition(OVER, item.place, item.until)
            chosen = self.view.chosen(item)
            words = said.CHOSEN if chosen else said.NOT_CHOSEN
            yield Explanation(words, verdict_of(chosen))
            yield from self._strategies(item, granting=False)
        yield self._priority(item)

    def _audience(self, item: Item) -> Explanation:
        if item.applies is None:
            words = said.EVERYONE if item.kind == "must_do" else said.OPEN_TO_ALL
            return Explanation(words, "true", item.place)
        label = FOR if item.kind == "must_do" else ELIGIBLE
        return self._condition(label, item.place, item.applies)

    def _condition(self, label: Bilingual, place: Place, condition: Expression) -> Explanation:
        answer = self.view.evaluator.holds(condition)
        return Explanation(
            self._story.both(
                lambda p: self._story.condition(label.get(p.lang), answer, condition, p)
            ),
            verdict_of(answer),
            place,
            self._story.facts(condition),
            self._story.ordered(self.view.evaluator.missing(condition)),
        )

    def _strategies(self, item: Item, *, granting: bool) -> Iterator[Explanation]:
        """What the strategies of the customer's levels, or of levels it may have, do to an item."""
        for effect in self.view.effects(item, granting=granting):
            gaps = frozenset[str]()
            if not effect.certain:
                gaps = self.view.evaluator.missing_for(effect.scale.id)
            words = self._story.both(
                lambda p, effect=effect: said.effect_text(effect, p, granting=granting)  # type: ignore[misc]
            )
            yield Explanation(
                words,
                "true" if effect.certain else "unknown",
                effect.strategy.place,
                self._story.once(effect.scale.id),
                self._story.ordered(gaps),
            )

    def _priority(self, item: Item) -> Explanation:
        _, tags = said.raising_tags(item, self.view)

        def sentence(p: Phrases) -> str:
            raised = said.raised_text(item, p, self.view)
            text = said.priority_text(item, p, self.view)
            return text if not raised else f"{text}{'；' if p.lang == 'zh' else '; '}{raised}"

        return Explanation(
            self._story.both(sentence),
            "value",
            item.place,
            tuple(one for tag in tags for one in self._story.once(tag)),
        )
