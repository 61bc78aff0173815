"""What a test expects against what the policy says: the differences, and why each is so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from workflow_engine.decide.items import visit_rate
from workflow_engine.decide.rule_numbers import RuleNumbers
from workflow_engine.diagnostics.bilingual import Bilingual, Language
from workflow_engine.diagnostics.diagnostic import Place
from workflow_engine.explain.facts import View
from workflow_engine.explain.item_sentences import item_reason
from workflow_engine.explain.phrases import Phrases
from workflow_engine.explain.reasons import definition_reason
from workflow_engine.explain.values import listed
from workflow_engine.language.event_names import said_frequency
from workflow_engine.program.general_category import general_category
from workflow_engine.program.program import Item, Program, VisitRule
from workflow_engine.program.types import Value
from workflow_engine.trial.model import Difference, Expectation, Mark, Subject, Wanted
from workflow_engine.trial.nearest import nearest_change
from workflow_engine.trial.observing import Observed
from workflow_engine.trial.playing import Seen
from workflow_engine.trial.titles import shown, title

_LANGUAGES: tuple[Language, Language] = ("zh", "en")


def met(expectation: Expectation, actual: Wanted) -> bool:
    """Whether an actual value is the expected one.

    Lists are compared without their order unless it counts, moments by the minute unless the
    expectation gives seconds.
    """
    wanted = expectation.wanted
    if isinstance(wanted, Mark) or isinstance(actual, Mark):
        return wanted is actual
    if isinstance(wanted, tuple) and isinstance(actual, tuple) and not expectation.ordered:
        return sorted(map(str, wanted)) == sorted(map(str, actual))
    if isinstance(wanted, dt.datetime) and isinstance(actual, dt.datetime):
        unit = 0 if wanted.second == 0 else actual.second
        return wanted == actual.replace(second=unit, microsecond=0)
    return wanted == actual


class Comparer:
    """Finds the differences of many tests of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._numbers = RuleNumbers(program)
        self._phrases = {lang: Phrases(program, lang) for lang in _LANGUAGES}

    def difference(self, observed: Observed, expectation: Expectation) -> Difference | None:
        """What differs in one thing, or None where it is as expected."""
        actual = observed.value(expectation.subject)
        if met(expectation, actual):
            return None
        subject = expectation.subject
        return Difference(
            expectation=expectation,
            title=title(self._program, observed.test, subject),
            expected=shown(expectation.wanted, expectation),
            actual=shown(actual, expectation),
            found=actual,
            reason=self._reason(observed, subject),
            rule=self._rule(observed, subject),
            change=self._change(observed, expectation),
        )

    def _change(self, observed: Observed, expectation: Expectation) -> Bilingual | None:
        test = observed.test
        if expectation.subject[0] in ("case", "steps"):
            return self._other_rung(observed, expectation)

        def agrees(values: Mapping[str, Value]) -> bool:
            other = observed.with_test(replace(test, values=values))
            return met(expectation, other.value(expectation.subject))

        return nearest_change(self._program, test.values, test.at, expectation, agrees)

    def _other_rung(self, observed: Observed, expectation: Expectation) -> Bilingual | None:
        """The role to write where one was written to which the case climbed then."""
        match expectation.subject:
            case (*_, "rungs", role):
                pass
            case _:
                return None
        for climb in _seen(observed, expectation.subject).climbs:
            if climb.target == role and met(expectation, observed.local(climb.due_at)):
                label = self._program.roles[climb.source].label
                return Bilingual(
                    f"写“{label.zh}”：“升级”写的是从哪个岗位升上去，不是升到哪里",
                    f"write “{label.en}”: `rungs` names the role that the case climbed from,"
                    " not the one it climbed to",
                )
        return None

    def _climbs(self, observed: Observed, subject: Subject) -> Bilingual:
        """Every escalation that did happen, since the step before where it is of a step."""
        said = []
        for climb in _seen(observed, subject).climbs:
            at = observed.local(climb.due_at)
            low, high = (
                Bilingual.same(role) if found is None else found.label
                for role in (climb.source, climb.target)
                for found in (self._program.roles.get(role),)
            )
            why = climb.trigger
            said.append(
                Bilingual(
                    f"{at:%m-%d %H:%M} {low.zh} → {high.zh}（{why.zh}）",
                    f"{at:%m-%d %H:%M} {low.en} → {high.en} ({why.en})",
                )
            )
        if not said:
            return Bilingual("没有升级过", "nothing was escalated")
        return Bilingual(
            "升级过的：" + "；".join(one.zh for one in said),
            "escalated: " + "; ".join(one.en for one in said),
        )

    def _reason(self, observed: Observed, subject: Subject) -> Bilingual | None:
        """Why the policy says what it says, in one sentence."""
        program = self._program
        match subject:
            case ("tags" | "levels" | "measures" | "tables", name, *_):
                definition, view = program.definitions[name], self._view(observed)
                return self._both(lambda p: definition_reason(definition, p, view))
            case ("items", name, "state" | "urgency" | "priority"):
                item, view = program.items[name], self._view(observed)
                state = observed.decision.states[name]
                return self._both(lambda p: item_reason(item, state, p, view))
            case ("items", name, "due" | "overdue" | "last_done"):
                return _rhythm(program.items[name], observed.value(("items", name, "last_done")))
            case ("categories",) | ("visit", _):
                return self._categories(observed)
            case ("case", "rungs", *_) | ("steps", _, "rungs", *_):
                return self._climbs(observed, subject)
            case ("case", *fact) | ("steps", _, *fact):
                return _of_case(_seen(observed, subject), fact)
            case _:
                return None

    def _view(self, observed: Observed) -> View:
        return View(self._program, observed.test.values, observed.test.at)

    def _both(self, said: Callable[[Phrases], str]) -> Bilingual | None:
        zh, en = (said(self._phrases[lang]) for lang in _LANGUAGES)
        return Bilingual(zh, en) if zh else None

    def _categories(self, observed: Observed) -> Bilingual:
        """The categories of the customer, from which the visits follow."""
        program, decision = self._program, observed.decision
        labels = [_category(program, name) for name in decision.categories]
        zh, en = (listed([one.get(lang) for one in labels], lang) for lang in _LANGUAGES)
        return Bilingual(f"客户类别：{zh}", f"categories: {en}")

    def _rule(self, observed: Observed, subject: Subject) -> Place | None:
        """Where the rule stands that decided."""
        program = self._program
        match subject:
            case ("tags" | "levels" | "measures" | "tables", name, *_):
                number = self._numbers.definition_rule(observed.evaluator, name)
                if number is not None:
                    return self._numbers.rules[number - 1].place
                return program.definitions[name].place
            case ("items", name, "state"):
                number = self._numbers.item_rule(observed.evaluator, program.items[name])
                return self._numbers.rules[number - 1].place
            case ("items", name, _):
                return program.items[name].place
            case ("visit", field):
                rule = _visit_rule(program, observed.decision.categories, field)
                return None if rule is None else rule.place
            case ("people", role):
                return program.roles[role].place
            case ("case", *fact) | ("steps", _, *fact):
                return self._case_rule(observed, fact)
            case _:
                return None

    def _case_rule(self, observed: Observed, fact: list[str]) -> Place | None:
        script = observed.test.case
        if script is None:
            return None
        process = self._program.processes[script.opening.process]
        match fact:
            case ["deadlines" | "clocks", name]:
                place = next((one.place for one in process.clocks if one.id == name), None)
                return place or process.place
            case ["rungs", role]:
                return next((one.place for one in process.ladder if one.role == role), None)
            case _:
                return process.place


def _seen(observed: Observed, subject: Subject) -> Seen:
    """The case that something is expected of, as it stood at that moment."""
    story = observed.story
    assert story is not None, "only a test with a case expects something of one"
    match subject:
        case ("steps", number, *_):
            return story.steps[int(number) - 1]
        case (_, "refused"):
            return story.opening
        case _:
            return story.end


def _category(program: Program, name: str) -> Bilingual:
    definition = program.definitions.get(name)
    return general_category(name) if definition is None else definition.label


def _rhythm(item: Item, last: Wanted) -> Bilingual:
    """How often an item is done and when it was done last: what its date follows from."""
    often = [said_frequency(item.every, lang) for lang in _LANGUAGES]
    if isinstance(last, dt.date):
        return Bilingual(
            f"频率：{often[0]}；上次完成：{last.isoformat()}",
            f"frequency: {often[1]}; last done on {last.isoformat()}",
        )
    return Bilingual(f"频率：{often[0]}；尚未做过", f"frequency: {often[1]}; never done so far")


def _visit_rule(program: Program, categories: tuple[str, ...], field: str) -> VisitRule | None:
    """The rule of visits that decides a field: that of the most visits or minutes."""
    if program.visits is None or program.categories is None:
        return None
    held = {*categories, program.categories.otherwise}
    rules = [rule for rule in program.visits.rules if rule.category in held]
    if not rules or field == "modes":
        return rules[0] if len(rules) == 1 else None
    if field == "minutes":
        return max(rules, key=lambda rule: rule.minutes)
    return max(rules, key=lambda rule: visit_rate(rule.frequency))


def _of_case(seen: Seen, fact: list[str]) -> Bilingual | None:
    """What in the case made it so: why it climbed, what was granted, why something was refused."""
    match fact:
        case ["level" | "owner"]:
            texts = [(one.trigger, one.due_at) for one in seen.climbs]
            if not texts:
                return None
            zh = "；".join(f"{at:%m-%d %H:%M} {said.zh}" for said, at in texts)
            return Bilingual(zh, "; ".join(f"{at:%m-%d %H:%M} {said.en}" for said, at in texts))
        case ["deadlines" | "clocks", clock]:
            ledger = None if seen.case is None else seen.case.ledgers.get(clock)
            if ledger is None:
                return None
            start = f"{ledger.started_at:%m-%d %H:%M}"
            granted = ledger.duration
            return Bilingual(
                f"自 {start} 起 {granted.text('zh')}", f"{granted.text('en')} from {start}"
            )
        case ["refused" | "state" | "compensation" | "approval"] if seen.refusal is not None:
            return seen.refusal.text
        case _:
            return None
